"""How often a sentence about raters is printed where it is false: simulated ratings whose truth is known.

    python -m benchmarks.raters

prints the table of docs/raters.md. Targets have a value, raters see it with error, and options cut what they see. The
true kappa or alpha is that of 100,000 targets; a sentence is false where the truth lies on the other side of its
cut-point. Truths lie near the cut-points and far from them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import sqrt
from typing import Final

import numpy as np

from psychometrics.agreement import rater_icc
from psychometrics.contract import StatisticError
from psychometrics.estimate import Estimate
from psychometrics.guidelines import GUIDELINES
from psychometrics.jackknife import jackknife_interval
from psychometrics.kappa import cohen_kappa, fleiss_kappa
from psychometrics.krippendorff import krippendorff_alpha
from psychometrics.rater_verdicts import rater_verdict

RUNS: Final = 200
TRUTH: Final = 100_000  # targets that the true value is computed from
SIZES: Final = (30, 50, 100)
RATERS: Final = (2, 4)
OPTIONS: Final = {
    "2 options": (0.5, 0.5),
    "2, one rare": (0.85, 0.15),
    "5 options": (0.1, 0.2, 0.4, 0.2, 0.1),
}
AGREEING: Final = (0.5, 0.65, 0.8, 0.95)  # share of what raters see that is the target’s

ICCS: Final = (0.45, 0.55, 0.7, 0.8, 0.88)


@dataclass(frozen=True)
class Rate:
    """Sentences of one kind in one cell: how often printed, how often false, of so many runs."""

    statistic: str
    cell: str
    claimed: int
    false: int
    runs: int

    @property
    def rate(self) -> float:
        return self.false / self.runs

    @property
    def surely(self) -> float:
        """The rate less two Monte Carlo errors."""
        return self.rate - 2 * sqrt(self.rate * (1 - self.rate) / self.runs)


def ratings(
    generator: np.random.Generator, targets: int, raters: int, agreeing: float, shares: tuple[float, ...]
) -> np.ndarray:
    """Ratings from 0 on, targets x raters; without shares what raters see itself."""
    seen = sqrt(agreeing) * generator.normal(size=(targets, 1))
    seen = seen + sqrt(1 - agreeing) * generator.normal(size=(targets, raters))
    if not shares:
        return seen
    from scipy.special import ndtri

    return np.searchsorted(ndtri(np.cumsum(shares)[:-1]), seen).astype(float)


def _cohen(x: np.ndarray) -> Estimate:
    found = cohen_kappa(x[:, 0], x[:, 1])
    known = found.se > 0
    return Estimate(found.value, found.lower if known else np.nan, found.upper if known else np.nan)


def _jackknifed(statistic: Callable[[np.ndarray], float]) -> Callable[[np.ndarray], Estimate]:
    def found(x: np.ndarray) -> Estimate:
        try:
            return jackknife_interval(statistic, x)  # type: ignore[arg-type]
        except StatisticError:
            return Estimate(np.nan, np.nan, np.nan)

    return found


def _fleiss(x: np.ndarray) -> float:
    return fleiss_kappa(x).value


def _alpha(x: np.ndarray) -> float:
    return krippendorff_alpha(x, "ordinal").value


def _form(name: str) -> Callable[[np.ndarray], Estimate]:
    def found(x: np.ndarray) -> Estimate:
        form = rater_icc(x).forms[name]
        return Estimate(form.value, form.lower, form.upper)

    return found


def is_false(statistic: str, estimate: Estimate, truth: float, targets: int) -> bool | None:
    """Whether the sentence claims what the truth denies; None where it claims nothing."""
    verdict = rater_verdict(statistic, estimate, targets=targets, where="")
    if verdict.standing == "open":
        return None
    bands = GUIDELINES[statistic].bands
    said = next(band for band in bands if band.meaning in verdict.sentence)
    return truth >= bands[1].start if said is bands[0] else truth < said.start


def rates(
    seed: int = 1,
    runs: int = RUNS,
    sizes: tuple[int, ...] = SIZES,
    kinds: Mapping[str, tuple[float, ...]] = OPTIONS,
    agreement: tuple[float, ...] = AGREEING,
    iccs: tuple[float, ...] = ICCS,
) -> Iterator[Rate]:
    """The rate of each sentence in each cell."""
    generator = np.random.default_rng(seed)
    for (options, shares), agreeing in product(kinds.items(), agreement):
        whole = ratings(generator, TRUTH, 2, agreeing, shares)
        truths = {"Cohen’s kappa": _fleiss(whole), "Fleiss’ kappa": _fleiss(whole), "alpha": _alpha(whole)}
        for targets, raters in product(sizes, RATERS):
            cell = f"{options}, {targets} targets, {raters} raters, {agreeing:g}"
            drawn = [ratings(generator, targets, raters, agreeing, shares) for _ in range(runs)]
            for name, statistic, make in (
                ("Cohen’s kappa", "kappa", _cohen),
                ("Fleiss’ kappa", "kappa", _jackknifed(_fleiss)),
                ("alpha", "krippendorff", _jackknifed(_alpha)),
            ):
                if name == "Cohen’s kappa" and raters > 2:
                    continue
                yield _rate(name, cell, statistic, [make(x) for x in drawn], truths[name], targets)
    for agreeing, targets, raters in product(iccs, (10, *sizes), RATERS):
        drawn = [ratings(generator, targets, raters, agreeing, ()) for _ in range(runs)]
        mean = raters * agreeing / (1 + (raters - 1) * agreeing)
        cell = f"normal, {targets} targets, {raters} raters, {agreeing:g}"
        for name, statistic, form, truth in (
            ("ICC(A,1)", "rater_icc", "ICC2", agreeing),
            ("ICC(A,k)", "rater_mean_icc", "ICC2k", mean),
        ):
            yield _rate(name, cell, statistic, [_form(form)(x) for x in drawn], truth, targets)


def _rate(name: str, cell: str, statistic: str, found: list[Estimate], truth: float, targets: int) -> Rate:
    said = [is_false(statistic, one, truth, targets) for one in found if np.isfinite(one.value)]
    return Rate(
        name, cell, sum(one is not None for one in said), sum(one is True for one in said), len(found)
    )


def main() -> None:
    """Print a row a statistic: its cells, how often it claims something, and where it is false most often."""
    found: dict[str, list[Rate]] = {}
    for rate in rates():
        found.setdefault(rate.statistic, []).append(rate)
    print("| sentence about | cells | claims something | false at most | there | less two errors |")
    print("|---|---|---|---|---|---|")
    for name, cells in found.items():
        worst = max(cells, key=lambda one: one.rate)
        claims = sum(one.claimed for one in cells) / sum(one.runs for one in cells)
        print(
            f"| {name} | {len(cells)} | {claims:.0%} | {worst.rate:.1%} | {worst.cell} | "
            f"{max(one.surely for one in cells):.1%} |"
        )


if __name__ == "__main__":
    main()
