"""Schools of the demonstration whose teams, or whose views of one change, show what a result must be able to say.

All made up. Teams lie apart on two scales, whether people can speak and whether they hold each other to what they
agreed; one school has more projects than it can do well.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.demo.moving import AnswersOf
from engine.demo.network import DemoSchool
from engine.demo.spoken import ENGLISH, SPANISH
from engine.instrument.model import Instrument
from engine.responses.simulate import SimulatedWave

OWN_TEAM: Final = MappingProxyType(
    {ENGLISH: "the team you plan with most often", SPANISH: "el equipo con el que más planifica"}
)
NEW_PLAN: Final = MappingProxyType({ENGLISH: "the new reading plan", SPANISH: "el nuevo plan de lectura"})

# By school: the means of safety and of accountability, in points of their scale of 1 to 5.
TEAMS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "Alder Creek": (4.3, 2.5),
        "Birchwood": (4.3, 4.2),
        "Glenbrook": (2.4, 2.5),
        "Ivy Bend": (3.8, 3.4),
        "Quarry Road": (2.4, 4.1),
        "Rowan Valley": (3.6, 3.5),
        "Stonebridge": (3.5, 3.1),
        "Tamarack": (3.9, 3.8),
    }
)
OVERLOADED: Final = "Juniper Ridge"
OVERLOAD: Final = MappingProxyType({"overload": 4.5, "readiness": 2.3})


def staff_of_teams(school: DemoSchool) -> int:
    return school.staff if school.name.startswith(tuple(TEAMS)) else 0


def staff_of_elementary(school: DemoSchool) -> int:
    """The staff of schools that the reading plan is for; of one only nine are left, and they are spared."""
    return school.staff if school.level == "elementary" else 0


def plant_teams(
    generator: np.random.Generator, instrument: Instrument, wave: SimulatedWave, asked: Sequence[DemoSchool]
) -> None:
    for at, school in enumerate(asked):
        people = AnswersOf(generator, instrument, wave.codes, np.flatnonzero(wave.sites == at))
        means = next(means for name, means in TEAMS.items() if school.name.startswith(name))
        for subscale, mean in zip(("safety", "accountability"), means, strict=True):
            people.bring(subscale, mean)


def plant_change(
    generator: np.random.Generator, instrument: Instrument, wave: SimulatedWave, asked: Sequence[DemoSchool]
) -> None:
    at = next(at for at, school in enumerate(asked) if school.name.startswith(OVERLOADED))
    people = AnswersOf(generator, instrument, wave.codes, np.flatnonzero(wave.sites == at))
    for subscale, mean in OVERLOAD.items():
        people.bring(subscale, mean)
