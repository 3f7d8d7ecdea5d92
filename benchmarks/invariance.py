"""How often the rule on gaps between groups errs, and the tests that it stands on, on answers whose truth is known.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.invariance` (five minutes on a quiet core)
writes the tables of docs/invariance.md; `--runs 10` prints them.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from psychometrics.contract import StatisticError
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.invariance import Invariance, invariance
from psychometrics.latent.invariance_levels import groups_model
from psychometrics.latent.invariance_rule import Comparability, comparability
from psychometrics.latent.normal_invariance import NormalLadder
from psychometrics.latent.ordinal_invariance import OrdinalLadder
from psychometrics.latent.ordinal_moments import ordinal_moments

RUNS: Final = 100
PAGE: Final = Path(__file__).parents[1] / "docs" / "invariance.md"
BEGIN: Final = "<!-- the rates: made by python -m benchmarks.invariance -->"
NAMES: Final = ("i1", "i2", "i3", "i4", "i5")
LOADINGS: Final = (0.8, 0.7, 0.7, 0.6, 0.6)
EVEN: Final = (-0.67, 0.0, 0.67)
SKEWED: Final = (-1.8, -1.2, -0.3)
GAP: Final = 0.3


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """Five items of two groups whose factor means lie `GAP` apart; what differs besides is in the second group.

    `shift` is added to responses (in their deviations), `loadings` and `spread` (of thresholds) replace or stretch the
    first group's. `otherwise` are the items that are in truth understood otherwise. With `schools`, people come from so
    many, between which 15% of the factor lies, and are taken as such.
    """

    name: str
    people: tuple[int, int]
    cuts: tuple[float, ...] = EVEN
    shift: dict[str, float] = field(default_factory=dict)
    loadings: dict[str, float] = field(default_factory=dict)
    spread: dict[str, float] = field(default_factory=dict)
    schools: int = 0
    measured: bool = False

    @property
    def otherwise(self) -> frozenset[str]:
        return frozenset(self.shift) | frozenset(self.loadings) | frozenset(self.spread)

    def ladder(self, random: np.random.Generator) -> OrdinalLadder | NormalLadder:
        """Answers of both groups, ready to be compared."""
        model, blocks = groups_model({"f": NAMES}, 2)
        drawn = [self._answers(random, group) for group in (0, 1)]
        if self.measured:
            samples = [FourthMoments.of_values(codes.astype(np.float64)).sample() for codes, _ in drawn]
            return NormalLadder(model, blocks, samples, "mlr")
        options = [len(self.cuts) + 1] * len(NAMES)
        clusters = [schools if self.schools else None for _, schools in drawn]
        return OrdinalLadder(
            model,
            blocks,
            [
                ordinal_moments(codes, options, names=NAMES, clusters=own)
                for (codes, _), own in zip(drawn, clusters, strict=True)
            ],
        )

    def _answers(self, random: np.random.Generator, group: int) -> tuple[Any, Any]:
        people = self.people[group]
        loadings, shift, spread = np.array(LOADINGS), np.zeros(5), np.ones(5)
        if group:
            for place, name in enumerate(NAMES):
                loadings[place] = self.loadings.get(name, loadings[place])
                shift[place] = self.shift.get(name, 0.0)
                spread[place] = self.spread.get(name, 1.0)
        schools = random.integers(0, self.schools or 1, people)
        between = random.standard_normal(self.schools or 1)[schools] * (0.15**0.5 if self.schools else 0)
        within = random.standard_normal(people) * (0.85**0.5 if self.schools else 1)
        factor = GAP * group + between + within
        rest = random.standard_normal((people, 5)) * np.sqrt(1 - np.array(LOADINGS) ** 2)
        responses = factor[:, None] * loadings + rest + shift
        above = responses[:, :, None] > spread[:, None] * np.array(self.cuts)
        return above.sum(axis=2).astype(np.uint8), schools


def cells() -> tuple[TwoGroups, ...]:
    """With nothing understood otherwise, and with one, two or all but few statements that are."""
    seven = (-1.5, -0.9, -0.3, 0.3, 0.9, 1.5)
    return (
        TwoGroups("nothing, 300 each", (300, 300)),
        TwoGroups("nothing, 1000 each", (1000, 1000)),
        TwoGroups("nothing, skewed, 600 each", (600, 600), SKEWED),
        TwoGroups("nothing, 40 schools, 600 each", (600, 600), schools=40),
        TwoGroups("nothing, seven options, 600 each", (600, 600), seven, measured=True),
        TwoGroups("one shifted by .5, 600 each", (600, 600), shift={"i3": 0.5}),
        TwoGroups(
            "one shifted by .5, seven options, 600 each", (600, 600), seven, {"i3": 0.5}, measured=True
        ),
        TwoGroups("two shifted by .3, 1000 each", (1000, 1000), shift={"i2": 0.3, "i3": 0.3}),
        TwoGroups("three shifted by .3, 1000 each", (1000, 1000), shift={"i1": 0.3, "i2": 0.3, "i3": 0.3}),
        TwoGroups("one loads .2 for .7, 1000 each", (1000, 1000), loadings={"i2": 0.2}),
        TwoGroups("thresholds of two wider by half, 1000 each", (1000, 1000), spread={"i4": 1.5, "i5": 1.5}),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What one draw gave: the rule's answer, each level's p, and gap with standard error where all is equal."""

    told: Comparability
    pvalues: dict[str, float]
    gap: tuple[float, float] | None


def look(cell: TwoGroups, seed: int) -> Look | None:
    """One draw of a cell; None where it could not be fitted."""
    ladder: Any = cell.ladder(np.random.default_rng([seed, *cell.name.encode()]))
    told = comparability(ladder, min(cell.people))
    pvalues: dict[str, float] = {}
    gap = None
    if not cell.otherwise:
        try:
            found: Invariance[Any] = invariance(ladder)
        except StatisticError:
            return None
        pvalues = {each.level: each.cost.pvalue or 0.0 for each in found.levels if each.cost}
        scalar = found.at("scalar")
        if scalar is not None:
            (mean,) = (
                one
                for one in scalar.fit.estimates()
                if one.parameter.matrix == "alpha" and one.parameter.free
            )
            gap = (mean.value, mean.error or 0.0)
    return Look(told, pvalues, gap)


def told(cell: TwoGroups, seen: list[Look]) -> str:
    """A row: how often each answer was given, and how often it was false."""
    counts = Counter(each.told.outcome for each in seen)
    wrong = sum(_is_false(cell, each.told) for each in seen)
    shares = [f"{100 * counts[word] / len(seen):.0f}" for word in ("equal", "partly", "differs", "open")]
    return f"| {cell.name} | {' | '.join(shares)} | {_with_error(wrong, len(seen))} |"


def _is_false(cell: TwoGroups, answer: Comparability) -> bool:
    if answer.outcome == "equal":
        return bool(cell.otherwise)
    if answer.outcome == "partly":  # they differ from the rest: that of a majority is said of the others
        named, rest = set(answer.items), set(NAMES) - cell.otherwise
        return not (named <= cell.otherwise or named == rest)
    return answer.outcome == "differs" and not cell.otherwise


def _with_error(count: int, of: int) -> str:
    rate = count / of
    return f"{100 * rate:.0f} ± {100 * (rate * (1 - rate) / of) ** 0.5:.1f}"


def tested(cell: TwoGroups, seen: list[Look]) -> str:
    """A row: how often a true level was rejected at .05, and the gap's bias and coverage."""
    columns = []
    for level in ("thresholds", "metric", "scalar", "strict"):
        own = [each.pvalues[level] for each in seen if level in each.pvalues]
        columns.append(_with_error(sum(p < 0.05 for p in own), len(own)) if own else "")
    gaps = np.array([each.gap for each in seen if each.gap])
    covered = np.abs(gaps[:, 0] - GAP) < 1.96 * gaps[:, 1]
    bias = f"{np.mean(gaps[:, 0]) - GAP:+.3f} ± {np.std(gaps[:, 0]) / len(gaps) ** 0.5:.3f}"
    return f"| {cell.name} | {' | '.join(columns)} | {bias} | {100 * covered.mean():.0f} |"


def tables(runs: int, each: Callable[..., Any] = map) -> str:
    """Both tables, in Markdown."""
    seen = []
    for cell in cells():
        own = [one for one in each(partial(look, cell), range(runs)) if one is not None]
        seen.append((cell, own))
        print(told(cell, own), flush=True)
    return "\n".join(
        [
            BEGIN,
            "",
            f"{runs} draws of each kind of two groups.",
            "",
            "| in truth understood otherwise | equal | partly | differs | open | false |",
            "|---|---|---|---|---|---|",
            *(told(cell, own) for cell, own in seen),
            "",
            "| true levels rejected at .05 | thresholds | metric | scalar | strict | gap: bias | gap: covered |",
            "|---|---|---|---|---|---|---|",
            *(tested(cell, own) for cell, own in seen if not cell.otherwise),
            "",
        ]
    )


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("--runs", type=int, default=RUNS)
    asked = reader.parse_args()
    with ProcessPoolExecutor() as processes:
        found = tables(asked.runs, partial(processes.map, chunksize=4))
    if asked.runs < RUNS:
        print(found)
        return
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.partition(BEGIN)[0] + found, encoding="utf-8")


if __name__ == "__main__":
    main()
