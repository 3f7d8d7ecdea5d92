"""A school's results for those who are signed in: the same pages as by a signed link, opened by rights."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, url_for

from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.store import NotFound, School, Wave
from engine.waves.leading_survey import leading_wave
from engine.waves.school_result import Reading, closed_waves, running_waves
from engine.waves.school_years import school_year
from web import rights
from web.rights import Action, Place, allowed, needs
from web.school.by_link import frozen
from web.school.languages import languages, speak_as_chosen, speak_as_chosen_here
from web.school.pages import Addresses, NavigationLink, compared
from web.sessions import person, store
from web.wording import language, say

pages = Blueprint("school_results", __name__)

OWN_PAGES: Final = "/schools"  # where the choice of a language holds for somebody with an account


@pages.get("/schools/<int:school>/results")
@needs(Action.SEE_SCHOOL_RESULT, "school")
def newest(school: School) -> Any:
    """The result that a team begins with; before there is one, what is open."""
    may = may_read(school)
    found = leading_wave(store(), [wave for wave, _ in closed_waves(store(), school) if may(wave)])
    if found is not None:
        return redirect(url_for("school_results.result", school=school.id, wave=found.id))
    speak_as_chosen_here(OWN_PAGES)
    return render_template(
        "people/no_result.html",
        school=school,
        network=store().studies.network(school.network_id),
        running=[wave for wave, _ in running_waves(store(), school)],
        hands_out=allowed(Action.HAND_OUT, Place(school.network_id, school.id)),
        languages=languages(),
        drafted="" if language().reviewed("home") else say("report.draft"),
    )


def part_of(school: School, wave: int) -> tuple[FrozenResult, FrozenSchool | HiddenSchool]:
    """The frozen result and the school's part of it; 404 for a wave it has no part in."""
    reading = reading_of(school, wave)
    return reading.frozen, reading.part


def reading_of(school: School, wave: int) -> Reading:
    """The result of a school that may be read by name; 404 for a wave it has no part in."""
    try:
        found = store().waves.get(wave)
        site = store().sites.find(found, school)
    except NotFound:
        abort(404)
    if site is None:
        abort(404)
    document, part = frozen(store(), found, site.id)
    return Reading(
        store(),
        found,
        document,
        part,
        compared(),
        by_name=True,
        others=may_read(school),
        of_school=of_school(school),
        language=speak_as_chosen(found, OWN_PAGES),
    )


def of_school(school: School) -> bool:
    """Whether this person leads the school or is of its team, by a program's key too."""
    found = person()
    return found is not None and rights.may(found, Action.CHOOSE_START, Place(school.network_id, school.id))


def may_read(school: School) -> Callable[[Wave], bool]:
    """Whether this person may read a school's result of a wave, asked once for each wave."""

    @cache
    def reads(wave: int) -> bool:
        return allowed(Action.SEE_SCHOOL_RESULT, Place(school.network_id, school.id, wave))

    return lambda wave: reads(wave.id)


def addresses(endpoint: str, school: School, reading: Reading) -> Addresses:
    here = partial(url_for, school=school.id, wave=reading.wave.id)
    may_choose = allowed(Action.CHOOSE_START, Place(school.network_id, school.id, reading.wave.id))
    return Addresses(
        page=here("school_results.result"),
        report=here("school_results.report"),
        choice=here("choices.choice") if may_choose else "",
        plans=url_for("plans.plans", school=school.id) if may_choose else "",
        predictions=here("predictions.predictions") if may_choose else "",
        waves=_waves(endpoint, school, reading),
        others={
            one.result.id: NavigationLink(
                one.result.title, url_for("school_results.result", school=school.id, wave=one.wave.id)
            )
            for one in reading.other_results()
        },
        audiences=_audiences(school, reading),
        frame={"frame": "account/network_frame.html", "network": store().studies.network(school.network_id)},
    )


def _audiences(school: School, reading: Reading) -> str:
    """The page of the school year with what other groups say, for whoever reads more than this one result."""
    year = school_year(reading.wave.opens.date())
    return url_for("audiences.audiences", school=school.id, year=year) if reading.year().constructs else ""


def _waves(endpoint: str, school: School, reading: Reading) -> tuple[NavigationLink, ...]:
    """The school's results of this instrument that this person may read, the newest first.

    Nothing where this is the only one: other instruments have a section of their own.
    """
    here = reading.wave
    found = tuple(
        NavigationLink(wave.title, url_for(endpoint, school=school.id, wave=wave.id), wave.id == here.id)
        for wave, _ in reversed(closed_waves(store(), school))
        if wave.instrument_id == here.instrument_id and reading.may_read(wave)
    )
    return found if len(found) > 1 else ()
