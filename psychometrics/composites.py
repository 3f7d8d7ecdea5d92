"""Scores made of several scales' scores: how far they would come out alike again."""

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import StatisticError

__all__ = ["stratified_alpha"]


def stratified_alpha(covariance: ArrayLike, alphas: ArrayLike) -> float:
    """The reliability of a sum of scores, from their covariances and the alpha of each.

    Formula: 1 - sum(s_i^2 (1 - alpha_i)) / sum(C), with s_i^2 the variances. The errors of two scores are taken to be
    unrelated, as they are unless scores share items. Raises `StatisticError` for scores that do not vary together.
    Cronbach, Schönemann & McKie (1965), doi:10.1177/001316446502500201. R: `1 - sum(diag(C) * (1 - a)) / sum(C)`.
    """
    C, reliable = np.asarray(covariance, dtype=np.float64), np.asarray(alphas, dtype=np.float64)
    total = float(C.sum())
    if not np.isfinite(total) or total <= 0 or not np.isfinite(reliable).all():
        raise StatisticError("no_variance", "the scores do not vary", "report the single scores")
    return 1 - float((np.diag(C) * (1 - reliable)).sum()) / total
