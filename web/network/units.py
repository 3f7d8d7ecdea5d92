"""The classes, departments and teams of a school in a wave: made from a list, handed out, taken back."""

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from engine.exchange.file_names import file_name
from engine.printed import counted
from engine.report.handouts.slips import Slip
from engine.store import NewUnit, Site, StoreError, Unit, Wave, WaveState, WayIn
from engine.waves.school_result import paper_of
from web import rights
from web.account.questions import ask
from web.attachment import attached
from web.forms import LineField, TypedForm, WholeField
from web.network.addresses import survey_address
from web.network.sharing import posters
from web.network.sharing.code_files import SLIPS, code_file, school_slips
from web.network.sharing.handout import Handout, handout_of
from web.network.sheets import Fault
from web.network.unit_list import COLUMNS, UnitRow, read_units
from web.network.uploads import confirmed, sent_text
from web.rights import Action, needs
from web.security import own_address
from web.sessions import store

pages = Blueprint("site_units", __name__)

EXAMPLE: Final = ",".join(COLUMNS) + "\n"


class UnitForm(TypedForm):
    name = LineField("Write the name that its people know it by.", most=200)
    people = WholeField()


class SlipsForm(TypedForm):
    number = WholeField()


@pages.get("/sites/<int:site>/units")
@needs(Action.MAKE_UNITS, "site")
def units(site: Site) -> str:
    return _page(site, EXAMPLE, [], [])


@pages.post("/sites/<int:site>/units")
@needs(Action.MAKE_UNITS, "site")
def add(site: Site) -> Any:
    """Show what a list would make; make it when that has been confirmed."""
    wave = _wave(site)
    text, trouble = sent_text()
    rows, faults = ([], [trouble]) if trouble else read_units(store(), wave, site, text)
    if faults or not confirmed():
        return _page(site, text, faults, rows), 400 if faults else 200
    try:
        store().units.add(site, rows[0].kind, [row.new for row in rows])
    except StoreError as error:
        return _page(site, text, [Fault(None, error.cause, error.remedy)], []), 400
    made = counted(len(rows), "unit")
    rights.note("units.made", rights.of_site(store(), site.id)[1], made)
    flash(f"{made} made. Each has a link of its own.")
    return redirect(url_for("site_units.units", site=site.id))


@pages.get("/units/<int:unit>/change")
@needs(Action.MAKE_UNITS, "unit")
def change_form(unit: Unit) -> str:
    return _change_page(unit, {"name": unit.name, "people": str(unit.expected or "")}, {})


@pages.post("/units/<int:unit>/change")
@needs(Action.MAKE_UNITS, "unit")
def change(unit: Unit) -> Any:
    form = UnitForm(request.form)
    problems = {} if form.validate() else form.problems
    if form.people.data.strip() and form.people.number is None:
        problems["people"] = "Write a whole number, or nothing."
    if problems:
        return _change_page(unit, form.data, problems), 400
    try:
        store().units.change(unit, NewUnit(form.name.data, form.people.number, unit.teacher))
    except StoreError as error:
        return _change_page(unit, form.data, {"name": f"{error.cause}: {error.remedy}."}), 400
    rights.note("unit.changed", rights.of_unit(store(), unit.id)[1])
    flash("It is changed.")
    return redirect(url_for("site_units.units", site=unit.site))


@pages.get("/units/<int:unit>/remove")
@needs(Action.MAKE_UNITS, "unit")
def ask_remove(unit: Unit) -> str:
    return ask(
        f"Remove {unit.name}?",
        "Its link leads nowhere any more, and codes that were made for it are invalid.",
        "This works only as long as nobody has begun to answer as one of its people.",
        "Remove it",
        back=url_for("site_units.units", site=unit.site),
        network=_network(_wave(store().sites.get(unit.site))),
    )


@pages.post("/units/<int:unit>/remove")
@needs(Action.MAKE_UNITS, "unit")
def remove(unit: Unit) -> Any:
    place = rights.of_unit(store(), unit.id)[1]
    try:
        store().units.remove(unit)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
    else:
        rights.note("unit.removed", place)
        flash(f"{unit.name} is removed.")
    return redirect(url_for("site_units.units", site=unit.site))


@pages.get("/units/<int:unit>/poster.pdf")
@needs(Action.MAKE_UNITS, "unit")
def poster(unit: Unit) -> Response:
    """The poster of the school with the square of the unit."""
    site = store().sites.get(unit.site)
    wave = _wave(site)
    if wave.state is WaveState.CLOSED:
        abort(404)
    made = posters.posters_file([_handout(wave, site, unit)], posters.BOTH, paper_of(store(), wave))
    return attached(made, "application/pdf", file_name("pdf", site.school, unit.name, wave.title, "poster"))


@pages.post("/units/<int:unit>/slips.pdf")
@needs(Action.RUN_WAVES, "unit")
def slips(unit: Unit) -> Any:
    """New codes of a unit on slips: the one time that they can be had. They replace those nobody has used."""
    site = store().sites.get(unit.site)
    wave = _wave(site)
    number = SlipsForm(request.form).number.number or unit.expected
    if wave.way_in is not WayIn.CODES or not number:
        flash("Write how many people there are.")
        return redirect(url_for("site_units.units", site=site.id))
    try:
        codes = store().codes.issue(wave, site, number, unit=unit)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("site_units.units", site=site.id))
    made = school_slips(_handout(wave, site, unit), posters.BOTH, [Slip(code) for code in codes])
    file = code_file([made], wave.title, _network(wave).name, paper_of(store(), wave), SLIPS)
    rights.note("codes.issued", rights.of_unit(store(), unit.id)[1], counted(number, "code"))
    return attached(file.content, file.mimetype, file.name)


def _handout(wave: Wave, site: Site, unit: Unit) -> Handout:
    """How a unit is handed out: by its own link alone, as six digits lead to the whole school."""
    there = handout_of(store(), wave, site, own_address())
    return replace(
        there, school=f"{site.school}, {unit.name}", address=survey_address(own_address(), unit.link), code=""
    )


def _wave(site: Site) -> Wave:
    return store().waves.get(site.wave_id)


def _network(wave: Wave) -> Any:
    return store().studies.network(store().studies.get(wave.study_id).network_id)


def _page(site: Site, text: str, faults: list[Fault], rows: list[UnitRow]) -> str:
    wave = _wave(site)
    people = {
        one.account.id: one.account.name for one in store().members.of(store().studies.school(site.school_id))
    }
    return render_template(
        "waves/units.html",
        wave=wave,
        site=site,
        network=_network(wave),
        units=store().units.of(site),
        answered=store().units.answers(site),
        teachers=people,
        base=own_address(),
        text=text,
        faults=faults,
        rows=rows,
        ready=bool(rows) and not faults,
        takes=wave.state in (WaveState.DRAFT, WaveState.OPEN),
        by_codes=wave.way_in is WayIn.CODES,
        runs=rights.allowed(Action.RUN_WAVES, rights.of_wave(store(), wave.id)[1]),
    )


def _change_page(unit: Unit, typed: Any, problems: dict[str, str]) -> str:
    site = store().sites.get(unit.site)
    wave = _wave(site)
    return render_template(
        "waves/unit.html",
        unit=unit,
        site=site,
        wave=wave,
        network=_network(wave),
        typed=typed,
        problems=problems,
    )
