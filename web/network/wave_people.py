"""Who may answer a confidential or identified wave, and who has: for whoever runs the wave, and nobody at a school."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.instrument.model import Privacy
from engine.printed import counted, day_words
from engine.store import Invitee, NewInvitee, Site, StoreError, Wave, WaveState
from web import rights
from web.account.questions import ask
from web.attachment import attached
from web.forms import LineField, TypedForm, WholeField
from web.network.people_lists import add_people, as_list, read_invitees
from web.network.sheets import Fault
from web.network.uploads import confirmed, sent_text
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("wave_people", __name__)

A_PAGE: Final = 100  # people
ANSWERED: Final = {"": "everybody", "no": "those who have not answered", "yes": "those who have answered"}
NO_LIST: Final = "“{}” is anonymous, so it keeps no list of people."


class InviteeFindForm(TypedForm):
    find, answered = LineField(), LineField()
    site, page = WholeField(), WholeField()


class PersonForm(TypedForm):
    name = LineField("Write the name of the person.", most=200)
    address = LineField(most=254)
    site = WholeField()


@dataclass(frozen=True, slots=True)
class ShownPeople:
    """A page of the people that were asked for."""

    rows: tuple[Invitee, ...]
    number: int
    pages: int
    found: int


@pages.get("/waves/<int:wave>/people")
@needs(Action.RUN_WAVES, "wave", record="invitees.seen")
def people(wave: Wave) -> Any:
    if wave.privacy is Privacy.ANONYMOUS:
        return _no_list(wave)
    return _page(wave, {})


@pages.post("/waves/<int:wave>/people")
@needs(Action.RUN_WAVES, "wave")
def add(wave: Wave) -> Any:
    """One more person, with what is wrong told at the fields."""
    form = PersonForm(request.form)
    problems = {} if form.validate() else form.problems
    site = next((one for one in store().sites.of(wave) if one.id == form.site.number), None)
    if site is None:
        problems["site"] = "Choose a school of this wave."
    if problems or site is None:
        return _page(wave, problems), 400
    text = as_list({site.id: site.school}, [_as_typed(wave, site, form)])
    rows, faults = read_invitees(store(), wave, text)
    if faults:
        place = "address" if form.address.data and form.address.data in faults[0].cause else "name"
        return _page(wave, {place: faults[0].text}), 400
    try:
        add_people(store(), wave, rows)
    except StoreError as error:
        return _page(wave, {"name": f"{error.cause}: {error.remedy}."}), 400
    rights.note("invitees.added", rights.of_wave(store(), wave.id)[1], "1 person")
    flash(f"{rows[0].name} is on the list of {site.school}.")
    return redirect(url_for("wave_people.people", wave=wave.id, site=site.id))


@pages.get("/waves/<int:wave>/people/list")
@needs(Action.RUN_WAVES, "wave")
def list_form(wave: Wave) -> Any:
    if wave.privacy is Privacy.ANONYMOUS:
        return _no_list(wave)
    return _list_page(wave, "school,name,address\n", [], 0)


@pages.post("/waves/<int:wave>/people/list")
@needs(Action.RUN_WAVES, "wave")
def add_by_list(wave: Wave) -> Any:
    """Show whom a list would add; add them when that has been confirmed."""
    text, trouble = sent_text()
    rows, faults = ([], [trouble]) if trouble else read_invitees(store(), wave, text)
    if faults or not confirmed():
        return _list_page(wave, text, faults, len(rows), rows), 400 if faults else 200
    try:
        add_people(store(), wave, rows)
    except StoreError as error:
        return _list_page(wave, text, [Fault(None, error.cause, error.remedy)], 0), 400
    rights.note("invitees.added", rights.of_wave(store(), wave.id)[1], counted(len(rows), "person", "people"))
    flash(f"{counted(len(rows), 'person', 'people')} added.")
    return redirect(url_for("wave_people.people", wave=wave.id))


@pages.get("/waves/<int:wave>/people/list.csv")
@needs(Action.RUN_WAVES, "wave", record="invitees.taken")
def file(wave: Wave) -> Any:
    """The list as it is, without who has answered."""
    schools = {one.id: one.school for one in store().sites.of(wave)}
    named = [one for one in store().invitees.of(wave) if one.name]
    return attached(as_list(schools, named).encode("utf-8-sig"), "text/csv", f"people-of-wave-{wave.id}.csv")


@pages.get("/waves/<int:wave>/people/<person>/erase")
@needs(Action.RUN_WAVES, "wave")
def ask_erase(wave: Wave, person: str) -> Any:
    found = _person(wave, person)
    if found is None:
        return _nobody(wave)
    return ask(
        f"Erase {_called(found)}?",
        "The name, the address, the code and what was begun with it are erased." + _answers_then(found),
        "It can’t be undone. Somebody with a new code can be added again.",
        "Erase",
        back=url_for("wave_people.people", wave=wave.id, site=found.site_id),
        leave="Keep this person",
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
    )


@pages.post("/waves/<int:wave>/people/<person>/erase")
@needs(Action.RUN_WAVES, "wave")
def erase(wave: Wave, person: str) -> Any:
    found = _person(wave, person)
    if found is None:
        return _nobody(wave)
    try:
        with store().together():
            if found.answered:
                store().invitees.erase_answers(found)
            store().invitees.forget(found)
    except StoreError as error:
        flash(f"Nobody was erased. {error.cause}: {error.remedy}.")
        return redirect(url_for("wave_people.people", wave=wave.id, site=found.site_id))
    rights.note("invitee.erased", rights.of_wave(store(), wave.id)[1])  # without the name
    flash("The person is erased.")
    return redirect(url_for("wave_people.people", wave=wave.id, site=found.site_id))


@pages.get("/waves/<int:wave>/key")
@needs(Action.RUN_WAVES, "wave")
def ask_destroy(wave: Wave) -> Any:
    if why := _no_key_to_destroy(wave):
        flash(why)
        return redirect(url_for("waves.wave", wave=wave.id))
    return ask(
        f"Destroy the key of “{wave.title}”?",
        "Nobody can find out any more who gave which answers. The list of people goes too. Answers and results stay.",
        "It can’t be undone: nobody’s answers can then be found, changed or erased on request.",
        "Destroy the key",
        back=url_for("waves.wave", wave=wave.id),
        leave="Keep it",
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
    )


@pages.post("/waves/<int:wave>/key")
@needs(Action.RUN_WAVES, "wave")
def destroy(wave: Wave) -> Any:
    if why := _no_key_to_destroy(wave):
        flash(why)
        return redirect(url_for("waves.wave", wave=wave.id))
    try:
        store().codes.destroy_link_key(wave)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("waves.wave", wave=wave.id))
    rights.note("wave.key_destroyed", rights.of_wave(store(), wave.id)[1])
    flash("The key is destroyed: nobody can find out any more who gave which answers.")
    return redirect(url_for("waves.wave", wave=wave.id))


def _no_list(wave: Wave) -> Any:
    flash(NO_LIST.format(wave.title))
    return redirect(url_for("waves.wave", wave=wave.id))


def _no_key_to_destroy(wave: Wave) -> str:
    if wave.privacy is not Privacy.CONFIDENTIAL:
        return f"“{wave.title}” is not confidential, so there is no key."
    if not store().codes.link_key_kept(wave):
        return "There is no key: nobody was listed, or it was destroyed before."
    return "" if wave.state is WaveState.CLOSED else "The key can be destroyed once the wave is closed."


def _person(wave: Wave, id: str) -> Invitee | None:
    return next((one for one in store().invitees.of(wave) if one.id == id), None)


def _nobody(wave: Wave) -> Any:
    flash("This person is not on the list any more.")
    return redirect(url_for("wave_people.people", wave=wave.id))


def _called(person: Invitee) -> str:
    return person.name or f"the person with slip {person.number}"


def _answers_then(person: Invitee) -> str:
    return " So are the answers that were sent; results that are made stay." if person.answered else ""


def _as_typed(wave: Wave, site: Site, form: PersonForm) -> Invitee:
    person = NewInvitee(form.name.data, form.address.data or None)
    return Invitee("", wave.id, site.id, 0, person.name, person.address, answered=False, reminded=None)


def _shown(everyone: tuple[Invitee, ...], form: InviteeFindForm) -> ShownPeople:
    wanted = form.find.data.casefold()
    found = [
        one
        for one in everyone
        if (form.site.number is None or one.site_id == form.site.number)
        and (form.answered.data not in ("yes", "no") or one.answered == (form.answered.data == "yes"))
        and wanted in f"{one.name} {one.address or ''} {one.number}".casefold()
    ]
    last = max(1, -(-len(found) // A_PAGE))
    number = min(max(form.page.number or 1, 1), last)
    return ShownPeople(tuple(found[(number - 1) * A_PAGE : number * A_PAGE]), number, last, len(found))


def _page(wave: Wave, problems: Mapping[str, str]) -> str:
    everyone = store().invitees.of(wave)
    sites = sorted(store().sites.of(wave), key=lambda one: one.school)
    form = InviteeFindForm(request.args)
    return render_template(
        "waves/people.html",
        wave=wave,
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
        sites=sites,
        schools={one.id: one.school for one in sites},
        everyone=everyone,
        answered=sum(one.answered for one in everyone),
        shown=_shown(everyone, form),
        find=form,
        answers=ANSWERED,
        problems=problems,
        typed=PersonForm(request.form),
        takes=wave.state in (WaveState.DRAFT, WaveState.OPEN),
        day_words=day_words,
    )


def _list_page(wave: Wave, text: str, faults: list[Fault], number: int, rows: Any = ()) -> str:
    by_school: dict[str, int] = {}
    for row in rows:
        by_school[row.site.school] = by_school.get(row.site.school, 0) + 1
    return render_template(
        "waves/people_list.html",
        wave=wave,
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
        text=text,
        faults=faults,
        ready=number > 0 and not faults,
        rows=rows,
        by_school=sorted(by_school.items()),
    )
