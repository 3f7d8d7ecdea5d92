"""backup, verify and restore by command: what they say, what they refuse, what they leave behind."""

from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pathlib import Path

import pytest

from engine.store import Store
from engine.store.backup import BackupKey, tables_of, write
from tests.engine.store.field import Field, lay_out, nothing
from tests.new_database import new_database
from tests.web.test_commands import run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return new_database(tmp_path / "hub.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    key = tmp_path / "barograph.key"
    key.write_text(str(BackupKey.new()))
    return key


def backups(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def opened(database: Path) -> Field:
    """An open wave that is planned to close in a month."""
    now = datetime.now(UTC)
    with Store.open(database) as store:
        return lay_out(store, opens=now - timedelta(days=1), closes=now + timedelta(days=20))


def test_a_backup_is_made_read_through_and_restored_with_the_secret(
    database: Path, folder: Path, tmp_path: Path
) -> None:
    key = tmp_path / "new.key"
    opened(database)
    said = run("backup", folder, "--key", key, "--new-key", "--database", database).output
    assert "read through" in said
    assert "once one of the waves that were open is closed: 1." in said
    assert key.stat().st_mode & 0o777 == 0o600
    (file,) = backups(folder)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "whole. " in run("verify", file, "--key", key, "--database", database).output
    assert f"\n  {'response':24} " in run("verify", file, "--key", key, "--tables").output
    target = tmp_path / "restored.db"
    assert "compared with the backup" in run("restore", file, "--key", key, "--database", target).output
    assert tables_of(target) == tables_of(database)
    assert (tmp_path / "restored.db.secret").read_text() == (tmp_path / "hub.db.secret").read_text()
    again = run("restore", file, "--key", key, "--database", target, code=1).output
    assert "there already" in again


def test_prune_deletes_what_a_close_ended_and_leaves_the_newest_and_the_foreign(
    database: Path, folder: Path, key: Path
) -> None:
    field = opened(database)
    then = datetime(2020, 1, 1, tzinfo=UTC)
    with (folder / "older.backup").open("wb") as out:
        write(database, out, BackupKey.parse(key.read_text()), now=then, days=20_000)
    (folder / "mine.backup").write_text("a diary")
    said = run("backup", folder, "--key", key, "--prune", "--database", database).output
    assert "Deleted" not in said
    with Store.open(database) as store:
        store.closing.close(store.waves.get(field.wave.id), nothing)
    over = run("verify", folder / "older.backup", "--key", key, "--database", database, code=1).output
    assert "delete it now: wave 1 was open then and has been closed since." in over
    for file in backups(folder):
        if file.name.startswith("barograph"):
            file.rename(folder / "before.backup")
    said = run("backup", folder, "--key", key, "--prune", "--database", database).output
    assert said.count("Deleted") == 2
    assert "mine.backup was left: This is no backup of Barograph" in said
    assert [file.name == "mine.backup" or file.name.startswith("barograph-") for file in backups(folder)] == [
        True
    ] * 2


def test_every_refusal_says_what_to_do_and_leaves_nothing(database: Path, folder: Path, key: Path) -> None:
    there = "--database", database
    assert (
        "no such folder; make it first" in run("backup", folder / "no", "--key", key, *there, code=1).output
    )
    assert "add --key FILE" in run("backup", folder, *there, code=1).output
    assert "--new-key" in run("backup", folder, "--key", folder / "no", *there, code=1).output
    assert "not there yet" in run("backup", folder, "--key", key, "--new-key", *there, code=1).output
    assert "16 characters" in run("backup", folder, "--passphrase", "short", *there, code=1).output
    assert (
        "no database here" in run("backup", folder, "--key", key, "--database", folder / "no", code=1).output
    )
    assert not backups(folder)
    (folder / "x.backup").write_bytes(b"no backup")
    assert "no backup of Barograph" in run("verify", folder / "x.backup", "--key", key, code=1).output
    assert "No such file" in run("verify", folder / "y.backup", "--key", key, code=1).output
    assert (
        "not empty"
        in run(
            *("restore", _made(database, folder, key), "--key", key, *there, "--secret-file", folder / "s"),
            code=1,
        ).output
    )


def test_a_new_server_prunes_no_backup_of_the_one_that_was_lost(
    database: Path, folder: Path, key: Path, tmp_path: Path
) -> None:
    """After a disk was lost a server makes an empty database, and the timer goes on."""
    opened(database)
    file, empty = _made(database, folder, key), new_database(tmp_path / "new.db")
    to = ("--key", key, "--database", empty)
    said = run("backup", folder, *to, "--prune").output
    assert f"{file} was left: wave 1 in it is none that this database knows" in said
    assert "Deleted" not in said
    assert file.exists()
    said = run("verify", file, *to).output
    assert "it is of another, or a later day" in said
    assert "delete it now" not in said
    there = opened(empty)  # the same wave's number, of another server: it was never closed
    with Store.open(database) as store:
        store.closing.close(there.wave, nothing)
        store.closing.reopen(there.wave, "late")
    file.unlink()
    closed_once = _made(database, folder, key)
    run("backup", folder, *to, "--prune")
    assert closed_once.exists()


def test_backups_of_one_second_do_not_replace_each_other(
    database: Path, folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 5, 4, 12, tzinfo=UTC)

    monkeypatch.setattr("web.commands.backups.datetime", Stopped)
    names = {_made(database, folder, key).name for _ in range(3)}
    first = "barograph-20260504T120000Z"
    assert names == {f"{first}.backup", f"{first}-2.backup", f"{first}-3.backup"}


def test_a_restore_whose_secret_has_no_place_leaves_no_database(
    database: Path, folder: Path, key: Path, tmp_path: Path
) -> None:
    """It would stand there without its secret, and a second restore writes over nothing."""
    file, target = _made(database, folder, key), tmp_path / "restored.db"
    nowhere = tmp_path / "no" / "secret"
    said = run("restore", file, "--key", key, "--database", target, "--secret-file", nowhere, code=1).output
    assert f"{nowhere}: No such file" in said
    assert not target.exists()
    run("restore", file, "--key", key, "--database", target)
    secret = Path(f"{target}.secret")
    assert secret.read_text() == Path(f"{database}.secret").read_text()
    assert secret.stat().st_mode & 0o777 == 0o600


def test_what_is_wrong_with_a_backup_is_said_of_the_backup_and_leaves_no_secret(
    folder: Path, key: Path, tmp_path: Path
) -> None:
    broken, target = folder / "x.backup", tmp_path / "restored.db"
    broken.write_bytes(b"no backup")
    said = run("restore", broken, "--key", key, "--database", target, code=1).output
    assert f"{broken}: database: This is no backup" in said
    assert not target.exists()
    assert not Path(f"{target}.secret").exists()


def test_a_full_disk_is_told_with_the_file_and_leaves_no_empty_key(
    database: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    new = tmp_path / "new.key"
    with monkeypatch.context() as patched:
        patched.setattr("web.commands.backups.os.fsync", full)
        said = run("backup", folder, "--key", new, "--new-key", "--database", database, code=1).output
    assert f"{new}: No space left on device" in said
    assert not new.exists()
    run("backup", folder, "--key", new, "--new-key", "--database", database)


def test_one_file_that_is_not_there_keeps_no_other_from_being_verified(
    database: Path, folder: Path, key: Path
) -> None:
    file = _made(database, folder, key)
    said = run("verify", folder / "no", folder, file, "--key", key, code=1).output
    assert f"{folder / 'no'}: No such file" in said
    assert f"{folder}: Is a directory" in said
    assert f"{file}: whole." in said


def test_a_key_and_a_passphrase_are_not_given_both(
    database: Path, folder: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROGRAPH_BACKUP_PASSPHRASE", "seven herons over water")
    said = run("backup", folder, "--key", key, "--database", database, code=1).output
    assert "leave one out: --key or BAROGRAPH_BACKUP_KEY" in said
    assert "this is no folder" in run("backup", key, "--database", database, code=1).output


def _made(database: Path, folder: Path, key: Path) -> Path:
    before = set(folder.iterdir())
    run("backup", folder, "--key", key, "--database", database)
    (made,) = set(folder.iterdir()) - before
    return made
