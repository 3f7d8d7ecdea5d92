"""When two texts are the same but for how programs and people write them: capitals, dashes, quotes, numbering."""

import re
from difflib import SequenceMatcher
from typing import Final

from engine.instrument.written_text import seen_name

DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
QUOTES: Final = re.compile("[\u2018\u2019\u201a\u201b\u2032\u00b4`]")
DOUBLE: Final = re.compile("[\u201c-\u201f\u2033\u00ab\u00bb]")
NUMBERING: Final = re.compile(
    r"^(?:[(\[]?(?:q|item|frage|question)?\s?\d{1,3}\s?[)\].:]\s*|\d{1,3}\s?-\s)", re.IGNORECASE
)
ENDS: Final = " .,:;!?*…"
LONGEST_COMPARED: Final = 500  # signs; comparing costs their square


def likeness_key(text: str) -> str:
    """A text as it is compared: without capitals, kinds of dashes and quotes, and signs at its ends."""
    plain = DOUBLE.sub('"', QUOTES.sub("'", DASHES.sub("-", seen_name(text).casefold())))
    return plain.strip(ENDS)


def without_numbering(text: str) -> str:
    """The key of a text without a number in front, such as `3.` or `Q12:`."""
    return likeness_key(NUMBERING.sub("", seen_name(text)))


def likeness(one: str, other: str) -> float:
    """How alike two keys are, from 0 to 1, by the signs that follow one another in both."""
    one, other = one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6 else 0.0
