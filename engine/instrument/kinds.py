"""The kinds of items: one table, a row of facts each.

A new kind is a row here, its row in `web.respondent.forms` and its markup; docs/kinds-of-items.md lists the files.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import AnswerCoding, Instrument, Item, Kind, Marks, MeasurementLevel, Option
from engine.instrument.parts import (
    draw_rankings,
    draw_sliders,
    draw_sums,
    places_of,
    places_to_give,
    points_to_give,
    ranked,
    ranking_wrong,
    read_ranking,
    read_slider,
    read_sum,
    slider_points,
    sum_wrong,
)
from engine.instrument.reading import read_date, read_number, read_option, read_options, read_words
from engine.instrument.rules import Answer, Is, Value

NOT_CHOSEN: Final = 0
CHOSEN: Final = 1
CHOSEN_OR_NOT: Final = (Option(NOT_CHOSEN, "Not chosen"), Option(CHOSEN, "Chosen"))
# As programs in several languages write that something was chosen, or was not; in small letters.
CHOSEN_WORDS: Final = (
    "true t yes y x on checked selected chosen ✓ ✔ ☑ ☒ "
    "ja oui sí si evet wahr vrai verdadero verdadeiro vero waar doğru prawda"
)
NOT_CHOSEN_WORDS: Final = (
    "false f no n off unchecked unselected ☐ "
    "nein non hayır hayir falsch faux falso onwaar yanlış yanliş fałsz"
)
SHARE_CHOSEN: Final = 0.4  # of the people who are simulated, by option


def _place(item: Item, answer: Answer) -> tuple[int]:
    return ([point.value for point in item.points].index(_one(answer)),)


def _point(item: Item, codes: Sequence[int]) -> Value:
    return item.points[codes[0]].value


def _one(answer: Answer) -> Value:
    if isinstance(answer, tuple):
        raise TypeError("an item with one answer was read as several")
    return answer


def _falling_shares(generator: np.random.Generator, item: Item, people: int) -> NDArray[np.int64]:
    """Options drawn with falling shares: the first is the most common, as authors write them."""
    shares = 1.0 / np.arange(1, len(item.options) + 1) ** 1.5
    return generator.choice(len(item.options), size=(people, 1), p=shares / shares.sum())


def _each_chosen(item: Item, answer: Answer) -> tuple[int, ...]:
    chosen = answer if isinstance(answer, tuple) else ()
    return tuple(CHOSEN if option.value in chosen else NOT_CHOSEN for option in item.options)


def _those_chosen(item: Item, codes: Sequence[int]) -> tuple[Value, ...]:
    return tuple(option.value for option, code in zip(item.options, codes, strict=True) if code == CHOSEN)


def _equal_shares(generator: np.random.Generator, item: Item, people: int) -> NDArray[np.uint8]:
    return (generator.random((people, len(item.options))) < SHARE_CHOSEN).astype(np.uint8)


ONE_OPTION: Final = AnswerCoding(
    points=lambda item: item.options, encode=_place, decode=_point, draw=_falling_shares
)
ANY_OPTIONS: Final = AnswerCoding(
    points=lambda item: CHOSEN_OR_NOT,
    encode=_each_chosen,
    decode=_those_chosen,
    draw=_equal_shares,
    by_option=True,
    values="chosen or not",
    cell=("is neither 0 nor 1", "write 1 where the option was chosen, else 0"),
    marks=Marks(
        words=dict.fromkeys(NOT_CHOSEN_WORDS.split(), NOT_CHOSEN)
        | dict.fromkeys(CHOSEN_WORDS.split(), CHOSEN),
        marked=CHOSEN,
        unmarked=NOT_CHOSEN,
    ),
)

PLACES: Final = AnswerCoding(
    points=places_to_give,
    encode=places_of,
    decode=ranked,
    draw=draw_rankings,
    by_option=True,
    values="place",
    cell=("is no place", "write 1 for the first, 2 for the second, and 0 or nothing where there is none"),
    wrong=ranking_wrong,
)
SHARES: Final = AnswerCoding(
    points=points_to_give,
    encode=lambda item, answer: [int(number) for number in answer] if isinstance(answer, tuple) else [],
    decode=lambda item, codes: tuple(codes),
    draw=draw_sums,
    by_option=True,
    values="points",
    cell=("is no number of points", "write a whole number from 0 to the sum that is asked for"),
    wrong=sum_wrong,
    quantity=True,
)
ALONG: Final = AnswerCoding(
    points=slider_points, encode=_place, decode=_point, draw=draw_sliders, quantity=True
)

SCALE: Final = Kind(
    "scale",
    "answered on a response scale",
    read_option,
    needs=("scale",),
    may=("reverse",),
    coding=ONE_OPTION,
    scored=True,
    measure=MeasurementLevel.ORDINAL,
)
RUBRIC: Final = Kind(
    "rubric",
    "a level of a rubric, each with a text of its own",
    read_option,
    needs=("scale", "levels"),
    may=("evidence",),
    coding=ONE_OPTION,
    scored=True,
    measure=MeasurementLevel.ORDINAL,
)
CHOOSE_ONE: Final = Kind(
    "choose_one",
    "one of several options",
    read_option,
    needs=("options",),
    may=("non_answers",),
    fewest_options=2,
    coding=ONE_OPTION,
    background=True,
)
CHOOSE_MANY: Final = Kind(
    "choose_many",
    "any number of several options",
    read_options,
    needs=("options",),
    may=("non_answers",),
    coding=ANY_OPTIONS,
    background=True,
)
RANKING: Final = Kind(
    "ranking",
    "an order of the first few of several options",
    read_ranking,
    needs=("options",),
    may=("top", "non_answers"),
    fewest_options=2,
    coding=PLACES,
    measure=MeasurementLevel.ORDINAL,
)
CONSTANT_SUM: Final = Kind(
    "constant_sum",
    "points given to several options, which make up a sum",
    read_sum,
    needs=("options",),
    may=("total", "non_answers"),
    fewest_options=2,
    coding=SHARES,
    measure=MeasurementLevel.SCALE,
    compared=False,
)
SLIDER: Final = Kind(
    "slider",
    "a place on a line between two ends",
    read_slider,
    needs=("ends",),
    may=("minimum", "maximum", "step", "non_answers"),
    coding=ALONG,
    measure=MeasurementLevel.SCALE,
)
NUMBER: Final = Kind(
    "number",
    "a number",
    read_number,
    may=("minimum", "maximum", "whole", "non_answers"),
    background=True,
    measure=MeasurementLevel.SCALE,
)
DATE: Final = Kind("date", "a date", read_date, may=("earliest", "latest"), dated=True)
SHORT_TEXT: Final = Kind(
    "short_text", "a line of text", read_words, may=("maximum_length",), maximum_length=200
)
LONG_TEXT: Final = Kind(
    "long_text",
    "a text of several lines",
    read_words,
    may=("maximum_length",),
    maximum_length=5000,
    lines=True,
)

UNNAMED: Final = SCALE  # what an item is whose file names no kind
KINDS: Final = {
    kind.name: kind
    for kind in (
        *(SCALE, RUBRIC, CHOOSE_ONE, CHOOSE_MANY, RANKING, CONSTANT_SUM, SLIDER),
        *(NUMBER, DATE, SHORT_TEXT, LONG_TEXT),
    )
}


ORDER: Final = "_order"  # no id of an item begins so
ORDERS: Final = 256


def order_kept(instrument: Instrument) -> tuple[Item, ...]:
    """Which random order a person had, kept with their answers like a number; nothing where all have the same."""
    random = any(form.random_pages or any(page.random for page in form.pages) for form in instrument.forms)
    text = "Which of the random orders the questions stood in"
    return (Item(ORDER, text, NUMBER, minimum=0, maximum=ORDERS - 1, whole=True),) if random else ()


def one_of(id: str, text: str, options: Sequence[Option]) -> Item:
    """A question that stands in no definition, answered by one of several options."""
    return Item(id, text, CHOOSE_ONE, options=tuple(options))


def words_beside(item: Item) -> tuple[Item, ...]:
    """What may be written beside a closed answer, as items of their own: what is meant by "other", what shows a level.

    Their ids hold a point, which no item of a definition has. A rule says with which answer the words belong.
    """
    found = [
        Item(
            f"{item.id}.{option.value}.words",
            option.label,
            SHORT_TEXT,
            show_if=Is(item.id, (option.value,)),
        )
        for option in item.options
        if option.specify
    ]
    if item.evidence is not None:
        found.append(Item(f"{item.id}.note", item.evidence, LONG_TEXT))
    return tuple(found)


def with_words_beside(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items, each followed by what may be written beside it."""
    return tuple(found for item in items for found in (item, *words_beside(item)))
