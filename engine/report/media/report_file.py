"""A report as JSON, as classes: what the files of reports hold, and what their schema tells programs."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from engine.report.media.origin import OriginFacts
from engine.results.terms import Number

FORMAT: Final[Literal["barograph-report"]] = "barograph-report"
FORMAT_VERSION: Final[Literal[1]] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportParagraph:
    kind: Literal["paragraph"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBullets:
    kind: Literal["bullets"]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDefinition:
    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDefinitions:
    kind: Literal["definitions"]
    rows: tuple[ReportDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPassage:
    """Text to be pasted into an article."""

    kind: Literal["passage"]
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReference:
    text: str
    doi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReferences:
    kind: Literal["references"]
    entries: tuple[ReportReference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCell:
    text: Annotated[str, "As printed."]
    value: Annotated[Number, "The number printed: 62 for 62%."]
    unit: Literal["%"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumn:
    label: str
    numeric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    caption: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str | ReportCell, ...], ...]
    note: str | None


@dataclass(frozen=True, kw_only=True)
class ReportNumber:
    """What stands before a table that has a number of its own."""

    kind: Literal["table"]
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNumberedTable(ReportTable, ReportNumber):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigure:
    kind: Literal["figure"]
    number: str
    title: str
    description: str
    key: Annotated[str, "How the figure's signs are read."]
    table: ReportTable


ReportBlock = (
    ReportParagraph
    | ReportBullets
    | ReportDefinitions
    | ReportPassage
    | ReportReferences
    | ReportNumberedTable
    | ReportFigure
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    id: str
    title: str
    blocks: tuple[ReportBlock, ...]
    sections: tuple["ReportSection", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The words and numbers of one report. Numbers are rounded once, as printed; nothing in the file is finer."""

    format: Literal["barograph-report"]
    format_version: Annotated[Literal[1], "Rises when a name below changes its meaning or goes away."]
    origin: OriginFacts
    language: Annotated[str, "Language of the words, as in BCP 47."]
    title: str
    context: Annotated[str, "School, instrument, wave and date in one line."]
    lead: str
    tags: Annotated[tuple[str, ...], "What holds for the whole, as simulated data."]
    sections: tuple[ReportSection, ...]
    provenance: tuple[str, ...]
