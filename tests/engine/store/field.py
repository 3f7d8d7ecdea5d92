"""A small study in a store: one network of three schools, one wave, and people who answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from engine.instrument import kinds
from engine.instrument.model import Instrument, Item, Privacy
from engine.responses.answers import Submission, accept
from engine.responses.layout import Codes, layout
from engine.store import Device, NewWave, Receipt, School, Site, Store, Study, Wave, WayIn
from tests.small import choose, instrument, likert

DAY = timedelta(days=1)
START = datetime(2026, 3, 2, 8, 30, 17, 123456, tzinfo=UTC)
SMALL = instrument(
    likert("A"), likert("B"), choose("role", "teacher", "leader"), Item("comment", "More?", kinds.LONG_TEXT)
)


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def move(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True)
class Field:
    store: Store
    study: Study
    schools: tuple[School, ...]
    wave: Wave
    sites: tuple[Site, ...]
    instrument: Instrument

    def another_wave(self, **changes: Any) -> "Field":
        wave = add_wave(self.store, self.study, self.instrument, **changes)
        sites = tuple(self.store.sites.add(wave, school, roster=30) for school in self.schools)
        return replace(self, wave=wave, sites=sites)

    def answer(
        self,
        site: int = 0,
        seconds: float = 90,
        code: str | None = None,
        device: Device = Device.OWN,
        **texts: str,
    ) -> Receipt:
        """One person opens the form, with a code where there is one, saves a page and hands in."""
        found = self.store.codes.find(code) if code else None
        key = self.store.drafts.start(self.sites[site], found.key if found else None)
        draft = self.store.drafts.load(key)
        assert draft is not None
        given = {item: (text,) for item, text in texts.items()}
        self.store.drafts.save(key, replace(draft, answers=given, page=1))
        return self.store.submissions.submit(key, self.submission(**texts), seconds, device)

    def submission(self, **texts: str) -> Submission:
        given: Mapping[str, list[str]] = {item: [text] for item, text in texts.items()}
        return accept(self.instrument, "full", given)

    def read(self) -> list[tuple[bytes, int]]:
        """Codes and site id of every response of the closed wave."""
        return [
            (codes.tobytes(), block.site_ids[site])
            for block in self.store.responses.blocks(self.wave)
            for codes, site in zip(block.codes, block.sites, strict=True)
        ]

    def random_codes(self, persons: int, seed: int = 1) -> Codes:
        columns = layout(self.instrument).width
        return np.random.default_rng(seed).integers(0, 2, (persons, columns)).astype(np.uint8)


def new_wave(of: Instrument, **changes: Any) -> NewWave:
    settings: dict[str, Any] = {
        "title": "Spring",
        "instrument_id": of.id,
        "version": of.version,
        "form": "full",
        "languages": ("en",),
        "privacy": Privacy.ANONYMOUS,
        "minimum_group": 5,
        "opens": START - DAY,
        "closes": START + 30 * DAY,
    }
    return NewWave(**(settings | changes))


def lay_out(store: Store, of: Instrument = SMALL, **changes: Any) -> Field:
    store.definitions.publish(of)
    network = store.studies.add_network("North")
    study = store.studies.add(network, "Conditions")
    schools = tuple(store.studies.add_school(network, name) for name in ("Ash", "Birch", "Cedar"))
    wave = add_wave(store, study, of, **changes)
    sites = tuple(store.sites.add(wave, school, roster=30) for school in schools)
    return Field(store, study, schools, wave, sites, of)


def add_wave(store: Store, study: Study, of: Instrument, **changes: Any) -> Wave:
    """A wave; one by link under a promise that a link can't keep as older versions of Barograph made it."""
    if changes.get("way_in") is WayIn.CODES:
        return store.waves.add(study, new_wave(of, **changes))
    privacy = Privacy(changes.pop("privacy", Privacy.ANONYMOUS))
    wave = store.waves.add(study, new_wave(of, **changes))
    with store._database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE wave SET privacy = '{privacy.value}' WHERE id = {wave.id}")
    return store.waves.get(wave.id)


def nothing(_wave: Wave) -> Mapping[str, Any]:
    """Results for a close that is about something else."""
    return {}
