"""Where a school might start: by the order in which conditions usually come, and only as surely as its data say."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.rounding import probability_shown
from engine.results.model_school import FrozenStart, FrozenStrength, StartReason
from psychometrics.contract import Floats
from psychometrics.profile_extremes import ProfileDraws, profile_draws

LOW: Final = 60.0  # per cent of the scale
HIGH: Final = 90.0  # from here on the survey can't tell a good school from a better one
BEHIND: Final = 8.0  # points under the mean of those that follow
SURE: Final = 0.6
TOGETHER: Final = 0.8  # tied measures share so much of the draws
MOST_TIED: Final = 3
DRAWS: Final = 500
SEED: Final = 2027
NOTHING: Final = FrozenStrength(measures=(), tied=False, flat=True, probability=None)


def suggestion(
    ids: Sequence[str],
    shares: Floats,
    people: Floats,
    first: NDArray[np.bool_] | None,
    school: int,
    believed: ProfileDraws | None = None,
    others: Floats | None = None,
) -> FrozenStart | None:
    """Which measure to start with, or which are tied, and why; and which is the strength to build on.

    `shares` are the school's means in per cent of the scale; `people` persons x measures, the same unit, NaN
    where missing; `first` says which measures usually come first; `believed` are draws from shrunken means of
    all the measures, where the network allows them: else the people are drawn anew; `others` is the mean profile
    of the other schools, against which the believed means are held too. None for fewer than two
    measures. The limits (under 60, 8 points behind, 90) are of the school's plain means.
    """
    if len(ids) < 2:
        return None
    draws = profile_draws(people, draws=DRAWS, seed=SEED + school) if believed is None else believed
    reason, among = _reason(shares, first)
    lowest = _end(ids, draws.lowest(among))
    if shares.min() >= HIGH:
        reason, lowest = "ceiling", NOTHING
    return FrozenStart(
        reason=reason,
        among=tuple(id for id, chosen in zip(ids, among, strict=True) if chosen),
        measures=lowest.measures,
        tied=lowest.tied,
        flat=lowest.flat,
        probability=lowest.probability,
        estimate="plain" if believed is None else "shrunken",
        strength=_end(ids, draws.highest()),
        against=_against(ids, believed, others),
    )


def _against(
    ids: Sequence[str], believed: ProfileDraws | None, others: Floats | None
) -> FrozenStrength | None:
    """Where the school lies lowest against the others: how easily people agree with a measure falls out."""
    if believed is None or others is None:
        return None
    return _end(ids, ProfileDraws(believed.means - others, believed.seed).lowest())


def _reason(shares: Floats, first: NDArray[np.bool_] | None) -> tuple[StartReason, NDArray[np.bool_]]:
    everything = np.ones(len(shares), dtype=bool)
    if first is None or first.all() or not first.any():
        return "lowest", everything
    lowest = float(shares[first].min())
    if lowest < LOW:
        return "first_low", first
    if float(shares[~first].mean()) - lowest > BEHIND:
        return "first_behind", first
    return "lowest", everything


def _end(ids: Sequence[str], probabilities: Floats) -> FrozenStrength:
    """One measure where the draws are sure of it, else the two or three that share them; none stands out else."""
    order = np.argsort(-probabilities, kind="stable")
    top = float(probabilities[order[0]])
    if top >= SURE:
        return FrozenStrength(
            measures=(ids[order[0]],), tied=False, flat=False, probability=probability_shown(top)
        )
    reached = np.cumsum(probabilities[order])
    number = max(2, int(np.searchsorted(reached, TOGETHER)) + 1)
    tied = order[: min(number, MOST_TIED)]
    return FrozenStrength(
        measures=tuple(ids[at] for at in tied),
        tied=True,
        flat=number > MOST_TIED,
        probability=probability_shown(top),
    )
