"""The files that stand beside an instrument.yaml: translations, examples, norms, crosswalks, maps."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.instrument.parts import BETWEEN
from engine.loading.format.values import (
    ColumnRef,
    Entry,
    ItemRef,
    Key,
    Language,
    Name,
    Number,
    Text,
    Version,
    own_error,
)


def _or_text(key: str) -> BeforeValidator:
    """A text alone stands for an entry with that text under `key`."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


class ItemTexts(Entry):
    text: Text | None = None
    note: Text | None = None
    options: dict[str, Text] | None = None
    non_answers: dict[str, Text] | None = None
    before: Text | None = None
    levels: dict[str, Text] | None = None
    ends: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    evidence: Text | None = None


class LevelTexts(Entry):
    label: Text | None = None
    text: Text | None = None
    you: Text | None = None


class ScoreTexts(Entry):
    label: Text | None = None
    levels: dict[Name, Annotated[LevelTexts, _or_text("label")]] | None = None


class FormTexts(Entry):
    title: Text | None = None
    pages: dict[str, Text] | None = Field(None, description="The titles of pages, by their number from 1.")
    texts: dict[str, Text] | None = Field(
        None, description="The texts under them, by the page's number from 1."
    )


class EventTexts(Entry):
    question: Text | None = None
    example: Text | None = None


class TranslationFile(Entry):
    language: Language
    reviewed: bool = Field(False, description="true once a second speaker has read it.")
    title: Text | None = None
    purpose: Text | None = None
    intended_use: Text | None = None
    not_for: list[Text] | None = None
    needs: list[Text] | None = Field(None, description="The needs that it answers, in the same order.")
    thanks: Text | None = None
    consent: Text | None = None
    notice: Text | None = None
    event: EventTexts | None = None
    stems: dict[Key, Text] | None = None
    response_scales: dict[Key, dict[str, Text]] | None = None
    items: dict[ItemRef, Annotated[ItemTexts, _or_text("text")]] | None = None
    subscales: dict[Name, Annotated[ScoreTexts, _or_text("label")]] | None = None
    composites: dict[Name, Annotated[ScoreTexts, _or_text("label")]] | None = None
    forms: dict[Name, Annotated[FormTexts, _or_text("title")]] | None = None
    facets: dict[Name, Text] | None = None
    populations: dict[Text, Text] | None = Field(None, description="Of norms, by what norms.yaml calls them.")


def _answer(value: object) -> object:
    """A number or a text, a list of them for choose-many, `option: number` for points, or nothing for a blank."""
    if isinstance(value, dict) and value:
        value = [f"{option}{BETWEEN}{number}" for option, number in value.items()]
    values = value if isinstance(value, list) else [value]
    if any(isinstance(given, bool) for given in values):
        raise own_error("wrong_type", "true and false are no answers", "write the option's value")
    if any(isinstance(given, dict | list) for given in values) or (value and isinstance(value, dict)):
        raise own_error("wrong_type", "this is no answer", "write a value, or a list of values")
    return value


AnswerValue = Annotated[Any, BeforeValidator(_answer)]


class ExampleEntry(Entry):
    why: Text
    form: Name | None = None
    answers: dict[ItemRef, AnswerValue]
    scores: dict[Name, Number | None] | None = None
    rescaled: dict[Name, Number | None] | None = None
    levels: dict[Name, Name | None] | None = None


class ExamplesFile(Entry):
    examples: list[ExampleEntry] = Field(min_length=1)


class NormEntry(Entry):
    subscale: Name
    population: Text
    source: Text
    year: Annotated[int, Field(ge=1900, le=2200)]
    n: Annotated[int, Field(ge=2)]
    mean: Number
    sd: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    status: Literal["published", "simulated", "own"]


class NormsFile(Entry):
    norms: list[NormEntry] = Field(min_length=1)


class CrosswalkEntry(Entry):
    source: Version = Field(alias="from")
    target: Version = Field(alias="to")
    items: dict[ItemRef, ItemRef] | None = None
    subscales: dict[Name, Name] | None = None


class CrosswalkFile(Entry):
    crosswalks: list[CrosswalkEntry] = Field(min_length=1)


class LackingEntry(Entry):
    consequence: Text = Field(description="What tends to follow where the construct is weak.")
    status: Literal["source", "our_reading"] = Field(
        description="Whether a source of the map says so, or whoever wrote the map reads it so."
    )
    note: Text | None = Field(None, description="For whoever reads the map; no report shows it.")


class ReadTogetherEntry(Entry):
    id: Name = Field(description="The other construct, of this map.")
    cut: float = Field(
        ge=0, le=100, description="What parts low from high on both, in per cent of a score's range."
    )
    both: Text = Field(description="What it may mean where both are high.")
    this: Text = Field(description="What it may mean where this one alone is high.")
    other: Text = Field(description="What it may mean where the other one alone is high.")
    neither: Text = Field(description="What it may mean where both are low.")


class ConstructEntry(Entry):
    id: Name = Field(description="What subscales call it in `construct:`.")
    label: Text = Field(description="Its name for readers.")
    meaning: Text = Field(description="What it is, in one sentence for readers of results.")
    aliases: list[Text] | None = Field(None, description="Other names in the literature.")
    low: Text | None = Field(None, description="What one sees where it is weak.")
    high: Text | None = Field(None, description="What one sees where it is strong.")
    under: Name | None = Field(
        None, description="The broader construct that it is part of, in this map or in another beside it."
    )
    high_is: Literal["better", "worse"] = Field(
        "better", description="worse: more of it is no strength, and no result calls it one."
    )
    precedes: list[Name] | None = Field(None, description="Constructs that it is thought to come before.")
    when_lacking: LackingEntry | None = Field(None, description="What tends to follow where it is weak.")
    question: Text | None = Field(None, description="A question to talk about in a team.")
    read_with: ReadTogetherEntry | None = Field(
        None, description="A construct that it is read together with, and what their four corners may mean."
    )


class ConstructMapFile(Entry):
    id: Name = Field(description="The same as the file's name.")
    title: Text = Field(description="What the constructs are about together.")
    language: Language = Field(description="A tag such as en or es-MX.")
    licence: Text = Field(description="Under which others may use the map.")
    sources: list[Text] | None = Field(None, description="The literature that it follows.")
    constructs: list[ConstructEntry] = Field(min_length=1, description="What scores are about.")


class LackingTexts(Entry):
    consequence: Text | None = None
    note: Text | None = None


class ReadTogetherTexts(Entry):
    both: Text | None = None
    this: Text | None = None
    other: Text | None = None
    neither: Text | None = None


class ConstructTexts(Entry):
    label: Text | None = None
    meaning: Text | None = None
    low: Text | None = None
    high: Text | None = None
    when_lacking: Annotated[LackingTexts, _or_text("consequence")] | None = None
    question: Text | None = None
    read_with: ReadTogetherTexts | None = None


class MapTranslationFile(Entry):
    language: Language
    reviewed: bool = Field(False, description="true once a second speaker has read it.")
    title: Text | None = None
    constructs: dict[Name, ConstructTexts] | None = None


ALL_KEYED = "all"


def _all_or_list(value: object) -> object:
    return [value] if value == ALL_KEYED else value


def _as_written(value: object) -> object:
    """-99 and "-99" are the same text in a cell."""
    return f"{value:.15g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


def _cells(value: object) -> object:
    """Cells and what they mean, as texts; nothing, or an empty text, means that there is no answer."""
    if not isinstance(value, dict):
        return value
    return {_as_written(cell): _as_written(meaning) or None for cell, meaning in value.items()}


def _or_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


AsWritten = Annotated[Text, BeforeValidator(_as_written)]


class CellMeaningsEntry(Entry):
    items: Annotated[list[ItemRef], Field(min_length=1)]
    cells: Annotated[dict[Text, Text | None], BeforeValidator(_cells), Field(min_length=1)]


class ColumnMapFile(Entry):
    why: Text | None = None
    columns: dict[str, ColumnRef] | None = None
    keyed: Annotated[list[ItemRef], BeforeValidator(_all_or_list)] | None = None
    site: Text | None = None
    respondent: Text | None = None
    groups: list[Text] | None = Field(None, alias="group")
    ignore: list[Text] | None = None
    missing: list[AsWritten] | None = Field(
        None, description="What cells hold in place of an answer, such as -99 or N/A."
    )
    decimal: Literal[".", ","] | None = Field(None, description="The sign that begins decimals.")
    date_order: Literal["day_month", "month_day"] | None = Field(
        None, description="What comes first in 5/6/2026."
    )
    header_rows: Annotated[int, Field(ge=1, le=10)] | None = Field(
        None, description="How many rows the header has; the first of them names the columns."
    )
    sheet: Text | None = Field(None, description="Which sheet of a workbook holds the answers.")
    rows: dict[Text, Annotated[list[AsWritten], BeforeValidator(_or_list)]] | None = Field(
        None, description="Which rows are people: those whose column holds one of these texts."
    )
    values: list[CellMeaningsEntry] | None = Field(
        None,
        description="What cells mean: the value of an option, the id of a non-answer, or nothing where it is none.",
    )
