"""What the API gives, as classes: answers are made of them, and so is their description."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from engine.instrument.model import Audience, Privacy
from engine.report.media.origin import OriginFacts
from engine.results.model import (
    NO_PROFILE,
    FrozenData,
    FrozenInstrument,
    FrozenMeasure,
    FrozenPolicy,
    FrozenProfile,
    FrozenShrinkage,
    FrozenWave,
)
from engine.results.model_network import HubNetwork, SchoolDot
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.model_score import FrozenItem
from engine.results.side_by_side import GapVerdict
from engine.results.terms import AsWritten, Count, Day, End, Number, Rules, from_format
from engine.store import Role, SchoolLevel, Scope, WayIn

FORMAT: Final[Literal["barograph-result"]] = "barograph-result"

Moment = Annotated[str, Rules(format="date-time")]
Address = Annotated[str, Rules(format="uri-reference")]
State = Literal["draft", "planned", "open", "to_be_closed", "closing", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(AsWritten):
    """Something with a number and a name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyTitle(AsWritten):
    """What a network wants to find out over the years."""

    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(AsWritten):
    """A version of an instrument."""

    id: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts(AsWritten):
    """The key, without its secret."""

    name: str
    scopes: tuple[Scope, ...]
    made: Moment
    expires: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts(AsWritten):
    """A role that stands behind the key now."""

    role: Role
    district: int | None
    school: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Me(AsWritten):
    """Whose key this is."""

    name: str
    email: str
    key: KeyFacts
    network: Named
    roles: tuple[RoleFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveEntry(AsWritten):
    """One time of asking."""

    id: int
    title: str
    study: StudyTitle
    instrument: Edition
    form: str
    phase: str | None
    event: Annotated[Mapping[str, str], "What {event} stands for in the texts, by language; mostly empty."]
    languages: tuple[str, ...]
    privacy: Privacy
    way_in: Annotated[WayIn, "By the link of the school, or each person by a code of their own."]
    minimum_group: Count
    simulated: bool
    state: Annotated[State, "A draft lets nobody in until it is opened."]
    opens_itself: Annotated[bool, "Whether a draft opens when its first day begins."]
    closes_itself: Annotated[bool, "Whether its results are made after its last day without a press."]
    opens: Moment
    closes: Annotated[Moment, "After the last moment that answers are taken."]
    answers: Annotated[
        Count | None,
        "Of all schools together: while it runs, the ten below; once closed, of the schools in its result, null"
        " where these are fewer than three.",
    ]
    asked: Annotated[
        Count | None,
        "People asked, of the same schools; null while one has not said its number, or a smaller one than answered.",
    ]
    archived: Annotated[
        bool, "Whether the network's pages leave it out of their lists, by itself or with its study."
    ]
    result: Annotated[Address | None, "Once it is closed."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolEntry(AsWritten):
    """A school that the owner of the key may see."""

    id: int
    name: str
    level: SchoolLevel | None
    district: Named | None
    archived: Annotated[bool, "Whether the network's pages leave it out of their lists."]
    results: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolResultEntry(AsWritten):
    """A closed wave that a school took part in."""

    wave: int
    title: str
    study: StudyTitle
    instrument: Edition
    phase: str | None
    simulated: bool
    site: Annotated[int, "The school's number in this wave."]
    result: Address


@dataclass(frozen=True, kw_only=True)
class OfWave(AsWritten):
    """Something of one wave."""

    wave_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance(OriginFacts, OfWave):
    """Where the numbers come from; null where it is not known or may not be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(AsWritten):
    """What every result begins with."""

    format: Literal["barograph-result"]
    format_version: Annotated[int, "Rises when a name changes its meaning or goes away."]
    provenance: Provenance
    instrument: FrozenInstrument
    wave: FrozenWave


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSchoolResult(Heading):
    """A school's part of a frozen result."""

    policy: FrozenPolicy
    measures: tuple[FrozenMeasure, ...]
    profile: FrozenProfile = from_format(3, NO_PROFILE, promised=False)
    shrinkage: FrozenShrinkage | None = from_format(3, None, promised=False)
    school: FrozenSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenSchoolResult(Heading):
    """Of a school with too few answers: nothing but that it is not shown."""

    policy: FrozenPolicy
    school: HiddenSchool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkResult(Heading):
    """The network's view of a frozen result."""

    data: FrozenData
    measures: tuple[FrozenMeasure, ...]
    profile: FrozenProfile
    pool: Annotated[
        FrozenSchool | None,
        "People of whom a school has few, such as leaders: all schools together, and no school by itself.",
    ]
    network: Annotated[HubNetwork | None, "null with fewer than three schools."]
    verdicts: Annotated[Mapping[str, Count], "Schools shown, by what their response rate is good for."]
    schools: Annotated[tuple[FrozenSchool, ...], "Schools that agreed to be read by name."]
    dots: Annotated[tuple[SchoolDot, ...], "The others, without a name."]
    withheld: Annotated[tuple[int, ...], "Sites that agreed, and stay without a name to keep others company."]
    school_ids: Annotated[Mapping[str, int], "The number of each named school, by its site."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceScore(AsWritten):
    """One group's score on one measure, as its own result prints it."""

    audience: Audience
    instrument: Edition
    title: str
    wave: str
    closed: Day | None
    simulated: bool
    construct: str
    measure: str
    label: str
    n: Count
    mean: Number
    end: End
    low: Annotated[Number, "Of the 95% interval."]
    high: Number
    scale: Annotated[
        tuple[Number, Number], "Lowest and highest score there can be: no two measures share one."
    ]
    answers_at_ends: Annotated[
        tuple[str, str] | None,
        "The answers that make the lowest and the highest; null where statements differ.",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SameStatement(AsWritten):
    """A statement that two groups answer, each in words of its own."""

    id: str
    texts: tuple[str, str]
    options: tuple[tuple[str, ...], tuple[str, ...]]
    answers: tuple[FrozenItem, FrozenItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencePair(AsWritten):
    """Two groups that answer the same statements."""

    instruments: tuple[Edition, Edition]
    shared: Annotated[Count, "Statements that both are asked."]
    gap: Annotated[
        GapVerdict,
        "Whether points between the two may be read as a gap; without `alike` they may not. `not_testable` is no sign "
        "of likeness.",
    ]
    statements: Annotated[tuple[SameStatement, ...], "Empty where not both results show statements."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructOfAudiences(AsWritten):
    """A construct that more than one group is asked about."""

    id: str
    label: str
    scores: tuple[AudienceScore, ...]
    pairs: tuple[AudiencePair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiencesOfYear(AsWritten):
    """What the groups of a school say in a school year, side by side: no number is made of two of them."""

    school: Named
    year: Annotated[int, "In which the school year begins, in July."]
    years: Annotated[tuple[int, ...], "Those with a result, the newest first."]
    constructs: tuple[ConstructOfAudiences, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionEntry(AsWritten):
    """What a school's team sealed, and what came of it (docs/predictions.md has the rule)."""

    id: int
    measure: str
    kind: Literal["range", "no_change"]
    low: Annotated[Number, "Points of change that were expected, at least."]
    high: Annotated[Number, "Points at most; with `no_change` the margin."]
    reason: str
    sealed: Moment
    made_on: Annotated[int, "The wave on whose result it was sealed."]
    shared: Annotated[bool, "Whether whoever may read the result by name reads it."]
    withdrawn: Annotated[Moment | None, "When it was withdrawn; it then gets no outcome."]
    answered_by: Annotated[int | None, "The wave that answers it; null while none does."]
    interval: Annotated[tuple[Number, Number] | None, "95% interval of the change that came."]
    outcome: Annotated[
        Literal["as_expected", "direction", "higher", "lower", "cannot_tell"] | None,
        "As expected: the whole interval lies within the range. `cannot_tell` is neither a hit nor a miss.",
    ]
    without: Annotated[
        Literal["waiting", "hidden", "not_compared", "end", "no_interval", "elsewhere"] | None,
        "Why there is no outcome. `elsewhere`: the result of `answered_by` has it.",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(AsWritten):
    """What went wrong, and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
