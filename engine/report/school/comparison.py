"""What a school may be compared with: groups of other schools, its own last result, a published norm.

A comparison is a band and how surely the school lies in it, never a rank. One that is not offered is named
with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.printed import ABSENT, capital, chance, from_to
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
REASONS: Final[Mapping[str, str]] = {
    "few_schools": "it takes at least eight other schools with enough answers in the same wave, on the same form",
    "unreliable": "schools of this size can’t be told apart well enough by this measure (ICC(2) under .60)",
    "overlap": "the few schools between two groups could be worked out from both",
    "left_out": "this school’s score is not among those that are compared",
    "no_earlier": "no earlier result of this school shows these scores",
    "own:not_comparable": "the earlier survey shares too few of their statements (it takes two, and half of them)",
    "norm:not_comparable": "this form of the survey does not ask all of its statements",
    "no_norm": "none is known for this survey",
}
BANDS: Final[Mapping[str, str]] = {
    "lower quarter": "below the middle half",
    "middle half": "within the middle half",
    "upper quarter": "above the middle half",
}


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
        return {
            "phase": f"Schools in {name}",
            "level": f"{capital(name)} schools",
            "own": "Our last result",
        }.get(self.kind, self.label)


@dataclass(frozen=True, slots=True)
class ScoreStanding:
    """Where one score stands: `band` on the scale, `words` and beneath them quieter ones, and cells of a table."""

    band: tuple[float, float]
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
        return f"This school’s last result{': ' + one.label if one.reason is None else ''}"
    if kind == "norm":
        if one.reason == "no_norm":
            return "A published norm"
        status = one.status if isinstance(one, NormPosition) else "published"
        return f"{capital(status)} norm: {one.label}"
    return capital(one.label)


def chosen(offers: tuple[OfferedComparison, ...], group: str | None) -> OfferedComparison | None:
    """The one that is asked for; else the network, or where that is not offered the first that is; None without any."""
    there = [one for one in offers if one.offered]
    wanted = [one for one in there if one.group == group]
    default = [one for one in there if one.group == NETWORK]
    return next(iter([*wanted, *default, *there]), None)


def refused(offers: tuple[OfferedComparison, ...]) -> tuple[str, ...]:
    """A sentence for each comparison that is not offered, with its reason."""
    return tuple(
        f"{one.label}: {' and '.join(reason_words(one.kind, reason) for reason in one.reasons)}."
        for one in offers
        if not one.offered
    )


def reason_words(kind: str, reason: str) -> str:
    """Why a comparison of a kind is not offered; some reasons mean something else for one kind than for others."""
    return REASONS.get(f"{kind}:{reason}") or REASONS[reason]


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


def _among_schools(measure: FrozenMeasure, one: FrozenComparison) -> ScoreStanding:
    lower, upper = one.lower_quartile, one.upper_quartile
    words = (BANDS[one.band], chance(one.probability))
    return ScoreStanding((lower, upper), words, (span(measure, lower, upper), number(measure, one.median)))


def _against_value(
    measure: FrozenMeasure, one: OwnPosition | NormPosition, choice: OfferedComparison
) -> ScoreStanding:
    value = bounded(measure, one.value, one.end if choice.kind == "own" else None)
    other = "then" if choice.kind == "own" else "the norm"
    band = {"about": f"about as {'then' if choice.kind == 'own' else 'in the norm'}"}.get(
        one.band, f"{one.band} {other}"
    )
    apart = ABSENT
    if one.points is not None and one.low is not None and one.high is not None:
        apart = from_to(signed_number(measure, one.low), signed_number(measure, one.high))
    return ScoreStanding((one.value, one.value), (band, f"{other} {value}"), (value, apart))


def heads(measures: Measures, site: FrozenSchool, choice: OfferedComparison) -> Heads:
    """How a comparison is named where its numbers stand."""
    if choice.kind == "own":
        title = choice.label.partition(": ")[2]
        return Heads(
            f"mark: the score in {title}",
            f"Against {title}",
            (f"Score in {title}", "Difference, 95% interval"),
        )
    if choice.kind == "norm":
        return Heads(
            f"mark: mean of people in the norm ({choice.label.partition(': ')[2]})",
            "Against the norm",
            ("Norm’s mean", "Difference, 95% interval"),
        )
    count = _schools(measures, site, choice)
    whose = choice.label.removeprefix("All ").removeprefix("Other ").removeprefix("other ")
    return Heads(
        f"gray band: middle half of {count} other {whose}",
        f"Among {count} other {whose}",
        ("Other schools’ middle half", "Median"),
    )


def _schools(measures: Measures, site: FrozenSchool, choice: OfferedComparison) -> str:
    counts = {
        one.schools
        for measure in measures
        for one in site.score_of(measure.id).comparisons
        if one.group == choice.group
    }
    return f"{min(counts)}" if len(counts) == 1 else f"{min(counts)} to {max(counts)}"
