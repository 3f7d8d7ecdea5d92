"""The worker as people run it: a process that takes up work, ends with its server, and survives a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.store import JobState, JobTask, NewJob, Store
from tests.new_database import new_database
from tests.web.test_commands import run

SECRET = "a secret of the tests of the worker, long enough"
START = "from web.cli import main; main()"
PATIENCE = 60.0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return new_database(tmp_path / "hub.db")


@contextmanager
def worker(place: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", START, "worker", "--database", str(place), *words]
    environment = {**os.environ, "BAROGRAPH_SECRET": SECRET}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_worker_says_that_it_lives_strikes_the_clock_and_stops_when_told(place: Path) -> None:
    with Store.open(place) as store, worker(place) as process:
        until(lambda: store.jobs.workers() == 1)
        until(lambda: any(one.state is JobState.DONE for one in store.jobs.all()))
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        assert process.stdout is not None
        assert process.stdout.read() == "Waiting for work. Press Ctrl+C to stop.\n"
        assert store.jobs.workers() == 0
        assert [one.task for one in store.jobs.all()] == [JobTask.CLOCK]


def test_a_worker_ends_with_the_server_that_began_it(place: Path) -> None:
    with Store.open(place) as store, worker(place, "--parent", "1") as process:
        process.wait(PATIENCE)  # its parent is this test, and not process 1
        assert store.jobs.workers() == 0


def test_the_list_of_jobs_says_what_stands_and_a_failed_one_is_done_again(place: Path) -> None:
    with Store.open(place) as store:
        store.jobs.ask(NewJob(JobTask.STUDY, "study 1 1"))
        job = store.jobs.claim("ann")
        assert job is not None
        store.jobs.tell(job, "Reading answers", 1, 4)
        waiting = store.jobs.ask(NewJob(JobTask.REPORTS, "reports 1 1"))
    told = run("jobs", "--database", place)
    assert "running  study: Reading answers, 25%" in told.stdout
    assert "waiting  reports" in told.stdout
    assert "No worker is running: `barograph worker` starts one" in told.stderr
    told = run("jobs", str(waiting.id), "--database", place, code=1)
    assert "is waiting; only one that failed is done again" in told.stderr
    with Store.open(place) as store:
        store.jobs.fail(job, "too few people answered")
    assert "failed   study: too few people answered" in run("jobs", "--database", place).stdout
    assert "It waits again" in run("jobs", str(job.id), "--database", place).stderr


def test_once_does_what_waits_and_ends(place: Path) -> None:
    with Store.open(place) as store:
        store.jobs.ask(NewJob(JobTask.CLOCK, "clock"))
    assert "1 job done." in run("worker", "--once", "--database", place).stderr
    assert "Nothing waits, nothing is being done, nothing failed." in run("jobs", "--database", place).stderr
    assert "done     what is due by itself" in run("jobs", "--all", "--database", place).stdout
