"""What a foreign file says of a survey: plain and frozen, in the file's own ids, codes and order.

A reader of a format makes these and decides nothing: which kind an item becomes, which values its options have and
what its id is, the builder decides for all formats alike. Texts are by language tag; under `""` stands what the file
names no language for. Rules are those of `engine.instrument.rules`, with the file's own ids and its codes as texts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from engine.instrument.rules import Rule

Texts = Mapping[str, str]
UNMARKED: Final = ""  # the language of texts for which a file names none
NOTHING: Final[Texts] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AskedOption:
    """An option as the file has it: `code` is what stands in the tool's rules and data."""

    code: str
    texts: Texts = field(default_factory=lambda: NOTHING)
    where: str = ""
    specify: bool = False  # whoever chooses it is asked for words
    points: float | None = None  # what the file says that it scores, where that is not the code
    no_answer: bool = False  # the file itself says that it is none; a guess is the builder's


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as the file has it. `asks` is a kind's name (`scale`, `choose_one`, `number`, ...).

    `scale` only where the source says so (a matrix, a rating, a member of a sum); `scale_name` names options that
    several questions share. `columns` are columns of the tool's data file: what each holds is the whole answer (`""`)
    or one option (its code); without any, the column is named as the question.
    """

    id: str
    asks: str
    texts: Texts
    where: str
    options: tuple[AskedOption, ...] = ()
    scale_name: str = ""
    stem: Texts = field(default_factory=lambda: NOTHING)
    hint: Texts = field(default_factory=lambda: NOTHING)
    before: Texts = field(default_factory=lambda: NOTHING)  # a text above the question
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    step: float | None = None
    ends: tuple[Texts, Texts] | None = None  # of a slider
    earliest: str | None = None  # as 2026-05-31
    latest: str | None = None
    maximum_length: int | None = None
    top: int | None = None  # of a ranking
    total: int | None = None  # of points to give
    reverse: bool = False  # only where the file states it
    show_if: Rule | None = None
    identifies: bool = False  # the file says that it tells who somebody is
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Questions that stand together, under a title and a text."""

    questions: tuple[AskedQuestion, ...]
    title: Texts = field(default_factory=lambda: NOTHING)
    text: Texts = field(default_factory=lambda: NOTHING)
    show_if: Rule | None = None
    random: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class StatedLevel:
    """A band of scores below `below`, or of all above the others."""

    texts: Texts
    below: float | None = None


@dataclass(frozen=True, slots=True)
class StatedScore:
    """A score that the file itself states over questions; `minimum_answered` None asks for all of them.

    `turned` are items that its formula turns, and `rescale` what it makes of the lowest and the highest score; both
    hold for answers from end to end of `span`. `partial` says that it is another where answers are missing.
    """

    id: str
    items: tuple[str, ...]
    method: str  # mean or sum
    where: str
    texts: Texts = field(default_factory=lambda: NOTHING)
    minimum_answered: int | None = None
    turned: frozenset[str] = frozenset()
    rescale: tuple[float, float] | None = None
    span: tuple[float, float] | None = None
    partial: bool = False
    levels: tuple[StatedLevel, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedComposite:
    """A score of other scores, which the file states too: of `minimum_answered` of them at least."""

    id: str
    of: tuple[str, ...]  # ids of stated scores
    method: str  # mean or sum
    where: str
    texts: Texts
    minimum_answered: int
    rescale: tuple[float, float] | None = None
    levels: tuple[StatedLevel, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """All that a foreign file says, in the order in which people are asked."""

    pages: tuple[SourcePage, ...]
    title: Texts = field(default_factory=lambda: NOTHING)
    id: str = ""
    version: str = ""
    language: str = ""  # of the unmarked texts, or the file's first language; empty where it does not say
    purpose: Texts = field(default_factory=lambda: NOTHING)
    thanks: Texts = field(default_factory=lambda: NOTHING)
    consent: Texts = field(default_factory=lambda: NOTHING)
    licence: str = ""
    citation: str = ""
    scores: tuple[StatedScore, ...] = ()
    composites: tuple[StatedComposite, ...] = ()
    respondent_column: str = ""  # of the tool's data file, that says who answered
    ignored_columns: tuple[str, ...] = ()  # of the tool's data file, that are no answers
    multi_paged: bool = True  # False: the file knows no pages, and Barograph makes its own

    @property
    def questions(self) -> Iterator[AskedQuestion]:
        """Every question, in order."""
        return (question for page in self.pages for question in page.questions)
