"""Which column map a file of responses is read with: named, beside the file, or the instrument's own."""

from dataclasses import replace
from pathlib import Path

from engine.exchange.csv_columns import column_names
from engine.instrument.model import ColumnMap
from engine.loading import catalog
from engine.loading.folder import column_map


def map_for(instrument: str, file: Path, named: Path | None) -> tuple[ColumnMap | None, str | None]:
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
    found = _where_present(column_map(own), file)
    return found, f"Read with the column map that comes with the instrument{_keyed(found)}."


def _where_present(found: ColumnMap, file: Path) -> ColumnMap:
    """An instrument's own map for a file that need not have all the columns it knows of."""
    names = frozenset(column_names(file))
    return replace(
        found,
        columns={column: item for column, item in found.columns.items() if column in names},
        site=found.site if found.site in names else None,
        respondent=found.respondent if found.respondent in names else None,
        groups=tuple(name for name in found.groups if name in names),
    )


def _keyed(found: ColumnMap) -> str:
    if found.keyed is None:
        return ", which says that all reverse-keyed items are already turned"
    if not found.keyed:
        return ""
    return f", which says that {', '.join(found.keyed)} are already turned (if not, add --keyed none)"
