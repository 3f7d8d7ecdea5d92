"""Parallel analysis and exploratory factor analysis of bfi: ours against factor-analyzer and drawn persons.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.factors`
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from psychometrics.extraction import minres
from psychometrics.factors import explore
from psychometrics.parallel import parallel_analysis
from psychometrics.schmid_leiman import schmid_leiman
from psychometrics.second_opinion.by_factor_analyzer import factor_analyzer_solution
from tests import reference

RUNS = 7
DRAWS = 100


def seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall-clock seconds of a call, after one that warms up."""
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def drawn_persons(items: int, n: int) -> np.ndarray:
    """The baseline of parallel analysis: make the persons, correlate, one matrix after the other."""
    random = np.random.default_rng(1)
    found = []
    for _ in range(DRAWS):
        R = np.corrcoef(random.standard_normal((n, items)), rowvar=False)
        reduced = R.copy()
        np.fill_diagonal(reduced, np.sum(minres(R, 1).loadings ** 2, axis=1))
        found.append([np.linalg.eigvalsh(R), np.linalg.eigvalsh(reduced)])
    return np.array(found)


def main() -> None:
    values = reference.data("bfi").values[:, :25]
    complete = values[~np.isnan(values).any(axis=1)]
    R, n = np.corrcoef(complete, rowvar=False), len(complete)

    print(f"bfi, {n:,} x 25, medians of {RUNS}")
    baseline = seconds(lambda: drawn_persons(25, n), runs=3)
    print(f"parallel analysis, factors and components, {DRAWS} draws")
    print(f"  baseline, persons made and correlated {baseline * 1e3:9.1f} ms")
    for persons in (n, 1_000_000):
        ours = seconds(lambda persons=persons: parallel_analysis(R, persons, draws=DRAWS))
        print(
            f"  Wishart draws, n = {persons:<9,}          {ours * 1e3:9.1f} ms   baseline / this {baseline / ours:5.1f}"
        )
    for method in ("minres", "ml"):
        print(f"five factors, {method}, from the correlation matrix")
        for rotation in ("none", "oblimin", "promax"):
            theirs = seconds(
                lambda m=method, r=rotation: factor_analyzer_solution(R, 5, method=m, rotation=r)
            )
            ours = seconds(lambda m=method, r=rotation: explore(R, n, 5, method=m, rotation=r))
            apart = np.abs(
                factor_analyzer_solution(R, 5, method=method, rotation=rotation)[0]
                - explore(R, n, 5, method=method, rotation=rotation).loadings
            ).max()
            print(
                f"  {rotation:8} baseline factor-analyzer {theirs * 1e3:7.1f} ms   ours with fit {ours * 1e3:6.1f} ms"
                f"   baseline / ours {theirs / ours:5.1f}   loadings apart {apart:.0e}"
            )
    print(f"  Schmid-Leiman of three factors        {seconds(lambda: schmid_leiman(R, 3)) * 1e3:9.1f} ms")


if __name__ == "__main__":
    main()
