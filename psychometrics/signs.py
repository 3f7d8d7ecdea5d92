"""How many rose: the sign test, and Holm's adjustment of several tests and of their intervals."""

from collections.abc import Sequence

from psychometrics.contract import StatisticError


def sign_test(rose: int, fell: int) -> float:
    """The exact two-sided p-value of so many rises and falls if each were as likely as the other.

    `rose`, `fell`: counts; units that stood still are in neither. Raises `StatisticError` when there are none.
    Formula: 2 P(X >= max(rose, fell)) with X binomial (rose + fell, 1/2), at most 1. It uses directions only:
    a unit whose rise is less than its own noise counts like any other.
    Dixon & Mood (1946), doi:10.1080/01621459.1946.10501898. R: `binom.test(7, 10)$p.value` for 7 of 10.
    """
    n = rose + fell
    if n < 1 or min(rose, fell) < 0:
        raise StatisticError("no_signs", "nothing rose or fell", "report the changes themselves")
    ways = tail = 1  # n rises of n; each binomial coefficient follows from the one before, in whole numbers
    for k in range(n, max(rose, fell), -1):
        ways = ways * k // (n - k + 1)
        tail += ways
    return min(1.0, 2 * tail / (1 << n))


def holm_levels(pvalues: Sequence[float], level: float = 0.05) -> tuple[float, ...]:
    """The level at which Holm's procedure decided each test, in the order given.

    The i-th smallest p of m is held against level / (m - i + 1) until one exceeds it; the others are held against the
    level of that one. So an interval of 1 - its level leaves out zero exactly where Holm rejects.
    Holm (1979), https://www.jstor.org/stable/4615733.
    """
    levels = [level] * len(pvalues)
    stopped: float | None = None
    for rank, place in enumerate(sorted(range(len(pvalues)), key=lambda at: pvalues[at])):
        levels[place] = stopped or level / (len(pvalues) - rank)
        if stopped is None and pvalues[place] > levels[place]:
            stopped = levels[place]
    return tuple(levels)


def holm(pvalues: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p-values, in the order given.

    The i-th smallest of m is multiplied by m - i + 1, never falls below the one before it, and is at most 1.
    It bounds the chance of any false finding, whatever the dependence of the tests.
    Holm (1979), https://www.jstor.org/stable/4615733. R: `p.adjust(p, "holm")`.
    """
    adjusted = [0.0] * len(pvalues)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(pvalues)), key=lambda at: pvalues[at])):
        largest = max(largest, min(1.0, (len(pvalues) - rank) * pvalues[place]))
        adjusted[place] = largest
    return tuple(adjusted)
