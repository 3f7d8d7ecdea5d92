"""A fitted model near its estimates: residuals, slopes, weights and sampling covariance of each group.

Tests between nested models and tests of single parameters need no more than this, whatever estimated the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.model import LatentModel

NIL: Final = 1e-9
"""Eigenvalues below this share of the largest count as 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Linearised:
    """Per group: share of the people, residuals of the statistics, their slopes by the free parameters (statistics x
    parameters), weights (statistics x statistics, or the diagonal alone) and n times their sampling covariance."""

    people: int
    shares: Floats
    residuals: tuple[Floats, ...]
    slopes: tuple[Floats, ...]
    weights: tuple[Floats, ...]
    gammas: tuple[Floats, ...]

    def weighted(self, slopes: Sequence[Floats]) -> list[Floats]:
        """Weights times slopes, group by group."""
        return [
            weight[:, None] * slope if weight.ndim == 1 else weight @ slope
            for weight, slope in zip(self.weights, slopes, strict=True)
        ]

    def products(self, left: Sequence[Floats], right: Sequence[Floats]) -> Floats:
        """The groups' left' right, averaged over people."""
        each = [share * (one.T @ other) for share, one, other in zip(self.shares, left, right, strict=True)]
        return np.asarray(np.sum(each, axis=0))


def difference(plain: ChiSquare, free: Linearised, restricted_slopes: Sequence[Floats]) -> ChiSquare:
    """Mean-and-variance adjusted test of a restriction.

    plain: the difference of the two models' uncorrected chi-squares, on the difference of their df (1 or more); free:
    the model with more parameters; restricted_slopes: those of the other, at its own estimates. Satorra (2000), Scaled
    and adjusted restricted tests in multi-sample analysis of moment structures, doi:10.1007/978-1-4615-4603-0_17.
    R: `lavaan::lavTestLRT(free, restricted)[2, "Chisq diff"]`, two models by WLSMV.
    """
    roots = _restriction_roots(free, restricted_slopes, int(plain.df))
    share = float((plain.df / np.sum(roots**2)) ** 0.5)
    shift = plain.df - share * float(roots.sum())
    return ChiSquare(plain.chisq * share + shift, plain.df, 1 / share, shift)


def _restriction_roots(free: Linearised, restricted_slopes: Sequence[Floats], df: int) -> Floats:
    """Eigenvalues of the restrictions' sampling covariance against what the weights take it for, df of them."""
    own = np.concatenate(free.slopes)
    reached = np.linalg.lstsq(own, np.concatenate(restricted_slopes), rcond=None)[0]
    left = np.linalg.svd(reached, full_matrices=True)[0]
    outside = left[:, len(left) - df :]
    weighted = free.weighted(free.slopes)
    inverse = np.linalg.inv(free.products(free.slopes, weighted))
    spread = [gamma @ each for gamma, each in zip(free.gammas, weighted, strict=True)]
    real = outside.T @ inverse @ free.products(weighted, spread) @ inverse @ outside
    taken = outside.T @ inverse @ outside
    return np.asarray(np.linalg.eigvals(np.linalg.solve(taken, real)).real)


class ScoreTests:
    """Would a fit be better with parameters released? Tests at its estimates, without fitting again.

    Rao (1948), doi:10.1017/S0305004100023987; Satorra (1989), doi:10.1007/BF02294453.
    """

    def __init__(self, fit: Linearised) -> None:
        self._fit = fit
        self._own = fit.weighted(fit.slopes)
        self._inverse = np.linalg.pinv(fit.products(fit.slopes, self._own), hermitian=True)
        self._off = [each[:, 0] for each in fit.weighted([off[:, None] for off in fit.residuals])]

    def of(self, released: Sequence[Floats], df: int) -> ChiSquare:
        """One test.

        released: slopes, at the estimates, of the model with the parameters released, statistics x parameters of each
        group; df: how many parameters it has more. The score's covariance is a sandwich with the sampling covariance
        as filling, so that it holds for any weights; with normal-theory weights and covariance it is the usual test.
        """
        fit = self._fit
        back = self._inverse @ fit.products(self._own, released)
        beyond = [each - mine @ back for each, mine in zip(released, fit.slopes, strict=True)]
        # What the fit's own parameters can't do has as many directions as are released: the rest need not be weighed.
        axes = np.linalg.eigh(fit.products(beyond, beyond))[1][:, -df:]
        score = np.sum(
            [s * (each.T @ off) for s, each, off in zip(fit.shares, released, self._off, strict=True)], axis=0
        )
        kept = fit.weighted([each @ axes for each in beyond])
        spread = [gamma @ each for gamma, each in zip(fit.gammas, kept, strict=True)]
        roots, turned = np.linalg.eigh(fit.products(kept, spread))
        along = turned.T @ (axes.T @ score)
        usable = roots > NIL * max(roots[-1], NIL)
        chisq = fit.people * float(np.sum(along[usable] ** 2 / roots[usable]))
        return ChiSquare(chisq, int(usable.sum()))


def carried(values: Floats, model: LatentModel, other: LatentModel) -> Floats:
    """The free parameters of another model of the same items, each at what it is in `model` at `values`."""
    known = {
        (p.group, p.matrix, p.row, p.column): float(values[p.free - 1]) if p.free else float(p.value or 0.0)
        for p in model.parameters
    }
    carried_over = np.zeros(other.free)
    for p in reversed(other.parameters):
        if p.free:
            carried_over[p.free - 1] = known.get((p.group, p.matrix, p.row, p.column), 0.0)
    return carried_over
