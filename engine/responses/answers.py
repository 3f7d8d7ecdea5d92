"""Raw values -> Submission or Problems: with `engine.instrument.reading` the only answer rules in the project.

The web form, the file import and the interface for programs all hand their texts to `accept`; a form field
asks `read` about one item, and shows the message.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.instrument.model import Instrument, Item
from engine.instrument.reading import refused
from engine.instrument.rules import Answer, holds
from engine.instrument.written_text import seen
from engine.problems import Problem, Refused, did_you_mean
from engine.responses.layout import (
    BLANK,
    NOT_ON_FORM,
    NOT_REACHED,
    NOT_SHOWN,
    layout,
    non_answer_code,
)

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ItemResponse:
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


def read(item: Item, raw: Sequence[str]) -> ItemResponse:
    """What the texts given for one item say; raises `Refused` with one problem when they break its rules."""
    texts = [clean for text in raw if (clean := seen(text, lines=item.kind.lines))]
    if not texts:
        return ItemResponse()
    non_answer = next((non_answer.id for non_answer in item.non_answers if non_answer.id in texts), None)
    if non_answer is not None:
        if len(set(texts)) > 1:
            raise refused(
                item,
                "answer_and_non_answer",
                "there is an answer and also a reason for not answering",
                "keep one of the two",
            )
        return ItemResponse(non_answer=non_answer)
    if len(set(texts)) > 1 and not item.kind.several:
        raise refused(item, "two_answers", "two different answers came for one question", "choose one")
    return ItemResponse(item.kind.read(item, texts))


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


def _walk(
    instrument: Instrument, form_id: str, given: Given
) -> tuple[tuple[tuple[Item, ...], ...], dict[str, ItemResponse], list[Problem]]:
    """Read each item in the form's order, so that a rule sees only answers to items that are shown."""
    answers: dict[str, Answer] = {}
    readings: dict[str, ItemResponse] = {}
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
                reading = ItemResponse()
            readings[item.id] = reading
            if reading.answer is not None:
                answers[item.id] = reading.answer
        pages.append(tuple(visible))
    return tuple(pages), readings, refused


def _encode(
    instrument: Instrument,
    on_form: Collection[str],
    visible: Collection[str],
    readings: Mapping[str, ItemResponse],
    reached: Collection[str] | None,
) -> bytes:
    places = layout(instrument)
    codes = bytearray([NOT_ON_FORM]) * places.width
    for item in instrument.items:
        coding = item.kind.coding
        if coding is None or item.id not in on_form:
            continue
        if item.id not in visible:
            places.put(codes, item, NOT_SHOWN)
            continue
        reading = readings[item.id]
        if reading.blank:
            unseen = reached is not None and item.id not in reached
            places.put(codes, item, NOT_REACHED if unseen else BLANK)
        elif reading.non_answer is not None:
            places.put(codes, item, non_answer_code(item, reading.non_answer))
        elif reading.answer is not None:
            for column, code in zip(places.span(item), coding.encode(item, reading.answer), strict=True):
                codes[column] = code
    return bytes(codes)


def _stranger(instrument: Instrument, form_id: str, name: str, on_form: Iterable[str]) -> Problem:
    known = name in instrument.item_by_id
    cause = f"{name!r} is not on the form {form_id!r}" if known else f"there is no item {name!r}"
    remedy = did_you_mean(name, on_form) or "leave it out, or choose the form that has it"
    return Problem("unknown_item", name, cause, remedy, path=name)
