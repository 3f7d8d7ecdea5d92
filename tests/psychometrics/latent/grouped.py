"""People in groups whose factors are known, for tests of models at two levels."""

import numpy as np

from psychometrics.contract import Floats
from psychometrics.groups import GroupItems, group_items


def grouped(
    random: np.random.Generator, sizes: list[int], W: Floats, B: Floats, means: Floats | None = None
) -> GroupItems:
    """Answers of groups of these sizes, normal with covariances W within and B between."""
    k, groups = len(W), len(sizes)
    of_group = random.multivariate_normal(np.zeros(k) if means is None else means, B, groups)
    place = np.repeat(np.arange(groups), sizes)
    return group_items(of_group[place] + random.multivariate_normal(np.zeros(k), W, len(place)), place)


def one_factor_covariance(loadings: list[float], residuals: list[float]) -> Floats:
    return np.outer(loadings, loadings) + np.diag(residuals)


WITHIN = one_factor_covariance([0.8, 0.7, 0.9, 0.6], [0.5, 0.6, 0.4, 0.7])
BETWEEN = one_factor_covariance([0.4, 0.3, 0.5, 0.3], [0.02, 0.03, 0.02, 0.04])
