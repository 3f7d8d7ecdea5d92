"""Saving a page: what it holds goes into the draft, right or wrong; then where its button leads.

A page without a script is answered by a redirection. A script asks for JSON: no page is drawn for it, and
what goes wrong is answered by a status alone, after which the script sends the page as a browser does.
"""

import json
from dataclasses import dataclass, replace
from typing import Final

from flask import jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from engine.store import Draft, DraftGone, DraftKey, StaleDraft
from web.respondent import code_door, receipts
from web.respondent.keeper import keeper
from web.respondent.page import drawn_page
from web.respondent.posted import Posted, posted
from web.respondent.press import Press
from web.respondent.sitting import Saved
from web.respondent.typed_codes import ELSEWHERE, SPENT, CodeRefusal
from web.respondent.visit import CONSENT, LEFT_OPEN, REVIEW, Visit, begin, no_cookies, tell
from web.security import is_ours
from web.throttle import may_begin
from web.wording import say

TRIES: Final = 8  # saves against another tab that saves at the same moment
JSON: Final = "application/json"
KEEP: Final = "keep"  # what a script presses: save, and stay
LATER: Final = "later"

Place = tuple[int | None, str]  # a page's number and an anchor on it


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What a script is told of a page that it saved and that stays.

    `mark` is that of the page as it is saved; `fresh` names items of which the draft holds something else than came:
    another tab has changed them, and this page had not touched them.
    """

    mark: str
    fresh: tuple[str, ...]


def by_script() -> bool:
    """Whether a script sent this request and reads the answer itself."""
    return request.headers.get("Accept") == JSON


def led(response: Response) -> Response:
    """A redirection, told to a script by its address alone, so that it is followed once and with a page to show."""
    if by_script():
        to = response.headers.pop("Location")
        response.status_code, response.mimetype = 200, JSON
        response.set_data(json.dumps({"to": to}))
    return response


def refused(status: int) -> ResponseReturnValue:
    """A script is told a status alone: the page that says why comes when it asks as a browser does."""
    return jsonify(), status


def save_page(visit: Visit, number: int) -> ResponseReturnValue:
    """Save what the page holds, right or wrong, and go where the button says."""
    came = posted(visit.instrument, visit.site.form, number, request.form)
    if visit.key is None or visit.draft is None:
        return _rescue(visit, came)
    if not is_ours():
        return _again(visit, came, say("resend"), 400)
    if came.foreign:
        return _again(visit, came, say("not_options"), 400)
    try:
        saved, (place, anchor) = _save(visit, came, visit.key, visit.draft)
    except DraftGone as gone:
        return _rescue(replace(visit, received=gone.submitted), came)
    except StaleDraft:  # so many tabs at once that each try came too late
        return _again(visit, came, say("outrun"), 409)
    if by_script() and came.press.move == KEEP:
        return jsonify(SavedPage(saved.mark, saved.kept))
    _tell_what_changed(saved, shown_again=place == number)
    if _pauses(came.press):
        return led(redirect(url_for("later.ask", link=visit.link), 303))
    stays = place == number and came.press.review
    return led(visit.to(place, anchor, from_review=stays))


def _tell_what_changed(saved: Saved, *, shown_again: bool) -> None:
    if saved.kept:
        tell("kept")
    if saved.hidden:
        tell("hidden", len(saved.hidden))
    if saved.revealed and shown_again:
        tell("revealed", len(saved.revealed))


def _save(visit: Visit, came: Posted, key: DraftKey, draft: Draft) -> tuple[Saved, Place]:
    """Add the page to the draft; where another tab was faster, to what that one has saved."""
    number = came.number
    for attempt in range(TRIES):
        sitting = visit.sitting_with(draft.answers)
        mark = next(iter(came.press.marks), None)
        if mark is None:  # no page of ours: everything it may answer counts as shown
            mark = sitting.mark([item for page in sitting.pages for item in page.items])
        saved = sitting.save(number, came.texts, mark)
        place = _destination(number, came.press, saved)
        reached = visit.last if place[0] is REVIEW else sitting.rank(place[0])
        page = max(draft.page, sitting.rank(number), reached)
        after = replace(draft, answers=saved.sitting.answers, page=page)
        try:
            keeper().drafts.save(key, after)
            break
        except StaleDraft as stale:
            if attempt == TRIES - 1:
                raise
            draft = stale.current
    return saved, place


def _pauses(press: Press) -> bool:
    """Whether the button leads to the page on how to go on later, rather than to a page of the form."""
    return press.move == LATER and not press.language


def _destination(number: int, press: Press, saved: Saved) -> Place:
    """Where the button leads: on only from a page that is right and has shown all it has to show."""
    sitting = saved.sitting
    move = press.move
    if press.language or move in ("stay", KEEP, LATER):
        return number, ""
    if move == "back":
        return sitting.before(number) or CONSENT, ""
    page = sitting.page(number)
    if page and sitting.problems_of(page):
        return number, "problems"
    if saved.revealed:
        return number, f"q-{saved.revealed[0]}"
    if page and not press.asked and sitting.left_open(page):
        return number, LEFT_OPEN
    return (REVIEW if move == "review" else sitting.after(number)), ""


def _again(visit: Visit, came: Posted, notice: str, status: int) -> ResponseReturnValue:
    """The page once more with what was typed, unsaved, and the reason why it has to be sent again."""
    if by_script():
        return refused(status)
    before = dict(visit.draft.answers) if visit.draft else {}
    sitting = visit.sitting_with(before | dict(came.texts))
    shown = sitting.page(came.number) or sitting.pages[0]
    return drawn_page(visit, sitting, shown, notices=[notice], from_review=came.press.review), status


def _rescue(visit: Visit, came: Posted) -> ResponseReturnValue:
    """A page came without a draft to save it in: begin one, and hand the page back with what was typed."""
    if by_script():
        return refused(409)
    if receipts.read():
        return visit.thanks()
    if visit.received or not visit.may_begin_again:  # sent from another window
        return visit.to(CONSENT)
    if not request.cookies and came.press.again:
        return no_cookies(visit.path)
    visit = replace(visit, draft=None)
    if visit.needs_code:
        return _rescue_by_code(visit, came)
    if not may_begin(visit.site.id):
        return _again(visit, came, say("begun_often"), 429)
    response = make_response(_again(visit, came, say("draft_lost"), 409))
    visit.remember(response, begin(visit)[0])
    return response


def _rescue_by_code(visit: Visit, came: Posted) -> ResponseReturnValue:
    """The same where each person has a code: the page asks for it once more, and is saved with the draft it opens."""
    code = came.press.code
    if not code or not is_ours():
        return _again(visit, came, say("code_again"), 409)
    found = code_door.try_code(visit, code)
    if isinstance(found, CodeRefusal):
        return _again(visit, came, found.sentence, found.status)
    if not isinstance(found, Visit):
        return _again(visit, came, ELSEWHERE.sentence, ELSEWHERE.status)
    if found.received or found.key is None:
        return _again(visit, came, SPENT.sentence, SPENT.status)
    if found.draft is None:
        begin(found)
    key = found.key
    found = replace(found, draft=keeper().drafts.load(key))
    response = make_response(save_page(found, came.number))
    visit.remember(response, key)
    return response
