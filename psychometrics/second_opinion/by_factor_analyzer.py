"""What factor-analyzer says, as it comes and put right. See docs/decisions/factor-analyzer.md."""

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError
from psychometrics.correlations import correlation_matrix
from psychometrics.factors import factor_analyzer_package
from psychometrics.second_opinion.answers import Given, Inquiry, Question
from psychometrics.second_opinion.material import Material, Structure

ROTATIONS: Final[Mapping[str, str | None]] = {
    "none": None,
    "varimax": "varimax",
    "promax": "promax",
    "oblimin": "oblimin",
    "geomin": "geomin_obl",
    "quartimax": "quartimax",
    "equamax": "equamax",
}
"""Its names of our rotations."""

METHODS: Final = ("minres", "ml")


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A solution under our rule for sign and order.

    `phi` is put right: pinv(L) structure. `printed_phi` and `printed_communalities` are what the package says.
    """

    loadings: Floats
    phi: Floats
    printed_phi: Floats
    printed_communalities: Floats

    @property
    def communalities(self) -> Floats:
        """With the factors' correlations."""
        found: Floats = np.sum((self.loadings @ self.phi) * self.loadings, axis=1)
        return found


def version() -> str:
    """Raises `ImportError` where factor-analyzer cannot be used."""
    from importlib.metadata import version

    factor_analyzer_package()
    return version("factor-analyzer")


def factor_analyzer_solution(
    R: ArrayLike, n_factors: int, *, method: str = "minres", rotation: str = "oblimin"
) -> tuple[Floats, Floats]:
    """An exploratory analysis by factor-analyzer: loadings (items x factors) and phi, our rule for sign and order.

    `R` is a correlation matrix, items x items; `method` minres or ml; `rotation` one of `ROTATIONS`
    (geomin: one start). Raises `StatisticError` for other names, and where the package does not arrive. For
    comparison with `factors.explore`: it is slower and stops earlier. Its phi is not put in the order of its
    loadings, so phi is taken from loadings and structure: pinv(L) structure.
    """
    found = _fitted(correlation_matrix(R), n_factors, method, rotation, is_correlation=True)
    return found.loadings, found.phi


def inquiries(material: Material) -> Iterator[Inquiry]:
    """What factor-analyzer is asked of these data: KMO and Bartlett of whoever answered all, and loadings."""
    structure = material.structure
    if structure is None:
        return
    answers = material.answers[:, list(structure.columns)]
    whole = answers[~np.isnan(answers).any(axis=1)]
    yield Question("kmo"), lambda: Given(_kmo(whole)[1])
    yield Question("kmo_items"), lambda: Given(_kmo(whole)[0])
    for place, name in enumerate(("bartlett_chisq", "bartlett_p")):
        yield Question(name), partial(_bartlett, whole, place)
    for rotation in structure.rotations:
        if rotation in ROTATIONS:
            yield from _solution(answers, whole, structure, rotation)


def _kmo(answers: Floats) -> tuple[Floats, float]:
    from factor_analyzer import calculate_kmo

    items, overall = calculate_kmo(answers)
    return items, float(overall)


def _bartlett(answers: Floats, place: int) -> Given:
    from factor_analyzer import calculate_bartlett_sphericity

    return Given(calculate_bartlett_sphericity(answers)[place])


def _solution(answers: Floats, whole: Floats, structure: Structure, rotation: str) -> Iterator[Inquiry]:
    """As it comes, which fills gaps by medians; where there are gaps, without these as well."""
    fit = partial(_fitted, n_factors=structure.factors, method="minres", rotation=rotation)
    came = cache(lambda: fit(answers))
    gaps = len(whole) < len(answers)
    as_ours = partial(fit, whole)
    if structure.basis == "pairwise":
        as_ours = partial(fit, _pairwise(answers), is_correlation=True)
    ours = cache(lambda: as_ours() if gaps else None)
    if rotation == "equamax":
        kappa = structure.factors / (2 * answers.shape[1])
        yield Question("loadings", rotation), lambda: _with_kappa(came(), as_ours(kappa=kappa), gaps)
        return
    yield Question("loadings", rotation), lambda: _loadings(came(), ours())
    if rotation == structure.rotations[0] and structure.factors > 1:
        yield Question("communalities", rotation), lambda: _communalities(came(), ours())
        if rotation in ("oblimin", "promax", "geomin"):
            yield Question("phi", rotation), lambda: _phi(came(), ours())


def _pairwise(answers: Floats) -> Floats:
    import pandas as pd

    found: Floats = pd.DataFrame(answers).corr().to_numpy()
    return found


def _with_kappa(came: Solution, ours: Solution, gaps: bool) -> Given:
    reasons = "median_imputation+kappa" if gaps else "kappa"
    return Given(came.loadings, None, {reasons: ours.loadings})


def _loadings(came: Solution, ours: Solution | None) -> Given:
    return Given(came.loadings, None, {} if ours is None else {"median_imputation": ours.loadings})


def _communalities(came: Solution, ours: Solution | None) -> Given:
    otherwise = {"communalities_without_phi": came.communalities}
    if ours is not None:
        otherwise["median_imputation"] = ours.printed_communalities
        otherwise["median_imputation+communalities_without_phi"] = ours.communalities
    return Given(came.printed_communalities, None, otherwise)


def _phi(came: Solution, ours: Solution | None) -> Given:
    otherwise = {"phi_order": came.phi}
    if ours is not None:
        otherwise["median_imputation"] = ours.printed_phi
        otherwise["median_imputation+phi_order"] = ours.phi
    return Given(came.printed_phi, None, otherwise)


def _fitted(
    data: Floats,
    n_factors: int,
    method: str,
    rotation: str,
    *,
    is_correlation: bool = False,
    kappa: float | None = None,
) -> Solution:
    package = factor_analyzer_package()
    if method not in METHODS or rotation not in ROTATIONS:
        known = METHODS if method not in METHODS else ROTATIONS
        asked = method if method not in METHODS else rotation
        raise StatisticError("unknown", f"there is no {asked!r}", f"choose one of {', '.join(known)}")
    analyzer = package.FactorAnalyzer(
        n_factors,
        method=method,
        rotation=ROTATIONS[rotation] if n_factors > 1 else None,
        is_corr_matrix=is_correlation,
        rotation_kwargs=None if kappa is None else {"kappa": kappa},
    )
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        analyzer.fit(data.copy())
    if any("converge" in str(warning.message) for warning in raised):
        raise StatisticError(
            "not_converged", "factor-analyzer did not arrive at a solution", "rely on `explore` alone"
        )
    return _in_order(analyzer, n_factors)


def _in_order(analyzer: Any, n_factors: int) -> Solution:
    """Under our rule: loadings of a factor sum to more than 0; by variance, descending."""
    loadings = np.asarray(analyzer.loadings_, dtype=np.float64)
    phi: Floats = np.eye(n_factors)
    if analyzer.structure_ is not None:
        phi = np.asarray(np.linalg.pinv(loadings) @ analyzer.structure_, dtype=np.float64)
        phi = (phi + phi.T) / 2
    printed = np.eye(n_factors) if analyzer.phi_ is None else np.asarray(analyzer.phi_, dtype=np.float64)
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    order = np.argsort(-np.diag(phi @ loadings.T @ loadings), kind="stable")
    turn: Callable[[Floats], Floats] = lambda R: (R * np.outer(signs, signs))[np.ix_(order, order)]  # noqa: E731
    communalities = np.asarray(analyzer.get_communalities(), dtype=np.float64)
    return Solution((loadings * signs)[:, order], turn(phi), turn(printed), communalities)
