"""Personal codes for whoever runs a wave: made and taken in one press, as they are kept nowhere in clear."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for

from engine.disclosure.groups import AnswersTold, answers_so_far
from engine.instrument.model import Privacy
from engine.printed import counted
from engine.report.handouts.slips import SchoolSlips, Slip
from engine.store import Site, StoreError, Wave, WaveState, WayIn
from engine.waves.school_result import paper_of
from web import rights
from web.attachment import attached
from web.forms import LineField, TypedForm, WholeField
from web.network.sharing import posters
from web.network.sharing.code_files import ALL, LIST, SLIPS, TABLE, code_file, school_slips
from web.network.sharing.handout import handout_of
from web.network.sharing.school_panel import paper_asked
from web.rights import Action, needs
from web.security import own_address
from web.sessions import store

pages = Blueprint("codes", __name__)

EVERY_SCHOOL: Final = "all"
BESIDE: Final = "beside"
MOST_AT_ONCE: Final = 2000  # codes, which take about a minute
MOST_REMEMBERED: Final = 500  # presses that are known as made when they come again


class CodesForm(TypedForm):
    """What is asked for: whose codes, how many, in place of unused ones or beside them, and as which file."""

    school, instead, file, paper, language, press = (LineField() for _ in range(6))
    number = WholeField()


@dataclass(frozen=True, slots=True)
class CodesRow:
    """A school's codes: how many are valid, how many people its list names, how many were used as far as is told."""

    site: Site
    issued: int
    named: int
    used: AnswersTold


class Trouble(Exception):
    """Why no codes were made, by the field that it is about."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@pages.get("/waves/<int:wave>/codes")
@needs(Action.RUN_WAVES, "wave")
def codes(wave: Wave) -> Any:
    if wave.way_in is not WayIn.CODES or wave.state is WaveState.CLOSED:
        return redirect(url_for("waves.wave", wave=wave.id))
    return _page(wave, CodesForm())


@pages.post("/waves/<int:wave>/codes")
@needs(Action.RUN_WAVES, "wave")
def make(wave: Wave) -> Any:
    """New codes, and the file that holds them: the one time that they can be had."""
    if wave.way_in is not WayIn.CODES or wave.state is WaveState.CLOSED:
        return redirect(url_for("waves.wave", wave=wave.id))
    form = CodesForm(request.form)
    mark = hashlib.sha256("\0".join((str(wave.id), *map(str, form.data.values()))).encode()).hexdigest()
    made: dict[str, None] = current_app.extensions.setdefault("codes_made", {})
    try:
        chosen = _chosen(wave, form)
        if mark in made:
            raise Trouble("again", "")
        made[mark] = None
        return _made(wave, form, chosen)
    except Trouble as trouble:
        if trouble.field != "again":
            made.pop(mark, None)
        return _page(wave, form, {trouble.field: str(trouble)}), 400
    finally:
        while len(made) > MOST_REMEMBERED:
            made.pop(next(iter(made)))


def _made(wave: Wave, form: CodesForm, chosen: Sequence[tuple[Site, int]]) -> Response:
    try:
        schools = [_school(wave, site, number, form) for site, number in chosen]
    except StoreError as error:
        raise Trouble("school", f"{error.cause}: {error.remedy}.") from None
    schools = [one for one in schools if one.slips]
    if not schools:
        raise Trouble("school", "Everybody on the list has begun or answered, so nobody needs a new code.")
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    paper = paper_asked(wave, form.paper.data)
    file = code_file(schools, wave.title, network.name, paper, form.file.data)
    number = sum(len(one.slips) for one in schools)
    where = schools[0].school if len(schools) == 1 else counted(len(schools), "school")
    rights.note("codes.issued", rights.of_wave(store(), wave.id)[1], f"{counted(number, 'code')} · {where}")
    return attached(file.content, file.mimetype, file.name)


def _school(wave: Wave, site: Site, number: int, form: CodesForm) -> SchoolSlips:
    """New codes of one school, on their slips: of the people on its list, or of nobody in particular."""
    slips: Sequence[Slip]
    if number == 0:
        slips = [Slip(one.code, one.invitee.name) for one in store().codes.reissue(wave, site)]
    else:
        beside = form.instead.data == BESIDE
        before = {one.id for one in store().invitees.of(site)}
        issued = store().codes.issue(wave, site, number, beside=beside)
        numbers = [one.number for one in store().invitees.of(site) if one.id not in before]
        slips = _numbered(issued, numbers)
    return school_slips(handout_of(store(), wave, site, own_address()), form.language.data, slips)


def _numbered(codes: Sequence[str], numbers: Sequence[int]) -> list[Slip]:
    """Slips with the numbers that the list of the wave knows them by; an anonymous wave has no numbers."""
    if len(numbers) != len(codes):
        return [Slip(code) for code in codes]
    return [Slip(code, f"#{number}") for code, number in zip(codes, numbers, strict=True)]


def _chosen(wave: Wave, form: CodesForm) -> list[tuple[Site, int]]:
    """The schools that were chosen, each with a number of codes; 0 stands for the people on its list."""
    rows = _rows(wave)
    if form.school.data != EVERY_SCHOOL:
        rows = [row for row in rows if str(row.site.id) == form.school.data]
    if not rows:
        raise Trouble("school", "Choose a school, or all of them.")
    typed = form.number.number
    if form.number.data.strip() and not typed:
        raise Trouble("number", "Write a whole number, such as 40, or leave it empty.")
    listed = [row for row in rows if row.named]
    if listed and typed:
        names = ", ".join(row.site.school for row in listed)
        raise Trouble("number", f"Leave this empty: codes of {names} go to the people on the list.")
    unlisted = [row.site.school for row in rows if not row.named]
    if unlisted and wave.privacy is Privacy.IDENTIFIED:
        raise Trouble("school", f"Nobody is on the list of {', '.join(unlisted)}. Put people on it first.")
    unknown = [row.site.school for row in rows if not row.named and not (typed or row.site.roster)]
    if unknown:
        raise Trouble("number", f"Write a number: the roster of {', '.join(unknown)} is not known.")
    chosen = [(row.site, 0 if row.named else typed or row.site.roster or 0) for row in rows]
    total = sum(number or row.named for (_, number), row in zip(chosen, rows, strict=True))
    if total > MOST_AT_ONCE:
        told = f"These would be {total:,} codes. Make at most {MOST_AT_ONCE:,} at once: choose one school."
        raise Trouble("number", told)
    return chosen


def _rows(wave: Wave) -> list[CodesRow]:
    counts = store().codes.counts(wave)
    named: dict[int, int] = {}
    for one in store().invitees.of(wave):
        if one.name:
            named[one.site_id] = named.get(one.site_id, 0) + 1
    return [
        CodesRow(site, counts[site.id].issued, named.get(site.id, 0), answers_so_far(counts[site.id].sent))
        for site in sorted(store().sites.of(wave), key=lambda site: site.school)
    ]


def _page(wave: Wave, form: CodesForm, problems: dict[str, str] | None = None) -> str:
    rows = _rows(wave)
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    files = [(SLIPS, "Slips to cut (PDF)"), (TABLE, "A list (CSV)")]
    if wave.privacy is not Privacy.ANONYMOUS:
        files.insert(1, (LIST, "A list of who gets which code, to tick off (PDF)"))
    files.append((ALL, "All of these in one ZIP"))
    return render_template(
        "sharing/codes.html",
        wave=wave,
        network=network,
        rows=rows,
        typed=form.data,
        problems=problems or {},
        files=files,
        languages=posters.choices(handout_of(store(), wave, rows[0].site, own_address())) if rows else (),
        paper=paper_of(store(), wave),
        press=secrets.token_urlsafe(
            8
        ),  # of one showing of the form: the same press sent twice makes codes once
    )
