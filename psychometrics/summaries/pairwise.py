"""Means, variances and covariances from sums, for one set of persons or a stack of groups.

Arrays are (..., items, items) or (..., items). Differences of large products are taken in whole numbers (in
64 bits where they fit, else in Python's unlimited ones), so that a constant item has variance 0 exactly.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from psychometrics.contract import Counts, Floats

Sums = NDArray[Any]


def diagonal(matrix: Sums) -> Sums:
    """The entries of an item with itself, (..., items)."""
    return np.diagonal(matrix, axis1=-2, axis2=-1)


def deviation(n: Counts, products: Sums, left: Sums, right: Sums) -> Floats:
    """n times a sum of products less the product of two sums: n^2 times a covariance with divisor n."""
    if products.dtype == np.float64:
        return np.asarray(n * products - left * right, dtype=np.float64)
    most = [max(1, int(np.max(part, initial=0))) for part in (n, products, left, right)]
    if max(most[0] * most[1], most[2] * most[3]) >= 2**62:
        n, products, left, right = (part.astype(object) for part in (n, products, left, right))
    return np.asarray(n * products - left * right, dtype=np.float64)


def per_pair(deviations: Floats, n: Counts) -> Floats:
    """A deviation as a covariance with divisor n - 1, NaN where fewer than two persons."""
    divisor = n * (n - 1.0)
    return np.asarray(np.divide(deviations, divisor, out=np.full(divisor.shape, np.nan), where=divisor > 0))


def quotient(sums: Sums, n: Counts) -> Floats:
    """Sums over persons as means, NaN where there is nobody."""
    counts = np.asarray(n, dtype=np.float64)
    shape = np.broadcast_shapes(sums.shape, counts.shape)
    anybody = np.broadcast_to(counts > 0, shape)
    return np.asarray(np.divide(sums, counts, out=np.full(shape, np.nan), where=anybody))


def correlations(covariances: Floats, left: Floats, right: Floats) -> Floats:
    """Covariances over the root of two variances, within -1 and 1, NaN where a variance is 0."""
    scale = np.sqrt(left) * np.sqrt(right)
    shape = covariances.shape
    with np.errstate(invalid="ignore"):
        result = np.divide(covariances, scale, out=np.full(shape, np.nan), where=scale > 0)
    return np.asarray(np.clip(result, -1, 1))
