"""Confirmatory models: ours beside lavaan's in the same run, with R's start-up apart, and semopy's where it is there.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.confirmatory [--runs 7] [--growth]

bfi has five factors and 25 items, fitted by ML, MLR, FIML and WLSMV; three steps of invariance by gender; lq2002 at two
levels. Each time is the median of so many fits from the raw answers to estimates, standard errors and measures of fit;
beside it stands how far the plain chi-squares are apart, as a share. R reads its data and
loads lavaan once, outside what is timed, and each of its fits is timed by R itself.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from psychometrics.groups import GroupItems
from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitting import Estimator, fitted
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.full_information import fitted_to_all_answers
from psychometrics.latent.incomplete import incomplete_sample
from psychometrics.latent.invariance import invariance
from psychometrics.latent.invariance_levels import groups_model
from psychometrics.latent.normal_invariance import NormalLadder
from psychometrics.latent.ordinal_fit import fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import ordinal
from psychometrics.latent.ordinal_moments import ordinal_moments
from psychometrics.latent.sample import GroupSample
from psychometrics.latent.specification import Defaults
from psychometrics.latent.structures import correlated
from psychometrics.latent.two_level import two_level
from psychometrics.summaries.patterns import Patterns
from tests import reference

SCALES = {letter: [f"{letter}{n}" for n in range(1, 6)] for letter in "ACENO"}
ITEMS = [item for items in SCALES.values() for item in items]
LEADERSHIP = [f"LEAD{n:02}" for n in range(1, 12)]
STEPS = ("configural", "metric", "scalar")

IN_R = """
suppressPackageStartupMessages(library(lavaan)); options(warn = -1)
bfi <- read.csv("{bfi}"); cc <- bfi[complete.cases(bfi[, items]), ]; lq <- read.csv("{lq}")
model <- "{model}"; levels <- "{levels}"
timed <- function(name, fit) {{
  seconds <- numeric(0); found <- fit()
  for (run in seq_len({runs})) seconds <- c(seconds, system.time(found <- fit())[["elapsed"]])
  cat(name, median(seconds), sprintf("%.12g", found), "\\n")
}}
of <- function(...) function() {{
  fit <- cfa(model, ...); fitMeasures(fit); unname(fitMeasures(fit, "chisq"))
}}
timed("ML", of(cc, estimator = "ML"))
timed("MLR", of(cc, estimator = "MLR"))
timed("FIML", of(bfi, missing = "fiml"))
timed("WLSMV", of(cc, ordered = items))
timed("invariance", function() {{
  configural <- cfa(model, cc, group = "gender", estimator = "MLR")
  metric <- cfa(model, cc, group = "gender", estimator = "MLR", group.equal = "loadings")
  scalar <- cfa(model, cc, group = "gender", estimator = "MLR", group.equal = c("loadings", "intercepts"))
  lavTestLRT(configural, metric, scalar); for (fit in list(configural, metric, scalar)) fitMeasures(fit)
  unname(fitMeasures(scalar, "chisq"))
}})
timed("two-level", function() {{
  fit <- cfa(levels, lq, cluster = "COMPID", std.lv = TRUE); unname(fitMeasures(fit)["chisq"])
}})
"""


@dataclass(frozen=True)
class Timed:
    """Median seconds of one fit, and its plain chi-square."""

    seconds: float
    chisq: float


def timed(call: Callable[[], float], runs: int) -> Timed:
    """The median of so many runs, after one that warms up."""
    chisq, times = call(), []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return Timed(statistics.median(times), chisq)


def by_normal(values: np.ndarray, estimator: Estimator) -> float:
    """From answers to estimates, errors and fit; the moments that the estimator needs are counted in."""
    if estimator == "ml":
        sample = GroupSample(len(values), values.mean(axis=0), np.cov(values, rowvar=False, bias=True))
    else:
        sample = FourthMoments.of_values(values).sample()
    found = fitted(correlated(SCALES), [sample], estimator)
    found.estimates()
    return float(fit_measures(found).named()["chisq"] or np.nan)


def by_all_answers(codes: np.ndarray, table: np.ndarray) -> float:
    model = correlated(SCALES, defaults=Defaults(means=True))
    patterns = Patterns.of(codes, table, names=model.items)
    found = fitted_to_all_answers(model, [incomplete_sample(patterns)])
    found.estimates()
    return float(fit_measures(found).named()["chisq"] or np.nan)


def by_wlsmv(codes: np.ndarray) -> float:
    options = [6] * codes.shape[1]
    sample = ordinal_moments(codes, options, names=ITEMS)
    model = ordinal(correlated(SCALES), [[len(one) for one in sample.options]])
    found = fit_ordinal(model, [sample], "wlsmv")
    found.estimates()
    return float(ordinal_measures(found)["chisq"] or np.nan)


def by_steps(parts: Sequence[np.ndarray]) -> float:
    """Configural, metric and scalar in two groups, with what each costs; ours adds which items are suspect."""
    model, blocks = groups_model(SCALES, len(parts))
    samples = [FourthMoments.of_values(part).sample(str(place)) for place, part in enumerate(parts)]
    ladder = NormalLadder(model, blocks, samples, "mlr")
    ladder.levels = tuple(level for level in ladder.levels if level in STEPS)
    return float(invariance(ladder).levels[-1].measures["chisq"] or np.nan)


def by_levels(values: np.ndarray, places: np.ndarray) -> float:
    items = _group_items(values, places)
    found = two_level(items, {"leadership": range(values.shape[1])}, names=LEADERSHIP)
    _ = found.within, found.between
    return float(found.fit.named()["chisq"] or np.nan)


def _group_items(values: np.ndarray, places: np.ndarray) -> GroupItems:
    n = np.bincount(places)
    means = np.column_stack([np.bincount(places, column) / n for column in values.T])
    away = values - means[places]
    return GroupItems(np.arange(len(n), dtype=object), n, means, away.T @ away, 0)


def ours(runs: int) -> dict[str, Timed]:
    bfi, lq = reference.data("bfi"), reference.data("lq2002")
    values = bfi.columns(ITEMS)
    whole = ~np.isnan(values).any(axis=1)
    codes = np.where(np.isnan(values), 253, values - 1).astype(np.uint8)
    table = np.full((len(ITEMS), 256), np.nan)
    table[:, :6] = np.arange(1, 7)
    gender = bfi.column("gender")[whole]
    parts = [values[whole][gender == one] for one in np.unique(gender)]
    led, places = lq.columns(LEADERSHIP), np.unique(lq.column("COMPID"), return_inverse=True)[1]
    calls: Mapping[str, Callable[[], float]] = {
        "ML": lambda: by_normal(values[whole], "ml"),
        "MLR": lambda: by_normal(values[whole], "mlr"),
        "FIML": lambda: by_all_answers(codes, table),
        "WLSMV": lambda: by_wlsmv(codes[whole]),
        "invariance": lambda: by_steps(parts),
        "two-level": lambda: by_levels(led, places),
    }
    return {name: timed(call, runs) for name, call in calls.items()}


def lavaan(runs: int) -> dict[str, Timed] | None:
    """The same of lavaan, None where R or lavaan is not installed."""
    if shutil.which("Rscript") is None:
        return None
    text = "\\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in SCALES.items())
    led = " + ".join(LEADERSHIP)
    script = f"items <- c({', '.join(json.dumps(item) for item in ITEMS)})" + IN_R.format(
        bfi=reference.data_path("bfi"),
        lq=reference.data_path("lq2002"),
        model=text,
        runs=runs,
        levels=f"level: 1\\nwithin =~ {led}\\nlevel: 2\\nbetween =~ {led}",
    )
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    rows = [line.split() for line in done.stdout.splitlines()]
    found = {row[0]: Timed(float(row[1]), float(row[2])) for row in rows if len(row) == 3}
    if done.returncode:
        print(f"lavaan stopped: {done.stderr.strip()[-300:]}")
    return found or None


def start_up() -> float:
    """Median seconds in which R starts and loads lavaan."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            ["Rscript", "-e", "suppressMessages(library(lavaan))"], capture_output=True, check=False
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def semopy(runs: int) -> Timed | None:
    """ML of semopy with its errors and fit; None where it is not installed."""
    try:
        import pandas as pd
        import semopy as package
    except ImportError:
        return None
    values = reference.data("bfi").columns(ITEMS)
    frame: Any = pd.DataFrame(values[~np.isnan(values).any(axis=1)], columns=ITEMS)
    text = "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in SCALES.items())

    def fit() -> float:
        model = package.Model(text)
        model.fit(frame)
        model.inspect()
        return float(package.calc_stats(model)["chi2"].iloc[0])

    return timed(fit, runs)


def growth(runs: int) -> None:
    """MLR of simulated answers: more people, then more items."""
    print("growth of MLR, from answers to errors and fit")
    for n, factors in ((1_000, 5), (10_000, 5), (100_000, 5), (1_000, 2), (1_000, 10)):
        random = np.random.default_rng(1)
        traits = random.standard_normal((n, factors)) + 0.7 * random.standard_normal((n, 1))
        values = np.repeat(traits, 5, axis=1) + random.standard_normal((n, 5 * factors))
        scales = {f"f{k}": [f"x{k}_{i}" for i in range(5)] for k in range(factors)}

        def fit(values: np.ndarray = values, scales: dict[str, list[str]] = scales) -> float:
            found = fitted(correlated(scales), [FourthMoments.of_values(values).sample()], "mlr")
            found.estimates()
            return float(fit_measures(found).named()["chisq"] or np.nan)

        print(f"  {n:>8,} people, {5 * factors:>3} items   {timed(fit, runs).seconds * 1e3:9.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--growth", action="store_true")
    chosen = parser.parse_args()
    print(
        f"bfi, 25 items in 5 factors; lq2002, {len(LEADERSHIP)} items at two levels; medians of {chosen.runs}"
    )
    own, theirs = ours(chosen.runs), lavaan(chosen.runs)
    for name, one in own.items():
        line = f"  {name:12}ours {one.seconds * 1e3:9.1f} ms"
        if theirs is not None and name in theirs:
            other = theirs[name]
            apart = abs(one.chisq - other.chisq) / other.chisq
            line += (
                f"   lavaan {other.seconds * 1e3:9.1f} ms   lavaan / ours {other.seconds / one.seconds:6.1f}"
            )
            line += f"   chi-square {one.chisq:.3f}, apart {apart:.0e}"
        print(line)
    if theirs is None:
        print("  R with lavaan is not installed here, so nothing stands beside")
    else:
        both = [theirs[name].seconds / one.seconds for name, one in own.items() if name in theirs]
        print(
            f"  median of lavaan / ours {statistics.median(both):.1f}; R's start-up with lavaan {start_up():.2f} s"
        )
    beside = semopy(chosen.runs)
    if beside is None:
        print(
            "  semopy is not installed here (it is no requirement of the project): ML stands beside lavaan alone"
        )
    else:
        ratio = beside.seconds / own["ML"].seconds
        print(
            f"  ML, semopy {beside.seconds * 1e3:.1f} ms   semopy / ours {ratio:.1f}   chi-square {beside.chisq:.3f}"
        )
    if chosen.growth:
        growth(chosen.runs)


if __name__ == "__main__":
    main()
