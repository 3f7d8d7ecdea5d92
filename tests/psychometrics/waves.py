"""Pairs of waves for tests of change: drawn from a seed, and Bland and Altman's peak flow readings."""

import numpy as np
from hypothesis import strategies as st

# Bland & Altman (1986), doi:10.1016/S0140-6736(86)90837-8: first readings of two peak flow meters, 17 people
LARGE_METER = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI_METER = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def drawn_waves(seed: int, persons: int = 40, correlation: float = 0.6, shift: float = 0.3) -> np.ndarray:
    """Two waves as rows, unit SD, the second higher by `shift`."""
    generator = np.random.default_rng(seed)
    first = generator.normal(size=persons)
    second = correlation * first + np.sqrt(1 - correlation**2) * generator.normal(size=persons)
    return np.vstack([first, second + shift])


def waves() -> st.SearchStrategy[np.ndarray]:
    return st.builds(drawn_waves, st.integers(0, 10_000), st.integers(4, 60))
