"""The responses behind the reference's correlations, polychorics and factor analyses, and small worked examples."""

import functools

import numpy as np

from psychometrics.summaries.moments import Moments
from psychometrics.summaries.tables import PairTables
from tests import reference

COLUMNS = {
    ("bfi", "cor"): ["A1", "A2", "A3", "A4", "A5"],
    ("bfi", "poly"): [f"{scale}{item}" for scale in "AC" for item in range(1, 6)],
    ("bfi", "efa_other"): [f"{scale}{item}" for scale in "ACE" for item in range(1, 6)],
    ("bfi", "omega"): [f"{scale}{item}" for scale in "ACE" for item in range(1, 6)],
    ("bfi", ""): [f"{scale}{item}" for scale in "ACENO" for item in range(1, 6)],
    ("hs1939", ""): [f"x{item}" for item in range(1, 10)],
    ("school-wellbeing", ""): [f"W{item}" for item in range(1, 14)],
    ("lq2002", "poly"): [f"LEAD{item:02}" for item in range(1, 7)],
    ("lq2002", ""): [f"LEAD{item:02}" for item in range(1, 12)],
}
FILES = {"dif": "verbal"}
"""Where the responses have another name than the results."""

SCALES = {
    "dif": (0, 1),
    "bfi": (1, 6),
    "school-wellbeing": (1, 5),
    "lq2002": (1, 5),
    "science": (1, 4),
    "ability": (0, 1),
}
FACTORS = {"bfi": 5, "hs1939": 3, "school-wellbeing": 2}

THURSTONE = np.array(
    [
        [1, 0.828, 0.776, 0.439, 0.432, 0.447, 0.447, 0.541, 0.380],
        [0.828, 1, 0.779, 0.493, 0.464, 0.489, 0.432, 0.537, 0.358],
        [0.776, 0.779, 1, 0.460, 0.425, 0.443, 0.401, 0.534, 0.359],
        [0.439, 0.493, 0.460, 1, 0.674, 0.590, 0.381, 0.350, 0.424],
        [0.432, 0.464, 0.425, 0.674, 1, 0.541, 0.402, 0.367, 0.446],
        [0.447, 0.489, 0.443, 0.590, 0.541, 1, 0.288, 0.320, 0.325],
        [0.447, 0.432, 0.401, 0.381, 0.402, 0.288, 1, 0.555, 0.598],
        [0.541, 0.537, 0.534, 0.350, 0.367, 0.320, 0.555, 1, 0.452],
        [0.380, 0.358, 0.359, 0.424, 0.446, 0.325, 0.598, 0.452, 1],
    ]
)
"""Nine mental tests of 213 pupils (Thurstone & Thurstone 1941, in McDonald 1999)."""

SOCIOECONOMIC = np.array(
    [
        [5700, 12.8, 2500, 270, 25000], [1000, 10.9, 600, 10, 10000], [3400, 8.8, 1000, 10, 9000],
        [3800, 13.6, 1700, 140, 25000], [4000, 12.8, 1600, 140, 25000], [8200, 8.3, 2600, 60, 12000],
        [1200, 11.4, 400, 10, 16000], [9100, 11.5, 3300, 60, 14000], [9900, 12.5, 3400, 180, 18000],
        [9600, 13.7, 3600, 390, 25000], [9600, 9.6, 3300, 80, 12000], [9400, 11.4, 4000, 100, 13000],
    ]
)  # fmt: skip
"""Five variables of twelve tracts in Los Angeles (Harman 1976, the example of SAS's manual)."""


@functools.cache
def responses(name: str, prefix: str) -> np.ndarray:
    """The answers behind ids that start with `prefix`, persons x items, NaN where missing."""
    table = reference.data(FILES.get(name, name))
    columns = COLUMNS.get((name, prefix)) or COLUMNS.get((name, "")) or list(table.names)
    if (name, prefix) == ("dif", "tet"):
        columns = columns[:6]
    values = table.columns(columns)
    if (name, prefix) == ("bfi", "omega"):
        turned = [columns.index(item) for item in ("A1", "C4", "C5", "E1", "E2")]
        values = values.copy()
        values[:, turned] = 7 - values[:, turned]
    return values


def complete(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values).any(axis=1)]


@functools.cache
def correlations(name: str, prefix: str) -> tuple[np.ndarray, int]:
    """Pearson correlations of the complete rows, and their number."""
    rows = complete(responses(name, prefix))
    return np.corrcoef(rows, rowvar=False), len(rows)


def pairwise(name: str, prefix: str) -> np.ndarray:
    return Moments.of_values(responses(name, prefix)).correlation()


def tables(name: str, prefix: str, *, rows: str = "complete") -> PairTables:
    values = responses(name, prefix)
    low, high = SCALES[name]
    return PairTables.of_values(complete(values) if rows == "complete" else values, low=low, high=high)
