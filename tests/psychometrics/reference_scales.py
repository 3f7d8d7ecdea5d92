"""The scales of the reference files: their complete responses, keyed as the R scripts key them."""

import functools

import numpy as np

from tests import reference

CODES = {
    "ability": (0, 1),
    "bfi": (1, 6),
    "hs1939": (0, 10),
    "lq2002": (1, 5),
    "school-wellbeing": (1, 5),
    "science": (1, 4),
}
REVERSED = {"A1", "C4", "C5", "E1", "E2"}

SCALES = [
    ("ability", "rel"),
    ("bfi", "A"),
    ("bfi", "C"),
    ("hs1939", "visual"),
    ("hs1939", "textual"),
    ("hs1939", "all9"),
    ("lq2002", "lead"),
    ("school-wellbeing", "teach"),
    ("school-wellbeing", "mates"),
    ("science", "att"),
]
"""(reference file, prefix of its ids) of the scales whose reliability it holds."""

HIERARCHIES = ["ability", "bfi", "hs1939", "lq2002", "school-wellbeing"]
"""Reference files that hold a Schmid-Leiman solution and its omegas."""


def complete(name: str, items: list[str]) -> np.ndarray:
    """Complete rows of these items, those of the Big Five that are reverse-keyed turned."""
    values = reference.data(name).columns(items)
    if name == "bfi":
        turned = [index for index, item in enumerate(items) if item in REVERSED]
        low, high = CODES[name]
        values[:, turned] = low + high - values[:, turned]
    return values[~np.isnan(values).any(axis=1)]


@functools.cache
def scale(name: str, prefix: str) -> np.ndarray:
    """Responses of a scale in `SCALES`, persons x items."""
    return complete(name, list(reference.value(name, f"{prefix}.cfa1_loadings")))


@functools.cache
def hierarchy(name: str) -> np.ndarray:
    """Responses behind a Schmid-Leiman solution in `HIERARCHIES`, persons x items."""
    return complete(name, reference.value(name, "omega.schmid")["rows"])


def covariance(values: np.ndarray) -> np.ndarray:
    return np.cov(values.T)


def correlations(values: np.ndarray) -> np.ndarray:
    return np.corrcoef(values.T)


def has(name: str, id: str) -> bool:
    return id in reference.load(name)["results"]
