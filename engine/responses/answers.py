"""Raw values -> Submission or Problems: with `engine.instrument.reading` the only answer rules in the project.

The web form, the file import and the interface for programs all hand their texts to `accept`; a form field
asks `read` about one item, and shows the message.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.instrument.kinds import ORDER, order_kept, with_words_beside, words_beside
from engine.instrument.model import Instrument, Item
from engine.instrument.reading import refused
from engine.instrument.rules import Answer, holds, named_items
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
from engine.responses.order import order_in

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
            raise refused(item, "answer_and_non_answer")
        return ItemResponse(non_answer=non_answer)
    if len(set(texts)) > 1 and not item.kind.several:
        raise refused(item, "two_answers")
    return ItemResponse(item.kind.read(item, texts))


def words_problem(item: Item, answer: Answer | None, given: Given) -> Problem | None:
    """What is wrong with the words beside an answer, told of the item that they stand beside."""
    for part in words_beside(item):
        try:
            said = read(part, given.get(part.id, ()))
        except Refused as error:
            return replace(error.problems[0], place=item.id, path=item.id)
        if not said.blank and not _belongs(part, item, answer):
            return refused(item, "words_without_option", option=part.text).problems[0]
    return None


def problem_of(item: Item, given: Given) -> Problem | None:
    """The first thing that is wrong with what was given for an item and beside it."""
    try:
        reading = read(item, given.get(item.id, ()))
    except Refused as error:
        return error.problems[0]
    return words_problem(item, reading.answer, given)


def _belongs(part: Item, item: Item, answer: Answer | None) -> bool:
    """Whether words beside an item go with its answer; a note may stand without one."""
    return part.show_if is None or (answer is not None and holds(part.show_if, {item.id: answer}))


def left_open(item: Item, given: Given) -> str:
    """What of an item is open that a page asks about once: the key of a sentence; nothing where all is said."""
    reading = read(item, given.get(item.id, ()))
    if reading.blank:
        return "left_blank" if item.required else ""
    for part in words_beside(item):
        if reading.answer is not None and not given.get(part.id) and _belongs(part, item, reading.answer):
            return "left_note" if part.show_if is None else "left_other"
    return ""


def shown(instrument: Instrument, form_id: str, given: Given) -> tuple[tuple[Item, ...], ...]:
    """The items of each page that the rules show, given the answers so far; a page may come out empty.

    An answer that breaks its item's rules counts as none, and so does the answer to an item not shown. Only what rules
    name is read: of a form of fifty questions that is one or two.
    """
    form, deciding = _deciding(instrument, form_id)
    said: dict[str, Answer] = {}
    pages = []
    for items in form:
        visible = []
        for item in items:
            if item.show_if is not None and not holds(item.show_if, said):
                continue
            visible.append(item)
            if item.id in deciding and (answer := _answer(item, given)) is not None:
                said[item.id] = answer
        pages.append(tuple(visible))
    return tuple(pages)


@lru_cache(maxsize=256)
def _deciding(instrument: Instrument, form_id: str) -> tuple[tuple[tuple[Item, ...], ...], frozenset[str]]:
    """The items of each page of a form, and the ids of those that its rules name."""
    pages = tuple(tuple(map(instrument.item, page.items)) for page in instrument.form(form_id).pages)
    rules = (item.show_if for page in pages for item in page if item.show_if is not None)
    return pages, frozenset(name for rule in rules for name in named_items(rule))


def _answer(item: Item, given: Given) -> Answer | None:
    """The answer to an item; none where what was given breaks its rules."""
    try:
        return read(item, given.get(item.id, ())).answer
    except Refused:
        return None


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
    names = {item.id for item in with_words_beside(map(instrument.item, on_form))}
    kept = {item.id for item in order_kept(instrument)}
    problems = [
        _stranger(instrument, form_id, name, names)
        for name in given
        if name not in names and name not in kept
    ]
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
            part.id: answer
            for item in instrument.items
            if item.id in visible
            for part in with_words_beside([item])
            if not part.closed and isinstance(answer := readings[part.id].answer, str | int | float)
        }
        | ({ORDER: order} if kept and (order := order_in(given.get(ORDER, ()))) is not None else {}),
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
            wrong = words_problem(item, reading.answer, given)
            refused += [wrong] if wrong else []
            for part in words_beside(item):
                words = ItemResponse() if wrong else read(part, given.get(part.id, ()))
                readings[part.id] = words
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
