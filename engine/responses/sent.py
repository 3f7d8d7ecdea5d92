"""Answers as they were sent, turned back into the texts that a form gives: for a person who corrects their own."""

from collections.abc import Mapping

from engine.instrument.model import Instrument, Item
from engine.instrument.parts import BETWEEN
from engine.responses.layout import FIRST_NON_ANSWER, LAST_NON_ANSWER, layout, missing_kind

OpenAnswer = str | int | float


def texts_sent(
    instrument: Instrument, codes: bytes, open_answers: Mapping[str, OpenAnswer]
) -> dict[str, tuple[str, ...]]:
    """The texts by item id of which `engine.responses.answers.accept` makes the same response again.

    An item that was left blank, not shown or not reached has none.
    """
    places = layout(instrument)
    answers = places.decode(codes)
    given: dict[str, tuple[str, ...]] = {}
    for id, start in places.first.items():
        item = places.columns[start].item
        if FIRST_NON_ANSWER <= codes[start] <= LAST_NON_ANSWER:
            given[id] = (missing_kind(item, codes[start]) or "",)
        elif _numbered(item) and id in answers:
            numbers = zip(item.options, (codes[column] for column in places.span(item)), strict=True)
            given[id] = tuple(f"{option.value}{BETWEEN}{number}" for option, number in numbers if number)
        elif id in answers:
            answer = answers[id]
            given[id] = tuple(map(str, answer if isinstance(answer, tuple) else (answer,)))
    return given | {id: (_text(said),) for id, said in open_answers.items()}


def _numbered(item: Item) -> bool:
    """Whether an answer is a number beside each option, as places and points are."""
    return item.kind.several and item.kind.coding is not None and item.kind.coding.marks is None


def _text(said: OpenAnswer) -> str:
    """A number so that it is read as one: 1.234 may be a thousand in some languages, and 1.2340 never is."""
    text = str(said)
    fraction = text.partition(".")[2] if isinstance(said, float) else ""
    return text + "0" if len(fraction) == 3 and fraction.isdigit() else text
