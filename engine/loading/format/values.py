"""The smallest parts of the file format: texts, ids, versions, languages, dates and option values."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from engine.problems import did_you_mean, listed

LONGEST_TEXT: Final = 4000
LONGEST_ID: Final = 64
RESERVED_ITEMS: Final = frozenset({"site", "wave", "form", "language", "version", "respondent", "all"})
RESERVED_NON_ANSWERS: Final = frozenset({"blank", "not_shown", "not_reached", "not_on_form", "na", "nan"})

VERSION: Final = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})", re.ASCII)
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", re.ASCII)
NAME: Final = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", re.ASCII)
KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
ITEM: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
COLUMN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.-?[A-Za-z0-9][A-Za-z0-9_+.-]*)?", re.ASCII)
DIGEST: Final = re.compile(r"[0-9a-f]{12,64}", re.ASCII)
WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]*", re.ASCII)


NOTHING: Final = ("there is nothing after the colon", "write a value, or delete the key")


class Entry(BaseModel):
    """A place in a file with keys of its own: unknown keys are errors and nothing is guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)

    @field_validator("*", mode="before")
    @classmethod
    def _filled(cls, value: object) -> object:
        """None means in code that a key is not there: a key that is, with nothing behind it, is a slip."""
        if value is None:
            raise own_error("empty_value", *NOTHING)
        return value


def own_error(code: str, cause: str, remedy: str) -> PydanticCustomError:
    """An error of ours inside a model: its code, cause and remedy go into the Problem as they are."""
    return PydanticCustomError("own", "{cause}", {"code": code, "cause": cause, "remedy": remedy})


def unknown_word(given: object, words: Sequence[str]) -> tuple[str, str, str]:
    """Code, cause and remedy of what stands where one of these words must stand."""
    if given is None:
        return "empty_value", *NOTHING
    remedy = did_you_mean(str(given), words) or f"write one of {listed(words)}"
    return "unknown_word", f"{str(given)[:40]!r} is not one of the words allowed here", remedy


def checked_text(value: str) -> str:
    value = value.strip()
    if not value:
        raise own_error("empty_value", "there is no text", "write one, or delete the key")
    if len(value) > LONGEST_TEXT:
        cause = f"the text has {len(value)} characters"
        raise own_error("text_too_long", cause, f"shorten it to {LONGEST_TEXT} or fewer")
    return value


def _id(pattern: re.Pattern[str], signs: str, longest: int = LONGEST_ID) -> Callable[[str], str]:
    def check(value: str) -> str:
        if len(value) > longest:
            raise own_error("bad_id", f"the id has {len(value)} signs", f"shorten it to {longest} or fewer")
        if not pattern.fullmatch(value):
            raise own_error("bad_id", f"{value!r} can't be an id", f"use {signs}")
        return value

    return check


def _item_id(value: str) -> str:
    if value.lower() in RESERVED_ITEMS:
        cause = f"{value!r} names a column of its own in data files"
        raise own_error("reserved_id", cause, f"choose another id, such as {value}_asked")
    return value


def _non_answer_id(value: str) -> str:
    if value.lower() in RESERVED_NON_ANSWERS:
        cause = f"{value!r} means a kind of missing in data files"
        raise own_error("reserved_id", cause, "choose another id, such as no_answer")
    return value


def _version(value: object) -> object:
    if isinstance(value, str) and VERSION.fullmatch(value):
        return value
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        remedy = 'write three whole numbers in quotes, such as "1.0.0"'
        raise own_error("bad_version", f"{str(value)[:40]!r} is not a version", remedy)
    return value


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        remedy = "write a tag such as en, es, pt-BR or zh-Hant"
        raise own_error("bad_language", f"{value[:40]!r} is not a language tag", remedy)
    return value


def _date(value: str) -> str:
    try:
        if len(value) != len("2026-05-31"):
            raise ValueError
        return date.fromisoformat(value).isoformat()
    except ValueError:
        remedy = "write year, month and day as 2026-05-31"
        raise own_error("bad_date", f"{value[:40]!r} is not a date", remedy) from None


def _value(value: object) -> object:
    if isinstance(value, bool):
        word = str(value).lower()
        remedy = f'put the word in quotes: "{word}"'
        raise own_error(
            "wrong_type", f"{word} without quotes means yes-or-no, and is no option value", remedy
        )
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and not (len(value) <= LONGEST_ID and WORD.fullmatch(value)):
        remedy = "use letters a-z, digits, _, + and -, at most 64; what people read is the label"
        raise own_error("bad_id", f"{value[:40]!r} can't be an option value", remedy)
    if not isinstance(value, int | float | str):
        cause = "an option value is a number or a word" if value is not None else "there is no value"
        raise own_error("empty_value" if value is None else "wrong_type", cause, "write a number or a word")
    return value


def _schema(pattern: re.Pattern[str]) -> Any:
    return Field(json_schema_extra={"pattern": f"^{pattern.pattern}$"})


def _digest(value: str) -> str:
    if not DIGEST.fullmatch(value):
        raise own_error(
            "bad_id", f"{value[:40]!r} is no digest", "write 12 to 64 of the signs 0-9 and a-f, in quotes"
        )
    return value


NAME_SIGNS: Final = "lower-case letters, digits, and _ or - between them, beginning with a letter"
ITEM_SIGNS: Final = "letters, digits and _, beginning with a letter, such as VS1"

Text = Annotated[str, AfterValidator(checked_text)]
Name = Annotated[str, AfterValidator(_id(NAME, NAME_SIGNS)), _schema(NAME)]
Key = Annotated[
    str, AfterValidator(_id(KEY, "letters, digits, _ and -, beginning with a letter")), _schema(KEY)
]
ItemRef = Annotated[str, AfterValidator(_id(ITEM, ITEM_SIGNS)), _schema(ITEM)]
ColumnRef = Annotated[
    str,
    AfterValidator(
        _id(COLUMN, "an item's id, or for choose-many item.option, such as grades.k", 2 * LONGEST_ID + 1)
    ),
    _schema(COLUMN),
]
ItemId = Annotated[ItemRef, AfterValidator(_item_id)]
NonAnswerId = Annotated[Name, AfterValidator(_non_answer_id)]
Digest = Annotated[str, AfterValidator(_digest), _schema(DIGEST)]
Version = Annotated[
    str,
    BeforeValidator(_version),
    WithJsonSchema({"type": "string", "pattern": f"^{VERSION.pattern}$", "examples": ["1.0.0"]}),
]
Language = Annotated[str, AfterValidator(_language), _schema(LANGUAGE)]
Day = Annotated[str, AfterValidator(_date), Field(json_schema_extra={"format": "date"})]
OptionValue = Annotated[
    int | float | str,
    BeforeValidator(_value),
    WithJsonSchema({"type": ["number", "string"]}),
]
Number = Annotated[float, Field(allow_inf_nan=False)]
Minutes = Annotated[int, Field(ge=1, le=600)]
