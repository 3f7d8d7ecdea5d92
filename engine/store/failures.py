"""What a driver's error means to the person who runs Barograph, and what they can do."""

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from engine.store.errors import DatabaseFailure, StoreError


@dataclass(frozen=True, slots=True)
class Explanation:
    cause: str  # may name the database as {name}
    remedy: str


FULL: Final = Explanation(
    "The disk that holds {name} is full, so nothing more was stored",
    "free some space; everything acknowledged before is safe",
)
LOCKED: Final = Explanation(
    "Another program holds {name} locked",
    "close it, or wait until it has finished, and try again",
)
WRONG_FILE: Final = Explanation(
    "{name} is not a database of Barograph",
    "name the right file, or a new one to begin with an empty database",
)
DAMAGED: Final = Explanation(
    "{name} is damaged",
    "stop Barograph, keep a copy of the file, and restore the last backup",
)
READ_ONLY: Final = Explanation(
    "{name} may not be written to",
    "give this user the right to write to the file and to its folder",
)
UNREACHABLE: Final = Explanation(
    "{name} cannot be opened",
    "check that its folder exists and that this user may write there",
)
DISK: Final = Explanation(
    "The disk that holds {name} reported an error",
    "check the disk and its free space; everything acknowledged before is safe unless the disk lost it",
)
SERVER: Final = Explanation(
    "The server of {name} does not answer or refused the connection",
    "check that it runs and that address, user and password are right",
)
BUSY: Final = Explanation(
    "All connections to {name} stayed in use",
    "try again; if it happens often, allow fewer requests at a time",
)
REFUSED: Final = Explanation(
    "{name} refused a value that its rules do not allow",
    "nothing was stored; please report this with what you did",
)
OTHER: Final = Explanation(
    "{name} reported an error",
    "nothing was stored; try again, and report it if it stays",
)

SQLITE: Final = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_NOTADB: WRONG_FILE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: UNREACHABLE,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_CONSTRAINT: REFUSED,
}

# By class of SQLSTATE, the first two characters, or by the whole of it.
POSTGRES: Final = {
    "08": SERVER,
    "23": REFUSED,
    "28": SERVER,
    "3D": SERVER,
    "53100": FULL,
    "55P03": LOCKED,
    "57": SERVER,
    "25006": READ_ONLY,
    "42501": READ_ONLY,
}


def explain(error: Exception, name: str) -> StoreError | DatabaseFailure:
    """What a driver's error on the database called `name` is to others.

    The driver's own first words go along as a note. The rest of its error stays out: PostgreSQL quotes the
    row it refused, and answers must not get into a log.
    """
    driver: Any = getattr(error, "orig", None) or error
    found = _find(driver)
    kind = StoreError if found in (REFUSED, WRONG_FILE) else DatabaseFailure
    failure = kind(found.cause.format(name=name), found.remedy)
    words = getattr(getattr(driver, "diag", None), "message_primary", None) or str(driver).partition("\n")[0]
    failure.add_note(f"the driver said: {words}")
    return failure


def _find(driver: Any) -> Explanation:
    if isinstance(driver, sqlite3.Error):
        # The low byte is the kind of error; the rest says where in SQLite it arose.
        return SQLITE.get(getattr(driver, "sqlite_errorcode", 0) & 0xFF, OTHER)
    state = getattr(driver, "sqlstate", None)
    if state is None:
        # psycopg gives no state when it found no server; SQLAlchemy's own queue has no driver at all.
        return SERVER if type(driver).__module__.startswith("psycopg") else BUSY
    return POSTGRES.get(state) or POSTGRES.get(state[:2], OTHER)
