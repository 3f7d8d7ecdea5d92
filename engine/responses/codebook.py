"""What each column of a file of responses is: one description, from which codebooks and data files are made.

Data files of other programs hold numbers: an option that is a number keeps it, an option that is a word gets the lowest
that is free, and each kind of missing answer gets a negative number that no option has.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.instrument.kinds import with_words_beside
from engine.instrument.model import Form, Instrument, Item, MeasurementLevel, Option, Subscale
from engine.instrument.parts import top_of, total_of
from engine.instrument.passage import passage_words
from engine.instrument.rules import Value, rule_in_words
from engine.responses.layout import (
    BLANK,
    FIRST_NON_ANSWER,
    MISSING_KINDS,
    NOT_ON_FORM,
    NOT_REACHED,
    NOT_SHOWN,
    CodedColumn,
    layout,
)

SITE: Final = "site"
LOWEST: Final = -99  # the number of the first kind of missing; the others follow upwards
FURTHER_DOWN: Final = 900  # where options already use such numbers
LONGEST_SPSS_NAME: Final = 64
SPSS_RESERVED: Final = frozenset(
    ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]
)
MISSING_LABELS: Final = {
    BLANK: "Left blank",
    NOT_REACHED: "Not reached: stopped before this question",
    NOT_SHOWN: "Not shown: a rule skipped this question",
    NOT_ON_FORM: "Not in this file: not on the form, or withheld to protect people",
}


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a column: its number in data files, the word in CSV, what it means; `code` as stored.

    One that is not `named` is an amount, which means what its number says.
    """

    number: float
    word: str
    label: str
    code: int
    missing: bool = False
    named: bool = True


@dataclass(frozen=True, slots=True)
class Variable:
    """A column. `name` is its id in CSV, `spss` its name where only letters, digits, _ and . may stand.

    `text` is the question as asked, `stem` what stands above it; both are empty where others own the words.
    """

    name: str
    spss: str
    label: str
    text: str
    stem: str
    measure: MeasurementLevel
    categories: tuple[Category, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    notes: tuple[str, ...] = ()
    item: Item | None = None

    @property
    def values(self) -> tuple[Category, ...]:
        return tuple(category for category in self.categories if not category.missing)

    @property
    def named(self) -> tuple[Category, ...]:
        """The values and kinds of missing whose meaning their number does not say."""
        return tuple(category for category in self.categories if category.named)

    @property
    def quantity(self) -> bool:
        """Whether the values are amounts."""
        return not all(category.named for category in self.categories)

    @property
    def missing(self) -> tuple[Category, ...]:
        return tuple(category for category in self.categories if category.missing)


@dataclass(frozen=True, slots=True)
class Codebook:
    """The columns of a file of responses, in its order; `left_out` are items whose answers are in no such file."""

    instrument: Instrument
    variables: tuple[Variable, ...]
    left_out: tuple[Item, ...]

    def variable(self, name: str) -> Variable:
        return next(variable for variable in self.variables if variable.name == name)


def codebook(instrument: Instrument, form: Form | None = None, *, by_school: bool = True) -> Codebook:
    """The codebook of de-identified responses: school, closed items and numbers of a form, or of all items.

    Words that people wrote and dates are not in such files; nor is the school where `by_school` is false.
    """
    asked = set(instrument.item_by_id if form is None else form.items)
    items = tuple(item for item in instrument.items if item.id in asked)
    taken: set[str] = set()
    variables = [_site(taken)] if by_school else []
    for column in layout(instrument).columns:
        if column.item.id in asked:
            variables.append(_closed(instrument, column, taken))
    variables += [_number(instrument, item, taken) for item in items if item.kind.numeric]
    left_out = tuple(item for item in with_words_beside(items) if not item.closed and not item.kind.numeric)
    return Codebook(instrument, tuple(variables), left_out)


def _site(taken: set[str]) -> Variable:
    return Variable(
        SITE,
        spss_name(SITE, taken),
        "School, by a number drawn at random",
        "",
        "",
        MeasurementLevel.NOMINAL,
        whole=True,
        notes=("The number was drawn for this file; it tells nothing about the school.",),
    )


def _closed(instrument: Instrument, column: CodedColumn, taken: set[str]) -> Variable:
    item = column.item
    words = instrument.display(item)
    label = words if column.option is None else f"{words}: {column.option.label}"
    return Variable(
        column.id,
        spss_name(column.id, taken),
        label,
        item.text if instrument.display_text else "",
        _stem(instrument, item),
        item.kind.measure,
        categories := categories_of(column),
        *_range(categories),
        notes=tuple(_notes(instrument, item)),
        item=item,
    )


def _range(categories: Sequence[Category]) -> tuple[float | None, float | None, bool]:
    """The least and the largest of amounts, and whether all are whole numbers; nothing of values with names."""
    amounts = [category.number for category in categories if not category.named]
    if not amounts:
        return None, None, False
    return min(amounts), max(amounts), all(number.is_integer() for number in amounts)


def _number(instrument: Instrument, item: Item, taken: set[str]) -> Variable:
    return Variable(
        item.id,
        spss_name(item.id, taken),
        instrument.display(item),
        item.text if instrument.display_text else "",
        _stem(instrument, item),
        MeasurementLevel.SCALE,
        minimum=item.minimum,
        maximum=item.maximum,
        whole=item.whole,
        notes=tuple(_notes(instrument, item)),
        item=item,
    )


def _stem(instrument: Instrument, item: Item) -> str:
    return instrument.stems[item.stem] if item.stem and instrument.display_text else ""


def categories_of(column: CodedColumn) -> tuple[Category, ...]:
    """Values from the lowest code on, then non-answers, then the kinds of missing."""
    item = column.item
    numbers = _numbers(item.points)
    amounts = item.kind.coding is not None and item.kind.coding.quantity
    values = [
        Category(numbers[code], str(point.value), point.label, code, named=not amounts)
        for code, point in enumerate(item.points)
    ]
    kinds = [
        *((code, MISSING_KINDS[code], label) for code, label in MISSING_LABELS.items()),
        *((FIRST_NON_ANSWER + place, said.id, said.label) for place, said in enumerate(item.non_answers)),
    ]
    lowest = LOWEST
    while any(lowest <= value.number < lowest + len(kinds) for value in values):
        lowest -= FURTHER_DOWN
    missing = [
        Category(lowest + place, "" if code == BLANK else word, label, code, missing=True)
        for place, (code, word, label) in enumerate(kinds)
    ]
    return (*values, *reversed(missing))


def _numbers(points: Sequence[Option]) -> list[float]:
    """The number of each point: its own, or for a word the lowest from 1 on that no other point has."""
    own = [float(point.value) if _is_number(point.value) else None for point in points]
    free = (number for number in itertools.count(1) if number not in own)
    return [float(next(free)) if number is None else number for number in own]


def _is_number(value: Value) -> bool:
    """Whether an option is a number, also one that its file writes in quotes."""
    return not isinstance(value, str) or (value.isdecimal() and str(int(value)) == value)


def _notes(instrument: Instrument, item: Item) -> Iterator[str]:
    """What an analyst must know of an item besides its values."""
    for subscale in instrument.subscales:
        if item.id in subscale.items:
            yield part_of(subscale)
    if item.reverse:
        yield (
            f"Reverse-keyed: values are as answered; scores turn them ({item.low + item.high:g} minus the answer)."
        )
    yield from _look(item)
    if item.facet:
        yield f"Facet: {item.facet}."
    if item.show_if is not None:
        yield f"Asked if {rule_in_words(item.show_if).strip('()')}."
    if item.note:
        yield item.note


def _look(item: Item) -> Iterator[str]:
    """How the page showed an item, where that is not as every other."""
    if item.highest_first:
        yield "On the page the highest value stands first; values are as numbered."
    if item.faces:
        yield "On the page a face stands beside each label."
    for option, level in zip(item.options, item.levels, strict=False):
        yield f"{option.label}: {level}"
    if item.ends:
        yield f"A slider from “{item.ends[0]}” to “{item.ends[1]}”."
    if item.kind.coding is not None and item.kind.coding.quantity and item.kind.several:
        yield f"The numbers of one answer make up {total_of(item)}."
    elif item.kind.numbered:
        yield f"One answer gives places from 1 on, at most {top_of(item)}; 0 is no place."
    if item.before:
        yield f"Above it stood: {passage_words(item.before)}"


def part_of(subscale: Subscale) -> str:
    """The note of an item of the subscale."""
    return f"Part of {subscale.label} ({subscale.id})."


def spss_name(id: str, taken: set[str]) -> str:
    """An id as a name of a variable that SPSS, R and others take, unique whatever the case; kept in `taken`."""
    bare = re.sub(r"\W", "_", id.replace(".", "_"), flags=re.ASCII)
    bare = bare if bare[:1].isalpha() else f"v{bare}"
    bare = f"{bare}_" if bare.upper() in SPSS_RESERVED else bare
    for number in range(1, len(taken) + 2):
        tail = f"_{number}" if number > 1 else ""
        name = bare[: LONGEST_SPSS_NAME - len(tail)] + tail
        if name.upper() not in taken:
            break
    taken.add(name.upper())
    return name


def missing_range(categories: Iterable[Category]) -> tuple[float, float] | None:
    """The lowest and highest number of the kinds of missing, or None where there are none."""
    numbers = [category.number for category in categories if category.missing]
    return (min(numbers), max(numbers)) if numbers else None
