"""A visit: a request by someone who holds the link of an open survey, with their draft if they have one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

from flask import current_app, make_response, redirect, request, session, url_for
from flask import render_template as render
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine.disclosure.policy import Policy, policy
from engine.instrument.event import with_event
from engine.instrument.kinds import ORDER
from engine.instrument.model import Instrument, Privacy
from engine.responses.order import draw_order, is_random
from engine.store import CodeState, DatabaseFailure, Device, Door, Draft, DraftKey, SiteAtDoor, WayIn
from web.respondent import shared_device
from web.respondent.cookies import cookie
from web.respondent.keeper import keeper
from web.respondent.keeping import device_key
from web.respondent.keys import DAYS, SHARED_COOKIE, age, forget_key, held_key, keep_key
from web.respondent.languages import PARTS, choose, offered, speak_as_chosen, speak_to
from web.respondent.sitting import Sitting, Texts
from web.respondent.terms import short_promise
from web.wording import count, language, say, say_around, speak

DRAFT_DAYS: Final = DAYS
SENT_COOKIE: Final = "sent"  # the day on which this browser sent answers, or `CLEARED`
SENT_DAYS: Final = 90
CLEARED: Final = "yes"  # that it did, with no day, until it is closed
AGAIN_COOKIE: Final = "again"  # that another form was begun here on purpose after that
LEFT: Final = "left_to_say"  # in the session
REVIEW: Final = None  # the place after the last page
LEFT_OPEN: Final = "open"  # the anchor of what a page asks about once
CONSENT: Final = 0  # the place before the first


@dataclass(frozen=True, slots=True)
class Visit:
    link: str
    site: SiteAtDoor
    instrument: Instrument
    key: DraftKey | None
    draft: Draft | None
    received: bool = False  # the answers of this key are stored, whether or not the browser was told
    code: CodeState | None = (
        None  # of the personal code that the key was made of, where the survey asks for one
    )

    @property
    def least(self) -> Policy:
        """How few people results are shown of."""
        return policy(self.instrument.audience, self.site.minimum_group)

    @property
    def sitting(self) -> Sitting:
        return self.sitting_with(self.draft.answers if self.draft else {})

    def sitting_with(self, given: Texts) -> Sitting:
        return Sitting(self.instrument, self.site.form, given)

    @property
    def last(self) -> int:
        """The number of the review, which follows the last page."""
        return len(self.instrument.form(self.site.form).pages) + 1

    @property
    def furthest(self) -> int:
        """How many pages this person has had before them, in their order; the review is one more than all."""
        return max(1, self.draft.page) if self.draft else 1

    @property
    def path(self) -> str:
        return url_for("respond.door", link=self.link)

    def to(self, place: int | None, anchor: str = "", *, from_review: bool = False) -> Response:
        """A redirection to a page by its number, to `CONSENT` or to `REVIEW`; `from_review` leads back there."""
        if place == CONSENT:
            return redirect(self.path, 303)
        if place is REVIEW or place >= self.last:
            return redirect(url_for("respond.review", link=self.link, _anchor=anchor or None), 303)
        asked = "yes" if anchor == LEFT_OPEN else None
        review = "yes" if from_review else None
        address = url_for(
            "respond.page", number=place, link=self.link, asked=asked, review=review, _anchor=anchor or None
        )
        return redirect(address, 303)

    def thanks(self) -> Response:
        return redirect(url_for("respond.thanks", link=self.link), 303)

    def show(self, template: str, *, notices: Sequence[str] = (), **values: Any) -> str:
        kiosk = shared_device.is_shared()
        if kiosk:
            number = values["page"].number if template == "page" else None
            shared_device.start_over(self.link, template, under_way=self.key is not None, page=number)
        around = self._around(kiosk=kiosk, notices=[*notices, *_left_to_say()])
        return render(f"respond/{template}.html", **(around | values))

    def _around(self, *, kiosk: bool, notices: Sequence[str]) -> dict[str, object]:
        """What every page of a survey may show beside its own."""
        return {
            "link": self.link,
            "site": self.site,
            "instrument": self.instrument,
            "language": self.instrument.language,
            "languages": self.site.languages,
            "foreign": not language().speaks(self.instrument.language),
            "unreviewed": not self.reviewed,
            "simulated": self.site.simulated,
            "kiosk": kiosk,
            "device_key": self.device_key,
            "by_code": self.by_code,
            "needs_code": self.needs_code,
            "draft_days": DRAFT_DAYS,
            "own": sees_own(self.site),
            "short_promise": short_promise(self.site),
            "least": self.least,
            "notices": notices,
        }

    @property
    def device_key(self) -> str:
        """The key under which this device seals what it could not send; none where people share it."""
        shared = shared_device.is_shared() or SHARED_COOKIE in request.cookies
        return device_key(self.key if self.draft else None, shared=shared)

    @property
    def plain(self) -> bool:
        """Whether a page of questions has nothing to say to this person alone, around what it asks."""
        return not (self.draft is None or self.needs_code or shared_device.is_shared() or LEFT in session)

    @property
    def reviewed(self) -> bool:
        """Whether speakers have read the texts of this language, both the instrument's and ours where we speak it."""
        site, ours = self.site, language()
        if ours.speaks(self.instrument.language) and not all(map(ours.reviewed, PARTS)):
            return False
        return keeper().definitions.reviewed(site.instrument_id, site.version, self.instrument.language)

    @property
    def by_code(self) -> bool:
        """Whether each person needs a code of their own."""
        return self.site.way_in is WayIn.CODES

    @property
    def needs_code(self) -> bool:
        """Whether a code has still to be typed before anything can be answered."""
        return self.by_code and self.draft is None and self.code is not CodeState.NEW

    @property
    def keeps_own(self) -> bool:
        """Whether this person can erase what they have sent, and perhaps see and change it."""
        return self.received and keeps_own(self.site)

    @property
    def sent_before(self) -> bool:
        """Whether answers were sent from this browser; no matter where each person has a code."""
        return not self.by_code and (self.received or SENT_COOKIE in request.cookies)

    @property
    def device(self) -> Device:
        """From what the answers come, as they are kept until the close."""
        if shared_device.is_shared():
            return Device.SHARED
        return Device.AGAIN if self.sent_before or self._again else Device.OWN

    @property
    def _again(self) -> bool:
        return not self.by_code and AGAIN_COOKIE in request.cookies

    @property
    def may_begin_again(self) -> bool:
        """Whether another form may be begun here: not by the way, where one was sent."""
        return not self.sent_before or self._again

    def remember(self, response: Response, key: DraftKey, *, for_now: bool = False) -> None:
        """Keep the key to the draft in the browser."""
        keep_key(response, self.path, key, for_now=for_now)
        if self.sent_before:
            response.set_cookie(AGAIN_COOKIE, "yes", max_age=age(DRAFT_DAYS, for_now), **cookie(self.path))

    @property
    def sent(self) -> date | None:
        """The day on which answers were sent from this browser, as far as it remembers."""
        try:
            return date.fromisoformat(request.cookies.get(SENT_COOKIE, ""))
        except ValueError:
            return None

    def remember_sent(self, response: Response) -> None:
        """Keep in the browser that it sent answers today; where it is shared without the day or until it is closed."""
        if shared_device.is_shared():
            if not self.by_code:
                shared_device.mark_sent(response, self.path, self.site.closes)
            return
        today = datetime.now(self.site.closes.tzinfo).date()
        stays = age(SENT_DAYS, SHARED_COOKIE in request.cookies)
        response.set_cookie(SENT_COOKIE, today.isoformat(), max_age=stays, **cookie(self.path))

    def forget(self, response: Response) -> None:
        forget_key(response, self.path)
        response.delete_cookie(AGAIN_COOKIE, **cookie(self.path))

    def clear_sent(self, response: Response) -> None:
        """Forget on which day answers were sent from here; that they were, only when the browser is closed."""
        response.set_cookie(SENT_COOKIE, CLEARED, **cookie(self.path))


class Shut(HTTPException):
    """A door that stays shut, answered by a page of its own rather than by an error page."""


def find_visit(link: str, *, after_sending: bool = False) -> Visit:
    """Who asks for what; ends the request with a page of its own where the survey is not open.

    Who began in time may go on past the last day, until the wave is closed and drafts are deleted; the page
    `after_sending` shows whatever the door.
    """
    key = held_key()
    met = keeper().visits.find(link, key)
    if met and met.site.door is Door.CLOSING and keeper().closing.undo_broken_off():
        met = keeper().visits.find(link, key)
    if met is None:
        speak_as_chosen()
        raise Shut(response=make_response(shut_page("unknown", say("unknown")), 404))
    site, draft = met.site, met.draft
    if draft and (draft.site_id, draft.unit_id) != (site.id, site.unit.id if site.unit else draft.unit_id):
        key, draft = None, None  # another survey's: neither shown nor handed in here
    own = keeps_own(site)  # who corrects has a draft of what was received
    received = key is not None and (own or draft is None) and met.spent
    if site.door in (Door.NOT_YET, Door.FAMILIES, Door.DRAFT):
        raise Shut(response=make_response(not_open(site, link), 403))
    if site.door is not Door.OPEN and not draft and not after_sending and not (own and received):
        raise Shut(response=make_response(not_open(site, link, received=received), 410))
    instrument = keeper().definitions.get(
        site.instrument_id, site.version, choose(site.languages, partial(url_for, "respond.door", link=link))
    )
    speak_to(instrument)
    code = _code_of(site, key) if draft is None else None
    return Visit(link, site, with_event(instrument, site.event), key, draft, received, code)


def _code_of(site: SiteAtDoor, key: DraftKey | None) -> CodeState | None:
    """How far the personal code has got that a key was made of; None where it is none of this survey's."""
    if key is None or site.way_in is not WayIn.CODES:
        return None
    held = keeper().codes.of_key(key)
    return held.state if held is not None and held.site.id == site.id else None


def keeps_own(site: SiteAtDoor) -> bool:
    """Whether people can erase what they sent by their code: where it is known whose it is, until the close."""
    by_code = site.way_in is WayIn.CODES and site.privacy is not Privacy.ANONYMOUS
    return by_code and site.door in (Door.OPEN, Door.OVER)


def sees_own(site: SiteAtDoor) -> bool:
    """Whether they can see and change it too: where it stands under their name."""
    return site.privacy is Privacy.IDENTIFIED and keeps_own(site)


def begin(visit: Visit) -> tuple[DraftKey, Texts]:
    """A new draft, and what it holds from the start: the order that is drawn for this person, where one is."""
    key = keeper().drafts.start(visit.site, visit.key if visit.by_code else None)
    random = is_random(visit.instrument.form(visit.site.form))
    if not visit.by_code and not random:  # nobody else has the key that was just drawn
        return key, {}
    draft = keeper().drafts.load(key)
    if draft is not None and draft.answers:  # with the same code, in another window
        return key, draft.answers
    if not random:
        return key, {}
    given = {ORDER: (str(draw_order()),)}
    if draft is not None:
        keeper().drafts.save(key, replace(draft, answers=given))
    return key, given


def expire_drafts() -> None:
    """Keep the promise of the consent page at the first request of a day, whatever it asks for."""
    today = datetime.now(UTC).date()
    if current_app.extensions.get("drafts_expired") != today:
        current_app.extensions["drafts_expired"] = today
        with suppress(DatabaseFailure):  # a page that only reads need not wait for it
            keeper().drafts.expire(DRAFT_DAYS)


def forget_sent(response: Response, path: str) -> None:
    response.delete_cookie(SENT_COOKIE, **cookie(path))


def tell(key: str, n: int | None = None) -> None:
    """Leave a sentence for the next page; as its key, as the session travels with the browser.

    Apart from what pages of accounts leave for their next: neither is shown on a page of the other.
    """
    session[LEFT] = [*session.get(LEFT, ()), (key, n)]


def _left_to_say() -> list[str]:
    return [say(key) if n is None else count(key, n) for key, n in session.pop(LEFT, ())]


def not_open(site: SiteAtDoor, link: str, *, received: bool = False) -> str:
    """The page of a survey that opens later, or has closed; `received` where this browser's answers are in."""
    chosen = choose(site.languages, partial(url_for, "respond.door", link=link))
    instrument = keeper().definitions.get(site.instrument_id, site.version, chosen)
    speak_to(instrument)
    blanks = {"title": instrument.title, "school": site.school}
    ask = whom_to_ask(site)
    if site.door is Door.DRAFT:  # nobody is told of a survey that may never be
        return shut_page("draft", say("draft"), ask)
    if site.door is Door.NOT_YET:
        return shut_page("not_yet", say_around("not_yet", opens=site.opens, **blanks), ask)
    if site.door is Door.FAMILIES:
        return shut_page("families", say_around("families", **blanks), ask)
    if site.door is Door.CLOSING and not received:
        return shut_page("closing", say_around("closing", **blanks), ask)
    told = "closed_received" if received else "closed_unsent" if site.door is Door.CLOSED else None
    texts = say_around("closed", **blanks), *([say(told)] if told else []), ask
    return shut_page("closed", *texts)


def whom_to_ask(site: SiteAtDoor) -> str:
    """Whom to ask about a survey: the contact that its wave names, else its network."""
    if site.contact:
        return say("ask_contact", contact=site.contact)
    return say("ask_network", network=site.network)


def no_cookies(address: str) -> tuple[str, int]:
    """The page for a browser that keeps no cookie, which every answer needs."""
    texts = say("cookies"), say("cookies_how")
    return shut_page("cookies", *texts, action=(say("cookies_retry"), address)), 400


def too_many(visit: Visit) -> Response:
    """The page while one network has begun so many forms that there may be no person behind them."""
    action = say("error_back"), visit.path
    return make_response(shut_page("begun_often", say("begun_often"), action=action), 429)


def shut_page(key: str, *texts: str, action: tuple[str, str] | None = None) -> str:
    speak(language())  # all words of this page are ours
    return render(
        "respond/shut.html",
        title=say(f"{key}_title"),
        forgets=key == "closed",  # what this device kept for sending can't be sent any more
        texts=texts,
        action=action,
        languages=offered(),
    )
