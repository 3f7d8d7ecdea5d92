"""A school's result as files: the numbers of its page, in the format that is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, abort

from engine.report.document import Document
from engine.report.images import figures_of, png_bytes, svg_text
from engine.report.json_file import json_text, schema_text
from engine.report.one_page import one_page
from engine.report.origin import Origin, origin_of
from engine.report.pdf import page_bytes, pdf_bytes
from engine.report.school import school_document
from engine.report.school_full import school_report
from engine.report.tables_csv import csv_text
from engine.report.xlsx import xlsx_bytes

Snapshot = Mapping[str, Any]
Make = Callable[[Document, Origin], bytes]
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK: Final = "\ufeff"  # by which spreadsheets know a CSV file for UTF-8


@dataclass(frozen=True, slots=True)
class FileKind:
    """A format of a result: the last part of its address, what it is, and how it is made of a document."""

    name: str
    label: str
    mimetype: str
    make: Make


PAGE: Final = FileKind(
    "page.pdf", "PDF, one page to forward", "application/pdf", lambda made, origin: page_bytes(one_page(made))
)
KINDS: Final = (
    PAGE,
    FileKind("report.pdf", "PDF, the full report", "application/pdf", lambda made, origin: pdf_bytes(made)),
    FileKind("report.xlsx", "Excel, a sheet a table", SPREADSHEET, xlsx_bytes),
    FileKind(
        "tables.csv",
        "CSV of every table",
        "text/csv",
        lambda made, origin: (BYTE_ORDER_MARK + csv_text(made, origin)).encode(),
    ),
    FileKind(
        "report.json",
        "JSON, for programs",
        "application/json",
        lambda made, origin: json_text(made, origin).encode(),
    ),
)
NETWORK_KINDS: Final = tuple(kind for kind in KINDS if kind is not PAGE)
PICTURES: Final[Mapping[str, tuple[str, Callable[..., bytes]]]] = {
    "svg": ("image/svg+xml", lambda *given: svg_text(*given).encode()),
    "png": ("image/png", png_bytes),
}


def school_download(snapshot: Snapshot, part: Snapshot, kind: FileKind) -> Response:
    """One file of a school's result; 404 for a school that is not shown."""
    if not part["shown"]:
        abort(404)
    compose = school_document if kind is PAGE else school_report
    return download(compose(snapshot, part), origin_of(snapshot, part), kind)


def download(document: Document, origin: Origin, kind: FileKind) -> Response:
    """A document as one file, under a name that says what it is."""
    stem, _, ending = kind.name.rpartition(".")
    return attached(kind.make(document, origin), kind.mimetype, origin.file_name(ending, stem))


def school_picture(snapshot: Snapshot, part: Snapshot, figure: int, ending: str) -> Response:
    """The figure of this number, from 1 on, as an SVG or PNG file; 404 where there is none."""
    if not part["shown"]:
        abort(404)
    document, origin = school_report(snapshot, part), origin_of(snapshot, part)
    figures = figures_of(document)
    if not 1 <= figure <= len(figures):
        abort(404)
    mimetype, make = PICTURES[ending]
    data = make(document, figures[figure - 1], origin)
    return attached(data, mimetype, origin.file_name(ending, f"figure-{figure}"))


def pictures(snapshot: Snapshot, part: Snapshot) -> tuple[tuple[int, str], ...]:
    """The number and title of each figure of a school's full report; each is a file of its own."""
    if not part["shown"]:
        return ()
    return tuple(
        (number, one.title) for number, one in enumerate(figures_of(school_report(snapshot, part)), start=1)
    )


def schema() -> Response:
    """The schema that the JSON files meet."""
    return attached(schema_text().encode(), "application/schema+json", "barograph-report.schema.json")


def attached(data: bytes, mimetype: str, name: str) -> Response:
    """A file to keep, under a name that says what it is."""
    return Response(
        data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
