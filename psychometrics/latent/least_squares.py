"""Discrepancies that weigh squared residuals of means and covariances by fixed weights: ULS and GLS."""

from collections.abc import Sequence

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.implied import Array, ModelLayout, half
from psychometrics.latent.model import LatentModel
from psychometrics.latent.robust import weight_of_moments
from psychometrics.latent.sample import GroupSample


class LeastSquares:
    """The mean over people of r' W r, r the residual means and covariances on and below the diagonal.

    weights: of each group, (means and) covariances squared. Browne (1974), South African Statistical Journal 8, 1-24.
    """

    def __init__(self, model: LatentModel, samples: Sequence[GroupSample], weights: Sequence[Floats]) -> None:
        self.layout = ModelLayout(model)
        self.model = model
        self.samples = tuple(samples)
        self.weights = tuple(weights)
        people = sum(sample.n for sample in samples)
        self.shares = [sample.n / people for sample in samples]

    def value(self, free: Floats) -> float:
        """F, finite everywhere."""
        parts = zip(self.shares, self.weights, self._residuals(free), strict=True)
        return float(sum(share * left @ weight @ left for share, weight, left in parts))

    def gradient(self, free: Array) -> Array:
        """Slopes of F by each free parameter."""
        slopes = np.zeros(self.model.free)
        for group, left in enumerate(self._residuals(free)):
            own, moved = self.slopes(free, group)
            slopes[own] -= 2 * self.shares[group] * (left @ self.weights[group] @ moved)
        return slopes

    def information(self, free: Floats) -> Floats:
        """Half the Hessian of F without its second slopes, which residuals near 0 make small."""
        total = np.zeros((self.model.free, self.model.free))
        for group, weight in enumerate(self.weights):
            own, moved = self.slopes(free, group)
            total[np.ix_(own, own)] += self.shares[group] * moved.T @ weight @ moved
        return total

    def crossed(self, free: Floats, gammas: Sequence[Floats]) -> Floats:
        """D' W G W D, of the sampling covariances `gammas` of each group's moments: the filling of a sandwich."""
        total = np.zeros((self.model.free, self.model.free))
        for group, weight in enumerate(self.weights):
            own, moved = self.slopes(free, group)
            lever = weight @ moved
            total[np.ix_(own, own)] += self.shares[group] * lever.T @ gammas[group] @ lever
        return total

    def slopes(self, free: Floats, group: int) -> tuple[np.ndarray, Floats]:
        """The places of the group's free parameters, and slopes of its means (where modelled) and covariances."""
        moved = self.layout.slopes(self.layout.matrices(free, group), group)
        slopes = moved.of_covariances()
        if self.model.means:
            slopes = np.vstack([moved.of_means(), slopes])
        return moved.own, slopes

    def _residuals(self, free: Floats) -> list[Floats]:
        found = []
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            left = half(sample.covariance - matrices.covariance)
            if self.model.means:
                left = np.concatenate([sample.mean - matrices.mean, left])
            found.append(left)
        return found


def unweighted(model: LatentModel, samples: Sequence[GroupSample]) -> list[Floats]:
    """A weight of 1 for each mean and covariance."""
    items = len(model.items)
    return [np.eye(items * (items + 1) // 2 + (items if model.means else 0)) for _ in samples]


def generalised(model: LatentModel, samples: Sequence[GroupSample]) -> list[Floats]:
    """The inverse of what normal answers make means and covariances vary, at the sample's covariances."""
    return [weight_of_moments(sample.covariance, means=model.means) for sample in samples]
