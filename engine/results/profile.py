"""Schools' profiles over all measures: whether their ups and downs are real, and who is lowest in truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.groups import enough_peers
from engine.results.measures import Measure
from engine.results.model import FrozenProfile, FrozenShrinkage
from psychometrics.contract import Counts, Floats, StatisticError
from psychometrics.group_profiles import (
    GroupProfiles,
    ProfileReliability,
    group_profiles,
    profile_reliability,
)
from psychometrics.profile_extremes import ProfileDraws
from psychometrics.shrinkage import ShrunkenMeans, shrunken_means

LEAST_RELIABILITY: Final = 0.5
DRAWS: Final = 2000
SEED: Final = 2027


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What all schools' profiles say; `place` gives a school's row in `shrunken`, -1 where it has none.

    All schools share the `normal` numbers that are drawn, so that none is luckier than another.

    Only schools that show every measure take part, and only if there are eight of them.
    """

    schools: int
    reliability: ProfileReliability | None
    shrunken: ShrunkenMeans | None
    place: NDArray[np.int64]
    normal: Floats

    def draws(self, school: int) -> ProfileDraws | None:
        """Draws from what is believed of a school's true means; None where its own people say all there is."""
        if self.shrunken is None or self.place[school] < 0:
            return None
        row = int(self.place[school])
        return ProfileDraws(self.shrunken.draws(row, self.normal), SEED)


def profile(measures: Sequence[Measure], scores: Floats, sites: Counts) -> Profile:
    """The profiles of a wave; `scores` are persons x measures in per cent of the scale, `sites` their schools."""
    shown = np.all([one.shown for one in measures], axis=0) if measures else np.zeros(0, dtype=bool)
    schools = np.flatnonzero(shown)
    found = _profiles(scores, sites, schools)
    place = np.full(len(shown), -1, dtype=np.int64)
    normal = np.random.default_rng(SEED).standard_normal((DRAWS, len(measures)))
    if found is None:
        return Profile(len(schools), None, None, place, normal)
    place[schools] = np.arange(len(schools))
    try:
        shrunken = shrunken_means(found)
    except StatisticError:
        shrunken = None
    return Profile(len(schools), profile_reliability(found), shrunken, place, normal)


def _profiles(scores: Floats, sites: Counts, schools: NDArray[np.int64]) -> GroupProfiles | None:
    if not enough_peers(len(schools)) or scores.shape[1] < 2:
        return None
    try:
        return group_profiles(scores, sites, schools)
    except StatisticError:
        return None


def frozen_profile(found: Profile) -> FrozenProfile:
    """Whether a report may show the ups and downs between measures; without eight schools nobody can tell."""
    one = found.reliability
    value = None if one is None else round(one.value, 2)
    return FrozenProfile(
        reliability=value,
        interval=None if one is None else (round(one.lower, 2), round(one.upper, 2)),
        schools=found.schools,
        shown=value is None or value > LEAST_RELIABILITY,
    )


def frozen_shrinkage(found: Profile) -> FrozenShrinkage | None:
    """How many schools the estimates of lowest and highest are drawn together from; None for plain ones."""
    return None if found.shrunken is None else FrozenShrinkage(schools=found.schools)
