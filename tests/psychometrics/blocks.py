"""Small blocks of codes for tests of the core summaries."""

import numpy as np


def table(*values: list[float]) -> np.ndarray:
    """A value table: one list of option values an item, in the order of their codes."""
    rows = np.full((len(values), 256), np.nan)
    for item, row in enumerate(values):
        rows[item, : len(row)] = row
    return rows


def points(items: int, low: int = 1, high: int = 5) -> np.ndarray:
    """The value table of items that all have the points low, low + 1, ... high."""
    return table(*[list(range(low, high + 1))] * items)


def random_codes(rows: int, items: int, options: int = 5, missing: float = 0.1, seed: int = 1) -> np.ndarray:
    """Codes drawn alike, the given share of them blank (253) or declared missing (200)."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, options, (rows, items), dtype=np.uint8)
    gaps = rng.random((rows, items))
    codes[gaps < missing] = 253
    codes[gaps < missing / 4] = 200
    return codes
