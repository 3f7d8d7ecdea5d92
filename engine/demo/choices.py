"""What schools of the demonstration chose to work on after its last closed wave. Nobody chose it; all is made up.

Two of three schools have chosen. The school that visitors look around in chose in the wave before, changed its
mind once, and has yet to choose now.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.results.model_school import HiddenSchool
from engine.results.reading import of_school
from engine.store import ChoicePath, Role, School, Store, Wave

WHY: Final[Mapping[str, tuple[str, str]]] = {  # by measure: to meet a need, to build on a strength
    "vision": (
        "Each team could name a goal, and no two named the same. We want one that fits on a card.",
        "Everyone can say what we are after. We will let that goal decide which meetings we still need.",
    ),
    "administration": (
        "Good ideas wait for a yes. We will agree on what a team may decide without asking.",
        "Our leaders clear the way when we ask. We will use that to try two ideas from teams this term.",
    ),
    "capacity": (
        "People want to help lead and nobody has shown them how. We begin with time to watch each other teach.",
        "We have good people and good training. Now they should train each other, across grades.",
    ),
    "structures": (
        "The schedule leaves no hour in which a team can meet. Nothing else will last until it does.",
        "Our planning hour works. We will put the work on evidence of learning into it, and nothing more.",
    ),
    "relationships": (
        "We are polite and careful with each other. We want to be able to say what did not work.",
        "People trust each other here. That is where a new habit can begin: visiting each other’s lessons.",
    ),
    "influence": (
        "The same few people decide, and tire. Two committees get new members, and a real say.",
        "Staff already help decide here. We will ask students and families in as well.",
    ),
    "improvement": (
        "We try many things and look at none of them again. Each test gets a date on which we look.",
        "We like to try things. We will choose one test that all teams run, and learn from it together.",
    ),
}
AGREED: Final = (
    "the leadership team",
    "all staff, by a show of hands",
    "the leadership team and the grade leads",
    "the school improvement team",
)
RECORDED: Final = ("Grace Okonjo", "Daniel Reyes", "Hanna Sorensen", "Marcus Bell", "Priya Raman")


AFTER: Final = timedelta(weeks=2)  # a team chooses when it has read the result
PICKS: Final = (0, 1, 0, 2)  # places from the lowest, or the highest: teams know what the survey can't


def choose(store: Store, before: Wave, last: Wave) -> None:
    """Record what schools chose on the results of the last two closed waves."""
    for number, site in enumerate(store.sites.of(last)):
        school = store.studies.school(site.school_id)
        if site.school.startswith(OWN_SCHOOL):
            _own(store, before, school)
        elif number % 3 < 2:
            path = tuple(ChoicePath)[number % 3]
            agreed, who = AGREED[number % len(AGREED)], RECORDED[number % len(RECORDED)]
            _choose(store, last, school, path, PICKS[number % len(PICKS)], agreed, who)


def _own(store: Store, wave: Wave, school: School) -> None:
    who = {one.role: one.email for one in PEOPLE}
    _choose(store, wave, school, ChoicePath.STRENGTH, 0, "the leadership team", who[Role.SCHOOL_LEADER])
    _choose(store, wave, school, ChoicePath.NEED, 0, "all staff, after a long talk", who[Role.SCHOOL_TEAM])


def _choose(
    store: Store, wave: Wave, school: School, path: ChoicePath, pick: int, agreed_by: str, who: str
) -> None:
    """One of the lowest or highest scores, as a team might take it up; nothing for a school without a result."""
    site = store.sites.find(wave, school)
    found = of_school(store.results.school_snapshot(wave, site.id), site.id) if site else None
    if found is None or isinstance(found[1], HiddenSchool):
        return
    means = {id: score.mean for id, score in found[1].scores.items() if score}
    measure = sorted(means, key=means.__getitem__, reverse=path is ChoicePath.STRENGTH)[pick]
    reason = WHY[measure][path is ChoicePath.STRENGTH]
    shown = found[1].shown_measures
    room = store.choices.by_clock(lambda: wave.closes + AFTER)
    room.add(school, wave, path, [measure], reason, agreed_by, who, shown=shown)
