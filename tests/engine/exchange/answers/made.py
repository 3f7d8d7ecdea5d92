"""The same answers in every format, made by the programs that people have."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pytest

from engine.exchange.response_csv import ResponseFile
from engine.instrument import kinds
from engine.instrument.model import Item, NonAnswer, Option
from engine.responses.layout import layout
from tests.small import choose, instrument, likert

DONT_KNOW = NonAnswer("dont_know", "Don't know")
AGREE = tuple(Option(value, label) for value, label in enumerate(["Never", "Rarely", "Often", "Always"], 1))
ASKED = instrument(
    likert("A"),
    Item("F", "How often do you meet?", kinds.SCALE, options=AGREE, non_answers=(DONT_KNOW,)),
    choose("role", "teacher", "leader"),
    choose("grades", "k", 1, kind=kinds.CHOOSE_MANY),
    Item("years", "How many years?", kinds.NUMBER, minimum=0, maximum=60),
    Item("day", "Which day?", kinds.DATE),
    Item("comment", "Anything else?", kinds.LONG_TEXT),
)
HEADER = ["school", "A", "F", "role", "grades.k", "grades.1", "years", "day", "comment"]
ROWS: list[list[Any]] = [
    ["Oak", 3, 1, "teacher", 1, 0, 2.5, pandas.Timestamp("2026-05-31"), "Grüße, 学校"],
    ["Elm", None, 4, "leader", 0, 1, None, None, ""],
    ["Elm", 5, 2, "", 1, 1, 40, pandas.Timestamp("2026-01-02"), "two\nlines"],
]
SAID = [
    {
        "A": 3,
        "F": 1,
        "role": "teacher",
        "grades": ["k"],
        "years": 2.5,
        "day": "2026-05-31",
        "comment": "Grüße, 学校",
    },
    {"F": 4, "role": "leader", "grades": [1]},
    {"A": 5, "F": 2, "grades": ["k", 1], "years": 40, "day": "2026-01-02", "comment": "two\nlines"},
]


def said_in(read: ResponseFile) -> list[dict[str, Any]]:
    """The answers by item id, a person each."""
    places = layout(read.instrument)
    found = []
    for codes, opens in zip(read.codes, read.open_answers, strict=True):
        answers = places.decode(codes.tobytes()) | dict(opens)
        found.append({id: list(one) if isinstance(one, tuple) else one for id, one in answers.items()})
    return found


def frame() -> pandas.DataFrame:
    return pandas.DataFrame(ROWS, columns=HEADER)


def sheet(path: Path, rows: list[list[Any]] | None = None, others: tuple[str, ...] = ()) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Answers"
    for row in [HEADER, *ROWS] if rows is None else rows:
        book.active.append(["" if one is pandas.NaT else one for one in row])
    for other in others:
        book.create_sheet(other).append(["something", "else"])
    book.save(path)


def ods(path: Path) -> None:
    """The smallest of LibreOffice's sheets, written by hand: no package that writes them is needed."""
    cells = []
    for row in [HEADER, *ROWS]:
        line = ""
        for one in row:
            if isinstance(one, int | float) and one == one:
                line += f'<table:table-cell office:value-type="float" office:value="{one}"/>'
            elif isinstance(one, pandas.Timestamp):
                line += f'<table:table-cell office:value-type="date" office:date-value="{one.date()}"/>'
            else:
                parts = str("" if one is None or one is pandas.NaT else one).split("\n")
                text = "".join(f"<text:p>{part}</text:p>" for part in parts) if one else ""
                line += f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
        cells.append(f"<table:table-row>{line}</table:table-row>")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='Answers'>"
        + "".join(cells)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
        archive.writestr("META-INF/manifest.xml", manifest)


def sav(path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    pyreadstat.write_sav(
        statistics_frame().rename(columns={"grades.k": "grades_k", "grades.1": "grades_1"}), str(path)
    )


def zsav(path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    table = statistics_frame().rename(columns={"grades.k": "grades_k", "grades.1": "grades_1"})
    pyreadstat.write_sav(table, str(path), compress=True)


def dta(path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="install the extra: pip install 'barograph[spss]'")
    table = statistics_frame().rename(columns={"grades.k": "grades_k", "grades.1": "grades_1"})
    pyreadstat.write_dta(table, str(path))


def statistics_frame() -> pandas.DataFrame:
    table = frame()
    table["day"] = [None if one is pandas.NaT or one is None else one.date() for one in table["day"]]
    table["comment"] = table["comment"].astype(object)
    return table


def parquet(path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="install the extra: pip install 'barograph[parquet]'")
    table = frame()
    connection = duckdb.connect()
    connection.register("answers", table)
    connection.execute(f"COPY answers TO '{path}' (FORMAT parquet)")


def utf16(path: Path) -> None:
    table = frame()
    path.write_bytes(table.to_csv(index=False, sep="\t").encode("utf-16"))


FORMATS: dict[str, Callable[[Path], None]] = {
    "xlsx": sheet,
    "ods": ods,
    "sav": sav,
    "zsav": zsav,
    "dta": dta,
    "parquet": parquet,
    "txt": utf16,
}
