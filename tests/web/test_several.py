"""One server as several processes: respondents are answered by some, everything else by one, and each is replaced."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.faults.program import Program
from tests.faults.survey import lay_out

WORKERS = 2


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    place = lay_out(str(tmp_path / "survey.db"))
    program = Program(place.database, tmp_path / "log", options=("--workers", str(WORKERS)))
    program.start()
    yield program
    if program.process is not None and program.process.poll() is None:
        program.end()


def ask(program: Program, path: str, body: bytes | None = None) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", program.port, timeout=30)
    connection.request("GET" if body is None else "POST", path, body)
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, text


def parts(program: Program) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(program.pid)], capture_output=True, text=True, check=False)
    return [int(number) for number in listed.stdout.split()]


def until(true: object) -> None:
    end = time.monotonic() + 30
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
def test_pages_come_from_both_and_whatever_is_killed_is_replaced(program: Program) -> None:
    until(lambda: len(parts(program)) == WORKERS + 1)
    assert ask(program, "/join")[0] == 200
    status, page = ask(program, "/sign-in")
    assert status == 200
    assert "Sign in" in page
    before = parts(program)
    for number in before:
        os.kill(number, signal.SIGKILL)
    until(lambda: len(set(parts(program)) - set(before)) == WORKERS + 1)
    assert ask(program, "/join")[0] == 200
    assert ask(program, "/sign-in")[0] == 200


@pytest.mark.slow
def test_a_post_and_its_address_reach_the_office_whole(program: Program) -> None:
    status, page = ask(program, "/sign-in?next=%2Fhome%3Fa%3D1%26b", b"email=ada%40hub.example&password=no")
    assert status == 400  # no token of ours: told by the office's own page
    assert "Open the page again" in page
    assert ask(program, "/not/%C3%A9there")[0] == 404


@pytest.mark.slow
def test_all_processes_end_when_the_first_is_told_or_killed(program: Program) -> None:
    until(lambda: len(parts(program)) == WORKERS + 1)
    ours = parts(program)
    program.end(signal.SIGKILL)
    until(lambda: not any(_runs(number) for number in ours))
    program.start()
    assert ask(program, "/join")[0] == 200
    program.end(signal.SIGTERM)
    assert program.process is not None
    assert program.process.returncode == 0
    assert "Stopped." in program.log.read_text()


def _runs(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
