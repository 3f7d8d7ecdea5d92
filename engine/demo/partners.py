"""Two partnerships of the demonstration that rated 24 areas apart. Nobody rated anything; all is made up.

At one school the partner, a university, rates two levels above the school in every area of its own work that both
could judge. The school that visitors look around in has an ordinary one: near each other, here one up and there one
down. In both some levels were agreed on, as partners do when they have talked.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from engine.demo.people import OWN_SCHOOL, PEOPLE
from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.store import Role, School, Store
from engine.store.partnerships import Side

INSTRUMENT: Final = "partnership-progressions"
FAR_APART: Final = "Willow Run"
UNIVERSITY: Final = "Lakeshore University"
GAP: Final = 2  # levels
SEED: Final = 541
LOWEST, HIGHEST = 1, 4
AGREED: Final = 6  # areas
NOTES: Final = (
    "A plan on paper that two teams have tried.",
    "Minutes of the last three meetings.",
    "One shared measure, collected once.",
    "Two people know how, and nobody else.",
    "It is written into the agreement, and was used in the fall.",
)
SETTLED: Final = "We read both notes aloud, and took the level for which we could show something."


def add_partners(store: Store, made: Sequence[School]) -> None:
    """Both partnerships; both partners of each let the hub read them."""
    instrument = catalog.find(INSTRUMENT)
    store.definitions.publish(instrument, catalog.translations(instrument))
    for number, name in enumerate((FAR_APART, OWN_SCHOOL)):
        school = next(one for one in made if one.name.startswith(name))
        own, partner = levels(instrument, number, far=name == FAR_APART)
        _rated(store, school, instrument, own, partner)


def levels(instrument: Instrument, number: int, *, far: bool) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The levels of the school and of its partner by area; where they are far apart, by two in each."""
    generator = np.random.default_rng([SEED, number])
    ids = [item.id for item in instrument.items if item.kind.scored]
    apart = np.full(len(ids), GAP) if far else generator.choice([-1, 0, 0, 1], len(ids))
    own = generator.integers(LOWEST, HIGHEST + 1 - (GAP if far else 0), len(ids))
    other = np.clip(own + apart, LOWEST, HIGHEST)
    return dict(zip(ids, own.tolist(), strict=True)), dict(zip(ids, other.tolist(), strict=True))


def _rated(
    store: Store, school: School, instrument: Instrument, own: Mapping[str, int], partner: Mapping[str, int]
) -> None:
    who = next(one.email for one in PEOPLE if one.role is Role.SCHOOL_TEAM)
    of = store.partnerships.add(school, instrument.id, instrument.version, school.name, UNIVERSITY, who)
    for side, given, by in (
        (Side.OWN, own, "Principal, two teachers"),
        (Side.PARTNER, partner, "Dean of education, program director"),
    ):
        evidence = {area: NOTES[at % len(NOTES)] for at, area in enumerate(given)}
        texts = {area: str(level) for area, level in given.items()}
        store.partnerships.rate(of, side, texts, evidence, rated_by=by, done=True)
    for area in list(own)[:AGREED]:
        store.partnerships.agree(of, area, str(own[area]), SETTLED, "Principal, dean of education")
    for side in Side:
        store.partnerships.share(of, side, let=True)
