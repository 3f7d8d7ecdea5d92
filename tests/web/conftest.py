"""A survey on a real store, open for answers, with as little around it as it takes."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from engine.instrument.model import Instrument
from engine.store import NewFamilyNotice, NewWave, Site, Store, Wave, WayIn
from tests.new_database import new_database
from tests.web.answering import Respondent
from web.account import passwords
from web.security import Settings
from web.whole import create_app

if TYPE_CHECKING:
    from tests.web.visitor import Office

SECRET = "a secret for tests"


class CompiledTemplates(BytecodeCache):
    """Templates that one application of a process has compiled, for all others."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def compiled_templates() -> Iterator[None]:
    """Nearly every test makes an application of its own; compiling its pages took a quarter of their time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
        yield


@dataclass
class Clock:
    """The store's clock, which a test may move."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 5, 4, 12, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def pass_days(self, days: float) -> None:
        self.moment += timedelta(days=days)


@dataclass
class Survey:
    """A wave of one site, and the people who answer it."""

    app: Flask
    store: Store
    wave: Wave
    site: Site
    clock: Clock

    def respondent(self) -> Respondent:
        return Respondent(self.app, self.site.link)

    def count(self) -> int:
        return self.store.responses.counts(self.wave).get(self.site.id, 0)

    def close(self) -> list[list[int]]:
        """Close the wave and give the codes of its responses, sorted."""
        self.store.closing.close(self.wave, lambda wave: {})
        return sorted(
            codes.tolist()
            for block in self.store.responses.blocks(self.wave, blanks=True)
            for codes in block.codes
        )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(new_database(tmp_path / "survey.db"), now=clock) as store:
        yield store


@pytest.fixture
def survey(store: Store, clock: Clock) -> Callable[..., Survey]:
    """Make an instrument into an open survey; keywords change its wave."""
    return lambda instrument, **changes: open_survey(store, clock, instrument, **changes)


def open_survey(store: Store, clock: Clock, instrument: Instrument, **changes: Any) -> Survey:
    """A wave of one school, open now, in an otherwise empty store."""
    store.definitions.publish(instrument)
    network = store.studies.add_network("Lakeshore network")
    study = store.studies.add(network, "Leading together")
    wanted: dict[str, Any] = {
        "title": "Spring",
        "instrument_id": instrument.id,
        "version": instrument.version,
        "form": instrument.main_form.id,
        "languages": (instrument.language,),
        "privacy": instrument.privacy,
        "minimum_group": instrument.minimum_group,
        "opens": clock() - timedelta(days=1),
        "closes": clock() + timedelta(days=4),
    }
    promised = changes.pop("privacy", instrument.privacy)
    if changes.get("way_in") is WayIn.CODES:
        wanted["privacy"] = promised
    wave = store.waves.add(study, NewWave(**(wanted | changes)))
    if promised is not wave.privacy:  # as older versions of Barograph made it
        with store._database.writing() as connection:
            connection.exec_driver_sql(f"UPDATE wave SET privacy = '{promised.value}'")
        wave = store.waves.get(wave.id)
    site = store.sites.add(wave, store.studies.add_school(network, "Northgate School"))
    if (asked := store.notices.needed(wave)) is not None:
        store.notices.record(wave, site, NewFamilyNotice(asked, "Principal", holder="a test"))
    return Survey(application(store), store, wave, site, clock)


def application(store: Store) -> Flask:
    app = create_app(store, Settings(SECRET, secure=False))
    app.testing = True
    return app


QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> "Office":
    """An office that is laid out once; tests work on copies of its file."""
    from tests.web.visitor import lay_out

    place, clock = tmp_path_factory.mktemp("office") / "office.db", Clock()
    with pytest.MonkeyPatch.context() as patched, Store.open(place, now=clock) as store:
        patched.setattr(passwords, "HASHER", QUICK)
        return lay_out(store, application(store), clock)


@pytest.fixture
def office(
    furnished: "Office", tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator["Office"]:
    """Two networks with people in them, whose passwords are quick to check."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    passwords._nobody.cache_clear()
    place = tmp_path / "office.db"
    shutil.copyfile(furnished.store._database.name, place)
    with Store.open(place, now=clock) as store:
        yield replace(
            furnished, app=application(store), store=store, clock=clock, people=dict(furnished.people)
        )
