"""How often the sentences of a validation study are printed where they are false, on answers whose truth is known.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.verdicts` (some minutes on two cores) writes
the table of docs/verdicts.md; `--runs 20 --cells groups` prints a part. Only what a sentence reads is computed, as a
study does. Whether a sentence is false is told by the same numbers in a very large sample of the same kind.
"""

import argparse
import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.sentences import LOOKS
from benchmarks.simulated import POPULATION, Simulated, cells

RUNS: Final = 200
PAGE: Final = Path(__file__).parents[1] / "docs" / "verdicts.md"
BEGIN: Final = "<!-- the rates: made by python -m benchmarks.verdicts -->"
MOST: Final = 0.05


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a sentence was printed in a cell where it is false, of so many times that it could have been."""

    sentence: str
    cell: str
    printed: int
    of: int

    @property
    def rate(self) -> float:
        return self.printed / self.of

    @property
    def error(self) -> float:
        """Monte Carlo error of the rate."""
        return math.sqrt(self.rate * (1 - self.rate) / self.of)

    @property
    def holds(self) -> bool:
        return self.rate - 2 * self.error <= MOST


def rates(cell: Simulated, runs: int = RUNS, seed: int = 1) -> list[Rate]:
    """The rates of all sentences that are false in a cell."""
    random = np.random.default_rng([seed, *cell.name.encode()])
    look = LOOKS[cell.kind]
    truth = [finding.value for finding in look(cell.make(random, POPULATION))]
    printed, possible = Counter[str](), Counter[str]()
    for _ in range(runs):
        for value, finding in zip(truth, look(cell.make(random, cell.people)), strict=True):
            for sentence, is_true in finding.true.items():
                if finding.always or not is_true(value):
                    possible[sentence] += 1
                    printed[sentence] += sentence in finding.said and not is_true(value)
    names = {
        "stable": "scores are stable",
        "unstable": "scores are not stable",
        "moved": "the mean has moved",
    }
    return [
        Rate(names.get(sentence, sentence), cell.name, printed[sentence], count)
        for sentence, count in possible.items()
    ]


# The table


def measured(names: str, runs: int, processes: int) -> list[Rate]:
    """The rates of all cells whose kind or name holds these words."""
    chosen = [cell for cell in cells() if names in cell.kind or names in cell.name]
    with ProcessPoolExecutor(processes) as pool:
        return [rate for part in pool.map(partial(rates, runs=runs), chosen) for rate in part]


def table(found: list[Rate], runs: int) -> str:
    """Each sentence with the cell in which it is printed most often where it is false, as a table in Markdown."""
    lines = [
        f"{runs} runs in each of {len({rate.cell for rate in found})} cells. *Cells*: in which the sentence is false. "
        "*Most often*: in per cent of the times that it could have been printed, with its Monte Carlo error.",
        "",
        "| sentence | cells | most often | where |",
        "|---|---|---|---|",
    ]
    for sentence in sorted({rate.sentence for rate in found}):
        own = [rate for rate in found if rate.sentence == sentence]
        worst = max(own, key=lambda rate: rate.rate)
        words = sentence.replace("{groups}", "schools").replace("{group}", "school")
        where = worst.cell if worst.printed else ""
        lines.append(f"| {words} | {len(own)} | {100 * worst.rate:.1f} ± {100 * worst.error:.1f} | {where} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument(
        "--cells", default="", help="only those whose kind or name holds these words; writes nothing"
    )
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    found = measured(options.cells, options.runs, options.processes)
    for rate in sorted(found, key=lambda rate: (rate.sentence, -rate.rate)):
        mark = "" if rate.holds else "  too often"
        print(f"{rate.rate:6.3f} ± {rate.error:.3f}  {rate.sentence[:70]:70}  {rate.cell}{mark}")
    if not options.cells:
        rules = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
        PAGE.write_text(f"{rules}{BEGIN}\n\n{table(found, options.runs)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
