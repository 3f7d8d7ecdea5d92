"""What a school may be compared with: groups of other schools, its own last result, a published norm.

A comparison is a band and how surely the school lies in it, never a rank. One that is not offered is named
with the reason.
"""

from dataclasses import dataclass
from typing import Final

from engine.language import say, spoken
from engine.printed import ABSENT, capital, chance, from_to, joined
from engine.report.school.wording import bounded, number, signed_number, span
from engine.results.model import FrozenMeasure, FrozenOffered, Measures
from engine.results.model_school import FrozenSchool
from engine.results.model_score import (
    FrozenComparison,
    FrozenReference,
    FrozenScore,
    NormPosition,
    OwnPosition,
)

NETWORK: Final = "network"


@dataclass(frozen=True, slots=True)
class OfferedComparison:
    """Something to compare with, and why it is not offered: `reasons` are empty where it is, for some measure."""

    group: str
    kind: str
    label: str
    reasons: tuple[str, ...] = ()

    @property
    def offered(self) -> bool:
        return not self.reasons

    @property
    def among_schools(self) -> bool:
        """Whether it is a band of other schools, and no single value."""
        return self.kind not in ("own", "norm")

    @property
    def short(self) -> str:
        """A word or two for a row of links; `label` says it in full."""
        name = self.group.partition(":")[2]
        if self.kind == "level":
            return capital(say("report.comparison.short_level", level=level_name(name)))
        if self.kind == "phase":
            return say("report.comparison.short_phase", phase=name)
        return say("report.comparison.short_own") if self.kind == "own" else self.label


@dataclass(frozen=True, slots=True)
class ScoreStanding:
    """Where one score stands: `words` and beneath them quieter ones, and cells of a table.

    `band` is the place on the scale, None where that is of other statements than the score is of.
    """

    band: tuple[float, float] | None
    words: tuple[str, str]
    cells: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heads:
    """How a comparison is named: in a key, at the head of a column, and in a table."""

    key: str
    column: str
    cells: tuple[str, str]


def choices(measures: Measures, site: FrozenSchool) -> tuple[OfferedComparison, ...]:
    """All that this school could be compared with, the offered ones first; groups that it is no part of left out."""
    entered: dict[str, OfferedComparison] = {}
    for measure in measures:
        score = site.score_of(measure.id)
        for one in _own_groups(measure, site):
            there = any(other.group == one.group for other in score.comparisons)
            _enter(entered, one, None if there else one.reason or "left_out")
        for reference in score.references:
            _enter(entered, reference, reference.reason)
    every = tuple(entered.values())
    return (*(one for one in every if one.offered), *(one for one in every if not one.offered))


def _own_groups(measure: FrozenMeasure, site: FrozenSchool) -> list[FrozenOffered]:
    own = {NETWORK, f"level:{site.level}", f"phase:{site.phase}"}
    return [one for one in measure.comparisons if one.group in own]


def _enter(
    entered: dict[str, OfferedComparison], one: FrozenOffered | FrozenReference, reason: str | None
) -> None:
    """A comparison is offered if it is for one measure; else all its reasons are kept."""
    group = one.group
    known = entered.get(group)
    kind = one.kind or group.partition(":")[0]
    if reason is None:
        entered[group] = OfferedComparison(group, kind, _label(one, kind))
    elif known is None:
        entered[group] = OfferedComparison(group, kind, _label(one, kind), (reason,))
    elif not known.offered and reason not in known.reasons:
        entered[group] = OfferedComparison(group, kind, known.label, (*known.reasons, reason))


def _label(one: FrozenOffered | FrozenReference, kind: str) -> str:
    if kind == "own":
        own = say("report.comparison.own")
        return f"{own}: {one.label}" if one.reason is None else own
    if kind == "norm":
        if one.reason == "no_norm":
            return say("report.comparison.norm_none")
        status = one.status if isinstance(one, NormPosition) else "published"
        return f"{say(f'report.comparison.norm_{status}')}: {one.label}"
    return capital(others(one.group, kind))


def level_name(level: str) -> str:
    """What schools of a level are called."""
    key = f"report.comparison.level.{level}"
    return say(key) if spoken().has(key) else level


def others(group: str, kind: str) -> str:
    """The schools of a comparison group, without the one that is compared."""
    name = group.partition(":")[2]
    if kind == "level":
        return say("report.comparison.others_level", level=level_name(name))
    return say(f"report.comparison.others_{kind}", phase=name)


def chosen(offers: tuple[OfferedComparison, ...], group: str | None) -> OfferedComparison | None:
    """The one that is asked for; else the network, or where that is not offered the first that is; None without any."""
    there = [one for one in offers if one.offered]
    wanted = [one for one in there if one.group == group]
    default = [one for one in there if one.group == NETWORK]
    return next(iter([*wanted, *default, *there]), None)


def refused(offers: tuple[OfferedComparison, ...]) -> tuple[str, ...]:
    """A sentence for each comparison that is not offered, with its reason."""
    return tuple(
        f"{one.label}: {joined([reason_words(one.kind, reason) for reason in one.reasons])}."
        for one in offers
        if not one.offered
    )


def reason_words(kind: str, reason: str) -> str:
    """Why a comparison of a kind is not offered; some reasons mean something else for one kind than for others."""
    own = f"report.comparison.why.{kind}_{reason}"
    return say(own if spoken().has(own) else f"report.comparison.why.{reason}")


def found(
    score: FrozenScore, choice: OfferedComparison
) -> OwnPosition | NormPosition | FrozenComparison | None:
    """What the frozen result says of a score in a comparison; None where it is not offered for this measure."""
    if not choice.among_schools:
        one = next((one for one in score.references if one.group == choice.group), None)
        return one if isinstance(one, OwnPosition | NormPosition) else None
    return next((one for one in score.comparisons if one.group == choice.group), None)


def standing(measure: FrozenMeasure, score: FrozenScore, choice: OfferedComparison) -> ScoreStanding | None:
    """Where a score stands in the comparison; None where it is not offered for this measure."""
    one = found(score, choice)
    if one is None:
        return None
    if isinstance(one, FrozenComparison):
        return _among_schools(measure, one)
    return _against_value(measure, one, choice)


def band_words(band: str) -> str:
    """Where a score lies among other schools: `below the middle half`."""
    part = band.partition(" ")[0]
    return say(f"report.comparison.band.{part}")


def _among_schools(measure: FrozenMeasure, one: FrozenComparison) -> ScoreStanding:
    lower, upper = one.lower_quartile, one.upper_quartile
    words = (band_words(one.band), chance(one.probability))
    return ScoreStanding((lower, upper), words, (span(measure, lower, upper), number(measure, one.median)))


def _against_value(
    measure: FrozenMeasure, one: OwnPosition | NormPosition, choice: OfferedComparison
) -> ScoreStanding:
    value = bounded(measure, one.value, one.end if choice.kind == "own" else None)
    band = say(f"report.comparison.{choice.kind}_{one.band}")
    apart = ABSENT
    if one.points is not None and one.low is not None and one.high is not None:
        apart = from_to(signed_number(measure, one.low), signed_number(measure, one.high))
    if isinstance(one, OwnPosition) and one.common_items is not None:
        now = bounded(measure, one.now, one.now_end)
        both = say("report.comparison.own_common", value=value, now=now, number=one.common_items)
        return ScoreStanding(None, (band, both), (both, apart))
    return ScoreStanding(
        (one.value, one.value),
        (band, say(f"report.comparison.{choice.kind}_value", value=value)),
        (value, apart),
    )


def heads(measures: Measures, site: FrozenSchool, choice: OfferedComparison) -> Heads:
    """How a comparison is named where its numbers stand."""
    kind = choice.kind
    if not choice.among_schools:
        name = choice.label.partition(": ")[2]
        cells = say(f"report.comparison.{kind}_cell", name=name), say("report.comparison.apart")
        return Heads(
            say(f"report.comparison.{kind}_key", name=name),
            say(f"report.comparison.{kind}_column", name=name),
            cells,
        )
    number, name = _schools(measures, site, choice), choice.group.partition(":")[2]
    whose = say(
        f"report.comparison.among_{kind}", number=number, name=level_name(name) if kind == "level" else name
    )
    cells = say("report.comparison.middle_half"), say("report.comparison.median")
    return Heads(
        say("report.comparison.among_key", schools=whose),
        say("report.comparison.among_column", schools=whose),
        cells,
    )


def _schools(measures: Measures, site: FrozenSchool, choice: OfferedComparison) -> str:
    counts = {
        one.schools
        for measure in measures
        for one in site.score_of(measure.id).comparisons
        if one.group == choice.group
    }
    low, high = str(min(counts)), str(max(counts))
    return low if low == high else say("printed.from_to", low=low, high=high)
