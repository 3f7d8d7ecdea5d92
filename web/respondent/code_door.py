"""The door of a survey that each person opens with a personal code."""

from dataclasses import replace

from flask import redirect, url_for
from werkzeug.wrappers import Response

from engine.store import CodeAtDoor, CodeState
from web.respondent.keeper import keeper
from web.respondent.keys import keep_key
from web.respondent.shared_device import is_shared
from web.respondent.typed_codes import ELSEWHERE, SPENT, CodeRefusal, by_personal_code, refused
from web.respondent.visit import CONSENT, Visit, keeps_own


def open_with(visit: Visit, typed: str) -> Visit | Response:
    """The visit with the key of a code that was typed; else the page that says why it has none, or the way on."""
    found = try_code(visit, typed)
    if isinstance(found, CodeRefusal):
        return refuse(visit, found, typed)
    if isinstance(found, CodeAtDoor):
        return lead_to(found)
    if found.key and (found.draft or found.received):
        response = found.to(CONSENT)
        keep_key(response, found.path, found.key)
        return response
    return found


def try_code(visit: Visit, typed: str) -> Visit | CodeAtDoor | CodeRefusal:
    """The visit with the key of a code that was typed; what the code opens where that is elsewhere; or a refusal."""
    found = by_personal_code(typed)
    if isinstance(found, CodeRefusal):
        return found
    if found.site.id != visit.site.id:
        return ELSEWHERE if is_shared() else found
    if found.site.unit != visit.site.unit:  # whose page says that it is kept with the answers
        return found
    sent = found.state is CodeState.SENT
    if sent and not keeps_own(found.site):
        return SPENT
    draft = keeper().drafts.load(found.key) if found.state is CodeState.UNDER_WAY else None
    return replace(visit, key=found.key, draft=draft, code=found.state, received=sent)


def refuse(visit: Visit, refusal: CodeRefusal, typed: str = "") -> Response:
    """The page of a code that opens nothing at this door."""
    address = url_for("respond.start", link=visit.link)
    return refused(refusal, typed, address, site=visit.site, personal=True)


def lead_to(found: CodeAtDoor) -> Response:
    """To the survey of a personal code; from now on the browser holds the key made of it, and not the code."""
    path = url_for("respond.door", link=found.link)
    response = redirect(path, 303)
    keep_key(response, path, found.key)
    return response
