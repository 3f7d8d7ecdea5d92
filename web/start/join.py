"""The way in by a code that is typed: on the start page, or at the short address of its own, `/join`."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.store import CodeAtDoor, CodeState, SiteAtDoor
from web.respondent.code_door import lead_to
from web.respondent.languages import ours, pressed, speak_as_chosen
from web.respondent.typed_codes import (
    SPENT,
    CodeRefusal,
    TypedCodeForm,
    by_join_code,
    by_personal_code,
    join_code,
    refused,
    shut,
)
from web.respondent.visit import keeps_own, no_cookies
from web.security import csrf, is_ours
from web.wording import say

pages = Blueprint("join", __name__)
csrf.exempt(pages)  # a page that was open for long comes back with what was typed


@pages.get("/join")
def ask() -> str:
    """The field for a code, and nothing else."""
    speak_as_chosen()
    return _field("")


@pages.post("/join")
def join() -> ResponseReturnValue:
    """To the survey of a code."""
    speak_as_chosen()
    typed = TypedCodeForm(request.form).code.data
    if pressed(ours()):
        return _field(typed)
    if not is_ours():
        if not request.cookies:
            return no_cookies(url_for("join.ask"))
        return _field(typed, [say("code_once_more")]), 400
    if join_code(typed):
        return _to_site(by_join_code(typed), typed)
    return _to_code(by_personal_code(typed), typed)


def _to_site(found: SiteAtDoor | CodeRefusal, typed: str) -> ResponseReturnValue:
    if isinstance(found, CodeRefusal):
        return refused(found, typed, url_for("join.join"))
    return redirect(url_for("respond.door", link=found.link), 303)


def _to_code(found: CodeAtDoor | CodeRefusal, typed: str) -> ResponseReturnValue:
    """To the survey of a personal code, which this browser holds from now on in place of its signs."""
    if isinstance(found, CodeRefusal):
        return refused(found, typed, url_for("join.join"))
    under_way = found.state is CodeState.UNDER_WAY
    if found.state is CodeState.SENT and not keeps_own(found.site):
        return refused(SPENT, typed, url_for("join.join"), site=found.site)
    closed = shut(found.site)
    if closed is not None and not under_way:
        return refused(closed, typed, url_for("join.join"), site=found.site)
    return lead_to(found)


def _field(typed: str, notices: list[str] | None = None) -> str:
    return render_template("start/join.html", typed=typed, notices=notices or [], languages=ours())
