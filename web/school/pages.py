"""A school's result on the screen: the one page and the full report, in the frame of whoever reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from flask import render_template, request
from markupsafe import Markup

from engine.language import direction, speaking
from engine.report.document import Axis, Document, Figure, ScoreFigure, ScoreRow
from engine.report.figures import PAGE, for_screens
from engine.report.figures.canvas import without_name
from engine.report.figures.scores import arrow, axis_marks, bars, most_of, strip
from engine.report.media.foreign import split_foreign
from engine.report.media.images import figures_of
from engine.report.school.comparison import NETWORK, OfferedComparison, refused
from engine.results.model_school import FrozenSchool
from engine.store import Network
from engine.waves.school_guides import offered_guides
from engine.waves.school_result import Reading
from web.forms import LineField, TypedForm
from web.school.files import KINDS, SCORES
from web.school.languages import languages
from web.wording import page_language, say


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

    `others` are the results of other surveys, by the id of their part of the report; `audiences` is the page of its
    school year.
    """

    page: str
    report: str
    choice: str = ""
    plans: str = ""
    predictions: str = ""
    waves: tuple[NavigationLink, ...] = ()
    others: Mapping[str, NavigationLink] = field(default_factory=dict)
    audiences: str = ""
    frame: Mapping[str, str | Network] = field(default_factory=dict)


class Marking:
    """Words for a page of another language, with those marked that nobody translated (WCAG 3.1.2)."""

    def __init__(self, foreign: Sequence[str], language: str) -> None:
        self._foreign, self._language = tuple(foreign), language
        self._names = count(1)

    def named(self) -> str:
        """The id of an element that names another, where a name may hold words to be marked, as no attribute can."""
        return f"named-{next(self._names)}" if self._foreign else ""

    def marked(self, words: str) -> Markup | str:
        if not self._foreign:
            return words
        way = direction(self._language)
        turned = Markup(' dir="{}"').format(way) if way != direction(page_language()) else ""
        return Markup("").join(
            Markup('<span lang="{}"{}>{}</span>').format(self._language, turned, piece) if apart else piece
            for piece, apart in split_foreign(words, self._foreign)
        )


class Drawing(Marking):
    """The figures of a document as a template draws them; each has its number in the document."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.foreign, document.foreign_language)
        self._numbers = {id(one): number for number, one in enumerate(figures_of(document), start=1)}

    def __call__(self, figure: Figure, id: str) -> tuple[str, str]:
        """The figure for a wide and a narrow screen; one that cannot mark its words leaves its name to the page."""
        wide, narrow = for_screens(figure, id)
        return (without_name(wide), without_name(narrow)) if self.apart else (wide, narrow)

    @property
    def apart(self) -> bool:
        """Whether words of another language stand in the document, which a picture's own name can't mark."""
        return bool(self._foreign)

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
    return _rendered("result/school.html", reading, reading.page(on_screen=True), addresses)


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
        plans_address=addresses.plans if shown else "",
        predictions_address=addresses.predictions if shown else "",
        guides=_guides(reading, addresses) if shown else (),
        waves=addresses.waves,
        others=addresses.others,
        audiences=addresses.audiences,
        compared=_compared(reading, here) if shown else (),
        refused=_refused(reading),
        drafted=say("report.draft") if say("report.draft") in document.tags else "",
        languages=languages(),
        names=" · ".join([document.place, reading.frozen.wave.title]) if document.foreign else "",
        more=f"&{urlencode(asked)}" if (asked := _asked(reading.choice)) else "",
        files=_files(f"{addresses.page}/", query, for_analysts=False) if shown else (),
        more_files=_files(f"{addresses.page}/", query, for_analysts=True) if shown else (),
        folder=f"{addresses.page}/",
        query=query,
    )


def _guides(reading: Reading, addresses: Addresses) -> list[NavigationLink]:
    """The guides to the scores, those first that the result suggests to begin with."""
    start = reading.part.start if isinstance(reading.part, FrozenSchool) else None
    first = (*(start.places or start.measures), *start.strength.measures) if start is not None else ()
    offered = sorted(offered_guides(reading), key=lambda one: one.measure not in first)
    query = _query(reading.chosen_language)
    return [
        NavigationLink(one.title, f"{addresses.page}/guides/{one.construct}{query}", one.measure in first)
        for one in offered
    ]


def _files(folder: str, query: str, *, for_analysts: bool) -> list[NavigationLink]:
    return [
        NavigationLink(say(kind.label), f"{folder}{kind.name}{query}")
        for kind in (*KINDS, SCORES)
        if kind.for_analysts is for_analysts
    ]


def _compared(reading: Reading, here: str) -> Sequence[NavigationLink]:
    """What the scores can be compared with, each by an address of its own."""
    choice, carried = reading.choice, reading.chosen_language
    with speaking(reading.spoken):
        return [
            NavigationLink(one.short, f"{here}{_query(_asked(one) | carried)}#scores", one == choice)
            for one in reading.offers
            if one.offered
        ]


def _refused(reading: Reading) -> Sequence[str]:
    with speaking(reading.spoken):
        return refused(reading.offers)


def _asked(one: OfferedComparison | None) -> dict[str, str]:
    return {} if one is None or one.group == NETWORK else {"compare": one.group}


def _query(given: dict[str, str]) -> str:
    return f"?{urlencode(given)}" if given else ""
