"""Which column map a file of responses is read with: named, beside the file, or the instrument's own."""

from pathlib import Path

from engine import catalog, loading
from engine.definition import ColumnMap


def map_for(instrument: str, file: Path, named: Path | None) -> tuple[ColumnMap | None, str | None]:
    """The column map for a file and a sentence that says so; (None, None) where there is none.

    Looked for in this order: the one named, `<file>.columns.yaml` and `columns.yaml` beside the file, and
    `columns.yaml` beside the definition. Raises `Refused` when the map has problems.
    """
    if named is not None:
        return loading.column_map(named), None
    own = catalog.folder(instrument) / "columns.yaml"
    for path in (file.with_suffix(".columns.yaml"), file.parent / "columns.yaml", own):
        if path.is_file():
            found = loading.column_map(path)
            place = "that comes with the instrument" if path == own else f"{path.name} beside the file"
            return found, f"Read with the column map {place}{_keyed(found)}."
    return None, None


def _keyed(found: ColumnMap) -> str:
    if found.keyed is None:
        return ", which says that all reverse-keyed items are already turned"
    return f", which says that {', '.join(found.keyed)} are already turned" if found.keyed else ""
