"""What a school sees of a closed wave: scores, uncertainty, level and benchmark, frozen once.

Built from blocks of codes in one pass. Suppression and rounding happen here, before anything is kept, so that
a page, a file and a program can only ever show what this document holds.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.definition import Instrument, Subscale
from engine.responses import Block, layout
from engine.scoring import level_of, reported_range, scored_subscales
from psychometrics.benchmarks import MINIMUM_SCHOOLS, Benchmark, benchmark
from psychometrics.contract import Floats, StatisticError
from psychometrics.groups import GroupMeans, GroupScores, group_means, group_scores_from_summary
from psychometrics.levels import anova_icc
from psychometrics.moments import Moments
from psychometrics.reliability import alpha
from psychometrics.scores import ScoreTable

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A school in a wave: its number in the blocks, its id in the store, and how many people it has."""

    id: int
    school: str
    responses: int
    roster: int | None


@dataclass(frozen=True, slots=True)
class WaveFacts:
    """What the result says of its wave; `closed` is a day as ISO 8601."""

    title: str
    study: str
    network: str
    form: str
    minimum_group: int
    closed: str
    simulated: bool
    scoring_digest: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """One subscale over all schools that may be shown: group statistics, and what is said of all of them."""

    subscale: Subscale
    low: float
    high: float
    decimals: int
    scores: GroupScores | None
    means: GroupMeans | None


def build(
    wave: WaveFacts, instrument: Instrument, sites: Sequence[SiteFacts], blocks: Callable[[], Iterator[Block]]
) -> Document:
    """The frozen result of a wave.

    `sites` stand in the order of the blocks' site numbers. Schools with fewer responses than the wave's
    minimum group are in no number of the document: no result of their own, no total, no benchmark.
    """
    shown = np.array([site.responses >= wave.minimum_group for site in sites], dtype=bool)
    table, moments, digest = _gather(wave, instrument, shown, blocks)
    measures = [_measure(wave, instrument, subscale, table) for subscale in instrument.subscales]
    return {
        "format": 1,
        "instrument": {
            "id": instrument.id,
            "version": instrument.version,
            "title": instrument.title,
            "audience": instrument.audience.value,
            "scoring_digest": wave.scoring_digest,
            "not_for": list(instrument.not_for),
        },
        "wave": {
            "title": wave.title,
            "study": wave.study,
            "network": wave.network,
            "form": wave.form,
            "closed": wave.closed,
            "minimum_group": wave.minimum_group,
            "simulated": wave.simulated,
        },
        "data": {"digest": digest, "schools": int(shown.sum())},
        "measures": [_described(instrument, measure, moments) for measure in measures],
        "sites": [
            _site(wave, site, bool(shown[number]), number, measures) for number, site in enumerate(sites)
        ],
    }


def _gather(
    wave: WaveFacts, instrument: Instrument, shown: np.ndarray, blocks: Callable[[], Iterator[Block]]
) -> tuple[ScoreTable | None, Moments | None, str]:
    """One pass: scores by school and the items' moments, over the schools that may be shown."""
    form = instrument.form(wave.form)
    places = layout(instrument)
    subscales = scored_subscales(instrument, form)
    subsets = [subscale.items for subscale in subscales]
    names = [column.id for column in places.columns]
    table: ScoreTable | None = None
    moments: Moments | None = None
    rows: list[np.ndarray] = []
    for block in blocks():
        keep = shown[block.sites]
        codes, numbers = block.codes[keep], block.sites[keep]
        if not len(codes):
            continue
        part = ScoreTable.of(codes, places.table, subscales, groups=numbers)
        table = part if table is None else table + part
        sums = Moments.of(codes, places.table, names=names, subsets=subsets)
        moments = sums if moments is None else moments + sums
        rows.append(np.hstack([numbers.astype(">u4").view(np.uint8).reshape(-1, 4), codes]))
    return table, moments, _digest(rows)


def _digest(rows: Sequence[np.ndarray]) -> str:
    """The SHA-256 of all rows in sorted order: the same for the same answers, however they are stored."""
    if not rows:
        return hashlib.sha256().hexdigest()
    together = np.ascontiguousarray(np.concatenate(rows))
    return hashlib.sha256(np.sort(together.view(f"S{together.shape[1]}").ravel()).tobytes()).hexdigest()


def _measure(
    wave: WaveFacts, instrument: Instrument, subscale: Subscale, table: ScoreTable | None
) -> _Measure:
    low, high = reported_range(instrument, subscale)
    decimals = _decimals(high - low)
    nothing = _Measure(subscale, low, high, decimals, None, None)
    if table is None:
        return nothing
    n = np.asarray(table.n(subscale.id, by_group=True))
    enough = n >= wave.minimum_group
    if not enough.any():
        return nothing
    scores = group_scores_from_summary(
        np.asarray(table.groups)[enough],
        n[enough],
        np.asarray(table.mean(subscale.id, by_group=True))[enough],
        np.asarray(table.sd(subscale.id, by_group=True))[enough],
    )
    return _Measure(subscale, low, high, decimals, scores, group_means(scores))


def _described(instrument: Instrument, measure: _Measure, moments: Moments | None) -> Document:
    subscale = measure.subscale
    construct = instrument.construct_map and instrument.construct_map.construct(subscale.construct or "")
    return {
        "id": subscale.id,
        "label": subscale.label,
        "items": len(subscale.items),
        "low": measure.low,
        "high": measure.high,
        "decimals": measure.decimals,
        "meaning": construct.meaning if construct else None,
        "levels": [
            {"id": level.id, "label": level.label, "text": level.text, "below": level.below}
            for level in subscale.levels
        ],
        "alpha": _alpha(instrument, subscale, moments),
        "icc2": _icc2(measure),
    }


def _alpha(instrument: Instrument, subscale: Subscale, moments: Moments | None) -> Document | None:
    if moments is None:
        return None
    reverse = [instrument.item(item).reverse for item in subscale.items]
    try:
        result = alpha(moments.select(layout(instrument).indexes(subscale.items)), reverse)
    except StatisticError:
        return None
    return {
        "value": round(result.raw, 2),
        "low": round(result.feldt.lower, 2),
        "high": round(result.feldt.upper, 2),
    }


def _icc2(measure: _Measure) -> float | None:
    """The reliability of a school's mean; none where it can't be computed from two schools or more."""
    if measure.scores is None or measure.scores.groups < 2:
        return None
    try:
        value = anova_icc(measure.scores).icc2
    except StatisticError:
        return None
    return round(float(value), 2) if np.isfinite(value) else None


def _site(
    wave: WaveFacts, site: SiteFacts, shown: bool, number: int, measures: Sequence[_Measure]
) -> Document:
    document: Document = {"site": site.id, "school": site.school, "shown": shown}
    if not shown:
        return document
    return document | {
        "responses": site.responses,
        "roster": site.roster,
        "rate": _rate(site),
        "scores": {measure.subscale.id: _score(measure, number) for measure in measures},
    }


def _rate(site: SiteFacts) -> int | None:
    """Per cent of the roster that answered; None where the roster is unknown or too small to be right."""
    if not site.roster or site.roster < site.responses:
        return None
    return round(100 * site.responses / site.roster)


def _score(measure: _Measure, number: int) -> Document | None:
    """One school's score on one measure; None where fewer than the minimum group have a score."""
    if measure.scores is None or measure.means is None:
        return None
    place = np.flatnonzero(measure.scores.labels == number)
    if not len(place):
        return None
    at = int(place[0])
    mean = float(measure.scores.mean[at])
    level = level_of(measure.subscale.levels, mean)
    return {
        "n": int(measure.scores.n[at]),
        "mean": _rounded(mean, measure),
        "low": _rounded(max(measure.low, float(measure.means.lower[at])), measure),
        "high": _rounded(min(measure.high, float(measure.means.upper[at])), measure),
        "level": level.id if level else None,
        "benchmark": _benchmark(measure, at),
    }


def _benchmark(measure: _Measure, at: int) -> Document | None:
    """The distribution of the other schools' means, each school once; None with fewer than eight others."""
    means: Floats = measure.scores.mean if measure.scores is not None else np.empty(0)
    others = np.delete(means, at)
    if len(others) < MINIMUM_SCHOOLS:
        return None
    result: Benchmark = benchmark(float(means[at]), others)
    return {
        "schools": result.schools,
        "lower_quartile": _rounded(result.lower_quartile, measure),
        "median": _rounded(result.median, measure),
        "upper_quartile": _rounded(result.upper_quartile, measure),
        "band": result.band,
    }


def _decimals(width: float) -> int:
    """Whole points on a scale of 0 to 100, tenths on one of a few points: never fine enough to give a sum."""
    return 0 if width >= 40 else 1


def _rounded(value: float, measure: _Measure) -> float:
    return round(value, measure.decimals)


def site_result(document: Mapping[str, Any], site: int) -> Mapping[str, Any] | None:
    """One school's part of a frozen result, or None where the wave has no such school."""
    found: Mapping[str, Any] | None = next((one for one in document["sites"] if one["site"] == site), None)
    return found
