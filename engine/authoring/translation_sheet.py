"""A sheet for translators: a row a text, sent out as XLSX or CSV and read back with all that is wrong at once."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.cells import safe, without_apostrophe
from engine.exchange.decoding import decoded
from engine.exchange.tables import table_of
from engine.instrument.written_text import seen
from engine.problems import Problem, Refused, did_you_mean, listed

COLUMNS: Final = ("id", "where", "source", "translation", "note")
NEEDED: Final = ("id", "source", "translation")
FORM: Final = "#"  # in an id, before a plural category
COUNTED: Final = "{n}"
BLANK: Final = re.compile(r"\{\w+\}")
XLSX_BEGINS: Final = b"PK\x03\x04"
MOST_BYTES: Final = 20_000_000
WIDTHS: Final = (34, 26, 70, 70, 30)  # of the columns, in signs
AS_IT_IS: Final = "stays as it is"
IF_IT_DIFFERS: Final = "only where it differs for children"


@dataclass(frozen=True, slots=True)
class SheetText:
    """A text to translate: its id, where people meet it, the source's words, and the translation there is so far.

    `scale` names the response scale whose label it is: these are translated all or none, and no two alike.
    """

    id: str
    where: str
    source: str
    translation: str = ""
    scale: str = ""
    in_words: bool = False  # of one thing or the like, so that the number may be left out
    optional: bool = False  # left empty where it is the same as its source

    @property
    def needs_words(self) -> bool:
        """A point such as "7" needs no translation."""
        return any(sign.isalpha() for sign in BLANK.sub("", self.source))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    id: str
    source: str
    translation: str


# Writing


def as_csv(texts: Sequence[SheetText]) -> bytes:
    """The sheet as UTF-8 with the mark by which spreadsheets know it."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerows([safe(cell) for cell in row] for row in _rows(texts))
    return lines.getvalue().encode("utf-8-sig")


def as_xlsx(texts: Sequence[SheetText]) -> bytes:
    """The sheet as a workbook: the header stays in sight, and only translations and notes can be written."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Translation")
        head = book.add_format({"bold": True, "bottom": 1})
        fixed = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#444444"})
        open_ = book.add_format({"text_wrap": True, "valign": "top", "locked": False})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(
                column, column, width, open_ if COLUMNS[column] in ("translation", "note") else fixed
            )
        for number, row in enumerate(_rows(texts)):
            for column, cell in enumerate(row):
                written = COLUMNS[column] in ("translation", "note")
                sheet.write_string(number, column, cell, head if not number else open_ if written else fixed)
        sheet.freeze_panes(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
    return content.getvalue()


def _rows(texts: Iterable[SheetText]) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for text in texts:
        note = "" if text.needs_words else AS_IT_IS
        note = IF_IT_DIFFERS if text.optional else note
        yield text.id, text.where, text.source, text.translation, note


# Reading


def read_sheet(raw: bytes, file: str, texts: Sequence[SheetText], *, partial: bool = False) -> dict[str, str]:
    """The translations of a sheet by id; raises `Refused` with all that is wrong in it, row by row.

    With `partial`, cells and rows that are empty or missing are left in the source language.
    """
    known = {text.id: text for text in texts}
    rows = list(_read_rows(raw, file))
    problems = [*_doubled(rows, file), *_strangers(rows, file, known)]
    own = {row.id: row for row in rows if row.id in known}
    problems += [one for row in own.values() for one in _wrong_row(row, known[row.id], file)]
    if not partial:
        problems += _empty(own, known, file)
    said = {id: row.translation for id, row in own.items() if row.translation}
    problems += _wrong_scales(said, texts, file)
    if problems:
        raise Refused(problems)
    same = {text.id: text.source for text in texts if not text.needs_words}
    found = {text.id: said.get(text.id) or same.get(text.id) for text in texts}
    return {text.id: _spaced(text, words) for text in texts if (words := found[text.id])}


def _spaced(text: SheetText, words: str) -> str:
    """Words with the spaces around them that the source has: cells lose them."""
    before = len(text.source) - len(text.source.lstrip())
    after = len(text.source.rstrip())
    return f"{text.source[:before]}{words.strip()}{text.source[after:]}"


def _read_rows(raw: bytes, file: str) -> Iterator[_Row]:
    header, rows = _xlsx_cells(raw, file) if raw.startswith(XLSX_BEGINS) else _csv_cells(raw, file)
    names = [name.strip().casefold().partition(" ")[0] for name in header]
    absent = [name for name in NEEDED if name not in names]
    if absent:
        cause = f"there is no column {listed(map(repr, absent))}"
        raise Refused(
            [Problem("sheet_columns", file, cause, f"keep the columns {listed(COLUMNS)} as they were sent")]
        )
    places = [names.index(name) for name in NEEDED]
    for number, cells in rows:
        found = [without_apostrophe(seen(cells[at], lines=True)) if at < len(cells) else "" for at in places]
        if any(found):
            yield _Row(number, *found)


def _csv_cells(raw: bytes, file: str) -> tuple[Sequence[str], Iterator[tuple[int, list[str]]]]:
    try:
        table = table_of(decoded(raw, file))
        rows = list(table.rows)
    except csv.Error as error:
        raise Refused(
            [Problem("broken_csv", file, f"the table breaks off: {error}", "save it once more")]
        ) from None
    return table.header, enumerate(rows, table.first)


def _xlsx_cells(raw: bytes, file: str) -> tuple[Sequence[str], Iterator[tuple[int, list[str]]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        rows = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        cause, remedy = f"the workbook can't be read: {error}", "save it as .xlsx once more, or as CSV UTF-8"
        raise Refused([Problem("unreadable_file", file, cause, remedy)]) from None
    return (rows[0] if rows else []), enumerate(rows[1:], 2)


# What is wrong


def _doubled(rows: Sequence[_Row], file: str) -> Iterator[Problem]:
    times = Counter(row.id for row in rows)
    for row in rows:
        if times[row.id] > 1:
            others = listed(other.number for other in rows if other.id == row.id and other is not row)
            cause = f"{row.id!r} stands in row {others} too"
            yield Problem("sheet_twice", _place(file, row), cause, "keep one of the rows")
            times[row.id] = 0


def _strangers(rows: Sequence[_Row], file: str, known: Mapping[str, SheetText]) -> Iterator[Problem]:
    for row in rows:
        if row.id not in known:
            remedy = did_you_mean(row.id, known, 0.8) or "take the row out, or write the id as it was sent"
            yield Problem("sheet_id", _place(file, row), f"no text has the id {row.id!r}", remedy)


def _wrong_row(row: _Row, text: SheetText, file: str) -> Iterator[Problem]:
    if row.source != text.source.strip():
        cause = f"the source of {row.id!r} is another now: {text.source[:60]!r}"
        yield Problem(
            "sheet_source", _place(file, row), cause, "translate that, and put it into the source cell"
        )
    wanted, there = set(BLANK.findall(text.source)), set(BLANK.findall(row.translation))
    if text.in_words:
        wanted, there = wanted - {COUNTED}, there - {COUNTED}
    if row.translation and wanted != there:
        lost, added = sorted(wanted - there), sorted(there - wanted)
        cause = " and ".join(
            part
            for part in (
                f"lacks {listed(lost)}" if lost else "",
                f"has {listed(added)} too many" if added else "",
            )
            if part
        )
        remedy = "what stands in braces is filled in: keep each once, as it is in the source"
        yield Problem("sheet_blank", _place(file, row), f"the translation of {row.id!r} {cause}", remedy)


def _empty(own: Mapping[str, _Row], known: Mapping[str, SheetText], file: str) -> Iterator[Problem]:
    begun = {id.partition(FORM)[0] for id, row in own.items() if row.translation}
    for text in known.values():
        row = own.get(text.id)
        if text.optional and text.id.partition(FORM)[0] not in begun:
            continue
        if row is None and text.needs_words:
            yield Problem("sheet_missing", file, f"there is no row {text.id!r}", "put it back as it was sent")
        elif row is not None and not row.translation and text.needs_words:
            remedy = "translate it, or read the sheet with --partial, which leaves it in the source language"
            yield Problem("sheet_empty", _place(file, row), f"{text.id!r} has no translation", remedy)


def _wrong_scales(said: Mapping[str, str], texts: Iterable[SheetText], file: str) -> Iterator[Problem]:
    scales: dict[str, list[SheetText]] = defaultdict(list)
    for text in texts:
        if text.scale and text.needs_words:
            scales[text.scale].append(text)
    for name, labels in scales.items():
        there = [said[label.id] for label in labels if label.id in said]
        if 0 < len(there) < len(labels):
            absent = listed(label.id.rpartition(".")[2] for label in labels if label.id not in said)
            cause = f"the scale {name!r} has {len(there)} of {len(labels)} labels; {absent} stay in the source language"
            yield Problem("sheet_scale", file, cause, "translate all labels of a scale, or none")
        twice = [label for label, times in Counter(map(str.casefold, there)).items() if times > 1]
        if twice:
            cause = f"two points of the scale {name!r} are called {twice[0]!r}"
            yield Problem("sheet_scale", file, cause, "give each point a label of its own")


def _place(file: str, row: _Row) -> str:
    return f"{file}, row {row.number}"
