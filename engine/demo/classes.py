"""Three classes of one school of the demonstration, one of them with a teacher who may look at it. All made up.

Students of grade 6 say how often practices of learning happen to them. The teacher answers the same statements as
"I do" on the page of the class.
"""

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.demo.moving import AnswersOf
from engine.demo.new_waves import coded, record_families
from engine.demo.people import account, let_in
from engine.demo.school_years import opened
from engine.demo.spoken import ENGLISH
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.simulate import Model, SimulatedWave, simulate
from engine.store import Network, NewUnit, Role, School, Store, Study, UnitKind, Wave
from engine.waves.closing import close

INSTRUMENT: Final = "practice-students"
TITLE: Final = "Learning practices in grade 6, winter, year 3"
WEEKS_OPEN: Final = timedelta(weeks=2)
JANUARY: Final = 1
SEED: Final = 531
MODEL: Final = Model(spread=1.1, school_variance=0.05, easiness_sd=0.45, careless=0.08)

# By class: how many students it has, how many of them answer, and the mean of what they say on a scale of 1 to 4.
# The first is the class of the demonstration's teacher.
CLASSES: Final = MappingProxyType(
    {"Room 12": (20, 17, 2.7), "Room 14": (19, 15, 3.0), "Room 15": (20, 18, 3.1)}
)


def add_classes(store: Store, network: Network, school: School, study: Study, now: datetime) -> Wave:
    """The closed wave of a school's classes; its teacher gets an account, if there is none yet."""
    instrument = catalog.find(INSTRUMENT)
    store.definitions.publish(instrument, catalog.translations(instrument))
    let_in(store, network, Role.TEACHER, school_id=school.id)
    teacher = account(store, Role.TEACHER)
    opens = opened(now, 3, JANUARY)
    wave = store.waves.add(study, coded(instrument, TITLE, opens, opens + WEEKS_OPEN))
    site = store.sites.add(wave, school, sum(students for students, _, _ in CLASSES.values()))
    new = [NewUnit(name, students) for name, (students, _, _) in CLASSES.items()]
    if teacher is not None:
        new[0] = NewUnit(new[0].name, new[0].expected, teacher.id)
    units = np.array([unit.id for unit in store.units.add(site, UnitKind.CLASS, new)])
    record_families(store, wave)
    given = answers(instrument)
    sites = np.full(len(given.codes), site.id)
    day = opens.date()
    store.responses.add(
        wave, sites, given.codes, wave.form, ENGLISH, day, given.open_answers, units=units[given.sites]
    )
    close(store, wave, ())
    return store.waves.get(wave.id)


def answers(instrument: Instrument, seed: int = SEED) -> SimulatedWave:
    """What students said; `sites` counts their classes."""
    (wave,) = simulate(
        instrument, [[answering for _, answering, _ in CLASSES.values()]], model=MODEL, seed=seed
    )
    generator = np.random.default_rng([seed, 6])
    for at, (_, _, mean) in enumerate(CLASSES.values()):
        here = AnswersOf(generator, instrument, wave.codes, np.flatnonzero(wave.sites == at))
        here.bring("practice", mean)
    return wave
