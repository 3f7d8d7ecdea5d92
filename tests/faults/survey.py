"""A survey whose answers tell who gave them, so that what is stored can be held against what people were told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from sqlalchemy import select

from engine.instrument.model import Form, Page
from engine.store import NewWave, Store, schema
from engine.store.database import Database
from tests.small import instrument, likert, subscale

DIGITS: Final = 6  # a person's number in base 5, twice: on the first two pages, and again on the last two
OPTIONS: Final = 5
ITEMS: Final = tuple(f"Q{place}" for place in range(2 * DIGITS))
PAGES: Final = tuple(Page(ITEMS[start : start + 3]) for start in range(0, len(ITEMS), 3))
SURVEY: Final = instrument(
    *(likert(item) for item in ITEMS),
    subscales=(subscale("all", *ITEMS),),
    forms=(Form("full", PAGES),),
    minutes=2,
)


@dataclass(frozen=True)
class Place:
    """Where people answer: the database, the wave's number, and the address of its one school."""

    database: str
    wave: int
    link: str


def lay_out(database: str) -> Place:
    """Put an open wave of one school into a new database."""
    now = datetime.now(UTC)
    with Store.open(database) as store:
        store.definitions.publish(SURVEY)
        network = store.studies.add_network("Lakeshore")
        wave = store.waves.add(
            store.studies.add(network, "Faults"),
            NewWave(
                title="Fall",
                instrument_id=SURVEY.id,
                version=SURVEY.version,
                form="full",
                languages=("en",),
                privacy=SURVEY.privacy,
                minimum_group=5,
                opens=now - timedelta(days=1),
                closes=now + timedelta(days=1),
            ),
        )
        site = store.sites.add(wave, store.studies.add_school(network, "North School"))
        return Place(database, wave.id, site.link)


def fill(store: Store, place: Place, many: int) -> None:
    """Add answers of so many people before; none of them is anybody's of a crowd."""
    wave = store.waves.get(place.wave)
    (site,) = store.sites.of(wave)
    codes = np.zeros((many, len(ITEMS)), dtype=np.uint8)
    codes[:, :DIGITS], codes[:, DIGITS:] = 1, 3  # mixed, as `stored` calls it
    today = datetime.now(UTC).date()
    store.responses.add(wave, np.full(many, site.id), codes, "full", "en", today, None)


def answers_of(person: int) -> tuple[str, ...]:
    """What a person answers, item by item."""
    digits = [person // OPTIONS**place % OPTIONS for place in range(DIGITS)]
    return tuple(str(digit + 1) for digit in digits * 2)


def stored(place: Place) -> Counter[int]:
    """How many responses each person has in the database; a mixture of two people's answers counts as person -1."""
    response = schema.response.c
    database = Database(place.database, wait=30)
    with database.reading() as connection:
        rows = connection.scalars(select(response.codes).where(response.wave_id == place.wave)).all()
    database.close()
    return Counter(_person(tuple(codes)) for codes in rows)


def _person(codes: Sequence[int]) -> int:
    first, second = codes[:DIGITS], codes[DIGITS:]
    if first != second or max(codes) >= OPTIONS:
        return -1
    return sum(digit * OPTIONS**place for place, digit in enumerate(first))
