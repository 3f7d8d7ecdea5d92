"""The part of the file format that asks: response scales, rules and items."""

from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema

from engine.instrument.kinds import KINDS, UNNAMED
from engine.instrument.model import Kind
from engine.loading.format.values import (
    Day,
    Entry,
    ItemId,
    ItemRef,
    Key,
    NonAnswerId,
    Number,
    OptionValue,
    Text,
    own_error,
    unknown_word,
)


class PointEntry(Entry):
    value: OptionValue = Field(
        description="What stands in data files: a number, or a word without spaces. Keep it for good.",
        examples=[1, "teacher"],
    )
    label: Text | None = Field(
        None,
        description="What people read. A point between the two ends may go without: its number stands there.",
        examples=["Not at all true"],
    )


class OptionEntry(PointEntry):
    label: Text = Field(description="What people read.", examples=["Not at all true"])
    specify: bool = Field(
        False, description="true: whoever chooses it may say in words what is meant (other)."
    )


NonAnswers = Annotated[
    dict[NonAnswerId, Text],
    Field(
        description="Ways of not answering, id: label. They are kept and counted, and enter no score.",
        examples=[{"cannot_judge": "I can't judge"}],
    ),
]


class ScaleEntry(Entry):
    options: list[PointEntry] = Field(
        description="The points, lowest value first: 2 to 11 of them, each with a number and, at least at both "
        "ends, a label.",
        json_schema_extra={"minItems": 2, "maxItems": 11},
    )
    non_answers: NonAnswers | None = None
    highest_first: bool = Field(
        False,
        description="true: a page shows the highest point first. Values, files and scores stay as numbered.",
    )
    faces: bool = Field(
        False,
        description="true: a face beside each word, from sad to glad, for young readers; every point needs a label.",
    )


RULE_FORMS: Final = (
    frozenset({"item", "is"}),
    frozenset({"item", "at_least"}),
    frozenset({"item", "at_most"}),
    frozenset({"answered"}),
    frozenset({"all"}),
    frozenset({"any"}),
    frozenset({"not"}),
)


def _one_form(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": sorted(form)} for form in RULE_FORMS]


class RuleEntry(Entry):
    model_config = ConfigDict(json_schema_extra=_one_form)

    item: ItemRef | None = Field(None, description="An earlier item whose answer decides.")
    is_: list[OptionValue] | None = Field(
        None, alias="is", description="Shown if the answer is one of these values.", min_length=1
    )
    at_least: Number | None = Field(None, description="Shown if the answer is this number or more.")
    at_most: Number | None = Field(None, description="Shown if the answer is this number or less.")
    answered: ItemRef | None = Field(None, description="Shown if this earlier item is answered.")
    all_: list["RuleEntry"] | None = Field(
        None, alias="all", description="Shown if every one of these rules holds.", min_length=1
    )
    any_: list["RuleEntry"] | None = Field(
        None, alias="any", description="Shown if at least one of these rules holds.", min_length=1
    )
    not_: "RuleEntry | None" = Field(None, alias="not", description="Shown if this rule does not hold.")


ANY_ITEM: Final = ("id", "text", "kind", "stem", "note", "facet", "before", "required", "show_if")


def allowed_keys(kind: Kind) -> tuple[str, ...]:
    """All keys that an item of a kind may have."""
    return (*ANY_ITEM, *kind.needs, *kind.may)


def _kind(word: object) -> Kind:
    if not (isinstance(word, str) and word in KINDS):
        raise own_error(*unknown_word(word, list(KINDS)))
    return KINDS[word]


def _by_kind(schema: dict[str, Any]) -> None:
    """In an editor: the kinds there are, the keys that each needs, and those that belong to others."""
    schema["properties"]["kind"] = {
        "default": UNNAMED.name,
        "description": "What sort of question: "
        + "; ".join(f"{kind}, {kind.meaning}" for kind in KINDS.values())
        + ". An item with a `scale` needs none.",
        "enum": list(KINDS),
        "type": "string",
    }
    cases = []
    for kind in KINDS.values():
        others = [key for key in schema["properties"] if key not in allowed_keys(kind)]
        asked: dict[str, Any] = {"properties": {"kind": {"const": kind.name}}}
        if kind.name != UNNAMED.name:
            asked["required"] = ["kind"]
        then: dict[str, Any] = {"properties": dict.fromkeys(others, False)}
        if kind.needs:
            then["required"] = list(kind.needs)
        cases.append({"if": asked, "then": then})
    schema["allOf"] = cases


class ItemEntry(Entry):
    model_config = ConfigDict(json_schema_extra=_by_kind)

    id: ItemId = Field(
        description="Letters, digits and _, beginning with a letter. Data, scores and translations hang on it.",
        examples=["VS1"],
    )
    text: Text = Field(
        description="What people read. In quotes when it holds a colon, a # or a comma in {...}."
    )
    kind: Annotated[Kind, PlainValidator(_kind), WithJsonSchema({})] = Field(default_factory=lambda: UNNAMED)
    stem: Key | None = Field(None, description="The id of a stem that this item completes.")
    scale: Key | None = Field(None, description="The id of a response scale.")
    reverse: bool = Field(
        False, description="true: agreeing means less of the construct. Scores and analyses turn the answer."
    )
    options: list[OptionEntry] | None = Field(None, description="What to choose from, in this order.")
    non_answers: NonAnswers | None = None
    minimum: Number | None = Field(None, description="The smallest number that is taken.")
    maximum: Number | None = Field(None, description="The largest number that is taken.")
    whole: bool = Field(False, description="true: only whole numbers are taken.")
    step: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, description="How far apart the numbers of a slider are; 1 where it says nothing."
    )
    ends: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = Field(
        None,
        description="What the lowest and the highest number of a slider mean.",
        examples=[["Not at all", "Completely"]],
    )
    total: Annotated[int, Field(ge=2, le=199)] | None = Field(
        None, description="The sum that all points make up; 100 where it says nothing."
    )
    top: Annotated[int, Field(ge=1, le=199)] | None = Field(
        None, description="How many places a ranking has to give; 3 where it says nothing."
    )
    earliest: Day | None = Field(None, description="The first date that is taken, as 2026-05-31.")
    latest: Day | None = Field(None, description="The last date that is taken, as 2026-05-31.")
    maximum_length: Annotated[int, Field(ge=1, le=20_000)] | None = Field(
        None, description="The most characters that are taken."
    )
    note: Text | None = Field(None, description="A word of help, shown under the question.")
    facet: Text | None = Field(None, description="A tag that a report can group items by.")
    before: Text | None = Field(
        None,
        description="A text above the question: paragraphs, **bold**, *italic*, lists and [links](https://...).",
    )
    required: bool = Field(
        False, description="true: where it is left blank, the page asks once more, and then lets go."
    )
    levels: dict[str, Text] | None = Field(
        None,
        description="What each point of the scale looks like, by its value.",
        examples=[{"1": "It depends on individuals.", "2": "Some teams do it."}],
    )
    evidence: Text | None = Field(
        None, description="Asks beside the level for a note on what shows it.", examples=["What shows it?"]
    )
    show_if: RuleEntry | None = Field(
        None,
        description="Asked only if this rule holds. Rules name items that come earlier.",
        examples=[{"item": "role", "is": ["teacher"]}],
    )
