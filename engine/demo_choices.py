"""What schools of the demonstration chose to work on after its last closed wave. Nobody chose it; all is made up.

Two of three schools have chosen. The school that visitors look around in chose in the wave before, changed its
mind once, and has yet to choose now.
"""

from collections.abc import Mapping
from typing import Any, Final

from engine.demo_people import OWN_SCHOOL, PEOPLE
from engine.results import site_result
from engine.store import ChoicePath, Role, Store, Wave

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


def choose(store: Store, before: Wave, last: Wave) -> None:
    """Record what schools chose on the results of the last two closed waves."""
    for number, site in enumerate(store.sites(last)):
        own = site.school.startswith(OWN_SCHOOL)
        if own:
            _own(store, before, site.school_id)
        if own or number % 3 == 2:
            continue
        path = ChoicePath.STRENGTH if number % 3 == 1 else ChoicePath.NEED
        _choose(
            store, last, site.school_id, path, AGREED[number % len(AGREED)], RECORDED[number % len(RECORDED)]
        )


def _own(store: Store, wave: Wave, school: int) -> None:
    who = {one.role: one.email for one in PEOPLE}
    _choose(store, wave, school, ChoicePath.STRENGTH, "the leadership team", who[Role.SCHOOL_LEADER])
    _choose(store, wave, school, ChoicePath.NEED, "all staff, after a long talk", who[Role.SCHOOL_TEAM])


def _choose(store: Store, wave: Wave, school: int, path: ChoicePath, agreed_by: str, who: str) -> None:
    """What the survey pointed to, as a team might take it up; nothing for a school without a result."""
    found = store.school(school)
    site = store.site_of(wave, found)
    part = site_result(store.school_snapshot(wave, site.id).document, site.id) if site else None
    start: Mapping[str, Any] | None = part["start"] if part is not None and part["shown"] else None
    if start is None:
        return
    measures = (start if path is ChoicePath.NEED else start["strength"])["measures"][:1]
    if measures:
        reason = WHY[measures[0]][path is ChoicePath.STRENGTH]
        store.choose(found, wave, path, measures, reason, agreed_by, who)
