"""What pingouin says, as it comes; only for the process of the second opinion. See docs/decisions/pingouin.md."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np

from psychometrics.contract import Floats
from psychometrics.second_opinion.answers import Given, Inquiry, Question
from psychometrics.second_opinion.material import KeyedItems, Material, Places

ALPHA_DECIMALS = 3
ICC_DECIMALS = 2


def version() -> str:
    """Raises `ImportError` where pingouin cannot be used."""
    import pingouin

    return str(pingouin.__version__)


def inquiries(material: Material) -> list[Inquiry]:
    """What pingouin is asked of these data."""
    parts = (_reliability, _scores, _clusters, _groups, _twice, _raters)
    return [inquiry for part in parts for inquiry in part(material)]


# Reliability of scales


def _reliability(material: Material) -> Iterator[Inquiry]:
    for place, scale in enumerate(material.scales):
        found = cache(partial(_alpha, material.keyed(scale), scale))
        for at, name in enumerate(("alpha", "alpha_lower", "alpha_upper")):
            yield Question(name, str(place)), partial(_of_alpha, found, at)


def _alpha(answers: Floats, scale: KeyedItems) -> tuple[list[float], list[float] | None]:
    """Alpha and the ends of its interval as it comes, pairwise; and of complete cases where these are ours."""
    import pandas as pd
    import pingouin

    frame = pd.DataFrame(answers)
    value, ends = pingouin.cronbach_alpha(frame)
    if scale.basis == "pairwise" or not np.isnan(answers).any():
        return [value, *ends], None
    other, other_ends = pingouin.cronbach_alpha(frame, nan_policy="listwise")
    return [value, *ends], [other, *other_ends]


def _of_alpha(found: Callable[[], tuple[list[float], list[float] | None]], at: int) -> Given:
    value, otherwise = found()
    decimals = ALPHA_DECIMALS if at else None
    return Given(value[at], decimals, {} if otherwise is None else {"pairwise": otherwise[at]})


# Scores of subscales


def _scores(material: Material) -> Iterator[Inquiry]:
    count = material.scores.shape[1] if material.scores.ndim == 2 else 0
    if count > 1:
        yield Question("score_correlations"), partial(_correlations, material.scores)
    if count > 2:
        yield Question("partial_correlations"), partial(_partial, material.scores)


def _correlations(scores: Floats) -> Given:
    import pandas as pd
    import pingouin

    names = [f"s{place}" for place in range(scores.shape[1])]
    frame = pd.DataFrame(scores, columns=names)
    pairs = pingouin.pairwise_corr(frame, columns=names)
    R = np.eye(len(names))
    for first, second, r in zip(pairs["X"], pairs["Y"], pairs["r"], strict=True):
        i, j = names.index(first), names.index(second)
        R[i, j] = R[j, i] = r
    return Given(R)


def _partial(scores: Floats) -> Given:
    import pandas as pd
    import pingouin  # noqa: F401 gives data frames the method

    return Given(pd.DataFrame(scores).pcorr().to_numpy())


# People in clusters


def _clusters(material: Material) -> Iterator[Inquiry]:
    if material.cluster is None:
        return
    for place in range(material.scores.shape[1]):
        for name in ("icc1", "icc2"):
            yield Question(name, str(place)), partial(_icc, material.scores[:, place], material.cluster, name)


def _icc(scores: Floats, clusters: Places, name: str) -> Given:
    """Of clusters of one size from the table of ICCs; of others, which that refuses, from its ANOVA."""
    own = np.isfinite(scores) & (clusters >= 0)
    values, places = scores[own], clusters[own]
    sizes = np.unique(np.unique(places, return_counts=True)[1])
    if len(sizes) == 1 and sizes[0] > 1:
        order = np.argsort(places, kind="stable")
        return Given(_icc_table(values[order].reshape(-1, sizes[0]))[name, "ICC"])
    return Given(_from_anova(values, places)[name])


def _from_anova(values: Floats, places: Places) -> dict[str, float]:
    import pandas as pd
    import pingouin

    frame = pd.DataFrame({"score": values, "cluster": places})
    table = pingouin.anova(frame, dv="score", between="cluster", detailed=True)
    between, within = (float(square) for square in table["MS"])
    size = len(values) / len(np.unique(places))
    return {
        "icc1": (between - within) / (between + (size - 1) * within),
        "icc2": (between - within) / between,
    }


# Groups


def _groups(material: Material) -> Iterator[Inquiry]:
    for at, places in enumerate(material.groupings):
        for place in range(material.scores.shape[1]):
            values = material.scores[:, place]
            own = np.isfinite(values) & (places >= 0)
            about = f"{at}.{place}"
            groups = len(np.unique(places[own]))
            if groups < 2:
                continue
            frame = partial(_frame, values[own], places[own])
            for name, column in WELCH.items():
                yield Question(name, about), partial(_welch, frame, column)
            yield Question("eta2", about), partial(_eta2, frame)
            if groups == 2:
                yield Question("hedges_g", about), partial(_hedges, values[own], places[own])


WELCH = {"welch_f": "F", "welch_df2": "ddof2", "welch_p": "p_unc"}


def _frame(values: Floats, places: Places) -> Any:
    import pandas as pd

    return pd.DataFrame({"score": values, "group": places})


def _welch(frame: Callable[[], Any], column: str) -> Given:
    import pingouin

    return Given(pingouin.welch_anova(frame(), dv="score", between="group")[column].iloc[0])


def _eta2(frame: Callable[[], Any]) -> Given:
    import pingouin

    return Given(pingouin.anova(frame(), dv="score", between="group")["np2"].iloc[0])


def _hedges(values: Floats, places: Places) -> Given:
    import pingouin

    first, second = np.unique(places)
    return Given(pingouin.compute_effsize(values[places == second], values[places == first], eftype="hedges"))


# The same people twice, and raters

ICC_ROWS = {"icc1": "ICC(1,1)", "icc2": "ICC(1,k)", "agreement": "ICC(A,1)", "consistency": "ICC(C,1)"}
ICC_ROWS |= {"agreement_average": "ICC(A,k)", "consistency_average": "ICC(C,k)"}


def _icc_table(ratings: Floats) -> dict[tuple[str, str], float]:
    """pingouin's table of intraclass correlations, targets x raters without gaps."""
    import pingouin

    table = pingouin.intraclass_corr(_long(ratings), targets="target", raters="rater", ratings="rating")
    table = table.set_index("Type")
    found: dict[tuple[str, str], float] = {}
    for name, row in ICC_ROWS.items():
        found[name, "ICC"] = float(table.loc[row, "ICC"])
        found[name, "lower"], found[name, "upper"] = (float(end) for end in table.loc[row, "CI95"])
    return found


def _twice(material: Material) -> Iterator[Inquiry]:
    for place, pairs in enumerate(material.twice):
        both = pairs[np.isfinite(pairs).all(axis=1)]
        yield from _icc_inquiries("retest", both, ("agreement", "consistency"), str(place))
        yield Question("retest_w", str(place)), partial(_concordance, both)


def _raters(material: Material) -> Iterator[Inquiry]:
    for place, ratings in enumerate(material.ratings):
        whole = ratings[np.isfinite(ratings).all(axis=1)]
        yield from _icc_inquiries("raters", whole, ICC_ROWS, str(place))
        yield Question("raters_w", str(place)), partial(_concordance, whole)


def _icc_inquiries(part: str, ratings: Floats, names: Iterable[str], about: str) -> Iterator[Inquiry]:
    table = cache(partial(_icc_table, ratings))
    for name in names:
        yield Question(f"{part}_{name}", about), partial(_of_icc, table, name, "ICC", None)
        for end in ("lower", "upper"):
            yield Question(f"{part}_{name}_{end}", about), partial(_of_icc, table, name, end, ICC_DECIMALS)


def _of_icc(
    table: Callable[[], dict[tuple[str, str], float]], name: str, end: str, decimals: int | None
) -> Given:
    return Given(table()[name, end], decimals)


def _concordance(ratings: Floats) -> Given:
    import pingouin

    test = pingouin.friedman(_long(ratings), dv="rating", within="target", subject="rater")
    return Given(test["W"].iloc[0])


def _long(ratings: Floats) -> Any:
    """Targets x raters as a row each."""
    import pandas as pd

    targets, raters = ratings.shape
    return pd.DataFrame(
        {
            "target": np.repeat(np.arange(targets), raters),
            "rater": np.tile(np.arange(raters), targets),
            "rating": ratings.ravel(),
        }
    )
