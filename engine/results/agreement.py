"""Whether a school's people see it alike: spread, a word, and the histogram that keeps the word honest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.rounding import agreement_shown, percentages, rounded
from engine.instrument.model import Instrument
from engine.results.measures import Measure
from engine.results.model_score import FrozenAgreement, FrozenHistogram
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.modality import UNIFORM, bimodality
from psychometrics.within_group import CategoryCounts, within_group

BANDS: Final = 5
# Words of LeBreton & Senter (2008), doi:10.1177/1094428106296642, for r*wg(j), which items do not inflate.
WORDS: Final = ((0.3, "little"), (0.5, "weak"), (0.7, "moderate"), (0.9, "strong"))
A_CAMP: Final = 0.2  # share of the people on either side of a valley


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """Of one measure by school: r*wg(j) (NaN where unknown), the shares of people in bands of the scale as they may be
    printed, and whether they form two camps."""

    index: Floats
    shares: NDArray[np.int64]
    ends: NDArray[np.int8]
    camps: NDArray[np.bool_]


def agreement(
    instrument: Instrument, one: Measure, scores: Floats, sites: NDArray[np.int64], items: Sequence[Counts]
) -> Agreement:
    """Agreement at every school; `items` hold the counts of the measure's items, schools x options."""
    schools = len(one.shown)
    there = np.isfinite(scores)
    share = one.share(scores[there]) / 100
    band = np.clip((share * BANDS + 1e-9).astype(np.int64), 0, BANDS - 1)
    bands = np.bincount(sites[there] * BANDS + band, minlength=schools * BANDS).reshape(schools, BANDS)
    camps = _valley(bands)
    for school in np.flatnonzero(camps & one.shown):
        camps[school] = _humps(scores[there][sites[there] == school])
    shares, ends = percentages(bands)
    return Agreement(_index(instrument, one, items), shares, ends, camps)


def _index(instrument: Instrument, one: Measure, items: Sequence[Counts]) -> Floats:
    """Lindell's r*wg(j), uniform null; it does not rise with the number of items as rwg(j) does."""
    options = [[float(option.value) for option in instrument.item(id).options] for id in one.subscale.items]
    unknown = np.full(len(one.shown), np.nan)
    if any(values != options[0] for values in options):
        return unknown
    counts = np.stack(items, axis=1)
    try:
        found = within_group(CategoryCounts(np.arange(len(counts)), counts, np.array(options[0])))
    except StatisticError:
        return unknown
    return found.rwgj_lindell


def _valley(bands: Counts) -> NDArray[np.bool_]:
    """Whether some band has fewer than half as many people as one below it and one above it."""
    n = np.maximum(bands.sum(axis=1), 1)
    found = np.zeros(len(bands), dtype=bool)
    for middle in range(1, bands.shape[1] - 1):
        below, above = bands[:, :middle], bands[:, middle + 1 :]
        peaks = np.minimum(below.max(axis=1), above.max(axis=1))
        sides = np.minimum(below.sum(axis=1), above.sum(axis=1))
        found |= (2 * bands[:, middle] < peaks) & (sides >= A_CAMP * n)
    return found


def _humps(scores: Floats) -> bool:
    try:
        return bimodality(scores) > UNIFORM
    except StatisticError:
        return False


def frozen_agreement(one: Measure, found: Agreement, school: int) -> FrozenAgreement:
    """What a school with enough people for items may see of its agreement."""
    index = float(found.index[school])
    camps = bool(found.camps[school])
    return FrozenAgreement(
        sd=rounded(float(one.spread.sd[school]), one.decimals),
        index=agreement_shown(index) if np.isfinite(index) else None,
        word="split" if camps else word(index),
        two_camps=camps,
        histogram=FrozenHistogram(
            shares=tuple(found.shares[school].tolist()), ends=tuple(found.ends[school].tolist())
        ),
    )


def word(index: float) -> str | None:
    if not np.isfinite(index):
        return None
    return next((name for cut, name in WORDS if index <= cut), "very strong")
