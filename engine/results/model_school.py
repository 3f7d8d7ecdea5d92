"""One school's part of a frozen result: its scores, where to start, its groups, who answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from engine.results.model_score import (
    FrozenAllotment,
    FrozenCompositeScore,
    FrozenItem,
    FrozenOutcome,
    FrozenScore,
)
from engine.results.terms import Bound, Count, Day, Number, PerCent, Probability, from_format

StartReason = Literal["first_low", "first_behind", "lowest", "ceiling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenStrength:
    """The highest measures, to build on."""

    measures: tuple[str, ...]
    tied: bool
    flat: Annotated[bool, "None stands out."]
    probability: Annotated[Probability | None, "That this one is the highest."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenStart:
    """Where the school might begin, and why."""

    reason: Annotated[
        StartReason, "`first_low` and `first_behind` only up to format 3, by the order of the conditions."
    ]
    among: Annotated[tuple[str, ...], "The measures looked at."]
    measures: Annotated[
        tuple[str, ...],
        "Where people see the least, in per cent of its range; several where tied. Up to format 3 the place to start.",
    ]
    tied: bool
    flat: Annotated[bool, "None stands out."]
    probability: Annotated[Probability | None, "That this one is the lowest."]
    estimate: Literal["shrunken", "plain"] = from_format(3, "plain")
    strength: FrozenStrength
    against: Annotated[
        FrozenStrength | None,
        "Where the school lies lowest against the mean profile of the other schools, by shrunken estimates; null "
        "with fewer than eight schools.",
    ] = from_format(4, None)
    places: Annotated[
        tuple[str, ...] | None,
        "Where the survey suggests to start: what both readings name, else what either names, without what lies above "
        "the middle half of the other schools. Null up to format 3.",
    ] = from_format(4, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenGroupScore:
    """The mean of a group on one measure."""

    n: Count
    mean: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenGap:
    """A group against everyone else; told only where the 95% interval leaves out zero."""

    clear: bool
    points: Number | None
    low: Number | None
    high: Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRest:
    """Everyone else."""

    n: Count
    roster: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenGroup:
    """One group of a school's respondents."""

    id: str
    label: str
    n: Count
    roster: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMeasureByGroup:
    """One measure, by group."""

    groups: Annotated[Mapping[str, FrozenGroupScore], "By group."]
    rest: FrozenGroupScore
    gaps: Annotated[Mapping[str, FrozenGap], "By group."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenGrouping:
    """The groups of one question, of ten people or more."""

    by: str
    question: str
    groups: tuple[FrozenGroup, ...]
    rest: FrozenRest
    measures: Annotated[Mapping[str, FrozenMeasureByGroup], "By measure."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenGroupRate:
    """How many of a group answered; the last group is everyone else."""

    id: str
    label: str | None
    n: Count
    roster: Count
    rate: PerCent


NoRates = Literal["no_roster", "no_groups", "mismatch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNonresponse:
    """Whether some groups answered more often than others; made of numbers that the groups print."""

    by: str | None
    question: str | None
    verdict: Annotated[
        Literal["alike", "unclear", "leans", "unknown"],
        "`leans` where rates differ by ten points or more and by more than chance (chi-square, p < .05); `unclear` "
        "where they do not, which shows no likeness: up to format 3 it was called `alike`.",
    ]
    reason: Annotated[
        NoRates | None,
        "`no_groups`: too few may be shown. `mismatch`: more answered than the roster lists.",
    ]
    groups: tuple[FrozenGroupRate, ...]
    most: Annotated[str | None, "The group that answered most often."]
    least: Annotated[str | None, "The group that answered least often."]
    points: Annotated[int | None, "Between their rates."]
    moves: Annotated[
        Number | None,
        "The most that a score would move, in points, if groups counted as the roster has them; null where scores have "
        "different ranges.",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCareless:
    """People who answered as if without reading."""

    share: Annotated[PerCent, "In per cent."]
    end: Annotated[Bound, "-1 at most, 1 at least."]
    moves: Annotated[
        Number | None,
        "The most that a score moves without them, as printed; null unless ten people are flagged and ten are not, and "
        "where scores have different ranges.",
    ] = from_format(3, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenOverall:
    """The mean of the printed scores, in per cent of the scale."""

    mean: int
    change: int | None
    bright: Annotated[bool, "Stands out in its network."]
    bright_change: Annotated[bool, "Its change stands out."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenStatements:
    """The answers to statements of a measure of which the form asks too few for a score."""

    measure: str
    items: Annotated[tuple[FrozenItem, ...] | None, "Easiest first; null where too few people answered."]


Verdict = Literal["good", "care", "low", "unknown"]
Part = Literal["items", "groups"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """What is told of a school among others: of its scores the mean of all alone."""

    site: Annotated[int, "The school's number in this wave."]
    school: str
    shown: Literal[True]
    level: str | None = from_format(2, None)
    phase: Annotated[str | None, "Its own, else the wave's."] = from_format(2, None)
    responses: Count
    roster: Count | None
    rate: Annotated[PerCent | None, "Of the roster, who answered."]
    verdict: Annotated[Verdict, "What the rate is good for."] = from_format(2, "unknown")
    overall: FrozenOverall | None = from_format(2, None)
    as_of: Annotated[Day | None, "An earlier result that stays, as too few answers came late."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenSchool(SchoolLine):
    """A school with enough respondents. Null stands for what is hidden."""

    scores: Annotated[Mapping[str, FrozenScore | None], "By measure."]
    statements: Annotated[
        tuple[FrozenStatements, ...], "Of the measures that the form asks too few statements of for a score."
    ] = from_format(4, ())
    composites: Annotated[
        tuple[FrozenCompositeScore, ...], "Those of which the school shows enough measures."
    ] = from_format(4, ())
    outcomes: Annotated[
        tuple[FrozenOutcome, ...], "Single statements that enough people answered, and not all alike."
    ] = from_format(4, ())
    allotments: Annotated[
        tuple[FrozenAllotment, ...],
        "Rankings, sums, sliders and unscored rubrics, under the rules for statements.",
    ] = ()
    start: FrozenStart | None = from_format(2, None)
    groups: Annotated[tuple[FrozenGrouping, ...], "One a grouping question."] = from_format(2, ())
    nonresponse: FrozenNonresponse | None = from_format(3, None)
    careless: FrozenCareless | None = from_format(2, None)
    withheld: Annotated[
        tuple[Part, ...],
        "What an earlier result showed of fewer people, and this one does not: it would tell of the late ones.",
    ] = ()

    @property
    def shown_measures(self) -> tuple[str, ...]:
        """The ids of the measures that it shows a score of."""
        return tuple(id for id, score in self.scores.items() if score is not None)

    def score_of(self, measure: str) -> FrozenScore:
        """Its score on a measure that it shows."""
        score = self.scores[measure]
        if score is None:
            raise KeyError(measure)
        return score


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSchool:
    """A school with too few respondents: nothing is told of it, not even how many they were."""

    site: int
    school: str
    shown: Literal[False]
