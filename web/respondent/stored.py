"""What is stored with a person's answers, said column by column, so that no page can say less than is so."""

from collections.abc import Mapping
from typing import Final

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
    "privacy": "stored_promise",
    "id": "stored_id",
    "person": None,  # never filled in: nobody has a link of their own, so nothing says who a person is
}
"""Each column of a response, and the wording that tells of it."""


def stored_words() -> list[str]:
    """What is stored, a line for each thing, in the order above."""
    return [say(key) for key in dict.fromkeys(key for key in STORED.values() if key)]
