"""Answers of which it is known whose they are, for that person: erased, and under a name seen and changed."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine.store import DraftGone, StaleDraft, WaveClosed
from web.respondent import receipts
from web.respondent.keeper import keeper
from web.respondent.respond import closed
from web.respondent.visit import CONSENT, REVIEW, Visit, find_visit, sees_own, shut_page, tell
from web.security import csrf, is_ours
from web.wording import say

pages = Blueprint("own", __name__)
csrf.exempt(pages)  # a page that was open for long comes back with a fresh token and the reason
pages.register_error_handler(WaveClosed, closed)


@pages.post("/s/<link>/own/change")
def change(link: str) -> ResponseReturnValue:
    """Open what was sent, to be looked at and changed; what was sent stays as it is until it is sent again."""
    visit = find_visit(link)
    if not is_ours():
        return _once_more(visit)
    if visit.key is None or not (visit.keeps_own and sees_own(visit.site)):
        return visit.to(CONSENT)
    try:
        draft = keeper().own_answers.reopen(visit.key)
        if draft.page < visit.last:  # whoever sends has had every page before them
            keeper().drafts.save(visit.key, replace(draft, page=visit.last))
    except DraftGone:
        return visit.to(CONSENT)
    except StaleDraft:
        pass  # another tab has just done the same
    return visit.to(REVIEW)


@pages.get("/s/<link>/own/erase")
def ask_to_erase(link: str) -> ResponseReturnValue:
    """Ask before anything is erased."""
    visit = find_visit(link)
    return visit.show("erase") if visit.keeps_own else visit.to(CONSENT)


@pages.post("/s/<link>/own/erase")
def erase(link: str) -> ResponseReturnValue:
    """Erase what was sent, and what was changed and not sent."""
    visit = find_visit(link)
    if not is_ours():
        return _once_more(visit)
    if visit.key is None or not visit.keeps_own:
        return visit.to(CONSENT)
    try:
        keeper().own_answers.erase(visit.key)
    except DraftGone:
        return visit.to(CONSENT)
    done = make_response(
        shut_page("erased", say("erased"), say("erased_again"), action=(say("take_back_again"), visit.path))
    )
    visit.forget(done)
    receipts.forget(done, visit.path)
    return done


def _once_more(visit: Visit) -> Response:
    tell("start_again_shared")
    return redirect(url_for("respond.door", link=visit.link), 303)
