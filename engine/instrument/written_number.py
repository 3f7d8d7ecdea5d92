"""Numbers as people, spreadsheets and statistics programs write them: 12.5, 12,5, 1e+05, −3, 1 234, ３.

A text that could be two numbers (1,234) is both, until something says which sign begins the decimals; nothing here
chooses between them.
"""

import math
import re
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 40  # signs; no survey asks for a longer number
LARGEST: Final = 1e15  # beyond it, not every whole number is kept exactly
SAME: Final = 1e-6  # apart, of a number's size: what single precision leaves of a value such as 0.3
POINT, COMMA = ".", ","

SIGNS: Final = str.maketrans(
    dict.fromkeys("−–‐‑‒﹣－", "-")  # minus, dashes and hyphens
    | {"＋": "+", "．": POINT, "，": COMMA, "٫": POINT, "’": "'", "٬": "'"}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")  # blanks that keep a number together
)
PLAIN: Final = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
THOUSANDS: Final = {
    POINT: re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?"),
    COMMA: re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?"),
}
APART: Final = re.compile(r"[+-]?[1-9]\d{0,2}((?: \d{3})+|(?:'\d{3})+)([.,]\d+)?")  # 1 234,5 and 1'234.5


def numbers_in(text: str, decimal: str | None = None) -> tuple[float, ...]:
    """The numbers that a text can be: none where it is no number, two where it can be read in two ways.

    `decimal` is the sign that begins the decimals, where it is known.
    """
    plain = _in_ascii(text)
    if len(plain) > LONGEST:
        return ()
    if APART.fullmatch(plain):
        plain = plain.replace(" ", "").replace("'", "")
        return _one(plain.replace(COMMA, POINT))
    found = [_as(plain, sign) for sign in (POINT, COMMA) if decimal in (None, sign)]
    if found[0] is not None and COMMA not in plain:
        found = found[:1]  # 1.234 is a number as it stands
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_in(text: str, decimal: str | None = None) -> float | None:
    """The number that a text is; None where it is none, or could be two."""
    found = numbers_in(text, decimal)
    return found[0] if len(found) == 1 else None


def decimal_sign(texts: Iterable[str]) -> str | None:
    """The sign that begins the decimals in all of these texts, where some of them leave no doubt.

    3,5 can only have a decimal comma and 1,234.5 only a decimal point; where both are among them, or neither, the
    others stay in doubt.
    """
    signs = set()
    for plain in map(_in_ascii, texts):
        if COMMA not in plain or APART.fullmatch(plain):
            continue
        fits = [sign for sign in (POINT, COMMA) if _as(plain, sign) is not None]
        signs |= set(fits) if len(fits) == 1 else set()
    return signs.pop() if len(signs) == 1 else None


def same_number(one: float, other: float) -> bool:
    """Whether two are one number, but for what programs lose when they write it."""
    return math.isclose(one, other, rel_tol=SAME, abs_tol=SAME)


def _as(plain: str, decimal: str) -> float | None:
    """The number that a text is where this sign begins the decimals."""
    other = COMMA if decimal == POINT else POINT
    if THOUSANDS[decimal].fullmatch(plain):
        plain = plain.replace(other, "")
    elif other in plain:
        return None
    found = _one(plain.replace(decimal, POINT))
    return found[0] if found else None


def _one(plain: str) -> tuple[float, ...]:
    if not PLAIN.fullmatch(plain):
        return ()
    number = float(plain)
    return (number + 0.0,) if abs(number) < LARGEST else ()  # + 0.0: no minus zero


def _in_ascii(text: str) -> str:
    plain = text.strip().translate(SIGNS)
    return plain if plain.isascii() else "".join(str(int(s)) if s.isdecimal() else s for s in plain)
