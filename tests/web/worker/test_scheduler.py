"""Studies counted by an engine that two commands of Dask started, as docs/many-workers.md has it."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from engine.store import JobState, JobTask, NewJob, Store
from engine.validation.dask_workers import DaskWorkers
from engine.waves.study import study_wave
from engine.waves.study_choices import WaveStudyChoices
from tests.faults.program import free_port
from tests.new_database import new_database
from tests.web.conftest import Clock
from tests.web.network.test_studies import closed_wave
from tests.web.test_commands import run

DASK = str(Path(sys.executable).with_name("dask"))
ENDS_WITHIN = 20


@contextmanager
def running(folder: Path, *words: str) -> Iterator[None]:
    with (folder / f"{words[0]}.log").open("ab") as log:
        process = subprocess.Popen([DASK, *words], stdout=log, stderr=log, cwd=folder)
        try:
            yield
        finally:
            process.terminate()
            process.wait(ENDS_WITHIN)


def waiting(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the scheduler does not listen")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("dask"), free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as open_:
        listening = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        open_.enter_context(running(folder, "scheduler", *listening))
        waiting(port)
        limits = ("--nworkers", "2", "--nthreads", "1", "--memory-limit", "1GiB", "--no-dashboard")
        open_.enter_context(running(folder, "worker", address, "--host", "127.0.0.1", *limits))
        with Client(address) as client:
            client.wait_for_workers(2, timeout=60)
        yield address


@pytest.mark.slow
def test_the_study_of_a_wave_on_an_engine_is_that_of_one_process(scheduler: str, tmp_path: Path) -> None:
    place = new_database(tmp_path / "hub.db")
    with Store.open(place, now=Clock()) as store:
        wave = closed_wave(store, Clock(), {f"School {letter}": 12 for letter in "ABCDEF"})
        snapshot = store.results.snapshot(wave)
        details = {"snapshot": snapshot.number, "asked": None}
        store.jobs.ask(NewJob(JobTask.STUDY, "study", wave.id, details=details))
    counted_on: list[int] = []
    each = DaskWorkers.each

    def noted(self: DaskWorkers, *words: Any) -> Iterator[Any]:
        counted_on.append(self.workers)
        return each(self, *words)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DaskWorkers, "each", noted)
        assert "1 job done." in run("worker", "--once", "--scheduler", scheduler, "--database", place).stderr
    with Store.open(place, now=Clock()) as store:
        job = store.jobs.newest("study")
        assert job is not None
        assert (job.state, job.failure, set(counted_on)) == (JobState.DONE, None, {2})
        there = store.results.study_report(snapshot)
        assert there is not None
        here = study_wave(store, wave, lambda *_: None, WaveStudyChoices())
        assert json.loads(here.json) == json.loads(there.json)


@pytest.mark.slow
def test_an_engine_that_is_not_there_is_told_on_the_page_of_the_study(tmp_path: Path) -> None:
    place = new_database(tmp_path / "hub.db")
    with Store.open(place, now=Clock()) as store:
        wave = closed_wave(store, Clock(), {f"School {letter}": 12 for letter in "ABCDEF"})
        details = {"snapshot": store.results.snapshot(wave).number, "asked": None}
        store.jobs.ask(NewJob(JobTask.STUDY, "study", wave.id, details=details))
    run("worker", "--once", "--scheduler", "tcp://127.0.0.1:9", "--database", place)
    with Store.open(place, now=Clock()) as store:
        job = store.jobs.newest("study")
        assert job is not None
        assert job.state is JobState.FAILED
        assert "no Dask scheduler answers there" in job.failure


@pytest.mark.slow
def test_a_folder_of_answers_is_studied_on_an_engine_as_here(scheduler: str, tmp_path: Path) -> None:
    """With the commands of the docs, at an address, and not with processes of the study's own."""
    answers = tmp_path / "answers.csv"
    run("simulate", "big-five-25", "--output", answers, "--sites", "20", "--persons", "20")
    told = []
    for name, words in (("here", ()), ("there", ("--scheduler", scheduler))):
        found = tmp_path / f"{name}.json"
        run("validate", "big-five-25", answers, "--json", found, *words)
        told.append(json.loads(found.read_text("utf-8")))
    assert told[0] == told[1]
