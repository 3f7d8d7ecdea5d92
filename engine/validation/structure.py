"""How many things the items measure, which items go with which, and whether the subscales can be told apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.validation.cautions import Cautions
from engine.validation.correlations import ItemCorrelations, ItemMatrix, ScoreCorrelations
from engine.validation.plan import Basis, Plan
from engine.validation.reliability import GROUP_FACTORS
from engine.validation.subscales import SubscaleStudy
from psychometrics.contract import Caution, Floats
from psychometrics.dimensionality import (
    BartlettTest,
    KaiserMeyerOlkin,
    MinimumAveragePartial,
    VerySimpleStructure,
    bartlett,
    eigenvalues,
    kmo,
    minimum_average_partial,
    smc,
    vss,
)
from psychometrics.factor_scores import ScoreWeights, score_weights
from psychometrics.factors import FactorSolution, explore
from psychometrics.omega import OmegaHierarchical, omega_hierarchical
from psychometrics.parallel import ParallelAnalysis, parallel_analysis
from psychometrics.validity import FornellLarcker, Heterotrait, fornell_larcker, htmt, htmt2, htmt_errors

MOST_FACTORS = 8
"""How many factors MAP and VSS try at least, as psych does."""


NORMAL = 1.959964
"""Half a 95% interval in standard errors."""

OVERLAPPING = Caution(
    "overlapping_subscales",
    "HTMT",
    "subscales share items, which correlate with themselves",
    "read no correlation between such scores as one between two things; compare scales that share no item",
)


@dataclass(frozen=True, slots=True, eq=False)
class Dimensionality:
    """How many dimensions the items have; all from one correlation matrix of `names`, `n` people, on `basis`.

    `kmo_pairwise` is KMO of the pairwise matrix. `polychoric_parallel` judges the polychoric matrix. None where a
    statistic does not exist.
    """

    names: tuple[str, ...]
    n: int
    basis: Basis
    kmo: KaiserMeyerOlkin | None
    kmo_pairwise: KaiserMeyerOlkin | None
    bartlett: BartlettTest | None
    smc: Floats | None
    eigenvalues: Floats
    parallel: ParallelAnalysis | None
    polychoric_parallel: ParallelAnalysis | None
    map: MinimumAveragePartial | None
    vss: VerySimpleStructure | None


@dataclass(frozen=True, slots=True, eq=False)
class FactorStudy:
    """Exploratory factors (minimum residuals, the rotation asked for) of the items as they stand in the data.

    `factors` is as many as the study asked for, or as there are subscales; `solution` that solution with its
    `weights`, and `suggested` the solution with as many as parallel analysis suggests, where that is another
    number. `general` sets a general factor beside as many group factors as subscales (three for two of them),
    items keyed; None for a single subscale.
    """

    names: tuple[str, ...]
    n: int
    basis: Basis
    factors: int
    solution: FactorSolution | None
    weights: ScoreWeights | None
    suggested: FactorSolution | None
    general: OmegaHierarchical | None


@dataclass(frozen=True, slots=True, eq=False)
class ValidityStudy:
    """Whether the subscales are one thing each and different things.

    `ave` by subscale; `htmt` (with the ends of its 95% intervals) and `htmt2` between subscales with two items or more
    that share no item; `fornell_larcker` by the
    scores' correlations free of measurement error.
    """

    n: int
    basis: Basis
    ave: Mapping[str, float | None]
    htmt: Heterotrait | None
    htmt_lower: Floats
    htmt_upper: Floats
    htmt2: Heterotrait | None
    fornell_larcker: FornellLarcker | None


def study_dimensionality(
    items: ItemMatrix, correlations: ItemCorrelations | None, plan: Plan, cautions: Cautions
) -> Dimensionality:
    """KMO, Bartlett, eigenvalues, parallel analysis, MAP and VSS."""
    R, n, names = items.R, items.n, items.names
    most = min(max(MOST_FACTORS, len(plan.subscales) + 3), len(names) - 1)
    seed, draws = plan.choices.seed, plan.choices.draws
    other = items.pairwise if items.basis == "complete" else R
    usable = bool(np.isfinite(other).all())
    return Dimensionality(
        names=names,
        n=n,
        basis=items.basis,
        kmo=cautions.attempt("KMO", lambda: kmo(R, names=names)),
        kmo_pairwise=cautions.attempt("KMO, pairwise", lambda: kmo(other, names=names)) if usable else None,
        bartlett=cautions.attempt("Bartlett's test", lambda: bartlett(R, n, names=names)),
        smc=cautions.attempt("squared multiple correlations", lambda: smc(R, names=names)),
        eigenvalues=eigenvalues(R),
        parallel=cautions.attempt(
            "parallel analysis", lambda: parallel_analysis(R, n, draws=draws, seed=seed)
        ),
        polychoric_parallel=_polychoric_parallel(correlations, n, plan, cautions),
        map=cautions.attempt("MAP", lambda: minimum_average_partial(R, most)),
        vss=cautions.attempt("VSS", lambda: vss(R, None, most)),
    )


def _polychoric_parallel(
    correlations: ItemCorrelations | None, n: int, plan: Plan, cautions: Cautions
) -> ParallelAnalysis | None:
    latent = None if correlations is None else correlations.polychoric
    if latent is None or np.isnan(latent.correlation).any():
        return None
    return cautions.attempt(
        "parallel analysis of the polychoric correlations",
        lambda: parallel_analysis(
            latent.correlation,
            n,
            draws=plan.choices.draws,
            seed=plan.choices.seed,
            thresholds=latent.thresholds,
        ),
    )


def study_factors(
    items: ItemMatrix, dimensionality: Dimensionality, plan: Plan, cautions: Cautions
) -> FactorStudy:
    """The exploratory solution with as many factors as there are subscales, and what parallel analysis suggests."""
    R, names = items.R, items.names
    n = _enough_for_fit(items, cautions)
    subscales = sum(bool(subscale.columns) for subscale in plan.subscales)
    factors, rotation = plan.choices.factors or subscales, plan.choices.rotation
    solution = cautions.attempt(
        f"{factors} factors", lambda: explore(R, n, factors, rotation=rotation, names=names)
    )
    return FactorStudy(
        names=names,
        n=items.n,
        basis=items.basis,
        factors=factors,
        solution=solution,
        weights=None
        if solution is None
        else cautions.attempt("factor scores", lambda: score_weights(R, solution)),
        suggested=_suggested(items, n, dimensionality, factors, rotation, cautions),
        general=_general(items, subscales, cautions),
    )


def _enough_for_fit(items: ItemMatrix, cautions: Cautions) -> int | None:
    """The people behind the matrix, or None where they are too few for any index of fit."""
    if items.n > len(items.names):
        return items.n
    cautions.add(
        Caution(
            "few_persons",
            "factors, fit",
            f"{items.n} people for {len(items.names)} items: tests and indexes of fit do not exist",
            "collect more responses; read the loadings as a first impression at most",
        )
    )
    return None


def _suggested(
    items: ItemMatrix,
    n: int | None,
    dimensionality: Dimensionality,
    factors: int,
    rotation: str,
    cautions: Cautions,
) -> FactorSolution | None:
    parallel = dimensionality.parallel
    if parallel is None or parallel.factors.suggested in (0, factors):
        return None
    count = parallel.factors.suggested
    cautions.add(
        Caution(
            "other_number_of_factors",
            "factors",
            f"parallel analysis suggests {count} factors where the subscales are {factors}",
            "compare both solutions, and see which items move together before changing a scale",
        )
    )
    return cautions.attempt(
        f"{count} factors", lambda: explore(items.R, n, count, rotation=rotation, names=items.names)
    )


def _general(items: ItemMatrix, subscales: int, cautions: Cautions) -> OmegaHierarchical | None:
    if subscales < 2:
        return None
    groups = max(subscales, GROUP_FACTORS)
    return cautions.attempt(
        "general factor",
        lambda: _one_direction(omega_hierarchical(items.keyed, groups, names=items.names)),
    )


def _one_direction(general: OmegaHierarchical) -> OmegaHierarchical:
    """Items that load negatively in one caution: with several subscales it is these that point apart."""
    against = [caution for caution in general.cautions if caution.code == "negative_loading"]
    if len(against) < 2:
        return general
    named = ", ".join(caution.where.removeprefix("item ") for caution in against)
    together = Caution(
        "no_common_direction",
        "",
        f"{named} load negatively on a general factor: the subscales do not all point the same way",
        "do not add up all items; if one subscale is keyed the wrong way round, correct it",
    )
    rest = tuple(caution for caution in general.cautions if caution.code != "negative_loading")
    return replace(general, cautions=(together, *rest))


def study_validity(
    items: ItemMatrix,
    scores: ScoreCorrelations | None,
    subscales: tuple[SubscaleStudy, ...],
    cautions: Cautions,
) -> ValidityStudy:
    """AVE, HTMT and Fornell and Larcker's criterion."""
    place = {column: index for index, column in enumerate(items.columns)}
    constructs = {
        subscale.id: own
        for subscale in subscales
        if len(own := [place[column] for column in subscale.subscale.columns if column in place]) > 1
    }
    several = len(constructs) > 1 and _disjoint(constructs)
    ave = {
        subscale.id: None if subscale.reliability is None else subscale.reliability.ave
        for subscale in subscales
    }
    ratios = (
        cautions.attempt("HTMT", lambda: htmt(items.R, constructs, names=items.names)) if several else None
    )
    reach = np.full((len(constructs), len(constructs)), np.nan)
    if ratios is not None:
        reach = np.exp(NORMAL * htmt_errors(items.R, _independent(items.n, subscales), constructs))
    elif len(constructs) > 1:
        cautions.add(OVERLAPPING)
    whole = np.full_like(reach, np.nan) if ratios is None else ratios.ratios
    return ValidityStudy(
        n=items.n,
        basis=items.basis,
        ave=ave,
        htmt=ratios,
        htmt_lower=whole / reach,
        htmt_upper=whole * reach,
        htmt2=cautions.attempt("HTMT2", lambda: htmt2(items.R, constructs, names=items.names))
        if several
        else None,
        fornell_larcker=_fornell_larcker(ave, scores, cautions),
    )


def _independent(n: int, subscales: tuple[SubscaleStudy, ...]) -> int:
    """As how many independent people those count who share clusters: the fewest of any subscale."""
    effective = [
        found.effective_n for scale in subscales if (found := scale.reliability) and found.effective_n
    ]
    return int(min([n, *effective]))


def _disjoint(constructs: Mapping[str, list[int]]) -> bool:
    columns = [column for own in constructs.values() for column in own]
    return len(columns) == len(set(columns))


def _fornell_larcker(
    ave: Mapping[str, float | None], scores: ScoreCorrelations | None, cautions: Cautions
) -> FornellLarcker | None:
    if scores is None or not np.isfinite(scores.disattenuated).all():
        return None
    known = {name: value for name in scores.names if (value := ave.get(name)) is not None}
    if len(known) != len(scores.names):
        return None
    return cautions.attempt(
        "Fornell and Larcker's criterion", lambda: fornell_larcker(known, scores.disattenuated)
    )
