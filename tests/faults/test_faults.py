"""A little of `make faults`, on SQLite: nothing acknowledged is lost or doubled, and nobody is told otherwise."""

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.store import Store
from tests.faults import scenes
from tests.faults.browser import Browser
from tests.faults.database_faults import locked
from tests.faults.program import Program
from tests.faults.survey import Place, lay_out
from tests.faults.waiting import idle, waited


@pytest.fixture
def database(tmp_path: Path) -> str:
    place = str(tmp_path / "barograph.db")
    Store.open(place).close()
    return place


@pytest.fixture
def running(database: str, tmp_path: Path) -> Iterator[tuple[Place, Program]]:
    place, program = lay_out(database), Program(database, tmp_path / "server.log")
    program.start()
    yield place, program
    program.end()


@pytest.mark.slow
def test_a_server_that_is_killed_loses_nothing_that_it_acknowledged(database: str, tmp_path: Path) -> None:
    told = scenes.killed(database, tmp_path, times=2)
    assert told.faultless, told
    assert told.acknowledged > 0


def test_whoever_gets_no_reply_to_send_is_not_asked_again(database: str, tmp_path: Path) -> None:
    told = scenes.replies_cut(database, tmp_path, seconds=3)
    assert told.faultless, told
    assert told.acknowledged == told.stored > 0


@pytest.mark.slow
def test_whoever_sends_while_the_wave_is_closed_is_told_whether_it_counts(
    database: str, tmp_path: Path
) -> None:
    told = scenes.closed_meanwhile(database, tmp_path)
    assert told.faultless, told
    assert told.acknowledged == told.stored > 0


def test_connections_that_say_nothing_shut_nobody_out(running: tuple[Place, Program]) -> None:
    place, program = running
    told = waited(program.port, f"/s/{place.link}/", idle)
    assert told.lost == 0, told


def test_readers_do_not_wait_for_writers_nor_does_a_stop_cut_them(running: tuple[Place, Program]) -> None:
    """Six people press Start while another program holds the database; the server is told to stop meanwhile."""
    place, program = running
    browsers = [Browser(program.port) for _ in range(6)]
    doors = [browser.ask(f"/s/{place.link}/") for browser in browsers]
    forms = [form for door in doors for form in door.page.forms if form.action.endswith("/start")]
    with ThreadPoolExecutor(len(browsers)) as lanes:
        with locked(place, program):
            replies = [
                lanes.submit(browser.ask, form.action, form.values)
                for browser, form in zip(browsers, forms, strict=True)
            ]
            time.sleep(0.5)
            assert Browser(program.port).ask(f"/s/{place.link}/").status == 200
            assert not any(reply.done() for reply in replies)
            program.send(signal.SIGTERM)
            time.sleep(0.5)
        assert [reply.result().status for reply in replies] == [303] * len(browsers)
    program.wait()
    assert program.log.read_text().endswith("Stopped.\n")
