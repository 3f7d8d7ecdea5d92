"""How long the core summaries take, against one float32 `X.T @ X` of the same data, in one run.

    python benchmarks/moments.py [--rows N] [--items K] [--repeats R] [--no-pingouin]

Prints medians in milliseconds and ratios. Contenders take turns, so that a busy machine slows all alike. Set
OPENBLAS_NUM_THREADS=1: two threads on a shared machine are slower than one.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from psychometrics.reliability import alpha
from psychometrics.scores import ScoredSubscale, ScoreTable
from psychometrics.summaries.counts import CodeCounts
from psychometrics.summaries.grouped import GroupMoments
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.tables import PairTables

POINTS = 5
MISSING = 0.05
GROUPS = 10_000


def responses(rows: int, items: int) -> tuple[np.ndarray, np.ndarray]:
    """Codes of one common factor cut into five points, 5 % missing, and their value table."""
    rng = np.random.default_rng(20240501)
    codes = np.empty((rows, items), dtype=np.uint8)
    for first in range(0, rows, 50_000):
        size = min(50_000, rows - first)
        latent = rng.normal(size=(size, 1)) + rng.normal(size=(size, items))
        part = np.searchsorted([-2.0, -0.8, 0.4, 1.6], latent).astype(np.uint8)
        part[rng.random(part.shape) < MISSING] = 253
        codes[first : first + size] = part
    table = np.full((items, 256), np.nan)
    table[:, :POINTS] = np.arange(1, POINTS + 1)
    return codes, table


def medians(contenders: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each, taken in turns."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(repeats):
        for name, run in contenders.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def report(title: str, found: dict[str, float], base: str) -> None:
    print(f"\n{title}")
    for name, seconds in found.items():
        print(f"  {name:<58}{1000 * seconds:>10.1f} ms{seconds / found[base]:>9.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-pingouin", action="store_true", help="leave out the slow comparison")
    options = parser.parse_args()
    codes, table = responses(options.rows, options.items)
    items = options.items
    seven = [tuple(range(i, min(i + 7, items))) for i in range(0, items, 7)]
    subscales = [
        ScoredSubscale(str(place), own, (False, True) * (len(own) // 2) + (False,) * (len(own) % 2))
        for place, own in enumerate(seven)
    ]
    groups = np.random.default_rng(1).integers(0, GROUPS, options.rows)
    whole = np.where(codes == 253, 0, codes).astype(np.uint8)
    X = whole.astype(np.float32)
    base = "float32 X.T @ X"
    report(
        f"{options.rows:,} x {items} codes, {100 * MISSING:.0f} % missing",
        medians(
            {
                base: lambda: X.T @ X,
                "Moments": lambda: Moments.of(codes, table),
                "Moments with complete cases of 8 subscales": lambda: Moments.of(codes, table, subsets=seven),
                "Moments, nothing missing": lambda: Moments.of(whole, table),
                "ScoreTable of 8 subscales": lambda: ScoreTable.of(codes, table, subscales),
                f"ScoreTable of 8 subscales in {GROUPS:,} groups": lambda: ScoreTable.of(
                    codes, table, subscales, groups=groups
                ),
                f"Moments in {GROUPS:,} groups": lambda: GroupMoments.of(codes, table, groups),
                "CodeCounts": lambda: CodeCounts.of(codes),
                "PairTables of 25 items": lambda: PairTables.of(codes[:, :25], [POINTS] * min(25, items)),
            },
            options.repeats,
        ),
        base,
    )
    if not options.no_pingouin:
        against_pingouin(codes, table)


def against_pingouin(codes: np.ndarray, table: np.ndarray) -> None:
    """Alpha, alpha if dropped and item statistics of all items, from the codes on; pingouin: alpha alone."""
    import pandas as pd
    import pingouin

    frame = pd.DataFrame(table[0][codes])
    found = medians(
        {
            "pingouin.cronbach_alpha alone": lambda: pingouin.cronbach_alpha(frame),
            "codes to Moments to alpha with item statistics": lambda: alpha(Moments.of(codes, table)),
        },
        1 if len(codes) > 200_000 else 3,
    )
    report("alpha of all items, missing answers pairwise", found, "pingouin.cronbach_alpha alone")
    ours, theirs = alpha(Moments.of(codes, table)).raw, pingouin.cronbach_alpha(frame)[0]
    print(f"  the same alpha: {ours:.12f} and {theirs:.12f}")


if __name__ == "__main__":
    main()
