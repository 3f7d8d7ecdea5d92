"""The board of a network as a school sees it: what others pass on, what it offered itself, and a way to report.

A post is read by nobody but the hub before the hub shows it; its school takes it back at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.comments.marks import SURE, Reason, marks
from engine.store import Network, NotFound, School, StoreError
from engine.store.board import LONGEST_WORD, BoardPost, PostState
from web import rights
from web.forms import LineField, TickField, TypedForm
from web.rights import Action, Place, needs
from web.school.languages import languages, speak_as_chosen_here
from web.sessions import store, who
from web.wording import language, say

pages = Blueprint("board", __name__)

HERE: Final = "/schools/<int:school>/board"
NAMES: Final = SURE | {Reason.NAME}


class OfferForm(TypedForm):
    month, agreed, named, sure = LineField(), TickField(), TickField(), TickField()


class ReportForm(TypedForm):
    reason = LineField(most=10 * LONGEST_WORD)


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as other schools read it: the school stands in it only where it wants to."""

    id: int
    text: str
    school: str
    own: bool


@pages.get(HERE)
@needs(Action.READ_BOARD, "school")
def board(school: School) -> str:
    speak_as_chosen_here(f"/schools/{school.id}")
    return _page(school)


@pages.post(f"{HERE}/offer")
@needs(Action.KEEP_CHECK_INS, "school")
def offer(school: School) -> Any:
    """Offer what a month's check-in says another school could use; asked again where it may name a person."""
    speak_as_chosen_here(f"/schools/{school.id}")
    sent = OfferForm(request.form)
    if not sent.agreed.ticked:
        flash(say("board.offer.not_agreed"))
        return redirect(url_for("board.board", school=school.id), 303)
    month, text = _of_month(school, sent.month.data)
    named = [one.of(text) for one in marks(text) if one.reason in NAMES]
    if named and not sent.sure.ticked:
        asked = {"month": sent.month.data, "text": text, "words": named, "named": sent.named.ticked}
        return _render("names", school, **asked), 400
    return _done(
        school,
        "board.offered",
        lambda: store().board.offer(school, month, text, who(), named=sent.named.ticked),
    )


@pages.post(f"{HERE}/<int:post>/take-back")
@needs(Action.KEEP_CHECK_INS, "school")
def take_back(school: School, post: int) -> Any:
    return _done(school, "board.taken_back", lambda: store().board.take_back(school, post))


@pages.post(f"{HERE}/<int:post>/offer-again")
@needs(Action.KEEP_CHECK_INS, "school")
def offer_again(school: School, post: int) -> Any:
    """Let a post wait for the hub once more; what it says was checked when it was first offered."""
    named = OfferForm(request.form).named.ticked
    return _done(school, "board.offered", lambda: store().board.offer_again(school, post, who(), named=named))


@pages.post(f"{HERE}/<int:post>/report")
@needs(Action.READ_BOARD, "school")
def report(school: School, post: int) -> Any:
    """Take a post off the board until the hub has looked at it."""
    speak_as_chosen_here(f"/schools/{school.id}")
    reason = ReportForm(request.form).reason.data
    if post not in {one.id for one in store().board.shown(_network(school))}:
        abort(404)
    if not 0 < len(reason) <= LONGEST_WORD:
        return _page(school, trouble=post, reason=reason), 400
    return _done(school, "board.reported", lambda: store().board.report(_network(school), post, reason))


def standing(state: PostState) -> str:
    """Where a post stands, as its own school reads it."""
    return say(f"board.state.{state.value}")


def _page(school: School, trouble: int = 0, reason: str = "") -> str:
    found = [
        ShownPost(one.id, one.text, one.school if one.named else "", one.school_id == school.id)
        for one in store().board.shown(_network(school))
    ]
    own = store().board.of_school(school)
    return _render("board", school, found=found, own=own, trouble=trouble, reason=reason, most=LONGEST_WORD)


def _render(template: str, school: School, **values: Any) -> str:
    read = language().reviewed("board")
    return render_template(
        f"board/{template}.html",
        network=None,
        school=school,
        languages=languages(),
        drafted="" if read else say("report.draft"),
        states=PostState,
        standing=standing,
        **values,
    )


def _done(school: School, word: str, act: Callable[[], BoardPost]) -> Any:
    """Do one thing to a post, keep it in the log of the school that does it, and say so."""
    speak_as_chosen_here(f"/schools/{school.id}")
    try:
        act()
    except NotFound:
        abort(404)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("board.board", school=school.id), 303)
    rights.note(word, Place(school.network_id, school.id, name=school.name))
    flash(say(word))
    return redirect(url_for("board.board", school=school.id), 303)


def _of_month(school: School, month: str) -> tuple[date, str]:
    """A kept month and what it says another school could use; 404 where it says nothing."""
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        abort(404)
    last = next(iter(store().check_ins.history(school, day)), None)
    text = "" if last is None or last.removed else " ".join(last.answers.get("for_others", "").split())
    if not text:
        abort(404)
    return day, text


def _network(school: School) -> Network:
    return store().studies.network(school.network_id)
