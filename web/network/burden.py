"""What a year of surveys asks of each group of people, in minutes, and where two meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.instrument.model import Audience
from engine.store import Network, Store, Wave
from engine.waves.school_years import FIRST_MONTH, name_of_year, school_year
from web.network.school_card import all_waves
from web.network.wave_form import last_day
from web.respondent.sitting import minutes

MONTHS: Final = ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun")

# Minutes a year that a person can be asked for: for staff one survey of eight, two of three, and nine
# check-ins of two minutes; for the others a survey and a short form.
BUDGET: Final[Mapping[Audience, int]] = {
    Audience.STAFF: 32,
    Audience.CLASSIFIED_STAFF: 16,
    Audience.SITE_LEADERS: 40,
    Audience.DISTRICT_LEADERS: 20,
    Audience.STUDENTS: 20,
    Audience.FAMILIES: 12,
}
NAMES: Final[Mapping[Audience, str]] = {
    Audience.STAFF: "Staff",
    Audience.CLASSIFIED_STAFF: "Classified staff",
    Audience.SITE_LEADERS: "Site leaders",
    Audience.DISTRICT_LEADERS: "District leaders",
    Audience.STUDENTS: "Students",
    Audience.FAMILIES: "Families",
    Audience.ANY: "Anyone",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A wave, whom it asks, how long it takes, and where."""

    wave: Wave
    audience: Audience
    minutes: int
    schools: frozenset[int]
    grades: tuple[int, ...] = ()  # of students: the lowest and the highest; empty where all are asked

    def asks(self, grade: int) -> bool:
        """Whether a student of a grade is asked; of other people everybody is."""
        return not self.grades or self.grades[0] <= grade <= self.grades[-1]

    def meets(self, other: "Asked") -> bool:
        """Whether somebody at a school is asked both on the same day."""
        lowest = max((*self.grades[:1], *other.grades[:1]), default=0)
        return (
            self.audience is other.audience
            and bool(self.schools & other.schools)
            and self.asks(lowest)
            and other.asks(lowest)
            and _overlap(self.wave, other.wave)
        )


@dataclass(frozen=True, slots=True)
class BurdenLine:
    """A group of people: the minutes of what opens in each month, in all, and what they can be asked for."""

    name: str
    months: tuple[int, ...]
    total: int
    budget: int | None


@dataclass(frozen=True, slots=True)
class Year:
    first: int  # the year in which it begins
    lines: tuple[BurdenLine, ...]
    waves: tuple[Asked, ...]
    meetings: tuple[tuple[Asked, Asked], ...]  # open on the same day for the same people at the same school

    @property
    def name(self) -> str:
        return name_of_year(self.first)


def asked(store: Store, network: Network) -> list[Asked]:
    """Every wave of a network with what it asks."""
    found = []
    for wave in all_waves(store, network):
        instrument = store.definitions.get(wave.instrument_id, wave.version)
        schools = frozenset(site.school_id for site in store.sites.of(wave))
        took = minutes(instrument, wave.form)
        found.append(Asked(wave, instrument.audience, took, schools, instrument.grades))
    return found


def year(of: Sequence[Asked], first: int) -> Year:
    """A school year of the calendar. A person is asked once a school: the busiest school's minutes count."""
    inside = [one for one in of if school_year(one.wave.opens.date()) == first]
    lines = []
    for audience in Audience:
        mine = [one for one in inside if one.audience is audience]
        if mine:
            months = tuple(_busiest([one for one in mine if _month(one) == month]) for month in range(12))
            lines.append(BurdenLine(NAMES[audience], months, _busiest(mine), BUDGET.get(audience)))
    meetings = tuple(
        (one, other)
        for number, one in enumerate(inside)
        for other in inside[number + 1 :]
        if one.meets(other)
    )
    return Year(first, tuple(lines), tuple(inside), meetings)


def _busiest(waves: Sequence[Asked]) -> int:
    """The minutes that a person is asked for where these waves ask most: at which school, and in which grade."""
    schools = set().union(*(one.schools for one in waves)) if waves else set()
    grades = {one.grades[0] for one in waves if one.grades} or {0}
    return max(
        (
            sum(one.minutes for one in waves if school in one.schools and one.asks(grade))
            for school in schools
            for grade in grades
        ),
        default=0,
    )


def _month(one: Asked) -> int:
    return (one.wave.opens.month - FIRST_MONTH) % 12


def _overlap(one: Wave, other: Wave) -> bool:
    return one.opens.date() <= last_day(other) and other.opens.date() <= last_day(one)
