"""Rankings, points that make up a sum, sliders, and rubrics that no score is made of: what a school reads of them.

Of a ranking the share of people who put an option among the first few; of points the mean of each option; of a slider
its mean; of a rubric the share at each level. All under the rules for statements: eight people who answered, bounds
near an end, and nothing where almost all answered alike. The points of one answer are bound to each other, so that all
means of a sum are shown or none: one that is cut off could be worked out from the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.cells import all_but_one_alike
from engine.disclosure.rounding import (
    AT_LEAST,
    AT_MOST,
    decimals_shown,
    mean_shown,
    near_an_end,
    percentages,
    spread_floor,
)
from engine.instrument.model import Instrument, Item, Option
from engine.instrument.parts import NO_PLACE, top_of
from engine.instrument.uses import allotted
from engine.responses.layout import FIRST_NON_ANSWER, layout
from engine.results.items import answered_alike
from engine.results.model import FrozenAllotmentPartText, FrozenAllotmentText
from engine.results.model_score import FrozenAllotment, FrozenAllotmentPart, Told
from engine.results.people import Respondents, Spread, option_counts, spread_of
from psychometrics.contract import Counts
from psychometrics.intervals import wilson_interval

PER_CENT: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class Allotment:
    """One question by school: how many answered, what may be printed of each part, and whether it is shown.

    `parts` are the options; of a slider there is one, with its own words.
    """

    item: Item
    told: Told
    parts: tuple[Option, ...]
    low: float
    high: float
    n: list[int]
    printed: tuple["_Shares | _Means", ...]
    shown: NDArray[np.bool_]

    @property
    def decimals(self) -> int:
        return 0 if self.told in ("ranked", "level") else decimals_shown(self.low, self.high)


@dataclass(frozen=True, slots=True, eq=False)
class _Shares:
    """The share of one part, by school, and which of them are bounds."""

    share: list[int]
    end: list[int]

    def frozen(self, of: Allotment, id: str, school: int) -> FrozenAllotmentPart:
        n, share, end = of.n[school], self.share[school], self.end[school]
        interval = wilson_interval(round(share * n / PER_CENT), n)
        return FrozenAllotmentPart(
            id=id,
            value=share,
            end="at_most" if end == AT_MOST else "at_least" if end == AT_LEAST else None,
            low=0 if end == AT_MOST else round(PER_CENT * interval.lower),
            high=PER_CENT if end == AT_LEAST else round(PER_CENT * interval.upper),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Means:
    """The mean of one part, by school."""

    spread: Spread

    def frozen(self, of: Allotment, id: str, school: int) -> FrozenAllotmentPart:
        from scipy.special import stdtrit

        n, mean, sd = of.n[school], float(self.spread.mean[school]), float(self.spread.sd[school])
        shown = mean_shown(mean, n, of.low, of.high, of.decimals)
        half = float(stdtrit(n - 1, 0.975)) * max(sd, spread_floor(n, of.low, of.high)) / sqrt(n)
        return FrozenAllotmentPart(
            id=id,
            value=shown.value,
            end=shown.end,
            low=round(max(of.low, shown.value - half), of.decimals),
            high=round(min(of.high, shown.value + half), of.decimals),
        )

    def at_an_end(self, n: Sequence[int], low: float, high: float) -> NDArray[np.bool_]:
        """At which schools the mean would be cut off."""
        return np.array(
            [
                people > 0 and near_an_end(mean, people, low, high)
                for people, mean in zip(n, self.spread.mean.tolist(), strict=True)
            ]
        )


def allotments(
    instrument: Instrument, form: str, people: Respondents, may_show: NDArray[np.bool_], least: Counts | int
) -> tuple[Allotment, ...]:
    """The rankings, sums, sliders and rubrics of a form at every school; those that nobody answered were not asked.

    A school that `may_show` its statements shows those that `least` people answered.
    """
    found = (_allotment(instrument, item, people, may_show, least) for item in allotted(instrument, form))
    return tuple(one for one in found if any(one.n))


def _allotment(
    instrument: Instrument, item: Item, people: Respondents, may_show: NDArray[np.bool_], least: Counts | int
) -> Allotment:
    coding = item.kind.coding
    if coding is None:
        raise TypeError(f"{item.id} has no codes")
    if item.levels:
        made = _levels(instrument, item, people, len(may_show))
    elif not coding.quantity:
        made = _ranking(instrument, item, people, len(may_show))
    else:
        made = _amounts(instrument, item, people, len(may_show))
    return replace(made, shown=made.shown & may_show & (np.array(made.n) >= least))


def _levels(instrument: Instrument, item: Item, people: Respondents, schools: int) -> Allotment:
    counts = option_counts(instrument, people, item, schools)
    shares, ends = percentages(counts)
    printed = tuple(_Shares(shares[:, at].tolist(), ends[:, at].tolist()) for at in range(len(item.options)))
    differ = ~np.array(answered_alike(item, counts), dtype=bool)
    return Allotment(item, "level", item.options, 0, PER_CENT, counts.sum(axis=1).tolist(), printed, differ)


def _ranking(instrument: Instrument, item: Item, people: Respondents, schools: int) -> Allotment:
    sites, codes = _answers(instrument, item, people)
    placed = codes != NO_PLACE
    n = np.bincount(sites, minlength=schools)
    printed = []
    for column in placed.T:
        first = np.bincount(sites, column, schools).astype(np.int64)
        shares, ends = percentages(np.column_stack([first, n - first]))
        printed.append(_Shares(shares[:, 0].tolist(), ends[:, 0].tolist()))
    differ = ~_alike(sites, placed, schools)
    return Allotment(item, "ranked", item.options, 0, PER_CENT, n.tolist(), tuple(printed), differ)


def _amounts(instrument: Instrument, item: Item, people: Respondents, schools: int) -> Allotment:
    sites, codes = _answers(instrument, item, people)
    amounts = np.array([float(point.value) for point in item.points])
    low, high = float(amounts[0]), float(amounts[-1])
    n = np.bincount(sites, minlength=schools).tolist()
    means = tuple(_Means(spread_of(amounts[column], sites, schools)) for column in codes.T)
    if not item.options:
        return Allotment(item, "slider", (), low, high, n, means, np.ones(schools, dtype=bool))
    apart = ~np.any([one.at_an_end(n, low, high) for one in means], axis=0)
    return Allotment(item, "points", item.options, low, high, n, means, apart)


def _answers(
    instrument: Instrument, item: Item, people: Respondents
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """The schools and the codes of those who answered."""
    codes = people.codes[:, list(layout(instrument).span(item))]
    answered = (codes < FIRST_NON_ANSWER).all(axis=1)
    return people.sites[answered], codes[answered]


def _alike(sites: NDArray[np.int64], chosen: NDArray[np.bool_], schools: int) -> NDArray[np.bool_]:
    """At which schools all but one at most put the same options among the first."""
    kinds, of = np.unique(chosen, axis=0, return_inverse=True)
    width = max(len(kinds), 1)
    counts: Counts = np.bincount(sites * width + of.ravel(), minlength=schools * width)
    return np.array([all_but_one_alike(row) for row in counts.reshape(schools, width)], dtype=bool)


def frozen_text(instrument: Instrument, one: Allotment) -> FrozenAllotmentText:
    item = one.item
    return FrozenAllotmentText(
        id=item.id,
        text=instrument.display(item),
        told=one.told,
        parts=tuple(
            FrozenAllotmentPartText(id=str(option.value), label=option.label, text=text)
            for option, text in zip(one.parts, item.levels or (None,) * len(one.parts), strict=True)
        ),
        named=item.ends,
        low=one.low,
        high=one.high,
        decimals=one.decimals,
        places=top_of(item) if one.told == "ranked" else None,
    )


def frozen_allotments(found: Sequence[Allotment], school: int) -> tuple[FrozenAllotment, ...]:
    """What a school may see of its rankings, sums, sliders and rubrics."""
    return tuple(
        FrozenAllotment(id=one.item.id, n=one.n[school], parts=tuple(_parts(one, school)))
        for one in found
        if one.shown[school]
    )


def _parts(one: Allotment, school: int) -> Iterator[FrozenAllotmentPart]:
    ids = [str(option.value) for option in one.parts] or [""]
    for id, part in zip(ids, one.printed, strict=True):
        yield part.frozen(one, id, school)
