"""Why another program says something else: each reason a rule that is tried on the numbers themselves.

A reason is given where taking it away takes the difference away, and nowhere else: the same program on the people
that we take, or our own function made in the program's way, then gives the same number.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from psychometrics.contract import Floats
from psychometrics.second_opinion.answers import Answer

EXACT: Final = 1e-6
"""A difference up to this is that of two ways to add up."""

CLOSE: Final = 5e-4
"""A difference below this is not seen in three decimals, and needs no reason."""


@dataclass(frozen=True, slots=True)
class KnownReason:
    """In a few words for a table, and in a sentence."""

    short: str
    sentence: str


REASONS: Final[Mapping[str, KnownReason]] = {
    "rounded": KnownReason("rounded", "the program gives this number rounded, and all its decimals agree"),
    "pairwise": KnownReason(
        "pairs of answers",
        "the program takes everybody who answered a pair of items, and Barograph here those who answered every item; "
        "of these the program says the same",
    ),
    "listwise": KnownReason(
        "no gaps taken",
        "the program takes people without a gap alone, and Barograph here all who answered a pair of items; of people "
        "without a gap Barograph says the same",
    ),
    "all_rows": KnownReason(
        "counts everybody",
        "the width of the interval rests on a number of people, and the program counts those with a gap as well",
    ),
    "independent": KnownReason(
        "clusters overlooked",
        "the program takes people for independent, and Barograph allows for their clusters; without these Barograph "
        "says the same",
    ),
    "median_imputation": KnownReason(
        "gaps filled by medians",
        "the program puts the median of an item where an answer is missing, which weakens correlations; Barograph "
        "fills nothing in",
    ),
    "communalities_without_phi": KnownReason(
        "phi left out",
        "the program adds up squared loadings, which is an item’s communality only where factors do not correlate",
    ),
    "phi_order": KnownReason(
        "order of phi",
        "the program sorts the factors and leaves their correlations unsorted, so that they stand at the wrong factors",
    ),
    "kappa": KnownReason(
        "kappa of 0",
        "the program’s equamax is quartimax unless its kappa is given: factors over twice the items",
    ),
    "constant_dropped": KnownReason(
        "constant item dropped",
        "the program leaves out an item that everybody answered alike, and Barograph keeps it",
    ),
    "overall_spread": KnownReason(
        "spread of everybody",
        "the program divides by the spread of all who have a score, and Barograph by that of those with both scores",
    ),
    "stopped": KnownReason(
        "search ended early",
        "the program’s search ends where what it makes small or large is not yet at its best; Barograph’s goes on",
    ),
}
"""By name. docs/decisions/pingouin.md and factor-analyzer.md tell how each was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Ours:
    """Our number, one or several in an array.

    `otherwise` is what our own function gives when it is made in another program's way, by the name of the
    reason. `criterion` is what a search makes small, at given loadings. `about` says in words which scale, grouping
    or rotation it is of, `entries` name the rows and columns of an array.
    """

    value: Floats
    otherwise: Mapping[str, Floats] = field(default_factory=dict)
    criterion: Callable[[Floats], float] | None = None
    about: str = ""
    entries: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """The reasons of a difference by name, and the difference that is `left` without them.

    `known` says whether nothing is left that needs a reason.
    """

    reasons: tuple[str, ...]
    left: float
    known: bool


def distance(ours: Floats, theirs: Floats) -> float:
    """The largest difference: of coefficients in their unit, of what lies above 1 as a share of our value."""
    if ours.shape != theirs.shape:
        return float("inf")
    apart = np.abs(theirs - ours) / np.maximum(1.0, np.abs(ours))
    return float(np.max(apart)) if np.isfinite(apart).all() else float("inf")


def explained(ours: Ours, answer: Answer) -> Explained:
    """Why an answer differs from our number, as far as it can be shown."""
    whole = distance(ours.value, answer.value)
    if whole <= EXACT:
        return Explained((), whole, True)
    tried = [(reasons, *_left(one, other, answer.decimals)) for reasons, one, other in _ways(ours, answer)]
    for reasons, left, rounded in tried:
        if left <= EXACT:
            return Explained((*reasons, *(("rounded",) if rounded else ())), left, True)
    reasons, left, rounded = min(tried, key=lambda way: (way[1], len(way[0])))
    if left > whole / 2:
        reasons, left, rounded = (), whole, False
    if left > CLOSE:
        stopped = _stopped(ours, answer, reasons)
        return Explained((*reasons, "stopped"), left, True) if stopped else Explained((), whole, False)
    return Explained((*reasons, *(("rounded",) if rounded else ())), left, left <= CLOSE)


def _ways(ours: Ours, answer: Answer) -> Iterator[tuple[tuple[str, ...], Floats, Floats]]:
    """Our number and theirs with no reason taken away, then theirs, then ours beside these, then ours alone.

    What a program does to these very data comes first: where it rounds, more than one reason may fit.
    """
    yield (), ours.value, answer.value
    for name, value in answer.otherwise.items():
        yield tuple(name.split("+")), ours.value, value
    for theirs, value in answer.otherwise.items():
        for mine, own in ours.otherwise.items():
            yield (*theirs.split("+"), *mine.split("+")), own, value
    for name, value in ours.otherwise.items():
        yield tuple(name.split("+")), value, answer.value


def _left(ours: Floats, theirs: Floats, decimals: int | None) -> tuple[float, bool]:
    """The difference, none where rounding accounts for it; and whether it does."""
    left = distance(ours, theirs)
    if (
        decimals is not None
        and left > EXACT
        and np.all(np.abs(theirs - ours) <= 0.5 * 10.0**-decimals + 1e-9)
    ):
        return 0.0, True
    return left, False


def _stopped(ours: Ours, answer: Answer, reasons: tuple[str, ...]) -> bool:
    """Whether theirs are ours turned to a worse value of what the search makes small."""
    theirs = answer.otherwise.get("+".join(reasons), answer.value)
    if ours.criterion is None or theirs.shape != ours.value.shape:
        return False
    turn = np.linalg.lstsq(ours.value, theirs, rcond=None)[0]
    same = float(np.max(np.abs(ours.value @ turn - theirs))) <= CLOSE
    return same and ours.criterion(theirs) > ours.criterion(ours.value)
