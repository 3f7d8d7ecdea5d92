"""Time and memory of reading files of answers: ours, to codes that can be scored, and the libraries alone.

python -m benchmarks.answer_files --rows 1000000 --items 50 --folder /tmp/answers

Each reading runs in a process of its own, ours with the process that it starts; memory is the largest resident size of
either. The files are made where they are not there yet.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

FORMATS = ("csv", "sav", "parquet")


def make(folder: Path, rows: int, items: int) -> None:
    """Answers from 1 to 5 of so many people, a few of them blank, in each format."""
    import duckdb
    import pandas
    import pyreadstat

    folder.mkdir(parents=True, exist_ok=True)
    if all((folder / f"answers.{ending}").exists() for ending in FORMATS):
        return
    random = np.random.default_rng(1)
    table = pandas.DataFrame({f"q{item}": random.integers(1, 6, rows).astype(float) for item in range(items)})
    table.iloc[::97, 3] = np.nan
    table.astype("Int64").to_csv(folder / "answers.csv", index=False)
    pyreadstat.write_sav(table, str(folder / "answers.sav"), row_compress=True)
    connection = duckdb.connect()
    connection.register("answers", table)
    connection.execute(f"COPY answers TO '{folder / 'answers.parquet'}' (FORMAT parquet)")


def ours(path: Path, items: int) -> int:
    """The answers as codes."""
    from engine.exchange.response_csv import read_responses
    from tests.small import instrument, likert

    return len(read_responses(path, instrument(*(likert(f"q{item}") for item in range(items)))))


def alone(path: Path) -> int:
    """The table, by the library that others would take, as floats."""
    if path.suffix == ".csv":
        import pandas

        return len(pandas.read_csv(path))
    if path.suffix == ".sav":
        import pyreadstat

        return len(pyreadstat.read_sav(str(path))[0])
    import duckdb

    return len(duckdb.read_parquet(str(path)).df())


def measure(which: str, path: Path, items: int) -> str:
    """One reading in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.answer_files",
        "--one",
        which,
        str(path),
        "--items",
        str(items),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def one(which: str, path: Path, items: int) -> None:
    began = time.perf_counter()
    rows = ours(path, items) if which == "ours" else alone(path)
    seconds = time.perf_counter() - began
    busy = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    sizes = [
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(f"{rows:,} rows, {seconds:.1f} s ({busy:.1f} s of processor), {max(sizes):,} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--folder", type=Path, default=Path("answers-benchmark"))
    parser.add_argument("--one", nargs=2)
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]), given.items)
        return
    make(given.folder, given.rows, given.items)
    for ending in FORMATS:
        path = given.folder / f"answers.{ending}"
        for which in ("ours", "alone"):
            print(f"{ending:<8} {which:<6} {measure(which, path, given.items)}", flush=True)


if __name__ == "__main__":
    main()
