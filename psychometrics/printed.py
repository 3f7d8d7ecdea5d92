"""Numbers as sentences have them: rounded here, for reading, and nowhere else."""

import math
from collections.abc import Sequence
from typing import SupportsFloat

ABSENT = "–"

Value = SupportsFloat | None


def known(value: Value) -> float | None:
    """A number, or None for one that does not exist (None, NaN, infinity)."""
    number = math.nan if value is None else float(value)
    return number if math.isfinite(number) else None


def decimal(value: Value, decimals: int = 2) -> str:
    """A number with so many decimals, a true minus sign, and never a negative zero."""
    number = known(value)
    if number is None:
        return ABSENT
    text = f"{number:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def coefficient(value: Value, decimals: int = 2) -> str:
    """A number that cannot pass 1, without the zero before the point."""
    text = decimal(value, decimals)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text


def joined(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(noun: str) -> str:
    """`schools`, `classes`, `companies`."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def capital(words: str) -> str:
    """Words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]
