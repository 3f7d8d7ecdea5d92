"""Who closes a wave just now: a lock that ends with its program, so that a close that was killed is known as such."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from engine.store.database import Database
from engine.store.errors import StoreError

OURS: Final = 0x6261726F  # "baro", before the wave's number among PostgreSQL's advisory locks
TRIES: Final = 20
PAUSE: Final = 0.05  # seconds


@contextmanager
def closing_lock(database: Database, wave_id: int, tries: int = TRIES) -> Iterator[None]:
    """Hold the lock of a wave that is being closed. Raises `StoreError` while another program holds it."""
    holding = _of_file if database.sqlite else _of_server
    for attempt in range(tries):
        with holding(database, wave_id) as held:
            if held:
                yield
                return
        if attempt < tries - 1:
            time.sleep(PAUSE)
    raise StoreError(
        "The wave is being closed by another program just now", "wait until it has finished, and look again"
    )


@contextmanager
def _of_file(database: Database, wave_id: int) -> Iterator[bool]:
    """A lock on a file beside the database, which the system lets go when its program ends in any way."""
    if sys.platform == "win32":  # no such locks: a close that was killed is taken over by the next
        yield True
        return
    import fcntl

    place = Path(f"{database.name}.closing-{wave_id}")
    try:
        file = place.open("w")
    except OSError as error:
        raise StoreError(
            f"{place} cannot be made ({error.strerror})",
            "free some space, or give this user the right to write there",
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            place.unlink(missing_ok=True)


@contextmanager
def _of_server(database: Database, wave_id: int) -> Iterator[bool]:
    """A lock that the server keeps for a connection; outside a transaction, so that it holds up nothing."""
    with database.explained(), database.engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        held = _ask(connection, "pg_try_advisory_lock", wave_id)
        try:
            yield held
        finally:
            if held:
                _ask(connection, "pg_advisory_unlock", wave_id)


def _ask(connection: Connection, function: str, wave_id: int) -> bool:
    return bool(connection.scalar(text(f"SELECT {function}(:ours, :wave)"), {"ours": OURS, "wave": wave_id}))
