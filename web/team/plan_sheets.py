"""A sheet of a plan: filled in, saved, gone on from, brought back, commented on; read by a hub that may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, request, session, url_for
from werkzeug.exceptions import NotFound

from engine.playbooks.beginnings import first_values
from engine.playbooks.filled import Value, Values
from engine.store import School, StoreError
from engine.store.plan_records import LONGEST_COMMENT, MOST_TESTS, SheetKey, SheetSave, StaleSheet
from web import rights
from web.forms import LineField, ProseField, TypedForm, WholeField
from web.rights import Action, needs
from web.school.predictions import sealed_box
from web.sessions import store, who
from web.team.plan_papers import plan_sheet_document, score_line
from web.team.plan_reading import (
    SheetStep,
    SpokenPlan,
    key_of,
    local,
    path_of,
    place_of,
    plan_of,
    steps_of,
    title_of,
)
from web.team.plans import HERE, refuse_or_tell, render
from web.team.sheet_form import TypedSheet, as_typed, typed
from web.team.sheet_page import SheetPage, construct_ids, still_empty, undo_of, versions
from web.wording import count, say

pages = Blueprint("plan_sheets", __name__)

SHEET: Final = f"{HERE}/<int:plan>/<sheet>"


REOPEN: Final = "reopen"  # the button that opens a closed plan again and then does what was asked


class CommentForm(TypedForm):
    text, act = ProseField(), LineField()


SAVED: Final = "sheet saved"  # of a session: what the next page says once; an address alone says nothing


class ArrivalForm(TypedForm):
    """What a redirection says: that empty fields are asked for."""

    asked = WholeField()


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The sheet that an address names: its plan, its page, and its saves, the newest first."""

    spoken: SpokenPlan
    key: SheetKey
    page: SheetPage
    history: tuple[SheetSave, ...]

    @property
    def school(self) -> School:
        return self.spoken.school

    @property
    def last(self) -> SheetSave | None:
        return self.history[0] if self.history else None


@dataclass(frozen=True, slots=True)
class UnsaidComment:
    """A comment that was typed and not kept, and why not."""

    text: str
    problem: str


@pages.get(f"{HERE}/<int:plan>/new-test")
@needs(Action.KEEP_TEAM_PLANS, "school")
def new_test(school: School, plan: int) -> Any:
    """An empty test, which is kept once it is saved; the plan, where it can have none any more."""
    found = plan_of(school, plan)
    (sheet,) = found.playbook.worksheets_of("test")
    key = SheetKey(sheet.id, store().sheet_saves.next_number(found.plan, sheet.id))
    if not found.plan.open or key.number > MOST_TESTS:
        return _to_plan(
            found, count("plan.tests_full", MOST_TESTS) if found.plan.open else say("plan.closed_empty")
        )
    return redirect(url_for("plan_sheets.sheet", school=school.id, plan=plan, sheet=path_of(key, sheet)))


@pages.get(SHEET)
@needs(Action.SEE_TEAM_PLANS, "school")
def sheet(school: School, plan: int, sheet: str) -> Any:
    """The sheet as a form for the school itself; to read for its hub, and where the plan is closed."""
    found = _found(plan_of(school, plan), sheet)
    if found.last is None and not found.spoken.plan.open:
        return _to_plan(found.spoken, say("plan.closed_empty"))
    if not (found.spoken.own and found.spoken.plan.open) or (found.last and found.last.removed):
        return _to_read(found)
    if found.last is None:
        begun = _beginning(found)
        return _form(found, as_typed(found.page.sheet, begun, 0), taken=bool(begun))
    arrived = ArrivalForm(request.args)
    arrived.validate()
    return _form(found, replace(_kept(found), asked=bool(arrived.asked.number)))


@pages.post(SHEET)
@needs(Action.KEEP_TEAM_PLANS, "school")
def save(school: School, plan: int, sheet: str) -> Any:
    """Keep the sheet, or give it one row more or less; what is wrong is said beside its field."""
    found = _found(plan_of(school, plan), sheet)
    given = typed(found.page.sheet, request.form, construct_ids(found.spoken.folder))
    if given.act.startswith(("add.", "drop.")):
        return _form(found, given, unsaved=True)
    if given.problems:
        return _form(found, given), 400
    if not found.spoken.plan.open:
        if given.act != REOPEN:
            return _form(found, given), 409
        found = _reopened(found)
    try:
        saves, of = store().sheet_saves, found.spoken.plan
        kept = saves.save(of, found.key, found.spoken.folder, given.values, who(), seen=given.seen)
    except StaleSheet as stale:
        return _form(found, replace(given, seen=stale.current.id), meanwhile=stale.current), 409
    except StoreError:
        found = _found(plan_of(school, plan), sheet)
        return abort(400) if found.spoken.plan.open else (_form(found, given), 409)
    rights.note("plan.saved", place_of(school), found.key.sheet)
    return redirect(_onwards(found, given, kept), 303)


@pages.post(f"{SHEET}/bring-back/<int:earlier>")
@needs(Action.KEEP_TEAM_PLANS, "school")
def bring_back(school: School, plan: int, sheet: str, earlier: int) -> Any:
    """Make an earlier save count again; 0 is the sheet before its first one."""
    found = _found(plan_of(school, plan), sheet)
    saves, of, folder = store().sheet_saves, found.spoken.plan, found.spoken.folder
    return _done(found, "brought_back", lambda: saves.bring_back(of, found.key, earlier, folder, who()))


@pages.post(f"{SHEET}/remove")
@needs(Action.KEEP_TEAM_PLANS, "school")
def remove(school: School, plan: int, sheet: str) -> Any:
    """Take a test out of the plan; it stays in a list and can be brought back."""
    found = _found(plan_of(school, plan), sheet)
    if found.page.sheet.of != "test":
        abort(404)
    saves, of, folder = store().sheet_saves, found.spoken.plan, found.spoken.folder
    return _done(found, "removed", lambda: saves.remove(of, found.key, folder, who()))


@pages.post(f"{SHEET}/comments")
@needs(Action.KEEP_TEAM_PLANS, "school")
def comment(school: School, plan: int, sheet: str) -> Any:
    """Keep a comment of the team on the sheet."""
    found = _found(plan_of(school, plan), sheet)
    form = CommentForm(request.form)
    form.validate()
    text = form.text.data.strip()
    wrong = count("plan.problem.long", LONGEST_COMMENT) if text else say("plan.comments.empty")
    if not text or len(text) > LONGEST_COMMENT:
        return _form(found, _kept(found), unsaid=UnsaidComment(form.text.data, wrong)), 400
    if not found.spoken.plan.open:
        if form.act.data != REOPEN:
            unsaid = UnsaidComment(form.text.data, say("plan.comments.closed"))
            return _form(found, _kept(found), unsaid=unsaid), 409
        found = _reopened(found)
    room, of = store().sheet_comments, found.spoken.plan
    return _done(found, "commented", lambda: room.add(of, found.key, text, who()), "comments")


@pages.post(f"{SHEET}/comments/<int:comment>/take-back")
@needs(Action.KEEP_TEAM_PLANS, "school")
def take_back(school: School, plan: int, sheet: str, comment: int) -> Any:
    """Take one's own comment back."""
    return _turn(school, plan, sheet, comment, back=True)


@pages.post(f"{SHEET}/comments/<int:comment>/put-back")
@needs(Action.KEEP_TEAM_PLANS, "school")
def put_back(school: School, plan: int, sheet: str, comment: int) -> Any:
    """Put one's own comment back."""
    return _turn(school, plan, sheet, comment, back=False)


def _kept(found: PlanSheet) -> TypedSheet:
    """The sheet in its form as it counts now; before its first save as it begins."""
    last = found.last
    return as_typed(found.page.sheet, last.values if last else _beginning(found), last.id if last else 0)


def _reopened(found: PlanSheet) -> PlanSheet:
    """The sheet after its plan was opened again."""
    spoken = found.spoken
    store().plans.reopen(spoken.school, spoken.plan.number, who())
    rights.note("plan.reopened", place_of(spoken.school), spoken.plan.construct)
    again = plan_of(spoken.school, spoken.plan.number)
    return replace(found, spoken=again)


def _to_plan(spoken: SpokenPlan, sentence: str) -> Any:
    """To the plan's page, which says why."""
    flash(sentence)
    return redirect(url_for("plans.plan", school=spoken.school.id, plan=spoken.plan.number), 303)


def _turn(school: School, plan: int, sheet: str, comment: int, *, back: bool) -> Any:
    found = _found(plan_of(school, plan), sheet)
    room, of = store().sheet_comments, found.spoken.plan
    word = "comment_back" if back else "comment_put_back"
    return _done(found, word, lambda: room.take_back(of, comment, who(), back=back), "comments")


def _found(spoken: SpokenPlan, path: str) -> PlanSheet:
    """The sheet of an address; 404 for none, for a test beyond the next, and where a hub finds nothing in it."""
    key = key_of(path, spoken.playbook)
    sheet = spoken.playbook.worksheet(key.sheet)
    saves = store().sheet_saves
    history = saves.history(spoken.plan, key)
    next_one = key.number <= saves.next_number(spoken.plan, key.sheet)
    begun = bool(history) and not history[0].removed
    if sheet is None or not (begun or (spoken.own and (history or next_one))):
        abort(404)
    address = url_for("plan_sheets.sheet", school=spoken.school.id, plan=spoken.plan.number, sheet=path)
    return PlanSheet(spoken, key, SheetPage(spoken.folder, sheet, title_of(sheet, key), address), history)


def _beginning(found: PlanSheet) -> Mapping[str, Value]:
    """What the team said elsewhere already, as far as this sheet asks for it."""
    others: dict[str, Values] = {
        sheet.id: found.spoken.values(sheet.id) for sheet in found.spoken.playbook.worksheets_of("plan")
    }
    plan, sheet = found.spoken.plan, found.page.sheet
    parts = {name: f"{{{name}}}" for name in ("if_we", "then", "so_that")}
    sentence = say("plan.if_then", **parts)
    return first_values(sheet, plan.construct, plan.path.value, others, sentence=sentence)


def _form(
    found: PlanSheet,
    given: TypedSheet,
    *,
    meanwhile: SheetSave | None = None,
    unsaved: bool = False,
    taken: bool = False,
    unsaid: UnsaidComment | None = None,
) -> str:
    spoken = found.spoken
    figures = spoken.figures()
    return render(
        "sheet",
        spoken.school,
        spoken=spoken,
        plan=spoken.plan,
        keeps=True,
        steps=steps_of(spoken),
        here=found.key,
        nearby=_next(found),
        figures=figures,
        score_line=score_line(figures) if figures is not None else "",
        meanwhile=meanwhile,
        own_save=meanwhile is not None and meanwhile.who == who(),
        unsaved=unsaved,
        taken=taken,
        sealed=sealed_box(spoken.school, spoken.plan.wave_id, spoken.plan.measure)
        if len(found.page.sheet.open_fields) < len(found.page.sheet.fields)
        else None,
        empty=still_empty(found.page.sheet, given.values) if given.asked else [],
        versions=versions(found.page.sheet, found.history, lambda at: local(spoken.school, at)),
        undo=undo_of(found.history),
        saved_before=_saved_before(spoken),
        unsaid=unsaid,
        **_comments(found),
        **found.page.values_of(given, meanwhile.values if meanwhile is not None else None),
    )


def _comments(found: PlanSheet) -> dict[str, object]:
    """What the comments of a sheet are shown with, for the team alone."""
    spoken = found.spoken
    kept = store().sheet_comments.of(spoken.plan, who()) if spoken.own else ()
    return {
        "comments": [one for one in kept if one.key == found.key],
        "longest": LONGEST_COMMENT,
        "me": who(),
        "local": lambda at: local(spoken.school, at),
    }


def _to_read(found: PlanSheet) -> str:
    document = plan_sheet_document(found.spoken, found.key)
    if document is None:
        abort(404)
    last = found.last
    return render(
        "read",
        found.school,
        spoken=found.spoken,
        plan=found.spoken.plan,
        page=found.page,
        document=document,
        removed=last is not None and last.removed,
        bring_back=next((one.id for one in found.history if not one.removed), None),
        **_comments(found),
    )


def _saved_before(spoken: SpokenPlan) -> tuple[str, str, int] | None:
    """The sheet that was saved on the way here, its address, and the save that undoes that; for its author alone."""
    plan, path = session.pop(SAVED, (None, ""))
    if plan != spoken.plan.id:
        return None
    try:
        before = _found(spoken, path)
    except NotFound:
        return None
    undo = undo_of(before.history)
    if before.last is None or before.last.who != who() or undo is None:
        return None
    return before.page.title, before.page.address, undo


def _next(found: PlanSheet) -> SheetStep | None:
    """The sheet that comes after this one on the way."""
    steps = steps_of(found.spoken)
    places = [place for place, one in enumerate(steps) if one.key == found.key]
    return steps[places[0] + 1] if places and places[0] + 1 < len(steps) else None


def _onwards(found: PlanSheet, given: TypedSheet, kept: SheetSave) -> str:
    """Where a save leads: on, after it has asked once for what is still empty; else back to the sheet."""
    session[SAVED] = (found.spoken.plan.id, path_of(found.key, found.page.sheet))
    if given.act != "on":
        return found.page.address
    if still_empty(found.page.sheet, kept.values) and not given.asked:
        return f"{found.page.address}?asked=1"
    following = _next(found)
    if following is None:
        return url_for("plans.plan", school=found.school.id, plan=found.spoken.plan.number)
    return following.address


def _done(found: PlanSheet, word: str, act: Callable[[], object], anchor: str = "") -> Any:
    """Do one thing to a sheet, keep it in the log and say so."""
    try:
        act()
    except StoreError:
        refuse_or_tell(found.school, found.spoken.plan.number)
    else:
        rights.note(f"plan.{word}", place_of(found.school), found.key.sheet)
        flash(say(f"plan.{word}_now"))
    return redirect(f"{found.page.address}{'#' + anchor if anchor else ''}", 303)
