"""Sentences for people, composed from finished results and the rules of thumb; they judge nobody.

Numbers are rounded here, for reading, and nowhere else. A sentence says first what the value means, then the
value with its interval, then the rule of thumb and its source, then its limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from psychometrics.contract import StatisticError
from psychometrics.groups import FEW_GROUPS
from psychometrics.guidelines import GUIDELINES, Guideline, Standing
from psychometrics.literature import Citation
from psychometrics.one_factor_rule import OneFactorJudgement
from psychometrics.printed import capital, coefficient, decimal, joined, plural
from psychometrics.random_groups import RandomGroups

Answer = Literal["yes", "with care", "open", "no"]

ONE_SIDED: Final = 0.025
"""Chance of what random groups give, under which agreement is more than theirs: one end of a 95% interval."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One value in words: `where` it belongs to, how it stands to the rule of thumb, and the sentence.

    `limit` is what to keep in mind of such a statistic.
    """

    statistic: str
    where: str
    value: float
    standing: Standing
    sentence: str
    limit: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class GroupProperty:
    """Whether scores may be called a property of the school: the answer, its reasons, and the sentence."""

    answer: Answer
    reasons: tuple[str, ...]
    sentence: str
    citations: tuple[Citation, ...]


def standing_of(
    guide: Guideline, value: float, interval: tuple[float, float] | None = None
) -> tuple[Standing, str]:
    """How a value stands to its rule of thumb, and what that means in words.

    The ends of its 95% interval decide: where they lie on different sides of a cut-point, what the value means stays
    open. Without an interval nothing is decided, and only the value itself is held against the rule.
    """
    if interval is None or not all(map(np.isfinite, interval)):
        return guide.band(value).standing, _place(guide, value)
    low, high = guide.band(interval[0]), guide.band(interval[1])
    if low is high:
        return low.standing, low.meaning
    standing: Standing = low.standing if low.standing == high.standing else "open"
    if standing == "weak" and guide.both_weak:
        return standing, guide.both_weak
    return standing, f"it stays open whether {low.meaning} or {high.meaning}"


def _place(guide: Guideline, value: float) -> str:
    """Between which cut-points a value lies."""
    starts = [band.start for band in guide.bands[1:]]
    below = [start for start in starts if value < start]
    reached = [start for start in starts if value >= start]
    if not below:
        return f"{_cut(guide, reached[-1])} or more"
    nearly = "just " if _cut(guide, value) == _cut(guide, below[0]) else ""
    under = f"{nearly}under {_cut(guide, below[0])}"
    return f"{_cut(guide, reached[-1])} or more and {under}" if reached else under


def _cut(guide: Guideline, value: float) -> str:
    """A coefficient, or a whole percentage."""
    return f"{decimal(100 * value, 0)}%" if guide.percent else coefficient(value)


def shown_by(guide: Guideline, value: float) -> str:
    """A value as it is printed; one that is printed like the cut-point it lies under says so."""
    text = _cut(guide, value)
    near = any(value < band.start and text == _cut(guide, band.start) for band in guide.bands[1:])
    return f"just under {text}" if near else text


def verdict(
    statistic: str,
    value: float,
    *,
    where: str = "",
    interval: tuple[float, float] | None = None,
    group: str = "school",
) -> Verdict:
    """A value in plain words, with its rule of thumb.

    statistic: a key of `GUIDELINES`; where: the scale, item, model or school it belongs to; interval: its 95%
    interval, whose ends decide what may be said; group: what people are grouped in.
    Raises `StatisticError` for an unknown statistic or a value that is not a number.
    """
    guide = GUIDELINES.get(statistic)
    if guide is None:
        raise StatisticError(
            "no_guideline",
            f"there is no rule of thumb for {statistic}",
            f"use one of {', '.join(GUIDELINES)}",
        )
    if np.isnan(value):
        raise StatisticError("not_a_number", f"{guide.name} has no value", "say why instead of judging it")
    standing, meaning = standing_of(guide, value, interval)
    shown = f"{guide.name} {shown_by(guide, value)}"
    if interval is not None:
        shown += f", 95% interval {shown_by(guide, interval[0])} to {shown_by(guide, interval[1])}"
    subject = f"{where}: {meaning}" if where else capital(meaning)
    sentence = f"{subject} ({shown}; rule of thumb: {guide.rule}, {guide.citation.short})."
    sentence, limit = (_named(text, group) for text in (sentence, guide.limit))
    return Verdict(statistic, where, value, standing, capital(sentence), limit, guide.citation)


def _named(text: str, group: str) -> str:
    return text.replace("{groups}", plural(group)).replace("{group}", group)


ONE_FACTOR: Final[Mapping[str, tuple[Standing, str]]] = {
    "holds": ("good", "one factor accounts for the items"),
    "fails": ("weak", "one factor alone does not account for the items"),
    "open": ("open", "it stays open whether one factor is enough"),
}


def one_factor_verdict(judged: OneFactorJudgement, rmsea: float, where: str) -> Verdict:
    """What the rule on one factor says of a scale, with COSMIN's criterion beside it; not for one that is untested."""
    guide = GUIDELINES["rmsea"]
    standing, meaning = ONE_FACTOR[judged.answer]
    reasons = f": {joined(judged.wants)}" if judged.answer == "open" else ""
    rule = "CFI .95 or more, RMSEA to .06 and SRMR to .08, all three"
    cosmin = (
        f"COSMIN’s criterion, which takes any one of these indexes, is {'' if judged.any_one else 'not '}met."
    )
    shown = f"{judged.findings}; rule of thumb: {rule}, {guide.citation.short}"
    sentence = f"{where}: {meaning}{reasons} ({shown}). {cosmin}"
    limit = "factors that correlate at about .85 or more look like one to these indexes"
    return Verdict("one_factor", where, rmsea, standing, sentence, limit, guide.citation)


def property_of_group(
    *,
    icc1: float,
    icc1_interval: tuple[float, float],
    icc2: float,
    icc2_interval: tuple[float, float],
    agreement: RandomGroups | None,
    rwgj: float,
    groups: int,
    group: str = "school",
) -> GroupProperty:
    """Whether the mean of a school's people may be called a property of the school, and why.

    icc1 and icc2 with their 95% intervals from `levels`; agreement from `random_groups`, None where it is not known;
    rwgj: the median over groups against the uniform null; groups: how many; group: what one is called.
    It asks three things: do schools differ (the interval of ICC(1) lies above 0), can their means be told apart
    (the interval of ICC(2) from .50 on, better from .70 on), do people within a school agree more than random groups
    would. Yes needs all three, with care takes .50 for .70; no means that even the upper end of ICC(2) is under .50.
    Everything else stays open. Rules of thumb (LeBreton & Senter, 2008; Woehr et al., 2015): where items ask about
    oneself and not about the school, no number makes a score a property of the school.
    """
    several = plural(group)
    findings = (
        _differ(icc1, icc1_interval, several),
        _told_apart(icc2, icc2_interval, several),
        _agree(agreement, rwgj, group),
    )
    standings = [standing for standing, _ in findings]
    reasons = tuple(reason for _, reason in findings)
    answer: Answer = "yes"
    if "weak" in standings:
        answer = "no"
    elif "open" in standings:
        answer = "open"
    elif "fair" in standings:
        answer = "with care"
    opening = {
        "yes": f"These scores may be called a property of the {group}.",
        "with care": f"These scores may be called a property of the {group} only with care.",
        "open": f"It stays open whether these scores are a property of the {group}: until then they are the views of "
        "the people who answered.",
        "no": f"These scores are the views of the people who answered, and not a property of the {group}.",
    }[answer]
    citations = tuple(dict.fromkeys(GUIDELINES[name].citation for name in ("icc1", "icc2")))
    sources = "; ".join(citation.short for citation in citations)
    limits = [f"These are rules of thumb ({sources}), not proof."]
    if groups < FEW_GROUPS:
        limits.append(f"They rest on only {groups} {several}, so they may look different with more.")
    return GroupProperty(answer, reasons, " ".join([opening, *reasons, *limits]), citations)


def _between(interval: tuple[float, float]) -> str:
    return f"95% interval {coefficient(interval[0])} to {coefficient(interval[1])}"


def _differ(icc1: float, interval: tuple[float, float], groups: str) -> tuple[Standing, str]:
    if np.isnan(icc1):
        return "open", f"It is not known whether {groups} differ."
    shown = f"(ICC(1) {coefficient(icc1)}, {_between(interval)})"
    if not interval[0] > 0:
        return "open", f"It is not certain that {groups} differ at all {shown}."
    low, high = (decimal(100 * end, 0) for end in interval)
    low = "less than 1" if low == "0" else low  # it lies above nought, and is not printed as none
    share = f"{low} to {high}% of the differences between people lie between {groups}"
    return "good", f"{capital(groups)} differ: {share} {shown}."


def _told_apart(icc2: float, interval: tuple[float, float], groups: str) -> tuple[Standing, str]:
    if np.isnan(icc2):
        return "open", f"It is not known whether the means of {groups} can be told apart."
    guide = GUIDELINES["icc2"]
    low, high = (shown_by(guide, end) for end in interval)
    shown = f"(ICC(2) {shown_by(guide, icc2)}, 95% interval {low} to {high})"
    if icc2 < 0:
        shown = "(ICC(2) below 0)"
    if interval[1] < guide.start("fair"):
        return "weak", f"The means of {groups} are too uncertain to be told apart {shown}."
    if interval[0] >= guide.start("good"):
        return "good", f"The means of {groups} can be told apart {shown}."
    if interval[0] >= guide.start("fair"):
        return "fair", f"The means of {groups} can be told apart where they lie far from each other {shown}."
    return "open", f"It stays open whether the means of {groups} can be told apart {shown}."


def _agree(found: RandomGroups | None, rwgj: float, group: str) -> tuple[Standing, str]:
    if found is None:
        return "open", f"It is not known whether people within a {group} agree."
    shown = f"(median rwg(j) {coefficient(rwgj)}, at random about {coefficient(found.rwgj)})"
    if found.p >= ONE_SIDED:
        return "open", (
            f"It is not shown that people within a {group} agree more than people of random groups of the same sizes "
            f"would {shown}."
        )
    less = decimal(100 * found.less, 0)
    much = "less than 1%" if less == "0" else f"{less}%"
    return "good", (
        f"People within a {group} agree more than people of random groups of the same sizes would: their answers vary "
        f"{much} less {shown}.{_but_no_higher(found, rwgj)}"
    )


def _but_no_higher(found: RandomGroups, rwgj: float) -> str:
    """What explains the two numbers in brackets where they seem to say otherwise."""
    if rwgj > found.rwgj:
        return ""
    return " The test is of all items and people together; the median group agrees no more than at random."
