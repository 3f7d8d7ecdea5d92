"""How many people it takes before something may be shown of them."""

from dataclasses import dataclass
from typing import Final

from engine.instrument.model import Audience

FLOOR: Final = 5  # no setting goes under it
ITEMS: Final = 8  # with five to seven respondents there are scores of conditions only
SUBGROUP: Final = 10  # part of a staff, students, families
CROSS: Final = 20  # two groupings at once
TEXT: Final = 10
LEAST_SCHOOLS: Final = 3  # in any number of a network: of two, either school could work out the other


@dataclass(frozen=True, slots=True)
class Policy:
    """The least numbers of respondents, per measure, group and wave.

    `whole` a site's respondents; `items` before items, facets and distributions are shown; `subgroup` part of
    a site's respondents, and the rest of them; `cross` a part by two groupings at once; `text` before open
    answers are shown, which are never shown by group.
    """

    whole: int
    items: int
    subgroup: int
    cross: int
    text: int

    def least(self, groupings: int) -> int:
        """The least number for respondents who were picked out by so many groupings."""
        return (self.whole, self.subgroup, self.cross)[min(groupings, 2)]


def policy(audience: Audience, minimum_group: int) -> Policy:
    """The policy of a wave: that of its audience, raised to the wave's own minimum where this is higher.

    Five are enough for a whole staff only; part of a staff (as leaders, or classified staff), students and
    families take ten.
    """
    whole = max(FLOOR if audience is Audience.STAFF else SUBGROUP, minimum_group)
    return Policy(
        whole=whole,
        items=max(ITEMS, whole),
        subgroup=max(SUBGROUP, whole),
        cross=max(CROSS, whole),
        text=max(TEXT, whole),
    )
