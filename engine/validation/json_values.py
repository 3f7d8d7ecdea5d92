"""Numbers, arrays and matrices as JSON has them: unrounded, with null for what does not exist."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from psychometrics.contract import finite

Json = Any


def number(value: float | None) -> float | int | None:
    """A number, whole where it is one by kind; null for None, NaN and infinity."""
    if value is None:
        return None
    if isinstance(value, int | np.integer):
        return int(value)
    return finite(value)


def numbers(values: Iterable[Any] | None) -> Json:
    """Numbers in a list (of lists, for a matrix); null where there are none."""
    if values is None:
        return None
    return [numbers(one) if isinstance(one, np.ndarray | tuple | list) else number(one) for one in values]


def by_name(names: Sequence[Any], values: Iterable[Any] | None) -> Json:
    """One number a name."""
    if values is None:
        return None
    return {str(name): number(value) for name, value in zip(names, values, strict=True)}


def matrix(rows: Sequence[Any], cols: Sequence[Any], values: Any) -> Json:
    """A matrix as `{rows, cols, data}`, data row by row; null where there is none."""
    if values is None:
        return None
    return {"rows": [str(one) for one in rows], "cols": [str(one) for one in cols], "data": numbers(values)}


def plain(result: Any, *leave_out: str) -> Json:
    """A small result of psychometrics by its own field names; null for None."""
    if result is None:
        return None
    return {
        field.name: _plain(getattr(result, field.name))
        for field in fields(result)
        if field.name not in (*leave_out, "cautions")
    }


def _plain(value: Any) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        return plain(value)
    if isinstance(value, np.ndarray):
        return numbers(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, str):
        return value
    return number(value)
