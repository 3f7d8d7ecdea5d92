"""The schools of a network, and one school as its own people see it: waves, results, agreement, who looked."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.language import ENGLISH, Language
from engine.printed import counted
from engine.store import Network, School, Store, Unit, UnitKind, Wave
from engine.store.names import identity
from engine.waves.school_result import closed_waves
from web import rights, sessions
from web.account.questions import ask
from web.forms import LineField, TypedForm
from web.network import lists
from web.network.going import going
from web.network.school_card import SchoolCard, school_card
from web.network.school_home import school_home, waiting_at
from web.network.uploads import confirmed, sent_text
from web.rights import Action, Place, needs
from web.school.by_right import OWN_PAGES
from web.school.languages import languages, speak_as_chosen_here
from web.school.units import may_read
from web.security import own_address
from web.sessions import store
from web.team.phases import phase_now
from web.wording import language, say, speak

pages = Blueprint("schools", __name__)

MOST_RESULTS: Final = 6  # on a school's home before the earlier ones


class AgreementForm(TypedForm):
    named = LineField()


@pages.get("/networks/<int:network>/schools")
@needs(Action.MANAGE_SCHOOLS, "network")
def schools(network: Network) -> str:
    people: dict[int, int] = {}
    for one in store().members.of(network):
        if one.membership.school_id is not None:
            people[one.membership.school_id] = people.get(one.membership.school_id, 0) + 1
    found = store().studies.schools(network)
    return render_template(
        "people/schools.html",
        network=network,
        schools=[one for one in found if not one.archived],
        away=sum(one.archived is not None for one in found),
        districts=store().members.district_of(network),
        agreed=store().studies.names_agreed(network),
        people=people,
    )


@pages.get("/networks/<int:network>/schools/list")
@needs(Action.MANAGE_SCHOOLS, "network")
def list_form(network: Network) -> str:
    return render_template("people/schools_list.html", network=network, text="", faults=[], rows=None)


@pages.post("/networks/<int:network>/schools/list")
@needs(Action.MANAGE_SCHOOLS, "network")
def change_list(network: Network) -> Any:
    """Show what a list would change; change it when that has been confirmed."""
    text, trouble = sent_text()
    rows, faults = lists.read_schools(store(), network, text)
    if trouble:
        rows, faults = [], [trouble]
    if faults or not confirmed():
        page = render_template(
            "people/schools_list.html", network=network, text=text, faults=faults, rows=rows
        )
        return page, 400 if faults else 200
    changed = [row for row in rows if row.change]
    with store().together():
        for row in changed:
            _keep(store(), network, row)
        rights.note("schools.changed", Place(network.id, name=network.name), f"{len(changed)} schools")
    flash(f"{counted(len(changed), 'school')} added or changed.")
    return redirect(url_for("schools.schools", network=network.id))


@pages.get("/schools/<int:school>/")
@needs(Action.SEE_SCHOOL, "school")
def school(school: School) -> str:
    """Its home for a school's own people; for its hub and district what they may know of it."""
    speak_as_chosen_here(OWN_PAGES)
    place = Place(school.network_id, school.id)
    network = store().studies.network(school.network_id)
    card = school_card(store(), school)
    shared = {
        "card": card,
        "school": school,
        "network": network,
        "manages": rights.allowed(Action.MANAGE_SCHOOLS, place),
        "makes_units": rights.allowed(Action.MAKE_UNITS, place),
        "units": _units_read(school),
        "of_families": _of_families(card, place),
        "now": store().now(),
        "going": going(store(), school),
        "phase": phase_now(school) if rights.allowed(Action.SEE_PHASE, place) else None,
        "says_phase": rights.allowed(Action.SAY_PHASE, place),
    }
    if rights.allowed(Action.CHOOSE_START, place):
        return _own_home(school, card, shared)
    speak(Language.of(ENGLISH))
    return render_template(
        "people/school.html",
        **shared,
        sees_plans=rights.allowed(Action.SEE_TEAM_PLANS, place),
        keeps_rubric=rights.allowed(Action.SEE_RUBRIC, place),
        named=school.id in store().studies.names_agreed(network),
        hands_out=rights.allowed(Action.HAND_OUT, place),
        base=own_address(),
    )


def _own_home(school: School, card: SchoolCard, shared: dict[str, object]) -> str:
    home = school_home(school, card)
    teaches = store().units.of_teacher(sessions.me().id)
    return render_template(
        "people/own_home.html",
        **shared,
        home=home,
        waiting=waiting_at(school, card),
        teaches=[(one, store().waves.get(one.wave_id)) for one in teaches],
        languages=languages(),
        drafted="" if language().reviewed("home") else say("report.draft"),
        most=MOST_RESULTS,
        simulated=_all_simulated(card),
    )


def _all_simulated(card: SchoolCard) -> bool:
    """Whether the page can say once that its data are simulated; else each survey says it."""
    waves = (*card.closed, *(wave for wave, _, _ in card.open))
    return bool(waves) and all(wave.simulated for wave in waves)


def _of_families(card: SchoolCard, place: Place) -> list[Wave]:
    """The open waves of which it has to be recorded what families were told."""
    records = rights.allowed(Action.RECORD_FAMILIES, place)
    return [wave for wave, _, _ in card.open if records and store().notices.needed(wave)]


def _units_read(school: School) -> list[tuple[Unit, str]]:
    """The departments and teams that whoever asks reads by themselves, with the title of their wave."""
    found = []
    for wave, site in closed_waves(store(), school):
        units = [
            one for one in store().units.of(site) if one.kind is not UnitKind.CLASS and may_read(one, site)
        ]
        found += [(one, wave.title) for one in units if store().units.part(one) is not None]
    return found


@pages.get("/schools/<int:school>/agreement")
@needs(Action.AGREE, "school")
def ask_agreement(school: School) -> str:
    """Asked before it is given and before it is ended: what has been read can't be unread."""
    speak_as_chosen_here(OWN_PAGES)
    named = school.id in store().studies.names_agreed(store().studies.network(school.network_id))
    begun = (
        say("home.agreement.begin_question", school=school.name),
        say("home.agreement.begin_then"),
        say("home.agreement.begin_after"),
        say("home.agreement.begin_press"),
    )
    ended = (
        say("home.agreement.end_question"),
        say("home.agreement.end_then", school=school.name),
        say("home.agreement.end_after"),
        say("home.agreement.end"),
    )
    return ask(
        *(ended if named else begun),
        back=url_for("school_people.people", school=school.id),
        leave=say("home.agreement.leave"),
        given=[("named", "no" if named else "yes")],
    )


@pages.post("/schools/<int:school>/agreement")
@needs(Action.AGREE, "school")
def agree(school: School) -> Any:
    """Whether hub and district may read the school's results under its name; from now on, and until changed."""
    speak_as_chosen_here(OWN_PAGES)
    named = AgreementForm(request.form).named.data == "yes"
    store().studies.agree(school, named=named)
    rights.note(
        "agreement.given" if named else "agreement.ended",
        Place(school.network_id, school.id, name=school.name),
    )
    flash(say("home.agreement.begun" if named else "home.agreement.ended", school=school.name))
    return redirect(url_for("school_people.people", school=school.id))


def _keep(store: Store, network: Network, row: lists.SchoolRow) -> None:
    school = row.school or store.studies.add_school(network, row.name, row.level)
    if row.school is not None and row.level is not None:
        store.studies.set_level(school, row.level)
    if row.district is None:
        return
    known = {identity(one.name): one for one in store.members.districts(network)}
    store.members.set_district(
        school, known.get(identity(row.district)) or store.members.add_district(network, row.district)
    )
