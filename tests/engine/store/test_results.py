"""Frozen results, kept a text for the network and one for each school: what is read, and that it is what was kept."""

import hashlib
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import event, text

from engine.store import NotFound, Store, StoreError, Wave, migrations
from tests.engine.store.field import Field

CHANGED = r"results 1 of wave \d+ were changed in the database after the close; restore the database"


def part(site: int, mean: int = 61, **others: Any) -> dict[str, Any]:
    line = {"site": site, "school": "Bäume", "shown": True, "responses": 12, "overall": {"mean": mean}}
    return line | {"scores": {"one": {"mean": mean, "items": [1, 2, 3]}}} | others


def closed(field: Field, mean: int = 61) -> Field:
    """Close with a part for every school but the last, which is hidden."""
    *shown, hidden = (site.id for site in field.sites)
    parts = [part(site, mean) for site in shown] + [{"site": hidden, "school": "Cedar", "shown": False}]
    document = {"network": {"mean": mean}, "sites": parts}
    field.store.closing.close(field.wave, lambda _wave: document)
    return field


def run(store: Store, statement: str, **values: object) -> None:
    with store._database.writing() as connection:
        connection.execute(text(statement), values)


def test_the_whole_is_read_as_it_was_made(field: Field) -> None:
    parts = [part(site.id) for site in reversed(field.sites)]
    made = field.store.closing.close(field.wave, lambda _wave: {"sites": parts, "network": None})
    found = field.store.results.snapshot(field.wave)
    assert (found.document, found.digest) == ({"sites": parts, "network": None}, made.digest)
    assert field.store.results.snapshots(field.wave) == (found,)
    assert field.store.results.network_snapshot(field.wave) == made
    assert list(field.store.results.school_parts(field.wave)) == parts


def test_parts_may_be_made_while_they_are_kept(field: Field) -> None:
    def build(_wave: Wave) -> dict[str, Any]:
        return {"sites": (part(site.id) for site in field.sites)}

    field.store.closing.close(field.wave, build)
    assert field.store.results.snapshot(field.wave).document["sites"] == [
        part(site.id) for site in field.sites
    ]


def test_a_school_reads_its_own_part_alone(field: Field) -> None:
    site = closed(field).sites[1].id
    found = field.store.results.school_snapshot(field.wave, site)
    assert found.document == {"network": {"mean": 61}, "sites": [part(site)]}
    assert found.digest == field.store.results.snapshot(field.wave).digest


def test_a_school_without_a_part_reads_none(field: Field) -> None:
    closed(field)
    assert field.store.results.school_snapshot(field.wave, 10_000).document["sites"] == []


def test_the_network_reads_a_line_of_each_school(field: Field) -> None:
    closed(field)
    found = field.store.results.network_snapshot(field.wave)
    shown = {"school": "Bäume", "shown": True, "responses": 12, "overall": {"mean": 61}}
    assert found.document["network"] == {"mean": 61}
    assert found.document["sites"] == [
        {"site": field.sites[0].id, **shown},
        {"site": field.sites[1].id, **shown},
        {"site": field.sites[2].id, "school": "Cedar", "shown": False},
    ]
    assert field.store.results.network_snapshots(field.wave) == (found,)


def test_results_without_schools_are_read_alike(field: Field) -> None:
    field.store.closing.close(field.wave, lambda _wave: {"n": 3})
    for found in (
        field.store.results.snapshot(field.wave),
        field.store.results.school_snapshot(field.wave, field.sites[0].id),
        field.store.results.network_snapshot(field.wave),
    ):
        assert found.document == {"n": 3}


def test_there_is_nothing_to_read_before_a_close(field: Field) -> None:
    with pytest.raises(NotFound, match="close the wave first"):
        field.store.results.school_snapshot(field.wave, field.sites[0].id)
    with pytest.raises(NotFound, match="close the wave first"):
        field.store.results.network_snapshot(field.wave)
    assert field.store.results.network_snapshots(field.wave) == ()


def test_a_changed_part_is_refused_and_the_others_are_read(field: Field) -> None:
    one, other, _ = (site.id for site in closed(field).sites)
    forged = json.dumps(part(one, mean=99))
    run(field.store, "UPDATE snapshot_part SET document = :text WHERE site_id = :site", text=forged, site=one)
    with pytest.raises(StoreError, match=CHANGED):
        field.store.results.school_snapshot(field.wave, one)
    with pytest.raises(StoreError, match=CHANGED):
        field.store.results.snapshot(field.wave)
    assert field.store.results.school_snapshot(field.wave, other).document["sites"] == [part(other)]


def test_a_part_that_was_taken_away_is_refused(field: Field) -> None:
    site = closed(field).sites[0].id
    run(field.store, "DELETE FROM snapshot_part WHERE site_id = :site", site=site)
    with pytest.raises(StoreError, match=CHANGED):
        field.store.results.school_snapshot(field.wave, site)


def test_a_changed_line_or_digest_of_a_part_is_refused(field: Field) -> None:
    site = closed(field).sites[0].id
    run(field.store, "UPDATE snapshot SET document = replace(document, '61', '99')")
    with pytest.raises(StoreError, match=CHANGED):
        field.store.results.school_snapshot(field.wave, site)
    with pytest.raises(StoreError, match=CHANGED):
        field.store.results.network_snapshot(field.wave)


def test_a_wave_closed_again_is_read_anew(field: Field) -> None:
    site = closed(field).sites[0].id
    field.store.results.school_snapshot(field.wave, site)
    field.store.closing.reopen(field.wave, "Cedar asked for a week more")
    second = closed(field, mean=70)
    found = second.store.results.school_snapshot(field.wave, site)
    assert (found.number, found.document["sites"]) == (2, [part(site, 70)])
    assert field.store.results.network_snapshot(field.wave).document["network"] == {"mean": 70}
    assert field.store.results.school_snapshot(field.wave, site, 1).document["sites"] == [part(site)]


def test_threads_that_read_while_a_wave_is_closed_again_see_one_result_or_the_other(field: Field) -> None:
    site = closed(field).sites[0].id

    def read(_: int) -> tuple[int, int, int]:
        found = field.store.results.school_snapshot(field.wave, site)
        return found.number, found.document["network"]["mean"], found.document["sites"][0]["overall"]["mean"]

    with ThreadPoolExecutor(2) as pool:
        seen = pool.map(read, range(60))
        field.store.closing.reopen(field.wave, "Cedar asked for a week more")
        closed(field, mean=70)
        assert set(seen) <= {(1, 61, 61), (2, 70, 70)}
    assert read(0) == (2, 70, 70)


def test_one_school_is_read_without_the_others(sqlite_field: Field) -> None:
    """Counted in the bytes of text that the driver hands over."""
    store, sites = sqlite_field.store, sqlite_field.sites
    parts = [part(site.id, scores={"one": "x" * 200_000}) for site in sites]
    store.closing.close(sqlite_field.wave, lambda _wave: {"sites": parts})
    read = Counted(store)
    store.results.network_snapshot(sqlite_field.wave)
    assert read.taken() < 5_000
    store.results.school_snapshot(sqlite_field.wave, sites[0].id)
    assert 200_000 < read.taken() < 205_000


class Counted:
    """Counts the bytes of text read from an SQLite store since last asked."""

    def __init__(self, store: Store) -> None:
        self.count = 0
        event.listen(store._database.engine, "checkout", self._listen)

    def taken(self) -> int:
        count, self.count = self.count, 0
        return count

    def _listen(self, connection: sqlite3.Connection, *_: object) -> None:
        connection.text_factory = self._text

    def _text(self, raw: bytes) -> str:
        self.count += len(raw)
        return raw.decode()


def as_before(store: Store) -> None:
    """Take the database back to the revision that kept a document in one text."""
    with store._database.writing() as connection:
        command.downgrade(migrations.configuration(connection), "0004")


def test_older_results_are_taken_apart_when_the_database_is_brought_up_to_date(
    sqlite_field: Field, file: Path
) -> None:
    kept = closed(sqlite_field).store.results.snapshot(sqlite_field.wave)
    as_before(sqlite_field.store)
    connection = sqlite3.connect(file)
    ((document, digest),) = connection.execute("SELECT document, digest FROM snapshot").fetchall()
    connection.close()
    assert json.loads(document) == kept.document
    assert hashlib.sha256(document.encode()).hexdigest() == digest
    with Store.open(file) as again:
        assert again.results.snapshot(sqlite_field.wave) == kept
        one = again.results.school_snapshot(sqlite_field.wave, sqlite_field.sites[0].id)
        assert one.document["sites"] == [part(sqlite_field.sites[0].id)]


def test_older_results_that_were_changed_stay_refused(sqlite_field: Field, file: Path) -> None:
    closed(sqlite_field)
    as_before(sqlite_field.store)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE snapshot SET document = replace(document, '61', '99')")
    connection.commit()
    connection.close()
    with Store.open(file) as again, pytest.raises(StoreError, match=CHANGED):
        again.results.snapshot(sqlite_field.wave)


def test_a_changed_part_is_refused_by_the_program_before_as_well(sqlite_field: Field, file: Path) -> None:
    closed(sqlite_field)
    run(sqlite_field.store, "UPDATE snapshot_part SET document = '{}'")
    as_before(sqlite_field.store)
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT digest FROM snapshot").fetchall() == [("",)]
    connection.close()
