"""Whether people within a group agree more than people who were put into groups of the same sizes at random."""

from dataclasses import dataclass

import numpy as np

from psychometrics.contract import StatisticError
from psychometrics.groups import GroupItems


@dataclass(frozen=True, slots=True)
class RandomGroups:
    """Answers within groups against random groups of the same sizes.

    `less` is how much less answers vary within groups, as a share of how they vary in random groups (negative: more).
    `f` compares how much group means and people within groups vary, over all items; `p` that random groups give as
    much or more. `rwgj` is rwg(j) against the uniform null of groups that are as random.
    """

    less: float
    f: float
    p: float
    rwgj: float


def random_groups(items: GroupItems, uniform_variance: float) -> RandomGroups:
    """Compare agreement within groups with that of random groups of the same sizes.

    items: group means and within-group products of people who answered every item; uniform_variance: of an item whose
    options are equally likely. Raises `StatisticError` for fewer than two groups, or where nobody shares one.

    Sums of squares are added up over the items, which follow each other as far as they correlate: so both degrees of
    freedom of F are multiplied by J times Box's epsilon, (sum l)^2 / (J sum l^2) with l the eigenvalues of the
    within-group covariances of J items. In random groups answers vary as in all people together.
    Box (1954), doi:10.1214/aoms/1177728786; Bliese (2000) on random group resampling.
    """
    from scipy.special import fdtrc

    n, groups = int(items.n.sum()), len(items.n)
    if groups < 2 or n <= groups:
        raise StatisticError(
            "few_groups",
            f"{n} people in {groups} groups: agreement within groups can't be told from chance",
            "collect answers of two people or more in at least two groups",
        )
    mean = items.n @ items.means / n
    between = float((items.n[:, None] * (items.means - mean) ** 2).sum())
    within = float(np.trace(items.within))
    if not within > 0:
        raise StatisticError("no_variance", "people within groups all answered alike", "look at the answers")
    values = np.linalg.eigvalsh(items.within / (n - groups)).clip(min=0)
    independent = float(values.sum() ** 2 / (values**2).sum())
    f = (between / (groups - 1)) / (within / (n - groups))
    p = float(fdtrc(independent * (groups - 1), independent * (n - groups), f))
    count = items.means.shape[1]
    at_random = (between + within) / (n - 1) / count
    share = min(at_random / uniform_variance, 1.0)
    rwgj = count * (1 - share) / (count * (1 - share) + share)
    return RandomGroups(1 - within / (n - groups) / count / at_random, f, p, rwgj)
