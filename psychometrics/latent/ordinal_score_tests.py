"""What would fit ordinal items better: every parameter that the model fixes, tested without fitting again."""

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.linearised import NIL, Linearised, carried
from psychometrics.latent.model import Parameter
from psychometrics.latent.ordinal_fit import OrdinalFit
from psychometrics.latent.ordinal_model import OrdinalStructure
from psychometrics.latent.ordinal_solution import ResponseUnits
from psychometrics.latent.score_tests import ScoreTest, each_by_itself, fixed_parameters


def ordinal_linearised(fit: OrdinalFit) -> Linearised:
    """The fit near its estimates."""
    residuals = tuple(fit.residuals(group) for group in range(len(fit.samples)))
    gammas = tuple(sample.gamma for sample in fit.samples)
    return Linearised(fit.people, fit.shares, residuals, fit.slopes, fit.weights, gammas)


def ordinal_modification_indices(fit: OrdinalFit) -> tuple[ScoreTest, ...]:
    """Every loading, residual covariance and factor covariance that the model fixes, the largest fall first.

    `fall` is a chi-square with one degree of freedom where the model holds: the score's variance is a sandwich, since
    least squares by diagonal weights have none of their own (lavaan's `mi` has not that correction). They are many, so
    the largest is large by chance too: take one only where the wording says why. Satorra (1989),
    doi:10.1007/BF02294453; Saris, Satorra & van der Veld (2009), doi:10.1080/10705510903203433.
    """
    candidates = [one for one in fixed_parameters(fit.model) if _may_be_freed(one)]
    every, places = each_by_itself(fit.model, candidates)
    structure = OrdinalStructure(every, [sample.owner for sample in fit.samples])
    values = carried(fit.free, fit.model, every)
    released = [structure.jacobian(values, group)[:, places] for group in range(every.groups)]
    slope, variance, left, alone = _scores(ordinal_linearised(fit), released)
    units = [ResponseUnits(fit, fit.free, group) for group in range(every.groups)]
    found = []
    for place, one in enumerate(candidates):
        if left[place] <= NIL * alone[place]:
            continue  # the others take up all that it could change
        change = float(slope[place] / left[place])
        fall = fit.people * float(slope[place]) ** 2 / float(variance[place])
        found.append(ScoreTest(one, fall, change, change * float(np.real(units[one.group].unit(one)))))
    return tuple(sorted(found, key=lambda test: -test.fall))


def _may_be_freed(one: Parameter) -> bool:
    return one.matrix == "lambda" or (one.matrix in ("theta", "psi") and one.row != one.column)


def _scores(near: Linearised, released: list[Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each released parameter: slope of the fit, its variance (n times), and its information, given the rest and
    alone."""
    weighted, own = near.weighted(released), near.weighted(near.slopes)
    inverse = np.linalg.pinv(near.products(near.slopes, own), hermitian=True)
    back = inverse @ near.products(own, released)
    kept = [each - mine @ back for each, mine in zip(weighted, own, strict=True)]
    slope, variance, left, alone = (np.zeros(released[0].shape[1]) for _ in range(4))
    for share, off, gamma, moved, each, rest in zip(
        near.shares, near.residuals, near.gammas, released, weighted, kept, strict=True
    ):
        slope += share * (each.T @ off)
        variance += share * np.einsum("ij,ij->j", rest, gamma @ rest)
        left += share * np.einsum("ij,ij->j", moved, rest)
        alone += share * np.einsum("ij,ij->j", moved, each)
    return slope, variance, left, alone
