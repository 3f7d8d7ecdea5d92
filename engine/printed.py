"""Numbers, counts, lists and days as print has them: rounded here, for reading, and nowhere else.

They are written in the language that is spoken (`engine.language.speaking`). What English has of its own, such as
numbers below ten in words, is for reports that are in English alone.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final, Literal

from engine.language import ENGLISH, Language, say, spoken
from engine.language import count as counted_in_words
from psychometrics import printed as texts
from psychometrics.printed import ABSENT as ABSENT
from psychometrics.printed import Value as Value
from psychometrics.printed import capital as capital
from psychometrics.printed import known as known
from psychometrics.printed import plural as plural

SPACE: Final = "\N{NO-BREAK SPACE}"


class Number(str):
    """A number as it is printed: a text that knows the value it shows, and its decimals.

    Nothing finer stands behind it; a percentage keeps its own value (62% is 62). What is made of it, such as
    a sentence, is text alone.
    """

    __slots__ = ("decimals", "value")
    value: int | float
    decimals: int

    def __new__(cls, text: str, value: float, decimals: int = 0) -> "Number":
        number = super().__new__(cls, text)
        number.value = round(float(value), decimals or None)
        number.decimals = decimals
        return number


class Parted(str):
    """A text of several numbers or words, each with the name that its own column has where numbers stand apart."""

    __slots__ = ("parts",)
    parts: tuple[tuple[str, str], ...]

    def __new__(cls, text: str, *parts: tuple[str, str]) -> "Parted":
        parted = super().__new__(cls, text)
        parted.parts = parts
        return parted


# Numbers; a dash where there is none


@lru_cache(maxsize=64)
def _decimal_mark(language: Language) -> str:
    return language.number(0.5, 1)[1]


def _marked(text: str) -> str:
    """A number with the decimal mark of the language that is spoken."""
    mark = _decimal_mark(spoken())
    return text if mark == "." else text.replace(".", mark)


def _per_cent(number: str) -> str:
    """A printed number with the sign of per cent where the language has it."""
    language = spoken()
    return f"{number}%" if language.tag == ENGLISH else language.percent(0.5).replace("50", _marked(number))


def fixed(value: float, decimals: int = 0) -> Number:
    """A number with so many decimals, and the minus of a keyboard, as files of scores have it."""
    return Number(_marked(f"{value:.{decimals}f}"), value, decimals)


def decimal(value: Value, decimals: int = 2) -> str:
    """A number with so many decimals, a true minus sign, and never a negative zero."""
    return _number(texts.decimal(value, decimals), value, decimals)


def coefficient(value: Value, decimals: int = 2) -> str:
    """A number that cannot pass 1, without the zero before the point."""
    return _number(texts.coefficient(value, decimals), value, decimals)


def _number(text: str, value: Value, decimals: int) -> str:
    number = known(value)
    if number is None:
        return ABSENT
    rounded = round(number, decimals) or 0.0  # no negative zero, as in the text
    return Number(_marked(text), rounded, decimals)


def signed(value: float, decimals: int = 0) -> Number:
    """A change with its sign, of nought too: `+4.2`, `−3.0`, `+0.0`."""
    return Number(_marked(f"{value:+.{decimals}f}".replace("-", "−")), value, decimals)


def percent(share: Value, decimals: int = 0) -> str:
    """A share as a percentage; what is there but rounds to nothing is told from nothing."""
    number = known(share)
    if number is None:
        return ABSENT
    if 0 < number < 0.5 * 10.0 ** (-decimals - 2):
        return f"<{_per_cent(f'{10.0**-decimals:g}')}"
    return Number(_per_cent(f"{100 * number:.{decimals}f}"), 100 * number, decimals)


def per_cent(points: float | None) -> str:
    """A share that is in whole per cent already."""
    return ABSENT if points is None else Number(_per_cent(str(points)), points)


def count(n: int) -> Number:
    """`12,000`"""
    return Number(f"{int(n):,}", int(n))


def whole(n: int) -> Number:
    """A count as a school's result has it, without commas."""
    return Number(str(n), n)


def shortest(value: float, *, sign: bool = False) -> str:
    """A number with no more decimals than it has: `2.5`, `−4`; `sign` also puts a plus before a rise."""
    return _marked((f"{value:+g}" if sign and value else f"{value:g}").replace("-", "−"))


def probability(p: Value) -> str:
    """A p-value as tables have it: `.032`, `< .001`."""
    number = known(p)
    return f"<{SPACE}.001" if number is not None and number < 0.001 else coefficient(number, 3)


def short_probability(p: Value) -> str:
    """A p-value with two digits or so, as results of networks have it: `.31`, `.032`, `< .001`."""
    number = known(p)
    if number is not None and number < 0.001:
        return "< .001"
    return coefficient(number, 2 if number is not None and number >= 0.0995 else 3)


def p_value(p: Value) -> str:
    """How it stands after a p: `= .032`, `< .001`, in one piece."""
    text = probability(p)
    return text if text.startswith("<") else f"={SPACE}{text}"


# Intervals


def from_to(low: str, high: str) -> Parted:
    """From one printed number to another: `58 to 66`, `11 to 35%`."""
    first = low.removesuffix("%").rstrip() if high.endswith("%") else low
    return Parted(say("printed.from_to", low=first, high=high), ("low", low), ("high", high))


def between(low: Value, high: Value, decimals: int = 2) -> str:
    """An interval of coefficients in words: `.81 to .85`."""
    if known(low) is None or known(high) is None:
        return ABSENT
    return from_to(coefficient(low, decimals), coefficient(high, decimals))


def bracketed(low: Value, high: Value, decimals: int = 2) -> str:
    """An interval of coefficients as articles print it: `[.81, .85]`."""
    return f"[{coefficient(low, decimals)}, {coefficient(high, decimals)}]"


def span(values: Sequence[Value], decimals: int = 2) -> str:
    """One coefficient, or the lowest to the highest of several: `.70`, `.60 to .81`."""
    numbers = [number for number in map(known, values) if number is not None]
    if not numbers:
        return ABSENT
    low, high = coefficient(min(numbers), decimals), coefficient(max(numbers), decimals)
    return low if low == high else say("printed.from_to", low=low, high=high)


# Counts

NUMBERS: Final = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def several(n: int, one: str, many: str | None = None) -> str:
    """`1 item`, `6 items`, `2,800 items`."""
    return f"{count(n)} {_noun(n, one, many)}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """`1 item`, `6 items`, `2800 items`: as messages have it, with digits alone."""
    return f"{n} {_noun(n, one, many)}"


def several_in_words(n: int, one: str, many: str | None = None) -> str:
    """`no items`, `one item`, `six items`, `12 items`."""
    number = "no" if n == 0 else NUMBERS[n] if n < len(NUMBERS) else n
    return f"{number} {_noun(n, one, many)}"


def _noun(n: int, one: str, many: str | None) -> str:
    return one if n == 1 else many or plural(one)


def in_words(n: int) -> str:
    """Numbers below ten in words, as at the start of a sentence."""
    return NUMBERS[n] if n < len(NUMBERS) else count(n)


def in_ten(share: float | None) -> str:
    """A probability in tenths, as people say it."""
    if share is None:
        return ""
    return counted_in_words("printed.in_ten", round(10 * share))


def chance(share: float | None) -> str:
    """The same in a narrow column."""
    if share is None:
        return ""
    tenths = whole(round(10 * share))
    return Parted(say("printed.chance", tenths=tenths), ("chances in 10", tenths))


# Lists


def in_one_cell(words: Sequence[str]) -> str:
    """What is said one after the other, with a comma between; each part keeps its column."""
    said = [word for word in words if word]
    parts = [part for word in said for part in (word.parts if isinstance(word, Parted) else (("", word),))]
    return (
        Parted(", ".join(said), *parts) if any(isinstance(word, Parted) for word in said) else ", ".join(said)
    )


Last = Literal["and", "or"]


def joined(names: Sequence[str], last: Last = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    language = spoken()
    return texts.joined(names, last) if language.tag == ENGLISH else language.list(names, last)


def listed(names: Sequence[str], last: Last = "and") -> str:
    """Names in a row; in English a comma stands before the last word where a name holds that word itself."""
    if spoken().tag != ENGLISH:
        return joined(names, last)
    if len(names) > 2 and any(f" {last} " in name for name in names):
        return f"{', '.join(names[:-1])}, {last} {names[-1]}"
    return joined(names, last)


def labels_in_sentence(labels: Sequence[str], last: Last = "and") -> str:
    """Labels as part of a sentence: the first as it is, the others without their capital.

    In English a comma stands before the last word where a label holds that word itself, of two labels too.
    """
    names = [*labels[:1], *map(lowered, labels[1:])]
    if spoken().tag != ENGLISH:
        return joined(names, last)
    if len(names) > 1 and any(f" {last} " in name for name in names):
        return f"{', '.join(names[:-1])}, {last} {names[-1]}"
    return joined(names, last)


def lowered(label: str) -> str:
    """A label within a sentence; one that begins with a capitalized abbreviation or the English I keeps its capital.

    That holds in every language, as a label may stand there untranslated.
    """
    keeps = label[1:2].isupper() or re.match(r"I\b", label) is not None
    return label if keeps else label[:1].lower() + label[1:]


# Days


def day_words(day: date | str) -> str:
    """A day, or a day or moment in ISO 8601, as people write the day: May 8, 2027; 8 de mayo de 2027."""
    return spoken().date(day)


def moment_words(moment: datetime) -> str:
    """A moment in its own time zone: May 8, 2027, 2:05 PM CDT."""
    if spoken().tag != ENGLISH:
        return spoken().moment(moment)
    return f"{day_words(moment)}, {moment.hour % 12 or 12}:{moment:%M %p %Z}"
