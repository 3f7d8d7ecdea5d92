"""The quartiles of all other schools' means, for every school at once."""

import numpy as np
from numpy.typing import ArrayLike

from psychometrics.contract import Floats, StatisticError


def peer_quartiles(means: ArrayLike) -> Floats:
    """Quartiles (type 7) of the others' means for each of several schools: schools x 3.

    `means`: one a school, no NaN; each school is left out of its own row and counts once in all others. Row i
    equals `benchmark(means[i], others)` without its refusal of few schools. Raises `StatisticError` for fewer
    than two schools, or a mean that is missing. R: `t(sapply(seq_along(s), function(i) quantile(s[-i], c(.25, .5,
    .75))))`.
    """
    values = np.asarray(means, dtype=np.float64)
    if len(values) < 2 or not np.isfinite(values).all():
        raise StatisticError("few_schools", "there are no other schools with a mean", "leave it out")
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[order] = np.arange(len(values))
    sorted_values = values[order]
    at = (len(values) - 2) * np.array([0.25, 0.5, 0.75])
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, len(values) - 2)

    def without_own(place: np.ndarray) -> Floats:
        moved = place[None, :] + (place[None, :] >= ranks[:, None])
        return np.asarray(sorted_values[moved])

    low, high = without_own(below), without_own(above)
    return np.asarray(low + (at - below) * (high - low))
