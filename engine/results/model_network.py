"""The network's part of a frozen result, and what a hub may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from engine.results.terms import AsWritten, Count, Day, Number, PerCent, Probability, from_format

Means = Annotated[Mapping[str, Number], "By measure."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNetworkMeasure:
    """One measure over the schools."""

    schools: Count
    mean: Annotated[Number, "Of the schools' printed scores."]
    within_sd: Number | None
    between_sd: Number | None
    share_between: Annotated[PerCent | None, "Of the variance, between schools, in per cent."]
    share_between_interval: Annotated[tuple[PerCent, PerCent] | None, "95% interval of it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNetworkComposite:
    """One composite over the schools."""

    id: str
    of: Annotated[Count, "Measures that it is made of here."]
    mean: Annotated[Number, "Of the network's means of these measures."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNetworkOutcome:
    """One single statement over the schools."""

    id: str
    schools: Annotated[Count, "Schools that print a share."]
    share: Annotated[PerCent, "The mean of their printed shares."]
    low: Annotated[PerCent, "Of the 95% interval, over schools."]
    high: Annotated[PerCent, "Of the 95% interval, over schools."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenChangeOfMeasure:
    """How one measure changed over the schools."""

    schools: Count
    schools_on_common_items: Count
    mean: Annotated[Number, "Of the schools' changes."]
    low: Annotated[Number, "Of the interval by which `up` and `down` are decided; see `together`."]
    high: Number
    p: Probability
    p_holm: Annotated[Probability, "Adjusted for the number of measures."]
    up: bool
    down: bool
    rose: Count
    fell: Count
    sign_p: Annotated[Probability | None, "Of the sign test."]
    rose_beyond_noise: Count
    fell_beyond_noise: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNetworkChange:
    """Change since an earlier wave."""

    waves: Annotated[tuple[str, ...], "The earlier waves of the schools."]
    of: Annotated[Count, "Measures compared."]
    together: Annotated[
        bool,
        "The intervals hold for all measures together at 95% (Holm): one leaves out zero exactly where `up` or `down`. "
        "Up to format 3 each held at 95% by itself, and `p_holm` decided.",
    ] = from_format(4, False)
    up: Count
    down: Count
    measures: Annotated[Mapping[str, FrozenChangeOfMeasure], "By measure."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolsOfPhase(AsWritten):
    """The schools of one phase."""

    phase: str
    after: Annotated[str | None, "The phase that these schools had in the wave before."]
    schools: Count
    means: Means


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSchoolsOfPhase(SchoolsOfPhase):
    """As kept: with its schools, which a hub does not see."""

    members: Annotated[
        Mapping[str, tuple[int | None, ...]],
        "Sites of the present wave by measure; null for a school that does not take part any more.",
    ]


NoPhases = Literal["one_phase", "few_schools", "names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A wave of the study."""

    wave: str
    phase: str | None
    schools: Count
    means: Annotated[Means, "A measure may be missing."]
    by_phase: tuple[SchoolsOfPhase, ...] = from_format(3, ())
    reason: Annotated[
        NoPhases | None,
        "`few_schools`: some phase has fewer than eight. `names`: one or two schools that did not agree to be named "
        "could be worked out.",
    ] = from_format(3, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPhase(Phase):
    """A wave of the study, as kept."""

    by_phase: tuple[KeptSchoolsOfPhase, ...] = from_format(3, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint(AsWritten):
    """One wave."""

    wave: str
    phase: str
    schools: Count
    means: Means


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseCurve:
    """Schools that went through the phases together."""

    points: Annotated[tuple[CurvePoint, ...], "Oldest first, at least two."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMeasureWithout:
    """One measure with and without flagged people."""

    mean: Number
    without: Number
    moves: Annotated[Number, "Their difference."]


NotCompared = Literal["not_checked", "few_people", "few_schools", "one_school"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenWithoutCareless:
    """What the network's means would be without people who answered as if without reading."""

    reason: NotCompared | None
    measures: Annotated[Mapping[str, FrozenMeasureWithout], "By measure."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenLimits:
    """What the funnel is drawn from."""

    schools: Count
    centre: Number
    within_sd: Number
    between_sd: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFunnel:
    """Scores and changes by size of school."""

    score: FrozenLimits | None
    change: FrozenLimits | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPart:
    """All schools shown, at least three."""

    as_of: Annotated[Day | None, "An earlier result that stays, as one or two schools changed since."] = None
    funnel: FrozenFunnel | None
    measures: Annotated[Mapping[str, FrozenNetworkMeasure | None], "By measure."]
    composites: Annotated[
        tuple[FrozenNetworkComposite, ...], "Those of which enough measures have a mean."
    ] = from_format(4, ())
    outcomes: Annotated[
        tuple[FrozenNetworkOutcome, ...], "Single statements of which three schools print a share."
    ] = from_format(4, ())
    phases: Annotated[tuple[Phase, ...], "A wave each, oldest first."]
    rate: PerCent | None
    responses: Count
    schools: Count
    schools_with_roster: Count
    since_first: FrozenNetworkChange | None
    since_last: FrozenNetworkChange | None
    without_careless: FrozenWithoutCareless | None = from_format(3, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNetwork(NetworkPart):
    """The network's part, as kept."""

    phases: tuple[KeptPhase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubNetwork(NetworkPart, AsWritten):
    """The network's part, as a hub sees it."""

    curves: tuple[PhaseCurve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDot(AsWritten):
    """A school without its name; at least three share its range of respondents."""

    least: Annotated[Count, "Respondents, at least."]
    most: Annotated[Count | None, "Respondents, at most."]
    bright: bool
    bright_change: bool
    change: int | None
    mean: int
