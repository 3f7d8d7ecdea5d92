"""Small networks whose results the tests look at: two measures of three items, a role, schools of any size."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.instrument.construct_map import Norm
from engine.instrument.model import Crosswalk, Instrument, ValidationPlan
from engine.responses.layout import Block
from engine.results import EarlierWave, SiteFacts, WaveFacts, build
from engine.results.reading import earlier_schools
from tests.kept import as_document, as_result, as_whole
from tests.small import choose, instrument, likert, subscale

ITEMS = [likert(f"A{at}") for at in range(3)] + [likert(f"B{at}") for at in range(3)]
SMALL: Instrument = instrument(
    *ITEMS,
    choose("role", "teacher", "aide", "leader"),
    subscales=(
        subscale("a", *(one.id for one in ITEMS[:3]), minimum=2),
        subscale("b", *(one.id for one in ITEMS[3:]), minimum=2),
    ),
    validation=ValidationPlan(groups=("role",)),
)
FACTS = WaveFacts("Now", "A study", "A network", "full", 5, "2027-05-08", True, "f" * 64, "phase 2")

Codes = Sequence[np.ndarray]


def with_norms(*norms: Norm) -> Instrument:
    return replace(SMALL, norms=norms)


def people(n: int, a: float, b: float, seed: int, roles: Sequence[int] = ()) -> np.ndarray:
    """Codes of people about so many steps from the low end on each measure; the roles' first people, then teachers."""
    generator = np.random.default_rng(seed)
    answers = np.concatenate(
        [generator.normal(centre, 0.9, (n, 3)) + generator.normal(0, 0.3, (n, 1)) for centre in (a, b)],
        axis=1,
    )
    named = np.zeros(n)
    named[: len(roles)] = roles
    return np.column_stack([np.clip(np.rint(answers), 0, 4), named]).astype(np.uint8)


def facts_of(schools: Codes, each: Sequence[Mapping[str, Any]] | None = None) -> list[SiteFacts]:
    """Sites 10, 11, ... of schools 0, 1, ...; `each` adds what is known of a school."""
    more = each or [{}] * len(schools)
    return [
        replace(SiteFacts(10 + at, f"School {at}", len(one), 50, at, phase="phase 2"), **known)
        for at, (one, known) in enumerate(zip(schools, more, strict=True))
    ]


def blocks(schools: Codes) -> Any:
    def read() -> Iterator[Block]:
        names = tuple(f"School {at}" for at in range(len(schools)))
        numbers = np.repeat(np.arange(len(schools)), [len(one) for one in schools])
        yield Block(np.concatenate(list(schools)), numbers, names)

    return read


def result(
    schools: Codes,
    each: Sequence[Mapping[str, Any]] | None = None,
    *,
    before: Sequence[EarlierWave] = (),
    used: Instrument = SMALL,
    wave: WaveFacts = FACTS,
    previous: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    whole = None if previous is None else as_whole(previous)
    return as_document(
        build(wave, used, facts_of(schools, each), blocks(schools), earlier=before, previous=whole)
    )


def earlier(
    schools: Codes,
    each: Sequence[Mapping[str, Any]] | None = None,
    *,
    title: str = "Before",
    before: Sequence[EarlierWave] = (),
    document: Mapping[str, Any] | None = None,
) -> EarlierWave:
    wave = replace(FACTS, title=title, phase="phase 1")
    made = document or result(schools, each, before=before, wave=wave)
    return earlier_wave(title, SMALL, facts_of(schools, each), blocks(schools), made)


def earlier_wave(
    title: str,
    used: Instrument,
    sites: Sequence[SiteFacts],
    read: Any,
    document: Mapping[str, Any],
    walk: Crosswalk | None = None,
) -> EarlierWave:
    """A wave as a later one is compared with it, of the document that its close kept."""
    network, shown = as_result(document).network, earlier_schools(document["sites"])
    return EarlierWave(title, "full", used, sites, read, network, shown, walk)
