"""Reads tables of dotted paths: what a study's JSON says under each name, and where in the study it lies.

A table has a name and a cell a row: a path, a further table, or an entry made by a function below. A path leads from
the part that the table is about, or from the whole study where it begins with a slash; a method on the way is called,
and whatever lies beyond None is null. A test reads every path on a full study.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

import numpy as np

from engine.validation.findings import Findings
from psychometrics.contract import finite

Json = Any
Entry = Callable[[Any, Findings], Json]
Cell = str | Mapping[str, Any] | Entry
Names = str | tuple[str, ...] | Entry

LEFT_OUT: Final = object()
"""What an entry gives where not even its name is to be written."""


def read(cell: Cell, part: Any, study: Findings) -> Json:
    """What a cell says of a part of the study."""
    if isinstance(cell, str):
        return as_json(at(cell, part, study))
    if not isinstance(cell, Mapping):
        return cell(part, study)
    values = ((name, read(inner, part, study)) for name, inner in cell.items())
    return {name: value for name, value in values if value is not LEFT_OUT}


def at(path: str, part: Any, study: Findings | None = None) -> Any:
    """What lies at a path; None as soon as something on the way is None."""
    found = study if path.startswith("/") else part
    for step in path.removeprefix("/").split(".") if path else ():
        if found is None:
            return None
        found = found.get(step) if isinstance(found, Mapping) else getattr(found, step)
        found = found() if callable(found) else found
    return found


def as_json(value: Any, *without: str) -> Json:
    """A value as JSON has it: arrays as lists, small results by their field names, NaN and infinity as null.

    The fields `without` and the cautions of a result are left out.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, Mapping):
        return {str(name): as_json(inner) for name, inner in value.items()}
    if isinstance(value, np.ndarray | tuple | list):
        return [as_json(inner) for inner in value]
    if is_dataclass(value):
        names = [field.name for field in fields(value) if field.name not in ("cautions", *without)]
        return {name: as_json(getattr(value, name)) for name in names}
    return finite(value)


def fixed(words: str | None) -> Entry:
    """The same words in every study."""
    return lambda part, study: words


def same(path: str, *names: str) -> dict[str, Cell]:
    """Names that are those of the fields of what lies at the path."""
    return {name: f"{path}.{name}" if path else name for name in names}


def only(path: str) -> Entry:
    """A name that is written only where something lies at the path."""
    return lambda part, study: LEFT_OUT if at(path, part, study) is None else read(path, part, study)


def or_null(path: str) -> Entry:
    """Words, or null where they are empty."""
    return lambda part, study: at(path, part, study) or None


def not_used(path: str) -> Entry:
    """How many people of the study are not among those at the path: one number, or one of each in an array."""

    def entry(part: Any, study: Findings) -> Json:
        used = at(path, part, study)
        return None if used is None else as_json(study.sample.n - used)

    return entry


def people(path: str = "") -> dict[str, Cell]:
    """How many people a block used, how many it did not, and how it met missing answers."""
    front = f"{path}." if path else ""
    return {"n": f"{front}n", "missing": not_used(f"{front}n"), "basis": f"{front}basis"}


def of(path: str, cell: Cell, absent: Json = None) -> Entry:
    """A cell about what lies at the path; `absent` where nothing does."""

    def entry(part: Any, study: Findings) -> Json:
        found = at(path, part, study)
        return absent if found is None else read(cell, found, study)

    return entry


def where(path: str, cell: Cell, absent: Json = None) -> Entry:
    """A cell about the same part, where something lies at the path; else `absent`."""
    return lambda part, study: absent if at(path, part, study) is None else read(cell, part, study)


def each(path: str, cell: Cell, key: str = "") -> Entry:
    """The same cell about each of several: under the name at `key`, or in a list without one."""

    def entry(part: Any, study: Findings) -> Json:
        several = at(path, part, study) or ()
        read_ones = [read(cell, one, study) for one in several]
        if not key:
            return read_ones
        return dict(zip((str(at(key, one, study)) for one in several), read_ones, strict=True))

    return entry


def by_field(path: str, *without: str, more: Mapping[str, Cell] | None = None) -> Entry:
    """A small result by its own field names without some, then the names of a table about it."""

    def entry(part: Any, study: Findings) -> Json:
        found = at(path, part, study)
        return None if found is None else as_json(found, *without) | read(more or {}, found, study)

    return entry


def numbered(prefix: str, path: str, axis: int = 1) -> Entry:
    """Names that count the columns (or rows) of a matrix: F1, F2, ..."""
    return lambda part, study: [
        f"{prefix}{place}" for place in range(1, at(path, part, study).shape[axis] + 1)
    ]


def by_name(names: Names, values: str, form: str = "") -> Entry:
    """One number a name; null where there are no numbers."""

    def entry(part: Any, study: Findings) -> Json:
        found = at(values, part, study)
        return (
            None
            if found is None
            else dict(zip(_names(names, part, study, form), as_json(found), strict=True))
        )

    return entry


def item_by_item(names: str, vectors: Mapping[str, Cell]) -> Entry:
    """A table for each of several names: of every vector the value at the name's place."""

    def entry(part: Any, study: Findings) -> Json:
        values = read(vectors, part, study)
        return {
            name: {key: None if vector is None else vector[place] for key, vector in values.items()}
            for place, name in enumerate(at(names, part, study))
        }

    return entry


def matrix(rows: Names, cols: Names, values: str | tuple[str, ...], form: str = "") -> Entry:
    """A matrix as `{rows, cols, data}`, data row by row; several paths are its columns, vector by vector."""

    def entry(part: Any, study: Findings) -> Json:
        paths = (values,) if isinstance(values, str) else values
        found = [at(path, part, study) for path in paths]
        if found[0] is None:
            return None
        data = found[0] if isinstance(values, str) else np.column_stack(found)
        return {
            "rows": _names(rows, part, study, form),
            "cols": _names(cols, part, study),
            "data": as_json(data),
        }

    return entry


def _names(names: Names, part: Any, study: Findings, form: str = "") -> list[str]:
    if callable(names):
        found: list[str] = names(part, study)
        return found
    several = at(names, part, study) if isinstance(names, str) else names
    return [format(name, form) if form else str(name) for name in several]
