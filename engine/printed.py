"""Numbers and lists as print has them: rounded here, for reading, and nowhere else."""

import math
from collections.abc import Sequence
from typing import SupportsFloat

ABSENT = "–"
SPACE = "\N{NO-BREAK SPACE}"

Number = SupportsFloat | None


def known(value: Number) -> float | None:
    """A number, or None for one that does not exist (None, NaN, infinity)."""
    number = math.nan if value is None else float(value)
    return number if math.isfinite(number) else None


def decimal(value: Number, decimals: int = 2) -> str:
    """A number with so many decimals, a true minus sign, and never a negative zero."""
    number = known(value)
    if number is None:
        return ABSENT
    text = f"{number:.{decimals}f}"
    if float(text) == 0:
        return text.removeprefix("-")
    return text.replace("-", "−")


def coefficient(value: Number, decimals: int = 2) -> str:
    """A number that cannot pass 1, without the zero before the point."""
    text = decimal(value, decimals)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text


def percent(share: Number, decimals: int = 0) -> str:
    """A share as a percentage; what is there but rounds to nothing is told from nothing."""
    number = known(share)
    if number is None:
        return ABSENT
    least = 0.5 * 10.0 ** (-decimals - 2)
    if 0 < number < least:
        return f"<{10.0**-decimals:g}%"
    return f"{100 * number:.{decimals}f}%"


def count(n: int) -> str:
    return f"{int(n):,}"


def p_value(p: Number) -> str:
    """How it stands after a p: `= .032`, `< .001`, in one piece."""
    number = known(p)
    if number is None:
        return f"={SPACE}{ABSENT}"
    return f"<{SPACE}.001" if number < 0.001 else f"={SPACE}{coefficient(number, 3)}"


def between(low: Number, high: Number, decimals: int = 2) -> str:
    """An interval of coefficients in words: `.81 to .85`."""
    if known(low) is None or known(high) is None:
        return ABSENT
    return f"{coefficient(low, decimals)} to {coefficient(high, decimals)}"


def bracketed(low: Number, high: Number, decimals: int = 2) -> str:
    """An interval of coefficients as articles print it: `[.81, .85]`."""
    return f"[{coefficient(low, decimals)}, {coefficient(high, decimals)}]"


def span(values: Sequence[Number], decimals: int = 2) -> str:
    """One coefficient, or the lowest to the highest of several: `.70`, `.60 to .81`."""
    numbers = [number for number in map(known, values) if number is not None]
    if not numbers:
        return ABSENT
    low, high = coefficient(min(numbers), decimals), coefficient(max(numbers), decimals)
    return low if low == high else f"{low} to {high}"


def joined(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def several(n: int, one: str, many: str | None = None) -> str:
    """`1 item`, `6 items`."""
    return f"{count(n)} {one if n == 1 else many or plural(one)}"


def plural(noun: str) -> str:
    """`schools`, `classes`, `companies`."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(n: int) -> str:
    """Numbers below ten in words, as at the start of a sentence."""
    return NUMBERS[n] if n < len(NUMBERS) else count(n)
