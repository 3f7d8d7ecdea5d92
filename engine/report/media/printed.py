"""The number that a printed cell stands for, where a report of a school still hands over its text alone."""

import re
from typing import Final

from engine.printed import Number

NUMBER: Final = re.compile(
    r"(?P<sign>[-−+])?(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<decimals>\d+))?(?P<percent>\s?%)?"
)


def printed(text: str) -> Number | None:
    """The number a cell shows, or None for words, ranges, bounds and empty cells."""
    if isinstance(text, Number):
        return text
    found = NUMBER.fullmatch(text.strip())
    if found is None or not (found["whole"] or found["decimals"]):
        return None
    decimals = found["decimals"] or ""
    minus = "-" if found["sign"] in ("-", "−") else ""
    digits = found["whole"].replace(",", "") or "0"
    return Number(text, float(f"{minus}{digits}.{decimals}"), len(decimals))
