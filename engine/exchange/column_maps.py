"""Which column map a file of responses is read with: named, beside the file, or the instrument's own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.exchange.files import column_names
from engine.instrument.column_map import ColumnMap
from engine.instrument.written_text import seen_name
from engine.loading import catalog
from engine.loading.folder import column_map


def map_for(
    instrument: str, file: Path, named: Path | None, encoding: str | None = None
) -> tuple[ColumnMap | None, str | None]:
    """The column map for a file and a sentence that says so; (None, None) where there is none.

    Looked for in this order: the one named, `<file>.columns.yaml` and `columns.yaml` beside the file, and
    `columns.yaml` beside the definition. Raises `Refused` when the map has problems.
    """
    if named is not None:
        return column_map(named), None
    for path in (file.with_suffix(".columns.yaml"), file.parent / "columns.yaml"):
        if path.is_file():
            found = column_map(path)
            return found, f"Read with the column map {path.name} beside the file{_keyed(found)}."
    own = catalog.folder(instrument) / "columns.yaml"
    if not own.is_file():
        return None, None
    found = _where_present(column_map(own), column_names(file, encoding))
    return found, f"Read with the column map that comes with the instrument{_keyed(found)}."


def _where_present(found: ColumnMap, header: Sequence[str]) -> ColumnMap:
    """An instrument's own map for a file that need not have all the columns it knows of."""

    def is_there(name: str | None) -> bool:
        return name is not None and seen_name(name) in header

    return replace(
        found,
        columns={column: item for column, item in found.columns.items() if is_there(column)},
        site=found.site if is_there(found.site) else None,
        respondent=found.respondent if is_there(found.respondent) else None,
        groups=tuple(filter(is_there, found.groups)),
    )


def _keyed(found: ColumnMap) -> str:
    if found.keyed is None:
        return ", which says that all reverse-keyed items are already turned"
    if not found.keyed:
        return ""
    return f", which says that {', '.join(found.keyed)} are already turned (if not, add --keyed none)"
