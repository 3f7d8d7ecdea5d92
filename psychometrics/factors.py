"""Exploratory factor analysis of a correlation matrix; quartimax and equamax are factor-analyzer's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Caution, Floats, StatisticError, item_names
from psychometrics.correlations import correlation_matrix, require_positive_definite
from psychometrics.extraction import LOWEST_UNIQUENESS, Extraction, maximum_likelihood, minres, principal_axis
from psychometrics.factor_fit import FactorFit, factor_fit
from psychometrics.printed import coefficient
from psychometrics.rotation import (
    Rotation,
    aligned,
    crawford_ferguson,
    geomin,
    oblimin,
    promax,
    unrotated,
    varimax,
)

METHODS: Mapping[str, Callable[[ArrayLike, int], Extraction]] = {
    "minres": minres,
    "ml": maximum_likelihood,
    "pa": principal_axis,
}
SALIENT = 0.32
"""A loading that accounts for a tenth of an item's variance: rule of thumb, doi:10.7275/jyj1-4868."""

MOST_TURNS = 2000
"""Steps that factor-analyzer's search for a rotation may take."""

STANDS_STILL = 1e-4
"""How much a rotation's gradient may still turn the axes where the search counts as ended."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class VarianceAccounted:
    """Per factor: sum of squares with phi (diagonal of phi L'L), and shares of all and of common variance."""

    ss_loadings: Floats
    proportion: Floats
    cumulative: Floats
    explained: Floats
    cumulative_explained: Floats

    def rows(self) -> Floats:
        """The five rows as psych prints them under `Vaccounted`, 5 x factors."""
        return np.vstack(
            [self.ss_loadings, self.proportion, self.cumulative, self.explained, self.cumulative_explained]
        )


@dataclass(frozen=True, slots=True)
class FactorSolution:
    """A factor solution under one rule: each factor's loadings sum to more than 0; by variance, descending.

    `loadings` (pattern) and `structure` are items x factors, `phi` factors x factors; `communalities` are the
    diagonal of L phi L', `complexity` is Hofmann's (1 where an item loads on one factor only), `residuals`
    the correlations less those reproduced, uniquenesses on the diagonal.
    """

    names: tuple[str, ...]
    method: str
    rotation: str
    loadings: Floats
    structure: Floats
    phi: Floats
    communalities: Floats
    uniquenesses: Floats
    complexity: Floats
    variance: VarianceAccounted
    residuals: Floats
    fit: FactorFit
    converged: bool
    cautions: tuple[Caution, ...]


def explore(
    R: ArrayLike,
    n: float | None,
    n_factors: int,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
    names: Sequence[str] | None = None,
    confidence: float = 0.90,
) -> FactorSolution:
    """Exploratory factor analysis of a correlation matrix.

    `R` is items x items, complete (Pearson, polychoric, or from EM moments); `n` the persons behind it, None
    when unknown (no chi-square then); `method` one of minres, ml, pa; `rotation` one of `ROTATIONS`;
    `confidence` that of the RMSEA interval. Returns a `FactorSolution`. Raises `StatisticError` for a matrix
    that is none, a number of factors not between 1 and items - 1 or beyond what common variance there is, an
    unknown method or rotation, and for ml on a singular matrix.

    R is reproduced as L phi L' + diag(u). It misleads with the wrong number of factors, and with fewer than
    three items a factor: read `cautions`. Fabrigar et al. (1999), doi:10.1037/1082-989X.4.3.272. R: `psych::fa(R,
    5, n.obs = n, fm = "minres", rotate = "oblimin")$communality`.
    """
    matrix = correlation_matrix(R)
    labels = item_names(len(matrix), names)
    extract = _named(METHODS, "method", method)
    if method == "ml":
        require_positive_definite(matrix, "maximum likelihood", labels)
    extracted = extract(matrix, n_factors)
    _require_factors(extracted)
    rotated = _named(ROTATIONS, "rotation", rotation)(extracted.loadings)
    loadings, phi = aligned(rotated.loadings, rotated.phi)
    structure = loadings @ phi
    communalities = np.sum(structure * loadings, axis=1)
    fit = factor_fit(matrix, loadings, phi, n, confidence=confidence)
    return FactorSolution(
        names=labels,
        method=method,
        rotation=rotation,
        loadings=loadings,
        structure=structure,
        phi=phi,
        communalities=communalities,
        uniquenesses=1 - communalities,
        complexity=complexity(loadings),
        variance=variance_accounted(loadings, phi),
        residuals=matrix - structure @ loadings.T,
        fit=fit,
        converged=extracted.converged and rotated.converged,
        cautions=(
            *_search_cautions(extracted, rotated),
            *_heywood_cautions(labels, extracted.uniquenesses),
            *_factor_cautions(loadings, fit),
        ),
    )


def complexity(loadings: ArrayLike) -> Floats:
    """Hofmann's complexity of each item: how many factors it takes to account for it.

    `loadings` is the pattern, items x factors. (sum of squares)^2 / sum of fourth powers; NaN for an item
    without loadings. Hofmann (1978), doi:10.1207/s15327906mbr1302_9. R: `f$complexity` of an `fa` of psych.
    """
    squares = np.asarray(loadings, dtype=np.float64) ** 2
    fourth = np.sum(squares**2, axis=1)
    sums, none = np.sum(squares, axis=1), np.full(len(fourth), np.nan)
    needed: Floats = np.divide(sums**2, fourth, out=none, where=fourth > 0)
    return needed


def variance_accounted(loadings: Floats, phi: Floats) -> VarianceAccounted:
    """Variance each factor accounts for, with phi. R: `f$Vaccounted` of an `fa` of psych."""
    ss = np.diag(phi @ loadings.T @ loadings).copy()
    proportion, explained = ss / len(loadings), ss / ss.sum()
    return VarianceAccounted(ss, proportion, np.cumsum(proportion), explained, np.cumsum(explained))


def factor_analyzer_package() -> Any:
    """The package, with the keyword that scikit-learn 1.8 renamed put right."""
    import factor_analyzer.factor_analyzer as package

    original = package.check_array
    if getattr(original, "__name__", "") != "renamed":

        def renamed(*arguments: Any, force_all_finite: Any = True, **options: Any) -> Any:
            return original(*arguments, ensure_all_finite=force_all_finite, **options)

        package.check_array = renamed
    return package


def _quartimax(loadings: ArrayLike) -> Rotation:
    return _by_rotator(loadings, "quartimax", 0.0, {})


def _equamax(loadings: ArrayLike) -> Rotation:
    items, factors = np.shape(loadings)
    kappa = factors / (2 * items)
    # The package's kappa is 0 unless given, and then its equamax is quartimax.
    return _by_rotator(loadings, "equamax", kappa, {"kappa": kappa})


def _by_rotator(loadings: ArrayLike, criterion: str, kappa: float, options: Mapping[str, float]) -> Rotation:
    """An orthogonal rotation that factor-analyzer does, run until its gradient is below 1e-6.

    The package does not say whether it arrived: `crawford_ferguson` does.
    """
    A = np.asarray(loadings, dtype=np.float64)
    factors = A.shape[1]
    if factors == 1:
        return unrotated(A)
    rotator = factor_analyzer_package().Rotator(method=criterion, tol=1e-6, max_iter=MOST_TURNS, **options)
    rotated = np.asarray(rotator.fit_transform(A.copy()), dtype=np.float64)
    value, slope = crawford_ferguson(rotated, kappa)
    left = rotated.T @ slope
    arrived = bool(np.abs(left - left.T).max() < STANDS_STILL)
    return Rotation(rotated, np.eye(factors), value, 0 if arrived else MOST_TURNS, arrived)


ROTATIONS: Mapping[str, Callable[[ArrayLike], Rotation]] = {
    "none": unrotated,
    "varimax": varimax,
    "oblimin": oblimin,
    "promax": promax,
    "geomin": geomin,
    "quartimax": _quartimax,
    "equamax": _equamax,
}


def _require_factors(extracted: Extraction) -> None:
    wide = int(np.count_nonzero(np.sum(extracted.loadings**2, axis=0) > 1e-8))
    asked = extracted.loadings.shape[1]
    if wide < asked:
        raise StatisticError(
            "empty_factor",
            f"only {wide} of the {asked} factors asked for take up any variance",
            f"ask for {wide}" if wide else "look at the correlations: these items share nothing to factor",
        )


def _named(choices: Mapping[str, Entry], what: str, asked: str) -> Entry:
    if asked not in choices:
        raise StatisticError(
            f"unknown_{what}", f"there is no {what} {asked!r}", f"choose one of {', '.join(choices)}"
        )
    return choices[asked]


def _search_cautions(extracted: Extraction, rotated: Rotation) -> list[Caution]:
    cautions = []
    if not extracted.converged:
        cautions.append(
            Caution(
                "not_converged",
                "extraction",
                f"the search for the factors stopped after {extracted.iterations} steps without arriving",
                "ask for fewer factors, or look for items that belong to none",
            )
        )
    if not rotated.converged:
        cautions.append(
            Caution(
                "not_converged",
                "rotation",
                f"the rotation stopped after {rotated.iterations} steps without arriving",
                "ask for fewer factors, or compare another rotation",
            )
        )
    if rotated.minima > 1:
        cautions.append(
            Caution(
                "local_minima",
                "rotation",
                f"random starts ended in {rotated.minima} different rotations; the best of them is given",
                "compare another rotation before interpreting the factors",
            )
        )
    return cautions


def _heywood_cautions(names: tuple[str, ...], uniquenesses: Floats) -> list[Caution]:
    return [
        Caution(
            "heywood",
            name,
            "the factors take up all of this item's variance (a Heywood case)",
            "ask for fewer factors, or look for an item that repeats this one",
        )
        for name, uniqueness in zip(names, uniquenesses, strict=True)
        if uniqueness <= LOWEST_UNIQUENESS * 1.001
    ]


def _factor_cautions(loadings: Floats, fit: FactorFit) -> list[Caution]:
    cautions = []
    if fit.objective is None:
        cautions.append(
            Caution(
                "singular",
                "fit",
                "there is no chi-square: an item is a sum of others, items outnumber persons, or the "
                "correlations were taken on different persons and do not fit together",
                "read the residual correlations (RMSR), and collect more responses",
            )
        )
    if fit.df < 0:
        cautions.append(
            Caution(
                "negative_df",
                "",
                f"the model has {-fit.df} more parameters than there are correlations, so fit says nothing",
                "ask for fewer factors or use more items",
            )
        )
    for factor, salient in enumerate(np.sum(np.abs(loadings) >= SALIENT, axis=0), start=1):
        if salient < 3:
            cautions.append(
                Caution(
                    "weak_factor",
                    f"factor {factor}",
                    f"{_items(salient)} {coefficient(SALIENT)} or higher",
                    "ask for fewer factors: one of fewer than three items is seldom found again",
                )
            )
    return cautions


def _items(salient: int) -> str:
    return (
        "no item loads"
        if salient == 0
        else "only 1 item loads"
        if salient == 1
        else f"only {salient} items load"
    )
