"""De-identified responses as Parquet: the columns of the numeric CSV file as numbers, and what they mean as metadata.

Under the key `barograph` stands JSON: what the file is, and of each column its label, its level of measurement, and
words for its values and its kinds of missing. DuckDB writes it, and reaches no other file.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from engine.disclosure.responses_file import Released
from engine.exchange.missing_columns import ANSWERED, missing_column
from engine.exchange.response_csv import SIMULATED
from engine.exchange.spss import column_numbers
from engine.problems import Problem, Refused
from engine.responses.codebook import SITE, Codebook, Variable

KEY: Final = "barograph"


def parquet_bytes(
    book: Codebook, released: Released, *, facts: Sequence[tuple[str, str]], simulated: bool
) -> bytes:
    """The responses as a Parquet file; the same responses give the same bytes.

    `facts` say where it comes from. Raises `Refused` where the program's part for Parquet is not installed.
    """
    duckdb = _duckdb()
    table = _table(book, released, simulated=simulated)
    said = json.dumps(_about(book, facts), ensure_ascii=False).replace("'", "''")
    with TemporaryDirectory() as folder:
        target = Path(folder) / "responses.parquet"
        with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
            connection.execute("SET allowed_paths = [?]", [str(target.resolve())])
            connection.execute("SET enable_external_access = false")
            connection.register("responses", table)
            options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{KEY}: '{said}'}}"
            connection.execute(f"COPY responses TO '{target.resolve()}' ({options})")
        return target.read_bytes()


def _table(book: Codebook, released: Released, *, simulated: bool) -> Any:
    """The columns of the numeric CSV file, whole numbers as such, and nothing where there is no answer."""
    import pandas

    columns: dict[str, Any] = {}
    kinds: dict[str, Any] = {}
    if simulated:
        columns[SIMULATED] = pandas.array(np.ones(len(released)), dtype="Int32")
    for variable in book.variables:
        numbers = column_numbers(book, released, variable)
        if variable.name != SITE and variable.categories:
            missing = np.isin(numbers, [one.number for one in variable.missing])
            why = np.where(missing, numbers, ANSWERED)
            kinds[missing_column(variable.name)] = pandas.array(why, dtype="Int32")
            numbers = np.where(missing, np.nan, numbers)
        known = numbers[~np.isnan(numbers)]
        kind = "Int32" if (known == np.round(known)).all() else "Float64"
        columns[variable.name] = pandas.array(numbers, dtype="Float64").astype(kind)
    return pandas.DataFrame(columns | kinds)


def _about(book: Codebook, facts: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {
        "file": dict(facts),
        "columns": {variable.name: _meaning(variable) for variable in book.variables},
    }


def _meaning(variable: Variable) -> dict[str, object]:
    return {
        "label": variable.label,
        "measure": variable.measure.value,
        "values": {f"{one.number:.15g}": one.label for one in variable.named if not one.missing},
        "missing": {f"{one.number:.15g}": one.label for one in variable.missing},
    }


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        cause = "Parquet files need DuckDB, which is not installed"
        remedy = "run `pip install 'barograph[parquet]'`, or write CSV instead"
        raise Refused([Problem("no_parquet", "parquet", cause, remedy)]) from None
    return duckdb
