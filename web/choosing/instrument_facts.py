"""What can be said of an instrument before anybody is asked: how hard it reads, its scores, what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.authoring.linter import measured_grade
from engine.instrument.comparison import VersionComparison, compare
from engine.instrument.construct_map import Construct
from engine.instrument.model import Crosswalk, Instrument
from engine.instrument.publishing import by_number
from engine.loading import catalog


@dataclass(frozen=True, slots=True)
class MeasuredGrade:
    """The measured grade of the texts, and the formula that it is by."""

    grade: float
    formula: str


@dataclass(frozen=True, slots=True)
class MeasuredScore:
    """A score that a reader gets back, and the construct that it is about."""

    id: str
    label: str
    construct: Construct | None


@dataclass(frozen=True, slots=True)
class VersionStep:
    """What became of an earlier version: the changes, and the crosswalk along which a trend can follow."""

    earlier: Instrument
    comparison: VersionComparison
    crosswalk: Crosswalk | None


def reading_of(instrument: Instrument) -> MeasuredGrade | None:
    found = measured_grade(instrument)
    return None if found is None else MeasuredGrade(max(found[0], 1.0), found[1])


def scores_of(instrument: Instrument) -> list[MeasuredScore]:
    """The scores of an instrument, each with its construct."""
    constructs = instrument.construct_map
    return [
        MeasuredScore(
            scale.id,
            scale.label,
            constructs.construct(scale.construct) if constructs and scale.construct else None,
        )
        for scale in instrument.subscales
    ]


def versions_of(id: str) -> list[Instrument]:
    """The shipped versions of an instrument that have no problem, the highest first."""
    return [
        catalog.find(one.id, one.version)
        for one in catalog.list_instruments()
        if one.id == id and not one.problems
    ]


def step_before(instrument: Instrument, versions: Sequence[Instrument]) -> VersionStep | None:
    """How an instrument differs from the version before it."""
    lower = [one for one in versions if by_number(one.version) < by_number(instrument.version)]
    if not lower:
        return None
    earlier = max(lower, key=lambda one: by_number(one.version))
    pair = (earlier.version, instrument.version)
    walk = next(
        (one for one in catalog.crosswalks(instrument) if (one.source, one.target) == pair),
        None,
    )
    found = compare(earlier, instrument, catalog.translations(earlier), catalog.translations(instrument))
    return VersionStep(earlier, found, walk)
