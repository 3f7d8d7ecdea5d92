"""What is stored of a person who answers, told column by column so that nothing goes unsaid; who reads words."""

from dataclasses import dataclass
from enum import Enum, auto
from itertools import product
from typing import Final

from engine.disclosure.open_text import open_questions
from engine.disclosure.policy import policy
from engine.instrument.model import Instrument, Item, Privacy
from engine.store import SiteAtDoor, WayIn
from web.respondent.keys import DAYS
from web.wording import count, say

Mode = tuple[Privacy, WayIn]

EVERY_MODE: Final = frozenset(product(Privacy, WayIn))
BY_LINK: Final = frozenset(mode for mode in EVERY_MODE if mode[1] is WayIn.LINK)
BY_CODES: Final = EVERY_MODE - BY_LINK
UNNAMED: Final = frozenset({(Privacy.ANONYMOUS, WayIn.CODES)})
SEALED: Final = frozenset({(Privacy.CONFIDENTIAL, WayIn.CODES)})
NAMED: Final = frozenset({(Privacy.IDENTIFIED, WayIn.CODES)})
LISTED: Final = SEALED | NAMED


class Until(Enum):
    """How long a thing is stored."""

    SENT = auto()  # until the answers are sent
    CLOSE = auto()  # until the survey closes
    LATER = auto()  # beyond it: for two weeks, until a key is destroyed, or with the answers


@dataclass(frozen=True, slots=True)
class StoredThing:
    """A thing that is stored: the sentence that tells of it, the columns it stands in, and in which modes it is."""

    words: str
    until: Until
    columns: tuple[str, ...]
    modes: frozenset[Mode] = EVERY_MODE
    of_unit: bool = False  # only of whoever answers as one of a class or team


def _of(table: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"{table}.{column}" for column in columns)


CODE: Final = _of("code", "key_hash", "wave_id", "site_id", "privacy", "state")
TAKING_BACK: Final = _of("withdrawal", "code_hash", "wave_id", "response_id")
SPENT: Final = _of("spent", "key_hash", "wave_id")
DRAFT: Final = _of("draft", "key_hash", "site_id", "wave_id", "privacy", "revision", "day", "payload")

STORED: Final = (
    StoredThing("stored_answers", Until.LATER, _of("response", "codes", "open_answers")),
    StoredThing("stored_survey", Until.LATER, _of("response", "site_id", "wave_id")),
    StoredThing("stored_unit", Until.LATER, _of("response", "unit_id"), of_unit=True),
    StoredThing("stored_unit", Until.LATER, _of("code", "unit_id"), BY_CODES, of_unit=True),
    StoredThing("stored_unit", Until.SENT, _of("draft", "unit_id"), of_unit=True),
    StoredThing("stored_form", Until.LATER, _of("response", "form", "language", "definition_id", "width")),
    StoredThing("stored_day", Until.CLOSE, _of("response", "day")),
    StoredThing("stored_seconds", Until.CLOSE, _of("response", "seconds")),
    StoredThing("stored_device", Until.CLOSE, _of("response", "device")),
    StoredThing("stored_device", Until.LATER, _of("site", "again", "shared")),
    StoredThing("stored_promise", Until.LATER, _of("response", "privacy")),
    StoredThing("stored_id", Until.LATER, _of("response", "id")),
    StoredThing("stored_person", Until.LATER, _of("response", "person"), NAMED),
    StoredThing(
        "stored_list",
        Until.LATER,
        _of("invitee", "id", "wave_id", "site_id", "privacy", "number", "name", "address", "answered"),
        LISTED,
    ),
    StoredThing("stored_reminded", Until.CLOSE, _of("invitee", "reminded"), LISTED),
    StoredThing(
        "stored_letter",
        Until.CLOSE,
        (
            *_of("mailing", "id", "wave_id", "kind", "language", "subject", "text", "day"),
            *_of("letter", "mailing_id", "number", "wave_id", "site_id", "recipient", "state", "reason"),
        ),
        LISTED,
    ),
    StoredThing(
        "stored_link",
        Until.LATER,
        (
            *_of("response_link", "wave_id", "response_id", "privacy", "sealed"),
            *_of("link_key", "wave_id", "privacy", "key"),
        ),
        SEALED,
    ),
    StoredThing("stored_code", Until.LATER, CODE, UNNAMED),
    StoredThing("stored_code_listed", Until.LATER, (*CODE, "code.invitee_id"), LISTED),
    StoredThing("stored_back", Until.CLOSE, TAKING_BACK, BY_LINK),
    StoredThing("stored_back_code", Until.CLOSE, (*TAKING_BACK, "withdrawal.sealed"), BY_CODES),
    StoredThing("stored_spent", Until.LATER, SPENT, BY_LINK),
    StoredThing("stored_spent_code", Until.LATER, SPENT, BY_CODES),
    StoredThing("draft_promise", Until.SENT, DRAFT, BY_LINK),
    StoredThing("draft_promise_code", Until.SENT, DRAFT, BY_CODES),
    StoredThing(
        "stored_resume", Until.SENT, _of("resume", "code_hash", "key_hash", "wave_id", "day", "sealed")
    ),
    StoredThing("stored_tries", Until.CLOSE, _of("code_attempt", "beginning", "day", "count")),
)
"""Each column of the tables that a person's answers touch, and the wording that tells of it."""

LOOKING_BACK: Final = "looking_back.stored"  # in place of what is told where the code ends with the close
WITH_DAYS: Final = ("draft_promise", "draft_promise_code")


def told_of(privacy: Privacy, way_in: WayIn, *, unit: bool = False) -> tuple[StoredThing, ...]:
    """What is stored of a person in a survey of this promise and way in, as one of a `unit` or of none."""
    return tuple(
        thing for thing in STORED if (privacy, way_in) in thing.modes and (unit or not thing.of_unit)
    )


def stored_words(site: SiteAtDoor) -> list[str]:
    """What is stored, a line for each thing, in the order above."""
    unit = site.unit
    keys = dict.fromkeys(thing.words for thing in told_of(site.privacy, site.way_in, unit=unit is not None))
    if site.looks_back:
        keys = dict.fromkeys(LOOKING_BACK if key == "stored_back_code" else key for key in keys)
    named = {"unit": unit.name} if unit else {}
    return [count(key, DAYS) if key in WITH_DAYS else say(key, **named) for key in keys]


def who_reads(instrument: Instrument, site: SiteAtDoor, item: Item) -> str:
    """Who will read what is written in answer to an item; nothing where it is answered by choosing."""
    if not item.kind.in_words:
        return ""
    if item.id not in instrument.item_by_id:  # beside an answer
        return say("written_beside")
    if item not in open_questions(instrument, instrument.form(site.form)):
        return say("written_unread")
    return say("written_read", n=policy(instrument.audience, site.minimum_group).text)
