"""The phase of the work that a school is in: said by its leader or its hub, with what it is for and what is done."""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.playbooks.folder import find_playbook
from engine.playbooks.model import PhaseOfWork, Playbook
from engine.store import School, StoreError
from engine.store.phases import SchoolPhase
from engine.waves.school_years import name_of_year, school_year
from web import rights
from web.forms import ManyField, TypedForm
from web.rights import Action, Place, needs
from web.school.languages import languages, speak_as_chosen_here
from web.sessions import store, who
from web.wording import language, say

pages = Blueprint("phases", __name__)

PLAYBOOK: Final = "collective-leadership"
HERE: Final = "/schools/<int:school>/phase"


class PhaseForm(TypedForm):
    phase = ManyField()  # one text; none where a post names no phase, which is not the same as an empty one


@dataclass(frozen=True, slots=True)
class PhaseOfYear:
    """A school year with its phase in words; `entry` is nothing where none was said."""

    first: int
    year: str
    entry: PhaseOfWork | None


def phase_now(school: School) -> PhaseOfYear:
    """The phase of the school year that it is."""
    first = this_year(school)
    said = next(iter(store().phases.history(school, first)), None)
    return PhaseOfYear(first, name_of_year(first), entry_of(said))


def entry_of(said: SchoolPhase | None) -> PhaseOfWork | None:
    """What the playbook says of a phase, in the version that it was said by and the language of the page."""
    if said is None or not said.phase:
        return None
    playbook, _ = find_playbook(said.playbook_id, said.version).spoken(language().tag)
    return next((one for one in playbook.phases if one.id == said.phase), None)


def this_year(school: School) -> int:
    """The school year that it is where the school is, by the year in which it begins."""
    return school_year(store().studies.network(school.network_id).day_of(store().now()))


@pages.get(HERE)
@needs(Action.SEE_PHASE, "school")
def phase(school: School) -> str:
    speak_as_chosen_here(f"/schools/{school.id}")
    return _page(school)


@pages.post(HERE)
@needs(Action.SAY_PHASE, "school")
def say_phase(school: School) -> Any:
    """Keep which phase this school year is; one that is said to be empty takes it back."""
    speak_as_chosen_here(f"/schools/{school.id}")
    sent = PhaseForm(request.form).phase.data
    if len(sent) != 1:
        return _page(school, say("phases.choose")), 400
    chosen = sent[0]
    try:
        store().phases.say(school, this_year(school), _playbook(), chosen, who())
    except StoreError:
        return _page(school, say("phases.choose")), 400
    word = "phase.said" if chosen else "phase.taken_back"
    rights.note(word, _place(school), chosen)
    flash(say("phases.kept" if chosen else "phases.taken_back"))
    return redirect(url_for("phases.phase", school=school.id), 303)


def _page(school: School, problem: str = "") -> str:
    """`problem` is what is wrong with what was sent."""
    place, now = _place(school), phase_now(school)
    zone = store().studies.network(school.network_id).zone
    history = [replace(one, at=one.at.astimezone(zone)) for one in store().phases.history(school, now.first)]
    years = store().phases.of_school(school)
    read = language().reviewed("phases")
    return render_template(
        "phases/phase.html",
        network=store().studies.network(school.network_id),
        school=school,
        languages=languages(),
        drafted="" if read else say("report.draft"),
        own=rights.allowed(Action.KEEP_CHECK_INS, place),
        problems={"phase": problem} if problem else {},
        says=rights.allowed(Action.SAY_PHASE, place),
        now=now,
        phases=_playbook().phases,
        years=[(name_of_year(year), entry_of(one)) for year, one in years.items() if year != now.first],
        history=[(one, entry_of(one)) for one in history],
    )


def _playbook() -> Playbook:
    return find_playbook(PLAYBOOK).spoken(language().tag)[0]


def _place(school: School) -> Place:
    return Place(school.network_id, school.id, name=school.name)
