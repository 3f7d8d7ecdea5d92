"""A school's result on the screen: the one page and the full report, in the frame of whoever reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import render_template, request

from engine.report.document import Axis, Document, Figure, ScoreFigure, ScoreRow
from engine.report.figures import PAGE, for_screens
from engine.report.figures.scores import arrow, axis_marks, bars, most_of, strip
from engine.report.media.images import figures_of
from engine.report.school.comparison import NETWORK, OfferedComparison, refused
from engine.store import Network
from engine.waves.school_result import Reading
from web.forms import LineField, TypedForm
from web.school.files import KINDS, SCORES


class CompareForm(TypedForm):
    compare = LineField()


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """An entry of a row of links: where it leads, and whether it is what is shown."""

    label: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the one page and the full report of a result are, and the other results of the school.

    `others` are the results of other surveys, by the id of their part of the report.
    """

    page: str
    report: str
    choice: str = ""
    waves: tuple[NavigationLink, ...] = ()
    others: Mapping[str, NavigationLink] = field(default_factory=dict)
    frame: Mapping[str, str | Network] = field(default_factory=dict)


class Drawing:
    """The figures of a document as a template draws them; each has its number in the document."""

    def __init__(self, document: Document) -> None:
        self._numbers = {id(one): number for number, one in enumerate(figures_of(document), start=1)}

    def __call__(self, figure: Figure, id: str) -> tuple[str, str]:
        return for_screens(figure, id)

    def number(self, figure: Figure) -> int:
        return self._numbers[id(figure)]

    def axis(self, axis: Axis) -> str:
        return axis_marks(axis, PAGE)

    def strip(self, row: ScoreRow, figure: ScoreFigure) -> str:
        return strip(row, figure.axis, PAGE)

    def bars(self, row: ScoreRow, figure: ScoreFigure) -> str:
        return bars(row, most_of(figure.rows), PAGE)

    def arrow(self, direction: int) -> str:
        return arrow(direction, PAGE)


def compared() -> str | None:
    """What the address asks to set a school beside; the page says so where it can't be."""
    return CompareForm(request.args).compare.data or None


def one_page(reading: Reading, addresses: Addresses) -> str:
    """The one page: scores, where to start, what it can't tell, and the files."""
    return _rendered("result/school.html", reading, reading.page(), addresses)


def full_report(reading: Reading, addresses: Addresses) -> str:
    """The full report as a page, with its contents beside it."""
    return _rendered("result/report.html", reading, reading.report(), addresses)


def _rendered(template: str, reading: Reading, document: Document, addresses: Addresses) -> str:
    shown, query = reading.part.shown, _query(reading.query)
    here = addresses.report if template.endswith("report.html") else addresses.page
    return render_template(
        template,
        **addresses.frame,
        document=document,
        simulated=reading.frozen.wave.simulated,
        draw=Drawing(document),
        page_address=addresses.page + query,
        report_address=addresses.report + query,
        choice_address=addresses.choice if shown else "",
        waves=addresses.waves,
        others=addresses.others,
        compared=_compared(reading, here) if shown else (),
        refused=refused(reading.offers),
        files=_files(f"{addresses.page}/", query, for_analysts=False) if shown else (),
        more_files=_files(f"{addresses.page}/", query, for_analysts=True) if shown else (),
        folder=f"{addresses.page}/",
        query=query,
    )


def _files(folder: str, query: str, *, for_analysts: bool) -> list[NavigationLink]:
    return [
        NavigationLink(kind.label, f"{folder}{kind.name}{query}")
        for kind in (*KINDS, SCORES)
        if kind.for_analysts is for_analysts
    ]


def _compared(reading: Reading, here: str) -> Sequence[NavigationLink]:
    """What the scores can be compared with, each by an address of its own."""
    choice = reading.choice
    return [
        NavigationLink(one.short, f"{here}{_query(_asked(one))}#scores", one == choice)
        for one in reading.offers
        if one.offered
    ]


def _asked(one: OfferedComparison) -> dict[str, str]:
    return {} if one.group == NETWORK else {"compare": one.group}


def _query(given: dict[str, str]) -> str:
    return f"?{urlencode(given)}" if given else ""
