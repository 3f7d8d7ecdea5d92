"""The room that an item leaves for its answer on paper: one row a kind, where its options alone do not tell."""

import string
from collections.abc import Callable
from typing import Final

from engine.instrument.arrangement import as_points, mouth_of
from engine.instrument.model import Item
from engine.instrument.parts import slider_ends, slider_points, top_of, total_of
from engine.instrument.reading import maximum_length
from engine.language import Language
from engine.report.paper_form.parts import (
    DayRoom,
    DigitsRoom,
    LineRoom,
    LinesRoom,
    Mark,
    OptionsRoom,
    PlacesRoom,
    PointsRoom,
    Room,
    RoomOption,
)

COLUMNS_FROM: Final = 8  # options: more stand in two columns, where all are short
SHORT: Final = 34  # letters of such an option
LETTERS_A_LINE: Final = 90  # about what people write by hand on one line of a page
MOST_LINES: Final = 8
MOST_PARTS: Final = 10  # between the numbers at a line
DAY_DIGITS: Final = {"day": 2, "month": 2, "year": 4}


def room_of(item: Item, language: Language) -> Room:
    """The room for an item's answer; a kind without a row of its own is answered by its options."""
    return ROOMS.get(item.kind.name, _one_option)(item, language)


def aside_of(item: Item) -> tuple[RoomOption, ...]:
    """Ways of not answering."""
    return tuple(RoomOption(label=said.label) for said in item.non_answers)


def mark_aside(item: Item) -> Mark:
    """A ring where the ways of not answering stand in place of an option, else a box."""
    return "one" if item.closed and not item.kind.several and item.options else "many"


def heads_of(item: Item) -> tuple[RoomOption, ...]:
    """The options of a scale, in the order of the page, with numbers and faces where these are shown."""
    look, last = as_points(item), len(item.options) - 1
    made = []
    for at, option in enumerate(item.options):
        number, words = look.numbers[at] if look.numbers else ("", option.label)
        face = mouth_of(at / last) if item.faces else ""
        made.append(RoomOption(label=words, number=number, face=face))
    return tuple(reversed(made)) if item.highest_first else tuple(made)


def _scale(item: Item, language: Language) -> Room:
    arrangement = as_points(item).arrangement
    return OptionsRoom(
        mark="one", arrangement="list" if arrangement == "menu" else arrangement, options=heads_of(item)
    )


def _one_option(item: Item, language: Language) -> Room:
    return _listed(item, language, "one")


def _any_options(item: Item, language: Language) -> Room:
    return _listed(item, language, "many")


def _listed(item: Item, language: Language, mark: Mark) -> Room:
    options = tuple(
        RoomOption(label=option.label, words=language.say("paper_form.which") if option.specify else "")
        for option in item.options
    )
    short = all(len(option.label) <= SHORT and not option.words for option in options)
    several = short and len(options) >= COLUMNS_FROM
    return OptionsRoom(mark=mark, arrangement="columns" if several else "list", options=options)


def _levels(item: Item, language: Language) -> Room:
    options = [
        RoomOption(label=option.label, level=level)
        for option, level in zip(item.options, item.levels, strict=True)
    ]
    ordered = tuple(reversed(options)) if item.highest_first else tuple(options)
    return OptionsRoom(mark="one", arrangement="levels", options=ordered, note=item.evidence or "")


def _places(item: Item, language: Language) -> Room:
    places = range(1, top_of(item) + 1)
    letters = [_letter(at) for at in range(len(item.options))]
    return PlacesRoom(
        hint=language.count("paper_form.places", len(places)),
        options=tuple((letter, option.label) for letter, option in zip(letters, item.options, strict=True)),
        places=tuple(map(str, places)),
    )


def _letter(at: int) -> str:
    """A, B ... Z, AA, AB ..."""
    before, place = divmod(at, len(string.ascii_uppercase))
    return (_letter(before - 1) if before else "") + string.ascii_uppercase[place]


def _points(item: Item, language: Language) -> Room:
    total = language.number(total_of(item))
    return PointsRoom(
        hint=language.say("sum_hint", total=total_of(item)),
        options=tuple(option.label for option in item.options),
        total_label=language.say("paper_form.total"),
        total=total,
    )


def _line(item: Item, language: Language) -> Room:
    low, high = slider_ends(item)
    numbers = [float(point.value) for point in slider_points(item)]
    steps = len(numbers) - 1
    parts = next((parts for parts in range(MOST_PARTS, 1, -1) if steps % parts == 0), 1)
    ticks = tuple(language.digits(numbers[at * steps // parts]) for at in range(parts + 1))
    named = (language.digits(low), language.digits(high))
    return LineRoom(
        hint=language.say("paper_form.line", low=named[0], high=named[1]),
        low=item.ends[0],
        high=item.ends[1],
        ticks=ticks,
    )


def _digits(item: Item, language: Language) -> Room:
    named = {
        name: language.digits(bound)
        for name, bound in (("low", item.minimum), ("high", item.maximum))
        if bound is not None
    }
    return DigitsRoom(hint=_bounds("number", named, language))


def _day(item: Item, language: Language) -> Room:
    named = {
        name: language.date(bound)
        for name, bound in (("low", item.earliest), ("high", item.latest))
        if bound is not None
    }
    boxes = tuple((language.say(f"paper_form.{part}"), DAY_DIGITS[part]) for part in language.parts_of_day())
    return DayRoom(hint=_bounds("date", named, language), boxes=boxes)


def _bounds(said: str, named: dict[str, str], language: Language) -> str:
    """The bounds in the words of the page on a screen."""
    known = "_".join(name for name, bound in (("from", "low"), ("to", "high")) if bound in named)
    return language.say(f"{said}_{known}", **named) if known else ""


def _lines(item: Item, language: Language) -> Room:
    lines = min(MOST_LINES, max(3, -(-maximum_length(item) // LETTERS_A_LINE))) if item.kind.lines else 1
    return LinesRoom(hint="", lines=lines)


ROOMS: Final[dict[str, Callable[[Item, Language], Room]]] = {
    "scale": _scale,
    "rubric": _levels,
    "choose_one": _one_option,
    "choose_many": _any_options,
    "ranking": _places,
    "constant_sum": _points,
    "slider": _line,
    "number": _digits,
    "date": _day,
    "short_text": _lines,
    "long_text": _lines,
}
