"""What a form on paper is made of: pages, questions, and the room that each kind of item leaves for an answer."""

from dataclasses import dataclass
from typing import Literal

from engine.instrument.passage import PassageBlock

Mark = Literal["one", "many"]  # a ring, of which one is marked, or a box, of which any number


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOption:
    """An option: `number` stands over its ring, `level` says what it looks like, `words` is what to write beside it."""

    label: str
    number: str = ""
    level: str = ""
    face: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsRoom:
    """Options to mark, as a list, side by side in a row, as numbers with words at some, with faces, or as levels."""

    kind: Literal["choices"] = "choices"
    mark: Mark
    arrangement: Literal["list", "columns", "row", "numbers", "faces", "levels"]
    options: tuple[RoomOption, ...]
    note: str = ""  # what to write down beside the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesRoom:
    """A ranking: options under letters, and a line a place that takes one of the letters."""

    kind: Literal["places"] = "places"
    hint: str
    options: tuple[tuple[str, str], ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRoom:
    """A box for the points of each option, and one for what they make up."""

    kind: Literal["points"] = "points"
    hint: str
    options: tuple[str, ...]
    total_label: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRoom:
    """A line between two ends, with numbers at equal distances."""

    kind: Literal["line"] = "line"
    hint: str
    low: str
    high: str
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsRoom:
    """A box for a number."""

    kind: Literal["digits"] = "digits"
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRoom:
    """Boxes for a day, in the order of the language: what stands under them, and how many digits."""

    kind: Literal["day"] = "day"
    hint: str
    boxes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRoom:
    """So many lines to write on."""

    kind: Literal["lines"] = "lines"
    hint: str
    lines: int


Room = OptionsRoom | PlacesRoom | PointsRoom | LineRoom | DigitsRoom | DayRoom | LinesRoom


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """A question with its room; `aside` are ways of not answering."""

    kind: Literal["question"] = "question"
    number: str
    id: str
    text: str
    note: str
    room: Room
    aside: tuple[RoomOption, ...]
    aside_mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGridRow:
    number: str
    id: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGrid:
    """Neighbouring questions that share a scale, a row each; `apart` are the columns of ways of not answering."""

    kind: Literal["grid"] = "grid"
    heads: tuple[RoomOption, ...]
    apart: tuple[RoomOption, ...]
    rows: tuple[PaperGridRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGroup:
    """Questions under one heading, for those to whom one rule applies."""

    rule: str
    before: tuple[PassageBlock, ...]
    stem: str
    questions: tuple[PaperQuestion | PaperGrid, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    title: str
    text: tuple[PassageBlock, ...]
    groups: tuple[PaperGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOnPaper:
    """All that is printed. `language` is that of the questions, `said_in` that of the words around them."""

    title: str
    subtitle: str
    context: str
    school: str  # what stands before a line for its name, if there is one
    draft: str
    intro: tuple[str, ...]
    pages: tuple[FormPage, ...]
    thanks: str
    end: str
    provenance: str
    page_of: str
    language: str
    direction: str
    said_in: str
    paper: Literal["a4", "letter"]
    ids: bool
