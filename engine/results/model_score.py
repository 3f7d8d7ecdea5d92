"""A school's score on one measure in a frozen result, with all that belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Discriminator, Tag

from engine.results.terms import (
    Bound,
    Bounds,
    Count,
    End,
    GroupKind,
    NormStatus,
    Number,
    PerCent,
    Probability,
    ReferenceKind,
    Rules,
    Size,
    from_format,
)

Quarter = Literal["lower quarter", "middle half", "upper quarter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenComparison:
    """Where the score lies among the observed means of other schools, the school itself left out."""

    group: Annotated[str, "`network`, `phase:NAME` or `level:NAME`."] = from_format(2, "network")
    kind: GroupKind | Literal[""] = from_format(3, "")
    label: str = from_format(2, "all other schools")
    schools: Count
    lower_quartile: Number
    median: Number
    upper_quartile: Number
    band: Annotated[Quarter, "Which part of them it lies in."]
    probability: Annotated[Probability | None, "That the school's true mean lies in this band."] = (
        from_format(2, None)
    )


NoReference = Literal["no_earlier", "not_comparable", "no_norm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenReference:
    """Where the score lies beside a fixed value; with a reason instead where it cannot be compared.

    A norm is of single people: a school's mean lies nearer the middle than people do, so it is never a percentile or
    a rank. Neither kind needs ICC(2) of .60: nothing is said of other schools.
    """

    group: Annotated[str, "`own`, or `norm:0`, `norm:1` in the order of the measure's norms."]
    kind: Annotated[ReferenceKind, "The school's own last wave, or a norm of single people."]
    label: Annotated[str, "That wave's title, or the norm's population."]
    reason: Annotated[
        NoReference | None,
        "`no_earlier`: no earlier wave shows this score. `not_comparable`: one does, but shares too few items with "
        "this one, or stands for other answers than were printed, as it was opened again; of a norm, the form does not "
        "ask all items. Without a reason the other keys of its kind are there.",
    ]


Band = Annotated[
    Literal["above", "about", "below"], "`about` unless the interval leaves out zero, or the norm's mean."
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPosition(FrozenReference):
    """The school's score beside its own last one."""

    value: Annotated[Number, "The score then, or the norm's mean."]
    end: End
    now: Annotated[Number, "`own`: the score now, on the same items."]
    now_end: End
    band: Band
    points: Annotated[Number | None, "How far; of the last wave only where clear."]
    low: Annotated[Number | None, "95% interval of the points; null at an end of the scale."]
    high: Annotated[Number | None, "95% interval of the points; null at an end of the scale."]
    common_items: Count | None
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NormPosition(FrozenReference):
    """The school's score beside a published norm."""

    source: str
    year: int
    n: Count
    status: NormStatus
    of: Annotated[str, Rules(enum=("persons",))]
    value: Annotated[Number, "The score then, or the norm's mean."]
    sd: Number
    points: Annotated[Number | None, "How far; of the last wave only where clear."]
    end: End
    low: Annotated[Number | None, "95% interval of the points; null at an end of the scale."]
    high: Annotated[Number | None, "95% interval of the points; null at an end of the scale."]
    band: Band
    size: Annotated[Size | None, "`norm`: how far in a word, of the persons' SD; null where about."]


def _tag(reference: Mapping[str, object] | FrozenReference) -> str:
    """Which class a reference is read as."""
    if isinstance(reference, FrozenReference):
        return type(reference).__name__
    if reference["reason"] is not None:
        return "FrozenReference"
    return "OwnPosition" if reference["kind"] == "own" else "NormPosition"


Position = Annotated[
    Annotated[FrozenReference, Tag("FrozenReference")]
    | Annotated[OwnPosition, Tag("OwnPosition")]
    | Annotated[NormPosition, Tag("NormPosition")],
    Discriminator(_tag),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenChange:
    """Against an earlier wave of the school. Its size is told only where the 95% interval leaves out zero."""

    since: Annotated[str, "That wave's title."]
    version: Annotated[str, "Of the instrument then."]
    common_items: Annotated[Count | None, "Statements compared, where the versions differ."]
    before: Number
    before_end: End
    now: Number
    now_end: End = from_format(3, None)
    clear: bool
    points: Number | None
    low: Number | None
    high: Number | None
    g: Annotated[Number | None, "Hedges' g."]
    size: Size | None
    around: Annotated[
        tuple[Number, Number] | None,
        "95% interval of the change, clear or not: what a prediction is held against. Missing at an end of the scale, "
        "and in results from before there were predictions.",
    ] = None

    @property
    def moved(self) -> Number | None:
        """By how many points, where that is clear."""
        return self.points if self.clear else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenHistogram:
    """People over five parts of the scale, in per cent."""

    shares: tuple[PerCent, ...]
    ends: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAgreement:
    """How much alike people answered."""

    sd: Number
    index: Annotated[Number | None, "r*wg(j) against an even spread."]
    word: Annotated[str | None, "From little to very strong, or split."]
    two_camps: bool
    histogram: FrozenHistogram


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenItem:
    """The answers to one statement."""

    id: str
    n: Count
    shares: Annotated[tuple[PerCent, ...], "By option, from the scale's low end."]
    ends: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCompositeScore:
    """A school's score on a composite: the mean of the printed scores that it is made of."""

    id: str
    of: Annotated[Count, "Measures that it is made of here."]
    mean: Number
    end: End
    low: Annotated[Number, "Mean of the lower ends of the measures' printed intervals."]
    high: Annotated[Number, "Mean of the upper ends of the measures' printed intervals."]
    level: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenOutcome:
    """The people who chose an option above the middle, of a statement that no score is made of."""

    id: str
    n: Count
    share: Annotated[PerCent, "In per cent of those who answered."]
    end: Annotated[Bound, "-1 at most, 1 at least."]
    low: Annotated[PerCent, "Of the 95% interval, made of the printed share and n alone."]
    high: Annotated[PerCent, "Of the 95% interval, made of the printed share and n alone."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenFacet:
    """A score of two statements or more."""

    facet: str
    items: tuple[str, ...]
    mean: Number
    end: End


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenScore:
    """A school's mean on one measure."""

    n: Count
    mean: Number
    end: End = from_format(2, None)
    low: Annotated[Number, "Of the 95% interval."]
    high: Annotated[Number, "Of the 95% interval."]
    alike: Annotated[bool, "Everyone answered nearly the same; statements are hidden then."] = from_format(
        2, False
    )
    level: str | None
    benchmark: Annotated[FrozenComparison | None, "The position in the network."]
    comparisons: Annotated[tuple[FrozenComparison, ...], "Groups of other schools, only those offered."] = (
        from_format(2, ())
    )
    references: Annotated[tuple[Position, ...], "Fixed values, all that there could be."] = from_format(3, ())
    change: Annotated[FrozenChange | None, "Since the school's last wave."] = from_format(2, None)
    first_change: Annotated[
        FrozenChange | None, "Since the school's first wave; null where that is its last one too."
    ] = from_format(4, None)
    agreement: FrozenAgreement | None = from_format(2, None)
    items: Annotated[tuple[FrozenItem, ...] | None, "Easiest first."] = from_format(2, None)
    facets: tuple[FrozenFacet, ...] | None = from_format(2, None)


Told = Literal["ranked", "points", "slider", "level"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAllotmentPart:
    """What is printed of one option, or of a slider."""

    id: Annotated[str, "The option's value; empty of a slider."]
    value: Annotated[Number, "A share in per cent, or a mean."]
    end: End
    low: Annotated[Number, "Of the 95% interval."]
    high: Annotated[Number, "Of the 95% interval."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAllotment:
    """A school's answers to one ranking, sum, slider or rubric, all its parts together."""

    id: str
    n: Annotated[Count, "Who answered."]
    parts: tuple[FrozenAllotmentPart, ...]
