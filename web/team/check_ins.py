"""A team's monthly check-ins: this month's form, the months before it, run charts, a blank form and a table.

Kept by the leaders and the team of a school, and read by nobody else. No survey counts them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from engine.exchange.file_names import file_name
from engine.language import speaking
from engine.playbooks.check_ins import MonthlyForm, all_statements, monthly_form
from engine.playbooks.filled import LONGEST_LINE
from engine.playbooks.folder import PlaybookFolder, find_playbook
from engine.report.check_ins import FEWEST, MonthlyRun, blank_document, chart_section, source_of_rules
from engine.report.document import Document
from engine.report.media.to_pdf import pdf_bytes
from engine.store import School, StoreError
from engine.store.check_ins import CheckInSave, StaleCheckIn
from engine.waves.check_in_charts import energy_chart, month_after, statement_charts
from web import rights
from web.attachment import attached
from web.rights import Action, Place, needs
from web.school.languages import languages, speak_as_chosen_here
from web.school.pages import Drawing
from web.sessions import store, who
from web.team.board import standing
from web.team.check_in_form import TypedMonth, as_typed, begun, names_of, options_of, typed
from web.team.check_in_table import csv_text
from web.team.check_in_words import in_short, said_of, theirs_by_name
from web.team.made_up import made_up, tags
from web.wording import language, say

pages = Blueprint("check_ins", __name__)

PLAYBOOK: Final = "collective-leadership"
HERE: Final = "/schools/<int:school>/check-ins"


@pages.get(HERE)
@needs(Action.KEEP_CHECK_INS, "school")
def index(school: School) -> str:
    """This month's form, or what was kept of it; the months before; the run chart of the team's energy."""
    speak_as_chosen_here(f"/schools/{school.id}")
    saves = _standing(school)
    this, kept = _this_month(school), {one.month for one in saves}
    form = _form(this)
    chart = energy_chart(saves, _folder(), language().tag)
    return _render(
        "index",
        school,
        this=this,
        form=form,
        given=begun(saves[-1] if saves else None),
        kept=this in kept,
        late=month_after(this, -1) if saves and month_after(this, -1) not in kept else None,
        rows=[(one, in_short(_form_of(one), one)) for one in reversed(saves)],
        removed=[one for one in store().check_ins.of(school) if one.removed],
        statements=any(one.pulse for one in saves),
        **_drawn([chart] if chart else []),
    )


@pages.get(f"{HERE}/charts")
@needs(Action.KEEP_CHECK_INS, "school")
def charts(school: School) -> str:
    """Every run chart of the school: its energy, and each statement."""
    speak_as_chosen_here(f"/schools/{school.id}")
    saves, folder = _standing(school), _folder()
    energy = energy_chart(saves, folder, language().tag)
    found = [*([energy] if energy else []), *statement_charts(saves, folder, language().tag)]
    return _render("charts", school, source=source_of_rules(), **_drawn(found))


@pages.get(f"{HERE}/<month>")
@needs(Action.KEEP_CHECK_INS, "school")
def month(school: School, month: str) -> str:
    """One month as it counts, and who changed what in it."""
    speak_as_chosen_here(f"/schools/{school.id}")
    history = _history(school, month)
    passing_on = "" if history[0].removed else " ".join(history[0].answers.get("for_others", "").split())
    own = store().board.of_school(school)
    return _render(
        "month",
        school,
        last=history[0],
        passing_on=passing_on,
        standing=standing,
        offered=next((one for one in own if one.text == passing_on), None),
        said=said_of(_form_of(history[0]), history[0]),
        history=[(one, said_of(_form_of(one), one)) for one in history],
    )


@pages.get(f"{HERE}/<month>/change")
@needs(Action.KEEP_CHECK_INS, "school")
def change(school: School, month: str) -> Any:
    speak_as_chosen_here(f"/schools/{school.id}")
    day = _open_month(school, month)
    last = next(iter(store().check_ins.history(school, day)), None)
    if last is None or last.removed:
        saves = [one for one in _standing(school) if one.month < day]
        return _form_page(school, _form(day), day, begun(saves[-1] if saves else None))
    form = _form_of(last)
    return _form_page(school, form, day, as_typed(form, last))


@pages.post(f"{HERE}/<month>/change")
@needs(Action.KEEP_CHECK_INS, "school")
def save(school: School, month: str) -> Any:
    """Keep a month; where somebody saved in between, both stand on the page and nothing is lost."""
    speak_as_chosen_here(f"/schools/{school.id}")
    day = _open_month(school, month)
    last = next(iter(store().check_ins.history(school, day)), None)
    form = _form(day) if last is None or last.removed else _form_of(last)
    given = typed(form, request.form)
    if given.new is None:
        return _form_page(school, form, day, given), 400
    try:
        kept = store().check_ins.save(school, day, form, given.new, who(), seen=given.seen)
    except StaleCheckIn as stale:
        return _form_page(school, form, day, given, stale.current), 409
    rights.note("check_in.kept", _place(school), language().month(day))
    flash(say("check_ins.kept"))
    if empty := [
        one.label for one in form.sheet.fields if one.required == "gentle" and one.id not in kept.answers
    ]:
        flash(say("check_ins.still_empty", fields=" · ".join(empty)))
    return redirect(url_for("check_ins.month", school=school.id, month=f"{day:%Y-%m}"), 303)


@pages.post(f"{HERE}/<month>/bring-back/<int:earlier>")
@needs(Action.KEEP_CHECK_INS, "school")
def bring_back(school: School, month: str, earlier: int) -> Any:
    """Make an earlier save count again."""
    return _done(
        school,
        month,
        "brought_back",
        lambda day: store().check_ins.bring_back(school, day, earlier, who()),
    )


@pages.post(f"{HERE}/<month>/remove")
@needs(Action.KEEP_CHECK_INS, "school")
def remove(school: School, month: str) -> Any:
    """Take a month out of what counts."""
    return _done(school, month, "removed", lambda day: store().check_ins.remove(school, day, who()))


@pages.get(f"{HERE}/check-in.pdf")
@needs(Action.KEEP_CHECK_INS, "school", record="team.file.taken")
def blank(school: School) -> Response:
    """This month's check-in with room to write."""
    speak_as_chosen_here(f"/schools/{school.id}")
    this = _this_month(school)
    with speaking(language().tag):
        made = blank_document(_form(this), _folder().constructs, school.name, this)
    name = file_name("pdf", school.name, say("check_ins.file"), f"{this:%Y-%m}")
    return attached(pdf_bytes(replace(made, tags=tags(school))), "application/pdf", name)


@pages.get(f"{HERE}/check-ins.csv")
@needs(Action.KEEP_CHECK_INS, "school", record="team.file.taken")
def table(school: School) -> Response:
    """What the school said, a row a month."""
    speak_as_chosen_here(f"/schools/{school.id}")
    sheet = _form(_this_month(school)).sheet
    statements = [one.item.id for one in all_statements(_folder(), language().tag)]
    text = csv_text(sheet, statements, _standing(school), simulated=made_up(school))
    return attached(text, "text/csv; charset=utf-8", file_name("csv", school.name, say("check_ins.file")))


def _render(template: str, school: School, **values: Any) -> str:
    read = language().reviewed("check_ins")
    return render_template(
        f"check_ins/{template}.html",
        network=None,
        school=school,
        languages=languages(),
        drafted="" if read else say("report.draft"),
        ask={"names": names_of, "options": options_of, "most": LONGEST_LINE},
        **values,
    )


def _form_page(
    school: School, form: MonthlyForm, day: date, given: TypedMonth, meanwhile: CheckInSave | None = None
) -> str:
    theirs = {} if meanwhile is None else theirs_by_name(form, meanwhile)
    own = meanwhile is not None and meanwhile.who == who()
    return _render(
        "change",
        school,
        form=form,
        this=day,
        given=given,
        meanwhile=meanwhile,
        own_save=own,
        theirs=theirs,
    )


def _drawn(charts: Sequence[MonthlyRun]) -> dict[str, object]:
    """The charts as sections that a template lays out, and what draws their figures."""
    with speaking(language().tag):
        sections = tuple(chart_section(one, rules=at == 0) for at, one in enumerate(charts))
    document = Document("", "", "", sections)
    drawn = sum(len(one.values) >= FEWEST for one in charts)
    return {"sections": sections, "draw": Drawing(document), "drawn": drawn}


def _done(school: School, month: str, word: str, act: Callable[[date], CheckInSave]) -> Any:
    """Do one thing to a month, keep it in the log and say so."""
    speak_as_chosen_here(f"/schools/{school.id}")
    day = _month_or_404(month)
    try:
        act(day)
    except StoreError:
        abort(404)
    rights.note(f"check_in.{word}", _place(school), language().month(day))
    flash(say(f"check_ins.{word}"))
    return redirect(url_for("check_ins.month", school=school.id, month=f"{day:%Y-%m}"), 303)


def _standing(school: School) -> list[CheckInSave]:
    """What counts, the earliest month first."""
    return [one for one in store().check_ins.of(school) if not one.removed]


def _history(school: School, month: str) -> tuple[CheckInSave, ...]:
    """The saves of a month in the network's time; no page is there for a month without."""
    found = store().check_ins.history(school, _month_or_404(month))
    if not found:
        abort(404)
    zone = store().studies.network(school.network_id).zone
    return tuple(replace(one, at=one.at.astimezone(zone)) for one in found)


def _open_month(school: School, month: str) -> date:
    """A month that can be written: this one, the one before, and each that was kept."""
    day = _month_or_404(month)
    this = _this_month(school)
    if day not in (this, month_after(this, -1)) and not store().check_ins.history(school, day):
        abort(404)
    return day


def _month_or_404(month: str) -> date:
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        abort(404)
    return day if f"{day:%Y-%m}" == month else abort(404)


def _this_month(school: School) -> date:
    return store().studies.network(school.network_id).day_of(store().now()).replace(day=1)


def _folder() -> PlaybookFolder:
    return find_playbook(PLAYBOOK)


def _form(day: date) -> MonthlyForm:
    return monthly_form(_folder(), language().tag, day)


def _form_of(save: CheckInSave) -> MonthlyForm:
    """The version that a month was kept with, in the language of the page."""
    return monthly_form(find_playbook(save.playbook_id, save.version), language().tag, save.month)


def _place(school: School) -> Place:
    return Place(school.network_id, school.id, name=school.name)
