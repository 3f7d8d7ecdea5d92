"""A study's pass over many answers on Dask workers, beside one process: seconds, memory, and whether sums agree.

`python -m benchmarks.cluster --rows 100000000` makes up 25 items of six options in Parquet (about 1 GB for 10^8 rows)
in a folder that is gone at the end; with `--kept FOLDER` they stay there and are counted again. They are counted on
`--workers` processes and then in this one; with `--study` it is the whole study that is run both ways, each of its
passes timed. The same rows are made on every run.
"""

import argparse
import hashlib
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from engine.instrument.model import Instrument
from engine.loading import catalog
from engine.validation.dask_workers import DaskWorkers, dask_workers
from engine.validation.data import Data
from engine.validation.gather import gather
from engine.validation.parquet_pieces import data_of_parquet, people_in
from engine.validation.parts import HERE, Executor, Part, PartSource
from engine.validation.plan import Plan, StudyChoices, plan_of
from engine.validation.study import run
from engine.validation.study_json import study_json

OF_A_FILE = 5_000_000
INSTRUMENT = "big-five-25"


def made_up(instrument: Instrument, rows: int, folder: Path) -> None:
    """Items that share a trait of four steps, each with three steps of its own, and 1 in 100 left out."""
    answers = ", ".join(
        f"CASE WHEN hash(i, {k}, 'gap') % 100 = 0 THEN NULL "
        f"ELSE least(6, greatest(1, (hash(i, 'trait') % 4 + hash(i, {k}) % 3 + 1)::INT)) END::TINYINT AS {item.id}"
        for k, item in enumerate(instrument.items)
    )
    with duckdb.connect(config={"threads": 1}) as connection:
        for at, first in enumerate(range(0, rows, OF_A_FILE)):
            last = min(rows, first + OF_A_FILE)
            connection.execute(  # numbers and the shipped instrument's own ids
                f"COPY (SELECT {answers}, 'site ' || (hash(i, 'site') % 200) AS site FROM range({first}, {last}) t(i)) "  # noqa: S608
                f"TO '{folder / f'answers-{at:03d}.parquet'}' (FORMAT parquet)"
            )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watched:
    """An executor that tells how long each pass takes, and a digest of all sums that come of its parts, in order."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self.seconds: dict[str, float] = {}
        self.digest = hashlib.sha256()

    def each(self, work: Callable[[Part], Any], pieces: Iterable[PartSource], doing: str) -> Iterator[Any]:
        began = time.perf_counter()
        for sums in self._executor.each(work, pieces, doing):
            self.digest.update(bits(sums))
            yield sums
        self.seconds[doing] = time.perf_counter() - began


def passed(data: Data, plan: Plan, executor: Executor, rows: int) -> Any:
    """One pass, with its figures: the sums of everybody."""
    sums, seconds = timed(lambda: gather(replace(data, executor=executor), plan))
    print(f"   {seconds:8.1f} s {rows / seconds / 1e6:6.2f} M rows/s", flush=True)
    return bits(sums)


def studied(data: Data, plan: Plan, executor: Executor, rows: int) -> Any:
    """The whole study, with its figures pass by pass: all its numbers, and a digest of all sums."""
    watched = Watched(executor)
    numbers, seconds = timed(lambda: study_json(run(replace(data, executor=watched), plan)))
    for doing, each in watched.seconds.items():
        print(f"   {each:8.1f} s {rows / each / 1e6:6.2f} M rows/s  {doing}")
    print(f"   {seconds:8.1f} s in all", flush=True)
    return json.dumps(numbers), watched.digest.hexdigest()


def compared(data: Data, plan: Plan, workers: DaskWorkers, rows: int, *, study: bool) -> None:
    work = studied if study else passed
    print(f"{'study' if study else 'pass'}, {workers.workers} workers")
    there = work(data, plan, workers, rows)
    most = max(workers.client.run(megabytes).values())
    print(f"   at most {most:.0f} MB a worker, {megabytes():.0f} MB here")
    print("the same, one process")
    here = work(data, plan, HERE, rows)
    print(f"   at most {megabytes():.0f} MB")
    print(f"sums{' and numbers' if study else ''} the same to the last bit: {here == there}")


def bits(found: Any) -> bytes:
    """All numbers as bytes, whoever else refers to an array."""
    if is_dataclass(found):
        return b"".join(bits(getattr(found, one.name)) for one in fields(found))
    if isinstance(found, dict):
        return b"".join(bits(one) for pair in found.items() for one in pair)
    if isinstance(found, list | tuple):
        return b"".join(map(bits, found))
    if isinstance(found, np.ndarray):
        return repr((found.dtype, found.shape)).encode() + found.tobytes()
    return repr(found).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--study", action="store_true")
    parser.add_argument("--kept", type=Path, help="where answers are, or are made and stay")
    asked = parser.parse_args()
    instrument = catalog.find(INSTRUMENT)
    with tempfile.TemporaryDirectory() as made:
        folder = asked.kept or Path(made)
        if not any(folder.glob("*.parquet")):
            folder.mkdir(exist_ok=True)
            _, seconds = timed(lambda: made_up(instrument, asked.rows, folder))
            print(f"made in {seconds:.0f} s")
        data = data_of_parquet(instrument, folder, cluster="site")
        rows, size = people_in(data), sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        print(f"{rows:,} rows x {len(instrument.items)} items, {size:.0f} MB of Parquet")
        plan = plan_of(instrument, StudyChoices(cluster="site", draws=20), data.asked)
        with dask_workers(None, asked.workers) as workers:
            compared(data, plan, workers, rows, study=asked.study)


if __name__ == "__main__":
    main()
