"""What teams of three schools of the demonstration said month by month. Nobody said it; all is made up.

The school that visitors look around in has checked in for three school years, and its energy shifts: low until some
months ago, and high since. Another one's goes up and down without a signal. The third began a short time ago.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import numpy as np

from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.demo.planted import PLANTED
from engine.demo.school_years import opened
from engine.playbooks.check_ins import monthly_form
from engine.playbooks.folder import find_playbook
from engine.store import Role, School, Store
from engine.store.check_ins import NewCheckIn

PLAYBOOK: Final = "collective-leadership"
SEED: Final = 907
STEADY: Final = PLANTED["F"][0]
BEGUN: Final = PLANTED["L"][0]
SINCE: Final = 11  # check-ins after the energy of the visitors' own school shifted
BEGUN_BEFORE: Final = 4  # months
LATE_IN_MONTH: Final = timedelta(days=24)  # when a team looks back on its month
HOLIDAY: Final = 7  # nobody checks in in July
MISSED: Final = frozenset({2, 12})  # months that the second school left out in its second year

STATES: Final = ("not_started", "planned", "running", "running", "studied", "kept", "changed", "dropped")
MOVED: Final = (
    "Ten of twelve visits held. The two that fell through were both on a Friday.",
    "The grade 4 team met in the new hour for the first time. It was used for planning, and for nothing else.",
    "Nothing, because testing took the hour away.",
    "Two new people led a meeting. One of them had never done so.",
    "We looked at the work of six students together, and changed one lesson.",
    "The decision list is on the wall, and three people asked about it.",
    "The aides were at the table. They saw a thing that we had missed.",
    "We dropped the second form. Nobody missed it.",
)
IN_THE_WAY: Final[Sequence[tuple[str, str]]] = (
    ("Cover is called away to the bus loop", "ours"),
    ("No substitutes on Fridays", "not_ours"),
    ("The meeting runs over every time", "ours"),
    ("Dates from the district come late", "not_ours"),
)
FOR_OTHERS: Final = (
    "Start a visit five minutes into the lesson. Both sides are calmer.",
    "Put the question on the agenda, not the topic. Our meetings got a quarter shorter.",
    "Give the first word to whoever has been here the shortest time.",
)
HELP: Final = (
    "A school with aides in its team meetings: how do you pay for it?",
    "Somebody who has changed a master schedule in the middle of a year.",
)


def add_check_ins(store: Store, made: Sequence[School], now: datetime) -> None:
    """The check-ins of three schools, up to the month before this one."""
    months = list(_months(opened(now, 1, 10).date(), now.date()))
    named = {start: next(one for one in made if one.name.startswith(start)) for start in SCHOOLS}
    with store.together():
        for number, (start, school) in enumerate(named.items()):
            kept = SCHOOLS[start](months)
            for at, (month, energy) in enumerate(kept):
                _save(store, school, month, energy, at, np.random.default_rng([SEED, number, at]))


def _months(first: date, now: date) -> Iterator[date]:
    """Each month but for the holidays, from the first to the one before this."""
    year, month = first.year, first.month
    while (year, month) < (now.year, now.month):
        if month != HOLIDAY:
            yield date(year, month, 1)
        year, month = year + month // 12, month % 12 + 1


def _shifted(months: Sequence[date]) -> list[tuple[date, int]]:
    generator = np.random.default_rng([SEED, 100])
    low, high = generator.integers(3, 6, len(months)), generator.integers(6, 9, len(months))
    since = len(months) - SINCE
    return [(month, int((high if at >= since else low)[at])) for at, month in enumerate(months)]


def _steady(months: Sequence[date]) -> list[tuple[date, int]]:
    """Up and down, never four in a row on one side."""
    kept = [month for at, month in enumerate(months) if not (month.month in MISSED and 11 <= at < 22)]
    steps = (6, 7, 5, 6, 4, 7, 6, 5, 8, 5)
    return [(month, steps[at % len(steps)]) for at, month in enumerate(kept)]


def _begun(months: Sequence[date]) -> list[tuple[date, int]]:
    return [(month, 5 + at % 3) for at, month in enumerate(months[-BEGUN_BEFORE:])]


SCHOOLS: Final = {OWN_SCHOOL: _shifted, STEADY: _steady, BEGUN: _begun}


def _save(
    store: Store, school: School, month: date, energy: int, at: int, generator: np.random.Generator
) -> None:
    form = monthly_form(find_playbook(PLAYBOOK), "en", month)
    middle = 2 + energy // 4
    pulse = {one.item.id: int(np.clip(middle + generator.integers(-1, 2), 1, 5)) for one in form.statements}
    constructs = list(form.constructs)
    who = next(one.email for one in PEOPLE if one.role is Role.SCHOOL_TEAM)
    new = NewCheckIn(pulse, _answers(constructs[3 - at // 18], energy, generator))
    kept = datetime(month.year, month.month, 1, 21, tzinfo=UTC) + LATE_IN_MONTH
    room = store.check_ins.by_clock(lambda: kept)
    room.save(school, month, form, new, who, seen=0)


def _answers(condition: str, energy: int, generator: np.random.Generator) -> Mapping[str, Any]:
    def drawn(of: Sequence[Any]) -> Any:
        return of[int(generator.integers(len(of)))]

    obstacle, ours = drawn(IN_THE_WAY)
    said: dict[str, Any] = {
        "condition": condition,
        "test_state": drawn(STATES),
        "what_moved": drawn(MOVED),
        "in_the_way": [{"obstacle": obstacle, "ours": ours}],
        "energy": energy,
    }
    if generator.random() < 0.25:
        said["for_others"] = drawn(FOR_OTHERS)
    if generator.random() < 0.25:
        said["help_wanted"] = drawn(HELP)
    return said
