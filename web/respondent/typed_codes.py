"""A code that somebody types: six digits that lead to a school's survey, or a personal code of ten signs.

What is wrong with its form is told before anything is looked up. What a code opens is told to whoever has it, and
nothing else: no page says which school or which survey a code is of.
"""

from dataclasses import dataclass
from typing import Final

from flask import make_response, render_template
from werkzeug.wrappers import Response

from engine.store import CodeAtDoor, Door, SiteAtDoor, TooManyTries, code_signs
from web.forms import LineField, TypedForm
from web.respondent.keeper import keeper
from web.respondent.languages import offered
from web.throttle import may_try_code, tried_in_vain
from web.wording import count, language, say, speak

LONGEST: Final = 100  # signs of what is typed that a page repeats


class TypedCodeForm(TypedForm):
    code = LineField()


@dataclass(frozen=True, slots=True)
class CodeRefusal:
    """Why a code opens nothing: the key of its sentences, and the status of its page."""

    key: str
    status: int
    n: int | None = None  # signs typed, where it is their number

    @property
    def sentence(self) -> str:
        return say(self.key) if self.n is None else count(self.key, self.n)


NOTHING: Final = CodeRefusal("code_nothing", 422)
WRONG_SIGN: Final = CodeRefusal("code_sign", 422)
NOBODYS: Final = CodeRefusal("code_unknown", 404)
NO_SURVEY: Final = CodeRefusal("join_unknown", 404)
SPENT: Final = CodeRefusal("code_spent", 410)
ELSEWHERE: Final = CodeRefusal("code_elsewhere", 422)
TRIED_OFTEN: Final = CodeRefusal("code_often", 429)
TRIED_ALL_DAY: Final = CodeRefusal("code_all_day", 429)
SHUT: Final = {
    Door.DRAFT: CodeRefusal("code_draft", 403),
    Door.NOT_YET: CodeRefusal("code_not_yet", 403),
    Door.FAMILIES: CodeRefusal("code_families", 403),
    Door.OVER: CodeRefusal("code_closed", 410),
    Door.CLOSING: CodeRefusal("code_closing", 410),
    Door.CLOSED: CodeRefusal("code_closed", 410),
}


def join_code(typed: str) -> str | None:
    """Six digits, where that was typed."""
    return code_signs.plain_join_code(typed)


def by_join_code(typed: str) -> SiteAtDoor | CodeRefusal:
    """The survey of six digits, or why there is none."""
    if not may_try_code():
        return TRIED_OFTEN
    try:
        site = keeper().sites.by_join_code(typed)
    except TooManyTries:
        return TRIED_ALL_DAY
    if site is None:
        tried_in_vain()
        return NO_SURVEY
    return site


def by_personal_code(typed: str) -> CodeAtDoor | CodeRefusal:
    """What a personal code opens, or why it opens nothing."""
    signs = [sign for sign in typed if sign.isalnum()]
    if not signs:
        return NOTHING
    if len(signs) != code_signs.LENGTH:
        return CodeRefusal("code_length", 422, len(signs))
    if code_signs.plain(typed) is None:
        return WRONG_SIGN
    if not may_try_code():
        return TRIED_OFTEN
    try:
        found = keeper().codes.find(typed)
    except TooManyTries:
        return TRIED_ALL_DAY
    if found is None:
        tried_in_vain()
        return NOBODYS
    return found


def refused(
    refusal: CodeRefusal, typed: str, address: str, *, site: SiteAtDoor | None = None, personal: bool = False
) -> Response:
    """The page of a code that opens nothing: what happened, what to do, whom to ask, and the field once more.

    `site` is the survey whose contact may be named: that of the link, or of a code that was right; `personal` where
    only a personal code is asked for.
    """
    speak(language())  # all words of this page are ours
    page = render_template(
        "respond/code_refused.html",
        title=say(f"{refusal.key}_title"),
        text=refusal.sentence,
        ask=whom_to_ask(site),
        again=refusal.status != TRIED_OFTEN.status,
        typed=typed[:LONGEST],
        address=address,
        personal=personal,
        languages=offered(by_link=False),
    )
    response = make_response(page, refusal.status)
    if refusal is TRIED_OFTEN:
        response.headers["Retry-After"] = "900"
    return response


def whom_to_ask(site: SiteAtDoor | None) -> str:
    """Whom to ask: the contact of a wave, as far as the wave is known and names one."""
    if site is not None and site.contact:
        return say("ask_contact", contact=site.contact)
    return say("ask_giver")


def shut(site: SiteAtDoor) -> CodeRefusal | None:
    """Why nobody can begin at a site now; None where it is open."""
    return SHUT.get(site.door)
