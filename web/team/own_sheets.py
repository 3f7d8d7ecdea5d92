"""Sheets that are for whoever is signed in alone: nobody else finds a page of them, and no log names them."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from engine.exchange.file_names import file_name
from engine.language import speaking
from engine.report.guides.kept import KeptSheet, kept_sheet_document
from engine.report.media.to_pdf import pdf_bytes
from engine.store import Account, Role, School, StoreError
from engine.store.plan_records import OwnSheet
from web.attachment import attached
from web.rights import signed_in
from web.school.languages import languages, speak_as_chosen_here
from web.sessions import me, store
from web.team.plan_reading import newest_playbook
from web.team.sheet_form import TypedSheet, as_typed, typed
from web.team.sheet_page import SheetPage, construct_ids, undo_of, versions
from web.wording import day, language, say

pages = Blueprint("own_sheets", __name__)

UNDER: Final = "/account/sheets"
SHEET: Final = f"{UNDER}/<sheet>"
MAY: Final = frozenset({Role.SCHOOL_LEADER, Role.SCHOOL_TEAM})


@pages.get(SHEET)
@signed_in
def sheet(sheet: str) -> str:
    """The sheet of whoever is signed in, as a form."""
    page, history = _found(sheet)
    last = history[0] if history else None
    return _form(page, as_typed(page.sheet, last.values if last else {}, last.id if last else 0))


@pages.post(SHEET)
@signed_in
def save(sheet: str) -> Any:
    """Keep it, or give it one row more or less."""
    page, _ = _found(sheet)
    given = typed(page.sheet, request.form, construct_ids(page.folder))
    if given.act.startswith(("add.", "drop.")):
        return _form(page, given, unsaved=True)
    if given.problems:
        return _form(page, given), 400
    try:
        store().own_sheets.save(_mine(), page.sheet.id, page.folder, given.values, seen=given.seen)
    except StoreError:
        history = store().own_sheets.history(_mine(), page.sheet.id)
        seen = history[0].id if history else 0
        return _form(page, replace(given, seen=seen), meanwhile=history[0] if history else None), 409
    flash(say("plan.saved_now"))
    return redirect(page.address, 303)


@pages.post(f"{SHEET}/bring-back/<int:earlier>")
@signed_in
def bring_back(sheet: str, earlier: int) -> Any:
    """Make an earlier save count again; 0 is the sheet before its first one."""
    page, _ = _found(sheet)
    room = store().own_sheets
    try:
        room.bring_back(_mine(), page.sheet.id, earlier, page.folder)
    except StoreError:
        abort(400)
    flash(say("plan.brought_back_now"))
    return redirect(page.address, 303)


@pages.get(f"{SHEET}/throw-away")
@signed_in
def ask_throw_away(sheet: str) -> str:
    page, _ = _found(sheet)
    return render_template(
        "account/question.html",
        question=say("plan.own.throw_question"),
        then=say("plan.own.throw_then"),
        after="",
        press=say("plan.own.throw_press"),
        leave=say("plan.own.throw_leave"),
        back=page.address,
        network=None,
        given=(),
    )


@pages.post(f"{SHEET}/throw-away")
@signed_in
def throw_away(sheet: str) -> Any:
    """Delete every save of it, for good."""
    page, _ = _found(sheet)
    erased = store().own_sheets.throw_away(_mine(), page.sheet.id)
    flash(say("plan.own.thrown_away" if erased else "plan.own.thrown_away_not_erased"))
    return redirect(page.address, 303)


@pages.get(f"{SHEET}/sheet.pdf")
@signed_in
def sheet_pdf(sheet: str) -> Response:
    """The sheet for paper, for whoever filled it in."""
    page, history = _found(sheet)
    if not history:
        abort(404)
    playbook, _ = page.folder.spoken(language().tag)
    saved = say("plan.own.saved", day=day(_local(history[0].at).date()))
    kept = KeptSheet(page.sheet, page.title, history[0].values, saved)
    with speaking(language().tag):
        made = kept_sheet_document(playbook, kept, page.folder.constructs, say("plan.own.mine"), "")
    return attached(pdf_bytes(made), "application/pdf", file_name("pdf", page.title))


def _mine() -> Account:
    return me().account


def _found(path: str) -> tuple[SheetPage, tuple[OwnSheet, ...]]:
    """The page and the saves; 404 for whoever is in no school's team and has kept nothing."""
    speak_as_chosen_here(UNDER)
    folder = newest_playbook()
    sheet = folder.spoken(language().tag)[0].worksheet(path.replace("-", "_"))
    if sheet is None or sheet.of != "person":
        abort(404)
    history = store().own_sheets.history(_mine(), sheet.id)
    if not history and not any(one.role in MAY for one in me().memberships):
        abort(404)
    return SheetPage(folder, sheet, sheet.title, url_for("own_sheets.sheet", sheet=path)), history


def _form(
    page: SheetPage, given: TypedSheet, *, meanwhile: OwnSheet | None = None, unsaved: bool = False
) -> str:
    history = store().own_sheets.history(_mine(), page.sheet.id)
    read = language().reviewed("plans") and language().reviewed("guides")
    with speaking(language().tag):
        return render_template(
            "team/sheet.html",
            network=None,
            school=None,
            plan=None,
            keeps=True,
            meanwhile=meanwhile,
            unsaved=unsaved,
            versions=versions(page.sheet, history, _local),
            undo=undo_of(history),
            homes=_homes(),
            languages=languages(),
            drafted="" if read else say("report.draft"),
            **page.values_of(given, meanwhile.values if meanwhile is not None else None),
        )


def _homes() -> tuple[School, ...]:
    """The schools whose plans whoever is signed in works on."""
    found = sorted(
        {one.school_id for one in me().memberships if one.role in MAY and one.school_id is not None}
    )
    return tuple(store().studies.school(one) for one in found)


def _local(at: datetime) -> datetime:
    """A moment in the time of the network that whoever is signed in works in."""
    network = next((one.network_id for one in me().memberships), None)
    return at if network is None else at.astimezone(store().studies.network(network).zone)
