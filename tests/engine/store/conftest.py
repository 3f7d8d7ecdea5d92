"""Every test of the store runs on SQLite, and on PostgreSQL where there is a server."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from engine.store import Store
from engine.store.schema import metadata
from tests.engine.store import postgres_server
from tests.engine.store.field import Clock, Field, lay_out
from tests.new_database import new_database

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres_server.server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres(server: str) -> Iterator[str]:
    """A database with tables, for all tests to use in turn."""
    with postgres_server.database(server, "barograph_tests") as address:
        Store.open(address).close()
        yield address


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without rows."""
    if request.param == "sqlite":
        yield str(new_database(tmp_path / "barograph.db"))
        return
    address: str = request.getfixturevalue("postgres")
    yield address
    with psycopg.connect(address) as connection:
        tables = sql.SQL(", ").join(sql.Identifier(name) for name in metadata.tables)
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))


@pytest.fixture(params=KINDS)
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield str(tmp_path / "barograph.db")
        return
    with postgres_server.database(request.getfixturevalue("server"), "barograph_empty") as address:
        yield address


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(place: str, clock: Clock) -> Iterator[Store]:
    with Store.open(place, now=clock, wait=5) as opened:
        yield opened


@pytest.fixture
def field(store: Store) -> Field:
    """An open anonymous wave at three schools."""
    return lay_out(store)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where an SQLite database may be made, for what only SQLite has."""
    return tmp_path / "barograph.db"


@pytest.fixture
def sqlite_store(file: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(file, now=clock, wait=5) as opened:
        yield opened


@pytest.fixture
def sqlite_field(sqlite_store: Store) -> Field:
    return lay_out(sqlite_store)
