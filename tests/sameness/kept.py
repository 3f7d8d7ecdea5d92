"""The demonstration that is kept, and copies of it to work on."""

import contextlib
import io
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from flask import Flask

from tests.sameness.chance import CHANCE
from tests.sameness.places import OWN, place

DATABASE: Final = "demo.db"
SECRET: Final = "demo.db.secret"
INPUTS: Final = "inputs"
TRACEBACK: Final = 70  # the exit code that stands for an exception nobody caught
DATA: Final = ("bfi", "lq2002", "ability", "science", "school-wellbeing")
DEFINITIONS: Final = ("broken", "kinds")
NOT_DATA: Final = shutil.ignore_patterns("*.py", "__pycache__")
OWN_INSTRUMENTS: Final = ("lq2002", "ability", "science")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said: its exit code, standard output and standard error."""

    code: int
    out: bytes
    err: str


def keep(folder: Path) -> None:
    """Fill the demonstration into a folder, and put beside it the files that commands are run on."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / DATABASE).exists():
        raise SystemExit(f"{folder} holds a demonstration already, and what was measured on it counts on it.")
    fill(folder)
    inputs = folder / INPUTS
    inputs.mkdir(exist_ok=True)
    for name in OWN_INSTRUMENTS:
        shutil.copytree(OWN / "tests" / "instruments" / name, inputs / name, dirs_exist_ok=True)
    for name in DEFINITIONS:
        shutil.copytree(OWN / "tests" / "engine" / name, inputs / name, dirs_exist_ok=True, ignore=NOT_DATA)
    shared = Path(os.environ.get("BAROGRAPH_SHARED", OWN.parent / "shared")) / "reference" / "data"
    for name in DATA:
        own = OWN / "tests" / "reference" / "data" / f"{name}.csv"
        shutil.copyfile(own if own.exists() else shared / f"{name}.csv", inputs / f"{name}.csv")


def fill(folder: Path) -> None:
    """Make the demonstration anew."""
    with working_in(folder):
        said = run(["demo", "--database", DATABASE, "--no-serve", "--port", "0"])
    if said.code:
        raise SystemExit(f"The demonstration could not be made:\n{said.err}")


@contextlib.contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A copy of what is kept in a folder of its own, which is the working folder meanwhile."""
    with tempfile.TemporaryDirectory(prefix="sameness-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        for part in (DATABASE, SECRET):
            shutil.copy(folder / part, place / part)
        if (folder / INPUTS).is_dir():
            (place / INPUTS).symlink_to((folder / INPUTS).resolve())
        (place / "tmp").mkdir()
        with working_in(place), patch.dict(os.environ, {"TMPDIR": str(place / "tmp")}):
            before, tempfile.tempdir = tempfile.tempdir, None
            try:
                yield place
            finally:
                tempfile.tempdir = before


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run(arguments: list[str]) -> Said:
    """Run the installed command in this process, and catch what it says."""
    CHANCE.begin(f"command {' '.join(arguments)}")
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    code: Any = 0
    argv = ["barograph", *arguments]
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "argv", argv),
        patch.dict(os.environ, {"COLUMNS": "100"}),
    ):
        try:
            place("command line")(args=arguments, prog_name="barograph")
        except SystemExit as stop:
            code = stop.code
        except Exception as trouble:
            code = TRACEBACK
            err.write(f"{type(trouble).__name__}: {trouble}\n")
        out.flush()
    held = out.buffer
    assert isinstance(held, io.BytesIO)
    return Said(int(code or 0), held.getvalue(), err.getvalue())


def serving(arguments: list[str], visit: Callable[[Flask], None]) -> Said:
    """Run a command that serves, and visit its application where it would listen."""
    troubles: list[BaseException] = []

    def serve(app: Flask, **_: object) -> None:
        try:
            visit(app)
        except BaseException as trouble:
            troubles.append(trouble)
            raise

    with (  # as the checkout at hand serves: by one call, or by a server of its own
        patch("waitress.serve", serve),
        patch("waitress.server.create_server", serve),
        patch("web.commands.server.serve_until_told", create=True),
    ):
        said = run([*arguments, "--port", "0"])
    if troubles:
        raise troubles[0]
    return said


def survey_links(database: Path) -> frozenset[str]:
    """The secret parts of all survey links that a database holds."""
    return frozenset(str(link) for (link,) in rows(database, "SELECT link FROM site"))


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()
