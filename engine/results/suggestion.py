"""Where a school might start: by what its people see the least of, and by where it lies lowest against the others."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.rounding import probability_shown
from engine.results.model_school import FrozenStart, FrozenStrength
from psychometrics.contract import Floats
from psychometrics.profile_extremes import ProfileDraws, profile_draws

HIGH: Final = 90.0  # per cent of the range from which the survey can't tell a good school from a better one
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
    school: int,
    believed: ProfileDraws | None = None,
    others: Floats | None = None,
    above: Sequence[str] = (),
) -> FrozenStart | None:
    """The two readings of where to start, what they leave as places to start, and the strength to build on.

    `shares` are the school's printed scores in per cent of their ranges; `people` persons x measures, the same unit,
    NaN where missing; `believed` are draws from shrunken means of all the measures, where the network allows them:
    else the people are drawn anew; `others` is the mean profile of the other schools, against which the believed
    means are held too; `above` are the measures in which the school lies above the others' middle half: none of them
    is a place to start. None for fewer than two measures.
    """
    if len(ids) < 2:
        return None
    draws = profile_draws(people, draws=DRAWS, seed=SEED + school) if believed is None else believed
    top = bool(shares.min() >= HIGH)
    lowest = NOTHING if top else _end(ids, draws.lowest(), shares == shares.min())
    against = None if believed is None or others is None else _against(ids, believed, others)
    return FrozenStart(
        reason="ceiling" if top else "lowest",
        among=tuple(ids),
        measures=lowest.measures,
        tied=lowest.tied,
        flat=lowest.flat,
        probability=lowest.probability,
        estimate="plain" if believed is None else "shrunken",
        strength=_end(ids, draws.highest(), shares == shares.max()),
        against=against,
        places=() if top else _places(lowest, against, above),
    )


def _against(ids: Sequence[str], believed: ProfileDraws, others: Floats) -> FrozenStrength:
    """Where the school lies lowest against the others: how easily people agree with a measure falls out."""
    return _end(ids, ProfileDraws(believed.means - others, believed.seed).lowest(), np.zeros(len(ids), bool))


def _places(lowest: FrozenStrength, against: FrozenStrength | None, above: Sequence[str]) -> tuple[str, ...]:
    """What both readings name, else what either names: the shorter one alone where that is too many to be advice.

    A reading in which nothing stands out names nothing.
    """
    found = [one.measures for one in (lowest, against) if one is not None and not one.flat]
    named = [kept for ids in found if (kept := tuple(id for id in ids if id not in above))]
    either = tuple(dict.fromkeys(id for ids in named for id in ids))
    both = tuple(id for id in either if all(id in ids for ids in named))
    return both or (either if len(either) <= MOST_TIED else min(named, key=len))


def _end(ids: Sequence[str], probabilities: Floats, printed: NDArray[np.bool_]) -> FrozenStrength:
    """One measure where the draws are sure of it, else the two or three that share them; none stands out else.

    `printed` says which measures are the lowest (or highest) as they are printed: what is named is always among them,
    and none alone where several are, so that a reader of the scores finds the same.
    """
    order = np.lexsort((-probabilities, ~printed))
    top = float(probabilities[order[0]])
    if top >= SURE and printed.sum() < 2:
        return FrozenStrength(
            measures=(ids[order[0]],), tied=False, flat=False, probability=probability_shown(top)
        )
    reached = np.cumsum(probabilities[order])
    number = max(2, int(printed.sum()), int(np.searchsorted(reached, TOGETHER)) + 1)
    tied = order[: min(number, MOST_TIED)]
    return FrozenStrength(
        measures=tuple(ids[at] for at in tied),
        tied=True,
        flat=number > MOST_TIED,
        probability=probability_shown(top),
    )
