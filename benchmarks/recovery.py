"""How well confirmatory models recover what answers were drawn from: bias, coverage, and error of their tests.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.recovery` (some minutes on two cores) writes
the table of docs/confirmatory.md; `--runs 20` prints a rough one.
"""

import argparse
import math
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from psychometrics.contract import Floats, StatisticError
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.fitting import fitted
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.full_information import fitted_to_all_answers
from psychometrics.latent.incomplete import incomplete_sample
from psychometrics.latent.ordinal_fit import Estimator, OrdinalFit, fit_ordinal
from psychometrics.latent.ordinal_model import ordinal
from psychometrics.latent.ordinal_moments import ordinal_moments
from psychometrics.latent.sample import GroupSample, sample_of_values
from psychometrics.latent.specification import Defaults
from psychometrics.latent.structures import correlated
from psychometrics.summaries.patterns import Patterns

RUNS: Final = 300
PAGE: Final = Path(__file__).parents[1] / "docs" / "confirmatory.md"
BEGIN: Final = "<!-- recovery: made by python -m benchmarks.recovery -->"
END: Final = "<!-- end of recovery -->"
SUBSCALES: Final = {factor: [f"{factor}{item}" for item in range(1, 5)] for factor in "abc"}
LOADINGS: Final = (0.8, 0.7, 0.6, 0.5)
CORRELATION: Final = 0.4
HEAVY: Final = 8
"""Degrees of freedom of the heavy-tailed answers, a multivariate t: each item's kurtosis is 1.5 above the normal's."""
CUTS: Final = {"four options": (-1.0, 0.0, 1.0), "four options, skewed": (-1.9, -1.2, -0.5)}
"""Where options begin on what lies behind an item: shares of 16, 34, 34, 16 and of 3, 9, 19, 69 per cent."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the table: how answers are drawn, how many people, what fits them."""

    answers: str
    people: int
    estimator: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """Over all runs: bias of loadings in percent, coverage of their 95% intervals, share of right models refused."""

    cell: Cell
    runs: int
    bias: float
    coverage: float
    refused: float

    @property
    def error(self) -> float:
        """Monte Carlo error of the share refused."""
        return math.sqrt(self.refused * (1 - self.refused) / self.runs)

    @property
    def row(self) -> str:
        return (
            f"| {self.cell.answers} | {self.cell.people} | {self.cell.estimator.upper()} | {self.bias:+.1f} | "
            f"{100 * self.coverage:.1f} | {100 * self.refused:.1f} ± {100 * self.error:.1f} | {self.runs} |"
        )


EQUAL: Final = "normal, two groups: equal loadings"
CELLS: Final = (
    *(Cell("normal", people, name) for people in (200, 1000) for name in ("ml", "mlr", "mlm", "gls", "uls")),
    *(Cell("heavy tails", people, name) for people in (200, 1000) for name in ("ml", "mlr", "mlm", "uls")),
    *(Cell(EQUAL, people, "ml") for people in (200, 1000)),
    *(
        Cell("normal, some skip an item by what they answered before", people, "fiml")
        for people in (200, 1000)
    ),
    *(
        Cell(answers, people, name)
        for answers in CUTS
        for people in (200, 1000)
        for name in ("wlsmv", "ulsmv")
    ),
)


def population() -> Floats:
    """Correlations of twelve items on three factors that correlate by .4."""
    loadings = np.kron(np.eye(3), np.array(LOADINGS)[:, None])
    phi = np.full((3, 3), CORRELATION) + (1 - CORRELATION) * np.eye(3)
    correlation = loadings @ phi @ loadings.T
    np.fill_diagonal(correlation, 1.0)
    return np.asarray(correlation)


def drawn(cell: Cell, rng: np.random.Generator) -> Floats:
    """Answers, persons x items, with the population's correlations."""
    lower = np.linalg.cholesky(population())
    values = rng.standard_normal((cell.people, len(lower))) @ lower.T
    if cell.answers == "heavy tails":
        stretch = np.sqrt((HEAVY - 2) / rng.chisquare(HEAVY, cell.people))
        values = values * stretch[:, None]
    if cell.estimator == "fiml":
        # whoever is low on a factor's first item skips its last more often
        for first in (0, 4, 8):
            skips = rng.random(cell.people) < np.where(values[:, first] < 0, 0.4, 0.1)
            values[skips, first + 3] = np.nan
    return np.asarray(values)


def fit(cell: Cell, rng: np.random.Generator) -> tuple[Fitted | OrdinalFit, ChiSquare]:
    """A model fitted to a draw, and the test that reads it: of the model, or of equal loadings in two groups."""
    model = correlated(SUBSCALES, Defaults(scale="variance"))
    if cell.answers in CUTS:
        codes = np.searchsorted(CUTS[cell.answers], drawn(cell, rng)).astype(np.uint8)
        sample = ordinal_moments(codes, [4] * codes.shape[1], names=model.items)
        chosen = [len(options) for options in sample.options]
        estimator: Estimator = "ulsmv" if cell.estimator == "ulsmv" else "wlsmv"
        ours = fit_ordinal(ordinal(model, [chosen]), [sample], estimator)
        if ours.scaled is None:
            raise ValueError("an estimator without a corrected test has no row here")
        return ours, ours.scaled
    if cell.estimator == "fiml":
        found = fitted_to_all_answers(model, [incomplete_sample(Patterns.of_values(drawn(cell, rng)))])
        return found, found.test
    if cell.answers == EQUAL:
        return equal_loadings([sample_of_values(drawn(cell, rng), name) for name in ("one", "other")])
    found = fitted(model, [FourthMoments.of_values(drawn(cell, rng)).sample()], cell.estimator)
    return found, found.scaled if found.scaled is not None and cell.estimator != "gls" else found.test


def equal_loadings(samples: list[GroupSample]) -> tuple[Fitted, ChiSquare]:
    """Two groups with equal loadings, and how much worse they fit than without."""
    free, equal = (
        fitted(correlated(SUBSCALES, Defaults(scale="variance", means=True, groups=2, equal=same)), samples)
        for same in ((), ("loadings",))
    )
    return equal, ChiSquare(equal.test.chisq - free.test.chisq, equal.test.df - free.test.df)


def recovered(cell: Cell, runs: int, seed: int = 1) -> Recovery:
    """The cell's row; samples that cannot be fitted are drawn again, and none was with these loadings."""
    rng = np.random.default_rng([seed, cell.people, *cell.answers.encode()])
    truth = np.tile(LOADINGS, 3)
    bias, covered, refused, done = np.zeros(len(truth)), 0.0, 0, 0
    while done < runs:
        try:
            found, test = fit(cell, rng)
        except StatisticError:
            continue
        estimates = [one for one in found.estimates() if one.parameter.op == "=~" and not one.parameter.group]
        values = np.array([one.value for one in estimates])
        errors = np.array([one.error for one in estimates], dtype=float)
        bias += values - truth
        covered += float(np.mean(np.abs(values - truth) <= 1.959964 * errors))
        refused += (test.pvalue or 0.0) < 0.05
        done += 1
    return Recovery(cell, runs, float(100 * np.mean(bias / runs / truth)), covered / runs, refused / runs)


def table(rows: list[Recovery]) -> str:
    head = (
        "| answers | people | estimator | bias of loadings (%) | coverage of 95% intervals (%) "
        "| right models refused at 5% (%) | runs |\n|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(row.row for row in rows) + "\n"


def written(rows: list[Recovery], page: Path = PAGE) -> None:
    """The table put in its place in the page."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{table(rows)}{END}{after}", encoding="utf-8")


def main(write: Callable[[list[Recovery]], None] = written) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        rows = list(pool.map(partial(recovered, runs=asked.runs), CELLS))
    print(table(rows))
    if asked.runs == RUNS:
        write(rows)


if __name__ == "__main__":
    main()
