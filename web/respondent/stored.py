"""What is stored with a person's answers, said column by column so that nothing goes unsaid; who reads words."""

from collections.abc import Mapping
from typing import Final

from engine.disclosure.open_text import open_questions
from engine.disclosure.policy import policy
from engine.instrument.model import Instrument, Item
from engine.store import SiteAtDoor
from web.wording import say

STORED: Final[Mapping[str, str | None]] = {
    "codes": "stored_answers",
    "open_answers": "stored_answers",
    "site_id": "stored_survey",
    "wave_id": "stored_survey",
    "form": "stored_form",
    "language": "stored_form",
    "definition_id": "stored_form",
    "width": "stored_form",
    "day": "stored_day",
    "seconds": "stored_seconds",
    "device": "stored_device",
    "privacy": "stored_promise",
    "id": "stored_id",
    "person": None,  # never filled in: nobody has a link of their own, so nothing says who a person is
}
"""Each column of a response, and the wording that tells of it."""


def stored_words() -> list[str]:
    """What is stored, a line for each thing, in the order above."""
    return [say(key) for key in dict.fromkeys(key for key in STORED.values() if key)]


def who_reads(instrument: Instrument, site: SiteAtDoor, item: Item) -> str:
    """Who will read what is written in answer to an item; nothing where it is answered by choosing."""
    if not item.kind.in_words:
        return ""
    if item.id not in instrument.item_by_id:  # beside an answer
        return say("written_beside")
    if item not in open_questions(instrument, instrument.form(site.form)):
        return say("written_unread")
    return say("written_read", n=policy(instrument.audience, site.minimum_group).text)
