"""A backup holds every row of one moment, opens for its key, shows every change, and says until when it is label."""

import io
import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.instrument.model import Privacy
from engine.store import Store, StoreError, WayIn, backup
from engine.store.backup import BackupKey, Manifest
from engine.store.backup.sealed_file import PIECE, TAG
from tests.engine.store import postgres_server
from tests.engine.store.conftest import KINDS
from tests.engine.store.field import Field, nothing
from tests.new_database import new_database

KEY = BackupKey.new()
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
KEPT = date(2026, 9, 1)


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database beside the one that is backed up."""
    if request.param == "sqlite":
        yield str(tmp_path / "target.db")
        return
    with postgres_server.database(request.getfixturevalue("server"), "barograph_target") as address:
        yield address


def made(place: str, **changes: object) -> tuple[io.BytesIO, Manifest]:
    out = io.BytesIO()
    manifest = backup.write(place, out, KEY, now=NOW, **changes)  # type: ignore[arg-type]
    out.seek(0)
    return out, manifest


def full(field: Field) -> None:
    """Rows of many kinds: texts, bytes, days, moments, JSON, flags, answers that are in and one that is under way."""
    for school in range(3):
        for number in range(4):
            field.answer(school, A="1", B=str(number % 4 + 1), comment=f"Ü “{number}”\n\u2028 ' \\")
    field.another_wave(privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES, title="By codes", kept_until=KEPT)
    field.store.drafts.start(field.sites[0])
    field.store.installation.begin("North", "ada@example.org", "Ada", "a long enough password")


def test_what_is_restored_is_what_was_there_from_either_database_to_either(
    place: str, target: str, field: Field
) -> None:
    full(field)
    before = backup.tables_of(place)
    file, manifest = made(place, secret="signs links")
    assert manifest.tables == before
    restored = backup.restore(file, KEY, target)
    assert restored.secret == "signs links"
    assert restored.tables == before == backup.tables_of(target)
    assert before["response"].rows == 12
    with Store.open(target) as other:  # new rows are numbered after those that were restored
        network = other.studies.networks()[0]
        assert other.studies.add_school(network, "Dogwood").id > max(school.id for school in field.schools)
        other.closing.close(other.waves.get(field.wave.id), nothing)


def test_a_backup_is_of_one_moment_and_nobody_waits_for_it(place: str, field: Field) -> None:
    full(field)
    there = backup.tables_of(place)["response"]

    class Meanwhile(io.BytesIO):
        """Somebody answers between the first line and the last."""

        def write(self, data: object) -> int:
            with Store.open(place, now=field.store.now) as server:
                replace(field, store=server).answer(A="2")
            return super().write(data)  # type: ignore[arg-type]

    out = Meanwhile()
    manifest = backup.write(place, out, KEY, now=NOW)
    assert manifest.tables["response"] == there
    assert backup.tables_of(place)["response"].rows > there.rows
    out.seek(0)
    assert backup.verify(out, KEY).tables == manifest.tables


def test_rows_stand_in_the_order_of_their_keys_and_tell_no_order_of_arrival(place: str, field: Field) -> None:
    from engine.store.backup.sealed_file import read_sealed

    full(field)
    file, _ = made(place)
    lines = list(read_sealed(file, KEY))
    start = next(n for n, line in enumerate(lines) if line.startswith(b'{"table":"response"'))
    names = [name for name, _ in json.loads(lines[start])["columns"]]
    ids = [b64decode(json.loads(line)[names.index("id")]) for line in lines[start + 1 : start + 13]]
    assert ids == sorted(ids)


@pytest.fixture
def large(tmp_path: Path) -> bytes:
    """A backup of several pieces."""
    from numpy.random import default_rng

    from engine.store.backup.sealed_file import write_sealed

    chance = default_rng(1)
    out = io.BytesIO()
    write_sealed(out, KEY, {"made": "now"}, (chance.bytes(1000).hex().encode() + b"\n" for _ in range(400)))
    return out.getvalue()


def read(data: bytes, key: BackupKey = KEY) -> int:
    from engine.store.backup.sealed_file import read_sealed

    return sum(len(line) for line in read_sealed(io.BytesIO(data), key))


def test_a_file_that_is_cut_off_anywhere_is_noticed(large: bytes) -> None:
    assert read(large) == 400 * 2000
    first = large.index(b"\n") + 1
    pieces = range(first, len(large), PIECE + TAG)
    assert len(pieces) > 3
    ends = {*pieces, *(piece + 1 for piece in pieces), *(piece - 1 for piece in pieces), len(large) - 1}
    for end in sorted(ends):
        with pytest.raises(StoreError):
            read(large[:end])


def test_a_change_anywhere_is_noticed(large: bytes) -> None:
    for place in range(0, len(large), len(large) // 97):
        changed = bytearray(large)
        changed[place] ^= 1
        with pytest.raises(StoreError):
            read(bytes(changed))
    first = large.index(b"\n") + 1
    one, two = (large[first + n * (PIECE + TAG) : first + (n + 1) * (PIECE + TAG)] for n in (0, 1))
    rest = large[first + 2 * (PIECE + TAG) :]
    for pieces in (two + one + rest, one + one + rest, two + rest, one + two + rest + one):
        with pytest.raises(StoreError):
            read(large[:first] + pieces)


def test_another_key_and_another_file_are_told_apart(large: bytes) -> None:
    with pytest.raises(StoreError, match="does not open"):
        read(large, BackupKey.new())
    with pytest.raises(StoreError, match="not with a passphrase"):
        read(large, BackupKey.of_passphrase("five words that no one guesses"))
    with pytest.raises(StoreError, match="no backup of Barograph"):
        read(b"SQLite format 3\0")


def test_a_passphrase_opens_what_it_sealed(field: Field, place: str) -> None:
    key = BackupKey.of_passphrase("five words that no one guesses")
    out = io.BytesIO()
    backup.write(place, out, key, now=NOW)
    assert backup.verify(out, key).tables == backup.tables_of(place)
    with pytest.raises(StoreError, match="does not open"):
        backup.verify(out, BackupKey.of_passphrase("five words that someone guesses"))
    with pytest.raises(StoreError, match="16"):
        BackupKey.of_passphrase("short")


def test_a_restore_writes_over_nothing_and_leaves_nothing_half_way(tmp_path: Path) -> None:
    place = str(new_database(tmp_path / "from.db"))
    file, _ = made(place)
    with pytest.raises(StoreError, match="not empty"):
        backup.restore(file, KEY, place)
    cut = io.BytesIO(file.getvalue()[:-1])
    target = tmp_path / "target.db"
    with pytest.raises(StoreError):
        backup.restore(cut, KEY, target)
    assert not list(tmp_path.glob("target*"))


def test_a_backup_of_an_older_barograph_is_restored_and_brought_up_to_date(tmp_path: Path) -> None:
    from engine.store import migrations
    from engine.store.database import Database

    old = Database(tmp_path / "old.db", 5)
    with old.writing() as connection:
        migrations.upgrade(connection, "0004")
        connection.exec_driver_sql("INSERT INTO network (id, name) VALUES (7, 'Lakeshore')")
    old.close()
    file, manifest = made(str(tmp_path / "old.db"))
    assert manifest.label.revision == "0004"
    backup.restore(file, KEY, tmp_path / "new.db")
    with Store.open(tmp_path / "new.db") as store:
        assert [network.id for network in store.studies.networks()] == [7]


def over(place: str, manifest: Manifest, days: int = 0) -> str | None:
    return backup.state(place).over(manifest.label, (NOW + timedelta(days=days)).date())


def test_a_backup_of_an_open_wave_is_over_with_its_close_even_where_it_is_opened_again(
    place: str, field: Field
) -> None:
    _, manifest = made(place)
    assert over(place, manifest) is None
    field.store.closing.close(field.wave, nothing)
    assert over(place, manifest) == f"wave {field.wave.id} was open then and has been closed since"
    _, since = made(place)
    assert over(place, since) is None
    field.store.closing.reopen(field.wave, "Three came late")
    assert over(place, manifest) is not None
    assert over(place, since) is None
    assert over(place, since, days=backup.LONGEST) is not None


def test_a_backup_that_holds_a_key_is_over_when_the_key_is_destroyed(place: str, field: Field) -> None:
    wave = field.another_wave(privacy=Privacy.CONFIDENTIAL, way_in=WayIn.CODES).wave
    field.store.closing.close(field.wave, nothing)
    field.store.closing.close(wave, nothing)
    _, manifest = made(place)
    assert over(place, manifest) is None
    field.store.codes.destroy_link_key(field.store.waves.get(wave.id))
    assert over(place, manifest) == f"it holds the key of wave {wave.id}, which has been destroyed since"


def test_without_the_database_the_planned_days_say_when_a_backup_is_over(place: str, field: Field) -> None:
    file, _ = made(place)
    label = backup.read_label(file)
    assert label.over_by_day(field.wave.closes.date()) is None
    assert label.over_by_day(field.wave.closes.date() + timedelta(days=1)) is not None
    soon = field.another_wave(closes=NOW + timedelta(days=3)).wave
    label = backup.read_label(made(place)[0])
    assert (
        label.over_by_day(NOW.date() + timedelta(days=4))
        == f"wave {soon.id} was open then and was to close by now"
    )
    assert label.over_by_day(label.expires) is not None
