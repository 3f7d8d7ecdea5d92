"""What schools of the demonstration predicted of its third wave, and of the next. Nobody predicted it; all is made up.

They are planted so that each label comes, and each reason why there is none: ranges too narrow, too bold, about right,
too few answers. The visitors' own school was right once, wrong once, and once nobody can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from engine.demo.choices import RECORDED
from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.results.model import FrozenMeasure
from engine.results.model_school import HiddenSchool
from engine.results.predictions import no_change
from engine.results.reading import of_school
from engine.store import NewPrediction, PredictionKind, Role, School, Store, Wave

AFTER: Final = timedelta(weeks=2)  # teams seal when they have read the result
LATER: Final = timedelta(days=9)  # and one of them thinks better of it

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A prediction of a school: a range, or None for no change; `comes` is the label, or why there is none."""

    school: str
    measure: str
    range: Range | None
    reason: str
    comes: str
    shared: bool = True


SEALED: Final = (
    Foreseen(
        OWN_SCHOOL, "capacity", (4, 12), "Each team gets one freed hour from October on.", "cannot_tell"
    ),
    Foreseen(OWN_SCHOOL, "improvement", (3, 10), "Every team runs one small test each term.", "lower"),
    Foreseen(OWN_SCHOOL, "relationships", None, "We change nothing here on purpose.", "as_expected"),
    Foreseen("Northgate", "capacity", (2, 8), "Twelve leads were trained, and each trains two.", "direction"),
    Foreseen(
        "Dogwood Lane", "vision", (3, 10), "The goal hangs in both languages by each door.", "direction"
    ),
    Foreseen("Glenbrook", "influence", (5, 15), "The decision note goes out every Friday.", "not_compared"),
    Foreseen(
        "Birchwood", "administration", (5, 25), "Two requests a month are answered in writing.", "cannot_tell"
    ),
    Foreseen("Union Mills", "structures", (5, 12), "The new schedule has a common hour.", "higher"),
    Foreseen(
        "Union Mills",
        "capacity",
        (4, 40),
        "The new schedule frees people, we can't say how far.",
        "as_expected",
    ),
    Foreseen(
        "Vista Point", "administration", (5, 10), "The new principal has learned our names.", "higher", False
    ),
    Foreseen("Pine Bluff", "capacity", (5, 10), "We get a second substitute in August.", "lower", False),
    Foreseen("Elm Street", "improvement", (5, 10), "We look at each test on its date.", "cannot_tell", False),
    Foreseen("Kestrel Park", "influence", (8, 15), "Two committees get new members.", "cannot_tell", False),
    Foreseen("Hazel Grove", "vision", (1, 5), "There is little room above.", "end", False),
)
WITHDRAWN: Final = Foreseen(OWN_SCHOOL, "vision", (5, 15), "The goal goes on a card.", "withdrawn")
WHY_WITHDRAWN: Final = "We printed no card: the goal is being written anew."
WAITING: Final = (
    Foreseen(
        OWN_SCHOOL, "structures", (3, 14), "Visit slots with named cover are in the calendar.", "waiting"
    ),
    Foreseen("Northgate", "influence", (-2, 6), "The committees only begin in spring.", "waiting"),
)


def predict(store: Store, before: Wave, last: Wave) -> None:
    """Seal the predictions on the results of the last two closed waves, in the weeks after each."""
    for wave, sealed in ((before, SEALED), (last, WAITING)):
        schools = {site.school: store.studies.school(site.school_id) for site in store.sites.of(wave)}
        for number, one in enumerate(sealed):
            _seal(store, wave, _named(schools, one.school), one, wave.closes + AFTER, _who(one, number))
    school = _named(
        {site.school: store.studies.school(site.school_id) for site in store.sites.of(before)}, OWN_SCHOOL
    )
    then = before.closes + AFTER
    _seal(store, before, school, WITHDRAWN, then, _who(WITHDRAWN, 0))
    made = store.predictions.on(school, before)[0]
    room = store.predictions.by_clock(lambda: then + LATER)
    room.withdraw(school, before, made.id, WHY_WITHDRAWN, _people()[Role.SCHOOL_TEAM])


def _named(schools: Mapping[str, School], start: str) -> School:
    return next(school for name, school in schools.items() if name.startswith(start))


def _people() -> Mapping[Role, str]:
    return MappingProxyType({one.role: one.email for one in PEOPLE})


def _who(one: Foreseen, number: int) -> str:
    own = _people()[Role.SCHOOL_LEADER]
    return own if one.school == OWN_SCHOOL else RECORDED[number % len(RECORDED)]


def _seal(store: Store, wave: Wave, school: School, one: Foreseen, then: datetime, who: str) -> None:
    site = store.sites.find(wave, school)
    found = of_school(store.results.school_snapshot(wave, site.id), site.id) if site else None
    if found is None or isinstance(found[1], HiddenSchool):
        return
    frozen, part = found[0], found[1]
    measure = next(known for known in frozen.measures if known.id == one.measure)
    room = store.predictions.by_clock(lambda: then)
    room.seal(school, wave, _new(one, measure), who, shown=part.shown_measures)


def _new(one: Foreseen, measure: FrozenMeasure) -> NewPrediction:
    if one.range is not None:
        return NewPrediction(one.measure, PredictionKind.RANGE, *one.range, one.reason, one.shared)
    margin = no_change(measure.low, measure.high, measure.decimals)
    return NewPrediction(
        one.measure, PredictionKind.NO_CHANGE, margin.low, margin.high, one.reason, one.shared
    )
