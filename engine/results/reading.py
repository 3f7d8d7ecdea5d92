"""The one door from what is kept of a close to the model: whoever reads frozen results gets them here."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from pydantic import TypeAdapter

from engine.results.facts import EarlierSchool
from engine.results.model import FORMAT, FrozenResult, WholeResult
from engine.results.model_school import FrozenSchool, HiddenSchool, SchoolLine
from engine.results.model_unit import UNIT_FORMAT, FrozenUnit
from engine.store import Snapshot, StoreError, UnitPart

Kept = Mapping[str, object]  # JSON of a kept text, as it was read
SITES: Final = "sites"


def result_of(snapshot: Snapshot) -> FrozenResult:
    """The frozen result without its schools."""
    _require_known(snapshot)
    kept = {name: value for name, value in snapshot.document.items() if name != SITES}
    return _results().validate_python(kept)


def _require_known(snapshot: Snapshot) -> None:
    """Raises `StoreError` for a result of a format that this Barograph does not know, rather than read half of it."""
    format = snapshot.document.get("format")
    if not isinstance(format, int) or not 0 < format <= FORMAT:
        raise StoreError(
            f"This result is of format {format}, and this Barograph knows 1 to {FORMAT}",
            "update Barograph on this machine; nothing was changed",
        )


def whole_of(snapshot: Snapshot) -> WholeResult:
    """The frozen result with every school's part."""
    return WholeResult(result_of(snapshot), tuple(school_of(part) for part in _parts(snapshot)))


def of_school(snapshot: Snapshot, site: int) -> tuple[FrozenResult, FrozenSchool | HiddenSchool] | None:
    """A frozen result and one school's part of it; None where the wave has no such school."""
    part = next((part for part in _parts(snapshot) if part["site"] == site), None)
    return None if part is None else (result_of(snapshot), school_of(part))


def unit_of(part: UnitPart) -> FrozenUnit:
    """What was kept of a class, department or team by itself."""
    format = part.document.get("format")
    if not isinstance(format, int) or not 0 < format <= UNIT_FORMAT:
        raise StoreError(
            f"This result of a class or team is of format {format}, and this Barograph knows 1 to {UNIT_FORMAT}",
            "update Barograph on this machine; nothing was changed",
        )
    return _units().validate_python(dict(part.document))


def school_of(part: Kept) -> FrozenSchool | HiddenSchool:
    """One school's part of a result."""
    return (_schools() if part["shown"] else _hidden()).validate_python(part)


def schools_of(parts: Iterable[Kept], sites: Container[int]) -> Iterator[FrozenSchool]:
    """The parts of these schools, as far as they are shown; the others are not made into anything."""
    return (_schools().validate_python(part) for part in parts if part["shown"] and part["site"] in sites)


@dataclass(frozen=True, slots=True)
class _Printed:
    """Of a school's part no more than which scores it prints."""

    site: int
    scores: Mapping[str, object]
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class _Counted:
    """Of a school's part no more than how many answered."""

    site: int
    responses: int


def earlier_schools(parts: Iterable[Kept]) -> dict[int, EarlierSchool]:
    """By site id what a later result is compared with: whole parts of all schools take a second of a close."""
    printed = (_printed().validate_python(part) for part in parts if part["shown"])
    return {
        part.site: EarlierSchool(
            frozenset(id for id, score in part.scores.items() if score is not None), part.as_of is None
        )
        for part in printed
    }


def lines_of(snapshot: Snapshot) -> Iterator[SchoolLine | HiddenSchool]:
    """What is told of each school among others."""
    return (_line_of(part) for part in _parts(snapshot))


def respondents_of(snapshot: Snapshot) -> dict[int, int]:
    """How many answered at each site that a result shows."""
    read = (_counted().validate_python(part) for part in _parts(snapshot) if part["shown"])
    return {part.site: part.responses for part in read}


def line_of(snapshot: Snapshot, site: int) -> SchoolLine | HiddenSchool | None:
    """What is told of one school among others; None where the wave has no such school."""
    return next((_line_of(part) for part in _parts(snapshot) if part["site"] == site), None)


def _line_of(part: Kept) -> SchoolLine | HiddenSchool:
    return (_lines() if part["shown"] else _hidden()).validate_python(part)


def _parts(snapshot: Snapshot) -> Sequence[Kept]:
    return cast("Sequence[Kept]", snapshot.document.get(SITES, ()))


# Each is made when it is first needed: it takes as long as to read some hundred schools.


def prepare() -> None:
    """Make the readers of frozen results, which the first result would else wait for."""
    for reader in (_results, _schools, _printed, _counted, _lines, _units, _hidden):
        reader()


@cache
def _results() -> TypeAdapter[FrozenResult]:
    return TypeAdapter(FrozenResult)


@cache
def _schools() -> TypeAdapter[FrozenSchool]:
    return TypeAdapter(FrozenSchool)


@cache
def _printed() -> TypeAdapter[_Printed]:
    return TypeAdapter(_Printed)


@cache
def _counted() -> TypeAdapter[_Counted]:
    return TypeAdapter(_Counted)


@cache
def _lines() -> TypeAdapter[SchoolLine]:
    return TypeAdapter(SchoolLine)


@cache
def _units() -> TypeAdapter[FrozenUnit]:
    return TypeAdapter(FrozenUnit)


@cache
def _hidden() -> TypeAdapter[HiddenSchool]:
    return TypeAdapter(HiddenSchool)
