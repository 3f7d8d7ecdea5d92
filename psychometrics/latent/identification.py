"""Whether a model can be estimated at all, and whether what was estimated can be: each case by its name."""

from collections.abc import Iterator, Sequence

import numpy as np

from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.latent.fit_indices import require_degrees
from psychometrics.latent.implied import ModelLayout
from psychometrics.latent.model import LatentModel
from psychometrics.latent.sample import GroupSample
from psychometrics.latent.search import Minimum, Objective

FLAT = 1e-9
"""An eigenvalue of the scaled information below this leaves a direction in which nothing changes."""
PEOPLE_PER_PARAMETER = 5
"""With fewer, estimates and tests of confirmatory models go astray. Bentler & Chou (1987)."""


def degrees_of_freedom(model: LatentModel) -> int:
    """Means and covariances less what is estimated; those of exogenous predictors are no news. May be negative."""

    def moments(variables: int) -> int:
        return variables * (variables + 1) // 2 + (variables if model.means else 0)

    return model.groups * (moments(len(model.items)) - moments(len(model.exogenous))) - model.free


def require_identified(model: LatentModel, objective: Objective, start: Floats) -> None:
    """Raise `StatisticError` for a negative df, and "under_identified" naming the parameters that trade off.

    The rank of the information is taken near the start, off any place where a rank may fall by chance.
    Bekker, Merckens & Wansbeek (1994), Identification, equivalent models and computer algebra.
    """
    require_degrees(degrees_of_freedom(model), model.free)
    nudged = start * (1 + 0.07 * np.cos(1.7 * np.arange(len(start)))) + 0.03 * np.sin(
        np.arange(len(start)) + 1
    )
    if not np.isfinite(objective.value(nudged)):
        nudged = start
    flat = entangled(objective.information(nudged))
    if flat.any():
        raise StatisticError(
            "under_identified",
            f"nothing in the data can tell apart {names_of(model, flat)}: other values would fit as well",
            "fix one of them, set two equal, or measure each factor by three items or more",
        )


def entangled(information: Floats) -> np.ndarray:
    """Which parameters take part in a direction along which the information is nil."""
    scale = np.sqrt(np.maximum(np.diag(information), 1e-300))
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    flat = vectors[:, values < FLAT]
    return np.asarray(np.abs(flat).max(axis=1, initial=0.0) > 1e-3)


def names_of(model: LatentModel, chosen: np.ndarray, most: int = 6) -> str:
    """The free parameters chosen, as they are written in a model."""
    names = [parameter.name for parameter, one in zip(model.of_free(), chosen, strict=True) if one]
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def require_arrived(model: LatentModel, found: Minimum, information: Floats) -> None:
    """Raise `StatisticError` "not_converged", or "empirically_under_identified" where these data do not tell."""
    if not found.converged:
        raise StatisticError(
            "not_converged",
            f"the search for {model.free} parameters found no minimum in {found.steps} steps",
            "look at items that hardly correlate with their factor, fit fewer factors, or collect more responses",
        )
    flat = entangled(information)
    if flat.any():
        raise StatisticError(
            "empirically_under_identified",
            f"in these data {names_of(model, flat)} cannot be told apart",
            "leave out a factor whose items hardly correlate, or give it more items",
        )


def improper(layout: ModelLayout, free: Floats, samples: Sequence[GroupSample]) -> tuple[Caution, ...]:
    """Estimates that cannot be: negative variances, correlations beyond 1; and too few people for the model."""
    model = layout.model
    found = list(too_few(model, sum(sample.n for sample in samples)))
    for group in range(model.groups):
        name = samples[group].name
        matrices = layout.matrices(free, group)
        found += negative(model.items, np.diag(matrices.theta), name, "residual variance")
        found += negative(model.factors, np.diag(matrices.psi), name, "variance")
        found += beyond_one(model, matrices.factor_covariance, name)
    return tuple(found)


def too_few(model: LatentModel, people: int) -> Iterator[Caution]:
    """Of fewer people in all groups than five a parameter."""
    if people < PEOPLE_PER_PARAMETER * model.free:
        yield Caution(
            "few_persons_for_model",
            "",
            f"{people} people for {model.free} estimated numbers, where {PEOPLE_PER_PARAMETER * model.free} are asked",
            "read estimates and tests as rough, or fit a smaller model",
        )


def negative(names: Sequence[str], variances: Floats, group: str, what: str) -> Iterator[Caution]:
    """Of each negative variance, a Heywood case; `what` says whose: of residuals, of factors."""
    for name, variance in zip(names, variances, strict=True):
        if variance < 0:
            yield Caution(
                "negative_variance",
                _where(name, group),
                f"its {what} is estimated as {variance:.3f}, which cannot be (a Heywood case)",
                "look for an item that repeats another, give the factor more items, or collect more responses",
            )


def beyond_one(model: LatentModel, covariance: Floats, group: str) -> Iterator[Caution]:
    """Of factors whose covariances are no covariances of anything."""
    variances = np.diag(covariance)
    if (variances <= 0).any():
        return
    correlations = covariance / np.sqrt(np.outer(variances, variances))
    for one, other in zip(*np.triu_indices(len(correlations), 1), strict=True):
        if abs(correlations[one, other]) > 1 + 1e-8:
            yield Caution(
                "correlation_beyond_one",
                _where(f"{model.factors[one]} and {model.factors[other]}", group),
                f"they correlate {correlations[one, other]:.2f}, which cannot be: the data see one factor",
                "put their items on one factor",
            )


def _where(name: str, group: str) -> str:
    return f"{name} ({group})" if group else name
