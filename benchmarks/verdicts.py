"""How often the sentences of a validation study are printed where they are false, on answers whose truth is known.

Run from the project's folder: `OPENBLAS_NUM_THREADS=1 python -m benchmarks.verdicts` (some minutes on two cores) writes
the table of docs/verdicts.md; `--runs 20 --cells groups` prints a part. Only what a sentence reads is computed, as a
study does. Whether a sentence is false is told by the same numbers in a very large sample of the same kind.
"""

import argparse
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.simulated import POPULATION, Answers, Kind, Simulated, cells
from psychometrics.careless import careless_flags, careless_indexes, clean_cuts, signs
from psychometrics.change import paired_change
from psychometrics.cluster_alpha import cluster_alpha
from psychometrics.contract import Floats, StatisticError
from psychometrics.correlations import correlation_test
from psychometrics.groups import GroupItems, group_items, group_scores
from psychometrics.guidelines import GUIDELINES, RETEST_ICC
from psychometrics.intervals import Interval, feldt_interval
from psychometrics.levels import levels
from psychometrics.omega import OmegaTotal, omega_total
from psychometrics.one_factor_rule import CFI, RMSEA, SRMR, UNSOUND, judge_one_factor
from psychometrics.parallel import parallel_analysis
from psychometrics.quality import sample_of
from psychometrics.random_groups import random_groups
from psychometrics.retest import retest_icc
from psychometrics.stability import SMALL_SHIFT, judge_stability
from psychometrics.validity import htmt, htmt_errors
from psychometrics.verdicts import property_of_group, standing_of

RUNS: Final = 200
PAGE: Final = Path(__file__).parents[1] / "docs" / "verdicts.md"
BEGIN: Final = "<!-- the rates: made by python -m benchmarks.verdicts -->"
MOST: Final = 0.05
SLACK: Final = 0.01
"""So near a cut-point lies what a population of 100,000 people can't tell from it."""
NORMAL: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Finding:
    """A number of one sample, what a study says of it, and which sentences there are with when each is true."""

    value: float
    said: frozenset[str]
    true: Mapping[str, Callable[[float], bool]]


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
                if not is_true(value):
                    possible[sentence] += 1
                    printed[sentence] += sentence in finding.said
    names = {"stable": "scores are stable", "unstable": "scores are not stable", "moved": "all have moved"}
    return [
        Rate(names.get(sentence, sentence), cell.name, printed[sentence], count)
        for sentence, count in possible.items()
    ]


# What a study reads of each kind of answers


def _banded(statistic: str, value: float, interval: tuple[float, float], of: str = "") -> Finding:
    """A number that a rule of thumb has bands for: a sentence is false where the population lies in another band."""
    guide = GUIDELINES[statistic]
    _, meaning = standing_of(guide, value, interval)
    true: dict[str, Callable[[float], bool]] = {
        f"{band.meaning}{of}": partial(_in_band, statistic, place) for place, band in enumerate(guide.bands)
    }
    if guide.both_weak:
        true[guide.both_weak] = partial(_below, guide.bands[2].start)
    said = frozenset({f"{meaning}{of}"} & true.keys())
    return Finding(value, said, true)


def _in_band(statistic: str, place: int, value: float) -> bool:
    return GUIDELINES[statistic].band(value) is GUIDELINES[statistic].bands[place]


def _alpha(C: Floats) -> float:
    k = len(C)
    return float(k / (k - 1) * (1 - np.trace(C) / C.sum()))


def of_scale(answers: Answers) -> Iterator[Finding]:
    """Alpha, omega, each item, and one factor."""
    codes = answers.codes
    n, k = codes.shape
    C = np.cov(codes.T)
    a = _alpha(C)
    interval = feldt_interval(a, n, k)
    yield _banded("alpha", a, (interval.lower, interval.upper))
    omega = _omega(C, n)
    yield _of_omega(omega)
    total = codes.sum(axis=1)
    rest = np.array([np.corrcoef(codes[:, i], total - codes[:, i])[0, 1] for i in range(k)])
    test = correlation_test(rest, n)
    for r, low, high in zip(rest, test.lower, test.upper, strict=True):
        yield _banded("item_rest", float(r), (float(low), float(high)))
    yield _one_factor(omega, C, n, interval.lower)


def _omega(C: Floats, n: int) -> OmegaTotal | None:
    try:
        return omega_total(C, n)
    except StatisticError:
        return None


def _of_omega(omega: OmegaTotal | None) -> Finding:
    if omega is None or omega.lower is None or omega.upper is None:
        return Finding(math.nan, frozenset(), {})
    found = _banded("omega_total", omega.model, (omega.lower, omega.upper), " (omega)")
    unsound = any(caution.code in UNSOUND for caution in omega.cautions)
    return Finding(found.value, frozenset(), found.true) if unsound else found


def _one_factor(omega: OmegaTotal | None, C: Floats, n: int, lower: float) -> Finding:
    scale = np.sqrt(np.diag(C))
    parallel = None if n >= POPULATION else parallel_analysis(C / np.outer(scale, scale), n)
    judged = judge_one_factor(omega, parallel, lower, n)
    fits = 0.0
    if omega is not None and omega.fit is not None:
        fit, keyed = omega.fit, not any(caution.code == "negative_loading" for caution in omega.cautions)
        fits = float(fit.cfi >= CFI and fit.rmsea <= RMSEA and fit.srmr <= SRMR and keyed and lower > 0.05)
    words = {
        "holds": "one factor accounts for the items",
        "fails": "one factor alone does not account for the items",
    }
    said = frozenset({words[judged.answer]}) if judged.answer in words else frozenset()
    return Finding(fits, said, {words["holds"]: _is_one, words["fails"]: _is_nought})


def _is_one(value: float) -> bool:
    return value == 1


def _is_nought(value: float) -> bool:
    return value == 0


def of_pair(answers: Answers) -> Iterator[Finding]:
    """Whether two scales can be told apart."""
    R, n = np.corrcoef(answers.codes.T), len(answers.codes)
    constructs = dict(zip(("first", "second"), answers.scales, strict=True))
    C = np.cov(answers.codes.T)
    consistent = all(
        feldt_interval(_alpha(C[np.ix_(own, own)]), n, len(own)).lower > 0 for own in answers.scales
    )
    ratio = htmt(R, constructs).between("first", "second")
    reach = float(np.exp(NORMAL * htmt_errors(R, n, constructs)[0, 1]))
    found = _banded("htmt", ratio, (ratio / reach, ratio * reach))
    yield found if consistent else Finding(found.value, frozenset(), found.true)


def of_groups(answers: Answers) -> Iterator[Finding]:
    """Whether groups differ, can be told apart and agree, and what their mean may be called."""
    assert answers.groups is not None
    scores = answers.codes.mean(axis=1)
    found = levels(group_scores(scores, answers.groups))
    items: GroupItems = group_items(answers.codes, answers.groups)
    values = np.arange(answers.options)
    agreement = random_groups(items, float(values.var()))
    a = _alpha(np.cov(answers.codes.T))
    ends = _clustered(answers, a)
    yield _banded("alpha", a, (ends.lower, ends.upper))
    yield _banded("icc1", found.reml.icc1, found.reml.icc1_interval)
    yield _banded("icc2", found.anova.icc2, found.anova.icc2_interval)
    judged = property_of_group(
        icc1=found.reml.icc1,
        icc1_interval=found.reml.icc1_interval,
        icc2=found.anova.icc2,
        icc2_interval=found.anova.icc2_interval,
        agreement=agreement,
        rwgj=math.nan,
        groups=len(items.n),
    )
    differ, _, agree = judged.reasons
    yield Finding(
        found.reml.icc1,
        frozenset({"schools differ"} if differ.startswith("Schools differ") else ()),
        {"schools differ": partial(_above, 0.002)},
    )
    yield Finding(
        agreement.less,
        frozenset(
            {"people within a school agree more than random groups"} if agree.startswith("People") else ()
        ),
        {"people within a school agree more than random groups": partial(_above, 0.002)},
    )
    answers_true = {
        "scores may be called a property: yes": partial(_above, 0.70),
        "scores may be called a property: with care": partial(_above, 0.50),
        "scores may be called a property: no": partial(_below, 0.50),
    }
    said = f"scores may be called a property: {judged.answer}"
    yield Finding(found.anova.icc2, frozenset({said}), answers_true)


def _clustered(answers: Answers, alpha: float) -> Interval:
    codes, groups = answers.codes, answers.groups
    assert groups is not None
    by_group = [np.bincount(groups, values) for values in (*codes.T, *(codes.T**2), codes.sum(axis=1) ** 2)]
    k = codes.shape[1]
    sums, squares = np.array(by_group[:k]).T, np.array(by_group[k : 2 * k]).T
    return cluster_alpha(alpha, np.bincount(groups), sums, squares, by_group[-1]).interval


def of_twice(answers: Answers) -> Iterator[Finding]:
    """Whether scores are stable: false where the ICC is under .70, or the mean moves by a fifth of an SD."""
    first, second = answers.codes.T
    icc, change = retest_icc(first, second), paired_change(first, second)
    judged = judge_stability(icc, change, 28)
    said = frozenset() if judged is None else frozenset({judged.answer})
    yield Finding(
        icc.agreement.value,
        said,
        {"stable": partial(_above, RETEST_ICC), "unstable": partial(_below, RETEST_ICC)},
    )
    yield Finding(
        abs(change.d_av.value),
        said,
        {"stable": partial(_below, SMALL_SHIFT - SLACK), "moved": partial(_above, SLACK)},
    )


def of_attentive(answers: Answers) -> Iterator[Finding]:
    """Each attentive person: two signs of carelessness are false for all of them."""
    given = answers.codes[:PEOPLE_LOOKED_AT]
    sample, options = sample_of(given), [np.arange(answers.options, dtype=np.float64)] * given.shape[1]
    cuts, _ = clean_cuts(sample, options, scales=answers.scales)
    flags = careless_flags(careless_indexes(given, sample, scales=answers.scales), cuts)
    shown = signs(flags, len(given))
    for person in range(len(given)):
        said = frozenset({CARELESS} if shown[person] > 1 else ())
        yield Finding(0.0, said, {CARELESS: _is_one})


def _above(cut: float, value: float) -> bool:
    return value >= cut


def _below(cut: float, value: float) -> bool:
    return value < cut


OF_TWICE: Final = {
    "stable": "scores are stable",
    "unstable": "scores are not stable",
    "moved": "people keep their places, and all have moved",
}
CARELESS: Final = "an attentive person shows two signs of careless answering"
PEOPLE_LOOKED_AT: Final = 500
LOOKS: Final[Mapping[Kind, Callable[[Answers], Iterator[Finding]]]] = {
    "scale": of_scale,
    "pair": of_pair,
    "groups": of_groups,
    "twice": of_twice,
    "attentive": of_attentive,
}


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
