"""Opening a database: made, brought up to date, or refused with a cause and a remedy."""

import os
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect, make_url, text

from engine.store import DatabaseFailure, Store, StoreError, migrations
from engine.store.schema import metadata
from tests.engine.store import postgres_server
from tests.engine.store.field import SMALL, Clock, Field, lay_out

ROOT = Path(__file__).parents[3]


def test_an_empty_place_becomes_a_database_and_stays_one(empty_place: str) -> None:
    with Store.open(empty_place) as store:
        store.studies.add_network("North")
    with Store.open(empty_place) as store:
        assert [network.name for network in store.studies.networks()] == ["North"]


def test_the_migrations_make_the_tables_of_the_model(empty_place: str) -> None:
    with Store.open(empty_place) as store, store._database.reading() as connection:
        options = {"version_table": migrations.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_migrations_make_every_constraint_of_the_model(file: Path, tmp_path: Path) -> None:
    """Alembic compares no CHECK; the text of the tables holds them all."""
    Store.open(file).close()
    modelled = tmp_path / "modelled.db"
    engine = create_engine(f"sqlite:///{modelled}")
    metadata.create_all(engine)
    engine.dispose()
    assert tables(file) == tables(modelled)


def test_the_migrations_can_be_taken_back(empty_place: str) -> None:
    with Store.open(empty_place) as store:
        with store._database.writing() as connection:
            command.downgrade(migrations.configuration(connection), "base")
        with store._database.reading() as connection:
            assert inspect(connection).get_table_names() == [migrations.VERSION_TABLE]


def test_the_newest_migration_is_the_one_the_program_names() -> None:
    assert ScriptDirectory.from_config(migrations.configuration()).get_heads() == [migrations.HEAD]


def test_a_database_of_a_newer_program_is_left_alone(empty_place: str) -> None:
    Store.open(empty_place).close()
    change(empty_place, "UPDATE barograph_revision SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"written by a newer Barograph \(revision 9999.*update Barograph"):
        Store.open(empty_place)


def test_acknowledged_answers_are_on_disk_and_deleted_ones_overwritten(sqlite_store: Store) -> None:
    with sqlite_store._database.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }


@pytest.mark.postgres
def test_a_server_set_to_forget_is_told_to_keep(server: str) -> None:
    with postgres_server.database(server, "barograph_forgetful") as address:
        change(address, f"ALTER DATABASE {make_url(address).database} SET synchronous_commit = off")
        with Store.open(address) as store, store._database.reading() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_a_file_of_something_else_is_refused_and_left_alone(file: Path) -> None:
    file.write_text("name,score\n" * 1000)
    with pytest.raises(StoreError, match="is not a database of Barograph; name the right file"):
        Store.open(file)
    assert file.read_text() == "name,score\n" * 1000


def test_a_database_of_another_program_is_refused_and_left_alone(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match="holds the tables of another program"):
        Store.open(file)
    assert file.read_bytes() == before


def test_another_programs_tables_of_our_names_are_refused(empty_place: str) -> None:
    Store.open(empty_place).close()
    change(empty_place, f"DROP TABLE {migrations.VERSION_TABLE}")
    with pytest.raises(StoreError, match="holds the tables of another program"):
        Store.open(empty_place)


def test_a_damaged_file_says_so(file: Path, clock: Clock) -> None:
    with Store.open(file, now=clock) as store:
        lay_out(store)
    with file.open("r+b") as raw:
        raw.seek(8192)
        raw.write(b"\xff" * 60_000)
    with pytest.raises(DatabaseFailure, match="is damaged; stop Barograph, keep a copy"):
        read_everything(file)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere for the database does not exist; make it"):
        Store.open(tmp_path / "nowhere" / "barograph.db")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder; name a file in it"):
        Store.open(tmp_path)


def test_only_its_owner_may_read_a_new_database(sqlite_field: Field, file: Path) -> None:
    files = sorted(file.parent.glob("barograph.db*"))
    endings = {path.name.removeprefix("barograph.db") for path in files}
    assert endings >= {"", "-wal", "-shm", "-queue", "-turn"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize(
    ("database", "words"),
    [("barograph.db", "cannot be opened; check that its folder"), ("new.db", "cannot be made")],
)
def test_what_may_not_be_written_says_so(tmp_path: Path, database: str, words: str) -> None:
    """As a user without rights: the folder is readable only, with or without a database in it."""
    folder = tmp_path / "kept"
    folder.mkdir()
    Store.open(folder / "barograph.db").close()
    for part in (folder, *folder.parents):
        if part.is_relative_to(tmp_path.parents[2]) and os.geteuid() == 0:
            part.chmod(0o755)
    folder.chmod(0o555)
    script = (
        "import os, sys; from engine.store import DatabaseFailure, Store, StoreError, migrations\n"
        "os.geteuid() or os.setuid(65534)  # nobody\n"
        "try: Store.open(sys.argv[1])\n"
        "except (StoreError, DatabaseFailure) as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, folder / database],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o755)
    assert done.stderr == ""
    assert words in done.stdout


def test_a_full_disk_says_so_and_loses_nothing(sqlite_field: Field) -> None:
    sqlite_field.answer(A="4")
    engine = sqlite_field.store._database.engine
    event.listen(engine, "begin", fill_disk)
    with pytest.raises(DatabaseFailure, match="is full, so nothing more was stored; free some space"):
        sqlite_field.answer(A="4", comment="words " * 5000)
    event.remove(engine, "begin", fill_disk)
    engine.dispose()
    kept = sum(sqlite_field.store.responses.counts(sqlite_field.wave).values())
    sqlite_field.answer(A="5")
    assert sum(sqlite_field.store.responses.counts(sqlite_field.wave).values()) == kept + 1


def test_a_lock_says_so_and_is_waited_for(file: Path, clock: Clock) -> None:
    with Store.open(file, now=clock, wait=0.2) as store:
        store.studies.add_network("North")
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseFailure, match=r"Another program holds .* locked; close it, or wait"):
            store.studies.add_network("South")
        assert len(store.studies.networks()) == 1  # reading does not wait
        other.execute("ROLLBACK")
        store.studies.add_network("South")
        other.close()


@pytest.mark.postgres
def test_a_locked_row_of_a_server_says_so(postgres: str, clock: Clock) -> None:
    with Store.open(postgres, now=clock, wait=0.2) as store, Store.open(postgres, now=clock) as other:
        field = lay_out(store)
        with other._database.writing() as connection:
            connection.execute(text("LOCK TABLE wave"))
            with pytest.raises(DatabaseFailure, match=r"Another program holds .* locked"):
                store.closing.close(field.wave, lambda _wave: {})
        change(postgres, f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://localhost/x", "cannot keep its data in mysql; write postgresql://"),
        ("nonsense://", "cannot"),
        ("sqlite://", "would forget every answer"),
        ("sqlite:///:memory:", "would forget every answer"),
    ],
)
def test_an_address_that_cannot_be_is_refused(address: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        Store.open(address)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseFailure, match="does not answer or refused") as refused:
        Store.open("postgresql://ada:secret@127.0.0.1:1/barograph", wait=2)
    assert "127.0.0.1" in str(refused.value)
    assert "secret" not in str(refused.value) + repr(refused.value.__notes__)


def test_an_error_carries_no_answers(store: Store) -> None:
    """The row that a constraint refuses must not get into a log by way of the error."""
    field = lay_out(store)
    field.answer(A="4")
    too_long = "secret words"
    with (
        pytest.raises(StoreError, match="refused a value") as refused,
        store._database.writing() as connection,
    ):
        connection.execute(
            text("UPDATE response SET privacy = :privacy, person = :person"),
            {"privacy": "unknown", "person": too_long},
        )
    assert too_long not in "".join(traceback.format_exception(refused.value))


def read_everything(file: Path) -> None:
    with Store.open(file) as store:
        store.studies.networks()
        store.definitions.get(SMALL.id, SMALL.version)


def fill_disk(connection: object) -> None:
    """Let the database grow no more, as on a full disk."""
    connection.exec_driver_sql("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]


def tables(file: Path) -> dict[str, list[str]]:
    """Each table's columns and constraints, in any order; SQLite appends an added column within a line."""
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {
        name: sorted(
            line
            for part in _between_commas(sql.partition("(")[2].rpartition(")")[0])
            for line in _apart(part.strip())
        )
        for name, sql in found
        if name != migrations.VERSION_TABLE
    }


def _apart(part: str) -> list[str]:
    """A column that was added with its key in one line, as the two lines of the model."""
    column, named, key = part.partition(" CONSTRAINT ")
    name, refers, to = key.partition(" REFERENCES ")
    if not (column and named and refers) or " " in name:
        return [part]
    return [column, f"CONSTRAINT {name} FOREIGN KEY({column.split()[0]}) REFERENCES {to}"]


def _between_commas(text: str) -> list[str]:
    """The parts of a list between its commas, except for those inside brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def change(place: str, statement: str) -> None:
    url = place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


REVISIONS = sorted(path.stem for path in (Path(__file__).parent / "revisions").glob("*.sql"))
FROZEN = {  # SHA-256 of each revision's source: a database somewhere was made by it, so it is never edited
    "0001_first_tables": "0bd28e08e8541a685f328d28e12b5b563b8ec87b248781e52b4c4477dd2d1bcd",
    "0002_study_reports": "03409a702f8f0e7375a4e36b60a6bd9d805aa8e437d7abfd1b0494ce3f165f7b",
    "0003_people": "838be35e406df3de03f34159a71076b32b96ebe352ae330fc7d0c2f85b111b7a",
    "0004_workshop": "98d27d0cea312ceebb2e13c3985ade7a689fadf253c5ea10103306f61a62f24a",
    "0005_actions": "cc762611dd492ac7e10c9d74c98d896eec0b24e418f04cf0c1f71dd33c4b2f82",
    "0006_time_zones": "ec75b04a5d8232120b6b1caccd1cf911e73831c06f82958cef754f676530b87f",
    "0007_doors": "f81f7f69a5b0fd498e5d64cb00cddcead668ebab1cfca517a3df728ed0ed2444",
    "0008_emptied_days": "5c9310a23912b64ca71b8f1496a1f312396daaaf8416dba31a7e059d8702d8c8",
    "0009_publications": "46f2bf5dec58d543e1521bc79c8fc96800f2e46948bf55f216f6357bd9d69439",
    "0010_ways_in": "99626e5568e31ec506c43f6f325fd913a4109f4d2e3702918b1bb173198f8c83",
    "0011_mailings": "c829e20bc0e25998d86f98a168273c10df9a0f37098bb22b4a18263f102a4745",
    "0012_units": "65e3d7cce0f0c46313edca061203723d339b45ed3d04255a43a534bd9dc51ce9",
    "0013_rubrics": "19cd44c9c6906d822105e30f3460a0841ce83672a8453f10abce8e66b8caa79f",
    "0014_family_notices": "f41ef77e401298e3cae9343a2430301e4e23f454893ab651b396ba75c9adaafc",
    "0015_partners": "6f058c7c408030a1c38d57037b5b27a6fef177d80ee06c3e569de9c063462fb6",
    "0016_plans": "c9cdb2edd57059712523a48b79616294069ca5478d3a4674f991fbf82ea93b96",
    "0017_check_ins": "f9ccf253fcdfd1ba6f0e9eae78cd4df6372d9d00d0b7ad4603ff180e8da797b9",
    "0018_plan_reminders": "d0bea3e436fd170669159d89133f365983f8ad69e6f95e7d55999f37553c3e57",
    "0019_board": "53d13fcc72e006c9807944cd7ec3fce1884aad8cdb43a6badbfd05b0061e482e",
    "0020_phases": "bde03c12aa39b3228abbd71327cceac2f10465c7d28f0e69f480f315be7e051f",
    "0021_predictions": "18d2e21e3cf5d42dc38bec627e2a25d7360f5d47e6f79aef218b3868162185bb",
    "0022_jobs": "5eccd8d3fb42b5cbf5148c4c60d4d33da6f0e9255198082ec7520d64dc63ee46",
    "0023_deleted_answers": "5965fc1eb79d31690edbc0d1c3635d8c034b2b05cc25b3d89e5961b0068c3b01",
    "0024_keeping": "f6f50706ab6441cab7b786a3b3650ca200d03e7c829e33d53b23259626e76404",
    "0025_sign_on": "c381332bf3589e8eb9b003bf3662d5b337ea7900a0a21f07b0419567844a1a82",
}


def test_revisions_are_frozen() -> None:
    """A revision that is wrong is mended by the next: databases that it made are not made again."""
    versions = Path(migrations.__file__).parent / "versions"
    digests = {path.stem: sha256(path.read_bytes()).hexdigest() for path in sorted(versions.glob("0*.py"))}
    assert digests == FROZEN, "add a new revision's digest; never change one that stands here"


def test_a_small_database_of_every_revision_is_kept() -> None:
    assert [f"{number:04}" for number in range(1, int(migrations.HEAD) + 1)] == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_every_revision_is_brought_up_to_date_with_its_data(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((Path(__file__).parent / "revisions" / f"{revision}.sql").read_text("utf-8"))
        assert connection.execute("SELECT version_num FROM barograph_revision").fetchone() == (revision,)
    with Store.open(file, now=Clock()) as store:
        network = store.studies.networks()[0]
        closed, running = store.waves.of(store.studies.of(network)[0])
        assert (network.name, closed.title, running.title) == ("North", "Spring", "Autumn")
        assert sum(len(block.codes) for block in store.responses.blocks(closed)) == 6
        assert sum(store.responses.counts(running).values()) == 1
        assert {answers.answers["comment"] for answers in store.responses.open_answers(closed)} == {
            f"comment {number}" for number in range(6)
        }
        assert store.results.snapshot(closed).document["format"] == 3
        if int(revision) >= 3:
            assert store.people.by_email("ana@people.example") is not None
        store.closing.close(running, lambda _wave: {"format": 4, "sites": []})


def test_a_database_of_a_build_between_two_versions_is_refused(file: Path) -> None:
    Store.open(file).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ALTER TABLE wave DROP COLUMN contact")
    with pytest.raises(
        StoreError, match="its table wave has no column contact; read it with the build that made it"
    ):
        Store.open(file)
