"""The frozen result of a wave: what a close keeps, as classes. Every reader of a result reads these.

`reading` makes them of what is kept, `writing` makes the text of them, `json_schema` and `tables` tell others of their
shape. Most are called Frozen..., as the same words name what they are computed from.

They are of format 4. What came with it or with format 2 or 3 is marked `from_format`: an earlier result reads without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from engine.disclosure.policy import CROSS, FLOOR, ITEMS, SUBGROUP, TEXT
from engine.results.model_network import FrozenNetwork, HubNetwork, SchoolDot
from engine.results.model_school import FrozenSchool, HiddenSchool, SchoolLine
from engine.results.model_score import NoReference, Told
from engine.results.terms import (
    Count,
    Day,
    Digest,
    GroupKind,
    NormStatus,
    Number,
    ReferenceKind,
    from_format,
)

FORMAT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenInstrument:
    """What was answered."""

    id: str
    version: str
    title: str
    audience: str
    scoring_digest: Annotated[str, "Changes when the rules of scoring do."]
    not_for: Annotated[tuple[str, ...], "What nobody may use the numbers for."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenWave:
    """When and where it was answered."""

    title: str
    study: str
    network: str
    form: str
    phase: str | None = from_format(2, None)
    closed: Annotated[Day | None, "The last day on which people could answer."]
    minimum_group: Annotated[Count, "Least number of respondents for a school to be shown."]
    simulated: Annotated[bool, "true: no real person answered."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenPolicy:
    """Least numbers of respondents before something is shown."""

    whole: Annotated[Count, "scores of a whole staff"]
    items: Annotated[Count, "statements, facets, spread"]
    subgroup: Annotated[Count, "part of a staff"]
    cross: Annotated[Count, "two groupings at once"]
    text: Annotated[Count, "open answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenData:
    """What the numbers were made of."""

    digest: Annotated[Digest, "Of the answers, salted."]
    schools: Annotated[Count, "Schools in the numbers."]
    missing: Annotated[Number | None, "Per cent of answers asked for that were not given."] = from_format(
        2, None
    )
    careless: Annotated[int | None, "Per cent of people who answered as if without reading."] = from_format(
        2, None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenHolds:
    """The mean answer to a statement, turned where agreeing lowers, lies between two shares of the way up."""

    item: str
    low: Annotated[Number, "0 is the lowest answer, 1 the highest."]
    high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenLevel:
    """A band of scores with a text, lowest first."""

    id: str
    label: str
    text: str
    below: Annotated[Number | None, "Its upper end, not in it; null for the highest."]
    holds_if: Annotated[
        tuple[FrozenHolds, ...], "What has to be so at a school for the text to be true of it."
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenItemText:
    """A statement as it was asked."""

    id: str
    text: str
    facet: str | None
    reverse: Annotated[bool, "Agreeing lowers the score."]
    options: Annotated[tuple[str, ...], "From the scale's low end."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenInterval:
    """An estimate with its 95% interval."""

    value: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenNorm:
    """A published or own distribution of single people's scores."""

    population: str
    source: str
    year: int
    n: Count
    mean: Number
    sd: Number
    status: NormStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCorner:
    """What a corner of two scores that are read together may mean."""

    id: Annotated[Literal["both", "this", "other", "neither"], "Which of the two scores are high."]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenTogether:
    """Two scores that are read together, and what parts low from high on each."""

    this: Annotated[str, "A measure."]
    other: Annotated[str, "Another measure."]
    cuts: Annotated[tuple[Number, Number], "On the scale of each."]
    corners: Annotated[tuple[FrozenCorner, ...], "Hypotheses, one a corner."]


NoGroup = Literal["few_schools", "overlap", "unreliable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenOffered:
    """Something a score may be compared with, and why it is not offered where it is not."""

    group: str
    kind: GroupKind | ReferenceKind | Literal[""] = from_format(3, "")
    label: str
    reason: Annotated[
        NoGroup | NoReference | None,
        "`overlap`: the few schools between two groups could be worked out. `unreliable`: ICC(2) under .60.",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenLacking:
    """What is said to come of a measure's lack."""

    consequence: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenOutcomeText:
    """A statement that no score is made of, and which answers to it are counted."""

    id: str
    text: str
    question: Annotated[str | None, "What stands above it on the form."]
    counted: Annotated[tuple[str, ...], "The options above the middle of its scale, the lowest first."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAllotmentPartText:
    """An option of a ranking or a sum, or a level of a rubric."""

    id: str
    label: str
    text: Annotated[str | None, "What the level of a rubric looks like."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAllotmentText:
    """A ranking, points that make up a sum, a slider, or a rubric that no score is made of."""

    id: str
    text: str
    told: Annotated[
        Told,
        "`ranked`: the share of people who put an option among the first `places`. `points`: the mean of each option. "
        "`slider`: one mean. `level`: the share of people at each level of a rubric.",
    ]
    parts: Annotated[tuple[FrozenAllotmentPartText, ...], "Its options; none of a slider."]
    named: Annotated[tuple[str, ...], "What the two ends of a slider mean."]
    low: Annotated[Number, "The least that a number can be: of shares 0."]
    high: Annotated[Number, "The most that a number can be: of shares 100, of points their sum."]
    decimals: Count
    places: Annotated[Count | None, "How many places a ranking gives."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenComposite:
    """A score made of several measures' scores."""

    id: str
    label: str
    of: Annotated[tuple[str, ...], "Its measures."]
    least: Annotated[Count, "How many of them it takes."]
    low: Annotated[Number, "Lowest score there can be."]
    high: Annotated[Number, "Highest score there can be."]
    decimals: Annotated[Count, "Decimal places its scores are printed with."]
    levels: tuple[FrozenLevel, ...]


IntervalEnd = Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenMeasure:
    """One subscale, over all schools shown."""

    id: str
    label: str
    items: Annotated[Count, "Statements it is made of."]
    asked: Annotated[Count | None, "How many of them the form asks; null up to format 3."] = from_format(
        4, None
    )
    scored: Annotated[bool, "false: the form asks too few of them for a score."] = from_format(4, True)
    low: Annotated[Number, "Lowest score there can be."]
    high: Annotated[Number, "Highest score there can be."]
    decimals: Annotated[Count, "Decimal places its scores are printed with."]
    meaning: str | None
    question: Annotated[str | None, "To begin a talk with."] = from_format(2, None)
    when_lacking: FrozenLacking | None = from_format(2, None)
    comes_first: Annotated[bool | None, "One of the measures to look at first; null where none is."] = (
        from_format(2, None)
    )
    levels: tuple[FrozenLevel, ...]
    item_texts: tuple[FrozenItemText, ...] = from_format(2, ())
    norms: tuple[FrozenNorm, ...] = from_format(2, ())
    alpha: Annotated[FrozenInterval | None, "Cronbach's alpha."]
    icc1: Annotated[Number | None, "Share of variance between schools."] = from_format(2, None)
    icc1_interval: Annotated[tuple[IntervalEnd, IntervalEnd] | None, "95% interval of it."] = from_format(
        2, None
    )
    icc2: Annotated[Number | None, "Reliability of the mean of a school of average size."]
    comparisons: Annotated[tuple[FrozenOffered, ...], "Groups of schools."] = from_format(2, ())
    references: Annotated[tuple[FrozenOffered, ...], "Fixed values."] = from_format(3, ())


Measures = Sequence[FrozenMeasure]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenProfile:
    """Whether the ups and downs of a school's measures can be told from noise."""

    reliability: Annotated[Number | None, "Of a school of usual size; null with fewer than eight schools."]
    interval: Annotated[tuple[Number, Number] | None, "95% interval of it."]
    schools: Count
    shown: Annotated[bool, "false: tell no order between the measures but the two ends."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenShrinkage:
    """How scores were drawn together to tell the lowest and the highest."""

    schools: Count


# What a result of format 1 went by; no setting was under it.
FIRST_POLICY: Final = FrozenPolicy(whole=FLOOR, items=ITEMS, subgroup=SUBGROUP, cross=CROSS, text=TEXT)
# Of a wave whose profiles nobody has looked at.
NO_PROFILE: Final = FrozenProfile(reliability=None, interval=None, schools=0, shown=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenResult:
    """A frozen result without its schools, whose parts stand beside it under `sites`."""

    format: int
    instrument: FrozenInstrument
    wave: FrozenWave
    policy: FrozenPolicy = from_format(2, FIRST_POLICY)
    salt: Annotated[str, "What the digest of the answers begins with; never shown."] = from_format(2, "")
    data: FrozenData
    measures: Annotated[tuple[FrozenMeasure, ...], "One a subscale."]
    composites: tuple[FrozenComposite, ...] = from_format(4, ())
    together: Annotated[tuple[FrozenTogether, ...], "Pairs of scores that are read together."] = ()
    outcomes: Annotated[
        tuple[FrozenOutcomeText, ...], "Statements that everyone is asked and no score is made of."
    ] = from_format(4, ())
    allotments: Annotated[
        tuple[FrozenAllotmentText, ...],
        "Rankings, sums, sliders and unscored rubrics that everyone is asked.",
    ] = ()
    profile: FrozenProfile = from_format(3, NO_PROFILE)
    shrinkage: Annotated[FrozenShrinkage | None, "null where the plain scores were taken."] = from_format(
        3, None
    )
    network: Annotated[FrozenNetwork | None, "null with fewer than three schools."] = from_format(2, None)
    pool: Annotated[
        FrozenSchool | None,
        "People of whom a school has few, such as leaders: all schools together, as if they were one school of number "
        "0. No school has a part of its own then. Null of other instruments, and of too few people or schools.",
    ] = None
    network_of: Annotated[
        tuple[tuple[int, int], ...],
        "Where the network's part stays that of an earlier close: the sites and people it is made of.",
    ] = ()


@dataclass(frozen=True, slots=True)
class WholeResult:
    """A frozen result with the parts of all its schools."""

    result: FrozenResult
    schools: tuple[FrozenSchool | HiddenSchool, ...]

    def shown(self) -> list[FrozenSchool]:
        """The parts of the schools with enough answers."""
        return [school for school in self.schools if isinstance(school, FrozenSchool)]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubResult:
    """What a hub may see of a frozen result."""

    instrument: FrozenInstrument
    wave: FrozenWave
    data: FrozenData
    measures: tuple[FrozenMeasure, ...]
    composites: tuple[FrozenComposite, ...]
    outcomes: tuple[FrozenOutcomeText, ...]
    profile: FrozenProfile
    pool: Annotated[
        FrozenSchool | None, "People of whom a school has few, such as leaders: all schools together."
    ]
    network: Annotated[HubNetwork | None, "null with fewer than three schools."]
    verdicts: Annotated[Mapping[str, Count], "Schools shown, by what their response rate is good for."]
    schools: Annotated[tuple[SchoolLine, ...], "Schools that agreed to be read by name."]
    dots: Annotated[tuple[SchoolDot, ...], "The others, without a name."]
    withheld: Annotated[tuple[int, ...], "Sites that agreed, and stay without a name to keep others company."]
