"""instrument.yaml as a whole: what it is, what it asks, how it scores, on which forms."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from engine.disclosure.policy import FLOOR, under_the_floor
from engine.loading.format.items import ItemEntry, RuleEntry, ScaleEntry
from engine.loading.format.scores import CompositeEntry, SubscaleEntry
from engine.loading.format.values import (
    Digest,
    Entry,
    ItemRef,
    Key,
    Language,
    Minutes,
    Name,
    Text,
    Version,
    own_error,
)

AudienceWord = Literal[
    "staff", "classified_staff", "site_leaders", "district_leaders", "students", "families", "any"
]
PrivacyWord = Literal["anonymous", "confidential", "identified"]
TopicWord = Literal[
    "politics",
    "mental_health",
    "sex",
    "illegal_behavior",
    "family_judged",
    "privileged_relations",
    "religion",
    "income",
]


class PageEntry(Entry):
    title: Text | None = Field(None, description="A heading for the page.")
    text: Text | None = Field(
        None,
        description="A text under the heading: paragraphs, **bold**, *italic*, lists and [links](https://...).",
    )
    items: list[ItemRef] = Field(description="The items on it, in this order.", min_length=1)
    random: bool = Field(
        False,
        description="true: its items stand in an order drawn for each person, and kept with the answers.",
    )
    show_if: RuleEntry | None = Field(
        None, description="Every item of the page is asked only if this rule holds, besides its own."
    )


def _pages_or_items(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": ["pages"]}, {"required": ["items"]}]


class IncludeEntry(Entry):
    instrument: Name = Field(description="The id of another instrument, beside this one or shipped.")
    version: Version = Field(description="The version of it that is meant; another never takes its place.")
    items: list[ItemRef] | None = Field(
        None,
        description="The items to take, all where it says nothing; scales and stems come along.",
        min_length=1,
    )
    digest: Digest | None = Field(
        None, description="The beginning of the module's digest, so that a change of it is noticed."
    )


class GroupEntry(Entry):
    items: list[ItemRef] = Field(description="The items of the group.", min_length=1)
    show_if: RuleEntry = Field(
        description="Each of them is asked only if this rule holds, besides its own.",
        examples=[{"item": "role", "is": ["teacher"]}],
    )


class FormEntry(Entry):
    model_config = ConfigDict(json_schema_extra=_pages_or_items)

    title: Text | None = Field(None, description="The form's name, as people see it.")
    minutes: Minutes | None = Field(None, description="How long this form takes.")
    pages: list[PageEntry] | None = Field(None, description="The pages, in order.", min_length=1)
    items: list[ItemRef] | None = Field(
        None, description="The items, in order; pages are made by themselves.", min_length=1
    )
    random_pages: bool = Field(
        False,
        description="true: the pages stand in an order drawn for each person, and kept with the answers.",
    )
    feedback: Literal["immediate"] | None = Field(
        None, description="immediate: people see their own scores at the end."
    )
    minimum_answered: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Stands in for the subscales' own on this form, where they could never reach it."
    )


class ValidationEntry(Entry):
    structures: list[Literal["one_factor", "correlated", "second_order", "bifactor"]] | None = Field(
        None,
        description="Models that a validation study fits and compares; subscales are the factors.",
    )
    groups: list[Key] | None = Field(None, description="Items or columns whose groups are compared.")
    cluster: Key | None = Field(None, description="What people are grouped in, such as site.")


class EventEntry(Entry):
    question: Text = Field(
        description="What whoever makes a wave is asked, so that the words fit into the sentences.",
        examples=["What happened? Words that fit after “during”, such as “the flood in March”."],
    )
    example: Text = Field(
        description="Words that stand for {event} where there is no wave, as in a preview.",
        examples=["the flood in March"],
    )


def _floor(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and under_the_floor(value):
        cause = f"a result for {value} people could show who said what"
        raise own_error("minimum_group", cause, f"{FLOOR} is the floor: write {FLOOR} or more")
    return value


MinimumGroup = Annotated[
    int, BeforeValidator(_floor), WithJsonSchema({"type": "integer", "minimum": FLOOR, "maximum": 1000})
]


class InstrumentFile(Entry):
    id: Name = Field(
        description="The instrument's id: lower-case letters, digits, _ and -. The folder has the same name.",
        examples=["collective-leadership"],
    )
    version: Version = Field(
        description="Three whole numbers. Patch: wording; minor: items or forms added; major: scoring or meaning."
    )
    title: Text = Field(description="The title, as people and reports see it.")
    language: Language = Field(description="The language of the texts in this file.", examples=["en"])
    licence: Text = Field(description="On what terms others may use it.", examples=["CC-BY-4.0"])
    audience: AudienceWord = Field(description="Who answers.")
    privacy: PrivacyWord = Field(
        description="anonymous: nothing links an answer to a person. confidential: a link is held apart. "
        "identified: the person is on the answer. The strictest that a wave may loosen from."
    )
    minimum_group: MinimumGroup = Field(
        description="Results are shown only for groups of at least this many people; 5 is the floor."
    )
    display_text: bool = Field(
        True, description="false: the item texts belong to others; reports and exports show ids alone."
    )
    citation: Text | None = Field(None, description="How to cite it.")
    purpose: Text | None = Field(None, description="What it is for, in words for those who answer.")
    intended_use: Text | None = Field(None, description="What its results may be used for.")
    not_for: list[Text] | None = Field(None, description="What its results must not be used for.")
    needs: list[Text] | None = Field(
        None,
        description="Questions of people who choose a survey, which it helps to answer: a page leads from each to it.",
        examples=[["How do the meetings of our team go?"]],
    )
    thanks: Text | None = Field(None, description="What people read after the last page.")
    consent: Text | None = Field(
        None,
        description="What people read before they begin, in their own words: paragraphs, **bold**, *italic* and lists. "
        "What is stored and who reads it, each page says by itself.",
    )
    notice: Text | None = Field(
        None,
        description="A letter to families of children who are asked, for the school to fill in and send: "
        "[in brackets] stands what it fills in.",
    )
    research_only: bool = Field(
        False,
        description="true: it is for studies, and stands in no list of what a network asks its schools.",
    )
    few_at_a_school: bool = Field(
        False,
        description="true: a school has one to three of the people who answer, as of its leaders. Results are of all "
        "schools together, from ten people on, and none is made of a school; in a confidential wave people see their "
        "own answers again.",
    )
    grades: Annotated[list[Annotated[int, Field(ge=0, le=13)]], Field(min_length=2, max_length=2)] | None = (
        Field(
            None,
            description="Of students: the lowest and the highest grade that is asked; kindergarten is 0.",
            examples=[[3, 5]],
        )
    )
    protected_topics: list[TopicWord] | None = Field(
        None,
        description="What it asks of students that United States law protects (20 U.S.C. 1232h): a school then needs "
        "the written consent of families on record before a wave takes answers there.",
        min_length=1,
    )
    sources: list[Text] | None = Field(None, description="The literature it rests on.")
    minutes: Minutes | None = Field(None, description="How long it takes.")
    reading_grade: Annotated[int, Field(ge=0, le=20)] | None = Field(
        None, description="The school grade that the wording asks for."
    )
    construct_map: Name | None = Field(
        None, description="The construct map that its subscales point into: a file in constructs/."
    )
    event: EventEntry | None = Field(
        None,
        description="Lets {event} stand in items, stems, page titles, purpose and thanks; each wave says what it is.",
    )
    response_scales: dict[Key, ScaleEntry] | None = Field(
        None, description="Ordered options that several items share, by id."
    )
    stems: dict[Key, Text] | None = Field(None, description="Sentences that several items complete, by id.")
    items: list[ItemEntry] = Field(description="The questions, in their order.", min_length=1)
    include: list[IncludeEntry] | None = Field(
        None,
        description="Modules: items of other instruments, which come behind those of this file, with the subscales "
        "that come whole.",
        examples=[[{"instrument": "educator-efficacy", "version": "1.0.0"}]],
    )
    item_groups: list[GroupEntry] | None = Field(
        None, description="Groups of items that one rule shows, wherever they stand."
    )
    subscales: list[SubscaleEntry] = Field(description="Scores: items that measure one construct. May be [].")
    composites: list[CompositeEntry] | None = Field(None, description="Scores made of subscales.")
    forms: dict[Name, FormEntry] | None = Field(
        None, description="Named subsets of the items. Without any, the form `full` asks all.", min_length=1
    )
    validation: ValidationEntry | None = Field(
        None, description="The validation study that the instrument asks for."
    )
