"""Codes, values and kinds of missing; blocks of them.

A response's closed answers are one byte each, in the version's item order (choose-many: a byte an option):
0-199 the index of the option (of what the kind of item says, `Item.points`), 200-239 a declared non-answer,
250-253 a kind of missing. Values are looked up, `value = table[column, code]`, never computed from codes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Instrument, Item, Option
from engine.instrument.rules import Answer

FIRST_NON_ANSWER: Final = 200
LAST_NON_ANSWER: Final = 239
NOT_ON_FORM: Final = 250
NOT_SHOWN: Final = 251
NOT_REACHED: Final = 252
BLANK: Final = 253
MAXIMUM_OPTIONS: Final = 200
MAXIMUM_NON_ANSWERS: Final = LAST_NON_ANSWER - FIRST_NON_ANSWER + 1

MISSING_KINDS: Final[Mapping[int, str]] = {
    NOT_ON_FORM: "not_on_form",
    NOT_SHOWN: "not_shown",
    NOT_REACHED: "not_reached",
    BLANK: "blank",
}

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """One byte of a response: a closed item, or one option of an item with a byte for each."""

    item: Item
    option: Option | None = None

    @property
    def id(self) -> str:
        return self.item.id if self.option is None else f"{self.item.id}.{self.option.value}"


@dataclass(frozen=True)
class Layout:
    """Where each closed item of an instrument stands in a response's codes, and what its codes mean."""

    columns: tuple[CodedColumn, ...]
    first: Mapping[str, int]  # item id -> its first column
    table: NDArray[np.float64]  # columns x 256, as answered, NaN for missing and where nothing is scored

    @property
    def width(self) -> int:
        return len(self.columns)

    def indexes(self, items: Sequence[str]) -> list[int]:
        """The columns of items of one byte each."""
        return [self.first[item] for item in items]

    def span(self, item: Item) -> range:
        start = self.first[item.id]
        return range(start, start + (len(item.options) if item.kind.several else 1))

    def put(self, codes: bytearray, item: Item, code: int) -> None:
        """Set every column of the item to one code: a kind of missing or a non-answer."""
        for column in self.span(item):
            codes[column] = code

    def decode(self, codes: bytes) -> dict[str, Answer]:
        """The answers in a response by item id, values as defined; missing ones have no entry."""
        answers: dict[str, Answer] = {}
        for item in (self.columns[start].item for start in self.first.values()):
            span = self.span(item)
            if item.kind.coding is not None and codes[span.start] < FIRST_NON_ANSWER:
                answers[item.id] = item.kind.coding.decode(item, codes[span.start : span.stop])
        return answers


def missing_kind(item: Item, code: int) -> str | None:
    """The name of a missing code: a non-answer's id, or `blank` and the like; None for an answer."""
    if code < FIRST_NON_ANSWER:
        return None
    if code <= LAST_NON_ANSWER:
        return item.non_answers[code - FIRST_NON_ANSWER].id
    return MISSING_KINDS[code]


def non_answer_code(item: Item, id: str) -> int:
    """The code of a declared non-answer: the inverse of `missing_kind` for these."""
    return FIRST_NON_ANSWER + [non_answer.id for non_answer in item.non_answers].index(id)


@lru_cache(maxsize=256)
def layout(instrument: Instrument) -> Layout:
    """The layout of an instrument's codes; kept, as every answer and every block asks for it."""
    columns: list[CodedColumn] = []
    first: dict[str, int] = {}
    for item in instrument.items:
        if not item.closed:
            continue
        first[item.id] = len(columns)
        columns += [CodedColumn(item, option) for option in (item.options if item.kind.several else (None,))]
    return Layout(tuple(columns), first, _values(columns))


def _values(columns: Sequence[CodedColumn]) -> NDArray[np.float64]:
    """Values of what is scored alone: the options of a background question are labels, whatever they look like."""
    table = np.full((len(columns), 256), np.nan)
    for index, column in enumerate(columns):
        if not column.item.kind.scored:
            continue
        for code, point in enumerate(column.item.points):
            if not isinstance(point.value, str):
                table[index, code] = point.value
    table.setflags(write=False)
    return table


@dataclass(frozen=True, slots=True)
class Block:
    """Responses as arrays: `codes` persons x columns, and beside each person the number of their site.

    `sites` indexes `site_names`; `site_names` is the same for every block of one reading. `site_ids` are the
    store's numbers of the same sites, where the responses come from the store. `bands` tell in which band of numbers
    each person is, by question (`engine.responses.sorting`), where they were asked for, and `languages` in which of
    the wave's languages they answered: one column where the wave has several, else none. `units` is the place of each
    one's class or team among those of the school: one column where the wave has any, else none.
    """

    codes: Codes
    sites: NDArray[np.int64]
    site_names: tuple[str, ...]
    site_ids: tuple[int, ...] = ()
    bands: NDArray[np.uint8] | None = None
    languages: NDArray[np.uint8] | None = None
    units: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.codes)
