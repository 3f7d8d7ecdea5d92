"""Answers in Parquet, read piece by piece where they are counted: no process ever holds them all.

For columns of numbers named as the items, in one file or in a folder of files. What needs more, such as a column map or
labels in cells, is read by `engine.exchange`, which holds the codes of everybody in memory.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Item
from engine.problems import Problem, Refused, listed
from engine.responses.layout import BLANK, NOT_ON_FORM, Codes, layout
from engine.store.names import one_spelling
from engine.validation.data import ROWS, Data, Grouping
from engine.validation.parts import Part, Places

FIRST_BYTES: Final = b"PAR1"


@dataclass(frozen=True, slots=True)
class _Source:
    """What all pieces share: each item's column in a response's codes with its options' values, and labels' places."""

    items: tuple[tuple[str, int, tuple[float, ...]], ...]
    width: int
    cluster: tuple[str, Mapping[str, int]] | None
    groups: tuple[tuple[str, Mapping[str, int] | tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class ParquetPiece:
    """Rows `first` to `first + rows` of a file, counted from 0."""

    source: _Source
    file: str
    first: int
    rows: int

    def read(self) -> Part:
        """The codes and places of these rows; raises `Refused` where a value is no option or the file is not there."""
        source = self.source
        labels = [source.cluster, *((name, of) for name, of in source.groups if isinstance(of, Mapping))]
        names = [name for name, _ in filter(None, labels)]
        numbers = ", ".join(_quoted(name) for name, *_ in source.items)
        texts = "".join(
            f", {_quoted(name)}::VARCHAR AS {_quoted('=' + name)}" for name in dict.fromkeys(names)
        )
        found = _asked(
            self.file,
            f"SELECT {numbers}{texts} FROM read_parquet(?, file_row_number = true) "  # noqa: S608 quoted names
            "WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number",
            [self.first, self.first + self.rows],
        )
        columns = list(found.values())
        codes = np.full((len(columns[0]), source.width), NOT_ON_FORM, dtype=np.uint8)
        for (name, place, values), column in zip(source.items, columns, strict=False):
            codes[:, place] = self._codes(name, np.array(values), column)
        cluster = None if source.cluster is None else _places(found, *source.cluster)
        return Part(codes, cluster, tuple(self._group(codes, found, *group) for group in source.groups))

    def _codes(self, name: str, values: NDArray[np.float64], column: Any) -> Codes:
        blank = np.ma.getmaskarray(column) | (np.isnan(column) if column.dtype.kind == "f" else False)
        given = np.ma.getdata(column)
        codes = np.where(blank, np.uint8(BLANK), _places_of(given, values))
        wrong = np.flatnonzero(codes == NOT_ON_FORM)
        if len(wrong):
            row = int(wrong[0])
            place = f"{Path(self.file).name}, row {self.first + row + 1}, column {name}"
            cause = f"{given[row]:g} is none of the values {listed([f'{value:g}' for value in values])}"
            remedy = "write a value of the item, or leave the cell empty"
            raise Refused([Problem("not_an_option", place, cause, remedy)])
        return codes

    def _group(
        self, codes: Codes, found: Mapping[str, Any], name: str, of: Mapping[str, int] | tuple[int, int]
    ) -> Places:
        if isinstance(of, Mapping):
            return _places(found, name, of)
        column, labels = of
        own = codes[:, column].astype(np.int64)
        return np.where(own < labels, own, -1)


def _places_of(given: NDArray[Any], values: NDArray[np.float64]) -> Codes:
    """The place of each number among an item's values, `NOT_ON_FORM` of one that is none of them."""
    if given.dtype.itemsize == 1:
        each = np.arange(256, dtype=np.uint8).view(given.dtype)
        return _places_of(each.astype(np.float64), values)[given.view(np.uint8)]
    order = np.argsort(values)
    at = np.minimum(np.searchsorted(values[order], given), len(values) - 1)
    return np.where(values[order][at] == given, order[at], NOT_ON_FORM).astype(np.uint8)


def _places(found: Mapping[str, Any], name: str, places: Mapping[str, int]) -> Places:
    texts = np.ma.filled(found["=" + name].astype(object), "")
    return np.fromiter((places[text] for text in texts), dtype=np.int64, count=len(texts))


def is_parquet(path: Path) -> bool:
    """Whether a path is a Parquet file, by its first bytes, or a folder that holds any."""
    if path.is_dir():
        return any(path.glob("*.parquet"))
    try:
        with path.open("rb") as file:
            return file.read(len(FIRST_BYTES)) == FIRST_BYTES
    except OSError:
        return False


def data_of_parquet(
    instrument: Instrument,
    path: Path,
    *,
    cluster: str | None = None,
    groups: Sequence[str] = (),
    keyed: frozenset[str] = frozenset(),
) -> Data:
    """The data of a Parquet file or a folder of them, in the order of their names; as `data_of_file` else.

    Workers of a scheduler must see the same path. Raises `Refused` "no_parquet", "no_column", "not_an_option".
    """
    files = _files(path)
    header = _header(files)
    items = _items(instrument, header, path.name)
    outside = [name for name in groups if name not in instrument.item_by_id]
    for name in filter(None, (cluster, *outside)):
        if name not in header:
            cause, remedy = f"there is no column {name!r}", f"name one of {listed(sorted(header)[:20])}"
            raise Refused([Problem("no_column", path.name, cause, remedy)])
    named = {name: _labels(files, name) for name in dict.fromkeys(filter(None, (cluster, *outside)))}
    columns = layout(instrument).first
    source = _Source(
        tuple((item.id, columns[item.id], _values(item)) for item in items),
        layout(instrument).width,
        None if cluster is None else (cluster, named[cluster][1]),
        tuple(
            (name, named[name][1] if name in named else (columns[name], len(instrument.item(name).options)))
            for name in groups
        ),
    )
    pieces = tuple(_pieces(source, files))
    return Data(
        parts=lambda: (piece.read() for piece in pieces),
        name=path.name,
        digest=_digest(files),
        cluster=None if cluster is None else named[cluster][0],
        groupings=tuple(
            named[name][0] if name in named else _item_labels(instrument, name) for name in groups
        ),
        asked=frozenset(item.id for item in items),
        keyed=keyed,
        notes=tuple(note for _, _, notes in named.values() for note in notes),
        pieces=lambda: pieces,
    )


def columns_of(path: Path) -> frozenset[str]:
    """The columns that a Parquet file, or all files of a folder, have."""
    return frozenset(_header(_files(path)))


def _files(path: Path) -> list[str]:
    """With their whole paths, as workers are asked for them."""
    return [str(one.resolve()) for one in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])]


def people_in(data: Data) -> int:
    """How many rows the pieces of such data have."""
    return sum(piece.rows for piece in data.all_pieces() if isinstance(piece, ParquetPiece))


def _items(instrument: Instrument, header: Mapping[str, str], name: str) -> list[Item]:
    items = [item for item in instrument.items if item.id in header and item.kind.scored]
    if not items:
        cause = f"none of its columns is an item of {instrument.id}"
        raise Refused([Problem("no_column", name, cause, "name the columns as the items")])
    texts = [item.id for item in items if not any(sign in header[item.id] for sign in NUMBERS)]
    if texts:
        cause = f"{listed(texts[:8])}: words, where only numbers are read piece by piece"
        remedy = "leave --workers and --scheduler out, or write the values of the answers as numbers"
        raise Refused([Problem("not_a_number", name, cause, remedy)])
    return items


NUMBERS: Final = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "BOOLEAN")


def _values(item: Item) -> tuple[float, ...]:
    return tuple(float(option.value) for option in item.options)


def _item_labels(instrument: Instrument, name: str) -> Grouping:
    return Grouping(name, tuple(option.label for option in instrument.item(name).options))


def _pieces(source: _Source, files: Sequence[str]) -> Iterator[ParquetPiece]:
    for file in files:
        rows = int(next(iter(_asked(file, "SELECT count(*) AS n FROM read_parquet(?)").values()))[0])
        for first in range(0, rows, ROWS):
            yield ParquetPiece(source, file, first, min(ROWS, rows - first))


def _header(files: Sequence[str]) -> dict[str, str]:
    """The columns that all files have, with their types."""
    found: dict[str, str] = {}
    for file in files:
        told = _asked(file, "DESCRIBE SELECT * FROM read_parquet(?)")
        own = dict(zip(told["column_name"].tolist(), told["column_type"].tolist(), strict=True))
        found = own if file == files[0] else {name: kind for name, kind in found.items() if name in own}
    return found


def _labels(files: Sequence[str], name: str) -> tuple[Grouping, Mapping[str, int], list[str]]:
    """The labels of a column as a grouping, the place of each spelling, and which were read as one."""
    found: list[str] = []
    for file in files:
        column = _quoted(name)
        query = f"SELECT {column}::VARCHAR AS label FROM read_parquet(?) WHERE {column} IS NOT NULL"  # noqa: S608
        counted = _asked(file, f"SELECT label, count(*) AS n FROM ({query}) GROUP BY label ORDER BY label")  # noqa: S608
        found += [str(label) for label in np.ma.filled(counted["label"], "").tolist()]
    distinct = sorted({label for label in found if label.strip()})
    common, several = one_spelling(distinct)
    labels = sorted(set(common), key=_by_number)
    place = {label: at for at, label in enumerate(labels)}
    places = {label: place[own] for label, own in zip(distinct, common, strict=True)}
    notes = [f"column {name}: read as one, {own!r}: {listed(others)}" for own, others in several.items()]
    return Grouping(name, tuple(labels)), {**dict.fromkeys(found, -1), **places, "": -1}, notes


def _by_number(label: str) -> tuple[int, float, str]:
    try:
        return 0, float(label), label
    except ValueError:
        return 1, 0.0, label


def _digest(files: Sequence[str]) -> str:
    """The SHA-256 of a file, or of the digests of several in order."""
    digests = []
    for file in files:
        with Path(file).open("rb") as opened:
            digests.append(hashlib.file_digest(opened, "sha256"))
    if len(digests) == 1:
        return digests[0].hexdigest()
    return hashlib.sha256(b"".join(one.digest() for one in digests)).hexdigest()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _asked(file: str, query: str, values: Sequence[int] = ()) -> dict[str, Any]:
    """The columns of a query on one file; no other file is opened, and nothing is fetched."""
    try:
        import duckdb
    except ImportError:
        cause, remedy = (
            "Parquet needs DuckDB, which is not installed",
            "run `pip install 'barograph[parquet]'`",
        )
        raise Refused([Problem("no_parquet", file, cause, remedy)]) from None
    try:
        with _database_of(file).cursor() as cursor:
            found: dict[str, Any] = cursor.execute(query, [file, *values]).fetchnumpy()
            return found
    except duckdb.Error as error:
        cause = f"it can't be read as Parquet here ({str(error).splitlines()[0][:120]})"
        remedy = "check the file; workers on other machines need it under the same path"
        raise Refused([Problem("no_file", file, cause, remedy)]) from None


@lru_cache(maxsize=1)
def _database_of(file: str) -> Any:
    """One that may open this file and no other, kept while the pieces of a file are read one after the other."""
    import duckdb

    database = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    database.execute("SET allowed_paths = [?]", [file])
    database.execute("SET enable_external_access = false")
    database.execute("SET enable_progress_bar = false")
    return database
