"""Which schools a hub may see by name: those that agreed, as long as the others stay hidden among each other."""

from collections.abc import Mapping, Set
from typing import Final

LEAST_UNNAMED: Final = 3


def unnamed(respondents: Mapping[int, int], agreed: Set[int]) -> frozenset[int]:
    """The schools that are shown without their name; `respondents` by school holds all that are shown.

    One or two schools that did not agree could be worked out as the network minus the named ones. Then the
    named schools with the fewest respondents lose their name too, until three are unnamed.
    """
    hidden = [school for school in respondents if school not in agreed]
    if hidden:
        named = sorted((respondents[school], school) for school in respondents if school in agreed)
        hidden += [school for _, school in named[: max(0, LEAST_UNNAMED - len(hidden))]]
    return frozenset(hidden)
