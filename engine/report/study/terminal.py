"""A study for the terminal: words first, then aligned tables, then what to look at and what to do next."""

import math
from collections.abc import Iterator, Sequence

from engine.printed import (
    count,
)
from engine.validation.groups import GroupStudy
from engine.validation.levels import LevelStudy
from engine.validation.retest import RetestSubscale
from engine.validation.study import Study
from engine.validation.subscales import SubscaleStudy
from engine.validation.text_tables import (
    Row,
    bullet,
    coefficient,
    counted,
    one_decimal,
    p_value,
    percentage,
    table,
    two_decimals,
    wrapped,
)
from psychometrics.contract import Caution, finite
from psychometrics.guidelines import GUIDELINES

SHOWN = 0.30
"""Loadings smaller than this are left blank, so that the eye finds the others."""

KEEP_IN_MIND = " Keep in mind:"
"""Where a verdict's sentence turns to the limit of its rule."""

MOST_CAUTIONS = 12
MOST_PLACES = 4
MOST_ITEMS = 60
FIRST = frozenset(
    {"negative_item_rest", "negative_alpha", "constant_item", "items_left_out", "no_items", "pairwise"}
)
"""Cautions that question the data or the keys come before those about a method."""


def summary(study: Study) -> str:
    """The study in words and rounded numbers; the whole of it is in the JSON."""
    parts = [
        _opening(study),
        *_verdicts(study),
        _subscales(study),
        *(_items(one) for one in study.subscales if one.subscale.columns),
        *_dimensions(study),
        *_levels(study),
        *(_group(one) for one in study.groups),
        *_retest(study),
        _claims(study),
        *_cautions(study),
        _next(study),
    ]
    return "\n\n".join(parts)


def _opening(study: Study) -> str:
    instrument, sample = study.plan.instrument, study.sample
    everything = f"{sample.complete} of them answered every item"
    if sample.complete == sample.n:
        everything = "all of them answered every item"
    lines = [
        f"{instrument.title}{': simulated data' if study.provenance.simulated else ''}",
        f"{instrument.name}, {len(study.plan.items)} items; {study.provenance.data_name}: "
        f"{counted(sample.n, 'response')}, {everything}.",
    ]
    if sample.mcar is not None and finite(sample.mcar.p) is not None:
        at_random = "may well be missing at random" if sample.mcar.p >= 0.05 else "are not missing at random"
        lines.append(
            f"{percentage(sample.share_missing)} of all answers are missing, and {at_random} "
            f"(Little's test: chi-square {sample.mcar.d2:.1f}, df {sample.mcar.df}, p {p_value(sample.mcar.p)})."
        )
    if study.quality is not None:
        counts = study.quality.counts
        lines.append(
            f"{counted(counts.two_flags, 'response')} ({percentage(counts.share_flagged)}) with two or more signs of "
            "careless answering; nobody is dropped, and the JSON has every result without them too."
        )
    return "\n".join(wrapped(line) for line in lines)


def _verdicts(study: Study) -> Iterator[str]:
    """Alpha of every subscale, and of the rest what calls for a look; each rule's limit said once."""
    shown = [one for one in study.verdicts if one.statistic == "alpha" or one.standing == "weak"]
    if not shown:
        return
    sentences = [one.sentence.partition(KEEP_IN_MIND)[0] for one in shown]
    guides = [GUIDELINES[name] for name in dict.fromkeys(one.statistic for one in shown)]
    limits = [f"{guide.name}: {guide.limit}" for guide in guides]
    yield "What it says\n" + "\n".join(
        map(bullet, [*sentences, "Keep in mind. " + ". ".join(map(_capital, limits)) + "."])
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _subscales(study: Study) -> str:
    header = ["", "items", "n", "mean", "SD", "0-100", "alpha", "95% interval", "omega", "SEM of sum"]
    return table("Subscales", header, [_subscale(one) for one in study.subscales])


def _subscale(one: SubscaleStudy) -> Row:
    score, found = one.score, one.reliability
    interval = None if found is None else found.interval
    errors = None if found is None or found.errors is None else found.errors.overall
    return [
        one.id,
        count(len(one.subscale.items)),
        str(one.n),
        two_decimals(None if score is None else score.mean),
        two_decimals(None if score is None else score.sd),
        one_decimal(
            None if score is None or one.subscale.subscale.score.rescale is None else score.rescaled_mean
        ),
        coefficient(None if found is None else found.value),
        "-" if interval is None else f"{coefficient(interval.lower)} to {coefficient(interval.upper)}",
        coefficient(None if found is None or found.omega is None else found.omega.model),
        two_decimals(None if errors is None else errors.standard_error),
    ]


def _items(one: SubscaleStudy) -> str:
    header = ["", "key", "n", "mean", "SD", "item-rest", "alpha if dropped"]
    alpha = None if one.reliability is None else one.reliability.alpha
    rows = []
    for place, name in enumerate(one.subscale.names):
        key = "R" if one.subscale.reverse[place] else ""
        if alpha is None:
            rows.append([name, key, *["-"] * 5])
            continue
        dropped = None if alpha.if_dropped is None else float(alpha.if_dropped.raw[place])
        rows.append(
            [
                name,
                key,
                str(int(alpha.items.n[place])),
                two_decimals(alpha.items.mean[place]),
                two_decimals(alpha.items.sd[place]),
                coefficient(alpha.items.item_rest[place]),
                coefficient(dropped),
            ]
        )
    title = f"Items of {one.subscale.subscale.label} (as in the data; R: turned for the score)"
    return table(title, header, rows)


def _dimensions(study: Study) -> Iterator[str]:
    found, factors = study.dimensionality, study.factors
    if found is None:
        return
    rows = "who answered every item" if found.basis == "complete" else "in the smallest pair of items"
    words = []
    if found.kmo is not None:
        words.append(f"KMO {coefficient(found.kmo.overall)}.")
    if found.parallel is not None:
        words.append(
            f"Parallel analysis suggests {counted(found.parallel.factors.suggested, 'factor')} and "
            f"{counted(found.parallel.components.suggested, 'component')}."
        )
    if found.map is not None:
        words.append(f"MAP suggests {counted(found.map.components, 'component')}.")
    first = ", ".join(f"{value:.2f}" for value in found.eigenvalues[:8])
    words.append(f"{'Largest eigenvalues' if len(found.eigenvalues) > 8 else 'Eigenvalues'} {first}.")
    title = f"Dimensions ({counted(len(found.names), 'item')}, {found.n} people {rows})"
    yield "\n".join([title, *("  " + line for line in wrapped(" ".join(words)).splitlines())])
    if factors is not None and factors.solution is not None and len(found.names) <= MOST_ITEMS:
        yield _loadings(study)


def _loadings(study: Study) -> str:
    solution = None if study.factors is None else study.factors.solution
    if solution is None:
        return ""
    count = solution.loadings.shape[1]
    header = ["", *(f"F{place + 1}" for place in range(count)), "communality"]
    rows = [
        [
            name,
            *(coefficient(value) if abs(value) >= SHOWN else "" for value in row),
            coefficient(solution.communalities[place]),
        ]
        for place, (name, row) in enumerate(zip(solution.names, solution.loadings, strict=True))
    ]
    title = f"{counted(count, 'factor').capitalize()}, minimum residuals, oblimin (loadings of .30 or more)"
    return table(title, header, rows)


def _levels(study: Study) -> Iterator[str]:
    rows = [_level(one.id, one.levels) for one in study.subscales if one.levels is not None]
    if not rows:
        return
    header = [
        "",
        "groups",
        "n",
        "ICC(1) anova",
        "n0",
        "REML",
        "95% interval",
        "ICC(2)",
        "rwg(j)",
        "skewed",
        "AD",
    ]
    yield table(f"Groups by {study.cluster} (rwg(j) and AD: means over groups)", header, rows)
    sentences = [
        bullet(f"{one.subscale.subscale.label}: {one.levels.property.sentence}")
        for one in study.subscales
        if one.levels is not None and one.levels.property is not None
    ]
    if sentences:
        yield f"May the mean of a group in {study.cluster} be called its property?\n" + "\n".join(sentences)


def _level(id: str, study: LevelStudy) -> Row:
    found = study.levels
    summary = None if study.agreement is None else study.agreement.summary()
    interval = None if found is None else found.reml.icc1_interval
    return [
        id,
        str(study.scores.groups),
        str(study.scores.persons),
        coefficient(None if found is None else found.anova.icc1),
        coefficient(None if found is None else found.anova.icc1_n0),
        coefficient(None if found is None else found.reml.icc1),
        "-" if interval is None else f"{coefficient(interval[0])} to {coefficient(interval[1])}",
        coefficient(None if found is None else found.anova.icc2),
        coefficient(None if summary is None else summary["rwgj_uniform"].mean),
        coefficient(None if summary is None else summary["rwgj_skewed"].mean),
        two_decimals(None if summary is None else summary["ad_mean"].mean),
    ]


def _group(study: GroupStudy) -> str:
    compared = [one for one in study.subscales if one.scores is not None]
    labels = [label for label, n in study.n.items() if n and label not in study.left_out]
    header = ["", *(f"{label} (n {study.n[label]})" for label in labels), "p", "g", "eta squared"]
    rows = []
    for one in compared:
        if one.scores is None:
            continue
        means = {str(group.label): group.mean.value for group in one.scores.groups}
        rows.append(
            [
                one.id,
                *(one_decimal(means.get(label)) for label in labels),
                p_value(one.scores.pvalue).removeprefix("= "),
                two_decimals(None if one.scores.g is None else one.scores.g.value),
                coefficient(one.scores.eta2),
            ]
        )
    return table(f"Groups by {study.name} (mean scores; Welch's test; Hedges' g of two groups)", header, rows)


def _retest(study: Study) -> Iterator[str]:
    found = study.retest
    if found is None:
        return
    pairing = found.pairing
    alone = len(pairing.only_first) + len(pairing.only_second)
    twice = len(pairing.repeated_first) + len(pairing.repeated_second)
    header = ["", "n", "ICC agreement", "95% interval", "Lin", "change", "d_av", "changed reliably"]
    yield table(
        f"Retest: {pairing.n} people in both files, {alone} in one only, {twice} ids twice in a file",
        header,
        [_retested(one) for one in found.subscales],
    )


def _retested(one: RetestSubscale) -> Row:
    icc, change, reliable = one.icc, one.change, one.reliable
    share = None if reliable is None else reliable.share_up + reliable.share_down
    return [
        one.id,
        "-" if icc is None else str(icc.n),
        coefficient(None if icc is None else icc.agreement.value),
        "-" if icc is None else f"{coefficient(icc.agreement.lower)} to {coefficient(icc.agreement.upper)}",
        coefficient(None if one.concordance is None else one.concordance.value),
        two_decimals(None if change is None else change.difference.value),
        two_decimals(None if change is None else change.d_av.value),
        "-" if share is None or not math.isfinite(share) else percentage(share),
    ]


def _claims(study: Study) -> str:
    rows = [[claim.title, claim.rating] for claim in study.claims]
    title = (
        "What the evidence covers (+ met here, - not met, ? undecided; sentences in the JSON under `claims`)"
    )
    return table(title, ["", ""], rows)


def _cautions(study: Study) -> Iterator[str]:
    """Cautions of one kind together, so that thirty items with one trait do not fill the screen."""
    kinds: dict[tuple[str, str], list[Caution]] = {}
    for caution in study.cautions:
        kinds.setdefault((caution.code, caution.remedy), []).append(caution)
    if not kinds:
        return
    ordered = sorted(kinds.values(), key=lambda alike: alike[0].code not in FIRST)
    shown = [bullet(_alike(alike)) for alike in ordered[:MOST_CAUTIONS]]
    left = sum(len(alike) for alike in ordered[MOST_CAUTIONS:])
    more = f"\n  and {left} more, in the JSON under `cautions`" if left else ""
    yield "Look at\n" + "\n".join(shown) + more


def _alike(alike: Sequence[Caution]) -> str:
    first = alike[0]
    if len(alike) == 1:
        return str(first)
    places = [caution.where for caution in alike[1:]]
    named = "; ".join(places[:MOST_PLACES]) + ("; ..." if len(places) > MOST_PLACES else "")
    return f"{first} (likewise {named})"


def _next(study: Study) -> str:
    steps = ["every number, unrounded: add --json study.json (docs/validate-json.md explains the names)"]
    if study.cluster is None:
        steps.append("people in schools or classes: add --cluster COLUMN")
    if study.retest is None:
        steps.append("the same people asked twice: add --id COLUMN --retest FILE")
    if any(caution.code == "negative_item_rest" for caution in study.cautions):
        steps.append("answers that stand already turned in the file: add --keyed all, or --keyed ITEM,ITEM")
    return "Next\n" + "\n".join(bullet(step) for step in steps)
