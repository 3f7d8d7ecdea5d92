"""The items of a measure at every school: shares of the options, order of difficulty, facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.disclosure.rounding import alike, mean_shown, percentages
from engine.instrument.model import Instrument, Item
from engine.results.measures import Measure
from engine.results.model_score import FrozenFacet, FrozenItem
from engine.results.terms import Bound
from psychometrics.contract import Counts, Floats


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item, by school: how many chose an option, the options' shares as printed, and which are bounds.

    `alike` says where people answered so much alike that the item by itself would tell of single people.
    """

    id: str
    n: list[int]
    shares: list[list[int]]
    ends: list[list[Bound]]
    alike: list[bool]


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A facet of two items or more, by school: the mean on the measure's range, and the fewest answers to an item."""

    facet: str
    items: list[str]
    n: list[int]
    means: list[float]


@dataclass(frozen=True, slots=True)
class ItemsOfMeasure:
    """What may be told of a measure's items, by school: `order` from the easiest to the hardest, `fewest` answers."""

    rows: tuple[ItemRow, ...]
    order: list[list[int]]
    fewest: list[int]
    facets: tuple[FacetRow, ...]


def items_of(instrument: Instrument, one: Measure, items: Mapping[str, Counts]) -> ItemsOfMeasure:
    """The items of a measure that the form asks; `items` hold the counts of each, schools x options."""
    asked = [id for id in one.subscale.items if id in items]
    if not asked:
        return ItemsOfMeasure((), [], [0] * len(one.shown), ())
    rows, printed = [], []
    for id in asked:
        shares, ends = percentages(items[id])
        same = answered_alike(instrument.item(id), items[id])
        rows.append(ItemRow(id, items[id].sum(axis=1).tolist(), shares.tolist(), ends.tolist(), same))
        printed.append(_keyed_means(instrument.item(id), shares))
    # Stable, so that items printed alike stay in the order of the form.
    order = np.argsort(-np.column_stack(printed), axis=1, kind="stable")
    fewest = np.min([row.n for row in rows], axis=0)
    return ItemsOfMeasure(
        tuple(rows), order.tolist(), fewest.tolist(), _facets(instrument, one, asked, items)
    )


def frozen_items(found: ItemsOfMeasure, school: int) -> tuple[FrozenItem, ...]:
    """A school's items from the easiest to the hardest, by what is printed: options from the scale's low end."""
    rows = [found.rows[at] for at in found.order[school]]
    return tuple(
        FrozenItem(id=row.id, n=row.n[school], shares=tuple(row.shares[school]), ends=tuple(row.ends[school]))
        for row in rows
    )


def frozen_facets(found: ItemsOfMeasure, one: Measure, school: int) -> tuple[FrozenFacet, ...]:
    """A school's facets as scores."""
    rows = []
    for row in found.facets:
        value = mean_shown(row.means[school], row.n[school], one.low, one.high, one.decimals)
        rows.append(FrozenFacet(facet=row.facet, items=tuple(row.items), mean=value.value, end=value.end))
    return tuple(rows)


def _facets(
    instrument: Instrument, one: Measure, asked: Sequence[str], items: Mapping[str, Counts]
) -> tuple[FacetRow, ...]:
    """A facet of one item is that item, and no facet."""
    named: dict[str, list[str]] = {}
    for id in asked:
        facet = instrument.item(id).facet
        if facet is not None:
            named.setdefault(facet, []).append(id)
    rows = []
    for name, ids in named.items():
        if len(ids) > 1:
            means = np.column_stack([_on_range(instrument.item(id), items[id], one) for id in ids])
            n = np.min([items[id].sum(axis=1) for id in ids], axis=0)
            rows.append(FacetRow(name, ids, n.tolist(), means.mean(axis=1).tolist()))
    return tuple(rows)


def answered_alike(item: Item, counts: Counts) -> list[bool]:
    """At which schools the people answered the item almost alike."""
    values = np.array([float(option.value) for option in item.options])
    n = counts.sum(axis=1)
    mean = (counts * values).sum(axis=1) / np.maximum(n, 1)
    squares = (counts * (values - mean[:, None]) ** 2).sum(axis=1)
    spreads = np.sqrt(squares / np.maximum(n - 1, 1))
    return [
        people < 2 or alike(spread, people, item.low, item.high)
        for people, spread in zip(n.tolist(), spreads.tolist(), strict=True)
    ]


def _keyed_means(item: Item, counts: Counts) -> Floats:
    """Each school's mean of an item, turned where it is reverse-keyed; NaN where nobody answered."""
    values = np.array([float(option.value) for option in item.options])
    total = counts.sum(axis=1)
    mean = np.full(len(counts), np.nan)
    np.divide((counts * values).sum(axis=1), total, out=mean, where=total > 0)
    return item.low + item.high - mean if item.reverse else mean


def _on_range(item: Item, counts: Counts, one: Measure) -> Floats:
    """The keyed means of an item on the measure's own range."""
    return one.low + one.width * (_keyed_means(item, counts) - item.low) / (item.high - item.low)
