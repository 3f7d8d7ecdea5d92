"""A school's results for those who are signed in: the same pages as by a signed link, opened by rights."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from engine.store import NotFound, School
from web.results import frozen
from web.rights import Action, Place, allowed, needs
from web.school_files import school_scores
from web.school_pages import Addresses, full_report, one_page
from web.school_pages import Place as Entry
from web.school_reading import Reading, closed_waves
from web.sessions import store

pages = Blueprint("school_results", __name__)


@pages.get("/schools/<int:school>/results/<int:wave>")
@needs(Action.SEE_SCHOOL_RESULT, "school", record="result.seen")
def result(school: School, wave: int) -> str:
    """The one page."""
    return one_page(reading_of(school, wave), _addresses("school_results.result", school, wave))


@pages.get("/schools/<int:school>/results/<int:wave>/report")
@needs(Action.SEE_SCHOOL_RESULT, "school", record="result.seen")
def report(school: School, wave: int) -> str:
    """All that the school may see."""
    return full_report(reading_of(school, wave), _addresses("school_results.report", school, wave))


@pages.get("/schools/<int:school>/results/<int:wave>/scores.csv")
@needs(Action.SEE_SCHOOL_RESULT, "school", record="file.taken")
def file(school: School, wave: int) -> Response:
    return school_scores(reading_of(school, wave))


def part_of(school: School, wave: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The frozen result and the school's part of it; 404 for a wave it has no part in."""
    reading = reading_of(school, wave)
    return reading.snapshot, reading.part


def reading_of(school: School, wave: int) -> Reading:
    """The result of a school that may be read by name; 404 for a wave it has no part in."""
    try:
        found = store().wave(wave)
        site = store().site_of(found, school)
    except NotFound:
        abort(404)
    if site is None:
        abort(404)
    document, part = frozen(store(), found, site.id)
    return Reading(store(), found, document, part, request.args.get("compare"), by_name=True)


def _addresses(endpoint: str, school: School, wave: int) -> Addresses:
    here: dict[str, Any] = {"school": school.id, "wave": wave}
    may_choose = allowed(Action.CHOOSE_START, Place(school.network_id, school.id, wave))
    return Addresses(
        page=url_for("school_results.result", **here),
        report=url_for("school_results.report", **here),
        choice=url_for("choices.choice", **here) if may_choose else "",
        waves=_waves(endpoint, school, wave),
        frame={"frame": "account/network_frame.html", "network": None},
    )


def _waves(endpoint: str, school: School, here: int) -> tuple[Entry, ...]:
    """The school's results that this person may read, the newest first; nothing where this is the only one."""
    found = tuple(
        Entry(wave.title, url_for(endpoint, school=school.id, wave=wave.id), wave.id == here)
        for wave, _ in reversed(closed_waves(store(), school))
        if allowed(Action.SEE_SCHOOL_RESULT, Place(school.network_id, school.id, wave.id))
    )
    return found if len(found) > 1 else ()
