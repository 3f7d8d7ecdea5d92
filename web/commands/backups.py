"""backup, verify and restore: everything a database holds as one sealed file, and back."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

from engine.commands.speaking import note, tell_refusals
from engine.printed import counted, day_words
from engine.problems import Problem, Refused
from engine.store import DatabaseFailure, StoreError
from engine.store.backup import LONGEST, BackupKey, Held, Label, Manifest, Now, read_label, state, write
from engine.store.backup import restore as put_back
from engine.store.backup import verify as read_through
from web.commands.database import database_option, require_database
from web.network.addresses import secret_for

ENDING: Final = ".backup"
MOST_DAYS: Final = 366


def key_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--passphrase",
            envvar="BAROGRAPH_BACKUP_PASSPHRASE",
            help="A passphrase in place of a key file; better given as BAROGRAPH_BACKUP_PASSPHRASE.",
        ),
        click.option(
            "--key",
            "key_file",
            envvar="BAROGRAPH_BACKUP_KEY",
            type=click.Path(path_type=Path),
            help="The key file that backups are sealed with; also from BAROGRAPH_BACKUP_KEY.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@key_options
@click.option("--new-key", is_flag=True, help="Make the key file first. It must not be there yet.")
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=LONGEST,
    show_default=True,
    help="How long the backup may be kept in any case.",
)
@click.option(
    "--prune", is_flag=True, help="Then delete the backups in FOLDER that may not be kept any longer."
)
@database_option
@tell_refusals
def backup(
    folder: Path,
    key_file: Path | None,
    passphrase: str | None,
    new_key: bool,
    days: int,
    prune: bool,
    database: str,
) -> None:
    """Write everything in the database to a sealed file in FOLDER, while people go on answering.

    The file is read through once it is written. Keep the key somewhere else than the backups: without it nobody
    can open them, and that includes you. A backup that was made while a wave was open must be deleted when that wave
    is closed, as the close erases what could tell who answered; --prune does it.

    \b
    Examples:
      barograph backup backups/ --key barograph.key --new-key
      30 * * * *  barograph backup /srv/backups --key /etc/barograph.key --prune     (a line of a crontab)
    """
    if not folder.is_dir():
        cause, remedy = (
            ("this is no folder", "name one")
            if folder.exists()
            else ("there is no such folder", "make it first")
        )
        raise Refused([Problem("no_folder", str(folder), cause, remedy)])
    require_database(database)
    key = _new_key(key_file) if new_key else _key(key_file, passphrase)
    now = datetime.now(UTC)
    place = _free(folder, f"barograph-{now:%Y%m%dT%H%M%SZ}")
    started = time.perf_counter()
    with taught(str(place)), _whole(place) as out:
        write(database, out, key, now=now, days=days, secret=secret_for(database))
        out.seek(0)
        manifest = read_through(out, key)
    seconds = time.perf_counter() - started
    click.echo(f"{place}: {_contents(manifest)}, read through, {seconds:.1f} seconds.")
    _tell_until(manifest.label)
    if prune:
        with taught(database):
            today = state(database)
        _prune(folder, today)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@key_options
@click.option("--tables", is_flag=True, help="List every table with its rows and the digest of them.")
@click.option(
    "--database", envvar="BAROGRAPH_DATABASE", metavar="PLACE", help="To ask what was closed since."
)
@tell_refusals
def verify(
    files: tuple[Path, ...], key_file: Path | None, passphrase: str | None, tables: bool, database: str | None
) -> None:
    """Read backups through, every row, without restoring them, and say which must be deleted now.

    With --database it asks the running database what has been closed since; without, it goes by the days that were
    planned when the backup was made. Ends with 1 where a backup is damaged or should be gone.

    \b
    Examples:
      barograph verify backups/*.backup --key barograph.key --database barograph.db
      barograph verify backups/barograph-20270301T023000Z.backup --key barograph.key --tables
    """
    key = _key(key_file, passphrase)
    if database is not None:
        require_database(database)
    with taught(database or ""):
        today = state(database) if database is not None else None
    wrong = 0
    for file in files:
        try:
            with file.open("rb") as opened:
                manifest = read_through(opened, key)
        except (StoreError, OSError) as error:
            wrong += 1
            click.echo(f"{file}: {error.strerror if isinstance(error, OSError) else error}", err=True)
            continue
        click.echo(f"{file}: whole. {_contents(manifest)}, of {manifest.label.made:%Y-%m-%d %H:%M} UTC.")
        if tables:
            for name, count in manifest.tables.items():
                click.echo(f"  {name:24} {count.rows:>9} {count.digest}")
        over = _over(manifest.label, today)
        wrong += over is not None
        if over is not None:
            click.echo(f"{file}: delete it now: {over}.", err=True)
        else:
            _tell_until(manifest.label)
            if today is not None and (why := today.unknown(manifest.label)):
                note(f"{file}: {why}.")
    if wrong:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@key_options
@click.option("--secret-file", type=click.Path(path_type=Path), help="Where to write the server's secret.")
@database_option
@tell_refusals
def restore(
    file: Path, key_file: Path | None, passphrase: str | None, secret_file: Path | None, database: str
) -> None:
    """Put a backup into an empty database: a new SQLite file, or a PostgreSQL database without tables.

    It never writes over anything. Every table is read again and compared with the backup before anything is kept; then
    the database is brought up to date. A backup of SQLite can be restored into PostgreSQL and the other way round.
    What was closed, withdrawn or erased after the backup was made is there again: do it again.

    \b
    Examples:
      barograph restore backups/barograph-20270301T023000Z.backup --key barograph.key --database restored.db
      barograph restore FILE --key barograph.key --database postgresql://barograph@db/barograph --secret-file secret
    """
    key = _key(key_file, passphrase)
    target = secret_file or _secret_beside(database)
    if target is not None and target.exists():
        cause = "this file is there already, and a restore writes over nothing"
        raise Refused([Problem("file_exists", str(target), cause, "move it away, or name another")])
    started = time.perf_counter()
    with ExitStack() as made, file.open("rb") as opened:
        out = None if target is None else made.enter_context(_whole(target, target))  # before all the work
        with taught(str(file)):
            manifest = put_back(opened, key, database)
        if out is not None:
            out.write((manifest.secret or "").encode())
    if target is not None and not manifest.secret:
        target.unlink()
    seconds = time.perf_counter() - started
    click.echo(
        f"{database}: {_contents(manifest)}, compared with the backup, {seconds:.1f} seconds. It is what was there on"
        f" {day_words(manifest.label.made)} at {manifest.label.made:%H:%M} UTC."
    )
    if manifest.secret and target is None and os.environ.get("BAROGRAPH_SECRET") != manifest.secret:
        note(
            "BAROGRAPH_SECRET is not the one that this backup was made with: links to results and one-time codes do"
            " not work under another. --secret-file writes it."
        )


def _contents(manifest: Manifest) -> str:
    return f"{counted(len(manifest.tables), 'table')}, {counted(manifest.rows, 'row')}"


def _tell_until(label: Label) -> None:
    def waves(what: Held) -> str:
        return ", ".join(str(one.wave) for one in label.holdings if one.what is what)

    if waves(Held.OPEN):
        note(f"To be deleted once one of the waves that were open is closed: {waves(Held.OPEN)}.")
    if waves(Held.KEY):
        note(f"To be deleted once one of the keys of waves is destroyed: {waves(Held.KEY)}.")
    if waves(Held.ANSWERS):
        note(f"To be deleted once answers of one of these waves are deleted: {waves(Held.ANSWERS)}.")
    note(f"To be deleted on {day_words(label.expires)} at the latest.")


def _over(label: Label, today: Now | None) -> str | None:
    day = datetime.now(UTC).date()
    return label.over_by_day(day) if today is None else today.over(label, day)


def _prune(folder: Path, today: Now) -> None:
    """Delete the backups that may not be kept; what is no backup stays, and is named."""
    for place in sorted(folder.glob(f"*{ENDING}")):
        try:
            with place.open("rb") as opened:
                label = read_label(opened)
            over = _over(label, today)
        except StoreError as error:
            note(f"{place} was left: {error}")
            continue
        if over is not None:
            place.unlink()
            click.echo(f"Deleted {place}: {over}.")
        elif why := today.unknown(label):
            note(f"{place} was left: {why}.")


def _free(folder: Path, name: str) -> Path:
    """A name that no backup has: two of one second would else be one."""
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))
    places = (folder / f"{one}{ENDING}" for one in names)
    return next(place for place in places if not place.exists() and not Path(f"{place}.part").exists())


def _key(file: Path | None, passphrase: str | None) -> BackupKey:
    if (file is None) == (passphrase is None):
        cause = "a backup is sealed with a key file or with a passphrase, one of the two"
        remedy = "add --key FILE; --new-key makes the file"
        if file is not None:
            remedy = (
                "leave one out: --key or BAROGRAPH_BACKUP_KEY, --passphrase or BAROGRAPH_BACKUP_PASSPHRASE"
            )
        raise Refused([Problem("no_key", "--key", cause, remedy)])
    try:
        return BackupKey.of_passphrase(passphrase) if file is None else BackupKey.parse(_text(file))  # type: ignore[arg-type]
    except StoreError as error:
        raise Refused([Problem("no_key", str(file or "passphrase"), error.cause, error.remedy)]) from None


def _text(file: Path) -> str:
    if not file.exists():
        cause = "there is no key here"
        raise Refused(
            [Problem("no_key", str(file), cause, "name the right file, or make one with --new-key")]
        )
    return file.read_text(encoding="ascii", errors="replace")


def _new_key(file: Path | None) -> BackupKey:
    if file is None or file.exists():
        cause = "a new key needs a file that is not there yet"
        raise Refused([Problem("no_key", str(file or "--key"), cause, "add --key FILE with a new name")])
    key = BackupKey.new()
    with _whole(file, file) as out:
        out.write(f"{key}\n".encode())
    note(
        f"{file} is the key of your backups. Keep a copy of it away from this computer and from the backups."
    )
    return key


def _secret_beside(database: str) -> Path | None:
    place = database.removeprefix("sqlite:///")
    if "://" in place or "BAROGRAPH_SECRET" in os.environ:
        return None
    return Path(f"{place}.secret")


@contextmanager
def _whole(place: Path, part: Path | None = None) -> Iterator[BinaryIO]:
    """A new file that only its owner can read, on the disk at the end; a broken-off one leaves nothing.

    It has its name once it is whole, or from the beginning where `part` is its name.
    """
    part = part or place.with_name(f"{place.name}.part")
    file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    try:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
        finally:
            file.close()
        if part != place:
            part.rename(place)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(place)  # of a full disk the system doesn't say which file it was
        raise


@contextmanager
def taught(place: str) -> Iterator[None]:
    """Turn a refusal of the store into a problem of the command line."""
    try:
        yield
    except (StoreError, DatabaseFailure) as error:
        raise Refused([Problem("database", place, error.cause, error.remedy)]) from None
