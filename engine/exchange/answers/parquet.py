"""Parquet files, by DuckDB: in blocks, with bounded memory, and without a way to any other file or to the network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from engine.exchange.answers.blocks import MOST_ROWS, CellBlock, FileFacts, block_of
from engine.exchange.files import whole_file
from engine.problems import Problem, Refused

VECTORS: Final = 9  # of 2,048 rows, at once
MOST_RESPONSES: Final = 50_000_000
MOST_COLUMNS: Final = 20_000
NO_NESTED: Final = ("STRUCT", "MAP", "[]", "BLOB", "UNION")


def read(path: Path, sheet: str | None, encoding: str | None) -> tuple[FileFacts, Iterator[CellBlock]]:
    """Its columns and rows. Columns of lists and records can't be told in a cell, and come empty with a note."""
    duckdb = _duckdb(path.name)
    connection = duckdb.connect(
        config={"threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False}
    )
    connection.execute("SET allowed_paths = [?]", [str(path.resolve())])
    connection.execute("SET enable_external_access = false")
    try:
        (rows,) = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path.resolve())]).fetchone()
        described = connection.execute(
            "DESCRIBE SELECT * FROM read_parquet(?)", [str(path.resolve())]
        ).fetchall()
    except duckdb.Error as error:
        raise _broken(path.name, error) from None
    if rows > MOST_RESPONSES or len(described) > MOST_COLUMNS:
        cause = f"it says that it holds {rows:,} rows of {len(described):,} columns"
        raise whole_file(path.name, "file_too_large", cause, "split it into several files")
    nested = [name for name, kind, *_ in described if any(sign in kind for sign in NO_NESTED)]
    notes = [f"Columns of lists or records, read as empty: {', '.join(nested[:12])}"] if nested else []
    facts = FileFacts(tuple(name for name, *_ in described), notes=tuple(notes), rows=rows)
    return facts, _blocks(duckdb, connection, path, [name for name, *_ in described], frozenset(nested))


def _blocks(
    duckdb: Any, connection: Any, path: Path, names: list[str], nested: frozenset[str]
) -> Iterator[CellBlock]:
    wanted = ", ".join("NULL" if name in nested else _quoted(name) for name in names)
    try:
        query = f"SELECT {wanted} FROM read_parquet(?)"  # noqa: S608 - names in quotation marks, these doubled
        connection.execute(query, [str(path.resolve())])
        while len(part := connection.fetch_df_chunk(VECTORS)):
            columns = [part.iloc[:, place].to_numpy() for place in range(part.shape[1])]
            for at in range(0, len(part), MOST_ROWS):
                yield block_of([column[at : at + MOST_ROWS] for column in columns])
    except duckdb.Error as error:
        raise _broken(path.name, error) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _broken(name: str, error: Exception) -> Refused:
    cause = f"it begins as a Parquet file, and can't be read ({str(error).splitlines()[0][:80]})"
    return whole_file(name, "not_text", cause, "write it anew, or as CSV UTF-8")


def _duckdb(name: str) -> Any:
    try:
        import duckdb
    except ImportError:
        cause = "Parquet files need DuckDB, which is not installed"
        remedy = "run `pip install 'barograph[parquet]'`, or save it as CSV"
        raise Refused([Problem("no_parquet", name, cause, remedy)]) from None
    return duckdb
