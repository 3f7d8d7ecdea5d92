"""A PostgreSQL server for the tests: the one that is named, or a private one that ends with them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests import programs

NAMED = "BAROGRAPH_TEST_POSTGRES_URL"
USER = "postgres"


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The address of a database whose user may create others; a `durable` one waits for the disk."""
    named = os.environ.get(NAMED)
    if named:
        yield named
        return
    initdb = programs.found("initdb", "usr/lib/postgresql/*/bin")
    if initdb is None:
        programs.missing(
            f"no PostgreSQL server here: install Debian's package postgresql, or name one in {NAMED}"
        )
    folder = Path(tempfile.mkdtemp(prefix="barograph-postgres-"))
    try:
        with _private_server(initdb.parent, folder, durable=durable):
            yield f"postgresql://{USER}@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """The address of a new database on the server, dropped in the end; each process of a run has its own."""
    name += os.environ.get("PYTEST_XDIST_WORKER", "")
    identifier = sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@contextmanager
def _private_server(installed: Path, folder: Path, *, durable: bool) -> Iterator[None]:
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, USER)
    data = folder / "data"
    _run(installed / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", at=folder)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'" + (
        "" if durable else " -c fsync=off"
    )
    control = installed / "pg_ctl"
    _run(control, "start", "-D", data, "-w", "-l", folder / "log", "-o", options, at=folder)
    try:
        yield
    finally:
        _run(control, "stop", "-D", data, "-w", "-m", "immediate", at=folder)


def restart(address: str, mode: str) -> None:
    """Restart the private server of an address; `mode` is `fast`, or `immediate` for one that crashes."""
    folder = Path(str(make_url(address).query["host"]))
    initdb = programs.found("initdb", "usr/lib/postgresql/*/bin")
    assert initdb is not None
    control = initdb.parent / "pg_ctl"
    _run(control, "restart", "-D", folder / "data", "-w", "-m", mode, "-l", folder / "log", at=folder)


def _run(*command: object, at: Path) -> None:
    user = USER if os.geteuid() == 0 else None
    words = [str(part) for part in command]
    subprocess.run(words, cwd=at, check=True, stdout=subprocess.DEVNULL, timeout=120, user=user)


def process(server: str) -> int:
    """The number of the server's first process, which has started all others."""
    with psycopg.connect(server) as connection:
        row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
    assert row is not None
    return int(str(row[0]).split("\n", 1)[0])
