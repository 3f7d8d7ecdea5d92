"""Two meetings at which the team of one school of the demonstration agreed on levels of a rubric. All made up.

The team looks at the conditions in the fall and again in the spring. It takes back one level on the day after the
first meeting, so that a save has a history, and lets the hub read that meeting alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.demo.school_years import opened
from engine.loading import catalog
from engine.store import Role, School, Store
from engine.store.rubrics import AgreedLevel, NewRubricSave

INSTRUMENT: Final = "condition-rubric"
NOVEMBER: Final = 11
APRIL: Final = 4
DAY_OF_TEAM: Final = timedelta(days=8)  # of the month in which waves begin on the fourth
AGREED_BY: Final = "Principal, four teachers, an aide"

# By condition: the level and what showed it; None where the team did not agree.
FALL: Final[Mapping[str, AgreedLevel]] = MappingProxyType(
    {
        "CT_VS": AgreedLevel(1, "Five of us named five priorities before we looked at the plan."),
        "CT_SA": AgreedLevel(
            2, "The reading project has a substitute day; the garden project waits for a reply."
        ),
        "CT_CR": AgreedLevel(1, "No list of duties could be found."),
        "CT_EW": AgreedLevel(2, "Grades 4 and 5 plan together; nine of twenty sessions were canceled."),
        "CT_RN": AgreedLevel(
            3, "Notes of three teams name the view that lost, and the work that settled it."
        ),
        "CT_SI": AgreedLevel(3, "The schedule of grade 3 was changed after its teachers asked."),
        "CT_OI": AgreedLevel(None, "Two of us see 2 and four see 3: we bring the list of tests next time."),
    }
)
TAKEN_BACK: Final = AgreedLevel(
    1, "Nine of twenty sessions were canceled, and the rest were arranged as favors."
)
SPRING: Final[Mapping[str, AgreedLevel]] = MappingProxyType(
    {
        **FALL,
        "CT_VS": AgreedLevel(2, "Two teams drafted the goals and cite them; no project was declined yet."),
        "CT_EW": AgreedLevel(2, "The schedule has a common period for three of seven grades."),
        "CT_OI": AgreedLevel(3, "Eleven tests on the list, four of them stopped."),
    }
)


def add_rubric_meetings(store: Store, made: Sequence[School], now: datetime) -> None:
    """Both meetings of the school that visitors look around in."""
    instrument = catalog.find(INSTRUMENT)
    store.definitions.publish(instrument, catalog.translations(instrument))
    school = next(one for one in made if one.name.startswith(OWN_SCHOOL))
    who = next(one.email for one in PEOPLE if one.role is Role.SCHOOL_TEAM)
    fall, spring = (
        NewRubricSave((opened(now, 3, month) + DAY_OF_TEAM).date(), levels, AGREED_BY)
        for month, levels in ((NOVEMBER, FALL), (APRIL, SPRING))
    )
    first = store.rubrics.begin(school, instrument, fall, who)
    mended = NewRubricSave(fall.held, {**FALL, "CT_EW": TAKEN_BACK}, AGREED_BY)
    store.rubrics.save(school, first.number, instrument, mended, who, seen=first.id)
    store.rubrics.share(school, first.number, who, shared=True)
    store.rubrics.begin(school, instrument, spring, who)
