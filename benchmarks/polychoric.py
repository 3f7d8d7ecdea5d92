"""Polychoric matrices: ours against one pair at a time, and against psych where R has it.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.polychoric`
"""

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import ndtri

from psychometrics.polychoric import cell_probabilities, polychoric
from psychometrics.summaries.tables import PairTables
from tests import reference

RUNS = 7
PSYCH_SECONDS = 2.81
"""psych 2.5.3, `polychoric(cc)` of 2,436 x 25, in the reference pack's own run on a machine of this kind."""

IN_R = """
suppressPackageStartupMessages(library(psych)); options(mc.cores = 1); x <- read.csv('{path}')[, 1:25]
once <- function() capture.output(suppressWarnings(suppressMessages(polychoric(x, correct = 0))))
cat(median(replicate(3, system.time(once())[["elapsed"]])))
"""


def seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall-clock seconds of a call, after one that warms up."""
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def pair_by_pair(tables: PairTables) -> np.ndarray:
    """The baseline: a bounded one-dimensional search for each pair, over the same cell probabilities."""
    items = len(tables.names)
    cuts = [ndtri(np.cumsum(tables.counts(i))[:-1] / tables.counts(i).sum())[None] for i in range(items)]
    correlation = np.eye(items)
    for i in range(items):
        for j in range(i):
            counts = tables.table(i, j)

            def misfit(rho: float, i: int = i, j: int = j, counts: np.ndarray = counts) -> float:
                return -float(
                    np.sum(counts * np.log(cell_probabilities(cuts[i], cuts[j], np.array([rho]))[0]))
                )

            found = minimize_scalar(misfit, bounds=(-0.999, 0.999), method="bounded", options={"xatol": 1e-8})
            correlation[i, j] = correlation[j, i] = found.x
    return correlation


def psych_seconds() -> float | None:
    """Median of psych in this run, None where R or psych is not installed."""
    if shutil.which("Rscript") is None:
        return None
    script = IN_R.format(path=reference.data_path("bfi"))
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    return float(done.stdout.split()[-1]) if done.returncode == 0 and done.stdout else None


def main() -> None:
    table = reference.data("bfi")
    values = table.values[:, :25]
    small = PairTables.of_values(values, low=1, high=6)
    rows = np.random.default_rng(1).integers(0, len(values), 100_000)
    codes = np.where(np.isnan(values[rows]), 253, values[rows] - 1).astype(np.uint8)
    large = PairTables.of(codes, [6] * 25)

    baseline = seconds(lambda: pair_by_pair(small), runs=3)
    ours = seconds(lambda: polychoric(small))
    apart = np.abs(polychoric(small).correlation - pair_by_pair(small)).max()
    ours_large = seconds(lambda: polychoric(large))
    counting = seconds(lambda: PairTables.of(codes, [6] * 25))
    both = seconds(lambda: polychoric(PairTables.of_values(values, low=1, high=6)))
    print(f"bfi, 2,800 x 25, 300 correlations (medians of {RUNS}, largest difference {apart:.0e})")
    print(f"  baseline, one pair at a time       {baseline * 1e3:9.1f} ms")
    print(
        f"  polychoric(tables)                 {ours * 1e3:9.1f} ms   baseline / this {baseline / ours:6.0f}"
    )
    print(
        f"  with counting the tables           {both * 1e3:9.1f} ms   baseline / this {baseline / both:6.0f}"
    )
    psych = psych_seconds()
    where = (
        "in this run" if psych else "as the reference pack recorded it; R with psych is not installed here"
    )
    print(
        f"  psych, {where}: {psych or PSYCH_SECONDS:.2f} s, {(psych or PSYCH_SECONDS) / both:.0f} times this"
    )
    print("100,000 x 25 codes")
    print(
        f"  PairTables.of(codes)               {counting * 1e3:9.1f} ms   {100_000 / counting:,.0f} rows a second"
    )
    print(
        f"  polychoric(tables)                 {ours_large * 1e3:9.1f} ms   bfi / this {ours / ours_large:6.2f}"
    )


if __name__ == "__main__":
    main()
