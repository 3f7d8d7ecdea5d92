"""How often a label of a prediction is false, and how often it comes where the prediction is true, by size of school.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.predictions` (two minutes) writes the tables
of docs/predictions.md; `--schools 200` prints them from fewer. The change and its interval are those of a result
(`engine.results.change`), the labels those of a page (`engine.results.predictions`).
"""

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.two_waves import WORST, Changes, People, changes, kinds
from engine.results.predictions import Expected, PredictionLabel, claims, no_change, outcome

PAGE: Final = Path(__file__).parents[1] / "docs" / "predictions.md"
BEGIN: Final = "<!-- the rates: made by python -m benchmarks.predictions -->"
SCHOOLS: Final = 4000
SIZES: Final = (8, 15, 28, 50, 80)
MOST: Final = 0.05
NOTHING: Final = no_change(0, 100, 0)
EXPECTED: Final[tuple[Expected, ...]] = (
    Expected(5, 10),
    Expected(0, 10),
    Expected(0, 20),
    Expected(0, 30),
    Expected(-10, -5),
    NOTHING,
)
TRUE: Final = (-10, -5, 0, 5, 10, 20)  # the ends of ranges, where a label is false most easily, and beyond
LABELS: Final = tuple(one for one in PredictionLabel if one is not PredictionLabel.CANNOT_TELL)
HIGH: Final = 0.5  # where a school starts so high that it can't rise by 20 points
HAIR: Final = 1e-6  # beside an end of a range the truth is no longer in it


@dataclass(frozen=True, slots=True)
class FalseLabel:
    """How often a label was given where it is false, of so many schools."""

    label: PredictionLabel
    people: People
    n: int
    expected: Expected
    true: float
    given: int
    of: int

    @property
    def rate(self) -> float:
        return self.given / self.of

    @property
    def error(self) -> float:
        """Monte Carlo error of the rate."""
        return math.sqrt(self.rate * (1 - self.rate) / self.of)

    @property
    def holds(self) -> bool:
        return self.rate - 2 * self.error <= MOST


def labels(expected: Expected, found: Changes) -> Counter[PredictionLabel]:
    """The labels of one prediction at all simulated schools."""
    pairs = zip(found.low.tolist(), found.high.tolist(), strict=True)
    return Counter(outcome(expected, low, high) for low, high in pairs)


def false_labels(people: People, n: int, schools: int, seed: int = 1) -> list[FalseLabel]:
    """Every label in every case where it is false: at an end of a range, a hair beside it."""
    random = np.random.default_rng([seed, n, *people.name.encode()])
    found = []
    for true in TRUE if people.start < HIGH else [one for one in TRUE if one <= 10]:
        made = changes(random, people, n, true, schools)
        for expected in EXPECTED:
            given = labels(expected, made)
            found += [
                FalseLabel(label, people, n, expected, true, given[label], schools)
                for label in LABELS
                if not all(claims(label, expected, true + beside) for beside in (-HAIR, 0, HAIR))
                and not (label is PredictionLabel.DIRECTION and not expected.side)
            ]
    return found


def where_true(expected: Expected, n: int, schools: int, seed: int = 2) -> Counter[PredictionLabel]:
    """The labels where the true change lies in the middle of what was expected, other people each time."""
    random = np.random.default_rng([seed, n])
    middle = (expected.low + expected.high) / 2
    return labels(expected, changes(random, next(iter(kinds())), n, middle, schools))


# The tables


def error_table(found: Sequence[FalseLabel]) -> str:
    """The highest rate of each label at each size, with the people among whom it was."""
    lines = [
        f"{found[0].of} schools in each case: every range and every truth, also a hair beside the ends of a range. In "
        "per cent, the highest of all cases, with its Monte Carlo error.",
        "",
        "| label | " + " | ".join(f"n = {n}" for n in SIZES) + " | highest among |",
        "|---|" + "---|" * (len(SIZES) + 1),
    ]
    for label in LABELS:
        own = [one for one in found if one.label is label and one.people is not WORST]
        cells = [max((one for one in own if one.n == n), key=lambda one: one.rate) for n in SIZES]
        worst = max(cells, key=lambda one: one.rate)
        rates = " | ".join(f"{100 * one.rate:.1f} ± {100 * one.error:.1f}" for one in cells)
        lines.append(f"| {label.value} | {rates} | {worst.people.name} |")
    apart = [one for one in found if one.people is WORST]
    cells = [max((one for one in apart if one.n == n), key=lambda one: one.rate) for n in SIZES]
    rates = " | ".join(f"{100 * one.rate:.1f} ± {100 * one.error:.1f}" for one in cells)
    lines.append(f"| *any label, told and not promised* | {rates} | {WORST.name} |")
    return "\n".join(lines)


def power_table(schools: int) -> str:
    """How often each label comes where the prediction is true."""
    lines = [
        "In per cent, other people each time.",
        "",
        "| expected, and true in its middle | answers | as expected | direction | can't tell | higher or lower |",
        "|---|---|---|---|---|---|",
    ]
    for expected in EXPECTED:
        for n in SIZES:
            given = where_true(expected, n, schools)
            beside = given[PredictionLabel.HIGHER] + given[PredictionLabel.LOWER]
            shown = (
                given[PredictionLabel.AS_EXPECTED],
                given[PredictionLabel.DIRECTION],
                given[PredictionLabel.CANNOT_TELL],
                beside,
            )
            rates = " | ".join(f"{100 * one / schools:.0f}" for one in shown)
            lines.append(f"| {words(expected)} | {n} | {rates} |")
    return "\n".join(lines)


def words(expected: Expected) -> str:
    return "no change (-10 to 10)" if expected == NOTHING else f"{expected.low:+.0f} to {expected.high:+.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    schools = parser.parse_args().schools
    found = [one for people in kinds() for n in SIZES for one in false_labels(people, n, schools)]
    tables = f"{error_table(found)}\n\n{power_table(schools)}\n"
    print(tables)
    for one in found:
        if not one.holds:
            print("too often", one.label, one.people.name, one.n, words(one.expected), one.true, one.rate)
    if schools == SCHOOLS:
        rules = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
        PAGE.write_text(f"{rules}{BEGIN}\n\n{tables}", encoding="utf-8")


if __name__ == "__main__":
    main()
