"""The result of a class, for its teacher alone, or of a department or team, for whoever reads its school's."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for

from engine.language import speaking
from engine.report.media.to_pdf import pdf_bytes
from engine.store import Role, Site, Unit, UnitKind, Wave, WaveState
from engine.waves.unit_result import UnitReading, unit_reading
from web import sessions
from web.attachment import attached
from web.rights import Action, needs
from web.school.files import KINDS, PAGE, FileKind, download
from web.school.languages import languages, speak_as_chosen
from web.school.pages import Drawing, NavigationLink
from web.sessions import store
from web.wording import say

pages = Blueprint("units", __name__)

OWN_PAGES: Final = "/units"  # where the choice of a language holds
FILES: Final = tuple(file for file in KINDS if file is not PAGE)
READERS: Final = frozenset({Role.SCHOOL_LEADER, Role.SCHOOL_TEAM})


@pages.get("/units/<int:unit>")
@needs(Action.SEE_OWN_UNIT, "unit", record="unit.seen")
def result(unit: Unit) -> Any:
    wave = _opened(unit)
    reading = unit_reading(store(), unit, speak_as_chosen(wave, OWN_PAGES))
    if reading is None:
        return _without_result(unit, wave)
    return _page(unit, reading, None)


@pages.post("/units/<int:unit>")
@needs(Action.SEE_OWN_UNIT, "unit", record="unit.seen")
def mirror(unit: Unit) -> Any:
    """The same beside the teacher's own answers, which are on this page and nowhere else."""
    reading = _shown(unit)
    return _to_page(unit) if reading is None else _page(unit, reading, _own(reading))


@pages.post("/units/<int:unit>/mirror.pdf")
@needs(Action.SEE_OWN_UNIT, "unit", record="file.taken")
def mirror_pdf(unit: Unit) -> Any:
    reading = _shown(unit)
    if reading is None:
        return _to_page(unit)
    made = pdf_bytes(reading.report(_own(reading)))
    name = reading.origin().file_name("pdf", say("units.page.name_result", unit=unit.name))
    return attached(made, "application/pdf", name)


def _file(kind: FileKind) -> Callable[..., Any]:
    def opened(unit: Unit) -> Any:
        reading = _shown(unit)
        if reading is None:
            return _to_page(unit)
        with speaking(reading.spoken):
            return download(reading.report(), reading.origin(), kind)

    guarded: Callable[..., Any] = needs(Action.SEE_OWN_UNIT, "unit", record="file.taken")(opened)
    return guarded


for _kind in FILES:
    pages.add_url_rule(
        f"/units/<int:unit>/{_kind.name}", endpoint=_kind.name.replace(".", "_"), view_func=_file(_kind)
    )


def may_read(unit: Unit, site: Site) -> bool:
    """Whether whoever asks reads a unit by itself: its teacher; of departments and teams its school too.

    No class is anybody else's, whatever roles they hold.
    """
    me = sessions.me()
    if unit.teacher == me.id:
        return True
    here = {one.role for one in me.memberships if one.school_id == site.school_id}
    return unit.kind is not UnitKind.CLASS and bool(here & READERS)


def _opened(unit: Unit) -> Wave:
    """The wave of a unit that may be read; 403 for everybody else."""
    if not may_read(unit, store().sites.get(unit.site)):
        abort(403)
    return store().waves.get(unit.wave_id)


def _shown(unit: Unit) -> UnitReading | None:
    wave = _opened(unit)
    return unit_reading(store(), unit, speak_as_chosen(wave, OWN_PAGES))


def _to_page(unit: Unit) -> Any:
    """To the page that says why there is nothing to take."""
    return redirect(url_for("units.result", unit=unit.id))


def _own(reading: UnitReading) -> dict[str, str]:
    """What was chosen, by statement; whatever is no option of it is left out."""
    own = {}
    for item in reading.asked():
        value = request.form.get(f"own-{item.id}", "")
        if value in {str(one.value) for one in item.options}:
            own[item.id] = value
    return own


def _page(unit: Unit, reading: UnitReading, own: dict[str, str] | None) -> str:
    document = reading.report(own)
    return render_template(
        "result/unit.html",
        unit=unit,
        document=document,
        draw=Drawing(document),
        asked=reading.asked(),
        own=own or {},
        beside=own is not None,
        twin=reading.twin(),
        files=_links(unit, for_analysts=False),
        more_files=_links(unit, for_analysts=True),
        languages=languages(),
        network=_network(unit),
        drafted=say("report.draft") if say("report.draft") in document.tags else "",
    )


def _links(unit: Unit, *, for_analysts: bool) -> list[NavigationLink]:
    return [
        NavigationLink(say(kind.label), f"{url_for('units.result', unit=unit.id)}/{kind.name}")
        for kind in FILES
        if kind.for_analysts is for_analysts
    ]


def _without_result(unit: Unit, wave: Wave) -> str:
    return render_template(
        "result/unit_hidden.html",
        unit=unit,
        wave=wave,
        school=store().sites.get(unit.site).school,
        answered=store().units.answers(wave).get(unit.id),
        closed=wave.state is WaveState.CLOSED,
        languages=languages(),
        network=_network(unit),
    )


def _network(unit: Unit) -> Any:
    wave = store().waves.get(unit.wave_id)
    return store().studies.network(store().studies.get(wave.study_id).network_id)
