"""What SPSS and Stata files have in common: variables with labels, values with labels, and values that mean missing."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from engine.exchange.answers.blocks import AboutColumn, CellBlock, FileFacts, block_of, cell_of
from engine.exchange.files import whole_file
from engine.problems import Problem, Refused

ROWS_AT_ONCE: Final = 200_000  # read anew from the start each time, as rows are packed one after the other
BLOCK: Final = 20_000
MOST_VARIABLES: Final = 20_000
STRING: Final = "string"


def pyreadstat_or_refuse(name: str) -> Any:
    """The library that reads them, which is an extra."""
    try:
        import pyreadstat
    except ImportError:
        cause = "files of SPSS and Stata need pyreadstat, which is not installed"
        remedy = "run `pip install 'barograph[spss]'`, or save it as CSV"
        raise Refused([Problem("no_spss", name, cause, remedy)]) from None
    return pyreadstat


def read_with(
    read: Callable[..., tuple[Mapping[str, Any], Any]], path: Path, encoding: str | None
) -> tuple[FileFacts, Iterator[CellBlock]]:
    """A file's facts and rows by the function of pyreadstat that reads it."""
    how = {"user_missing": True, "output_format": "dict", "encoding": encoding}
    _, about = _tried(read, path, {**how, "metadataonly": True})
    names = tuple(about.column_names)
    if len(names) > MOST_VARIABLES:
        cause = f"it has {len(names):,} variables"
        raise whole_file(
            path.name, "file_too_large", cause, "save it with the variables of the answers alone"
        )
    first, about = _tried(read, path, {**how, "row_limit": ROWS_AT_ONCE})
    facts = FileFacts(
        names, MappingProxyType({name: _about(name, about) for name in names}), (), about.number_rows
    )
    return facts, _blocks(read, path, how, names, first, about)


def _blocks(
    read: Callable[..., Any],
    path: Path,
    how: Mapping[str, Any],
    names: tuple[str, ...],
    part: Any,
    about: Any,
) -> Iterator[CellBlock]:
    words = {name for name in names if about.readstat_variable_types.get(name) == STRING}
    for start in count(ROWS_AT_ONCE, ROWS_AT_ONCE):
        columns = [_column(part[name], words=name in words) for name in names]
        rows = len(columns[0]) if columns else 0
        for at in range(0, rows, BLOCK):
            yield block_of([column[at : at + BLOCK] for column in columns])
        if rows < ROWS_AT_ONCE:
            return
        part, _ = _tried(read, path, {**how, "row_limit": ROWS_AT_ONCE, "row_offset": start})


def _column(values: Any, *, words: bool) -> Any:
    """A variable's values: numbers as an array, where all are; .a for the a that says missing in Stata."""
    if words:
        return values
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        return [f".{value}" if isinstance(value, str) else value for value in values]


def _about(name: str, about: Any) -> AboutColumn:
    words = about.readstat_variable_types.get(name) == STRING
    labels = about.variable_value_labels.get(name, {})
    ranges = [(one["lo"], one["hi"]) for one in about.missing_ranges.get(name, [])]
    tags = {f".{tag}" for tag in about.missing_user_values.get(name, [])} if not words else set()
    tags |= {str(low) for low, high in ranges if isinstance(low, str) and low == high}
    return AboutColumn(
        " ".join((about.column_names_to_labels.get(name) or "").split()),
        MappingProxyType({_key(value, words=words): str(label) for value, label in labels.items()}),
        tuple((float(low), float(high)) for low, high in ranges if not isinstance(low, str)),
        frozenset(tags),
    )


def _key(value: Any, *, words: bool) -> str:
    return f".{value}" if isinstance(value, str) and not words else cell_of(value)


def _tried(read: Callable[..., Any], path: Path, how: Mapping[str, Any]) -> Any:
    pyreadstat = pyreadstat_or_refuse(path.name)
    try:
        return read(str(path), **how)
    except UnicodeDecodeError:
        cause, remedy = "its texts are in other letters than it says", "say in which: --encoding cp1252"
        raise whole_file(path.name, "not_text", cause, remedy) from None
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        said = str(error)
        if "convert" in said or "encoding" in said.lower():
            remedy = "say in which letters its texts are, as in --encoding cp1252"
        else:
            remedy = "save it anew from the program that made it, or as CSV UTF-8"
        raise whole_file(path.name, "not_text", f"it can't be read ({said[:80]})", remedy) from None
