"""A little of `make faults`: nothing acknowledged is lost or doubled, and nobody is told otherwise."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from engine.store import Store
from tests.engine.store import postgres_server
from tests.faults import database_faults, scenes
from tests.faults.browser import Browser
from tests.faults.database_faults import locked
from tests.faults.person import Habit
from tests.faults.program import Program
from tests.faults.survey import Place, lay_out
from tests.faults.tallies import Tally
from tests.faults.waiting import idle, waited

Scene = Callable[[str, Path], Tally]

fails = partial(partial, scenes.database_fails, times=1, seconds=1)
ON_SQLITE: dict[str, Scene] = {
    "a process of it killed": partial(scenes.web_workers_killed, times=2),
    "every request twice at once": partial(scenes.in_a_habit, habit=Habit.TWICE, seconds=2),
    "two tabs": partial(scenes.in_a_habit, habit=Habit.TWO_TABS, seconds=2),
    "database locked": fails(fault=database_faults.locked),
    "disk full": fails(fault=database_faults.full),
    "worker killed in a close": scenes.close_killed,
}
ON_POSTGRESQL: dict[str, Scene] = {
    "killed": partial(scenes.killed, times=2),
    "database locked": fails(fault=database_faults.locked),
    "read-only": fails(fault=database_faults.read_only),
    "connections cut": fails(fault=database_faults.connections_cut),
    "wave closed meanwhile": scenes.closed_meanwhile,
}
RESTARTS: dict[str, Scene] = {
    "database restarted": fails(fault=database_faults.restarted),
    "database crashed": fails(fault=database_faults.crashed),
}


@pytest.fixture
def database(tmp_path: Path) -> str:
    place = str(tmp_path / "barograph.db")
    Store.open(place).close()
    return place


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server.server() as address:
        yield address


@pytest.fixture
def on_postgresql(server: str) -> Iterator[str]:
    with postgres_server.database(server, "barograph_faults") as address:
        Store.open(address).close()
        yield address


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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("scene", ON_SQLITE.values(), ids=ON_SQLITE)
def test_what_is_acknowledged_is_stored_once(scene: Scene, database: str, tmp_path: Path) -> None:
    told = scene(database, tmp_path)
    assert told.faultless, told
    assert told.acknowledged > 0


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("scene", ON_POSTGRESQL.values(), ids=ON_POSTGRESQL)
def test_what_postgresql_acknowledged_is_stored_once(
    scene: Scene, on_postgresql: str, tmp_path: Path
) -> None:
    told = scene(on_postgresql, tmp_path)
    assert told.faultless, told
    assert told.acknowledged > 0


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(
    postgres_server.NAMED in os.environ, reason="a server that is named is not ours to restart"
)
@pytest.mark.parametrize("scene", RESTARTS.values(), ids=RESTARTS)
def test_a_database_that_is_restarted_loses_nothing_acknowledged(
    scene: Scene, on_postgresql: str, tmp_path: Path
) -> None:
    told = scene(on_postgresql, tmp_path)
    assert told.faultless, told
    assert told.acknowledged > 0


@pytest.mark.slow
def test_connections_that_say_nothing_shut_nobody_out(running: tuple[Place, Program]) -> None:
    place, program = running
    told = waited(program.port, f"/s/{place.link}/", idle)
    assert told.lost == 0, told


@pytest.mark.slow
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
