"""Where each person stands on the factors of a fitted model: regression and Bartlett scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError, response_matrix
from psychometrics.latent.fitted import Fitted


@dataclass(frozen=True, slots=True, eq=False)
class ModelScores:
    """Scores of persons (persons x factors, NaN where an item is missing), and each factor's `determinacy`.

    Determinacy is the squared correlation of the regression scores with the factor: below one half, other
    scores that fit as well could rank people otherwise.
    """

    factors: tuple[str, ...]
    values: Floats
    determinacy: Floats


def model_scores(
    fitted: Fitted, values: ArrayLike, *, method: str = "regression", group: int = 0
) -> ModelScores:
    """Scores of a group's people on the factors of a model.

    values: persons x items in the model's order. `method` regression (nearest to the factor, drawn to the mean) or
    bartlett (unbiased for each person, more spread). Raises `StatisticError` for an unknown method, and for bartlett
    where factors explain factors or an item has no residual variance.
    Regression: Phi L' inv(Sigma) (y - mu); Bartlett: inv(L' inv(T) L) L' inv(T) (y - mu). Grice (2001),
    doi:10.1037/1082-989X.6.4.430; lavaan's `lavPredict(f, method = "Bartlett")`.
    R: `lavaan::lavPredict(f)[1, ]`.
    """
    matrices, sample = fitted.matrices(group), fitted.samples[group]
    answers = response_matrix(values, minimum_items=len(fitted.model.items), minimum_persons=0)
    regression = np.linalg.solve(matrices.covariance, matrices.loadings @ matrices.factor_covariance).T
    explained = np.sum(regression * (matrices.loadings @ matrices.factor_covariance).T, axis=1)
    determinacy = explained / np.diag(matrices.factor_covariance)
    if method == "regression":
        weights = regression
    elif method == "bartlett":
        weights = _bartlett(fitted, group)
    else:
        raise StatisticError(
            "unknown_method", f"there is no score {method!r}", "choose regression or bartlett"
        )
    centre = matrices.mean if fitted.model.means else sample.mean
    level = matrices.factor_mean if fitted.model.means else np.zeros(len(weights))
    return ModelScores(fitted.model.factors, level + (answers - centre) @ weights.T, np.asarray(determinacy))


def _bartlett(fitted: Fitted, group: int) -> Floats:
    matrices = fitted.matrices(group)
    if matrices.beta.any():
        raise StatisticError(
            "factors_of_factors",
            "Bartlett scores are of factors that items measure, and here factors explain factors",
            "ask for regression scores",
        )
    if np.linalg.eigvalsh(matrices.theta)[0] <= 0:
        raise StatisticError(
            "heywood",
            "an item has no residual variance, and Bartlett scores divide by it",
            "ask for regression scores",
        )
    precise = np.linalg.solve(matrices.theta, matrices.loadings)
    return np.asarray(np.linalg.solve(matrices.loadings.T @ precise, precise.T))
