"""Which schools a reader may see by name: those that agreed, as long as the others stay hidden among each other.

What is told of the others (dots, means by phase, what they chose) leaves open which of them it is.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Final

from engine.disclosure.policy import DISTRICT_NAMES, LEAST_SCHOOLS, LEAST_UNNAMED

SIZES: Final = (5, 10, 20, 40, 80)  # a dot's number of respondents is given as one of these ranges


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
    merged: Set[int] = frozenset(),
) -> frozenset[int]:
    """The schools without a name in all of these results together: the waves of a study, the oldest first.

    A school that keeps another one company does so in every wave. A later result says what it changed from, and
    by how much the network changed: a school named in one of two waves would give away the other one's score.
    So three are also unnamed, or all, among schools that took part in the same waves. `own` are schools that
    this reader sees anyway. `seen` are schools whose results were read under their name before they ended their
    agreement: they are hidden from now on, but hide nobody. Earlier results are settled before later ones are
    looked at, so that a new wave names nobody whom an older one hid. Of one or two schools no number is made
    that could be subtracted from. `merged` are schools that were two when some of these results were frozen: then
    they may have been new, and no part of a change that is measured; so the parts hold without them, and with them.
    """
    hidden = {school for wave in waves for school in wave if school not in agreed} - own
    sums = _sums(waves, merged)
    while True:
        short = next((schools for schools in sums if _takes_one_more(schools, hidden, own, seen)), None)
        if short is None:
            return frozenset(hidden)
        hidden.add(min((short[school], school) for school in short.keys() - hidden - own)[1])


def names_told(named: Set[int], shown: Set[int], *, district: bool) -> frozenset[int]:
    """These names, or none: to a district no fewer are told than `DISTRICT_NAMES` of schools that a result shows."""
    enough = not district or len(named & shown) >= DISTRICT_NAMES
    return frozenset(named) if enough else frozenset()


def _sums(waves: Sequence[Mapping[int, int]], merged: Set[int]) -> list[Mapping[int, int]]:
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
            here = {school: wave[school] for school in merged & wave.keys()}
            for part in parts.values() if here else ():
                found += [{school: n for school, n in part.items() if school not in here}, {**part, **here}]
    return found


def _takes_one_more(schools: Mapping[int, int], hidden: Set[int], own: Set[int], seen: Set[int]) -> bool:
    """Whether the hidden ones among some schools need one more, and there is one."""
    here = hidden & schools.keys()
    return bool(here) and len(here - seen) < LEAST_UNNAMED and bool(schools.keys() - hidden - own)


# Of schools without a name


def dot_sizes(respondents: Mapping[int, int]) -> dict[int, tuple[int, int | None]]:
    """Each school's number of respondents as a range that three of them share, the last one open at its end.

    A range of fewer than three joins the next, the last the one before it; where that is too few as well, there
    is no range and no dot.
    """
    ranges: list[tuple[int, int | None, list[int]]] = []
    for low, high in zip(SIZES, [*SIZES[1:], None], strict=True):
        schools = [school for school, n in respondents.items() if low <= n and (high is None or n < high)]
        if not schools:
            continue
        most = None if high is None else high - 1
        if ranges and len(ranges[-1][2]) < LEAST_UNNAMED:
            least, _, before = ranges.pop()
            ranges.append((least, most, [*before, *schools]))
        else:
            ranges.append((low, most, schools))
    if len(ranges) > 1 and len(ranges[-1][2]) < LEAST_UNNAMED:
        _, most, last = ranges.pop()
        least, _, before = ranges.pop()
        ranges.append((least, most, [*before, *last]))
    return {
        school: (least, most)
        for least, most, schools in ranges
        if len(schools) >= LEAST_UNNAMED
        for school in schools
    }


def measures_by_phase(
    phases: Sequence[Mapping[str, Sequence[int | None]]], agreed: Set[int]
) -> frozenset[str]:
    """The measures whose means by phase may be shown beside names: in every phase, nobody or three have none.

    `phases` holds the schools of each phase by measure, None for one that left the network: nobody knows any more
    whether it agreed. One or two schools without a name would be the phase's mean minus the others.
    """
    open_measures = {measure for schools in phases for measure in schools}
    for schools in phases:
        open_measures -= {
            measure for measure, members in schools.items() if not _hide_each_other(members, agreed)
        }
    return frozenset(open_measures)


def _hide_each_other(schools: Sequence[int | None], agreed: Set[int]) -> bool:
    left = sum(school is None for school in schools)
    without = sum(school not in agreed for school in schools if school is not None)
    return without >= LEAST_UNNAMED or (without == 0 and left == 0)


def outcomes_counted(unshared: Mapping[int, Collection[str]], own: Set[int]) -> bool:
    """Whether what came of predictions that schools did not share is counted; `unshared` has their labels by school.

    At least three schools besides the reader's `own`, and no label common to all of these: the count less the shared
    ones would else tell what came at each. What is shared was sealed with the prediction and never changes, so no later
    view of the same result leaves fewer schools; a wave that was opened again is not asked about.
    """
    others = [set(labels) for school, labels in unshared.items() if school not in own]
    return len(others) >= LEAST_UNNAMED and not set.intersection(*others)


def choices_counted(choices: Mapping[int, Collection[str]], named: Set[int]) -> frozenset[int]:
    """The schools whose choice of measures is counted: those with a name, the others only if all of them may be.

    At least three of them chose, and nothing that is common to all: the counts less those of the named schools
    would else tell what each of them chose.
    """
    others = [set(measures) for school, measures in choices.items() if school not in named]
    open_to_all = len(others) >= LEAST_UNNAMED and not set.intersection(*others)
    return frozenset(school for school in choices if open_to_all or school in named)
