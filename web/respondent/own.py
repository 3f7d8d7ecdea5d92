"""Answers of which it is known whose they are, for that person: erased, and under a name seen and changed."""

import json
from dataclasses import replace
from typing import Final

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine.exchange.file_names import file_name
from engine.store import DraftGone, OwnStored, StaleDraft, WaveClosed
from web.attachment import attached
from web.respondent import receipts
from web.respondent.keeper import keeper
from web.respondent.respond import closed
from web.respondent.review import AnswerLine, answer_words
from web.respondent.visit import CONSENT, REVIEW, Visit, find_visit, sees_own, shut_page, tell
from web.security import csrf, is_ours
from web.wording import say

pages = Blueprint("own", __name__)
csrf.exempt(pages)  # a page that was open for long comes back with a fresh token and the reason
pages.register_error_handler(WaveClosed, closed)


OF_SENDING: Final = ("day", "seconds", "language", "device")


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


@pages.get("/s/<link>/own/stored")
def stored(link: str) -> ResponseReturnValue:
    """What is stored of this person, to read."""
    visit = find_visit(link)
    kept = _stored(visit)
    return (
        visit.to(CONSENT)
        if kept is None
        else visit.show("own_stored", kept=kept, answers=_answers(visit, kept))
    )


@pages.get("/s/<link>/own/stored.json")
def stored_json(link: str) -> ResponseReturnValue:
    """The same as a file."""
    visit = find_visit(link)
    kept = _stored(visit)
    if kept is None:
        return visit.to(CONSENT)
    answers = _answers(visit, kept)
    document = {
        "format": "barograph-own-answers",
        "survey": {"wave": visit.site.wave, "school": visit.site.school, "instrument": visit.instrument.name},
        "person": {"name": kept.name, "address": kept.address, "number": kept.number},
        "reminded": kept.reminded,
        "under_way": kept.under_way,
        "sent": None if kept.texts is None else {name: getattr(kept, name) for name in OF_SENDING},
        "answers": None
        if kept.texts is None
        else {one.item.id: {"question": str(one.item.text), "answer": one.words} for one in answers},
    }
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)  # days
    return attached(text, "application/json", file_name("json", say("own_stored_title")))


def _stored(visit: Visit) -> OwnStored | None:
    if visit.key is None or not visit.keeps_own:
        return None
    try:
        return keeper().own_answers.stored(visit.key)
    except DraftGone:
        return None


def _answers(visit: Visit, kept: OwnStored) -> list[AnswerLine]:
    """The questions that were answered, in the order of the form, with what was."""
    given, instrument = kept.texts or {}, visit.instrument
    items = (instrument.item(id) for page in instrument.form(visit.site.form).pages for id in page.items)
    lines = (AnswerLine(item, answer_words(item, given), "") for item in items)
    return [one for one in lines if one.words]


def _once_more(visit: Visit) -> Response:
    tell("start_again_shared")
    return redirect(url_for("respond.door", link=visit.link), 303)
