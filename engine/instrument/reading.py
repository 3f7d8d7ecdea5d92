"""What the texts given for one item say: how an answer of each kind is read and checked.

Texts arrive cleaned, without empty ones and without non-answers (`engine.responses.answers`). A kind of item names
the function that reads its answers; each raises `Refused` with one problem when they break the item's rules.
"""

from collections.abc import Sequence
from functools import lru_cache

from engine.instrument.model import Item, Option
from engine.instrument.rules import Value
from engine.instrument.written_date import days_in
from engine.instrument.written_number import numbers_in, same_number
from engine.problems import Problem, Refused, did_you_mean, listed


def refused(item: Item, code: str, cause: str, remedy: str) -> Refused:
    """The refusal of what was given for an item."""
    return Refused([Problem(code, item.id, cause, remedy, path=item.id)])


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
    if len(found) != 1:
        either = " or ".join(f"{number:.15g}" for number in found)
        cause = f"{text[:40]!r} " + (f"can be {either}" if found else "is not a number")
        remedy = f"write {either}" if found else "write digits, such as 12 or 12.5"
        raise refused(item, "not_a_number", cause, remedy)
    (number,) = found
    if item.whole and not number.is_integer():
        cause = f"{text} is not a whole number"
        raise refused(item, "not_whole", cause, "leave out the part after the point")
    if item.minimum is not None and number < item.minimum:
        raise refused(item, "too_small", f"{text} is too small", _range(item))
    if item.maximum is not None and number > item.maximum:
        raise refused(item, "too_large", f"{text} is too large", _range(item))
    return int(number) if number.is_integer() else number


def read_date(item: Item, texts: Sequence[str]) -> str:
    """A day within the item's limits, as 2026-05-31."""
    found = days_in(texts[0])
    if len(found) != 1:
        cause = f"{texts[0][:40]!r} " + (f"can be {' or '.join(found)}" if found else "is not a date")
        raise refused(item, "not_a_date", cause, "write year, month and day as 2026-05-31")
    (day,) = found
    if item.earliest is not None and day < item.earliest:
        raise refused(item, "too_early", f"{day} is too early", f"give {item.earliest} or later")
    if item.latest is not None and day > item.latest:
        raise refused(item, "too_late", f"{day} is too late", f"give {item.latest} or earlier")
    return day


def read_words(item: Item, texts: Sequence[str]) -> str:
    """Words, no more than the item takes."""
    text, most = texts[0], maximum_length(item)
    if len(text) > most:
        cause, remedy = f"the text has {len(text)} characters", f"shorten it to {most} or fewer"
        raise refused(item, "too_long", cause, remedy)
    return text


def maximum_length(item: Item) -> int:
    """The most characters an item takes that is answered in words; 0 of any other."""
    return item.maximum_length or item.kind.maximum_length or 0


def _option(item: Item, text: str) -> Value:
    by_text = _values_by_text(item.options)
    if text in by_text:
        return by_text[text]
    fits = {value for number in numbers_in(text) for value in _values_of(item.options, number)}
    if len(fits) == 1:
        return fits.pop()
    known = [*by_text, *(non_answer.id for non_answer in item.non_answers)]
    remedy = did_you_mean(text, filter(_has_letters, known)) if _has_letters(text) else ""
    cause = f"{text[:40]!r} is not one of the answers"
    raise refused(item, "not_an_option", cause, remedy or f"use one of {listed(known)}")


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


def _range(item: Item) -> str:
    low, high = item.minimum, item.maximum
    if low is not None and high is not None:
        return f"give a number from {low:g} to {high:g}"
    return f"give {low:g} or more" if low is not None else f"give {high:g} or less"
