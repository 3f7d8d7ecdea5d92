"""Correlations between the items of all subscales, and between the subscales' scores."""

from dataclasses import dataclass

import numpy as np

from engine.validation.cautions import Cautions
from engine.validation.gather import Gathered
from engine.validation.plan import Basis, Plan
from engine.validation.sample import SampleStudy
from engine.validation.subscales import SubscaleStudy
from psychometrics.contract import Caution, Counts, Floats
from psychometrics.correlations import RankCorrelations, spearman
from psychometrics.polychoric import Polychoric, polychoric
from psychometrics.summaries.moments import Moments


@dataclass(frozen=True, slots=True, eq=False)
class ItemCorrelations:
    """Correlations of the items that belong to a subscale, as they stand in the data (not keyed), items x items.

    `pearson` rests on all who answered a pair (`n` of them), `complete` on the `n_complete` who answered every
    item (None where nobody did). `polychoric` (on `basis`, of the items that `polychoric.names` lists) and
    `spearman` (pairwise) are None where they do not exist.
    """

    names: tuple[str, ...]
    n: Counts
    pearson: Floats
    n_complete: int
    complete: Floats | None
    spearman: RankCorrelations | None
    basis: Basis
    polychoric: Polychoric | None


@dataclass(frozen=True, slots=True, eq=False)
class ScoreCorrelations:
    """Correlations of the subscales' scores, and free of measurement error where alpha exists (else NaN).

    Each rests on the people with both scores, `n` of them. A disattenuated value above 1 says that the two
    scores differ by no more than error.
    """

    names: tuple[str, ...]
    n: Counts
    pearson: Floats
    disattenuated: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ItemMatrix:
    """The correlation matrix that dimensionality, factors and validity rest on: of items that vary.

    `R` is as in the data; `sign` is -1 for an item that is turned for its score. `n` are the people behind it
    (pairwise: the smallest pair). `pairwise` is the other matrix, for comparison.
    """

    names: tuple[str, ...]
    columns: tuple[int, ...]
    R: Floats
    pairwise: Floats
    n: int
    basis: Basis
    sign: Floats

    @property
    def keyed(self) -> Floats:
        """R with every item pointing as its score does."""
        return np.asarray(self.R * np.outer(self.sign, self.sign))


def study_correlations(
    found: Gathered, plan: Plan, sample: SampleStudy, cautions: Cautions
) -> ItemCorrelations | None:
    """The items' correlations; None with fewer than two items in subscales."""
    if found.moments is None or found.tables is None or len(plan.structured) < 2:
        return None
    own = found.moments.select(plan.structured)
    tables = found.tables
    chosen = found.complete_tables if sample.basis == "complete" else tables
    ranks = cautions.attempt("Spearman correlations", lambda: spearman(tables))
    latent = None
    if chosen is not None:
        varying = [place for place in range(len(own.names)) if np.count_nonzero(chosen.counts(place)) > 1]
        latent = cautions.attempt("polychoric correlations", lambda: polychoric(chosen.select(varying)))
    return ItemCorrelations(
        names=own.names,
        n=own.n,
        pearson=_unit_diagonal(own.correlation()),
        n_complete=own.n_complete(),
        complete=_unit_diagonal(own.correlation_complete()) if own.n_complete() > 1 else None,
        spearman=ranks,
        basis=sample.basis,
        polychoric=latent,
    )


def item_matrix(found: Gathered, plan: Plan, sample: SampleStudy, cautions: Cautions) -> ItemMatrix | None:
    """The matrix of the items that vary, on the study's basis; None where fewer than three do."""
    if found.moments is None or not plan.structured:
        return None
    own = found.moments.select(plan.structured)
    pairwise = own.correlation()
    R = own.correlation_complete() if sample.basis == "complete" and own.n_complete() > 1 else pairwise
    use = _usable(own, R, cautions)
    if len(use) < 3:
        cautions.add(
            Caution(
                "few_items",
                "dimensionality and factors",
                f"{len(use)} of the items vary, where at least 3 are needed",
                "study the items themselves",
            )
        )
        return None
    square = np.ix_(use, use)
    columns = tuple(plan.structured[place] for place in use)
    return ItemMatrix(
        names=tuple(own.names[place] for place in use),
        columns=columns,
        R=R[square],
        pairwise=pairwise[square],
        n=_people(own, use, sample),
        basis=sample.basis,
        sign=np.where([plan.reverse[column] for column in columns], -1.0, 1.0),
    )


def _people(own: Moments, use: list[int], sample: SampleStudy) -> int:
    """The people behind the matrix of these items: of pairs, the smallest number."""
    return sample.complete if sample.basis == "complete" else int(own.select(use).n.min())


def _usable(own: Moments, R: Floats, cautions: Cautions) -> list[int]:
    """Items with a variance and, of those never answered together, as few left out as it takes."""
    use = [place for place in range(len(R)) if np.isfinite(R[place, place])]
    for place in sorted(set(range(len(R))) - set(use)):
        cautions.add(
            Caution(
                "constant_item",
                f"item {own.names[place]}",
                "everybody who counts here gave the same answer, or nobody answered",
                "it is left out of correlations, dimensionality and factors",
            )
        )
    while use and not np.isfinite(R[np.ix_(use, use)]).all():
        missing = ~np.isfinite(R[np.ix_(use, use)])
        worst = use[int(missing.sum(axis=1).argmax())]
        use.remove(worst)
        cautions.add(
            Caution(
                "no_pairs",
                f"item {own.names[worst]}",
                "nobody answered it together with some other item",
                "it is left out of dimensionality and factors; study one form at a time",
            )
        )
    return use


def study_score_correlations(
    found: Gathered, subscales: tuple[SubscaleStudy, ...]
) -> ScoreCorrelations | None:
    """Correlations between subscale scores; None with fewer than two subscales."""
    moments = found.score_moments
    if moments is None or len(moments.names) < 2:
        return None
    alphas = {
        subscale.id: subscale.reliability.value for subscale in subscales if subscale.reliability is not None
    }
    values = np.array([alphas.get(name) or np.nan for name in moments.names], dtype=np.float64)
    values = np.where(values > 0, values, np.nan)
    pearson = _unit_diagonal(moments.correlation())
    root = np.sqrt(values)
    with np.errstate(invalid="ignore"):
        free = pearson / np.outer(root, root)
    np.fill_diagonal(free, 1.0)
    items = {subscale.id: set(subscale.subscale.names) for subscale in subscales}
    for i, first in enumerate(moments.names):
        for j, second in enumerate(moments.names[:i]):
            if items[first] & items[second]:  # an item they share correlates with its own error
                free[i, j] = free[j, i] = np.nan
    return ScoreCorrelations(moments.names, moments.n, pearson, free)


def _unit_diagonal(R: Floats) -> Floats:
    """Exactly 1 where an item meets itself, NaN where it does not vary."""
    diagonal = np.diagonal(R)
    R = R.copy()
    np.fill_diagonal(R, np.where(np.isfinite(diagonal), 1.0, np.nan))
    return R
