"""Raw values -> Submission or Problems: the only answer rules in the project.

The web form, the file import and the interface for programs all hand their texts to `accept`; a form field
asks `read` about one item, and shows the message.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from engine.instrument.model import Instrument, Item, Kind, Option
from engine.instrument.rules import Answer, Value, holds
from engine.problems import Problem, Refused, did_you_mean
from engine.responses.layout import (
    BLANK,
    CHOSEN,
    FIRST_NON_ANSWER,
    NOT_CHOSEN,
    NOT_ON_FORM,
    NOT_REACHED,
    NOT_SHOWN,
    layout,
)

DEFAULT_LENGTH = {Kind.SHORT_TEXT: 200, Kind.LONG_TEXT: 5000}
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,10})?")

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person said to one item: an answer, a declared non-answer's id, or nothing (blank)."""

    answer: Answer | None = None
    non_answer: str | None = None

    @property
    def blank(self) -> bool:
        return self.answer is None and self.non_answer is None


@dataclass(frozen=True, slots=True)
class Submission:
    """Answers that passed every rule, as they are kept.

    `codes` holds the closed answers, `open_answers` the others by item id; `hidden` names the items that were
    answered and then hidden by a rule, which are kept as not shown.
    """

    form: str
    language: str
    codes: bytes
    open_answers: Mapping[str, str | int | float]
    hidden: tuple[str, ...] = ()


def read(item: Item, raw: Sequence[str]) -> Reading:
    """What the texts given for one item say; raises `Refused` with one problem when they break its rules."""
    texts = [text for text in (_clean(one, item.kind) for one in raw) if text]
    if not texts:
        return Reading()
    non_answer = next((one.id for one in item.non_answers if one.id in texts), None)
    if non_answer is not None:
        if len(set(texts)) > 1:
            raise _refused(
                item,
                "answer_and_non_answer",
                "there is an answer and also a reason for not answering",
                "keep one of the two",
            )
        return Reading(non_answer=non_answer)
    if item.kind is Kind.CHOOSE_MANY:
        chosen = {_option(item, text) for text in texts}
        return Reading(tuple(option.value for option in item.options if option.value in chosen))
    if len(set(texts)) > 1:
        raise _refused(item, "two_answers", "two different answers came for one question", "choose one")
    if item.closed:
        return Reading(_option(item, texts[0]))
    return Reading(_OPEN[item.kind](item, texts[0]))


def shown(instrument: Instrument, form_id: str, given: Given) -> tuple[tuple[Item, ...], ...]:
    """The items of each page that the rules show, given the answers so far; a page may come out empty.

    An answer that breaks its item's rules counts as none, and so does the answer to an item not shown.
    """
    return _walk(instrument, form_id, given)[0]


def accept(
    instrument: Instrument,
    form_id: str,
    given: Given,
    *,
    language: str | None = None,
    reached: Collection[str] | None = None,
) -> Submission:
    """Turn all texts given for a form into a submission, or raise `Refused` with every problem.

    `given` maps item ids to texts (an option's value, a non-answer's id, a number, a date as 2026-05-31, or
    free text); an item without text is blank. `reached` names the items that the person had before them; an
    item outside it is kept as not reached rather than blank. None means all.
    """
    on_form = set(instrument.form(form_id).items)
    problems = [_stranger(instrument, form_id, name, on_form) for name in given if name not in on_form]
    pages, readings, refused = _walk(instrument, form_id, given)
    visible = {item.id for page in pages for item in page}
    problems += [problem for problem in refused if problem.path in visible]
    if problems:
        raise Refused(problems)
    hidden = tuple(item for item in instrument.form(form_id).items if item in given and item not in visible)
    return Submission(
        form=form_id,
        language=language or instrument.language,
        codes=_encode(instrument, on_form, visible, readings, reached),
        open_answers={
            item.id: answer
            for item in instrument.items
            if item.id in visible
            and not item.closed
            and isinstance(answer := readings[item.id].answer, str | int | float)
        },
        hidden=tuple(name for name in hidden if any(text.strip() for text in given[name])),
    )


def maximum_length(item: Item) -> int:
    """The most characters a text item takes."""
    return item.maximum_length or DEFAULT_LENGTH[item.kind]


def _walk(
    instrument: Instrument, form_id: str, given: Given
) -> tuple[tuple[tuple[Item, ...], ...], dict[str, Reading], list[Problem]]:
    """Read each item in the form's order, so that a rule sees only answers to items that are shown."""
    answers: dict[str, Answer] = {}
    readings: dict[str, Reading] = {}
    refused: list[Problem] = []
    pages = []
    for page in instrument.form(form_id).pages:
        visible = []
        for item in (instrument.item(name) for name in page.items):
            if item.show_if is not None and not holds(item.show_if, answers):
                continue
            visible.append(item)
            try:
                reading = read(item, given.get(item.id, ()))
            except Refused as error:
                refused += error.problems
                reading = Reading()
            readings[item.id] = reading
            if reading.answer is not None:
                answers[item.id] = reading.answer
        pages.append(tuple(visible))
    return tuple(pages), readings, refused


def _encode(
    instrument: Instrument,
    on_form: Collection[str],
    visible: Collection[str],
    readings: Mapping[str, Reading],
    reached: Collection[str] | None,
) -> bytes:
    places = layout(instrument)
    codes = bytearray([NOT_ON_FORM]) * places.width
    for item in instrument.items:
        if not item.closed or item.id not in on_form:
            continue
        if item.id not in visible:
            places.put(codes, item, NOT_SHOWN)
            continue
        reading = readings[item.id]
        if reading.blank:
            unseen = reached is not None and item.id not in reached
            places.put(codes, item, NOT_REACHED if unseen else BLANK)
        elif reading.non_answer is not None:
            ids = [one.id for one in item.non_answers]
            places.put(codes, item, FIRST_NON_ANSWER + ids.index(reading.non_answer))
        elif item.kind is Kind.CHOOSE_MANY:
            chosen = reading.answer if isinstance(reading.answer, tuple) else ()
            for column, option in zip(places.span(item), item.options, strict=True):
                codes[column] = CHOSEN if option.value in chosen else NOT_CHOSEN
        else:
            values = [option.value for option in item.options]
            codes[places.first[item.id]] = values.index(_single(reading.answer))
    return bytes(codes)


def _single(answer: Answer | None) -> Value:
    if answer is None or isinstance(answer, tuple):
        raise TypeError("an item with one answer was read as none or several")
    return answer


def _option(item: Item, text: str) -> Value:
    by_text = _values_by_text(item.options)
    value = by_text.get(text)
    if value is None:
        value = by_text.get(_plain_number(text))
    if value is None:
        known = [str(option.value) for option in item.options]
        known += [one.id for one in item.non_answers]
        listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
        guess = did_you_mean(text, known)
        raise _refused(
            item, "not_an_option", f"{text[:40]!r} is not one of the answers", guess or f"use one of {listed}"
        )
    return value


@lru_cache(maxsize=1024)
def _values_by_text(options: tuple[Option, ...]) -> dict[str, Value]:
    return {str(option.value): option.value for option in options}


def _plain_number(text: str) -> str:
    """4.0 and +4 as 4, as spreadsheets and statistics programs write whole numbers."""
    if not NUMBER.fullmatch(text):
        return text
    number = float(text)
    return str(int(number)) if number.is_integer() else str(number)


def _clean(text: str, kind: Kind) -> str:
    """Without control characters and outer white space; line ends as one character, texts composed (NFC).

    Where a text has one line, line ends and tabs become spaces, so that no two words run together.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if kind is not Kind.LONG_TEXT:
        text = text.replace("\n", " ").replace("\t", " ")
    keep = "\n\t" if kind is Kind.LONG_TEXT else ""
    return "".join(
        sign
        for sign in text
        if sign in keep or unicodedata.category(sign)[0] != "C" or sign in "\u200d\u200c"
    ).strip()


def _number(item: Item, text: str) -> int | float:
    if not NUMBER.fullmatch(text):
        raise _refused(
            item, "not_a_number", f"{text[:40]!r} is not a number", "write digits, such as 12 or 12.5"
        )
    number = float(text)
    if item.whole and not number.is_integer():
        raise _refused(
            item, "not_whole", f"{text} is not a whole number", "leave out the part after the point"
        )
    if item.minimum is not None and number < item.minimum:
        raise _refused(item, "too_small", f"{text} is too small", f"{_range(item)}")
    if item.maximum is not None and number > item.maximum:
        raise _refused(item, "too_large", f"{text} is too large", f"{_range(item)}")
    return int(number) if number.is_integer() else number


def _range(item: Item) -> str:
    low, high = item.minimum, item.maximum
    if low is not None and high is not None:
        return f"give a number from {low:g} to {high:g}"
    return f"give {low:g} or more" if low is not None else f"give {high:g} or less"


def _date(item: Item, text: str) -> str:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        raise _refused(
            item, "not_a_date", f"{text[:40]!r} is not a date", "write year, month and day as 2026-05-31"
        ) from None
    if item.earliest is not None and day < item.earliest:
        raise _refused(item, "too_early", f"{day} is too early", f"give {item.earliest} or later")
    if item.latest is not None and day > item.latest:
        raise _refused(item, "too_late", f"{day} is too late", f"give {item.latest} or earlier")
    return day


def _text(item: Item, text: str) -> str:
    most = maximum_length(item)
    if len(text) > most:
        raise _refused(
            item, "too_long", f"the text has {len(text)} characters", f"shorten it to {most} or fewer"
        )
    return text


_OPEN = {Kind.NUMBER: _number, Kind.DATE: _date, Kind.SHORT_TEXT: _text, Kind.LONG_TEXT: _text}


def _refused(item: Item, code: str, cause: str, remedy: str) -> Refused:
    return Refused([Problem(code, item.id, cause, remedy, path=item.id)])


def _stranger(instrument: Instrument, form_id: str, name: str, on_form: Iterable[str]) -> Problem:
    known = name in instrument.item_by_id
    cause = f"{name!r} is not on the form {form_id!r}" if known else f"there is no item {name!r}"
    remedy = did_you_mean(name, on_form) or "leave it out, or choose the form that has it"
    return Problem("unknown_item", name, cause, remedy, path=name)
