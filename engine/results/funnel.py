"""Which schools lie higher, or rose more, than size and chance explain: the numbers of a funnel plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.disclosure.groups import makes_network
from engine.disclosure.rounding import spread_floor
from engine.results.change import Change
from engine.results.facts import SiteFacts
from engine.results.measures import Measure
from engine.results.model_network import FrozenFunnel, FrozenLimits
from engine.results.model_school import FrozenOverall
from engine.results.people import Spread
from psychometrics.contract import Floats

BEYOND = 1.96  # standard deviations: 95% of schools lie within


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The limits of one panel; by site id the schools' values in whole points, and which lie beyond the upper limit."""

    frozen: FrozenLimits
    points: Mapping[int, int]
    bright: frozenset[int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The schools by size: of their scores, and of their changes; None where too few schools have any."""

    score: FunnelLimits | None = None
    change: FunnelLimits | None = None

    def frozen(self) -> FrozenFunnel:
        """The funnel without its schools, which go into their own parts."""
        return FrozenFunnel(
            score=self.score.frozen if self.score else None,
            change=self.change.frozen if self.change else None,
        )

    def overall(self, site: int, mean: int) -> FrozenOverall:
        """A school's mean over all measures, with its change, and whether it stands out."""
        return FrozenOverall(
            mean=mean,
            change=self.change.points.get(site) if self.change else None,
            bright=self.score is not None and site in self.score.bright,
            bright_change=self.change is not None and site in self.change.bright,
        )


def funnel(
    sites: Sequence[SiteFacts], measures: Sequence[Measure], since_first: Mapping[str, Change]
) -> Funnel | None:
    """Printed scores and changes of the schools, averaged over measures in per cent of the scale.

    Limits at a school of n people: centre +- 1.96 sqrt(between^2 + within^2 / n). `bright` are the sites beyond
    the upper limit. No spread is taken to be less than may be printed of so many people: where all answer
    alike, a school would else stand out by nothing. Spiegelhalter (2005), doi:10.1002/sim.1970.
    """
    if not measures:
        return None
    means = np.column_stack([one.share(one.printed) for one in measures])
    errors = np.column_stack([_error(one, one.spread) for one in measures])
    moves = np.column_stack([100 * since_first[one.id].points / one.width for one in measures])
    noise = np.column_stack([_noise(one, since_first[one.id]) for one in measures])
    n = np.array([site.responses for site in sites], dtype=np.float64)
    return Funnel(score=_limits(sites, means, errors, n), change=_limits(sites, moves, noise, n))


def _error(one: Measure, spread: Spread) -> Floats:
    """The standard error of each school's mean in per cent of the scale, NaN where it has none."""
    n = np.maximum(spread.n, 2)
    least = np.array([spread_floor(int(number), one.low, one.high) for number in n])
    return np.asarray(100 * np.maximum(spread.sd, least) / one.width / np.sqrt(n))


def _noise(one: Measure, since: Change) -> Floats:
    """The standard error of each school's change."""
    least = np.sqrt(_error(one, since.before) ** 2 + _error(one, since.now) ** 2)
    return np.asarray(np.maximum(100 * (since.upper - since.lower) / 2 / BEYOND / one.width, least))


def _limits(sites: Sequence[SiteFacts], values: Floats, errors: Floats, n: Floats) -> FunnelLimits | None:
    there = np.isfinite(values).all(axis=1) & np.isfinite(errors).all(axis=1)
    if not makes_network(int(there.sum())):
        return None
    value = values[there].mean(axis=1)
    # Measures of one school's people go together: their mean is no surer than one of them.
    error = errors[there].mean(axis=1)
    centre = float(value.mean())
    between = float(np.sqrt(max(0.0, value.var(ddof=1) - float((error**2).mean()))))
    beyond = value - centre > BEYOND * np.sqrt(between**2 + error**2)
    chosen = np.flatnonzero(there).tolist()
    high = (beyond & (value > centre)).tolist()
    return FunnelLimits(
        FrozenLimits(
            schools=int(there.sum()),
            centre=round(centre, 1),
            between_sd=round(between, 1),
            within_sd=round(float((error * np.sqrt(n[there])).mean()), 1),
        ),
        points={sites[at].id: round(float(one)) for at, one in zip(chosen, value, strict=True)},
        bright=frozenset(sites[at].id for at, stands_out in zip(chosen, high, strict=True) if stands_out),
    )
