"""Which groups of a site's respondents may be shown, so that nobody can subtract their way to the others."""

from collections.abc import Mapping, Sequence


def published_groups(
    counts: Mapping[str, Sequence[int]], unsaid: Sequence[int], minimum: int
) -> tuple[str, ...]:
    """The groups that may be shown beside the whole; the rest of the respondents is then a group as well.

    `counts` holds, for each group, its numbers of people: that answered, and that have a score on each
    measure shown; `unsaid` the same for people who did not name their group. A group is shown when all its
    numbers reach the minimum, and only while those of the rest do: whole minus shown groups is a number that
    anybody can work out. So the smallest shown group is hidden too until the rest is large enough
    (complementary suppression). A rest of nobody is not enough: it would say that nobody of some role
    answered.
    """
    shown = sorted(
        (name for name, numbers in counts.items() if min(numbers) >= minimum),
        key=lambda name: (counts[name][0], name),
        reverse=True,
    )
    while shown and min(_rest(counts, unsaid, shown)) < minimum:
        shown.pop()
    return tuple(name for name in counts if name in shown)


def _rest(counts: Mapping[str, Sequence[int]], unsaid: Sequence[int], shown: Sequence[str]) -> list[int]:
    hidden = [numbers for name, numbers in counts.items() if name not in shown]
    return [sum(column) for column in zip(unsaid, *hidden, strict=True)]
