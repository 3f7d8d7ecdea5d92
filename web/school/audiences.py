"""A school's audiences side by side: a page for each school year, its files, and what programs read of it."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, Self

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from engine.report.media.images import figures_of
from engine.report.media.origin import Origin
from engine.store import School, Site, Wave
from engine.waves.in_words import default_language
from engine.waves.school_result import closed_waves
from engine.waves.school_years import name_of_year, school_year
from engine.waves.side_by_side import YearOfSchool, year_document, year_of_school, years_of
from web.attachment import attached
from web.forms import TypedForm, WholeField
from web.rights import Action, needs
from web.school.by_right import OWN_PAGES, may_read
from web.school.files import NETWORK_KINDS, PICTURES, FileKind, download
from web.school.languages import languages, speak_as_chosen
from web.school.pages import Drawing, NavigationLink
from web.sessions import store
from web.wording import language, say

pages = Blueprint("audiences", __name__)

PATH: Final = "/schools/<int:school>/audiences"


class SchoolYearForm(TypedForm):
    """The school year that an address asks for, by the year in which it begins."""

    year = WholeField()

    @classmethod
    def of_request(cls) -> Self:
        return cls(request.args)


@pages.get(PATH)
@needs(Action.SEE_SCHOOL_RESULT, "school", record="result.seen")
def audiences(school: School) -> str:
    """The page of the school year that the address names, or of the newest one with a result."""
    year, years = asked_year(school)
    document = year_document(year)
    here = partial(url_for, "audiences.audiences", school=school.id)
    return render_template(
        "result/audiences.html",
        frame="account/network_frame.html",
        network=store().studies.network(school.network_id),
        school=school,
        document=document,
        draw=Drawing(document),
        simulated=year.simulated,
        years=tuple(NavigationLink(name_of_year(one), here(year=one), one == year.first) for one in years),
        languages=languages(),
        more=f"&year={year.first}",
        drafted=say("report.draft") if say("report.draft") in document.tags else "",
        files=_files(school, year, for_analysts=False) if year.constructs else (),
        more_files=_files(school, year, for_analysts=True) if year.constructs else (),
        folder=f"{here()}/",
        query=f"?year={year.first}",
    )


def asked_year(school: School) -> tuple[YearOfSchool, list[int]]:
    """The results of the asked school year as far as this person may read them, and the years that there are.

    The page speaks the language that was chosen, or that of the newest wave of the year.
    """
    closed, reads = closed_waves(store(), school), may_read(school)
    years = years_of(closed, reads)
    now = store().studies.network(school.network_id).day_of(store().now())
    asked = SchoolYearForm.of_request().year.number
    first = asked if asked in years else next(iter(years), school_year(now))
    spoken = _speak(closed, first, reads)
    return year_of_school(store(), school, closed, first, reads, spoken), years


def _speak(closed: list[tuple[Wave, Site]], first: int, reads: Callable[[Wave], bool]) -> str:
    newest = [wave for wave, _ in closed if school_year(wave.opens.date()) == first and reads(wave)][-1:]
    for wave in newest:
        return speak_as_chosen(wave, OWN_PAGES) or default_language(wave)
    return language().tag


def _files(school: School, year: YearOfSchool, *, for_analysts: bool) -> tuple[NavigationLink, ...]:
    here = partial(url_for, school=school.id, year=year.first)
    return tuple(
        NavigationLink(say(kind.label), here(f"audiences.{_endpoint(kind.name)}"))
        for kind in NETWORK_KINDS
        if kind.for_analysts == for_analysts
    )


def origin_of_year(year: YearOfSchool) -> Origin:
    """Where the numbers come from: several results, each of which the tables name with its wave."""
    return Origin(
        instrument=say("audiences.word_files"),
        version=year.name,
        school=year.school.name,
        simulated=year.simulated,
    )


def _file(kind: FileKind, school: School) -> Response:
    year, _ = asked_year(school)
    return download(year_document(year), origin_of_year(year), kind)


def _picture(ending: str, school: School, figure: int) -> Any:
    """The figure of this number, from 1 on, as a file; 404 where there is none, and the page where there is not one."""
    year, _ = asked_year(school)
    document = year_document(year)
    figures = figures_of(document)
    if not figures:
        return redirect(url_for("audiences.audiences", school=school.id, year=year.first))
    if not 1 <= figure <= len(figures):
        abort(404)
    origin = origin_of_year(year)
    mimetype, make = PICTURES[ending]
    name = origin.file_name(ending, say("school.file.name_figure", number=figure))
    return attached(make(document, figures[figure - 1], origin), mimetype, name)


def _endpoint(name: str) -> str:
    return name.replace(".", "_")


def _guarded(view: Callable[..., Any]) -> Any:
    return needs(Action.SEE_SCHOOL_RESULT, "school", record="file.taken")(view)


def _add_files() -> None:
    for kind in NETWORK_KINDS:

        def take(school: School, kind: FileKind = kind) -> Response:
            return _file(kind, school)

        pages.add_url_rule(f"{PATH}/{kind.name}", endpoint=_endpoint(kind.name), view_func=_guarded(take))
    for ending in PICTURES:

        def draw(school: School, figure: int, ending: str = ending) -> Any:
            return _picture(ending, school, figure)

        pages.add_url_rule(
            f"{PATH}/figure-<int:figure>.{ending}", endpoint=f"figure_{ending}", view_func=_guarded(draw)
        )


_add_files()
