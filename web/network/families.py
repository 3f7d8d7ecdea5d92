"""What a school has told the families of its students: the letter, the record, and which schools may begin."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from engine.exchange.file_names import file_name
from engine.instrument.event import with_event
from engine.instrument.model import FamilyForm
from engine.language import own_name
from engine.report.document import Document
from engine.report.handouts.family_letter import AroundLetter, family_letter
from engine.report.media.to_pdf import pdf_bytes
from engine.store import (
    FamilyNotice,
    NewFamilyNotice,
    NotFound,
    School,
    Site,
    StoreError,
    Wave,
    WaveState,
)
from engine.waves.school_result import paper_of
from web import rights
from web.attachment import attached
from web.forms import IsoDayField, LineField, TypedForm, WholeField
from web.rights import Action, needs
from web.school.languages import languages, speak_as_chosen
from web.school.pages import Drawing
from web.sessions import store
from web.wording import count, say

pages = Blueprint("families", __name__)

OWN_PAGES: Final = "/schools"  # where the choice of a language holds for somebody with an account
TAKES_RECORDS: Final = (WaveState.DRAFT, WaveState.OPEN)


class FamiliesForm(TypedForm):
    role = LineField(most=200)
    sent, reply_by = IsoDayField(), IsoDayField()
    opted_out = WholeField()
    holder = LineField(most=1000)


@dataclass(frozen=True, slots=True)
class SchoolFamilies:
    """How far a school has got: its record, whether it lets students in now, and else from which day."""

    site: Site
    notice: FamilyNotice | None
    lets_in: bool
    begins: date | None


@pages.get("/waves/<int:wave>/families")
@needs(Action.RUN_WAVES, "wave")
def schools(wave: Wave) -> str:
    """For whoever runs the wave: which schools are ready."""
    asked = _asked(wave)
    rows = [_standing(wave, site, asked) for site in store().sites.of(wave)]
    return render_template(
        "families/schools.html",
        wave=wave,
        network=_network(wave),
        rows=rows,
        asked=asked,
        version=_version(wave),
    )


@pages.get("/schools/<int:school>/families/<int:wave>")
@needs(Action.RECORD_FAMILIES, "school")
def families(school: School, wave: int) -> Any:
    found, site = _place(school, wave)
    return _page(school, found, site, FamiliesForm(), {})


@pages.post("/schools/<int:school>/families/<int:wave>")
@needs(Action.RECORD_FAMILIES, "school")
def record(school: School, wave: int) -> Any:
    found, site = _place(school, wave)
    speak_as_chosen(found, OWN_PAGES)
    form = FamiliesForm(request.form)
    form.validate()
    problems = form.problems | _problems(found, form)
    if problems:
        return _page(school, found, site, form, problems), 400
    asked = _asked(found)
    new = NewFamilyNotice(
        form=asked,
        role=form.role.data,
        sent=form.sent.day,
        reply_by=form.reply_by.day,
        opted_out=form.opted_out.number,
        holder=form.holder.data or None,
    )
    try:
        kept = store().notices.record(found, site, new)
    except StoreError as error:
        return _page(school, found, site, form, {"role": f"{error.cause}: {error.remedy}."}), 400
    rights.note("families.recorded", rights.of_site(store(), site.id)[1], _noted(kept))
    standing = _standing(found, site, asked)
    told = "families.done_now" if standing.lets_in else "families.done"
    flash(say(told, school=school.name, **({} if standing.begins is None else {"day": standing.begins})))
    return redirect(url_for("families.families", school=school.id, wave=found.id))


@pages.post("/schools/<int:school>/families/<int:wave>/withdraw")
@needs(Action.RECORD_FAMILIES, "school")
def withdraw(school: School, wave: int) -> Any:
    found, site = _place(school, wave)
    speak_as_chosen(found, OWN_PAGES)
    try:
        if store().notices.withdraw(found, site):
            rights.note("families.withdrawn", rights.of_site(store(), site.id)[1])
            flash(say("families.withdrawn", school=school.name))
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
    return redirect(url_for("families.families", school=school.id, wave=found.id))


@pages.get("/schools/<int:school>/families/<int:wave>/letter-<language>")
@needs(Action.RECORD_FAMILIES, "school")
def letter(school: School, wave: int, language: str) -> str:
    """The letter as a page."""
    found, site = _place(school, wave)
    speak_as_chosen(found, OWN_PAGES)
    document = _letter(found, site, language)
    return render_template(
        "families/letter.html",
        school=school,
        wave=found,
        network=_network(found),
        document=document,
        draw=Drawing(document),
        language=language,
    )


@pages.get("/schools/<int:school>/families/<int:wave>/letter-<language>.pdf")
@needs(Action.RECORD_FAMILIES, "school")
def letter_pdf(school: School, wave: int, language: str) -> Response:
    """The letter to be printed."""
    found, site = _place(school, wave)
    speak_as_chosen(found, OWN_PAGES)
    made = pdf_bytes(_letter(found, site, language))
    name = file_name("pdf", school.name, found.title, say("families.file"), language)
    return attached(made, "application/pdf", name)


def _place(school: School, wave: int) -> tuple[Wave, Site]:
    """The wave and the school's part in it; 404 where it has none."""
    try:
        found = store().waves.get(wave)
        site = store().sites.find(found, school)
    except NotFound:
        abort(404)
    if site is None:
        abort(404)
    _asked(found, school)
    return found, site


def _asked(wave: Wave, school: School | None = None) -> FamilyForm:
    """What families are owed; of a wave that asks no students the page that leads here says that nothing is."""
    asked = store().notices.needed(wave)
    if asked is None:
        flash(say("families.nobody", wave=wave.title))
        there = url_for("schools.school", school=school.id) if school else url_for("waves.wave", wave=wave.id)
        abort(redirect(there))
    return asked


def _network(wave: Wave) -> Any:
    return store().studies.network(store().studies.get(wave.study_id).network_id)


def _today(wave: Wave) -> date:
    return store().now().astimezone(wave.closes.tzinfo).date()


def _version(wave: Wave) -> str:
    return store().notices.text_version(wave)


def _standing(wave: Wave, site: Site, asked: FamilyForm) -> SchoolFamilies:
    notice = store().notices.of(wave).get(site.id)
    if notice is None:
        return SchoolFamilies(site, None, False, None)
    lets_in = notice.lets_in(asked, _today(wave))
    enough = asked is not FamilyForm.CONSENT or notice.form is FamilyForm.CONSENT
    begins = notice.reply_by + timedelta(days=1) if notice.reply_by and enough and not lets_in else None
    return SchoolFamilies(site, notice, lets_in, begins)


def _problems(wave: Wave, form: FamiliesForm) -> dict[str, str]:
    """What is missing or wrong, by field; where another body holds the record, no day is asked for."""
    found = {}
    if not form.role.data:
        found["role"] = say("families.role_missing")
    if form.opted_out.data and form.opted_out.number is None:
        found["opted_out"] = say("families.opted_out_wrong")
    if form.holder.data and _runs(wave):
        return found
    sent, reply = form.sent.day, form.reply_by.day
    if sent is None:
        found["sent"] = say("families.sent_missing")
    elif sent > _today(wave):
        found["sent"] = say("families.sent_later")
    if reply is None:
        found["reply_by"] = say("families.reply_missing")
    elif sent is not None and reply < sent:
        found["reply_by"] = say("families.reply_early")
    return found


def _runs(wave: Wave) -> bool:
    """Whether whoever asks runs the wave, and so may say that another body holds the record."""
    return rights.allowed(Action.RUN_WAVES, rights.of_wave(store(), wave.id)[1])


def _noted(kept: FamilyNotice) -> str:
    """What the log says of a record."""
    if kept.holder is not None:
        return f"{kept.form.value}, held elsewhere: {kept.holder}"
    return f"{kept.form.value}, sent {kept.sent}, replies until {kept.reply_by}, {kept.role}"


def _page(school: School, wave: Wave, site: Site, form: FamiliesForm, problems: dict[str, str]) -> str:
    speak_as_chosen(wave, OWN_PAGES)
    asked = _asked(wave)
    standing = _standing(wave, site, asked)
    return render_template(
        "families/school.html",
        school=school,
        wave=wave,
        network=_network(wave),
        asked=asked,
        standing=standing,
        told=_told(standing.notice, asked),
        changed=standing.notice is not None and standing.notice.text_version != _version(wave),
        form=form,
        problems=problems,
        runs=_runs(wave),
        takes=wave.state in TAKES_RECORDS,
        letters=[(one, own_name(one)) for one in wave.languages],
        languages=languages(),
    )


def _told(notice: FamilyNotice | None, asked: FamilyForm) -> list[str]:
    """What is recorded, in sentences."""
    if notice is None:
        return []
    if notice.holder is not None:
        told = "families.recorded_holder"
        lines = [say(told, role=notice.role, day=notice.recorded, holder=notice.holder)]
    else:
        days = {"sent": notice.sent or notice.recorded, "reply": notice.reply_by or notice.recorded}
        lines = [say("families.recorded", role=notice.role, day=notice.recorded, **days)]
    if notice.opted_out is not None:
        key = "families.without" if asked is FamilyForm.CONSENT else "families.refused"
        lines.append(count(key, notice.opted_out))
    return [*lines, say("families.version", text=notice.text_version)]


def _letter(wave: Wave, site: Site, language: str) -> Document:
    if language not in wave.languages:
        abort(404)
    source = store().definitions.get(wave.instrument_id, wave.version)
    tag = None if language == source.language else language
    instrument = with_event(store().definitions.get(wave.instrument_id, wave.version, tag), wave.event)
    notice = store().notices.of(wave).get(site.id)
    around = AroundLetter(
        school=site.school,
        network=_network(wave).name,
        wave=wave.title,
        contact=wave.contact,
        reply_by=notice.reply_by if notice else None,
        kept_until=wave.kept_until,
        privacy=wave.privacy,
        minimum_group=wave.minimum_group,
        simulated=wave.simulated,
        paper=paper_of(store(), wave),
    )
    reviewed = store().definitions.reviewed(wave.instrument_id, wave.version, language)
    return family_letter(instrument, instrument.form(wave.form), around, reviewed)
