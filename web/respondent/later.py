"""Finishing later: on this device by itself, on another one by a short code that is made on demand."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.store import DraftGone
from web.respondent.keeper import keeper
from web.respondent.visit import CONSENT, Visit, find_visit, tell
from web.security import csrf, is_ours, own_address

pages = Blueprint("later", __name__)
csrf.exempt(pages)  # a page that was open for long comes back with a fresh token and the reason


@pages.get("/s/<link>/later")
def ask(link: str) -> ResponseReturnValue:
    """How to go on later. The code is made by a press, as whoever has it can open what was answered."""
    visit = find_visit(link)
    return _page(visit) if visit.draft else visit.to(CONSENT)


@pages.post("/s/<link>/later")
def show_code(link: str) -> ResponseReturnValue:
    """Make a code to go on with, in place of an earlier one, and show it this once."""
    visit = find_visit(link)
    if visit.draft is None or visit.key is None:
        return visit.to(CONSENT)
    if not is_ours():
        tell("later_once_more")
        return _page(visit), 400
    try:
        return _page(visit, keeper().resumes.issue(visit.key))
    except DraftGone:
        return visit.to(CONSENT)


def _page(visit: Visit, code: str = "") -> str:
    return visit.show("later", code=code, type_at=f"{own_address()}/")
