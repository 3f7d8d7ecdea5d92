"""A team's rubric: what it agreed on, meeting by meeting; kept, changed, brought back, shared with the hub, printed.

Apart from every answer and score: the page lays a survey's score beside the team's level, and computes nothing of both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from engine.exchange.file_names import file_name
from engine.instrument.model import Instrument
from engine.language import speaking
from engine.loading import catalog
from engine.report.media.to_pdf import pdf_bytes
from engine.report.school.agreed import LevelBeside, agreed_document, level_names
from engine.store import School, StoreError
from engine.store.rubrics import RubricSave, StaleRubric
from engine.waves.beside_rubric import scores_beside
from web import rights
from web.attachment import attached
from web.rights import Action, Place, needs
from web.school.languages import languages, speak_as_chosen_here
from web.school.rubric_form import TypedMeeting, as_typed, blank, conditions, typed
from web.sessions import store, who
from web.wording import language, say

pages = Blueprint("rubric", __name__)

RUBRIC = "condition-rubric"
HERE = "/schools/<int:school>/rubric"


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A condition with the level of each meeting, in words."""

    condition: str
    levels: tuple[str, ...]


@pages.get(HERE)
@needs(Action.SEE_RUBRIC, "school")
def meetings(school: School) -> str:
    """All meetings that the reader may see, with the levels of each side by side."""
    speak_as_chosen_here(f"/schools/{school.id}")
    found = _visible(school)
    standing = [one for one in found if not one.removed]
    instrument = _newest()
    return _render(
        "meetings",
        school,
        found=standing,
        removed=[one for one in found if one.removed],
        trend=_trend(instrument, standing),
        instrument=instrument,
    )


@pages.get(f"{HERE}/new")
@needs(Action.KEEP_RUBRIC, "school")
def new(school: School) -> str:
    speak_as_chosen_here(f"/schools/{school.id}")
    return _form_page(school, _newest(), blank(_today(school)))


@pages.post(f"{HERE}/new")
@needs(Action.KEEP_RUBRIC, "school")
def begin(school: School) -> Any:
    """Keep a new meeting, or show what is wrong with it."""
    speak_as_chosen_here(f"/schools/{school.id}")
    instrument = _newest()
    given = typed(instrument, request.form, _today(school))
    if given.new is None:
        return _form_page(school, instrument, given), 400
    _publish(instrument, school)
    made = store().rubrics.begin(school, instrument, given.new, who())
    return _kept(school, made)


@pages.get(f"{HERE}/<int:number>")
@needs(Action.SEE_RUBRIC, "school")
def meeting(school: School, number: int) -> str:
    """One meeting: the level of each condition with its evidence and, for the school itself, the survey's score."""
    speak_as_chosen_here(f"/schools/{school.id}")
    history = _history(school, number)
    instrument = _of(history[0])
    own = _own(school)
    return _render(
        "meeting",
        school,
        last=history[0],
        history=[one for one in history if not one.removed] if own else (),
        rows=_rows(school, history[0], instrument),
        names=level_names(instrument),
        instrument=instrument,
    )


@pages.get(f"{HERE}/<int:number>/change")
@needs(Action.KEEP_RUBRIC, "school")
def change(school: School, number: int) -> str:
    speak_as_chosen_here(f"/schools/{school.id}")
    last = _history(school, number)[0]
    return _form_page(school, _of(last), as_typed(last), number)


@pages.post(f"{HERE}/<int:number>/change")
@needs(Action.KEEP_RUBRIC, "school")
def save(school: School, number: int) -> Any:
    """Keep a change; where somebody saved in between, both stand on the page and nothing is lost."""
    speak_as_chosen_here(f"/schools/{school.id}")
    instrument = _of(_history(school, number)[0])
    given = typed(instrument, request.form, _today(school))
    if given.new is None:
        return _form_page(school, instrument, given, number), 400
    try:
        kept = store().rubrics.save(school, number, instrument, given.new, who(), seen=given.seen)
    except StaleRubric as stale:
        return _form_page(school, instrument, given, number, stale.current), 409
    return _kept(school, kept)


@pages.post(f"{HERE}/<int:number>/bring-back/<int:earlier>")
@needs(Action.KEEP_RUBRIC, "school")
def bring_back(school: School, number: int, earlier: int) -> Any:
    """Make an earlier save count again."""
    return _done(
        school,
        number,
        "rubric.brought_back",
        lambda: store().rubrics.bring_back(school, number, earlier, who()),
    )


@pages.post(f"{HERE}/<int:number>/share")
@needs(Action.KEEP_RUBRIC, "school")
def share(school: School, number: int) -> Any:
    """Let the hub read this meeting."""
    return _done(
        school, number, "rubric.shared", lambda: store().rubrics.share(school, number, who(), shared=True)
    )


@pages.post(f"{HERE}/<int:number>/unshare")
@needs(Action.KEEP_RUBRIC, "school")
def unshare(school: School, number: int) -> Any:
    """Let the school alone read it again."""
    return _done(
        school, number, "rubric.unshared", lambda: store().rubrics.share(school, number, who(), shared=False)
    )


@pages.post(f"{HERE}/<int:number>/remove")
@needs(Action.KEEP_RUBRIC, "school")
def remove(school: School, number: int) -> Any:
    """Take a meeting out of what counts."""
    return _done(school, number, "rubric.removed", lambda: store().rubrics.remove(school, number, who()))


@pages.get(f"{HERE}/<int:number>/rubric.pdf")
@needs(Action.SEE_RUBRIC, "school", record="team.file.taken")
def printed(school: School, number: int) -> Response:
    """One meeting on paper."""
    speak_as_chosen_here(f"/schools/{school.id}")
    last = _history(school, number)[0]
    instrument = _of(last)
    with speaking(language().tag):
        made = agreed_document(school.name, instrument, last, _rows(school, last, instrument))
    name = file_name("pdf", school.name, say("rubric.title_short"), last.held.isoformat())
    return attached(pdf_bytes(made), "application/pdf", name)


def _render(template: str, school: School, **values: Any) -> str:
    read = language().reviewed("rubric")
    return render_template(
        f"rubric/{template}.html",
        network=store().studies.network(school.network_id),
        school=school,
        own=_own(school),
        languages=languages(),
        drafted="" if read else say("report.draft"),
        blank=_blank_form(),
        **values,
    )


def _form_page(
    school: School,
    instrument: Instrument,
    given: TypedMeeting,
    number: int | None = None,
    meanwhile: RubricSave | None = None,
) -> str:
    return _render(
        "form",
        school,
        instrument=instrument,
        conditions=conditions(instrument),
        given=given,
        number=number,
        meanwhile=meanwhile,
        own_save=meanwhile is not None and meanwhile.who == who(),
        names=level_names(instrument),
    )


def _kept(school: School, save: RubricSave) -> Any:
    rights.note("rubric.kept", _place(school), save.held.isoformat())
    flash(say("rubric.kept"))
    return redirect(url_for("rubric.meeting", school=school.id, number=save.number), 303)


def _done(school: School, number: int, word: str, act: Callable[[], RubricSave]) -> Any:
    """Do one thing to a meeting, keep it in the log and say so."""
    speak_as_chosen_here(f"/schools/{school.id}")
    _history(school, number)
    try:
        made = act()
    except StoreError:
        abort(404)
    rights.note(word, _place(school), made.held.isoformat())
    flash(say(word))
    if made.removed:
        return redirect(url_for("rubric.meetings", school=school.id), 303)
    return redirect(url_for("rubric.meeting", school=school.id, number=number), 303)


def _rows(school: School, save: RubricSave, instrument: Instrument) -> list[LevelBeside]:
    """The conditions with the team's level and, for the school itself, what its last survey says of each."""
    beside = scores_beside(store(), school, save.held, language().tag) if _own(school) else {}
    return [
        LevelBeside(item, save.levels.get(item.id), beside.get(item.facet or ""))
        for item in conditions(instrument)
    ]


def _trend(instrument: Instrument, found: Sequence[RubricSave]) -> list[TrendRow]:
    names = level_names(instrument)
    return [
        TrendRow(
            item.text,
            tuple(
                names.get(one.levels[item.id].level or 0, "") if item.id in one.levels else ""
                for one in found
            ),
        )
        for item in conditions(instrument)
    ]


def _visible(school: School) -> list[RubricSave]:
    """All meetings for the school itself; for its hub those that the team shares."""
    own = _own(school)
    return [one for one in store().rubrics.meetings(school) if own or one.shared]


def _history(school: School, number: int) -> tuple[RubricSave, ...]:
    """The saves of a meeting that the reader may see; no page is there for any other."""
    found = store().rubrics.history(school, number)
    if not found or not (_own(school) or found[0].shared):
        abort(404)
    zone = store().studies.network(school.network_id).zone
    return tuple(replace(one, at=one.at.astimezone(zone)) for one in found)


def _own(school: School) -> bool:
    return rights.allowed(Action.KEEP_RUBRIC, _place(school))


def _place(school: School) -> Place:
    return Place(school.network_id, school.id, name=school.name)


def _today(school: School) -> date:
    return store().studies.network(school.network_id).day_of(store().now())


def _newest() -> Instrument:
    """The rubric that ships, in the language of the page."""
    source = catalog.find(RUBRIC)
    tag = language().tag
    return catalog.in_language(source, tag) if tag in catalog.languages(source) else source


def _of(save: RubricSave) -> Instrument:
    """The version that a meeting was kept with, in the language of the page."""
    id, version, tag = save.instrument_id, save.version, language().tag
    there = store().definitions.languages(id, version)
    return store().definitions.get(id, version, tag if tag in there else None)


def _publish(instrument: Instrument, school: School) -> None:
    """What ships is published when it is first used: a meeting is read for good by the words it was kept with."""
    if (instrument.id, instrument.version) not in set(store().definitions.versions()):
        source = catalog.find(instrument.id, instrument.version)
        store().definitions.publish(source, catalog.translations(source), _today(school))


def _blank_form() -> str:
    source = catalog.find(RUBRIC)
    tag = language().tag if language().tag in catalog.languages(source) else source.language
    return url_for("choosing.paper_form", id=RUBRIC, version=source.version, form="full", language=tag)
