"""The number that a printed cell stands for, for files that hold numbers as numbers.

A document's numbers are texts, rounded once; reading them back keeps files and pages alike to the last digit.
"""

import re
from dataclasses import dataclass
from typing import Final

NUMBER: Final = re.compile(
    r"(?P<sign>[-−+])?(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<decimals>\d+))?(?P<percent>\s?%)?"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A number with the shape it was printed in; a percentage keeps its own value (62% is 62)."""

    value: int | float
    decimals: int = 0
    percent: bool = False
    signed: bool = False  # a plus stands before what is above nought
    bare: bool = False  # no nought before the point, as statistics that can't exceed one are printed
    grouped: bool = False


def printed(text: str) -> Printed | None:
    """The number a cell shows, or None for words, ranges, bounds and empty cells."""
    found = NUMBER.fullmatch(text.strip())
    if found is None or not (found["whole"] or found["decimals"]):
        return None
    digits = found["whole"].replace(",", "") or "0"
    minus = "-" if found["sign"] in ("-", "−") else ""
    decimals = found["decimals"]
    return Printed(
        value=float(f"{minus}{digits}.{decimals}") if decimals else int(f"{minus}{digits}"),
        decimals=len(decimals or ""),
        percent=found["percent"] is not None,
        signed=found["sign"] == "+",
        bare=not found["whole"],
        grouped="," in found["whole"],
    )
