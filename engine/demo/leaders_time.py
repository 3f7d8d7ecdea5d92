"""Where the time of the demonstration's leaders went, in a week of three falls. All made up.

Shares are drawn as log-ratios about 35, 45 and 20 of a hundred for urgent problems, upkeep and improvement, with a
standard deviation of .45 between any two of them; improvement gains four points a year and the others lose two each.
So the study of the domain assumes [A]. People answer in steps of five.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.demo.moving import AnswersOf
from engine.demo.network import DemoSchool, planted_schools
from engine.demo.new_waves import add_closed, coded
from engine.demo.school_years import opened
from engine.demo.spoken import languages
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.layout import layout
from engine.responses.simulate import Model, SimulatedWave, simulate
from engine.store import Network, School, Store, Wave
from psychometrics.contract import Floats

INSTRUMENT: Final = "leaders-time"
STUDY: Final = "Where leaders’ time goes"
TITLES: Final = tuple(f"Leaders’ time, fall, year {year}" for year in (1, 2, 3))
SEPTEMBER: Final = 9
WEEKS_OPEN: Final = timedelta(weeks=2)
STAFF_A_LEADER: Final = 24
MOST_LEADERS: Final = 3
RATE: Final = 0.85
SHARES: Final = np.array([35.0, 45.0, 20.0])  # fires, upkeep, improve
A_YEAR: Final = np.array([-2.0, -2.0, 4.0])
WISHED: Final = np.array([15.0, 35.0, 50.0])
SD: Final = 0.45
STEP: Final = 5  # people count in these
MODEL: Final = Model(spread=1.1)
LOAD: Final = 2.6  # from 1, none of a duty, to 5, all of it
SEED: Final = 521


def leaders(school: DemoSchool) -> int:
    """One to three."""
    return min(MOST_LEADERS, max(1, round(school.staff / STAFF_A_LEADER)))


def add_leaders_time(
    store: Store, network: Network, made: Sequence[School], now: datetime
) -> tuple[Wave, ...]:
    """The study with its three closed waves; `made` are the network's schools, in order."""
    instrument = catalog.find(INSTRUMENT)
    store.definitions.publish(instrument, catalog.translations(instrument))
    study = store.studies.add(network, STUDY)
    schools = planted_schools()
    asked = [(school, leaders(one)) for school, one in zip(made, schools, strict=True)]
    closed = []
    for year, (title, given) in enumerate(zip(TITLES, answers(instrument), strict=True)):
        opens = opened(now, year + 1, SEPTEMBER)
        new = coded(instrument, title, opens, opens + WEEKS_OPEN)
        spoken = languages(given, [one.name for one in schools], SEED, year)
        closed.append(add_closed(store, study, new, asked, given, spoken))
    return tuple(closed)


def answers(instrument: Instrument, seed: int = SEED) -> tuple[SimulatedWave, ...]:
    """What leaders of all schools said, a wave a year."""
    generator = np.random.default_rng([seed, 8])
    asked = np.array([leaders(one) for one in planted_schools()])
    answering = [generator.binomial(asked, RATE).tolist() for _ in TITLES]
    waves = simulate(instrument, answering, model=MODEL, seed=seed)
    places = layout(instrument)
    for year, wave in enumerate(waves):
        people = len(wave.codes)
        AnswersOf(generator, instrument, wave.codes, np.arange(people)).bring("load", LOAD)
        for id, mean in (("TU", SHARES + year * A_YEAR), ("TW", WISHED)):
            wave.codes[:, list(places.span(instrument.item(id)))] = in_steps(shares(generator, mean, people))
    return waves


def shares(generator: np.random.Generator, middle: Floats, people: int) -> Floats:
    """Shares of a hundred, people x parts, whose log-ratios are normal about those of `middle`."""
    parts: Floats = middle * np.exp(generator.normal(0, SD / np.sqrt(2), (people, len(middle))))
    shared: Floats = 100 * parts / parts.sum(axis=1, keepdims=True)
    return shared


def in_steps(parts: Floats) -> NDArray[np.uint8]:
    """Shares rounded to steps so that each row still makes a hundred: the largest remainders are rounded up."""
    steps = parts / STEP
    whole = np.floor(steps)
    left = np.rint(100 / STEP - whole.sum(axis=1))
    order = np.argsort(np.argsort(whole - steps, axis=1), axis=1)  # 0 where most was cut off
    rounded: NDArray[np.uint8] = (STEP * (whole + (order < left[:, None]))).astype(np.uint8)
    return rounded
