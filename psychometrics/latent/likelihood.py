"""The normal likelihood of means and covariances, group by group, as a function to be minimised."""

from collections.abc import Sequence

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.curvature import second_slopes
from psychometrics.latent.implied import Array, ModelLayout
from psychometrics.latent.model import LatentModel
from psychometrics.latent.sample import GroupSample


class NormalLikelihood:
    """The maximum-likelihood discrepancy of a model and samples without missing values.

    F is the mean over people of log|Sigma| + tr(S inv(Sigma)) - log|S| - items + (m - mu)' inv(Sigma) (m - mu), so n F
    is the likelihood-ratio chi-square. Jöreskog (1969), doi:10.1007/BF02289343.
    """

    def __init__(self, model: LatentModel, samples: Sequence[GroupSample]) -> None:
        self.layout = ModelLayout(model)
        self.model = model
        self.samples = tuple(samples)
        people = sum(sample.n for sample in samples)
        self._shares = [sample.n / people for sample in samples]
        self._saturated = [float(np.linalg.slogdet(sample.covariance)[1]) for sample in samples]

    def value(self, free: Floats) -> float:
        """F; infinite where an implied covariance matrix is not positive definite."""
        total = 0.0
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            try:
                lower = np.linalg.cholesky(matrices.covariance)
            except np.linalg.LinAlgError:
                return float("inf")
            about = sample.covariance
            if self.model.means:
                away = sample.mean - matrices.mean
                about = about + np.outer(away, away)
            inverse = np.linalg.inv(lower)
            fit = float(np.sum((inverse @ about) * inverse))
            determinant = 2 * float(np.sum(np.log(np.diag(lower))))
            total += self._shares[group] * (determinant + fit - self._saturated[group] - len(about))
        return total

    def gradient(self, free: Array) -> Array:
        """Slopes of F by each free parameter; complex where `free` is."""
        slopes = np.zeros(self.model.free, dtype=free.dtype)
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            moved = self.layout.slopes(matrices, group)
            inverse = np.linalg.inv(matrices.covariance)
            about = sample.covariance
            own = np.zeros(len(moved.own), dtype=free.dtype)
            if self.model.means:
                away = sample.mean - matrices.mean
                about = about + np.outer(away, away)
                own = own - 2 * (away @ inverse) @ moved.of_means()
            own = own + moved.onto(inverse - inverse @ about @ inverse)
            slopes[moved.own] += self._shares[group] * own
        return slopes

    def curvature(self, free: Floats) -> Floats:
        """Observed information that one person gives: half the exact Hessian of F."""
        total = np.zeros((self.model.free, self.model.free))
        for group, sample in enumerate(self.samples):
            matrices = self.layout.matrices(free, group)
            moved = self.layout.slopes(matrices, group)
            inverse = np.linalg.inv(matrices.covariance)
            about, pull = sample.covariance, None
            if self.model.means:
                away = sample.mean - matrices.mean
                about, pull = about + np.outer(away, away), inverse @ away
            spread = inverse @ about @ inverse
            own = second_slopes(self.layout.entries[group], matrices, moved, inverse - spread, pull) / 2
            own = own + moved.joined(inverse, spread) - moved.crossed(inverse)
            if pull is not None:
                means, left = moved.of_means(), moved.onto_columns(inverse, pull)
                own = own + means.T @ inverse @ means + means.T @ left + left.T @ means
            total[np.ix_(moved.own, moved.own)] += self._shares[group] * own
        return total

    def information(self, free: Floats) -> Floats:
        """Expected information that one person gives about the free parameters: half the expected Hessian of F."""
        total = np.zeros((self.model.free, self.model.free))
        for group in range(len(self.samples)):
            matrices = self.layout.matrices(free, group)
            moved = self.layout.slopes(matrices, group)
            inverse = np.linalg.inv(matrices.covariance)
            own = moved.crossed(inverse)
            if self.model.means:
                means = moved.of_means()
                own = own + means.T @ inverse @ means
            total[np.ix_(moved.own, moved.own)] += self._shares[group] * own
        return total
