"""Which schools a hub may see by name: those that agreed, as long as the others stay hidden among each other."""

from collections.abc import Mapping, Sequence, Set
from typing import Final

from engine.disclosure.policy import LEAST_SCHOOLS

LEAST_UNNAMED: Final = 3


def unnamed(respondents: Mapping[int, int], agreed: Set[int]) -> frozenset[int]:
    """The schools of one wave that are shown without their name; `respondents` by school holds all that are shown.

    One or two schools that did not agree could be worked out as the network minus the named ones. Then the
    named schools with the fewest respondents lose their name too, until three are unnamed.
    """
    return unnamed_in_all([respondents], agreed)


def unnamed_in_all(
    waves: Sequence[Mapping[int, int]],
    agreed: Set[int],
    *,
    own: Set[int] = frozenset(),
    seen: Set[int] = frozenset(),
) -> frozenset[int]:
    """The schools without a name in all of these results together: the waves of a study, the oldest first.

    A school that keeps another one company does so in every wave. A later result says what it changed from, and
    by how much the network changed: a school named in one of two waves would give away the other one's score.
    So three are also unnamed, or all, among schools that took part in the same waves. `own` are schools that
    this reader sees anyway. `seen` are schools whose results were read under their name before they ended their
    agreement: they are hidden from now on, but hide nobody. Earlier results are settled before later ones are
    looked at, so that a new wave names nobody whom an older one hid. Of one or two schools no number is made
    that could be subtracted from.
    """
    hidden = {school for wave in waves for school in wave if school not in agreed} - own
    sums = _sums(waves)
    while True:
        short = next((one for one in sums if _one_more(one, hidden, own, seen)), None)
        if short is None:
            return frozenset(hidden)
        hidden.add(min((short[school], school) for school in short.keys() - hidden - own)[1])


def _sums(waves: Sequence[Mapping[int, int]]) -> list[Mapping[int, int]]:
    """The schools that a number of the network is made of, or the difference of two such numbers.

    Those of a wave, and within it those that took part in the same waves before: the network's numbers of
    waves and of changes between them are sums over such parts.
    """
    found: list[Mapping[int, int]] = []
    for at, wave in enumerate(waves):
        parts: dict[tuple[bool, ...], dict[int, int]] = {}
        for school, n in wave.items():
            past = tuple(school in before for before in waves[:at])
            parts.setdefault(past, {})[school] = n
        if len(wave) >= LEAST_SCHOOLS:
            found += [wave, *parts.values()]
    return found


def _one_more(schools: Mapping[int, int], hidden: Set[int], own: Set[int], seen: Set[int]) -> bool:
    """Whether the hidden ones among some schools need one more, and there is one."""
    here = hidden & schools.keys()
    return bool(here) and len(here - seen) < LEAST_UNNAMED and bool(schools.keys() - hidden - own)
