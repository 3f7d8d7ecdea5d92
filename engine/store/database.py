"""Connections and transactions: what SQLite and PostgreSQL each need to keep what was acknowledged."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.store import failures
from engine.store.errors import StoreError
from engine.store.turns import Turns

WRITING: Final = "barograph_writing"

Found = TypeVar("Found")


class Database:
    """One database: reading and writing transactions on it, every driver error explained.

    `wait` is the number of seconds to wait for a lock that another connection holds.
    """

    def __init__(self, place: str | PathLike[str], wait: float) -> None:
        self.url = _url(place)
        self.wait = wait
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url, wait)
        self._explained = ErrorsExplained(self.name, self.engine.dialect.loaded_dbapi.Error)
        self._turns = Turns(self.name, wait) if self.sqlite else None
        self._held = threading.local()  # the connection of a transaction around several

    @property
    def name(self) -> str:
        """How messages call this database, without a password."""
        if self.sqlite:
            return str(self.url.database)
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads and never waits for a writer."""
        if (held := self._around()) is not None:
            yield held
            return
        with self.explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds SQLite's write lock from its start, so that it never fails half-way.

        When the block ends without an exception, everything in it is on disk.
        """
        if (held := self._around()) is not None:
            yield held
            return
        with (
            self._turns.mine() if self._turns else nullcontext(),
            self.explained(),
            self.engine.connect() as connection,
        ):
            connection.execution_options(**{WRITING: True})
            with connection.begin():
                yield connection

    def alone(self, run: Callable[[Any], Found], *, writing: bool = False) -> Found:
        """What a function finds by the driver's own cursor, with one statement, which is a transaction by itself.

        When it returns, what the statement wrote is on disk.
        """
        if (held := self._around()) is not None:
            with closing(held.connection.cursor()) as cursor:
                return run(cursor)
        with self._turns.mine() if writing and self._turns else nullcontext(), self.explained():
            connection = self.engine.raw_connection()
            driver: Any = connection.driver_connection
            try:
                if not self.sqlite:
                    driver.autocommit = (
                        True  # PostgreSQL is then asked once, and not to begin and commit beside
                    )
                cursor = driver.cursor()
                found = run(cursor)
                cursor.close()
                if not self.sqlite:
                    driver.autocommit = False
                return found
            except BaseException as error:
                connection.invalidate(error)
                raise
            finally:
                connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """One writing transaction around several of this thread: what they do is kept as a whole or not at all."""
        with self.writing() as connection:
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None

    def _around(self) -> Connection | None:
        return getattr(self._held, "connection", None)

    def explained(self) -> "ErrorsExplained":
        """Turn a driver's error into a `StoreError` that says what to do."""
        return self._explained

    def keep_log_ahead(self) -> None:
        """Set SQLite's write-ahead log, under which readers and a writer do not wait for each other.

        The setting stays in the file, so it is made only once the file is known to be ours.
        """
        if not self.sqlite:
            return
        with self.explained(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is None or driver.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                raise StoreError(
                    f"The disk of {self.name} cannot hold a database that several programs use at once",
                    "put the file on a local disk, not on a network drive",
                )

    def close(self) -> None:
        self.engine.dispose()
        if self._turns:
            self._turns.close()


class ErrorsExplained:
    """The errors of one database's driver explained, around whatever asks it; made once, as each statement needs it."""

    def __init__(self, name: str, error: type[Exception]) -> None:
        self._name = name
        self._kinds = (DBAPIError, PoolTimeout, sqlite3.Error, error)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, self._kinds):
            raise failures.explain(error, self._name) from None


def _url(place: str | PathLike[str]) -> URL:
    text = str(place)
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    remedy = "write postgresql://user@host/name for PostgreSQL, or the path of a file for SQLite"
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except ArgumentError as error:
        raise StoreError("This address of a database cannot be read", remedy) from error
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(f"Barograph cannot keep its data in {backend}", remedy)
    if not url.database or url.database == ":memory:":
        raise StoreError("A database in memory would forget every answer", remedy)
    return url


def _engine(url: URL, wait: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, hide_parameters=True, connect_args={"timeout": wait, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(
            url,
            hide_parameters=True,  # an error's text would else carry answers into a log
            pool_pre_ping=True,
            connect_args={"connect_timeout": max(2, int(wait))},
        )
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the driver psycopg, which is not installed", "pip install 'barograph[postgres]'"
        ) from error
    event.listen(engine, "connect", _prepare_postgres(wait))
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
    for setting in (
        "foreign_keys = ON",
        "synchronous = FULL",  # a commit returns when its answers are on disk
        "secure_delete = ON",  # deleted drafts and codes are overwritten with zeros
        "temp_store = MEMORY",  # closing sorts responses; they leave no temporary file
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    driver: Any = connection.connection.driver_connection  # SQLAlchemy's own way takes as long as a read
    driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_postgres(wait: float) -> Any:
    def prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait * 1000)}")
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] == "off":  # else a server crash could lose what was acknowledged
                cursor.execute("SET synchronous_commit = on")
        connection.commit()

    return prepare
