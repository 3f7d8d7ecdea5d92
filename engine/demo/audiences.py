"""Closed waves of the demonstration in which others than all of the staff were asked. All made up.

Each is a row of one table: who is asked, how many of them answer, and the means that answers are brought to. The
study of the domain assumes those of students (`engine.demo.students`) and families; all others are ours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.demo.leaders_time import leaders
from engine.demo.moving import AnswersOf
from engine.demo.network import DemoSchool, planted_schools, roster_by_role
from engine.demo.new_waves import add_closed, add_open, coded, linked
from engine.demo.people import OWN_SCHOOL
from engine.demo.planted import FEW_ANSWER, PLANTED
from engine.demo.school_years import opened
from engine.demo.spoken import SHARE, languages
from engine.demo.students import older_students, put_in_grades, students, young_students
from engine.demo.teams import (
    NEW_PLAN,
    OWN_TEAM,
    plant_change,
    plant_teams,
    staff_of_elementary,
    staff_of_teams,
)
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.simulate import Model, SimulatedWave, simulate
from engine.store import Network, School, Store, Wave

CHILDREN_A_FAMILY: Final = 1.6
SUPPORT_STAFF: Final = 0.6  # people in other work for each member of staff, most of them not asked as staff
SPANISH_FAMILIES: Final = 0.14
SPANISH_FAMILIES_AT_I: Final = 0.55
WEEKS_OPEN: Final = timedelta(weeks=2)
VOICES: Final = "Students, families and support staff"
TEAMS: Final = "Teams and one change"
LEADING: Final = "How leaders share leadership"
LESSONS: Final = "What happens in lessons"

OPEN_AT: Final = ("Dogwood Lane", "Ivy Bend", "Stonebridge")  # in this order, where they ask this audience

Shape = Callable[[np.random.Generator, Instrument, SimulatedWave, Sequence[DemoSchool]], None]


@dataclass(frozen=True, slots=True)
class AudienceWave:
    """A closed wave: of which instrument, when in the third school year, whom it asks and what they say.

    `people` gives how many of a school are asked, none where it takes no part. `means` are those that answers are
    brought to by subscale, in points of its scale; `shape` changes the answers then. `spanish` are the shares of
    people who answer in Spanish at most schools, and at the one that is planted for it.
    """

    study: str
    instrument: str
    title: str
    month: int
    people: Callable[[DemoSchool], int]
    rate: float
    rate_sd: float
    model: Model
    means: Mapping[str, float]
    seed: int
    shape: Shape | None = None
    spanish: tuple[float, float] = (SHARE, SHARE)
    event: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def families(school: DemoSchool) -> int:
    return round(students(school) / CHILDREN_A_FAMILY)


def support_staff(school: DemoSchool) -> int:
    return round(SUPPORT_STAFF * school.staff)


def teachers_beside_classes(school: DemoSchool) -> int:
    """Of the school whose classes are asked the same (`engine.demo.classes`)."""
    return roster_by_role(school)["teacher"] if school.name.startswith(OWN_SCHOOL) else 0


# The parts of schools and the spreads are set so that scores come out with the SD and ICC that the study assumes.
OF_STUDENTS: Final = Model(
    loading=0.80, spread=1.25, school_variance=0.09, person_common=0.5, easiness_sd=0.15, careless=0.10
)
OF_FAMILIES: Final = Model(
    loading=0.80, spread=0.95, school_variance=0.10, person_common=0.5, easiness_sd=0.15
)
OF_STAFF: Final = Model(easiness_sd=0.25)

STUDENTS: Final = AudienceWave(
    study=VOICES,
    instrument="learner-agency-6-12",
    title="Students in grades 6 to 12, winter, year 3",
    month=2,
    people=older_students,
    rate=0.77,
    rate_sd=0.06,
    model=OF_STUDENTS,
    means=MappingProxyType({"agency": 3.5, "self-advocacy": 3.4, "voice": 2.9}),
    seed=611,
    shape=put_in_grades,
    spanish=(SHARE, 0.3),
)
CHILDREN: Final = AudienceWave(
    study=VOICES,
    instrument="learner-agency-3-5",
    title="Students in grades 3 to 5, winter, year 3",
    month=2,
    people=young_students,
    rate=0.80,
    rate_sd=0.06,
    model=OF_STUDENTS,
    means=MappingProxyType({"growth": 3.3, "efficacy": 3.1, "agency": 3.0, "voice": 2.7}),
    seed=512,
    shape=put_in_grades,
    spanish=(SHARE, 0.3),
)
FAMILIES: Final = AudienceWave(
    study=VOICES,
    instrument="families",
    title="Families, winter, year 3",
    month=2,
    people=families,
    rate=0.19,
    rate_sd=0.03,
    model=OF_FAMILIES,
    means=MappingProxyType({"connection": 4.1, "voice": 3.7, "support": 4.2}),
    seed=513,
    spanish=(SPANISH_FAMILIES, SPANISH_FAMILIES_AT_I),
)
SUPPORT: Final = AudienceWave(
    study=VOICES,
    instrument="classified-staff",
    title="Support staff, winter, year 3",
    month=2,
    people=support_staff,
    rate=0.66,
    rate_sd=0.08,
    model=OF_STAFF,
    means=MappingProxyType({"inclusion": 3.5}),
    seed=514,
)
TEAM_SAFETY: Final = AudienceWave(
    study=TEAMS,
    instrument="team-safety",
    title="Teams, fall, year 3",
    month=11,
    people=staff_of_teams,
    rate=0.74,
    rate_sd=0.07,
    model=OF_STAFF,
    means=MappingProxyType({}),
    seed=515,
    shape=plant_teams,
    event=OWN_TEAM,
)
CHANGE: Final = AudienceWave(
    study=TEAMS,
    instrument="innovation-and-change",
    title="The new reading plan, fall, year 3",
    month=11,
    people=staff_of_elementary,
    rate=0.74,
    rate_sd=0.07,
    model=OF_STAFF,
    means=MappingProxyType({"innovation": 3.5, "readiness": 3.4, "overload": 3.2, "belonging": 3.8}),
    seed=516,
    shape=plant_change,
    event=NEW_PLAN,
)
LEADERS: Final = AudienceWave(
    study=LEADING,
    instrument="site-leaders",
    title="Leaders of schools, winter, year 3",
    month=2,
    people=leaders,
    rate=0.80,
    rate_sd=0.20,
    model=OF_STAFF,
    means=MappingProxyType({"sharing": 3.0, "team_efficacy": 8.2}),
    seed=517,
)
TEACHERS: Final = AudienceWave(
    study=LESSONS,
    instrument="practice-teachers",
    title="Learning practices as teachers see them, winter, year 3",
    month=1,
    people=teachers_beside_classes,
    rate=0.75,
    rate_sd=0.05,
    model=OF_STAFF,
    means=MappingProxyType({"practice": 3.45}),
    seed=518,
)
AUDIENCES: Final = (TEAM_SAFETY, CHANGE, STUDENTS, CHILDREN, FAMILIES, SUPPORT, LEADERS, TEACHERS)
DOORS: Final[Mapping[str, AudienceWave]] = MappingProxyType(
    {
        "Families, year 4": FAMILIES,
        "Students in grades 6 to 12, year 4": STUDENTS,
        "Students in grades 3 to 5, year 4": CHILDREN,
        "Support staff, year 4": SUPPORT,
    }
)


def add_audience(
    store: Store, network: Network, made: Sequence[School], asked: AudienceWave, now: datetime
) -> Wave:
    """The closed wave of one row; `made` are the network's schools, in order."""
    instrument = catalog.find(asked.instrument)
    store.definitions.publish(instrument, catalog.translations(instrument))
    studies = {one.title: one for one in store.studies.of(network)}
    study = studies.get(asked.study) or store.studies.add(network, asked.study)
    schools = [
        (school, one) for school, one in zip(made, planted_schools(), strict=True) if asked.people(one)
    ]
    given = answers(asked, instrument)
    most, at_i = asked.spanish
    spoken = languages(given, [one.name for _, one in schools], asked.seed, share=most, most=at_i)
    opens = opened(now, 3, asked.month)
    new = replace(coded(instrument, asked.title, opens, opens + WEEKS_OPEN), event=asked.event)
    return add_closed(
        store, study, new, [(school, asked.people(one)) for school, one in schools], given, spoken
    )


def answers(asked: AudienceWave, instrument: Instrument) -> SimulatedWave:
    """What people said, at the schools that take part, in the order of the network's."""
    schools = [one for one in planted_schools() if asked.people(one)]
    people = np.array([asked.people(one) for one in schools])
    generator = np.random.default_rng([asked.seed, 6])
    rates = np.clip(generator.normal(asked.rate, asked.rate_sd, len(people)), 0.05, 0.97)
    few = np.array([one.name.startswith(PLANTED["C"][0]) for one in schools])
    answering = np.where(few, np.minimum(people, FEW_ANSWER), np.rint(people * rates)).astype(int)
    (wave,) = simulate(instrument, [answering.tolist()], model=asked.model, seed=asked.seed)
    everybody = AnswersOf(generator, instrument, wave.codes, np.arange(len(wave.codes)))
    for subscale, mean in asked.means.items():
        everybody.bring(subscale, mean)
    if asked.shape is not None:
        asked.shape(generator, instrument, wave, schools)
    return wave


def add_doors(store: Store, network: Network, made: Sequence[School], now: datetime) -> None:
    """Waves of audiences that are open to try, by link, at a few schools; `add_audience` was called before."""
    studies = {one.title: one for one in store.studies.of(network)}
    known = list(zip(made, planted_schools(), strict=True))
    at = [pair for name in OPEN_AT for pair in known if pair[1].name.startswith(name)]
    for title, audience in DOORS.items():
        new = linked(catalog.find(audience.instrument), title, now)
        asked = [(school, audience.people(one)) for school, one in at if audience.people(one)]
        add_open(store, studies[audience.study], new, asked)
