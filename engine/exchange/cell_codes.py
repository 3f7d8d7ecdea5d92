"""Distinct cells of a column -> codes: values, labels, words for missing answers, and what is no answer.

Cells come here once each, not once a person. A table of codes has a row a cell and a column a byte of the item.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.exchange.tables import plain
from engine.instrument.model import Item, Option
from engine.instrument.rules import Answer
from engine.instrument.written_date import day_in, day_order
from engine.instrument.written_number import COMMA, POINT, decimal_sign, number_in, numbers_in, same_number
from engine.instrument.written_text import seen_name
from engine.problems import Problem, Refused, did_you_mean
from engine.responses.answers import ItemResponse, read
from engine.responses.layout import BLANK, MISSING_KINDS, Codes, non_answer_code

BAD: Final = 254  # a code no response holds: this cell has a problem
BLANK_WORDS: Final = frozenset({"", "NA", "NaN", "nan", ".", "#NULL!"})
CODE_OF_KIND: Final = {name: code for code, name in MISSING_KINDS.items()}
LIST_CELL: Final = (
    "is no list of the options",
    "write their values with commas or semicolons between, or a column an option",
)
LIKE_MISSING: Final = re.compile(
    r"-[1-9]|-?(9{2,}|8{2,}|7{2,})|#?n\.?/?[av]\.?|null|none|missing|-+|\?+", re.IGNORECASE
)
MISSING_NUMBER: Final = re.compile(r"-9{1,4}|9{3,4}")
LIKELY: Final = 0.9  # how near a label has to be to be offered
BETWEEN_CHOSEN: Final = re.compile(r"\s*[,;|\n]\s*|\s+")


@dataclass(frozen=True)
class CellRules:
    """How the cells of a file are read: words that mean missing, which sign begins decimals, how days are written.

    `labels` says whether an option's label stands for the option; `keyed` are the items that are turned already;
    `values` say by item what a cell means, an option's value or a non-answer's id, and None where it is no answer.
    """

    keyed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    decimal: str | None = None
    date_order: str | None = None
    labels: bool = True
    values: Mapping[str, Mapping[str, str | None]] = field(default_factory=lambda: MappingProxyType({}))

    def is_blank(self, text: str) -> bool:
        """Whether a cell says that there is no answer; -99.0 and −99 are the -99 of a column map."""
        if text in BLANK_WORDS or text in self.missing:
            return True
        if not self.missing_numbers or not any(map(str.isdecimal, text[:3])):
            return False
        number = number_in(text, self.decimal)
        return number is not None and any(same_number(number, missing) for missing in self.missing_numbers)

    @cached_property
    def missing_numbers(self) -> tuple[float, ...]:
        found = (number_in(word, self.decimal) for word in self.missing)
        return tuple(number for number in found if number is not None)


@dataclass(frozen=True)
class CellReader:
    """Reads the distinct cells of one column of a file; `option` is set where the column is of one option."""

    rules: CellRules
    item: Item
    option: Option | None
    cells: Sequence[str]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The cells as they are seen; those that a person said the meaning of, as what they mean."""
        seen = (seen_name(plain(cell)) for cell in self.cells)
        return tuple((self.meanings[text] or "") if text in self.meanings else text for text in seen)

    @cached_property
    def meanings(self) -> dict[str, str | None]:
        given = self.rules.values.get(self.item.id, {})
        return {seen_name(cell): meaning for cell, meaning in given.items()}

    @cached_property
    def decimal(self) -> str | None:
        """The sign that begins decimals: as the column map says, or as the column's own cells do."""
        return self.rules.decimal or decimal_sign(self.texts)

    @cached_property
    def date_order(self) -> str | None:
        return self.rules.date_order or day_order(self.texts)

    @cached_property
    def known(self) -> frozenset[str]:
        """The item's own words, before which those of a file have no say."""
        options = {str(option.value) for option in self.item.options}
        return frozenset(options | {non_answer.id for non_answer in self.item.non_answers})

    @cached_property
    def named(self) -> dict[str, str]:
        """The words that labels stand for: none where a label is a number, or the value of some answer.

        Of a scale from 0 to 4 whose labels are 1 to 5, a file of labels would be read as values in all cells but one.
        """
        pairs = [(option.label, str(option.value)) for option in self.item.options]
        pairs += [(non_answer.label, non_answer.id) for non_answer in self.item.non_answers]
        named = {seen_name(label): word for label, word in pairs}
        doubtful = any(
            label != word and (label in self.known or numbers_in(label)) for label, word in named.items()
        )
        return named if self.rules.labels and not doubtful else {}

    def codes(self) -> Codes:
        """A row a cell; `BAD` where a cell is no answer."""
        width = len(self.item.options) if self.lists_options else 1
        rows = [self._codes(text) or (BAD,) * width for text in self.texts]
        return np.array(rows, dtype=np.uint8).reshape(len(self.texts), width)

    def answers(self) -> tuple[list[Answer | None], list[int]]:
        """Open answers, a cell each and None where there is none; and the places of cells that can't be read."""
        answers: list[Answer | None] = []
        bad = []
        for place, (cell, text) in enumerate(zip(self.cells, self.texts, strict=True)):
            empty = text in CODE_OF_KIND or self.rules.is_blank(text)
            plain_text = self._plain(cell, text)
            found = ItemResponse() if empty else None if self._in_doubt(text) else self._response(plain_text)
            answers.append(found.answer if found else None)
            if found is None:
                bad.append(place)
        return answers, bad

    def missing_read(self) -> list[str]:
        """Cells that were read as numbers, and that many files hold in place of an answer."""
        return [
            text for text in self.texts if MISSING_NUMBER.fullmatch(text) and not self.rules.is_blank(text)
        ]

    def labels_read(self) -> bool:
        """Whether any cell was a label."""
        return any(text in self.named for text in self.texts)

    def problem(self, index: int) -> Problem:
        """What is wrong with a cell."""
        text = self.texts[index]
        if self._is_two_things(text):
            cause = f"{text!r} is the label of an answer, and also how an empty cell is written"
            return Problem(
                "not_an_option", "", cause, "write the value of the answer, or leave the cell empty"
            )
        if self._in_doubt(text):
            either = f"{text} or {text.replace(POINT, '')}"
            cause = f"{text!r} stands among numbers with a decimal comma, and can be {either}"
            return Problem("not_a_number", "", cause, "say which sign it is: `decimal` in a column map")
        coding = self.item.kind.coding
        if coding is not None and coding.by_option:
            wrong, remedy = coding.cell if self.option is not None else LIST_CELL
            found = Problem("not_an_option", "", f"{text[:40]!r} {wrong}", remedy)
        else:
            found = self._refusal(index)
        if LIKE_MISSING.fullmatch(text):
            return replace(found, remedy=f"{found.remedy}, or list it under `missing` in a column map")
        return found

    def _refusal(self, index: int) -> Problem:
        text = self.texts[index]
        try:
            read(self.item, [self._plain(self.cells[index], text)])
        except Refused as refused:
            (found,) = refused.problems
            return replace(found, remedy=did_you_mean(text, self.named, LIKELY) or found.remedy)
        cause, remedy = f"{text!r} can't be turned back on this scale", "give the file as answered"
        return Problem("not_reversible", "", cause, remedy)

    @property
    def lists_options(self) -> bool:
        return self.item.kind.several and self.option is None

    def _codes(self, text: str) -> tuple[int, ...] | None:
        width = len(self.item.options) if self.lists_options else 1
        if self._is_two_things(text):
            return None
        if text not in self.known:
            if text in CODE_OF_KIND:
                return (CODE_OF_KIND[text],) * width
            if self.rules.is_blank(text):
                return (BLANK,) * width
        if not self.item.kind.several:
            return self._of_one(text)
        non_answer = self._non_answer(self.named.get(text, text))
        if non_answer is not None:
            return (non_answer,) * width
        return self._of_list(text) if self.option is None else self._of_option(text)

    def _is_two_things(self, text: str) -> bool:
        return text in self.named and (text in BLANK_WORDS or text in CODE_OF_KIND)

    def _of_one(self, text: str) -> tuple[int] | None:
        found = self._response(self._plain(text, text))
        if found is None or found.blank:
            return None
        if found.non_answer is not None:
            return (non_answer_code(self.item, found.non_answer),)
        values = [point.value for point in self.item.points]
        if not (self.item.reverse and self.item.id in self.rules.keyed):
            return (values.index(found.answer),)  # type: ignore[arg-type]
        turned = self.item.low + self.item.high - float(str(found.answer))
        return next(((code,) for code, value in enumerate(values) if same_number(float(value), turned)), None)

    def _of_option(self, text: str) -> tuple[int] | None:
        """What the column of one option says: a point by its number, or a mark such as TRUE, x or its own label."""
        number = number_in(text, self.decimal)
        for code, point in enumerate(self.item.points):
            if number is not None and same_number(float(point.value), number):
                return (code,)
        marks = self.item.kind.coding.marks if self.item.kind.coding else None
        if marks is None or self.option is None:
            return None
        word = marks.words.get(text.casefold())
        said = set() if word is None else {word}
        if self.named.get(text) == str(self.option.value):
            said.add(marks.marked)
        return (said.pop(),) if len(said) == 1 else None  # an option named "No" in its own column

    def _of_list(self, text: str) -> tuple[int, ...] | None:
        """All that were chosen in one cell, values or labels with commas, semicolons or blanks between."""
        words = {str(option.value): str(option.value) for option in self.item.options} | self.named
        words |= {cell: meaning for cell, meaning in self.meanings.items() if meaning in words}
        found = {tuple(words[word] for word in chosen) for chosen in _divided(text, tuple(words))}
        if len(found) != 1 or self.item.kind.coding is None:
            return None
        try:
            answer = self.item.kind.read(self.item, found.pop())
        except Refused:
            return None
        return tuple(self.item.kind.coding.encode(self.item, answer))

    def _plain(self, cell: str, text: str) -> str:
        """A cell as the form would have it: a value for its label, a number with a point, a day as 2026-05-31."""
        if text in self.named:
            return self.named[text]
        if self.item.kind.in_words:
            return plain(cell)
        if self.item.kind.dated:
            return day_in(text, self.date_order) or text
        decimal = self.rules.decimal if self.item.closed else self.decimal
        number = None if text in self.known or decimal is None else number_in(text, decimal)
        return text if number is None or self._in_doubt(text) else f"{number:.15g}"

    def _in_doubt(self, text: str) -> bool:
        """Whether a number such as 1.234 stands among others with a decimal comma, so that it may be 1234."""
        if self.item.closed or self.rules.decimal is not None or self.decimal != COMMA:
            return False
        return POINT in text and COMMA not in text and number_in(text, COMMA) not in (None, number_in(text))

    def _response(self, text: str) -> ItemResponse | None:
        try:
            return read(self.item, [text])
        except Refused:
            return None

    def _non_answer(self, text: str) -> int | None:
        known = [non_answer.id for non_answer in self.item.non_answers]
        return non_answer_code(self.item, text) if text in known else None


def _divided(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to divide a text into known words; more than one where a label holds a comma and others' words."""
    for word in words:
        if not text.startswith(word):
            continue
        rest = text[len(word) :]
        if not rest:
            yield (word,)
        elif between := BETWEEN_CHOSEN.match(rest):
            yield from ((word, *more) for more in _divided(rest[between.end() :], words))
