"""Where a school stands on its way from a survey to a change, and the one thing to do next: facts in, a word out.

Nothing here reads or asks. What is counted comes in as everybody is told it (`engine.disclosure.groups`), so that what
comes next gives nothing away that the pages of the school don't say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

PRESSING: Final = timedelta(
    days=30
)  # before its end a survey that few have answered goes before everything else
ENOUGH: Final = 0.5  # of the people asked: the share from which a survey needs no word from its leader


class Next(StrEnum):
    """The one next thing of a school's leader and team."""

    SHARE = "share"
    READ = "read"
    PREDICTED = "predicted"
    CHOOSE = "choose"
    GUIDE = "guide"
    BEGIN_PLAN = "begin_plan"
    THEORY = "theory"
    TIMELINE = "timeline"
    LATE = "late"
    CHECK_IN = "check_in"
    IMPACT = "impact"
    STEP = "step"
    WAIT_CLOSE = "wait_close"
    WAIT_OPEN = "wait_open"
    NOTHING = "nothing"


class Station(StrEnum):
    """The stations of a school's way, in their order."""

    SURVEY = "survey"
    READ = "read"
    CHOSEN = "chosen"
    DOING = "doing"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class RunningSurvey:
    """A survey that takes answers or will; `at_least` so many have answered, as far as is told."""

    wave: int
    title: str
    opens: date
    closes: date
    at_least: int
    asked: int | None
    same: bool  # as the survey of the leading result, so that it shows what has moved

    def few(self) -> bool:
        """Whether fewer than half of those asked have answered, as far as is told; ten where nobody said how many."""
        return self.at_least < (ENOUGH * self.asked if self.asked else 10)


@dataclass(frozen=True, slots=True)
class ClosedSurvey:
    """The result that a team begins with. `read` is the day when somebody of the school first opened it."""

    wave: int
    title: str
    closed: date
    read: date | None
    scored: bool  # whether it shows the school scores to choose from
    chosen: date | None
    measures: tuple[str, ...] = ()
    predicted: bool = False  # whether it says what came of something that the team predicted


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """The school's open plan, as far as it is filled in. `steps` counts what is neither done nor dropped."""

    number: int
    wave: int  # whose result it was chosen on
    theory: bool
    steps: int
    all_steps: int
    late: int
    next_due: date | None
    impact: bool


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What is known of a school on a day; `plans` and `check_ins` say whether there are pages for them."""

    today: date
    running: tuple[RunningSurvey, ...] = ()
    result: ClosedSurvey | None = None
    plans: bool = False
    plan: StandingPlan | None = None
    closed_plan: bool = False  # a plan on the leading result is done with
    check_in_due: bool = False

    @property
    def taking(self) -> tuple[RunningSurvey, ...]:
        """The surveys that take answers today, those first that end first."""
        there = (one for one in self.running if one.opens <= self.today <= one.closes)
        return tuple(sorted(there, key=lambda one: (one.closes, one.wave)))

    @property
    def to_come(self) -> RunningSurvey | None:
        """The planned survey that opens first."""
        return min(
            (one for one in self.running if one.opens > self.today), key=lambda one: one.opens, default=None
        )

    @property
    def again(self) -> RunningSurvey | None:
        """The survey that will show what has moved."""
        same = (one for one in self.running if one.same)
        return min(same, key=lambda one: one.opens, default=None)

    @property
    def few(self) -> RunningSurvey | None:
        """The survey to share: few have answered, as far as is told, and it ends first of these."""
        return next((one for one in self.taking if one.few()), None)


@dataclass(frozen=True, slots=True)
class Stop:
    """A station as it stands: behind (`done`), here (`now`) or ahead (`ahead`), with its day where there is one."""

    station: Station
    state: str
    day: date | None = None


def next_thing(facts: SchoolFacts) -> Next:
    """The one thing that a school's leader and team do next.

    A survey that ends within `PRESSING` and that few have answered comes first: answers can't be had later. Then the
    way itself, station by station; then what only waits.
    """
    few = facts.few
    if few is not None and few.closes - facts.today <= PRESSING:
        return Next.SHARE
    return _on_the_way(facts) or _meanwhile(facts)


def _on_the_way(facts: SchoolFacts) -> Next | None:
    result, plan = facts.result, facts.plan
    if result is not None and result.read is None:
        return Next.PREDICTED if result.predicted else Next.READ
    if plan is not None:
        return _in_plan(facts, plan)
    if result is None or not result.scored or facts.closed_plan:
        return None
    if result.chosen is None:
        return Next.CHOOSE
    if facts.plans:
        return Next.BEGIN_PLAN
    if facts.check_in_due:
        return Next.CHECK_IN
    return None if _asked_again(facts) else Next.GUIDE


def _in_plan(facts: SchoolFacts, plan: StandingPlan) -> Next | None:
    newer = facts.result is not None and facts.result.wave != plan.wave
    tests: tuple[tuple[Next, Callable[[], bool]], ...] = (
        (Next.IMPACT, lambda: newer and not plan.impact),
        (Next.THEORY, lambda: not plan.theory),
        (Next.TIMELINE, lambda: not plan.all_steps),
        (Next.LATE, lambda: plan.late > 0),
        (Next.CHECK_IN, lambda: facts.check_in_due),
        (Next.STEP, lambda: plan.steps > 0 and not _asked_again(facts)),
    )
    return next((word for word, holds in tests if holds()), None)


def _asked_again(facts: SchoolFacts) -> bool:
    """Whether a survey is open that few have answered, so that sharing it goes before another look at a guide."""
    return facts.few is not None


def _meanwhile(facts: SchoolFacts) -> Next:
    if facts.few is not None:
        return Next.SHARE
    if facts.taking:
        return Next.WAIT_CLOSE
    return Next.WAIT_OPEN if facts.to_come is not None else Next.NOTHING


def way(facts: SchoolFacts) -> tuple[Stop, ...]:
    """The stations of the school's present round, each behind it, here or ahead."""
    result, plan, again = facts.result, facts.plan, facts.again
    days: dict[Station, date | None] = {
        Station.SURVEY: result.closed if result else None,
        Station.READ: result.read if result else None,
        Station.CHOSEN: result.chosen if result else None,
    }
    done = [station for station, day in days.items() if day is not None]
    if facts.closed_plan and plan is None:
        done.append(Station.DOING)
    here = next(station for station in Station if station not in done)
    order = list(Station)
    ahead = None if again is None else again.opens if again.opens > facts.today else again.closes
    return tuple(
        Stop(
            station,
            "now" if station is here else "done" if order.index(station) < order.index(here) else "ahead",
            ahead if station is Station.AGAIN else days.get(station),
        )
        for station in Station
    )
