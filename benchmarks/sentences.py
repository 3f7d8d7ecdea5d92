"""What a study says of answers whose truth is known: each sentence with whether it is true of the population."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from benchmarks.simulated import POPULATION, Answers, Kind
from engine.report.study.sample import SURELY
from engine.validation.cautions import Cautions
from engine.validation.claims import ALPHA, CHANCE
from engine.validation.clustered import allowing_for_clusters
from engine.validation.clusters import ClusterSums, cluster_sums
from psychometrics.careless import careless_flags, careless_indexes, clean_cuts, signs
from psychometrics.change import FEWEST_FOR_A_CHANGE, paired_change
from psychometrics.contract import Floats, StatisticError
from psychometrics.correlations import correlation_test
from psychometrics.dimensionality import bartlett
from psychometrics.groups import GroupItems, group_items, group_scores
from psychometrics.guidelines import GUIDELINES, RETEST_ICC
from psychometrics.intervals import Interval, feldt_interval
from psychometrics.known_groups import known_groups
from psychometrics.levels import levels
from psychometrics.measurement_error import largest_error
from psychometrics.missingness import little_mcar
from psychometrics.omega import OmegaTotal, omega_total
from psychometrics.one_factor_rule import CFI, RMSEA, SRMR, UNSOUND, judge_one_factor
from psychometrics.parallel import parallel_analysis
from psychometrics.quality import sample_of
from psychometrics.random_groups import random_groups
from psychometrics.retest import retest_icc
from psychometrics.signs import holm
from psychometrics.stability import SMALL_SHIFT, judge_stability
from psychometrics.summaries.patterns import Patterns
from psychometrics.validity import htmt, htmt_errors
from psychometrics.verdicts import property_of_group, standing_of

SLACK: Final = 0.01
"""So near a cut-point lies what a population of 100,000 people can't tell from it."""
NORMAL: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Finding:
    """A number of one sample, what a study says of it, and which sentences there are with when each is true.

    A sentence that names a number may be printed `always`, and is true or false by the number.
    """

    value: float
    said: frozenset[str]
    true: Mapping[str, Callable[[float], bool]]
    always: bool = False


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
    yield _error(C, a, interval.lower)
    omega = _omega(C, n)
    yield _of_omega(omega)
    total = codes.sum(axis=1)
    rest = np.array([np.corrcoef(codes[:, i], total - codes[:, i])[0, 1] for i in range(k)])
    test = correlation_test(rest, n)
    for r, low, high in zip(rest, test.lower, test.upper, strict=True):
        yield _banded("item_rest", float(r), (float(low), float(high)))
    yield _one_factor(omega, C, n, interval.lower)
    R = np.corrcoef(codes.T)
    words = "some items correlate"
    said = frozenset({words} if _correlate(R, n) else ())
    yield Finding(float(np.abs(R - np.eye(k)).max()), said, {words: partial(_above, CORRELATED)})


def _correlate(R: Floats, n: int) -> bool:
    try:
        return bartlett(R, n).p < CHANCE
    except StatisticError:  # two items correlate perfectly: no test, and no sentence
        return False


def _error(C: Floats, alpha: float, lower: float) -> Finding:
    """The largest standard error of measurement: false where the population's, by the same formula, is larger."""
    deviation = math.sqrt(C.sum()) / len(C)
    largest = largest_error(deviation, lower)
    said = frozenset({ERROR} if lower >= ALPHA else ())
    return Finding(largest_error(deviation, alpha), said, {ERROR: partial(_at_most, largest)}, always=True)


def _at_most(most: float, value: float) -> bool:
    return value <= most


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
    yield from _one_factor_in_groups(answers, ends.lower)
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
    """The interval of alpha that allows for groups; of a population, whose value alone counts, that of all as one."""
    sums = _sums(answers)
    return sums.alpha(alpha, 0.95).interval


def _sums(answers: Answers) -> ClusterSums:
    """As a study gathers them."""
    codes, groups = answers.codes, answers.groups
    assert groups is not None
    k = codes.shape[1]
    table = np.tile(np.arange(answers.options, dtype=np.float64), (k, 1))
    return cluster_sums(codes.astype(np.uint8), groups, table, [False] * k, int(groups.max()) + 1, 0)


def _one_factor_in_groups(answers: Answers, lower: float) -> Iterator[Finding]:
    """Omega and one factor of people in groups; in these cells one factor holds."""
    C, n = np.cov(answers.codes.T), len(answers.codes)
    omega = allowing_for_clusters(_omega(C, n), _sums(answers), 0.95, "", Cautions())
    yield _of_omega(omega)
    yield _one_factor(omega, C, n, lower)


def of_gaps(answers: Answers) -> Iterator[Finding]:
    """Little's test where gaps come at random: that they do not is false."""
    words = "gaps are not spread completely at random"
    if len(answers.codes) >= POPULATION:
        yield Finding(0.0, frozenset(), {words: _is_one})
        return
    p = little_mcar(Patterns.of_values(answers.codes)).p
    yield Finding(0.0, frozenset({words} if p < SURELY else ()), {words: _is_one})


def of_known(answers: Answers) -> Iterator[Finding]:
    """Whether groups differ in any of several scores: false where they do not."""
    assert answers.groups is not None
    labels = [str(group) for group in answers.groups]
    words = "mean scores differ between groups"
    try:
        found = [known_groups(score, labels) for score in answers.codes.T]
    except StatisticError:  # a group in which all have the same score: nothing is said
        yield Finding(0.0, frozenset(), {words: partial(_above, DIFFERENT)})
        return
    apart = max(np.ptp([group.mean.value for group in test.groups]) for test in found)
    said = min(holm([test.pvalue for test in found])) < CHANCE
    yield Finding(float(apart), frozenset({words} if said else ()), {words: partial(_above, DIFFERENT)})


def of_twice(answers: Answers) -> Iterator[Finding]:
    """Whether scores are stable: false where the ICC is under .70, or the mean moves by a fifth of an SD."""
    first, second = answers.codes.T
    icc, change = retest_icc(first, second), paired_change(first, second)
    judged = judge_stability(icc, change, 28)
    changed = "mean scores changed between the two times"
    yield Finding(
        abs(change.d_av.value),
        frozenset({changed} if change.pvalue < CHANCE and change.n >= FEWEST_FOR_A_CHANGE else ()),
        {changed: partial(_above, SLACK)},
    )
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
    "moved": "people keep their places, and the mean has moved",
}
ERROR: Final = "the standard error of measurement is at most so many points"
CORRELATED: Final = 0.03
DIFFERENT: Final = 0.1
"""Points between the means of a large sample that are no chance any more, for the small groups it is made of too."""
CARELESS: Final = "an attentive person shows two signs of careless answering"
PEOPLE_LOOKED_AT: Final = 500
LOOKS: Final[Mapping[Kind, Callable[[Answers], Iterator[Finding]]]] = {
    "scale": of_scale,
    "pair": of_pair,
    "groups": of_groups,
    "known": of_known,
    "gaps": of_gaps,
    "twice": of_twice,
    "attentive": of_attentive,
}
