"""Time and memory of `barograph import`: a file of answers into a wave, and closed with its results.

python -m benchmarks.importing --rows 1000000 --items 50 --folder /tmp/imported --real ../shared/formats

Made files hold answers from 1 to 5 of so many people at 200 schools; real ones are large files of each format that
others made, all at one school, with the instrument that `barograph new --from-data` finds in them. Each command runs in
a process of its own; memory is the largest resident size of it or of a process that it starts.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

SCHOOLS = 200
MADE = ("csv", "sav", "parquet")
REAL = (
    "ls-responses/scicom_labels.csv",
    "google-ms-forms/ms_curriculum.xlsx",
    "xlsx-ods/lycee.xlsx",
    "xlsx-ods/jolla.ods",
    "sav/wellbeing_hungarian.sav",
    "dta/teams.dta",
)
ASKED = ["--licence", "CC0-1.0", "--audience", "staff", "--privacy", "anonymous", "--minimum-group", "5"]


def make(folder: Path, rows: int, items: int) -> None:
    """The instrument and the files, where they are not there yet."""
    import duckdb
    import pandas
    import pyreadstat

    ids = [f"q{item}" for item in range(items)]
    write_instrument(folder / "asked", ids)
    if all((folder / f"answers.{ending}").exists() for ending in MADE):
        return
    random = np.random.default_rng(1)
    table = pandas.DataFrame({id: random.integers(1, 6, rows) for id in ids}).astype("Int64")
    table.iloc[::97, 3] = None
    table.insert(0, "school", [f"School {number}" for number in random.integers(1, SCHOOLS + 1, rows)])
    table.to_csv(folder / "answers.csv", index=False)
    connection = duckdb.connect()
    connection.register("answers", table)
    connection.execute(f"COPY answers TO '{folder / 'answers.parquet'}' (FORMAT parquet)")
    numbers = table.astype(dict.fromkeys(ids, "float64"))
    pyreadstat.write_sav(numbers, str(folder / "answers.sav"), row_compress=True)


def write_instrument(folder: Path, ids: list[str]) -> None:
    """A definition of items on one scale, five of them a subscale."""
    folder.mkdir(parents=True, exist_ok=True)
    points = ", ".join(f"{{value: {value}, label: Answer {value}}}" for value in range(1, 6))
    items = "\n".join(f"  - {{id: {id}, text: Statement {id}, kind: scale, scale: five}}" for id in ids)
    (folder / "instrument.yaml").write_text(
        "id: asked\nversion: 1.0.0\ntitle: Asked\nlanguage: en\nlicence: CC0-1.0\naudience: staff\n"
        "privacy: anonymous\nminimum_group: 5\n"
        f"response_scales:\n  five: {{options: [{points}]}}\nitems:\n{items}\n"
        f"subscales:\n  - {{id: all, label: All, items: [{', '.join(ids[:5])}], "
        "score: {method: mean, minimum_answered: 4}}\n",
        encoding="utf-8",
    )


def measure(*arguments: str) -> str:
    """One command in a process that waits for nothing else."""
    command = [sys.executable, "-m", "benchmarks.importing", "--one", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def one(arguments: list[str]) -> None:
    """Run barograph with these arguments, and say how it ended and what it took."""
    began = time.perf_counter()
    run = [str(Path(sys.executable).with_name("barograph")), *arguments]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, busy = time.perf_counter() - began, used.ru_utime + used.ru_stime
    told = next((line for line in done.stderr.splitlines() if "imported" in line), "")
    ended = told or f"refused: {(done.stderr.strip().splitlines() or ['?'])[-1]}"
    print(f"{used.ru_maxrss // 1024:>5,} MB, {busy:.1f} s of processor, {seconds:.1f} s  {ended}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--folder", type=Path, default=Path("import-benchmark"))
    parser.add_argument("--real", type=Path)
    parser.add_argument("--one", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if given.one:
        one(given.one)
        return
    folder: Path = given.folder
    make(folder, given.rows, given.items)
    for number, (ending, how) in enumerate(
        [*((ending, "--keep-open") for ending in MADE), ("csv", "--close")]
    ):
        database = folder / f"{number}.db"
        database.unlink(missing_ok=True)
        path = folder / f"answers.{ending}"
        told = measure(
            *("import", str(folder / "asked"), str(path), "--site", "school"),
            *("--database", str(database), how),
        )
        print(f"{ending + ' ' + how:<26}{path.stat().st_size / 1e6:>8.1f} MB  {told}", flush=True)
    for number, name in enumerate(REAL if given.real else ()):
        path, database, found = given.real / name, folder / f"real{number}.db", folder / f"found{number}"
        database.unlink(missing_ok=True)
        if not found.exists():
            measure(
                "new", "--from-data", str(path), "-o", str(found), "--language", "en", "--id", "found", *ASKED
            )
        told = measure("import", str(found), str(path), "--school", "One school", "--database", str(database))
        print(f"{path.name:<26}{path.stat().st_size / 1e6:>8.1f} MB  {told}", flush=True)


if __name__ == "__main__":
    main()
