"""The second version of the conditions, tried at three schools of the demonstration a month after. All made up.

Statements that both versions ask word for word are what the two results are compared on. So that a month moves
nothing, each of them is brought to the mean that it had at the school in the wave before, and new statements to that
of those which they replace.
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
TITLE: Final = "Second version, tried in June, year 3"
JUNE: Final = 6
WEEKS_OPEN: Final = timedelta(weeks=2)
SCHOOLS: Final = ("Birchwood", "Cedar Hill", "Glenbrook")  # none that shows something else
SEED: Final = 551


def add_second_version(
    store: Store, study: Study, made: Sequence[School], before: Instrument, last: SimulatedWave, now: datetime
) -> Wave:
    """The closed wave, beside those of the first version; `last` is the newest of these, `before` its instrument."""
    instrument = catalog.find(INSTRUMENT, VERSION)
    store.definitions.publish(instrument, catalog.translations(instrument))
    at = [number for number, one in enumerate(planted_schools()) if one.name.startswith(SCHOOLS)]
    given = answers(instrument, before, last, at)
    opens = opened(now, 3, JUNE)
    asked = [(made[number], planted_schools()[number].staff) for number in at]
    spoken = languages(given, [school.name for school, _ in asked], SEED)
    new = coded(instrument, TITLE, opens, opens + WEEKS_OPEN)
    return add_closed(store, study, new, asked, given, spoken, catalog.crosswalks(instrument))


def answers(
    instrument: Instrument, before: Instrument, last: SimulatedWave, at: Sequence[int], seed: int = SEED
) -> SimulatedWave:
    """As many people as answered `last` at each of these schools, with its means."""
    people = [int((last.sites == number).sum()) for number in at]
    (wave,) = simulate(instrument, [people], model=MODEL, seed=seed)
    generator = np.random.default_rng([seed, 6])
    for school, number in enumerate(at):
        rows: NDArray[np.int64] = np.flatnonzero(last.sites == number)
        earlier = AnswersOf(generator, before, last.codes, rows)
        here = AnswersOf(generator, instrument, wave.codes, np.flatnonzero(wave.sites == school))
        for subscale in instrument.subscales:
            _bring(here, earlier, subscale.id)
    return wave


def _bring(here: AnswersOf, earlier: AnswersOf, subscale: str) -> None:
    asked, before = (one.instrument.subscale(subscale).items for one in (here, earlier))
    (walk,) = catalog.crosswalks(here.instrument)
    common = {new: old for old, new in walk.items.items() if new in asked}
    replaced = [id for id in before if id not in common.values()]
    for id in asked:
        here.bring_item(id, earlier.mean_of([common[id]] if id in common else replaced or before))
