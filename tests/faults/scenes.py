"""What happens to a server while people answer; each scene gives what they were told beside what is stored."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from engine.store import Store
from engine.waves.closing import close
from tests.faults.crowd import Crowd
from tests.faults.program import Program
from tests.faults.survey import Place, lay_out, stored
from tests.faults.tallies import Tally, tally

UP: Final = (0.1, 2.5)  # seconds between a server's start and its end, drawn anew each time
CALM: Final = 0.7  # seconds before a fault of the database and after it
SOME: Final = 3  # people who have sent before the wave is closed
SOON: Final = 30.0  # seconds that this may take
CUT: Final = 0.4  # the share of presses of Send whose reply is lost

Fault = Callable[[Place, Program], AbstractContextManager[None]]


def killed(database: str, folder: Path, times: int, by: signal.Signals = signal.SIGKILL) -> Tally:
    """The server ends at a random moment and is started again, so many times."""
    moments = np.random.default_rng(8)
    with _running(database, folder) as (place, program, crowd):
        with crowd.answering():
            for _ in range(times):
                time.sleep(moments.uniform(*UP))
                program.end(by)
                program.start()
        return tally(crowd.people, stored(place))


def replies_cut(database: str, folder: Path, seconds: float) -> Tally:
    """Replies to Send are lost on their way, and people open the link again."""
    chance = np.random.default_rng(9)
    with _running(database, folder) as (place, _, crowd):
        crowd.cut = lambda: chance.random() < CUT
        with crowd.answering():
            time.sleep(seconds)
        return tally(crowd.people, stored(place))


def database_fails(database: str, folder: Path, fault: Fault, times: int, seconds: float) -> Tally:
    """The database refuses to write, or to do anything, for some seconds, so many times."""
    with _running(database, folder) as (place, program, crowd):
        with crowd.answering():
            for _ in range(times):
                time.sleep(CALM)
                with fault(place, program):
                    time.sleep(seconds)
            time.sleep(CALM)
        return tally(crowd.people, stored(place))


def closed_meanwhile(database: str, folder: Path) -> Tally:
    """Another program closes the wave while people answer and send."""
    with _running(database, folder) as (place, _, crowd):
        with crowd.answering():
            _until_some_have_sent(crowd)
            with Store.open(database) as store:
                close(store, store.waves.get(place.wave))
        return tally(crowd.people, stored(place))


def _until_some_have_sent(crowd: Crowd) -> None:
    until = time.monotonic() + SOON
    while sum(person.acknowledged for person in crowd.people) < SOME and time.monotonic() < until:
        time.sleep(0.05)


@contextmanager
def _running(database: str, folder: Path) -> Iterator[tuple[Place, Program, Crowd]]:
    place = lay_out(database)
    program = Program(database, folder / "server.log")
    program.start()
    try:
        yield place, program, Crowd(place, program.port)
    finally:
        program.end()
