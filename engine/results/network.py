"""What a result says of the whole network: change, how many schools rose, how schools differ, what stands out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import makes_network
from engine.disclosure.rounding import spread_floor
from engine.results import without_careless
from engine.results.change import Change
from engine.results.composites import network_composites
from engine.results.facts import EarlierWave, SiteFacts, WaveFacts
from engine.results.funnel import Funnel
from engine.results.measures import Measure, group_scores
from engine.results.model_network import (
    FrozenChangeOfMeasure,
    FrozenNetwork,
    FrozenNetworkChange,
    FrozenNetworkMeasure,
)
from engine.results.outcomes import network_outcomes
from engine.results.past import Past
from engine.results.phases import phases
from engine.results.school import SchoolFindings
from psychometrics.contract import StatisticError
from psychometrics.random_intercept import RandomIntercept, random_intercept
from psychometrics.signs import holm, holm_levels, sign_test


def network(
    wave: WaveFacts,
    found: SchoolFindings,
    counted: NDArray[np.bool_],
    earlier: Sequence[EarlierWave],
    funnel: Funnel | None,
) -> FrozenNetwork | None:
    """The network's part; None with fewer schools than any number of a network is made of."""
    sites, measures = found.sites, found.measures
    if not makes_network(int(counted.sum())):
        return None
    shown = [site for site, there in zip(sites, counted, strict=True) if there]
    known = [site for site in shown if site.roster and site.roster >= site.responses]
    means = {one.id: _measure(one) for one in measures}
    return FrozenNetwork(
        schools=int(counted.sum()),
        responses=sum(site.responses for site in shown),
        schools_with_roster=len(known),
        rate=_rate(known),
        measures=means,
        composites=network_composites(found.instrument, measures, means),
        outcomes=network_outcomes(found.outcomes, counted),
        since_last=_change(measures, found.changes, found.pasts),
        since_first=_change(measures, found.first_changes, found.pasts),
        phases=phases(wave, sites, counted, measures, earlier),
        without_careless=without_careless.network(found.without, measures, found.policy),
        funnel=funnel.frozen() if funnel else None,
    )


def _rate(known: Sequence[SiteFacts]) -> int | None:
    """Per cent of those asked who answered, of the schools whose rosters are known."""
    roster = sum(site.roster or 0 for site in known)
    return round(100 * sum(site.responses for site in known) / roster) if roster else None


def _measure(one: Measure) -> FrozenNetworkMeasure | None:
    """The mean of school means, and how much of the variance lies within and between schools."""
    if not makes_network(int(one.shown.sum())):
        return None
    found = _fitted(one)
    low, high = found.icc1_interval if found else (0.0, 0.0)
    return FrozenNetworkMeasure(
        schools=int(one.shown.sum()),
        mean=round(float(one.printed[one.shown].mean()), one.decimals + 1),
        between_sd=_sd(found.between) if found else None,
        within_sd=max(_sd(found.within), round(_least_spread(one), 1)) if found else None,
        share_between=round(100 * found.icc1) if found else None,
        share_between_interval=(round(100 * low), round(100 * high)) if found else None,
    )


def _least_spread(one: Measure) -> float:
    """Less within schools would say that everybody answered alike."""
    return spread_floor(int(one.spread.n.sum()), one.low, one.high)


def _fitted(one: Measure) -> RandomIntercept | None:
    try:
        return random_intercept(group_scores(one.spread, one.shown))
    except StatisticError:
        return None


def _sd(variance: float) -> float:
    return round(float(np.sqrt(max(variance, 0.0))), 1)


def _change(
    measures: Sequence[Measure], changes: Mapping[str, Change], pasts: Sequence[Past]
) -> FrozenNetworkChange | None:
    """Mean change of schools per measure with its interval, tests adjusted by Holm, and how many rose."""
    compared = [one for one in measures if makes_network(int(np.isfinite(changes[one.id].difference).sum()))]
    if not compared:
        return None
    tests = {one.id: _test(changes[one.id]) for one in compared}
    ps = [test.p for test in tests.values()]
    found = {
        one.id: _measure_change(one, changes[one.id], tests[one.id], p, level)
        for one, p, level in zip(compared, holm(ps), holm_levels(ps), strict=True)
    }
    waves = {int(at) for change in changes.values() for at in np.unique(change.wave) if at >= 0}
    return FrozenNetworkChange(
        waves=tuple(pasts[at].title for at in sorted(waves)),
        together=True,
        up=sum(part.up for part in found.values()),
        down=sum(part.down for part in found.values()),
        of=len(found),
        measures=found,
    )


@dataclass(frozen=True, slots=True)
class _Test:
    """The mean of schools' changes, its standard error, and the p of Student's test."""

    mean: float
    error: float
    p: float


def _test(change: Change) -> _Test:
    from scipy.special import stdtr

    points = change.points[np.isfinite(change.difference)]
    schools = len(points)
    mean, error = float(points.mean()), float(points.std(ddof=1) / np.sqrt(schools))
    p = 2 * float(stdtr(schools - 1, -abs(mean) / error)) if error > 0 else float(mean == 0)
    return _Test(mean, error, p)


def _measure_change(
    one: Measure, change: Change, test: _Test, adjusted: float, level: float
) -> FrozenChangeOfMeasure:
    """What rose or fell is decided by the interval as it is printed, at the level at which Holm decided it."""
    from scipy.special import stdtrit

    half = float(stdtrit(len(change.points[np.isfinite(change.difference)]) - 1, 1 - level / 2)) * test.error
    low, high = (round(test.mean + side * half, one.decimals + 1) for side in (-1, 1))
    there = np.isfinite(change.difference)
    moved, mean = change.difference[there], round(test.mean, one.decimals + 1)
    rose, fell = int((moved > 1e-9).sum()), int((moved < -1e-9).sum())
    partly = sum(
        int((change.wave[there] == at).sum())
        for at, items in enumerate(change.common_items)
        if items is not None
    )
    return FrozenChangeOfMeasure(
        schools=int(there.sum()),
        mean=mean,
        low=low,
        high=high,
        p=round(test.p, 4),
        p_holm=round(adjusted, 4),
        up=low > 0,
        down=high < 0,
        rose=rose,
        fell=fell,
        sign_p=round(sign_test(rose, fell), 4) if rose + fell else None,
        rose_beyond_noise=int((change.low[there] > 0).sum()),
        fell_beyond_noise=int((change.high[there] < 0).sum()),
        schools_on_common_items=partly,
    )
