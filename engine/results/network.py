"""What a result says of the whole network: change, how many schools rose, how schools differ, what stands out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import makes_network
from engine.disclosure.rounding import spread_floor
from engine.results import without_careless
from engine.results.change import Change
from engine.results.facts import Document, EarlierWave, SiteFacts, WaveFacts
from engine.results.funnel import funnel
from engine.results.measures import Measure, group_scores
from engine.results.past import Past
from engine.results.phases import phases
from engine.results.school import Findings
from psychometrics.contract import StatisticError
from psychometrics.random_intercept import RandomIntercept, random_intercept
from psychometrics.signs import holm, sign_test


def network(
    wave: WaveFacts,
    found: Findings,
    counted: NDArray[np.bool_],
    since_first: Mapping[str, Change],
    earlier: Sequence[EarlierWave],
) -> Document | None:
    """The network's part; None with fewer schools than any number of a network is made of."""
    sites, measures = found.sites, found.measures
    if not makes_network(int(counted.sum())):
        return None
    return {
        "schools": int(counted.sum()),
        **_answered(sites, counted),
        "measures": {one.id: _measure(one) for one in measures},
        "since_last": _change(measures, found.changes, found.pasts),
        "since_first": _change(measures, since_first, found.pasts),
        "phases": phases(wave, sites, counted, measures, earlier),
        "without_careless": without_careless.network(found.without, measures, found.policy),
        "funnel": funnel(sites, measures, since_first),
    }


def _answered(sites: Sequence[SiteFacts], counted: NDArray[np.bool_]) -> Document:
    """Responses of the schools that are shown, and of these the rate where all rosters are known."""
    shown = [site for site, there in zip(sites, counted, strict=True) if there]
    known = [site for site in shown if site.roster and site.roster >= site.responses]
    roster = sum(site.roster or 0 for site in known)
    return {
        "responses": sum(site.responses for site in shown),
        "schools_with_roster": len(known),
        "rate": round(100 * sum(site.responses for site in known) / roster) if roster else None,
    }


def _measure(one: Measure) -> Document | None:
    """The mean of school means, and how much of the variance lies within and between schools."""
    if not makes_network(int(one.shown.sum())):
        return None
    found = _fitted(one)
    return {
        "schools": int(one.shown.sum()),
        "mean": round(float(one.printed[one.shown].mean()), one.decimals + 1),
        "between_sd": _sd(found.between) if found else None,
        "within_sd": max(_sd(found.within), round(_least_spread(one), 1)) if found else None,
        "share_between": round(100 * found.icc1) if found else None,
        "share_between_interval": [round(100 * end) for end in found.icc1_interval] if found else None,
    }


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
) -> Document | None:
    """Mean change of schools per measure with its interval, tests adjusted by Holm, and how many rose."""
    found = {one.id: part for one in measures if (part := _measure_change(one, changes[one.id])) is not None}
    if not found:
        return None
    adjusted = holm([part["p"] for part in found.values()])
    for part, p in zip(found.values(), adjusted, strict=True):
        part["p_holm"] = round(p, 4)
        part["up"] = p < 0.05 and part["mean"] > 0
        part["down"] = p < 0.05 and part["mean"] < 0
        part["p"] = round(part["p"], 4)
    waves = {int(at) for change in changes.values() for at in np.unique(change.wave) if at >= 0}
    return {
        "waves": [pasts[at].title for at in sorted(waves)],
        "up": sum(part["up"] for part in found.values()),
        "down": sum(part["down"] for part in found.values()),
        "of": len(found),
        "measures": found,
    }


def _measure_change(one: Measure, change: Change) -> Document | None:
    from scipy.special import stdtr, stdtrit

    there = np.isfinite(change.difference)
    schools = int(there.sum())
    if not makes_network(schools):
        return None
    moved, points = change.difference[there], change.points[there]
    mean, error = float(points.mean()), float(points.std(ddof=1)) / np.sqrt(schools)
    half = float(stdtrit(schools - 1, 0.975)) * error
    p = 2 * float(stdtr(schools - 1, -abs(mean) / error)) if error > 0 else float(mean == 0)
    rose, fell = int((moved > 1e-9).sum()), int((moved < -1e-9).sum())
    partly = sum(
        int((change.wave[there] == at).sum())
        for at, items in enumerate(change.common_items)
        if items is not None
    )
    return {
        "schools": schools,
        "mean": round(mean, one.decimals + 1),
        "low": round(mean - half, one.decimals + 1),
        "high": round(mean + half, one.decimals + 1),
        "p": p,
        "rose": rose,
        "fell": fell,
        "sign_p": round(sign_test(rose, fell), 4) if rose + fell else None,
        "rose_beyond_noise": int((change.lower[there] > 0).sum()),
        "fell_beyond_noise": int((change.upper[there] < 0).sum()),
        "schools_on_common_items": partly,
    }
