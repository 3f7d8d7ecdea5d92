"""How many people or schools it takes before something may be shown of them: every limit, in one place.

Why it is so many is told in docs/disclosure-control.md.
"""

from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.instrument.model import Audience
from psychometrics.contract import Counts

# People
FLOOR: Final = 5  # no setting goes under it
LINK_MINIMUM: Final = 10  # of a wave by link: whoever has it can add answers of their own to those of others
ITEMS: Final = 8  # with five to seven respondents there are scores of conditions only
SUBGROUP: Final = 10  # part of a staff, students, families
CROSS: Final = 20  # two groupings at once
TEXT: Final = 10  # of a school whose open answers are read
LEAST_OF_A_STUDY: Final = 50  # COSMIN calls fewer a doubtful sample; of fewer, one moves an exact share by 2%

# Comments
LEAST_TOGETHER: Final = 3  # on one question; fewer stay unread and unshown, whoever wrote them

# Units below a school
LEAST_CLASSES: Final = (
    3  # that people answered in, or outside of: of two, a teacher could work out the other's
)

# Schools
LEAST_SCHOOLS: Final = 3  # in any number of a network: of two, either school could work out the other
LEAST_UNNAMED: Final = 3  # without a name, so that each is hidden among the others
LEAST_PEERS: Final = (
    8  # to be compared with: fewer make a band that says more about them than about the school
)
DISTRICT_NAMES: Final = 8  # a district reads the names of so many schools, or of none

# How coarsely a wave under way tells its counts
STEP_OF_A_ROLE: Final = 5
STEP_OF_A_WAVE: Final = 10


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

    def raised(self, again: int) -> "Policy":
        """The policy of a school where so many answers came from a device that had answered before.

        Each of them may be a second one of the same person, so it takes that many more everywhere.
        """
        return Policy(*(least + again for least in astuple(self)))

    def least(self, groupings: int) -> int:
        """The least number for respondents who were picked out by so many groupings."""
        return (self.whole, self.subgroup, self.cross)[min(groupings, 2)]

    def shows(self, people: Counts) -> NDArray[np.bool_]:
        """At which schools so many people are enough for a score, and for a place in any number of the network."""
        return people >= self.whole

    def shows_items(self, people: int) -> bool:
        """Whether a school's items may be shown, of which the one that fewest answered has so many answers."""
        return people >= self.items

    def shows_part(self, people: int) -> bool:
        """Whether so many people may be shown who were picked out of all, as by what they did not answer."""
        return people >= self.subgroup


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


def least_minimum(*, by_link: bool) -> int:
    """The least that a new wave's own minimum may be; higher where anybody with a link can add answers."""
    return LINK_MINIMUM if by_link else FLOOR


def under_least_minimum(people: int, *, by_link: bool) -> bool:
    """Whether a new wave can't be made with this minimum."""
    return people < least_minimum(by_link=by_link)


def part_minimum_missed(people: int) -> bool:
    """Whether results of so few could be shown of people who take ten: children, families, few in a role."""
    return people < SUBGROUP


def under_the_floor(minimum_group: int) -> bool:
    """Whether a definition or a wave asks for results of fewer people than any may be shown of."""
    return minimum_group < FLOOR
