"""Rankings, points that make up a sum, and sliders: what suits each, and nothing that takes items of one scale.

A ranking is told by shares, points by log-ratios, a slider by its distribution. None of them has an alpha: the numbers
of one answer are bound to each other, and one slider is one item.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.disclosure.cells import least_told, shown_cells
from engine.disclosure.policy import SUBGROUP
from engine.instrument.model import Item, Option
from engine.instrument.parts import NO_PLACE, top_of, total_of
from engine.responses.layout import FIRST_NON_ANSWER, Codes, layout
from engine.validation.cautions import Cautions
from engine.validation.plan import Plan
from psychometrics.compositional import LogRatioSums, PartsOfAWhole, composition
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.intervals import Interval, wilson_interval
from psychometrics.summaries.counts import CodeCounts
from psychometrics.ternary import CenterRegion, Steps, cell_counts, cells_of, center_region, steps_of


@dataclass(frozen=True, slots=True, eq=False)
class PointSums:
    """One pass over points: their log-ratios, and the people in each cell of a triangle where there are three parts."""

    ratios: LogRatioSums
    cells: Counts | None

    def __add__(self, other: "PointSums") -> "PointSums":
        cells = None if self.cells is None or other.cells is None else self.cells + other.cells
        return PointSums(self.ratios + other.ratios, cells)


Points = dict[str, PointSums]


@dataclass(frozen=True, slots=True, eq=False)
class RankedOption:
    """An option of a ranking: how many gave it each place, and the share that put it first, or anywhere."""

    option: Option
    places: tuple[int, ...]
    first: float
    first_interval: Interval
    ranked: float
    ranked_interval: Interval


@dataclass(frozen=True, slots=True, eq=False)
class RankingStudy:
    item: Item
    n: int
    options: tuple[RankedOption, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TernaryCell:
    """`n` people whose parts lie from so many `steps` up to the next."""

    steps: Steps
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class TernaryStudy:
    """Three parts in a triangle whose sides are cut into `steps`: the `cells` of at least so many people.

    `apart` people lie in cells that are not shown. The `region` is of the centre; None where it has none.
    """

    steps: int
    least: int
    cells: tuple[TernaryCell, ...]
    apart: int
    region: CenterRegion | None


@dataclass(frozen=True, slots=True, eq=False)
class SumStudy:
    """Points as parts of their sum; the `composition` is in shares of it. A `ternary` is of three parts alone.

    `least` is the fewest people of whom it is told that they gave a part nothing; 0 tells of everybody.
    """

    item: Item
    n: int
    total: int
    composition: PartsOfAWhole
    ternary: TernaryStudy | None
    least: int = 0

    @property
    def noughts(self) -> tuple[int | None, ...]:
        """How many people gave each part nothing; None where these are too few to be told."""
        given = self.composition.noughts.tolist()
        return tuple(None if 0 < people < self.least else int(people) for people in given)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(str(option.value) for option in self.item.options)


@dataclass(frozen=True, slots=True, eq=False)
class SliderStudy:
    """A slider's numbers; `quartiles` are at .25, .50 and .75, type 7."""

    item: Item
    n: int
    mean: float
    sd: float | None
    quartiles: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AllotmentStudy:
    """What a study says of items that are no part of a scale; empty where nobody was asked any."""

    rankings: tuple[RankingStudy, ...] = ()
    sums: tuple[SumStudy, ...] = ()
    sliders: tuple[SliderStudy, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.rankings or self.sums or self.sliders)


def add_points(found: Points, plan: Plan, codes: Codes) -> None:
    """Add the points of some more persons, in place."""
    for item in _items(plan, several=True, amounts=True):
        own = codes[:, list(layout(plan.instrument).span(item))]
        answered = own[(own < FIRST_NON_ANSWER).all(axis=1)]
        if len(answered):
            steps = steps_of(total_of(item)) if len(item.options) == 3 else None
            cells = None if steps is None else cell_counts(answered, total_of(item), steps)
            sums = PointSums(LogRatioSums.of(answered), cells)
            found[item.id] = found[item.id] + sums if item.id in found else sums


def study_allotment(
    counts: CodeCounts | None, points: Points, plan: Plan, asked: frozenset[str] | None, cautions: Cautions
) -> AllotmentStudy:
    """The study of what was `asked` (all where None); `counts` are of all columns of the layout."""
    if counts is None:
        return AllotmentStudy()
    table, first = counts.counts, layout(plan.instrument).first

    def of(*, several: bool, amounts: bool) -> Iterator[tuple[Item, Counts, int]]:
        for item in _items(plan, several=several, amounts=amounts):
            own = table[first[item.id] : first[item.id] + len(layout(plan.instrument).span(item))]
            n = int(own[0, :FIRST_NON_ANSWER].sum())
            if n and (asked is None or item.id in asked):
                yield item, own, n

    sums = []
    least = least_told(plan.choices.minimum_group)
    for item, _, n in of(several=True, amounts=True):
        own = points[item.id]
        made = cautions.attempt(f"item {item.id}", partial(composition, own.ratios))
        if made is not None:
            sums.append(SumStudy(item, n, total_of(item), made, _ternary(own.cells, made, plan), least))
    return AllotmentStudy(
        rankings=tuple(_ranking(item, own, n) for item, own, n in of(several=True, amounts=False)),
        sums=tuple(sums),
        sliders=tuple(_slider(item, own[0], n) for item, own, n in of(several=False, amounts=True)),
    )


def _items(plan: Plan, *, several: bool, amounts: bool) -> Iterator[Item]:
    """The items of the form that are no part of a scale, by how they are answered."""
    on_form = set(plan.form.items) if plan.choices.form else set(plan.instrument.item_by_id)
    for item in plan.instrument.items:
        coding = item.kind.coding
        if (
            coding is None
            or item.id not in on_form
            or (coding.by_option, coding.quantity) != (several, amounts)
        ):
            continue
        if item.kind.numbered or not several:
            yield item


def _ranking(item: Item, counts: Counts, n: int) -> RankingStudy:
    options = []
    for option, row in zip(item.options, counts, strict=True):
        places = row[1 : top_of(item) + 1]
        ranked, first = int(n - row[NO_PLACE]), int(places[0])
        options.append(
            RankedOption(
                option,
                tuple(places.tolist()),
                first / n,
                wilson_interval(first, n),
                ranked / n,
                wilson_interval(ranked, n),
            )
        )
    return RankingStudy(item, n, tuple(options))


def _ternary(counts: Counts | None, made: PartsOfAWhole, plan: Plan) -> TernaryStudy | None:
    """The triangle of three parts, by the choices' least number of people; None without counts."""
    if counts is None:
        return None
    least = max(plan.choices.minimum_group, SUBGROUP)
    shown = shown_cells(counts, least)
    cells = tuple(TernaryCell(cell, int(counts[cell])) for cell in cells_of(len(counts)) if shown[cell])
    try:
        region = center_region(made, plan.choices.level)
    except StatisticError:
        region = None
    return TernaryStudy(len(counts), least, cells, made.n - sum(cell.n for cell in cells), region)


def _slider(item: Item, counts: Counts, n: int) -> SliderStudy:
    values = np.array([float(point.value) for point in item.points])
    given = np.repeat(values, counts[: len(values)])
    sd = float(given.std(ddof=1)) if n > 1 else None
    return SliderStudy(item, n, float(given.mean()), sd, np.quantile(given, [0.25, 0.5, 0.75]))
