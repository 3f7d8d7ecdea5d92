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
from psychometrics.printed import capital, coefficient, decimal, joined

Answer = Literal["yes", "with care", "no"]


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


def verdict(
    statistic: str, value: float, *, where: str = "", interval: tuple[float, float] | None = None
) -> Verdict:
    """A value in plain words, with its rule of thumb.

    statistic: a key of `GUIDELINES`; where: the scale, item, model or school it belongs to; interval: its 95%
    interval, if there is one: when it reaches into another band the sentence says so.
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
    band = guide.band(value)
    subject = f"{where}: {band.meaning}" if where else capital(band.meaning)
    shown = f"{guide.name} {_number(value, guide.percent)}"
    if interval is not None:
        low, high = (_number(bound, guide.percent) for bound in interval)
        shown += f", 95% interval {low} to {high}"
    parts = [f"{subject} ({shown}; rule of thumb: {guide.rule}, {guide.citation.short})."]
    if interval is not None and not _settled(guide, interval):
        parts.append("The interval is too wide to be sure of this.")
    return Verdict(statistic, where, value, band.standing, " ".join(parts), guide.limit, guide.citation)


def _settled(guide: Guideline, interval: tuple[float, float]) -> bool:
    return guide.band(interval[0]) is guide.band(interval[1])


def _number(value: float, percent: bool) -> str:
    """A coefficient, or a whole percentage."""
    return f"{decimal(100 * value, 0)}%" if percent else coefficient(value)


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
    rwgj_uniform: float,
    rwgj_skewed: float,
    groups: int,
    group: str = "school",
    plural: str = "schools",
) -> GroupProperty:
    """Whether the mean of a school's people may be called a property of the school, and why.

    icc1 with its 95% interval and icc2 from `levels`; rwgj_uniform, rwgj_skewed: medians over groups from
    `within_group`, NaN where not known; groups: how many; group, plural: what one and several are called.
    It asks three things: do schools differ (the interval of ICC(1) lies above 0), can their means be told apart
    (ICC(2) at least .50, better .70), do people within a school agree (rwg(j) above .50, also against people
    who only lean to one side). Yes needs all three in full; no means the scores describe the people who answered.
    Rules of thumb (LeBreton & Senter, 2008; Woehr et al., 2015): where items ask about oneself and not about the
    school, no number makes a score a property of the school.
    """
    findings = (
        _differ(icc1, icc1_interval, plural),
        _told_apart(icc2, plural),
        _agree(rwgj_uniform, rwgj_skewed, group),
    )
    standings = [standing for standing, _ in findings]
    reasons = tuple(reason for _, reason in findings)
    answer: Answer = "no" if "weak" in standings else "with care" if "fair" in standings else "yes"
    opening = {
        "yes": f"These scores may be called a property of the {group}.",
        "with care": f"These scores may be called a property of the {group} only with care.",
        "no": f"These scores should be read as the views of the people who answered, not as a property of "
        f"the {group}.",
    }[answer]
    citations = tuple(dict.fromkeys(GUIDELINES[name].citation for name in ("icc1", "icc2", "rwgj")))
    sources = "; ".join(citation.short for citation in citations)
    limits = [f"These are rules of thumb ({sources}), not proof."]
    if groups < FEW_GROUPS:
        limits.append(f"They rest on only {groups} {plural}, so they may look different with more.")
    return GroupProperty(answer, reasons, " ".join([opening, *reasons, *limits]), citations)


def _differ(icc1: float, interval: tuple[float, float], plural: str) -> tuple[Standing, str]:
    if np.isnan(icc1):
        return "weak", f"It is not known whether {plural} differ."
    shown = (
        f"(ICC(1) {coefficient(icc1)}, 95% interval {coefficient(interval[0])} to {coefficient(interval[1])})"
    )
    if interval[0] <= 0:
        return "weak", f"It is not certain that {plural} differ at all {shown}."
    small = GUIDELINES["icc1"].band(icc1).standing == "weak"
    share = f"{_number(icc1, percent=True)} of the differences between people lie between {plural}"
    return (
        "fair" if small else "good"
    ), f"{capital(plural)} differ{', but little' * small}: {share} {shown}."


def _told_apart(icc2: float, plural: str) -> tuple[Standing, str]:
    if np.isnan(icc2):
        return "weak", f"It is not known whether the means of {plural} can be told apart."
    shown = f"(ICC(2) {coefficient(icc2)})" if icc2 >= 0 else "(ICC(2) below 0)"
    standing = GUIDELINES["icc2"].band(icc2).standing
    words = {
        "good": "can be told apart",
        "fair": "can be told apart only where they lie far from each other",
        "weak": "are too uncertain to be told apart",
    }
    return standing, f"The means of {plural} {words[standing]} {shown}."


def _agree(uniform: float, skewed: float, group: str) -> tuple[Standing, str]:
    if np.isnan(uniform):
        return "fair", f"It is not known whether people within a {group} agree."
    guide = GUIDELINES["rwgj"]
    shown = f"median rwg(j) {coefficient(uniform)}"
    if guide.band(uniform).standing == "weak":
        return "weak", f"People within a {group} do not agree ({shown})."
    if np.isnan(skewed):
        return "fair", f"People within a {group} agree ({shown}), as far as one null distribution can tell."
    shown += f" and {coefficient(skewed)}"
    if guide.band(skewed).standing == "weak":
        return "fair", (
            f"People within a {group} agree if, without agreement, answers would spread evenly over all "
            f"options, but not if people lean to one side anyway ({shown})."
        )
    return "good", f"People within a {group} agree, even if people lean to one side anyway ({shown})."
