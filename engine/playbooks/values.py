"""The parts that a playbook's file is made of: entries with lists that stay as they are, and texts for people."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from engine.loading.format.values import LONGEST_TEXT, Entry, checked_text

__all__ = ["LONGEST_TEXT", "Entry", "Said", "Spoken", "Tuple", "Words"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Marks a text that people read, and so one that is translated."""


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Said = Annotated[str, AfterValidator(checked_text), Spoken()]
Words = Annotated[str, AfterValidator(checked_text)]
Tuple = Annotated[tuple[T, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
