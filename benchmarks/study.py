"""The validation study: all of bfi in seconds, a million people in one pass, and growth with people at flat memory.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.study`; add `--most 10000000` for the
longest run. Streamed responses are made block by block as they are read, as a store would hand them over; the
time to make them is measured beside and taken away.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from engine.exchange.response_csv import read_responses
from engine.loading import catalog
from engine.validation.data import Data, data_of_file
from engine.validation.parts import Part
from engine.validation.plan import StudyChoices, plan_of
from engine.validation.study import run
from engine.validation.study_json import study_json
from tests import reference, small

ITEMS, SUBSCALES, BLOCK, MISSING = 50, 5, 65_536, 0.05
RUNS = 5


def seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall-clock seconds of a call, after one that warms up."""
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def made(rows: int) -> Iterator[Part]:
    """Answers of people with five related traits, one item in six reverse-keyed, one answer in twenty missing."""
    reverse = np.arange(ITEMS) % 6 == 5
    for first in range(0, rows, BLOCK):
        size = min(BLOCK, rows - first)
        random = np.random.default_rng(first)
        general = random.standard_normal((size, 1), dtype=np.float32)
        traits = 0.7 * random.standard_normal((size, SUBSCALES), dtype=np.float32) + 0.5 * general
        latent = np.repeat(traits, ITEMS // SUBSCALES, axis=1)
        latent += random.standard_normal((size, ITEMS), dtype=np.float32)
        codes = np.clip(np.rint(latent + 2), 0, 4).astype(np.uint8)
        codes[:, reverse] = 4 - codes[:, reverse]
        codes[random.random((size, ITEMS), dtype=np.float32) < MISSING] = 253
        yield Part(codes, None, ())


def streamed(rows: int) -> dict[str, float]:
    """One pass over so many people, and what the study makes of it: seconds and peak memory of this process."""
    items = [small.likert(f"I{n}", reverse=n % 6 == 5) for n in range(ITEMS)]
    size = ITEMS // SUBSCALES
    subscales = tuple(
        small.subscale(f"s{n}", *(item.id for item in items[n * size : (n + 1) * size]), minimum=5)
        for n in range(SUBSCALES)
    )
    plan = plan_of(small.instrument(*items, subscales=subscales), StudyChoices(quality=False))
    data = Data(lambda: made(rows), "made", None)
    run(Data(lambda: made(2000), "warm", None), plan)
    start = time.perf_counter()
    for _ in made(rows):
        pass
    making = time.perf_counter() - start
    reached = [0.0]
    start = time.perf_counter()
    study_json(run(data, plan, told=lambda _: reached.append(time.perf_counter())))
    whole = time.perf_counter() - start
    one_pass = reached[-1] - start - making
    return {"rows": rows, "seconds": whole - making, "pass": one_pass, "peak_mb": peak_megabytes()}


def peak_megabytes() -> float:
    """The largest resident memory of this process since it began (not of the one that started it)."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def alone(rows: int) -> dict[str, float]:
    """The same in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "benchmarks.study", "--one", str(rows)]
    found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def baselines(rows: int) -> tuple[float, float, float]:
    """On the same answers in memory: NumPy's X'X in float32, its corrcoef, and pingouin's alpha, all items."""
    import pandas as pd
    import pingouin

    codes = np.concatenate([part.codes for part in made(rows)])
    single = codes.astype(np.float32)
    values = np.where(codes == 253, np.nan, codes).astype(np.float64)
    filled = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    table = pd.DataFrame(values)
    return (
        seconds(lambda: single.T @ single, runs=3),
        seconds(lambda: np.corrcoef(filled, rowvar=False), runs=3),
        seconds(lambda: pingouin.cronbach_alpha(table), runs=1),
    )


def of_bfi() -> None:
    import pandas as pd
    import pingouin

    instrument = catalog.find("big-five-25")
    read = read_responses(reference.data_path("bfi"), instrument)
    data = data_of_file(read)
    plan = plan_of(instrument, StudyChoices(), data.asked)
    ours = seconds(lambda: study_json(run(data, plan)))
    reading = seconds(lambda: read_responses(reference.data_path("bfi"), instrument))
    table = reference.data("bfi")
    parts = [pd.DataFrame(table.columns([f"{letter}{n}" for n in range(1, 6)])) for letter in "ACENO"]
    theirs = seconds(lambda: [pingouin.cronbach_alpha(part) for part in parts])
    print(f"bfi, {len(read):,} x 25 with missing answers, medians of {RUNS}")
    print(f"  reading the file                       {reading * 1e3:8.0f} ms")
    print(f"  the full study and its JSON            {ours * 1e3:8.0f} ms")
    print(
        f"  baseline, pingouin's five alphas alone {theirs * 1e3:8.0f} ms   study / baseline {ours / theirs:6.1f}"
    )


def of_a_million(rows: int) -> None:
    product, correlation, alpha = baselines(rows)
    runs = [alone(rows) for _ in range(3)]
    ours = statistics.median(one["seconds"] for one in runs)
    peak = max(one["peak_mb"] for one in runs)
    print(
        f"{rows:,} x {ITEMS}, {MISSING:.0%} missing: items, alpha, omega, factors, polychorics, ... from one pass"
    )
    one_pass = statistics.median(one["pass"] for one in runs)
    print(f"  the study                              {ours:8.2f} s    peak memory {peak:6.0f} MB")
    print(f"  of that, the pass over the answers     {one_pass:8.2f} s")
    for name, baseline in [
        ("float32 X'X of NumPy", product),
        ("NumPy's corrcoef", correlation),
        ("pingouin's alpha, all items", alpha),
    ]:
        print(f"  baseline, {name:29s}{baseline:8.2f} s    study / baseline {ours / baseline:6.1f}")


def growth(most: int) -> None:
    print("growth with people, streamed, each in a process of its own")
    rows = 1000
    while rows <= most:
        one = alone(rows)
        rate = rows / max(one["pass"], 1e-9)
        print(
            f"  {rows:>10,} people: study {one['seconds']:7.2f} s, pass {one['pass']:7.2f} s ({rate:9,.0f} people/s), "
            f"peak {one['peak_mb']:5.0f} MB"
        )
        rows *= 10


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", type=int)
    parser.add_argument("--most", type=int, default=1_000_000)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(streamed(chosen.one)))
        return
    of_bfi()
    of_a_million(min(1_000_000, chosen.most))
    growth(chosen.most)


if __name__ == "__main__":
    main()
