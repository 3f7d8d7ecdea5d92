"""The folder of a server goes with it; that of one which was killed goes with the next, and no other does."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from web.commands.serving_folder import LOCK, PREFIX, remove_left, serving_folder

# A server with one process more, as it is begun: it says which, and waits to be killed.
SERVER: Final = """
import os, time
from web.commands.serving_folder import serving_folder
with serving_folder() as folder:
    (folder / "office").touch()
    print(os.fork() or "", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def server(temporary: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server that runs: its first process, and the number of the other."""
    begun = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert begun.stdout is not None
    with begun:
        other = int(next(line for line in begun.stdout if line.strip()))
        yield begun, other
        begun.kill()
        with suppress(ProcessLookupError):
            os.kill(other, signal.SIGKILL)


def test_the_folder_of_a_server_goes_with_it(temporary: Path) -> None:
    with serving_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(temporary.iterdir()) == [folder]
    assert list(temporary.iterdir()) == []


def test_a_folder_stays_while_a_process_of_its_server_lives(
    temporary: Path, server: tuple[subprocess.Popen[str], int]
) -> None:
    first, other = server
    (left,) = temporary.glob(f"{PREFIX}*")
    remove_left()
    assert (left / "office").exists()
    first.kill()
    first.wait()
    remove_left()
    assert (left / "office").exists()
    os.kill(other, signal.SIGKILL)
    until = time.monotonic() + 30
    while left.exists():
        assert time.monotonic() < until
        remove_left()
    assert list(temporary.iterdir()) == []


def test_a_server_removes_what_one_that_was_killed_left(temporary: Path) -> None:
    left = temporary / f"{PREFIX}left"
    left.mkdir()
    (left / LOCK).touch()
    with serving_folder() as folder:
        assert list(temporary.iterdir()) == [folder]


def test_what_no_server_of_this_user_left_stays(
    temporary: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / LOCK).touch()
    others = temporary / f"{PREFIX}link", temporary / f"{PREFIX}begun", temporary / "barograph-other"
    others[0].symlink_to(elsewhere)
    others[1].mkdir()
    others[2].mkdir()
    (others[2] / LOCK).touch()
    remove_left()
    assert set(temporary.iterdir()) == set(others)
    assert (elsewhere / LOCK).exists()


def test_a_folder_of_another_user_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = temporary / f"{PREFIX}theirs"
    folder.mkdir()
    (folder / LOCK).touch()
    ours = os.getuid()
    with monkeypatch.context() as as_another:
        as_another.setattr(os, "getuid", lambda: ours + 1)
        remove_left()
        assert folder.is_dir()
    remove_left()
    assert not folder.exists()
