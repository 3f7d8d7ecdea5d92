"""Beginning a form: with a code where the survey asks for one, and a second one from a device only on purpose."""

from contextlib import suppress
from dataclasses import replace

from werkzeug.wrappers import Response

from engine.store import CodeNeeded, DraftGone, StaleDraft
from web.respondent import code_door, receipts
from web.respondent.keeper import keeper
from web.respondent.press import Press
from web.respondent.typed_codes import NOBODYS, SPENT
from web.respondent.visit import CONSENT, Visit, begin, too_many
from web.throttle import may_begin


def begin_form(visit: Visit, press: Press) -> Response:
    """The way to the first page of a new form, or to where somebody left the one they have begun."""
    if visit.needs_code:
        opened = code_door.open_with(visit, press.code)
        if isinstance(opened, Response):
            return opened
        visit = opened
    if visit.draft and not press.afresh:
        return visit.to(resume_place(visit))
    if visit.draft and visit.by_code:  # whoever it is has another code; what was begun stays with its own
        response = visit.to(CONSENT)
        visit.forget(response)
        return response
    if not (visit.draft or visit.may_begin_again or press.another):
        return visit.to(CONSENT)  # where it stands that answers were sent from here
    if not may_begin(visit.site.id):
        return too_many(visit)
    return _begin(visit, press)


def _begin(visit: Visit, press: Press) -> Response:
    if visit.draft and visit.key:
        with suppress(StaleDraft, DraftGone):
            keeper().drafts.save(visit.key, replace(visit.draft, answers={}, page=0))
    try:
        key, given = begin(visit)
    except CodeNeeded:  # another was issued in its place meanwhile
        return code_door.refuse(visit, NOBODYS)
    except DraftGone:
        return code_door.refuse(visit, SPENT)
    response = visit.to(visit.sitting_with(given).pages[0].number)
    visit.remember(response, key, for_now=press.shared)
    receipts.forget(response, visit.path)
    return response


def resume_place(visit: Visit) -> int | None:
    """The furthest page reached, or the next that the rules show."""
    return visit.sitting.after_rank(visit.furthest - 1)
