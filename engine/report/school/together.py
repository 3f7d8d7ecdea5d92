"""Two scores that are read together: the place of a school, or of a team, in four corners, with how sure that is.

A corner is named only where both intervals stay on one side of their cut. What a corner may mean is a hypothesis of the
construct map's author and stands as such.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from engine.language import say
from engine.printed import from_to, lowered, shortest, whole
from engine.report.document import Axis, Block, Bullets, Column, Paragraph, Section, Table
from engine.report.school.wording import number, printed
from engine.report.square import SquareFigure, SquarePlace
from engine.results.model import FrozenMeasure, FrozenResult, FrozenTogether
from engine.results.model_school import FrozenSchool

ID: Final = "together"
UNIT: Final = "unit"  # the grouping of teams and departments
Side = Literal["high", "low", "between"]
CORNER_OF: Final = {
    ("high", "high"): "both",
    ("high", "low"): "this",
    ("low", "high"): "other",
    ("low", "low"): "neither",
}


@dataclass(frozen=True, slots=True)
class _Score:
    """A mean with its interval, as printed."""

    n: int
    mean: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """Of whom two scores are."""

    label: str
    this: _Score
    other: _Score


def together_sections(frozen: FrozenResult, site: FrozenSchool) -> list[Section]:
    """A section for each pair of scores of which the school shows both."""
    known = {one.id: one for one in frozen.measures}
    return [
        _section(one, known[one.this], known[one.other], site)
        for one in frozen.together
        if site.scores.get(one.this) and site.scores.get(one.other)
    ]


def side(low: float, high: float, cut: float) -> Side:
    """On which side of a cut an interval lies, ends included; between where it holds the cut."""
    return "high" if low > cut else "low" if high < cut else "between"


def corner(one: FrozenTogether, this: tuple[float, float], other: tuple[float, float]) -> str | None:
    """The corner of two intervals; None unless both stay on one side of their cuts."""
    return CORNER_OF.get((side(*this, one.cuts[0]), side(*other, one.cuts[1])))


def _section(one: FrozenTogether, this: FrozenMeasure, other: FrozenMeasure, site: FrozenSchool) -> Section:
    spots = list(_spots(one, this, other, site))
    texts = {found.id: found.text for found in one.corners}
    corners = [
        say(
            "together.corner",
            which=say(f"together.{id}", this=this.label, other=lowered(other.label)),
            text=text,
        )
        for id, text in texts.items()
    ]
    blocks: tuple[Block, ...] = (
        Paragraph(_words(one, this, other, spots[0]), strong=True),
        Paragraph(say("together.intro", cut=_cut(this, one.cuts[0]), high=shortest(this.high))),
        _figure(one, this, other, spots),
        Paragraph(say("together.hypotheses")),
        Bullets(tuple(corners)),
    )
    return Section(
        f"{ID}-{one.this}", say("together.title", this=this.label, other=lowered(other.label)), blocks
    )


def _spots(
    one: FrozenTogether, this: FrozenMeasure, other: FrozenMeasure, site: FrozenSchool
) -> Iterator[_Spot]:
    """All who answered, then the teams that the result shows on both scores."""
    mine, theirs = site.score_of(one.this), site.score_of(one.other)
    yield _Spot(
        say("together.all"),
        _Score(mine.n, mine.mean, mine.low, mine.high, printed(this, mine)),
        _Score(theirs.n, theirs.mean, theirs.low, theirs.high, printed(other, theirs)),
    )
    for grouping in site.groups:
        scores = (grouping.measures.get(one.this), grouping.measures.get(one.other))
        if grouping.by != UNIT or scores[0] is None or scores[1] is None:
            continue
        for group in grouping.groups:
            if group.id in scores[0].groups and group.id in scores[1].groups:
                pair = (scores[0].groups[group.id], scores[1].groups[group.id])
                made = [
                    _Score(found.n, found.mean, found.low, found.high, number(measure, found.mean))
                    for measure, found in zip((this, other), pair, strict=True)
                ]
                yield _Spot(group.label, *made)


def _words(one: FrozenTogether, this: FrozenMeasure, other: FrozenMeasure, spot: _Spot) -> str:
    """Where all who answered stand, or why no corner is named."""
    found = corner(one, (spot.this.low, spot.this.high), (spot.other.low, spot.other.high))
    if found is not None:
        which = say(f"together.{found}", this=this.label, other=lowered(other.label))
        return say("together.in_corner", which=which)
    open_on = [
        measure.label
        for measure, score, cut in ((this, spot.this, one.cuts[0]), (other, spot.other, one.cuts[1]))
        if side(score.low, score.high, cut) == "between"
    ]
    return say("together.between_one" if len(open_on) == 1 else "together.between_two", label=open_on[0])


def _cut(measure: FrozenMeasure, cut: float) -> str:
    return shortest(round(cut, measure.decimals))


def _axis(measure: FrozenMeasure) -> Axis:
    middle = (measure.low + measure.high) / 2
    ticks = tuple((place, shortest(place)) for place in (measure.low, middle, measure.high))
    return Axis(measure.low, measure.high, ticks, measure.label)


def _figure(
    one: FrozenTogether, this: FrozenMeasure, other: FrozenMeasure, spots: list[_Spot]
) -> SquareFigure:
    alone = len(spots) == 1
    return SquareFigure(
        title=say("together.figure", this=this.label, other=lowered(other.label)),
        description=say("together.described", this=this.label, other=lowered(other.label)),
        key=say("together.key" if alone else "together.key_teams"),
        table=_table(one, this, other, spots),
        across=_axis(this),
        up=_axis(other),
        cuts=one.cuts,
        cut_label=say("together.cut", cut=_cut(this, one.cuts[0])),
        places=tuple(
            SquarePlace(
                "" if alone else spot.label,
                (spot.this.low, spot.this.mean, spot.this.high),
                (spot.other.low, spot.other.mean, spot.other.high),
            )
            for spot in spots
        ),
    )


def _table(one: FrozenTogether, this: FrozenMeasure, other: FrozenMeasure, spots: list[_Spot]) -> Table:
    interval = say("report.column.interval")
    return Table(
        caption=say("together.table", this=this.label, other=lowered(other.label)),
        columns=(
            Column(say("together.column_who")),
            Column(this.label, "end"),
            Column(interval, "end"),
            Column(other.label, "end"),
            Column(interval, "end"),
            Column(say("report.column.n"), "end"),
            Column(say("together.column_place")),
        ),
        rows=tuple(
            (
                spot.label,
                spot.this.text,
                from_to(number(this, spot.this.low), number(this, spot.this.high)),
                spot.other.text,
                from_to(number(other, spot.other.low), number(other, spot.other.high)),
                whole(min(spot.this.n, spot.other.n)),
                _place_words(one, this, other, spot),
            )
            for spot in spots
        ),
        note=say("together.table_note"),
    )


def _place_words(one: FrozenTogether, this: FrozenMeasure, other: FrozenMeasure, spot: _Spot) -> str:
    found = corner(one, (spot.this.low, spot.this.high), (spot.other.low, spot.other.high))
    return (
        say(f"together.{found}", this=this.label, other=lowered(other.label))
        if found
        else say("together.between")
    )
