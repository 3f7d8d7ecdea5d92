"""Whether a group's scores form two humps: the bimodality coefficient."""

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import StatisticError

UNIFORM = 5 / 9
"""The coefficient of evenly spread scores; two humps lie above it, one hump (if not skewed) below."""


def bimodality(scores: ArrayLike) -> float:
    """Sarle's bimodality coefficient, with the sample skewness and excess kurtosis G1 and G2.

    `scores`: one a person, NaN left out. Raises `StatisticError` with fewer than four scores or none that
    differ. Formula: (G1^2 + 1) / (G2 + 3 (n - 1)^2 / ((n - 2)(n - 3))). Strong skew raises it as two humps do:
    look at the histogram before saying two camps.
    Pfister et al. (2013), doi:10.3389/fpsyg.2013.00700.
    """
    values = np.asarray(scores, dtype=np.float64)
    values = values[np.isfinite(values)]
    n = len(values)
    if n < 4 or not np.ptp(values) > 0:
        raise StatisticError("few_scores", "fewer than four scores, or all alike", "show the histogram alone")
    centred = values - values.mean()
    m2, m3, m4 = (float((centred**power).mean()) for power in (2, 3, 4))
    skew = np.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5
    excess = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)
    return float((skew**2 + 1) / (excess + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))))
