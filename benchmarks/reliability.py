"""Omega, split-halves and bootstrap: ours against a plain way to the same number, in one run.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.reliability`
"""

import statistics
import time
from collections.abc import Callable
from itertools import combinations

import numpy as np

from psychometrics.bootstrap import bootstrap_interval
from psychometrics.lambdas import greatest_lower_bound, guttman
from psychometrics.omega import omega_hierarchical, omega_of, omega_total, omega_total_minres
from psychometrics.second_opinion.by_factor_analyzer import factor_analyzer_solution
from psychometrics.split_half import split_halves
from tests import reference

RUNS = 7
DRAWS = 1000
REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")


def seconds(call: Callable[[], object], runs: int = RUNS) -> float:
    """Median wall-clock seconds of a call, after one that warms up."""
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def compare(what: str, ours: float, baseline: str, theirs: float) -> None:
    print(f"{what:<58}{ours * 1e3:10.2f} ms")
    print(f"  {baseline:<56}{theirs * 1e3:10.2f} ms   baseline / ours {theirs / ours:8.1f}")


def keyed_bfi() -> np.ndarray:
    table = reference.data("bfi")
    values = table.values[:, :25].copy()
    for item in REVERSED:
        place = table.names.index(item)
        values[:, place] = 7 - values[:, place]
    return values[~np.isnan(values).any(axis=1)]


def numerical_ml(S: np.ndarray) -> float:
    """Omega by scipy's quasi-Newton search with numerical gradients over loadings and residuals."""
    from scipy.optimize import minimize

    k = len(S)

    def discrepancy(x: np.ndarray) -> float:
        implied = np.outer(x[:k], x[:k]) + np.diag(np.exp(x[k:]))
        return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, S)))

    spread = np.sqrt(np.diag(S))
    start = np.concatenate([0.5 * spread, 2 * np.log(0.8 * spread)])
    found = minimize(discrepancy, start, method="L-BFGS-B", options={"maxiter": 500, "maxfun": 10**6}).x
    return omega_of(found[:k], np.exp(found[k:]))


def split_by_split(S: np.ndarray) -> float:
    """Lambda 4 from the definition, one half after the other."""
    best, total = -np.inf, S.sum()
    for half in combinations(range(len(S)), len(S) // 2):
        rest = [item for item in range(len(S)) if item not in half]
        best = max(best, 2 * (1 - (S[np.ix_(half, half)].sum() + S[np.ix_(rest, rest)].sum()) / total))
    return float(best)


def alpha(S: np.ndarray) -> float:
    return len(S) / (len(S) - 1) * (1 - float(np.trace(S) / S.sum()))


def person_by_person(values: np.ndarray) -> np.ndarray:
    """Bootstrap of alpha that draws rows and forms each covariance anew."""
    generator = np.random.default_rng(1)
    n = len(values)
    return np.quantile(
        [alpha(np.cov(values[generator.integers(n, size=n)].T)) for _ in range(DRAWS)], [0.025, 0.975]
    )


def main() -> None:
    values = keyed_bfi()
    R, S, n = np.corrcoef(values.T), np.cov(values.T), len(values)
    answers = reference.data("ability").values
    sixteen = np.cov(answers[~np.isnan(answers).any(axis=1)].T)

    print(f"bfi {n:,} x 25 and ability, 16 items; medians of {RUNS}")
    compare(
        "omega hierarchical, 25 items, 5 factors",
        seconds(lambda: omega_hierarchical(R, 5)),
        "factor-analyzer, the oblimin solution alone",
        seconds(lambda: factor_analyzer_solution(R, 5)),
    )
    compare(
        "omega total by ML with interval and fit, 25 items",
        seconds(lambda: omega_total(S, n)),
        "scipy L-BFGS-B with numerical gradients, omega alone",
        seconds(lambda: numerical_ml(S), runs=3),
    )
    print(f"{'omega total by minres, 25 items':<58}{seconds(lambda: omega_total_minres(R)) * 1e3:10.2f} ms")
    compare(
        "lambda 4 and all 12,870 split-halves of 16 items",
        seconds(lambda: split_halves(sixteen)),
        "one split after the other",
        seconds(lambda: split_by_split(sixteen), runs=3),
    )
    print(f"{'10,000 drawn split-halves of 25 items':<58}{seconds(lambda: split_halves(S)) * 1e3:10.2f} ms")
    print(f"{'lambda 1 to 6 of 25 items':<58}{seconds(lambda: guttman(S)) * 1e3:10.2f} ms")
    print(
        f"{'greatest lower bound of 25 items':<58}{seconds(lambda: greatest_lower_bound(S)) * 1e3:10.2f} ms"
    )
    compare(
        f"bootstrap interval of alpha, 25 items, {DRAWS:,} draws",
        seconds(lambda: bootstrap_interval(alpha, values, draws=DRAWS), runs=3),
        "rows drawn and each covariance formed anew",
        seconds(lambda: person_by_person(values), runs=3),
    )


if __name__ == "__main__":
    main()
