"""Which column map a file of responses is read with: named, beside the file, or the instrument's own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from engine.exchange.answers.opening import column_names
from engine.exchange.form_columns import with_groups
from engine.exchange.tables import addresses
from engine.instrument.column_map import ColumnMap
from engine.instrument.written_text import seen_name
from engine.loading import catalog
from engine.loading.folder import column_map
from engine.problems import Problem, Refused, did_you_mean

DATA: Final = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
    | {".sav", ".zsav", ".dta", ".parquet", ".lsa"}
)
# responses.columns.yml, responses_columns.yaml, responses.csv.columns.yaml, column-map.yaml, columns.yaml.txt
MAP_NAME: Final = re.compile(
    r"(?P<of>.*?)[-_. ]?(columns?|column[-_ ]?maps?)\.(ya?ml|ya?ml\.txt|json)", re.IGNORECASE
)
LIKELY: Final = 0.8


def map_for(
    instrument: str, file: Path, named: Path | None, encoding: str | None = None
) -> tuple[ColumnMap | None, str | None]:
    """The column map for a file and a sentence that says so; (None, None) where there is none.

    Looked for in this order: the one named, `<file>.columns.yaml` and `columns.yaml` beside the file, and
    `columns.yaml` beside the definition. Raises `Refused` when the map has problems.
    """
    if named is not None:
        return column_map(named), None
    beside = (file.with_suffix(".columns.yaml"), file.parent / "columns.yaml")
    for path in beside:
        if path.is_file():
            found = column_map(path)
            return found, f"Read with the column map {path.name} beside the file{_keyed(found)}."
    if overlooked := _near_map(file):
        cause = "it lies beside the file and is named nearly as a column map, so that it would not be read"
        remedy = f"name it {beside[0].name}, or say --columns {overlooked.name}"
        raise Refused([Problem("map_overlooked", overlooked.name, cause, remedy)])
    own = catalog.folder(instrument) / "columns.yaml"
    if not own.is_file():
        return None, None
    found = _where_present(column_map(own), column_names(file, encoding))
    return found, f"Read with the column map that comes with the instrument{_keyed(found)}."


def _near_map(file: Path) -> Path | None:
    """A file beside a data file that its author may take for its column map; no other data file's own map."""
    try:
        names = [path.name for path in file.parent.iterdir()]
    except OSError:
        return None
    others = {_bare(Path(name).stem) for name in names if Path(name).suffix.lower() in DATA} - {
        _bare(file.stem)
    }
    for name in sorted(names):
        found = MAP_NAME.fullmatch(name)
        if found and _bare(found["of"].lower().removesuffix(".csv")) in {"", _bare(file.stem)}:
            return file.parent / name
        if found and name.lower().endswith((".yaml", ".yml")) and _bare(found["of"]) not in others:
            near = did_you_mean(_bare(found["of"]), [_bare(file.stem)], LIKELY)
            if near:
                return file.parent / name
    return None


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _where_present(found: ColumnMap, header: Sequence[str]) -> ColumnMap:
    """An instrument's own map for a file that need not have all the columns it knows of."""
    found = with_groups(found, header)
    there = {*header, *addresses(header)}

    def is_there(name: str | None) -> bool:
        return name is not None and seen_name(name) in there

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
