"""Passes on Dask workers: the same study to the last bit, whoever finishes first and whoever dies."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from distributed import Client, LocalCluster

from engine.instrument.model import Instrument, Option
from engine.problems import Refused
from engine.responses.layout import BLANK
from engine.validation.dask_workers import DaskWorkers, dask_workers
from engine.validation.data import Data, Grouping
from engine.validation.gather import Counting, gather
from engine.validation.parquet_pieces import data_of_parquet
from engine.validation.parts import Part
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.same_program import program, require_same
from engine.validation.shipped import done, packed
from engine.validation.study import run
from engine.validation.study_json import study_json
from tests import small
from tests.engine.validation.made import answers

ITEMS = 8
PEOPLE = 3000
CHOICES = StudyChoices(draws=2, factors=1, cluster="school", groups=("school",), structures=("one_factor",))


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    items = [small.likert(f"I{n + 1}") for n in range(ITEMS)]
    halves = [small.subscale(name, *(item.id for item in items[at::2])) for at, name in enumerate(("a", "b"))]
    return small.instrument(*items, subscales=tuple(halves))


def in_parts(rows: int = 250) -> Data:
    codes, schools = answers(PEOPLE, ITEMS, missing=0.05), np.arange(PEOPLE) % 30

    def parts() -> Iterator[Part]:
        for first in range(0, PEOPLE, rows):
            own = schools[first : first + rows]
            yield Part(codes[first : first + rows], own, (own,))

    labels = Grouping("school", tuple(f"School {n}" for n in range(30)))
    return Data(parts, "made", None, labels, (labels,))


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as found:
        yield found


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster) as found:
        yield found


def same(one: object, other: object) -> bool:
    """Equal to the last bit, NaN and all."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def as_told(data: Data, instrument: Instrument) -> object:
    return study_json(run(data, plan_of(instrument, CHOICES)))


@pytest.mark.slow
def test_a_study_on_workers_is_that_of_one_process_to_the_last_bit(
    client: Client, cluster: LocalCluster, instrument: Instrument
) -> None:
    told: list[tuple[str, int, int]] = []
    workers = DaskWorkers(client, "here", lambda *words: told.append(words))
    here, there = in_parts(), replace(in_parts(), executor=workers)
    assert same(as_told(here, instrument), as_told(there, instrument))
    assert [done for what, done, _ in told if what == "Counting"] == list(range(1, 13))
    assert {what for what, *_ in told} == {
        "Counting",
        "Looking for careless answers",
        "Sums for confirmatory models",
    }


class Slow:
    """Work whose later parts are finished first."""

    def __init__(self, parts: int) -> None:
        self.parts = parts

    def __call__(self, part: Part) -> tuple[int, int]:
        place = int(part.codes[0, 0])
        time.sleep(0.05 * (self.parts - place))
        return place, os.getpid()


def numbered(parts: int) -> list[Part]:
    return [Part(np.array([[place]], dtype=np.uint8), None, ()) for place in range(parts)]


@pytest.mark.slow
def test_results_come_in_the_order_of_the_parts_whoever_finishes_first(client: Client) -> None:
    found = list(DaskWorkers(client, "here").each(Slow(12), numbered(12), "Trying"))
    assert [place for place, _ in found] == list(range(12))
    assert len({pid for _, pid in found}) == 2


class Watched:
    """Counting that takes a while, so that a worker can be killed in the middle."""

    def __init__(self, work: object) -> None:
        self.work = work

    def __call__(self, part: Part) -> object:
        time.sleep(0.2)
        return self.work(part)  # type: ignore[operator]


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_changes_nothing(
    client: Client, cluster: LocalCluster, instrument: Instrument
) -> None:
    plan = plan_of(instrument, CHOICES)
    whole = gather(in_parts(), plan)
    victim = client.run(os.getpid)[cluster.workers[0].worker_address]
    killed = threading.Event()

    class Executor:
        def each(self, work, pieces, doing):  # type: ignore[no-untyped-def]
            return DaskWorkers(client, "here", kill).each(Watched(work), pieces, doing)

    def kill(doing: str, pieces: int, workers: int) -> None:
        if pieces == 3 and not killed.is_set():
            os.kill(victim, signal.SIGKILL)
            killed.set()

    found = gather(replace(in_parts(), executor=Executor()), plan)
    assert killed.is_set()
    with pytest.raises(ProcessLookupError):
        os.kill(victim, 0)
    assert found.n == whole.n == PEOPLE
    assert found.digest == whole.digest
    assert found.moments is not None
    assert whole.moments is not None
    assert np.array_equal(found.moments.step_products, whole.moments.step_products)
    assert found.score_moments is not None
    assert whole.score_moments is not None
    assert found.score_moments.step_products.tobytes() == whole.score_moments.step_products.tobytes()
    assert found.scores is not None
    assert whole.scores is not None
    assert found.tables is not None
    assert whole.tables is not None
    assert np.array_equal(found.tables.gram, whole.tables.gram)


class Deadly:
    """Work that ends whoever does it, as too little memory does."""

    def __call__(self, part: Part) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Wrong:
    def __call__(self, part: Part) -> None:
        require_same(program(), replace(program(), numpy="1.0"), "a made-up worker")


@pytest.mark.slow
def test_a_part_that_ends_every_worker_is_told_with_what_to_do() -> None:
    with dask_workers(None, 1) as workers, pytest.raises(Refused) as refused:
        list(workers.each(Deadly(), numbered(1), "Trying"))
    (problem,) = refused.value.problems
    assert problem.code == "workers_died"
    assert "part 1" in problem.cause
    assert "--memory-limit" in problem.remedy


@pytest.mark.slow
def test_what_a_worker_refuses_comes_back_whole(client: Client) -> None:
    with pytest.raises(Refused, match=r"numpy 1\.0") as refused:
        list(DaskWorkers(client, "here").each(Wrong(), numbered(1), "Trying"))
    assert refused.value.problems[0].code == "other_program"


def test_another_program_is_refused_by_the_first_thing_that_differs() -> None:
    with pytest.raises(Refused, match=r"worker: other_program: .* python 3\.9\.1, and the study is run with"):
        require_same(program(), replace(program(), python="3.9.1"), "worker")


def test_no_scheduler_is_told_with_how_to_find_one() -> None:
    with pytest.raises(Refused) as refused, dask_workers("tcp://127.0.0.1:9", None):
        pass
    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("no_scheduler", "tcp://127.0.0.1:9")


def test_work_goes_with_its_instrument_and_comes_back_as_it_was(instrument: Instrument) -> None:
    plan = plan_of(instrument, CHOICES)
    part = next(iter(in_parts().parts()))
    work = Counting(plan, 30, (30,))
    here, there = work(part), done(packed(work), part, program())
    assert here is not None
    assert here.moments is not None
    assert np.array_equal(here.moments.step_products, there.moments.step_products)


def parquet(folder: Path, name: str, codes: np.ndarray, schools: np.ndarray, type: str = "TINYINT") -> None:
    """Values 1 to 5, empty where blank, and the school's name."""
    columns = {f"I{n + 1}": np.where(codes[:, n] == BLANK, 0, codes[:, n] + 1) for n in range(ITEMS)}
    columns["school"] = np.array([f"School {n:02d}" for n in schools])
    with duckdb.connect() as connection:
        connection.register("made", columns)
        values = ", ".join(f"nullif(I{n + 1}, 0)::{type} AS I{n + 1}" for n in range(ITEMS))
        connection.execute(f"COPY (SELECT {values}, school FROM made) TO '{folder / name}' (FORMAT parquet)")


def test_a_folder_of_parquet_is_read_piece_by_piece_as_the_codes_stand(
    tmp_path: Path, instrument: Instrument
) -> None:
    codes, schools = answers(PEOPLE, ITEMS, missing=0.05), np.arange(PEOPLE) % 30
    parquet(tmp_path, "a.parquet", codes[:1000], schools[:1000])
    parquet(tmp_path, "b.parquet", codes[1000:], schools[1000:])
    data = data_of_parquet(instrument, tmp_path, cluster="school", groups=("school", "I1"))
    found = list(data.parts())
    assert [len(part) for part in found] == [1000, 2000]
    assert np.array_equal(np.concatenate([part.codes for part in found]), codes)
    assert np.array_equal(np.concatenate([part.clusters for part in found]), schools)
    assert np.array_equal(
        np.concatenate([part.groups[1] for part in found]),
        np.where(codes[:, 0] == BLANK, -1, codes[:, 0].astype(int)),
    )
    assert data.cluster is not None
    assert data.cluster.labels[3] == "School 03"
    assert data.asked == frozenset(f"I{n + 1}" for n in range(ITEMS))


TYPES = "TINYINT", "UTINYINT", "SMALLINT", "INTEGER", "BIGINT", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL(4, 1)"


@pytest.mark.parametrize("type", TYPES)
def test_numbers_of_every_type_are_the_options_they_stand_for(
    tmp_path: Path, instrument: Instrument, type: str
) -> None:
    codes = answers(200, ITEMS, missing=0.05)
    parquet(tmp_path, "a.parquet", codes, np.zeros(200, dtype=int), type)
    (part,) = data_of_parquet(instrument, tmp_path / "a.parquet").parts()
    assert np.array_equal(part.codes, codes)


def test_yes_and_no_are_one_and_nought(tmp_path: Path) -> None:
    asked = small.instrument(replace(small.likert("I1"), options=(Option(0, "No"), Option(1, "Yes"))))
    with duckdb.connect() as connection:
        cells = "VALUES (true), (NULL), (false)"
        connection.execute(
            f"COPY (SELECT * FROM ({cells}) t(I1)) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)"
        )
    (part,) = data_of_parquet(asked, tmp_path / "a.parquet").parts()
    assert part.codes[:, 0].tolist() == [1, BLANK, 0]


@pytest.mark.parametrize("type", ["TINYINT", "DOUBLE"])
def test_a_value_that_is_no_option_is_refused_with_its_row(
    tmp_path: Path, instrument: Instrument, type: str
) -> None:
    codes = answers(100, ITEMS)
    codes[41, 2] = 8
    parquet(tmp_path, "a.parquet", codes, np.zeros(100, dtype=int), type)
    data = data_of_parquet(instrument, tmp_path / "a.parquet")
    with pytest.raises(
        Refused, match=r"a\.parquet, row 42, column I3: not_an_option: 9 is none of the values"
    ):
        list(data.parts())


def test_a_column_or_an_item_that_is_not_there_is_refused(tmp_path: Path, instrument: Instrument) -> None:
    parquet(tmp_path, "a.parquet", answers(10, ITEMS), np.zeros(10, dtype=int))
    with pytest.raises(Refused, match="there is no column 'class'"):
        data_of_parquet(instrument, tmp_path, cluster="class")
    with pytest.raises(Refused, match="none of its columns is an item"):
        data_of_parquet(small.instrument(small.likert("X1")), tmp_path)
