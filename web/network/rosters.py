"""How many people each school of a wave asks: a table of number fields, and the same as a list to paste."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.printed import counted
from engine.store import School, Site, Wave, WaveState
from web import rights
from web.forms import LineField, TypedForm, WholeField, whole_number
from web.network import lists
from web.network.answered import roles_of
from web.network.sheets import LARGEST_ROSTER, NO_WORD, Fault, cell, people_written
from web.network.uploads import confirmed, sent_text
from web.rights import Action, needs
from web.sessions import store

pages = Blueprint("rosters", __name__)

A_PAGE: Final = 50  # schools
WAS: Final = "was-"  # before a school's number: what its fields held when the page was drawn
BETWEEN: Final = "|"  # between these numbers
IN_WAVE, UNKNOWN, OUTSIDE = "in", "unknown", "outside"
SHOWN: Final = {
    IN_WAVE: "Schools in this wave",
    UNKNOWN: "In this wave, number not known",
    OUTSIDE: "Schools of the network that are not in it",
}


class TableForm(TypedForm):
    """Which schools are shown; `drawn_...` is what the page was drawn with whose fields came."""

    find, show, drawn_find, drawn_show, go = LineField(), LineField(), LineField(), LineField(), LineField()
    page = WholeField()


@dataclass(frozen=True, slots=True)
class SchoolFields:
    """A row of the table: what its fields hold, the people asked in all and then a role each, and what is wrong."""

    school: School
    site: Site | None
    typed: tuple[str, ...]
    was: str
    problems: Mapping[int, str] = field(default_factory=dict)  # by the place of the field

    def name(self, place: int) -> str:
        """The name of a field, which is its id too."""
        return f"people-{self.school.id}-{place}"


@dataclass(frozen=True, slots=True)
class RosterChange:
    school: School
    site: Site | None
    roster: int | None
    by_role: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShownSchools:
    """A page of the schools that were asked for."""

    rows: tuple[SchoolFields, ...]
    number: int
    pages: int
    found: int


@pages.get("/waves/<int:wave>/rosters")
@needs(Action.RUN_WAVES, "wave")
def table(wave: Wave) -> str:
    form = TableForm(request.args)
    show = _show(wave, form.show.data)
    return _table_page(
        wave, _schools_shown(wave, form.find.data, show, form.page.number or 1), form.find.data, show
    )


@pages.post("/waves/<int:wave>/rosters")
@needs(Action.RUN_WAVES, "wave")
def keep(wave: Wave) -> Any:
    """Keep what was changed in the fields of a page, or nothing and say what is wrong; then go on."""
    form = TableForm(request.form)
    rows, changes = _read_fields(wave)
    page = form.page.number or 1
    if any(row.problems for row in rows):
        shown = ShownSchools(rows, page, page, len(rows))
        return _table_page(wave, shown, form.drawn_find.data, _show(wave, form.drawn_show.data)), 400
    with store().together():
        for one in changes:
            if one.site is None:
                store().sites.add(wave, one.school, one.roster, one.by_role)
            else:
                store().sites.set_roster(one.site, one.roster, one.by_role)
        if changes:
            rights.note("rosters.changed", _place(wave), counted(len(changes), "school"))
    if changes:
        flash(f"The numbers of {counted(len(changes), 'school')} are kept.")
    same = (form.find.data, form.show.data) == (form.drawn_find.data, form.drawn_show.data)
    there = page + {"on": 1, "back": -1}.get(form.go.data, 0) if same else 1
    return redirect(
        url_for(
            "rosters.table",
            wave=wave.id,
            find=form.find.data or None,
            show=form.show.data or None,
            page=there,
        )
    )


@pages.get("/waves/<int:wave>/rosters/list")
@needs(Action.RUN_WAVES, "wave")
def list_form(wave: Wave) -> str:
    return _list_page(wave, _as_list(wave), [], None)


@pages.post("/waves/<int:wave>/rosters/list")
@needs(Action.RUN_WAVES, "wave")
def change_by_list(wave: Wave) -> Any:
    """Show what a list of rosters would change; change it when that has been confirmed."""
    text, trouble = sent_text()
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    rows, faults = lists.read_rosters(store(), network, store().sites.of(wave), roles_of(wave), text)
    if trouble:
        rows, faults = [], [trouble]
    if not _takes_schools(wave) and any(row.site is None for row in rows):
        faults.append(Fault(None, "The wave is closed, so no school can join it", "Leave out new schools"))
    if faults or not confirmed():
        return _list_page(wave, text, faults, rows), 400 if faults else 200
    with store().together():
        for row in rows:
            if row.site is None:
                store().sites.add(wave, row.school, row.roster, row.by_role)
            else:
                store().sites.set_roster(row.site, row.roster, row.by_role)
        rights.note("rosters.changed", _place(wave), f"{len(rows)} schools")
    flash(f"The rosters of {counted(len(rows), 'school')} are kept.")
    return redirect(url_for("waves.wave", wave=wave.id))


def _place(wave: Wave) -> rights.Place:
    return rights.of_wave(store(), wave.id)[1]


def _takes_schools(wave: Wave) -> bool:
    return wave.state not in (WaveState.CLOSING, WaveState.CLOSED)


def _show(wave: Wave, asked: str) -> str:
    """Which schools to show: as asked, else those of the wave, or where it has none yet those it could have."""
    if asked in SHOWN and (asked != OUTSIDE or _takes_schools(wave)):
        return asked
    return OUTSIDE if _takes_schools(wave) and not store().sites.of(wave) else IN_WAVE


def _all_schools(wave: Wave) -> tuple[School, ...]:
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    return tuple(one for one in store().studies.schools(network) if not one.archived)


def _schools_shown(wave: Wave, find: str, show: str, page: int) -> ShownSchools:
    roles = tuple(roles_of(wave))
    sites = {one.school_id: one for one in store().sites.of(wave)}
    found = []
    for school in _all_schools(wave):
        site = sites.get(school.id)
        fits = {
            IN_WAVE: site is not None,
            UNKNOWN: site is not None and site.roster is None,
            OUTSIDE: site is None,
        }
        if fits[show] and find.casefold() in school.name.casefold():
            found.append((school, site))
    found.sort(key=lambda one: one[0].name.casefold())
    last = max(1, -(-len(found) // A_PAGE))
    number = min(max(page, 1), last)
    rows = (
        SchoolFields(school, site, _texts(site, roles), BETWEEN.join(_texts(site, roles)))
        for school, site in found[(number - 1) * A_PAGE : number * A_PAGE]
    )
    return ShownSchools(tuple(rows), number, last, len(found))


def _texts(site: Site | None, roles: Sequence[str]) -> tuple[str, ...]:
    """What the fields of a school hold: the people in all, then a role each; empty where it is not known."""
    counts = (
        [site.roster, *(site.roster_by_role.get(role) for role in roles)]
        if site
        else [None] * (len(roles) + 1)
    )
    return tuple("" if one is None else str(one) for one in counts)


def _read_fields(wave: Wave) -> tuple[tuple[SchoolFields, ...], list[RosterChange]]:
    """The rows that came, with what is wrong in them, and what they would change."""
    roles = roles_of(wave)
    schools = {one.id: one for one in _all_schools(wave)}
    sites = {one.school_id: one for one in store().sites.of(wave)}
    rows, changes = [], []
    for school in (schools.get(id) for id in _sent_schools()):
        if school is None:
            continue
        site, was = sites.get(school.id), request.form[f"{WAS}{school.id}"]
        fields = [f"people-{school.id}-{place}" for place in range(len(roles) + 1)]
        typed = tuple(" ".join(request.form.get(name, "").split())[:40] for name in fields)
        now = BETWEEN.join(_texts(site, tuple(roles)))
        problems: dict[int, str] = {}
        if BETWEEN.join(typed) not in (was, now):
            change, problems = _change(wave, school, site, typed, roles)
            if was != now and not problems:
                problems[0] = _overtaken(school, site)
            if change is not None:
                changes.append(change)
        rows.append(SchoolFields(school, site, typed, now, problems))
    return tuple(rows), changes


def _sent_schools() -> list[int]:
    numbers = (whole_number(name.removeprefix(WAS)) for name in request.form if name.startswith(WAS))
    return [one for one in numbers if one is not None]


def _overtaken(school: School, site: Site | None) -> str:
    known = "not in the wave" if site is None else f"at {'no number' if site.roster is None else site.roster}"
    return (
        f"Somebody else has changed {school.name} meanwhile: it is {known} now."
        " Press the button again to keep what stands here."
    )


def _change(
    wave: Wave, school: School, site: Site | None, typed: Sequence[str], roles: Mapping[str, str]
) -> tuple[RosterChange | None, dict[int, str]]:
    """What a row's fields would change, or what is wrong by field."""
    counts = [None if text.lower() in NO_WORD else people_written(text) for text in typed]
    problems = {
        place: f"{school.name}: “{text}” is not a whole number of people. Write one up to {LARGEST_ROSTER:,}."
        for place, (text, count) in enumerate(zip(typed, counts, strict=True))
        if count is None and text.lower() not in NO_WORD
    }
    by_role = {role: n for role, n in zip(roles, counts[1:], strict=True) if n is not None}
    added = sum(by_role.values())
    roster = added if counts[0] is None and by_role else counts[0]
    if not problems and roster == 0:
        problems[0] = f"{school.name}: nobody would be asked. Write how many people are, or nothing."
    elif not problems and roster is not None and added > roster:
        problems[0] = f"{school.name}: the roles add up to {added}, more than {roster}. Correct one of them."
    elif site is None and not _takes_schools(wave):
        problems[0] = f"{school.name} can’t join: the wave is closed. Leave its fields empty."
    if problems or (site is None and roster is None):
        return None, problems
    return RosterChange(school, site, roster, by_role), problems


def _table_page(wave: Wave, shown: ShownSchools, find: str, show: str) -> str:
    study = store().studies.get(wave.study_id)
    sites = store().sites.of(wave)
    roles = roles_of(wave)
    here = {row.site.id for row in shown.rows if row.site}
    return render_template(
        "waves/rosters.html",
        wave=wave,
        network=store().studies.network(study.network_id),
        shown=shown,
        problems={row.name(place): text for row in shown.rows for place, text in row.problems.items()},
        find=find,
        show=show,
        shows={one: words for one, words in SHOWN.items() if one != OUTSIDE or _takes_schools(wave)},
        roles=roles,
        totals=_totals(sites, roles),
        elsewhere=_totals([one for one in sites if one.id not in here], roles),
        sites=sites,
        unknown=sum(one.roster is None for one in sites),
        several=len(_all_schools(wave)) > A_PAGE,
    )


def _totals(sites: Sequence[Site], roles: Mapping[str, str]) -> list[int]:
    """The people asked at all of these schools, in all and then by role, as far as they are known."""
    return [
        sum(one.roster or 0 for one in sites),
        *(sum(one.roster_by_role.get(role, 0) for one in sites) for role in roles),
    ]


def _as_list(wave: Wave) -> str:
    """The rosters as they are, as a list to be changed."""
    roles = tuple(roles_of(wave))
    sites = sorted(store().sites.of(wave), key=lambda one: one.school)
    lines = [[cell(site.school), *_texts(site, roles)] for site in sites]
    return "".join(",".join(line) + "\n" for line in (["school", "roster", *roles], *lines))


def _list_page(wave: Wave, text: str, faults: list[Fault], rows: list[lists.RosterLine] | None) -> str:
    study = store().studies.get(wave.study_id)
    return render_template(
        "waves/roster_list.html",
        wave=wave,
        network=store().studies.network(study.network_id),
        text=text,
        faults=faults,
        rows=rows,
        roles=roles_of(wave),
    )
