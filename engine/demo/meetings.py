"""The demonstration's third survey: a check of team meetings that has a question of every kind. All made up.

Schools that show something else on their pages are left out of it, but for the one where many answer in Spanish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.demo.network import RATE_SD, planted_schools
from engine.demo.new_waves import add_closed, add_open, coded, linked
from engine.demo.planted import PLANTED
from engine.demo.spoken import ENGLISH, SPANISH, languages
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.responses.layout import FIRST_NON_ANSWER, layout
from engine.responses.simulate import Model, SimulatedWave, simulate
from engine.store import Network, School, Store, Wave

INSTRUMENT: Final = "team-meeting-check"
STUDY: Final = "Team meetings: a tour of every kind of question"
CLOSED: Final = "Team meetings, spring, year 3"
OPEN: Final = "Team meetings, year 4"
SEED: Final = 211
RATE: Final = 0.74
WEEKS_OPEN: Final = timedelta(weeks=2)
MODEL: Final = Model(shift=MappingProxyType({"meetings": 0.15, "leading": 0.5}))

OTHER: Final = "role.other.words"  # what another role is
NOTE: Final = "deciding.note"  # what shows a level
NOTES_WRITTEN: Final = 0.6  # of those who chose a level
WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        OTHER: {
            ENGLISH: ("School nurse", "Librarian", "Counselor", "Volunteer"),
            SPANISH: ("Enfermería escolar", "Biblioteca", "Consejería", "Voluntariado"),
        },
        NOTE: {
            ENGLISH: (
                "The list on the wall of the workroom.",
                "Minutes that nobody opens.",
                "We vote, and the vote counts.",
                "Nothing is written down.",
                "We began the last meeting with the list of the one before.",
            ),
            SPANISH: (
                "La lista en la pared de la sala.",
                "Las notas que llegan el mismo día.",
                "Nadie anota nada.",
                "La última reunión empezó con la lista de la anterior.",
            ),
        },
    }
)


def add_meetings(
    store: Store, network: Network, made: Sequence[School], opens: datetime, now: datetime
) -> tuple[Wave, Wave]:
    """The closed wave, which opened on a day, and one that is open now; `made` are the network's schools, in order."""
    instrument = catalog.find(INSTRUMENT)
    store.definitions.publish(instrument, catalog.translations(instrument))
    study = store.studies.add(network, STUDY)
    asked = [
        (school, one.staff) for school, one in zip(made, planted_schools(), strict=True) if _asked(one.name)
    ]
    given = answers(instrument, [staff for _, staff in asked])
    spoken = languages(given, [school.name for school, _ in asked], SEED)
    new = coded(instrument, CLOSED, opens, opens + WEEKS_OPEN)
    closed = add_closed(store, study, new, asked, with_words(instrument, given, spoken), spoken)
    return closed, add_open(store, study, linked(instrument, OPEN, now), asked)


def _asked(school: str) -> bool:
    return school.startswith(PLANTED["I"][0]) or not school.startswith(
        tuple(one for one, _ in PLANTED.values())
    )


def answers(instrument: Instrument, staff: Sequence[int], seed: int = SEED) -> SimulatedWave:
    """The answers of schools with so many staff."""
    rates = np.clip(np.random.default_rng([seed, 6]).normal(RATE, RATE_SD, len(staff)), 0.5, 0.97)
    (wave,) = simulate(
        instrument, [np.rint(np.array(staff) * rates).astype(int).tolist()], model=MODEL, seed=seed
    )
    return wave


def with_words(
    instrument: Instrument, wave: SimulatedWave, spoken: NDArray[np.str_], seed: int = SEED
) -> SimulatedWave:
    """The wave with what people wrote beside an answer, in the language that they answered in."""
    generator = np.random.default_rng([seed, 7])
    places = layout(instrument)
    roles = [option.value for option in instrument.item("role").options]
    others = wave.codes[:, places.first["role"]] == roles.index("other")
    levels = wave.codes[:, places.first["deciding"]] < FIRST_NON_ANSWER
    noted = levels & (generator.random(len(levels)) < NOTES_WRITTEN)
    opens = [dict(given) for given in wave.open_answers]
    for id, people in ((OTHER, others), (NOTE, noted)):
        for person in np.flatnonzero(people):
            known = WORDS[id][str(spoken[person])]
            opens[person][id] = known[generator.integers(len(known))]
    return replace(wave, open_answers=tuple(opens))
