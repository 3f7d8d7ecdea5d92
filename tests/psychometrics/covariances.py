"""Covariance matrices for property tests: drawn from a seed, positively correlated items."""

import numpy as np
from hypothesis import strategies as st


def congeneric(loadings: list[float], residuals: list[float] | None = None) -> np.ndarray:
    """The covariance one factor implies; residuals fill up to unit variances where not given."""
    own = np.array(loadings, dtype=float)
    rest = 1 - own**2 if residuals is None else np.array(residuals, dtype=float)
    return np.outer(own, own) + np.diag(rest)


def parallel(items: int, correlation: float) -> np.ndarray:
    return np.full((items, items), correlation) + np.eye(items) * (1 - correlation)


def drawn(seed: int, items: int, persons: int = 200) -> np.ndarray:
    """Covariance of a sample with one common factor, unequal variances."""
    generator = np.random.default_rng(seed)
    loadings = generator.uniform(0.4, 0.8, items)
    factor = generator.normal(size=(persons, 1))
    values = factor * loadings + generator.normal(size=(persons, items)) * np.sqrt(1 - loadings**2)
    return np.cov((values * generator.uniform(0.5, 2, items)).T)


def covariances(least: int = 3, most: int = 8) -> st.SearchStrategy[np.ndarray]:
    return st.builds(drawn, st.integers(0, 10_000), st.integers(least, most))
