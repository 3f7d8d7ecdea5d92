"""Two partners' levels area by area: how many steps lie between them, medians, and a weighted kappa; never a mean.

Levels are ordered words. Steps between two of them are counted along that order; a median is the middle one of all
levels that a partner chose, and a kappa says how far two partners place the areas alike beyond chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psychometrics.contract import StatisticError
from psychometrics.kappa import CohenKappa, cohen_kappa

Levels = Mapping[str, str]  # by area; what is no level of the scale counts as not rated


@dataclass(frozen=True, slots=True)
class AreaRated:
    """An area's place on the scale for each partner, from 0; None where a partner gave none."""

    area: str
    first: int | None
    second: int | None

    @property
    def steps(self) -> int | None:
        """Levels from the first partner's up to the second's; None where one is missing."""
        return None if self.first is None or self.second is None else self.second - self.first


@dataclass(frozen=True, slots=True)
class PartnersRated:
    """All areas, each partner's median (the lower and the upper middle), and the kappa of the areas both rated.

    `kappa` is linearly weighted: a step apart counts a third of three. None with fewer than two areas, or where both
    put all areas into one level.
    """

    areas: tuple[AreaRated, ...]
    medians: tuple[tuple[int, int] | None, tuple[int, int] | None]
    kappa: CohenKappa | None

    @property
    def both(self) -> tuple[AreaRated, ...]:
        """The areas that both rated."""
        return tuple(area for area in self.areas if area.steps is not None)


def partners_rated(
    areas: Sequence[str], scale: Sequence[str], first: Levels, second: Levels
) -> PartnersRated:
    """Compare two partners' levels; `scale` holds the levels from the lowest on."""
    places = {level: place for place, level in enumerate(scale)}
    found = tuple(
        AreaRated(area, places.get(first.get(area, "")), places.get(second.get(area, ""))) for area in areas
    )
    medians = (_median([area.first for area in found]), _median([area.second for area in found]))
    return PartnersRated(found, medians, _kappa(found, len(scale)))


def _median(places: Sequence[int | None]) -> tuple[int, int] | None:
    """The middle level; both middle ones of an even number, as nothing lies between two words."""
    there = sorted(place for place in places if place is not None)
    if not there:
        return None
    return there[(len(there) - 1) // 2], there[len(there) // 2]


def _kappa(areas: Sequence[AreaRated], levels: int) -> CohenKappa | None:
    pairs = [(area.first, area.second) for area in areas if area.steps is not None]
    if len(pairs) < 2:
        return None
    firsts, seconds = ([float(pair[at] or 0) for pair in pairs] for at in (0, 1))
    if 1 in (len(set(firsts)), len(set(seconds))):
        return (
            None  # of one level alone it is 0 with an interval of no width, whatever the other partner says
        )
    try:
        return cohen_kappa(firsts, seconds, weights="linear", categories=[float(n) for n in range(levels)])
    except StatisticError:
        return None
