"""The second version of the conditions, tried at three schools of the demonstration. All made up.

Statements that both versions ask word for word are what its result is compared on with the wave of a year before.
Each is brought to the mean that it has at the school a month later, when all schools answer the first version, and
new statements to that of those which they replace.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.demo.moving import AnswersOf
from engine.demo.network import MODEL, planted_schools
from engine.demo.new_waves import add_closed, coded
from engine.demo.school_years import opened
from engine.demo.spoken import languages
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.simulate import SimulatedWave, simulate
from engine.store import School, Store, Study, Wave

INSTRUMENT: Final = "collective-leadership"
VERSION: Final = "2.0.0"
TITLE: Final = "Collective leadership, second version, April, year 3"
APRIL: Final = (
    4  # before all schools answer the first version in May: what is newest stays the whole network's
)
WEEKS_OPEN: Final = timedelta(weeks=2)
SCHOOLS: Final = ("Birchwood", "Cedar Hill", "Glenbrook")  # none that shows something else
SEED: Final = 551


def add_second_version(
    store: Store, study: Study, made: Sequence[School], first: Instrument, later: SimulatedWave, now: datetime
) -> Wave:
    """The closed wave, beside those of the first version; `later` is the newest of these, `first` its instrument."""
    instrument = catalog.find(INSTRUMENT, VERSION)
    store.definitions.publish(instrument, catalog.translations(instrument))
    at = [number for number, one in enumerate(planted_schools()) if one.name.startswith(SCHOOLS)]
    given = answers(instrument, first, later, at)
    opens = opened(now, 3, APRIL)
    asked = [(made[number], planted_schools()[number].staff) for number in at]
    spoken = languages(given, [school.name for school, _ in asked], SEED)
    new = coded(instrument, TITLE, opens, opens + WEEKS_OPEN)
    return add_closed(store, study, new, asked, given, spoken, catalog.crosswalks(instrument))


def answers(
    instrument: Instrument, first: Instrument, later: SimulatedWave, at: Sequence[int], seed: int = SEED
) -> SimulatedWave:
    """As many people as answer `later` at each of these schools, with its means."""
    people = [int((later.sites == number).sum()) for number in at]
    (wave,) = simulate(instrument, [people], model=MODEL, seed=seed)
    generator = np.random.default_rng([seed, 6])
    for school, number in enumerate(at):
        rows: NDArray[np.int64] = np.flatnonzero(later.sites == number)
        there = AnswersOf(generator, first, later.codes, rows)
        here = AnswersOf(generator, instrument, wave.codes, np.flatnonzero(wave.sites == school))
        for subscale in instrument.subscales:
            _bring(here, there, subscale.id)
    return wave


def _bring(here: AnswersOf, there: AnswersOf, subscale: str) -> None:
    asked, old = (one.instrument.subscale(subscale).items for one in (here, there))
    (walk,) = catalog.crosswalks(here.instrument)
    common = {new: old for old, new in walk.items.items() if new in asked}
    replaced = [id for id in old if id not in common.values()]
    for id in asked:
        here.bring_item(id, there.mean_of([common[id]] if id in common else replaced or old))
