"""A school's result as files: the numbers of its page, in the format that is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Response, abort

from engine.report.document import Document
from engine.report.media.images import figures_of, png_bytes, svg_text
from engine.report.media.origin import Origin, origin_of
from engine.report.media.to_csv import csv_text
from engine.report.media.to_json import json_text, schema_text
from engine.report.media.to_pdf import page_bytes, pdf_bytes
from engine.report.media.to_xlsx import xlsx_bytes
from engine.report.school import scores_csv
from engine.waves.school_result import Reading
from web.attachment import attached
from web.wording import say

Make = Callable[[Document, Origin], bytes]
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK: Final = "\ufeff"  # by which spreadsheets know a CSV file for UTF-8


@dataclass(frozen=True, slots=True)
class FileKind:
    """A format of a result: the last part of its address, what it is, and how it is made of a document.

    `label` and `words` are keys of what says so, the latter in the name of the file. What is `for_analysts` is offered
    after the others.
    """

    name: str
    label: str
    words: str
    mimetype: str
    make: Make
    for_analysts: bool = False


PAGE: Final = FileKind(
    "page.pdf",
    "school.file.page",
    "school.file.name_page",
    "application/pdf",
    lambda made, origin: page_bytes(made),
)
KINDS: Final = (
    PAGE,
    FileKind(
        "report.pdf",
        "school.file.report",
        "school.file.name_report",
        "application/pdf",
        lambda made, origin: pdf_bytes(made),
    ),
    FileKind("report.xlsx", "school.file.tables", "school.file.name_tables", SPREADSHEET, xlsx_bytes),
    FileKind(
        "tables.csv",
        "school.file.every_table",
        "school.file.name_every_table",
        "text/csv",
        lambda made, origin: (BYTE_ORDER_MARK + csv_text(made, origin)).encode(),
        for_analysts=True,
    ),
    FileKind(
        "report.json",
        "school.file.json",
        "school.file.name_report",
        "application/json",
        lambda made, origin: json_text(made, origin).encode(),
        for_analysts=True,
    ),
)
NETWORK_KINDS: Final = tuple(file for file in KINDS if file is not PAGE)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that has a view of its own."""

    name: str
    label: str
    for_analysts: bool = True


SCORES: Final = NamedFile("scores.csv", "school.file.scores")
PICTURES: Final[Mapping[str, tuple[str, Callable[..., bytes]]]] = {
    "svg": ("image/svg+xml", lambda *given: svg_text(*given).encode()),
    "png": ("image/png", png_bytes),
}


def school_download(reading: Reading, file: FileKind) -> Response:
    """One file of a school's result; 404 for a school that is not shown."""
    if not reading.part.shown:
        abort(404)
    made = reading.page() if file is PAGE else reading.report()
    return download(made, origin_of(reading.frozen, reading.part), file)


def download(document: Document, origin: Origin, file: FileKind) -> Response:
    """A document as one file, under a name that says what it is."""
    ending = file.name.rpartition(".")[2]
    return attached(file.make(document, origin), file.mimetype, origin.file_name(ending, say(file.words)))


def school_picture(reading: Reading, figure: int, ending: str) -> Response:
    """The figure of this number of the full report, from 1 on, as an SVG or PNG file; 404 where there is none."""
    if not reading.part.shown:
        abort(404)
    document, origin = reading.report(), origin_of(reading.frozen, reading.part)
    figures = figures_of(document)
    if not 1 <= figure <= len(figures):
        abort(404)
    mimetype, make = PICTURES[ending]
    data = make(document, figures[figure - 1], origin)
    return attached(data, mimetype, origin.file_name(ending, say("school.file.name_figure", number=figure)))


def school_scores(reading: Reading) -> Response:
    """The scores as a table of plain CSV, a row a measure; 404 for a school that is not shown."""
    if not reading.part.shown:
        abort(404)
    name = origin_of(reading.frozen, reading.part).file_name("csv", say("school.file.name_scores"))
    text = BYTE_ORDER_MARK + scores_csv.school_csv(reading.frozen, reading.part, reading.compare)
    return attached(text.encode(), "text/csv", name)


def schema() -> Response:
    """The schema that the JSON files meet."""
    return attached(schema_text().encode(), "application/schema+json", "barograph-report.schema.json")
