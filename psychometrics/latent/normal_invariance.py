"""Levels of invariance of items taken as they are: means and covariances by maximum likelihood, plain or robust."""

from collections.abc import Sequence

import numpy as np

from psychometrics.contract import Floats
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.fitting import Estimator, fitted
from psychometrics.latent.implied import Matrices, ModelLayout, half
from psychometrics.latent.invariance import Measures
from psychometrics.latent.invariance_levels import Apart, Blocks, Level, invariant_model, levels_to_test
from psychometrics.latent.linearised import Linearised, carried, difference
from psychometrics.latent.model import LatentModel
from psychometrics.latent.nested import scaled_difference
from psychometrics.latent.robust import normal_gamma, normal_weight
from psychometrics.latent.sample import GroupSample


class NormalLadder:
    """Levels of items with five options or more, or of measures, fitted to each group's means and covariances.

    `estimator` "ml" takes answers for normal; "mlr" and "mlm" need the samples' `gamma`, and test differences by
    their scaling factors.
    """

    def __init__(
        self,
        structure: LatentModel,
        blocks: Blocks,
        samples: Sequence[GroupSample],
        estimator: Estimator = "mlr",
    ) -> None:
        self.blocks, self.samples, self.estimator = blocks, tuple(samples), estimator
        self._structure = structure
        self.levels: tuple[Level, ...] = levels_to_test(None)

    def named(self, item: int) -> str:
        name = self._structure.items[item]
        return name.rpartition("@")[0] if self.blocks.waves else name

    def model(self, level: Level, apart: Apart) -> LatentModel:
        return invariant_model(self._structure, self.blocks, level, None, apart)

    def fit(self, model: LatentModel, start: Fitted | None) -> Fitted:
        """By maximum likelihood, from a start of its own."""
        del start
        return fitted(model, self.samples, self.estimator)

    def measures(self, fit: Fitted) -> Measures:
        return fit_measures(fit).named()

    def explained(self, fit: Fitted) -> Floats:
        every = [fit.matrices(group) for group in range(fit.model.groups)]
        return np.concatenate([1 - np.diag(each.theta) / np.diag(each.covariance) for each in every])

    def near(self, fit: Fitted) -> Linearised:
        every = [fit.matrices(group) for group in range(fit.model.groups)]
        shares = np.array([sample.n for sample in fit.samples]) / fit.people
        residuals = tuple(
            _residuals(sample, matrices) for sample, matrices in zip(fit.samples, every, strict=True)
        )
        gammas = tuple(
            _joined(matrices.covariance, normal_gamma(matrices.covariance))
            if sample.gamma is None or fit.estimator == "ml"
            else sample.gamma
            for sample, matrices in zip(fit.samples, every, strict=True)
        )
        weights = tuple(
            _joined(np.linalg.inv(matrices.covariance), normal_weight(matrices.covariance))
            for matrices in every
        )
        return Linearised(fit.people, shares, residuals, self.slopes(fit, fit.model), weights, gammas)

    def slopes(self, fit: Fitted, released: LatentModel) -> tuple[Floats, ...]:
        layout, values = ModelLayout(released), carried(fit.free, fit.model, released)
        found = []
        for group in range(released.groups):
            moved = layout.slopes(layout.matrices(values, group), group)
            own = np.vstack([moved.of_means(), moved.of_covariances()])
            slopes = np.zeros((len(own), released.free))
            slopes[:, moved.own] = own
            found.append(slopes)
        return tuple(found)

    def difference(self, restricted: Fitted, free: Fitted) -> ChiSquare:
        """Plain, or scaled after Satorra and Bentler (2001), doi:10.1007/BF02296192, as lavaan's lavTestLRT.

        Where that scaling is negative, which may be with few people, after Satorra (2000).
        """
        found = scaled_difference(restricted, free)
        if found is not None:
            return found
        plain = ChiSquare(restricted.test.chisq - free.test.chisq, restricted.test.df - free.test.df)
        return difference(plain, self.near(free), self.slopes(restricted, restricted.model))


def _residuals(sample: GroupSample, matrices: Matrices) -> Floats:
    """Of means, then of covariances, those about the model's means."""
    away = sample.mean - matrices.mean
    return np.concatenate([away, half(sample.covariance + np.outer(away, away) - matrices.covariance)])


def _joined(means: Floats, covariances: Floats) -> Floats:
    items = len(means)
    whole = np.zeros((items + len(covariances),) * 2)
    whole[:items, :items] = means
    whole[items:, items:] = covariances
    return whole
