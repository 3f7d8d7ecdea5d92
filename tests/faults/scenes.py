"""What happens to a server while people answer; each scene gives what they were told beside what is stored."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from engine.store import JobState, JobTask, NewJob, Store, WaveState
from engine.waves.closing import close
from tests.faults.crowd import Crowd
from tests.faults.person import Habit
from tests.faults.program import Program
from tests.faults.survey import Place, fill, lay_out, stored
from tests.faults.tallies import Tally, tally

REPLIES: Final = (1, 80)  # that people get between a server's start and its end, drawn anew each time
BESIDE: Final = 0.1  # seconds at most that it goes on after these, so that it ends in the midst of others
CALM: Final = 0.7  # seconds before a fault of the database and after it
SOME: Final = 3  # people who have sent before the wave is closed
SOON: Final = 30.0  # seconds that this may take
LONG: Final = 180.0  # and a close that is killed twice: another worker waits half a minute each time
MANY: Final = 40_000  # answers that make a close take long enough to be killed in it
HOUR: Final = 3600.0  # seconds
CUT: Final = 0.4  # the share of presses of Send whose reply is lost

Fault = Callable[[Place, Program], AbstractContextManager[None]]


def killed(
    database: str, folder: Path, times: int, by: signal.Signals = signal.SIGKILL, longest: float = HOUR
) -> Tally:
    """The server ends at a random moment and is started again, so many times, for `longest` seconds at most."""
    moments, until, done = np.random.default_rng(8), time.monotonic() + longest, 0
    with _running(database, folder, forked=True) as (place, program, crowd):
        with crowd.answering():
            while done < times and time.monotonic() < until:
                _at_a_random_moment(crowd, moments)
                program.end(by)
                program.start()
                done += 1
        short = () if done == times else (f"{done} times only: {longest / 60:.0f} minutes were over",)
        return replace(tally(crowd.people, stored(place)), wrong=short)


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


def in_a_habit(database: str, folder: Path, habit: Habit, seconds: float) -> Tally:
    """Everybody presses in a way that people do by mistake."""
    with _running(database, folder) as (place, _, crowd):
        crowd.habit = habit
        with crowd.answering():
            time.sleep(seconds)
        return tally(crowd.people, stored(place))


def web_workers_killed(database: str, folder: Path, times: int) -> Tally:
    """One of the processes that answer pages is killed, and the server puts another in its place."""
    moments = np.random.default_rng(10)
    with _running(database, folder) as (place, program, crowd):
        with crowd.answering():
            for _ in range(times):
                _at_a_random_moment(crowd, moments)
                if answering := program.children():
                    os.kill(int(moments.choice(answering)), signal.SIGKILL)
        return tally(crowd.people, stored(place))


def close_killed(database: str, folder: Path) -> Tally:
    """A worker is killed once or twice while it closes a wave, and the wave is closed once all the same."""
    wrong = []
    with _running(database, folder, worker=True) as (place, program, crowd), Store.open(database) as store:
        wave = store.waves.get(place.wave)
        fill(store, place, MANY)
        with crowd.answering():
            _until_some_have_sent(crowd)
            store.jobs.ask(NewJob(JobTask.CLOSE, f"close {wave.id}", wave.id, details={"closes": 0}))
            for _ in range(2):
                _until(lambda: store.waves.get(wave.id).state is not WaveState.OPEN)
                if (worker := program.worker_process()) is not None:
                    os.kill(worker, signal.SIGKILL)
                store.closing.undo_broken_off()
            _until(lambda: store.jobs.all(wave)[0].ended is not None)
        (job,) = store.jobs.all(wave)
        closes, told = len(store.results.snapshots(wave)), store.audit.count(wave, action="wave.closed")
        found = (job.state, closes, told, store.waves.get(wave.id).state)
        if found != (JobState.DONE, 1, 1, WaveState.CLOSED) or job.tries < 2:
            wrong.append(f"state, closes, entries in the log, wave: {found}, begun {job.tries} times")
        result = tally(crowd.people, stored(place))
        kept = replace(result, stored=result.stored - MANY, wrong=tuple(wrong))
        return replace(kept, mixed=0)  # the answers that were there before are nobody's of the crowd


def _at_a_random_moment(crowd: Crowd, moments: np.random.Generator) -> None:
    """Wait until people got some replies more, however quick the computer is, and a little longer."""
    enough = crowd.replies + moments.integers(*REPLIES, endpoint=True)
    until = time.monotonic() + SOON
    while crowd.replies < enough and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(moments.uniform(0, BESIDE))


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not true() and time.monotonic() < until:
        time.sleep(0.01)


def _until_some_have_sent(crowd: Crowd) -> None:
    until = time.monotonic() + SOON
    while sum(person.acknowledged for person in crowd.people) < SOME and time.monotonic() < until:
        time.sleep(0.05)


@contextmanager
def _running(
    database: str, folder: Path, *, worker: bool = False, forked: bool = False
) -> Iterator[tuple[Place, Program, Crowd]]:
    place = lay_out(database)
    program = Program(database, folder / "server.log", worker=worker, forked=forked)
    program.start()
    try:
        yield place, program, Crowd(place, program.port)
    finally:
        program.end()
