"""What a school is asked to do, on one sheet of the school itself: of its people alone, whatever plans it has."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, redirect, request, url_for

from engine.exchange.file_names import file_name
from engine.language import speaking
from engine.report.guides.kept import KeptSheet, kept_sheet_document
from engine.report.media.sheet import paper_in
from engine.report.media.to_pdf import pdf_bytes
from engine.store import School, StoreError
from engine.store.plan_records import SheetKey, SheetSave, StaleSheet
from web import rights
from web.attachment import attached
from web.rights import Action, needs
from web.school.languages import speak_as_chosen_here
from web.sessions import store, who
from web.team.made_up import tags
from web.team.plan_reading import local, newest_playbook, place_of
from web.team.plans import render
from web.team.sheet_form import TypedSheet, as_typed, typed
from web.team.sheet_page import SheetPage, construct_ids, undo_of, versions
from web.wording import day, language, say

pages = Blueprint("inventory", __name__)

HERE: Final = "/schools/<int:school>/inventory"


@pages.get(HERE)
@needs(Action.KEEP_TEAM_PLANS, "school")
def inventory(school: School) -> str:
    """The sheet as a form, with its saves."""
    page = _page(school)
    history = _history(school, page)
    last = history[0] if history else None
    return _form(school, page, as_typed(page.sheet, last.values if last else {}, last.id if last else 0))


@pages.post(HERE)
@needs(Action.KEEP_TEAM_PLANS, "school")
def save(school: School) -> Any:
    """Keep the sheet, or give it one row more or less."""
    page = _page(school)
    given = typed(page.sheet, request.form, construct_ids(page.folder))
    if given.act.startswith(("add.", "drop.")):
        return _form(school, page, given, unsaved=True)
    if given.problems:
        return _form(school, page, given), 400
    try:
        key = SheetKey(page.sheet.id)
        store().sheet_saves.save(school, key, page.folder, given.values, who(), seen=given.seen)
    except StaleSheet as stale:
        return _form(school, page, replace(given, seen=stale.current.id), meanwhile=stale.current), 409
    except StoreError:
        abort(400)
    rights.note("plan.saved", place_of(school), page.sheet.id)
    flash(say("plan.saved_now"))
    return redirect(page.address, 303)


@pages.post(f"{HERE}/bring-back/<int:earlier>")
@needs(Action.KEEP_TEAM_PLANS, "school")
def bring_back(school: School, earlier: int) -> Any:
    """Make an earlier save count again; 0 is the sheet before its first one."""
    page = _page(school)
    key = SheetKey(page.sheet.id)
    return _done(
        school, page, lambda: store().sheet_saves.bring_back(school, key, earlier, page.folder, who())
    )


@pages.get(f"{HERE}/sheet.pdf")
@needs(Action.KEEP_TEAM_PLANS, "school", record="team.file.taken")
def sheet_pdf(school: School) -> Response:
    """The sheet as it was filled in."""
    page = _page(school)
    history = _history(school, page)
    if not history:
        abort(404)
    playbook, _ = page.folder.spoken(language().tag)
    last = history[0]
    saved = say("plan.saved_by", name=last.name, day=day(local(school, last.at).date()))
    kept = KeptSheet(page.sheet, page.title, last.values, saved)
    with speaking(language().tag):
        made = kept_sheet_document(playbook, kept, page.folder.constructs, school.name, "")
    zone = store().studies.network(school.network_id).zone
    name = file_name("pdf", school.name, page.title)
    return attached(
        pdf_bytes(replace(made, paper=paper_in(zone), tags=tags(school))), "application/pdf", name
    )


def _page(school: School) -> SheetPage:
    speak_as_chosen_here(f"/schools/{school.id}")
    folder = newest_playbook()
    (sheet,) = folder.spoken(language().tag)[0].worksheets_of("school")
    return SheetPage(folder, sheet, sheet.title, url_for("inventory.inventory", school=school.id))


def _history(school: School, page: SheetPage) -> tuple[SheetSave, ...]:
    return store().sheet_saves.history(school, SheetKey(page.sheet.id))


def _form(
    school: School,
    page: SheetPage,
    given: TypedSheet,
    *,
    meanwhile: SheetSave | None = None,
    unsaved: bool = False,
) -> str:
    history = _history(school, page)
    return render(
        "sheet",
        school,
        plan=None,
        keeps=True,
        meanwhile=meanwhile,
        own_save=meanwhile is not None and meanwhile.who == who(),
        unsaved=unsaved,
        versions=versions(page.sheet, history, lambda at: local(school, at)),
        undo=undo_of(history),
        **page.values_of(given, meanwhile.values if meanwhile is not None else None),
    )


def _done(school: School, page: SheetPage, act: Callable[[], object]) -> Any:
    try:
        act()
    except StoreError:
        abort(400)
    rights.note("plan.brought_back", place_of(school), page.sheet.id)
    flash(say("plan.brought_back_now"))
    return redirect(page.address, 303)
