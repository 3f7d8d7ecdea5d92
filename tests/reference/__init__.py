"""Numbers from other programs (R), the data they were computed on, and how near is near enough.

`load("bfi")` gives one file of values, `data("bfi")` its responses as a float matrix with NaN for missing.
Tolerance: a value agrees when |got - expected| <= abs + rel * |expected|, by the result's own `abs`/`rel`
or else its tier's.
"""

import csv
import functools
import itertools
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("BAROGRAPH_SHARED", HERE.parents[1].parent / "shared"))


@dataclass(frozen=True)
class Table:
    """Responses as numbers: `names` of the columns and `values`, rows x columns, NaN where missing."""

    names: tuple[str, ...]
    values: np.ndarray

    def columns(self, names: Sequence[str]) -> np.ndarray:
        return self.values[:, [self.names.index(name) for name in names]]

    def column(self, name: str) -> np.ndarray:
        return self.values[:, self.names.index(name)]


def shared(*parts: str) -> Path:
    """A file that may not be copied into the project: read where it lies beside it, else the test skips."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        reason = (
            f"{'/'.join(parts)} may not be copied into the project; it lies in the folder `shared` beside it"
        )
        if os.environ.get("CI"):
            pytest.fail(reason + ", and CI has that folder: it is missing here")
        pytest.skip(reason)
    return path


def data_path(name: str) -> Path:
    own = HERE / "data" / f"{name}.csv"
    return own if own.exists() else shared("reference", "data", f"{name}.csv")


@functools.cache
def data(name: str) -> Table:
    with data_path(name).open(newline="") as file:
        rows = list(csv.reader(file))

    def number(cell: str) -> float:
        try:
            return float(cell) if cell not in ("", "NA") else np.nan
        except ValueError:  # a label, as of a group: numbered by order of its name below
            return np.nan

    columns = []
    for cells in zip(*rows[1:], strict=True):
        values = np.array([number(cell) for cell in cells])
        if np.isnan(values).all():
            values = np.unique(cells, return_inverse=True)[1].astype(float) + 1
        columns.append(values)
    return Table(tuple(rows[0]), np.column_stack(columns))


@functools.cache
def load(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text())
    return document


def value(name: str, id: str) -> Any:
    return load(name)["results"][id]["value"]


def matrix(name: str, id: str) -> np.ndarray:
    """A reference matrix, its null cells as NaN."""
    return np.array(value(name, id)["data"], dtype=float)


def tolerance(name: str, id: str) -> tuple[float, float]:
    document = load(name)
    result = document["results"][id]
    tier = document["tiers"][result["tier"]]
    return result.get("abs", tier["abs"]), result.get("rel", tier["rel"])


def flatten(item: Any) -> Iterator[Any]:
    if isinstance(item, dict) and set(item) == {"rows", "cols", "data"}:
        yield from itertools.chain.from_iterable(item["data"])
    elif isinstance(item, dict):
        for inner in item.values():
            yield from flatten(inner)
    elif isinstance(item, np.ndarray):
        yield from item.ravel().tolist()
    elif isinstance(item, (list, tuple)):
        for inner in item:
            yield from flatten(inner)
    else:
        yield item


def assert_agrees(name: str, id: str, got: Any) -> None:
    """Fails, naming the worst value, unless every number of `got` agrees with the reference at its tier.

    `got` holds the numbers in the order of the reference (a matrix row by row). Where the reference is
    null (R's NA), `got` must be NaN or None.
    """
    absolute, relative = tolerance(name, id)
    numbers, expected = list(flatten(got)), list(flatten(value(name, id)))
    assert len(numbers) == len(expected), f"{name} {id}: {len(numbers)} values, expected {len(expected)}"
    worst, where = 0.0, ""
    for index, (x, y) in enumerate(zip(numbers, expected, strict=True)):
        if isinstance(y, str):
            assert x == y, f"{name} {id} [{index}]: {x!r}, expected {y!r}"
        elif y is None:
            assert x is None or np.isnan(x), f"{name} {id} [{index}]: {x!r}, expected missing"
        else:
            bound = absolute + relative * abs(y)
            off = abs(float(x) - y)
            ratio = off / bound if bound else (0.0 if off == 0 else np.inf)
            if not ratio <= worst:
                worst, where = ratio, f"[{index}]: {x!r}, expected {y!r}"
    assert worst <= 1, f"{name} {id} {where}; {worst:.3g} times the tolerance"


def match_columns(got: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Order and signs that put the columns of `got` where those of `expected` stand.

    Factors have no order and no sign; the pair with the largest absolute product is matched first. Use as
    `order, sign = match_columns(L, ref)`, then `L[:, order] * sign` and
    `phi[np.ix_(order, order)] * np.outer(sign, sign)`.
    """
    products = got.T @ expected
    order = np.full(expected.shape[1], -1)
    sign = np.ones(expected.shape[1])
    free = np.abs(products)
    for _ in range(expected.shape[1]):
        i, j = np.unravel_index(np.argmax(free), free.shape)
        order[j] = i
        sign[j] = 1.0 if products[i, j] >= 0 else -1.0
        free[i, :] = -1
        free[:, j] = -1
    return order, sign
