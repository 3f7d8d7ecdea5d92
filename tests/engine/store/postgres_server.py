"""A PostgreSQL server for the tests: the one that is named, or a private one that ends with them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

NAMED = "BAROGRAPH_TEST_POSTGRES_URL"
USER = "postgres"


def missing(reason: str) -> None:
    """Skip where a server is not to be expected; in CI one is, so that its absence is a failure."""
    message = f"{reason}: install Debian's package postgresql, or name a server in {NAMED}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def server() -> Iterator[str]:
    """The address of a database whose user may create others."""
    named = os.environ.get(NAMED)
    if named:
        yield named
        return
    programs = _programs()
    if programs is None:
        missing("no PostgreSQL server was found")
        return
    folder = Path(tempfile.mkdtemp(prefix="barograph-postgres-"))
    try:
        with _private_server(programs, folder):
            yield f"postgresql://{USER}@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """The address of a new database on the server, dropped in the end."""
    identifier = sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@contextmanager
def _private_server(programs: Path, folder: Path) -> Iterator[None]:
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, USER)
    data = folder / "data"
    _run(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", at=folder)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    control = programs / "pg_ctl"
    _run(control, "start", "-D", data, "-w", "-l", folder / "log", "-o", options, at=folder)
    try:
        yield
    finally:
        _run(control, "stop", "-D", data, "-w", "-m", "immediate", at=folder)


def _run(*command: object, at: Path) -> None:
    user = USER if os.geteuid() == 0 else None
    words = [str(part) for part in command]
    subprocess.run(words, cwd=at, check=True, stdout=subprocess.DEVNULL, timeout=120, user=user)


def _programs() -> Path | None:
    """The folder of the newest server's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None
