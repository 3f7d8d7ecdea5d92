"""What the store says of units below a school: classes, departments and teams of a wave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class UnitKind(StrEnum):
    """What a unit is. A class's result is for its teacher alone; those of departments and teams for the school."""

    CLASS = "class"
    DEPARTMENT = "department"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made; `teacher` is the account whose class or team it is, `expected` the number of people asked."""

    name: str
    expected: int | None = None
    teacher: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a school's part of a wave. `link` is the secret part of its address, for its people alone."""

    id: int
    wave_id: int
    site: int
    kind: UnitKind
    name: str
    expected: int | None
    link: str
    teacher: int | None


@dataclass(frozen=True, slots=True)
class UnitAtDoor:
    """The unit that a way in belongs to, as its people are told."""

    id: int
    kind: UnitKind
    name: str


@dataclass(frozen=True, slots=True)
class UnitPart:
    """What a close kept of a unit by itself; there is none of a unit that the rules do not show."""

    unit: int
    number: int  # of the close
    document: Mapping[str, Any] = field(repr=False)
