"""A page of an instrument -> a WTForms class; the field table, one row a kind of item.

A field keeps the texts as they were posted and asks `engine.responses.answers` whether they are an answer, so there is
no second copy of a rule here. Markup comes from the macros in `respond/fields.html`, not from its widgets.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from engine.instrument.arrangement import Look, as_points, mouth_of
from engine.instrument.kinds import with_words_beside
from engine.instrument.model import Instrument, Item
from engine.instrument.parts import BETWEEN, slider_ends, top_of, total_of
from engine.instrument.reading import maximum_length
from engine.problems import Problem, Refused, sentence
from engine.responses import answers
from web.forms import whole_number
from web.wording import language

PREFIX: Final = "a_"  # before item ids, so that no item can be mistaken for a control of the form
MENU_FROM: Final = 13  # options: more would be a wall of radio buttons, so a menu it is
LONGEST_NUMBER: Final = 40  # signs of a number or a date as people type one
TOO_LONG_BY: Final = 100  # signs kept beyond the longest text, which browsers keep from being typed

OfOption = TypeVar("OfOption")


@dataclass(frozen=True, slots=True)
class ChoiceControl:
    """One option or non-answer as a control.

    `number` is set where options are drawn as a row of numbers, `mouth` where each has a face, `level` where a text
    says what it looks like.
    """

    value: str
    label: str
    checked: bool
    number: str = ""
    mouth: str = ""
    level: str = ""


class AnswerField(Field):
    """One item. `texts` are what was typed or chosen, kept even when they break a rule."""

    texts: tuple[str, ...] = ()
    shown: bool = True  # whether the rules show it, given the answers
    told: str = ""  # who will read what is written here
    words: tuple["AnswerField", ...] = ()  # what may be written beside it

    def __init__(self, item: Item, look: Look, **settings: Any) -> None:
        super().__init__(item.text, **settings)
        self.item = item
        self.look = look

    def process_data(self, value: object) -> None:
        self.texts = texts_of(value) if isinstance(value, list | tuple) else ()
        self.data = self.texts

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.texts = taken(self.item, texts_of(valuelist))
        self.data = self.texts

    def pre_validate(self, form: object) -> None:
        try:
            answers.read(self.item, self.texts)
        except Refused as refused:
            raise StopValidation(told(refused.problems[0])) from None

    @classmethod
    def in_words(cls, item: Item, text: str) -> str:
        """One text of an answer as people read it: the label of what was chosen, or what was typed."""
        labels = {str(option.value): option.label for option in item.options}
        labels |= {non_answer.id: non_answer.label for non_answer in item.non_answers}
        return labels.get(text, text)

    @classmethod
    def posted(cls, item: Item, name: str, sent: MultiDict[str, str]) -> list[str]:
        """The texts that came for an item under the name of its control."""
        return sent.getlist(name)

    @classmethod
    def is_foreign(cls, item: Item, texts: Iterable[str]) -> bool:
        """Whether something came that its page can't send: no option, and no reason for not answering."""
        return bool(item.options) and not choices_of(item).issuperset(texts)

    @property
    def macro(self) -> str:
        return FIELDS[self.item.kind.name].macro

    @property
    def problem(self) -> str:
        """What is wrong with the answer in one sentence, or nothing."""
        return str(self.errors[0]) if self.errors else ""

    @property
    def text(self) -> str:
        """What was typed, where the item takes one text."""
        aside = {non_answer.id for non_answer in self.item.non_answers}
        return next((text for text in self.texts if text not in aside), "")

    @property
    def non_answers(self) -> Iterator[ChoiceControl]:
        return (ChoiceControl(said.id, said.label, said.id in self.texts) for said in self.item.non_answers)


class ChoiceField(AnswerField):
    """An item with options, of which one or many are chosen."""

    @property
    def options(self) -> Iterator[ChoiceControl]:
        """The options in the order of the page, which may be from the highest down."""
        numbers, last = self.look.numbers, len(self.item.options) - 1
        for index, option in self._ordered(enumerate(self.item.options)):
            value = str(option.value)
            number, words = numbers[index] if numbers else ("", option.label)
            mouth = mouth_of(index / last) if self.item.faces else ""
            level = self.item.levels[index] if self.item.levels else ""
            yield ChoiceControl(value, words, value in self.texts, number, mouth, level)

    @property
    def anchors(self) -> Iterator[tuple[str, str]]:
        """The numbers that have words, for the line above a row of numbers."""
        return ((number, words) for number, words in self._ordered(self.look.numbers) if words)

    def _ordered(self, of_options: Iterable[OfOption]) -> Iterable[OfOption]:
        return reversed(list(of_options)) if self.item.highest_first else of_options


class MeasureField(AnswerField):
    """A number; its bounds are told by the wordings that begin with `said`."""

    said = "number"

    @cached_property
    def hint(self) -> tuple[str, dict[str, str]]:
        """Which bounds to tell, as the key of a wording and its values; an empty key tells nothing."""
        low, high = self._bounds
        known = "_".join(name for name, bound in (("from", low), ("to", high)) if bound)
        return (f"{self.said}_{known}" if known else "", {"low": low, "high": high})

    @property
    def _bounds(self) -> tuple[str, str]:
        low, high = self.item.minimum, self.item.maximum
        return _number(low), _number(high)


class SliderField(MeasureField):
    """A number on a line; the line itself is a comfort of the script."""

    @property
    def low(self) -> float:
        return slider_ends(self.item)[0]

    @property
    def high(self) -> float:
        return slider_ends(self.item)[1]

    @property
    def _bounds(self) -> tuple[str, str]:
        return f"{self.low:g}", f"{self.high:g}"


class NumbersField(AnswerField):
    """A number an option, each with a control of its own whose name ends in the option's value."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is not None:
            self.process_formdata(self.posted(self.item, self.name, formdata))

    @classmethod
    def posted(cls, item: Item, name: str, sent: MultiDict[str, str]) -> list[str]:
        values = [str(option.value) for option in item.options]
        given = [
            f"{value}{BETWEEN}{text}"
            for value in values
            for text in sent.getlist(f"{name}.{value}")[:1]
            if text.strip()
        ]
        return [*given, *sent.getlist(name)]

    @classmethod
    def in_words(cls, item: Item, text: str) -> str:
        value, between, number = text.partition(BETWEEN)
        return f"{super().in_words(item, value)}: {number}" if between else super().in_words(item, text)

    def part(self, value: str) -> str:
        """The name of an option's control."""
        return f"{self.name}.{value}"

    @classmethod
    def is_foreign(cls, item: Item, texts: Iterable[str]) -> bool:
        """Its controls are typed into, so that whatever comes may be a slip."""
        return False

    @property
    def parts(self) -> Iterator[ChoiceControl]:
        """The options, each with what was typed beside it."""
        typed = dict(text.split(BETWEEN, 1) for text in self.texts if BETWEEN in text)
        for option in self.item.options:
            value = str(option.value)
            yield ChoiceControl(value, option.label, value in typed, typed.get(value, ""))

    @property
    def places(self) -> range:
        return range(1, top_of(self.item) + 1)

    @property
    def total(self) -> int:
        return total_of(self.item)

    @property
    def given(self) -> int | None:
        """What the numbers add up to, as far as they are numbers; nothing where there is none."""
        typed = (part.number.strip().removesuffix("%").strip() for part in self.parts)
        numbers = [number for text in typed if (number := whole_number(text)) is not None]
        return sum(numbers) if numbers else None


class DayField(MeasureField):
    """A date."""

    said = "date"

    @classmethod
    def in_words(cls, item: Item, text: str) -> str:
        try:
            return language().date(text)
        except ValueError:  # kept as it was typed, to be put right
            return super().in_words(item, text)

    @property
    def _bounds(self) -> tuple[str, str]:
        return _day(self.item.earliest), _day(self.item.latest)


class TextField(AnswerField):
    """Free text."""

    @property
    def maximum_length(self) -> int:
        return maximum_length(self.item)


def _day(iso: str | None) -> str:
    return language().date(iso) if iso else ""


def _number(bound: float | None) -> str:
    return "" if bound is None else language().digits(bound)


@lru_cache(maxsize=1024)
def page_form(instrument: Instrument, form_id: str, number: int) -> type[Form]:
    """The WTForms class of one page (counted from 1), built once; its fields are named `a_<item id>`."""
    items = (instrument.item(name) for name in instrument.form(form_id).pages[number - 1].items)
    return type(
        "PageForm",
        (Form,),
        {
            PREFIX + item.id: FIELDS[item.kind.name].field(item, look(item))
            for item in with_words_beside(items)
        },
    )


def texts_of(values: Iterable[object]) -> tuple[str, ...]:
    """Posted values as texts: line ends as one character, and nothing that is empty."""
    texts = (str(value).replace("\r\n", "\n") for value in values)
    return tuple(text for text in texts if text.strip())


def taken(item: Item, texts: Iterable[str]) -> tuple[str, ...]:
    """Texts that came for an item, cut to what it can take, whoever sends them.

    An item with options takes one text each; another one text, so long that one can see by how much it is too long, and
    the reasons for not answering.
    """
    aside = {non_answer.id for non_answer in item.non_answers}
    longest = (maximum_length(item) or LONGEST_NUMBER) + TOO_LONG_BY
    distinct = tuple(dict.fromkeys(text if text in aside else text[:longest] for text in texts))
    if item.options:
        return distinct[: len(item.options) + len(aside)]
    said = [text for text in distinct if text not in aside]
    return (*said[:1], *(text for text in distinct if text in aside))


def choices_of(item: Item) -> frozenset[str]:
    """All that can be chosen of an item: its options, and the reasons for not answering."""
    return frozenset(
        (*(str(option.value) for option in item.options), *(said.id for said in item.non_answers))
    )


def told(problem: Problem) -> str:
    """A problem with an answer in the language of the page."""
    return sentence(problem, language())


def look(item: Item) -> Look:
    """The arrangement of an item's options."""
    return FIELDS[item.kind.name].look(item)


def _as_menu(item: Item) -> Look:
    specified = any(option.specify for option in item.options)
    return Look("menu" if len(item.options) >= MENU_FROM and not specified else "list")


def scripts(items: Sequence[Item]) -> list[str]:
    """The scripts that comfort those who answer these items."""
    found = {FIELDS[item.kind.name].script for item in items} | {"aloud.js" for item in items if item.faces}
    return sorted(found - {""})


@dataclass(frozen=True, slots=True)
class FieldRow:
    """How one kind of item appears: its field, the macro that draws it, how its options stand, its script."""

    field: type[AnswerField]
    macro: str
    look: Callable[[Item], Look] = lambda item: Look()
    script: str = ""  # a comfort of its own, which the page loads


FIELDS: Final = {
    "scale": FieldRow(ChoiceField, "choose_one", as_points),
    "rubric": FieldRow(ChoiceField, "rubric"),
    "choose_one": FieldRow(ChoiceField, "choose_one", _as_menu),
    "choose_many": FieldRow(ChoiceField, "choose_many"),
    "ranking": FieldRow(NumbersField, "ranking"),
    "constant_sum": FieldRow(NumbersField, "constant_sum", script="numbers.js"),
    "slider": FieldRow(SliderField, "slider", script="numbers.js"),
    "number": FieldRow(MeasureField, "number"),
    "date": FieldRow(DayField, "date"),
    "short_text": FieldRow(TextField, "short_text"),
    "long_text": FieldRow(TextField, "long_text"),
}
