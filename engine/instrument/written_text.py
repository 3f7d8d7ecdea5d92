"""Texts as people type and programs write them: without the signs that nobody can see.

A sign is kept unless it is known to be unseen: whoever deletes what an old table of Unicode does not know deletes
new emoji and rare names.
"""

import re
import unicodedata
from typing import Final

FLAG: Final = (
    "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # Scotland's and others: letters no one sees in a row
)
UNSEEN: Final = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, of which tabs and line ends are another matter
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # directions, joints, marks
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e00ff"  # halves of signs, no signs, tags
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
)
SEEN_OR_NOT: Final = re.compile(f"({FLAG})|[{UNSEEN}]")
ENDS: Final = re.compile(f"^[\\s{UNSEEN}]+|[\\s{UNSEEN}]+$")
LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What alone shows nothing, but has its use between other signs: joiners, variants, fillers.
SHOWS_NOTHING: Final = re.compile(
    "[\\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0]*"
)


def seen(text: str, *, lines: bool = False) -> str:
    """A text without unseen signs and outer white space, composed (NFC); empty where nothing is to be seen.

    Where it can't have several `lines`, line ends and tabs become spaces, so that no two words run together.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = LINE_END.sub("\n", text)
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    text = unicodedata.normalize("NFC", SEEN_OR_NOT.sub(_flag, text)).strip()
    return "" if SHOWS_NOTHING.fullmatch(text) else text


def seen_name(text: str) -> str:
    """A name of a school, a person or a column: on one line, with single spaces."""
    return " ".join(seen(text).split())


def outer(text: str) -> str:
    """A text without white space and unseen signs at its ends, composed (NFC); inside it stays as it is."""
    return unicodedata.normalize("NFC", ENDS.sub("", text))


def unseen_sign(text: str) -> str | None:
    """The first sign of a text that nobody can see, in words; None where all can be seen."""
    if LINE_END.search(text) or "\n" in text:
        return "a line end"
    if "\t" in text:
        return "a tab"
    found = next((sign[0] for sign in SEEN_OR_NOT.finditer(text) if not sign[1]), None)
    return None if found is None else f"U+{ord(found):04X}, a sign that nobody can see"


def _flag(found: re.Match[str]) -> str:
    return found[1] or ""
