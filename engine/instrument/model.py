"""The frozen model of an instrument: what every room works with once a definition is loaded.

Built only by `engine.loading` from files and by `engine.instrument.canonical` from the database; every reference
in it is resolved and checked, so nothing past the loader asks whether an id exists.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

import numpy as np

from engine.instrument.construct_map import ConstructMap, Norm
from engine.instrument.level import Holds as Holds
from engine.instrument.level import Level as Level
from engine.instrument.people import KEPT_BY_LINK as KEPT_BY_LINK
from engine.instrument.people import Audience as Audience
from engine.instrument.people import FamilyForm as FamilyForm
from engine.instrument.people import Privacy as Privacy
from engine.instrument.people import ProtectedTopic as ProtectedTopic
from engine.instrument.rules import Answer, Rule, Value
from engine.problems import Problem


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen; with `specify`, people may say in words of their own what they mean by it."""

    value: Value
    label: str
    specify: bool = False


@dataclass(frozen=True, slots=True)
class NonAnswer:
    """A declared way of not answering, such as "I can't judge": missing, and counted."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ResponseScale:
    """Options from the lowest value up. `highest_first` and `faces` say how a page draws them, and change no code."""

    id: str
    options: tuple[Option, ...]
    non_answers: tuple[NonAnswer, ...] = ()
    highest_first: bool = False
    faces: bool = False


class MeasurementLevel(StrEnum):
    """The level of measurement, in the words that statistics programs use."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Marks:
    """How programs mark in the column of one option that it was chosen: words in small letters, by their code.

    Some mark only what was chosen and leave the rest empty, which then says `unmarked`.
    """

    words: Mapping[str, int]
    marked: int
    unmarked: int


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCoding:
    """How a closed answer is kept: one byte, or one for each option of the item."""

    points: Callable[["Item"], tuple[Option, ...]]  # what the codes 0, 1, ... of each byte stand for
    encode: Callable[["Item", Answer], Sequence[int]]  # an answer as a code a byte
    decode: Callable[["Item", Sequence[int]], Answer]
    draw: Callable[[np.random.Generator, "Item", int], np.ndarray]  # codes of so many simulated people
    by_option: bool = False
    values: str | None = None  # what a codebook calls the points, where every item of the kind has the same
    cell: tuple[str, str] = ("", "")  # by option: what is wrong with a cell of a file, and what to write
    marks: Marks | None = None  # by option: what else than the points a cell may hold
    wrong: Callable[["Item", Sequence[int]], Problem | None] | None = None  # of the numbers that options have
    quantity: bool = False  # whether the points are amounts, which need no names


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of item: a row of facts, which every room asks instead of asking which kind it is.

    The rows stand in `engine.instrument.kinds`; how a form draws each is a row in `web.respondent.forms`.
    """

    name: str  # as files spell it
    meaning: str  # in words: what it is, or how it is answered
    read: Callable[["Item", Sequence[str]], Answer]  # cleaned texts, only one unless `several`
    needs: tuple[str, ...] = ()  # keys that it must have in files, besides those of every item
    may: tuple[str, ...] = ()  # keys that it can have
    fewest_options: int = 1
    coding: AnswerCoding | None = None  # None: an open answer, which is kept as it is
    scored: bool = False  # whether a score can be made of it; then it has one byte, and numbers as points
    background: bool = False  # whether it says who somebody is, so that a rare answer picks a person out
    measure: MeasurementLevel = MeasurementLevel.NOMINAL
    maximum_length: int | None = None  # of words that people write, where the item says none
    lines: bool = False  # whether these words may stand on several lines
    dated: bool = False  # whether its open answer is a day
    compared: bool = True  # whether a rule can ask what the answer is, and not only whether there is one

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> bool:
        return self.coding is not None

    @property
    def several(self) -> bool:
        """Whether one answer can name several options."""
        return self.coding is not None and self.coding.by_option

    @property
    def numbered(self) -> bool:
        """Whether one answer gives each option a number, as `option=number`."""
        return self.coding is not None and self.coding.wrong is not None

    @property
    def groups(self) -> bool:
        """Whether its options sort people into groups."""
        return self.background and self.closed and not self.several

    @property
    def numeric(self) -> bool:
        """Whether its open answer is a number; other open answers are in no file of de-identified responses."""
        return not self.closed and self.measure is MeasurementLevel.SCALE

    @property
    def in_words(self) -> bool:
        """Whether people write words of their own, which may name somebody."""
        return self.maximum_length is not None


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Where it has a response scale, its options, non-answers and their look are those of the scale."""

    id: str
    text: str
    kind: Kind
    stem: str | None = None  # id of a stem of the instrument
    scale: str | None = None  # id of a response scale
    options: tuple[Option, ...] = ()
    non_answers: tuple[NonAnswer, ...] = ()
    highest_first: bool = False
    faces: bool = False
    reverse: bool = False
    facet: str | None = None
    note: str | None = None
    minimum: float | None = None  # number
    maximum: float | None = None  # number
    whole: bool = False  # number
    step: float | None = None  # slider
    ends: tuple[str, ...] = ()  # slider: what its lowest and its highest number mean
    total: int | None = None  # constant sum
    top: int | None = None  # ranking: how many places there are to give
    earliest: str | None = None  # date, ISO 8601
    latest: str | None = None  # date, ISO 8601
    maximum_length: int | None = None  # text, in characters
    before: str | None = None  # a text above the question, in the light Markdown of `passage`
    required: bool = False  # where it is left blank, the page asks once more, and lets go
    levels: tuple[str, ...] = ()  # rubric: what each option looks like
    evidence: str | None = None  # rubric: what to write down of what shows the level
    show_if: Rule | None = None

    @property
    def closed(self) -> bool:
        return self.kind.closed

    @property
    def points(self) -> tuple[Option, ...]:
        """What each code of a closed answer stands for."""
        return self.kind.coding.points(self) if self.kind.coding else ()

    @property
    def low(self) -> float:
        return min(float(option.value) for option in self.options)

    @property
    def high(self) -> float:
        return max(float(option.value) for option in self.options)


@dataclass(frozen=True, slots=True)
class Scoring:
    """How answers become a score: `method` mean or sum, of at least `minimum_answered` items.

    A sum with items missing is the mean of those answered times the number of items. `rescale` maps the
    lowest and highest possible score onto two numbers, as (0, 100).
    """

    method: str
    minimum_answered: int
    rescale: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Subscale:
    id: str
    label: str
    construct: str | None
    items: tuple[str, ...]
    score: Scoring
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Composite:
    id: str
    label: str
    of: tuple[str, ...]
    score: Scoring
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    items: tuple[str, ...]
    title: str | None = None
    text: str | None = None  # under the title, in the light Markdown of `passage`
    random: bool = False  # its items stand in an order drawn for each person


@dataclass(frozen=True, slots=True)
class Form:
    """A named subset of the items. `minimum_answered` stands in for the subscales' own on a shorter form."""

    id: str
    pages: tuple[Page, ...]
    title: str | None = None
    feedback: str | None = None  # "immediate": the respondent sees their own scores at the end
    minimum_answered: int | None = None
    minutes: int | None = None
    random_pages: bool = False  # its pages stand in an order drawn for each person

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(item for page in self.pages for item in page.items)


@dataclass(frozen=True, slots=True)
class ValidationPlan:
    structures: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Which items and subscales of one version stand for which of another."""

    source: str
    target: str
    items: Mapping[str, str]
    subscales: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """Answers scored by hand, which the definition carries as its own evidence."""

    why: str
    answers: Mapping[str, Value | tuple[Value, ...]]
    scores: Mapping[str, float | None]
    rescaled: Mapping[str, float | None]
    levels: Mapping[str, str | None]
    form: str | None = None


@dataclass(frozen=True, slots=True)
class EventParameter:
    """What {event} stands for is said by each wave: whoever makes one is asked `question`.

    Without a wave, as in a preview, the `example` stands there.
    """

    question: str
    example: str


@dataclass(frozen=True, slots=True)
class Module:
    """What was included from another instrument: its items, its version, and the digest of its canonical text."""

    instrument: str
    version: str
    digest: str
    items: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Instrument:
    """One version of an instrument in one language; equal only to itself, so that it can key a cache."""

    id: str
    version: str
    title: str
    language: str
    licence: str
    audience: Audience
    privacy: Privacy
    minimum_group: int
    items: tuple[Item, ...]
    subscales: tuple[Subscale, ...]
    forms: tuple[Form, ...]
    response_scales: tuple[ResponseScale, ...] = ()
    stems: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    composites: tuple[Composite, ...] = ()
    validation: ValidationPlan = ValidationPlan()
    display_text: bool = True
    citation: str | None = None
    purpose: str | None = None
    intended_use: str | None = None
    not_for: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # questions of people who choose a survey, which it helps to answer
    thanks: str | None = None
    sources: tuple[str, ...] = ()
    minutes: int | None = None
    reading_grade: int | None = None
    construct_map: ConstructMap | None = None
    norms: tuple[Norm, ...] = ()
    event: EventParameter | None = None
    modules: tuple[Module, ...] = ()
    consent: str | None = None  # in the light Markdown of `passage`
    notice: str | None = None  # a letter to families of children who are asked
    research_only: bool = False
    few_at_a_school: bool = False  # so that results are of all schools together, and none is of a school
    grades: tuple[int, ...] = ()  # of students who are asked: the lowest and the highest
    protected_topics: tuple[ProtectedTopic, ...] = ()

    @property
    def family_form(self) -> FamilyForm | None:
        """What a school has to send to families before students are asked; None where none are, but in others' data."""
        if self.audience is not Audience.STUDENTS or self.research_only:
            return None
        return FamilyForm.CONSENT if self.protected_topics else FamilyForm.NOTICE

    @cached_property
    def item_by_id(self) -> Mapping[str, Item]:
        return MappingProxyType({item.id: item for item in self.items})

    @cached_property
    def subscale_by_id(self) -> Mapping[str, Subscale]:
        return MappingProxyType({subscale.id: subscale for subscale in self.subscales})

    @cached_property
    def form_by_id(self) -> Mapping[str, Form]:
        return MappingProxyType({form.id: form for form in self.forms})

    def item(self, id: str) -> Item:
        return self.item_by_id[id]

    def subscale(self, id: str) -> Subscale:
        return self.subscale_by_id[id]

    def form(self, id: str) -> Form:
        return self.form_by_id[id]

    @property
    def main_form(self) -> Form:
        """The form named `full`, or else the first."""
        return self.form_by_id.get("full", self.forms[0])

    @property
    def name(self) -> str:
        return f"{self.id} {self.version}"

    def display(self, item: Item) -> str:
        """The text that may be shown outside the form: the id alone where others own the text."""
        return item.text if self.display_text else item.id
