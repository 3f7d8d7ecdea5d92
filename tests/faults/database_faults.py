"""A database that is locked by another program, has no room, takes no writing, drops connections, or is restarted."""

import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

import psycopg

from tests.engine.store import postgres_server
from tests.faults.program import Program
from tests.faults.survey import Place

ROOM: Final = 512  # bytes that a file may have while the disk is full: less than one page of SQLite's
CUT_EVERY: Final = 0.1  # seconds
CUT: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


@contextmanager
def locked(place: Place, _: Program) -> Iterator[None]:
    """Another program holds what a writer needs."""
    if "://" not in place.database:
        with closing(sqlite3.connect(place.database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(place.database) as connection:
        connection.execute("LOCK TABLE draft, response IN EXCLUSIVE MODE")
        yield


@contextmanager
def full(_: Place, program: Program) -> Iterator[None]:
    """The server can't write another byte to any file, as on a disk without room."""
    before = resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(place: Place, _: Program) -> Iterator[None]:
    """The database server takes no writing, as a standby does."""
    with psycopg.connect(place.database, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        connection.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            connection.execute("SET default_transaction_read_only = off")
            connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
            connection.execute("SELECT pg_reload_conf()")


@contextmanager
def connections_cut(place: Place, _: Program) -> Iterator[None]:
    """The database server ends every connection again and again, as when it is restarted."""
    over = threading.Event()

    def cut() -> None:
        with psycopg.connect(place.database, autocommit=True) as connection:
            while not over.wait(CUT_EVERY):
                connection.execute(CUT)

    thread = threading.Thread(target=cut)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def restarted(place: Place, _: Program) -> Iterator[None]:
    """The database server is restarted, as an update does it."""
    postgres_server.restart(place.database, "fast")
    yield


@contextmanager
def crashed(place: Place, _: Program) -> Iterator[None]:
    """The database server crashes, and recovers when it is started."""
    postgres_server.restart(place.database, "immediate")
    yield
