"""The demonstration: a simulated network of 24 schools over three waves.

Parameters are those of the project's study of its domain; nothing here describes a real school. The seed is
one of those in which five conditions rise and two stand still, as the parameters say they do on average.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from engine.demo.planted import FEW_STAFF, LEADERS, PLANTED, plant
from engine.instrument.model import Instrument
from engine.responses.simulate import Model, SimulatedWave, simulate

SEED = 388
WAVES = (
    ("Collective leadership, fall, year 1", "phase 1"),
    ("Collective leadership, spring, year 2", "phase 2"),
    ("Collective leadership, spring, year 3", "phase 3"),
)
SECOND_COHORT = ("middle", "high")  # began a year after the others, so that phases overlap in every wave
BEFORE_THE_FIRST = "phase 0"
RESPONSE_RATES = (0.78, 0.75, 0.72)
RATE_SD = 0.10
ROLES: Mapping[str, float] = MappingProxyType(
    {"teacher": 0.6, "specialist": 0.19, "classified": 0.11, "leader": 0.06, "other": 0.04}
)
NETWORK = "Riverbend Schools Network"
TIME_ZONE = "America/Chicago"
STUDY = "Leading together, three years"

MODEL = Model(
    shift=MappingProxyType(
        {
            "vision": 0.25,
            "administration": 0.35,
            "capacity": -0.35,
            "structures": -0.15,
            "relationships": 0.30,
            "influence": -0.20,
            "improvement": 0.15,
        }
    ),
    growth=MappingProxyType(
        {
            "vision": 0.18,
            "administration": 0.15,
            "capacity": 0.0,
            "structures": 0.20,
            "relationships": 0.12,
            "influence": 0.22,
            "improvement": 0.02,
        }
    ),
)

_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "elementary": (
            "Alder Creek",
            "Birchwood",
            "Cedar Hill",
            "Dogwood Lane",
            "Elm Street",
            "Fern Hollow",
            "Glenbrook",
            "Hazel Grove",
            "Ivy Bend",
            "Juniper Ridge",
            "Kestrel Park",
            "Larkspur",
        ),
        "middle": ("Maple Fork", "Northgate", "Oak Meadow", "Pine Bluff", "Quarry Road", "Rowan Valley"),
        "high": ("Stonebridge", "Tamarack", "Union Mills", "Vista Point", "Willow Run", "Yarrow Heights"),
    }
)


@dataclass(frozen=True, slots=True)
class DemoSchool:
    name: str
    level: str
    staff: int


def schools(seed: int = SEED) -> tuple[DemoSchool, ...]:
    """24 schools: staff lognormal with median 36, between 14 and 85, the high schools among the larger."""
    generator = np.random.default_rng([seed, 1])
    names = [(f"{name} {level.title()} School", level) for level, all_ in _NAMES.items() for name in all_]
    staff = np.clip(np.round(np.exp(generator.normal(np.log(36), 0.45, len(names)))), 14, 85)
    return tuple(DemoSchool(name, level, int(size)) for (name, level), size in zip(names, staff, strict=True))


def own_phase(school: DemoSchool, wave: int) -> str | None:
    """The phase of a school of the second cohort in a wave, one behind the wave's; None for all others."""
    if school.level not in SECOND_COHORT:
        return None
    return WAVES[wave - 1][1] if wave else BEFORE_THE_FIRST


def planted_schools(seed: int = SEED) -> tuple[DemoSchool, ...]:
    """The schools as the demonstration shows them: one of them has nine staff."""
    few, _ = PLANTED["C"]
    return tuple(
        replace(school, staff=FEW_STAFF) if school.name.startswith(few) else school
        for school in schools(seed)
    )


def answers(instrument: Instrument, seed: int = SEED) -> tuple[SimulatedWave, ...]:
    """The answers of all waves, with the planted schools in them."""
    waves = simulate(instrument, respondents(seed), model=MODEL, seed=seed)
    made = schools(seed)
    return plant(instrument, [one.name for one in made], [one.staff for one in made], waves, seed)


def roster_by_role(school: DemoSchool) -> dict[str, int]:
    """How many of a school's staff have each role, about as many as say so; the planted leaders are there."""
    found = {role: round(share * school.staff) for role, share in ROLES.items()}
    if school.name.startswith(PLANTED["B"][0]):
        found["leader"] = LEADERS + 1
    found["teacher"] = school.staff - sum(number for role, number in found.items() if role != "teacher")
    return found


def respondents(seed: int = SEED) -> tuple[tuple[int, ...], ...]:
    """How many of each school's staff answer in each wave: rates vary about those of the wave.

    Before schools are planted: of two of these fewer answer.
    """
    generator = np.random.default_rng([seed, 2])
    staff = np.array([school.staff for school in schools(seed)])
    return tuple(
        tuple(
            int(n) for n in np.round(staff * np.clip(generator.normal(rate, RATE_SD, len(staff)), 0.35, 0.97))
        )
        for rate in RESPONSE_RATES
    )
