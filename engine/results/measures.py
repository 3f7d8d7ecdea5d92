"""The measures of a wave, one a subscale: what all schools' people scored, and what is said of the measure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.disclosure.policy import Policy
from engine.disclosure.rounding import decimals_shown, mean_shown
from engine.instrument.construct_map import Construct, Norm
from engine.instrument.model import Holds, Instrument, Level, Subscale
from engine.responses.layout import layout
from engine.responses.scoring import minimum_answered, reported_range
from engine.results.model import (
    FrozenHolds,
    FrozenInterval,
    FrozenItemText,
    FrozenLacking,
    FrozenLevel,
    FrozenMeasure,
    FrozenNorm,
    FrozenOffered,
)
from engine.results.people import Respondents, Spread
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.groups import GroupScores, group_scores_from_summary
from psychometrics.levels import AnovaIcc, anova_icc
from psychometrics.reliability import alpha
from psychometrics.summaries.moments import Moments


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One subscale over all schools. `shown` says at which schools enough people have a score.

    Only those are in any number. `printed` are the schools' means as they are shown; whatever is said of the
    network's mean is made of these, so that it adds nothing to what each school shows. `asked` is how many of its
    statements the form asks, `scored` whether these are enough for a score.
    """

    number: int
    subscale: Subscale
    low: float
    high: float
    decimals: int
    spread: Spread
    shown: NDArray[np.bool_]
    printed: Floats
    icc: AnovaIcc | None
    asked: int
    scored: bool

    @property
    def id(self) -> str:
        return self.subscale.id

    @property
    def width(self) -> float:
        return self.high - self.low

    def share(self, value: ArrayLike) -> Floats:
        """Scores in per cent of the measure's range."""
        return np.asarray(100 * (np.asarray(value, dtype=np.float64) - self.low) / self.width)


def of_one_range(measures: Sequence[Measure]) -> bool:
    """Whether points of one score are points of another, so that one number may speak of all."""
    return len({(one.low, one.high) for one in measures}) <= 1


def measure(
    instrument: Instrument,
    form: str,
    number: int,
    spread: Spread,
    counted: NDArray[np.bool_],
    policy: Policy,
    again: Counts | int = 0,
) -> Measure:
    """The measure of the subscale with this number; `counted` are the schools that may be in any number.

    `again` counts by school the answers that raise its minimum (`Policy.raised`).
    """
    subscale = instrument.subscales[number]
    low, high = reported_range(instrument, subscale)
    decimals = decimals_shown(low, high)
    shown = counted & policy.shows(spread.n - again)
    used = instrument.form(form)
    asked = len(set(subscale.items) & set(used.items))
    return Measure(
        number=number,
        subscale=subscale,
        low=low,
        high=high,
        decimals=decimals,
        spread=spread.where(shown),
        shown=shown,
        printed=printed(spread.where(shown), low, high, decimals),
        icc=_icc(spread, shown),
        asked=asked,
        scored=asked >= max(1, minimum_answered(subscale, used)),
    )


def printed(spread: Spread, low: float, high: float, decimals: int) -> Floats:
    """Every school's mean as it is shown, NaN where there is none."""
    means = [
        mean_shown(mean, n, low, high, decimals).value if n else np.nan
        for mean, n in zip(spread.mean.tolist(), spread.n.tolist(), strict=True)
    ]
    return np.array(means, dtype=np.float64)


def group_scores(spread: Spread, shown: NDArray[np.bool_]) -> GroupScores:
    """The scores of the schools shown as statistics of groups take them."""
    return group_scores_from_summary(
        np.flatnonzero(shown), spread.n[shown], spread.mean[shown], spread.sd[shown]
    )


def _icc(spread: Spread, shown: NDArray[np.bool_]) -> AnovaIcc | None:
    if shown.sum() < 2:
        return None
    try:
        return anova_icc(group_scores(spread, shown))
    except StatisticError:
        return None


def construct_of(instrument: Instrument, subscale: Subscale) -> Construct | None:
    if instrument.construct_map is None or subscale.construct is None:
        return None
    return instrument.construct_map.construct(subscale.construct)


def comes_first(instrument: Instrument) -> dict[str, bool]:
    """By subscale, whether its construct usually comes before others; empty where no map says so."""
    found = {one.id: construct_of(instrument, one) for one in instrument.subscales}
    first = {id: bool(one.precedes) for id, one in found.items() if one is not None}
    return first if len(first) == len(found) and 0 < sum(first.values()) < len(first) else {}


def moments_of(instrument: Instrument, people: Respondents) -> Moments | None:
    if not len(people):
        return None
    places = layout(instrument)
    names = [column.id for column in places.columns]
    subsets = [tuple(places.indexes(subscale.items)) for subscale in instrument.subscales]
    return Moments.of(people.codes, places.table, names=names, subsets=subsets)


def frozen_measure(
    instrument: Instrument,
    one: Measure,
    moments: Moments | None,
    comparisons: tuple[FrozenOffered, ...],
    references: tuple[FrozenOffered, ...],
) -> FrozenMeasure:
    """What the result says of a measure for all schools, and of what its scores may be compared with."""
    subscale, construct = one.subscale, construct_of(instrument, one.subscale)
    lacking = construct.when_lacking if construct else None
    return FrozenMeasure(
        id=subscale.id,
        label=subscale.label,
        items=len(subscale.items),
        asked=one.asked,
        scored=one.scored,
        low=one.low,
        high=one.high,
        decimals=one.decimals,
        meaning=construct.meaning if construct else None,
        question=construct.question if construct else None,
        when_lacking=FrozenLacking(consequence=lacking.consequence, status=lacking.status)
        if lacking
        else None,
        comes_first=comes_first(instrument).get(subscale.id),
        levels=frozen_levels(instrument, subscale.levels),
        item_texts=tuple(_item_text(instrument, id) for id in subscale.items),
        norms=tuple(_norm(norm) for norm in instrument.norms if norm.subscale == subscale.id),
        alpha=_alpha(instrument, subscale, moments),
        icc1=_rounded(one.icc.icc1_n0 if one.icc else None),
        icc1_interval=_interval(one.icc) if one.icc else None,
        icc2=_rounded(one.icc.icc2 if one.icc else None),
        comparisons=comparisons,
        references=references,
    )


def frozen_levels(instrument: Instrument, levels: Sequence[Level]) -> tuple[FrozenLevel, ...]:
    return tuple(
        FrozenLevel(
            id=level.id,
            label=level.label,
            text=level.text,
            below=level.below,
            holds_if=tuple(_holds(instrument, one) for one in level.text_holds_if),
        )
        for level in levels
    )


def _holds(instrument: Instrument, condition: Holds) -> FrozenHolds:
    item = instrument.item(condition.item)
    low, high = (
        round((end - item.low) / (item.high - item.low), 4) for end in (condition.low, condition.high)
    )
    return FrozenHolds(item=item.id, low=low, high=high)


def _item_text(instrument: Instrument, id: str) -> FrozenItemText:
    item = instrument.item(id)
    return FrozenItemText(
        id=item.id,
        text=instrument.display(item),
        facet=item.facet,
        reverse=item.reverse,
        options=tuple(option.label for option in item.options),
    )


def _norm(norm: Norm) -> FrozenNorm:
    return FrozenNorm(
        population=norm.population,
        source=norm.source,
        year=norm.year,
        n=norm.n,
        mean=norm.mean,
        sd=norm.sd,
        status=norm.status,
    )


def _alpha(instrument: Instrument, subscale: Subscale, moments: Moments | None) -> FrozenInterval | None:
    if moments is None:
        return None
    reverse = [instrument.item(item).reverse for item in subscale.items]
    try:
        result = alpha(moments.select(layout(instrument).indexes(subscale.items)), reverse)
    except StatisticError:
        return None
    return FrozenInterval(
        value=round(result.raw, 2), low=round(result.feldt.lower, 2), high=round(result.feldt.upper, 2)
    )


def _interval(icc: AnovaIcc) -> tuple[float | None, float | None]:
    low, high = icc.icc1_n0_interval
    return _rounded(low), _rounded(high)


def _rounded(value: float | None) -> float | None:
    return round(float(value), 2) if value is not None and np.isfinite(value) else None
