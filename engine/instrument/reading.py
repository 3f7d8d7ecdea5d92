"""What the texts given for one item say: how an answer of each kind is read and checked.

Texts arrive cleaned, without empty ones and without non-answers (`engine.responses.answers`). A kind of item names
the function that reads its answers; each raises `Refused` with one problem when they break the item's rules.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from engine.instrument.model import Item, Option
from engine.instrument.rules import Value
from engine.instrument.written_date import days_in
from engine.instrument.written_number import numbers_in, same_number
from engine.problems import Blank, Refused, listed, nearest_word, worded

SHOWN: Final = 40  # signs of what was given, in the message that refuses it
SIDES: Final = {"low": "from", "high": "to"}


def refused(item: Item, code: str, wording: str = "", **blanks: Blank) -> Refused:
    """The refusal of what was given for an item, as the catalogues word it under `wording`, or under its code."""
    return Refused([worded(code, item.id, wording or code, path=item.id, **blanks)])


def read_option(item: Item, texts: Sequence[str]) -> Value:
    """The value of the option chosen."""
    return _option(item, texts[0])


def read_options(item: Item, texts: Sequence[str]) -> tuple[Value, ...]:
    """The values of the options chosen, in the order of the options."""
    chosen = {_option(item, text) for text in texts}
    return tuple(option.value for option in item.options if option.value in chosen)


def read_number(item: Item, texts: Sequence[str]) -> int | float:
    """A number within the item's limits."""
    text, found = texts[0], numbers_in(texts[0])
    if not found:
        raise refused(item, "not_a_number", text=text[:SHOWN])
    if len(found) > 1:
        choices = tuple(f"{number:.15g}" for number in found)
        raise refused(item, "not_a_number", "ambiguous_number", text=text[:SHOWN], choices=choices)
    (number,) = found
    if item.whole and not number.is_integer():
        raise refused(item, "not_whole", text=text)
    low, high = item.minimum, item.maximum
    if low is not None and number < low:
        raise _out_of_range(item, "too_small", text, low=low, high=high)
    if high is not None and number > high:
        raise _out_of_range(item, "too_large", text, low=low, high=high)
    return int(number) if number.is_integer() else number


def read_date(item: Item, texts: Sequence[str]) -> str:
    """A day within the item's limits, as 2026-05-31."""
    text, found = texts[0], days_in(texts[0])
    if not found:
        raise refused(item, "not_a_date", text=text[:SHOWN])
    if len(found) > 1:
        raise refused(item, "not_a_date", "ambiguous_date", text=text[:SHOWN], choices=tuple(found))
    (day,) = found
    if item.earliest is not None and day < item.earliest:
        raise refused(item, "too_early", day=date.fromisoformat(day), limit=date.fromisoformat(item.earliest))
    if item.latest is not None and day > item.latest:
        raise refused(item, "too_late", day=date.fromisoformat(day), limit=date.fromisoformat(item.latest))
    return day


def read_words(item: Item, texts: Sequence[str]) -> str:
    """Words, no more than the item takes."""
    text, most = texts[0], maximum_length(item)
    if len(text) > most:
        raise refused(item, "too_long", n=len(text), most=most)
    return text


def maximum_length(item: Item) -> int:
    """The most characters an item takes that is answered in words; 0 of any other."""
    return item.maximum_length or item.kind.maximum_length or 0


def _option(item: Item, text: str) -> Value:
    for option in item.options:  # a few: to look them up by their text all would be hashed
        if str(option.value) == text:
            return option.value
    fits = {value for number in numbers_in(text) for value in _values_of(item.options, number)}
    if len(fits) == 1:
        return fits.pop()
    known = [*_values_by_text(item.options), *(non_answer.id for non_answer in item.non_answers)]
    near = nearest_word(text, filter(_has_letters, known)) if _has_letters(text) else ""
    if near:
        raise refused(item, "not_an_option", "not_an_option_but_near", text=text[:SHOWN], near=near)
    raise refused(item, "not_an_option", text=text[:SHOWN], known=listed(known))


@lru_cache(maxsize=1024)
def _values_by_text(options: tuple[Option, ...]) -> dict[str, Value]:
    return {str(option.value): option.value for option in options}


def _values_of(options: tuple[Option, ...], number: float) -> list[Value]:
    """The options that are this number: 4.0 and 4,000 are 4, and 0.30000000000000004 is 0.3."""
    return [
        value
        for text, value in _values_by_text(options).items()
        if (not isinstance(value, str) or text.isdecimal()) and same_number(float(text), number)
    ]


def _has_letters(text: str) -> bool:
    """Whether a near word can be offered for a text; near a number there is only another answer."""
    return any(sign.isalpha() for sign in text)


def _out_of_range(item: Item, code: str, text: str, **limits: float | None) -> Refused:
    known = {name: float(limit) for name, limit in limits.items() if limit is not None}
    return refused(item, code, "_".join((code, *(SIDES[name] for name in known))), text=text, **known)
