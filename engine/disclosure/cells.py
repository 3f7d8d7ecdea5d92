"""Which cells of a picture may show how many people lie in them, and which ways of answering are too much alike."""

import numpy as np
from numpy.typing import NDArray

from engine.disclosure.policy import SUBGROUP
from psychometrics.contract import Counts


def least_told(minimum_group: int) -> int:
    """The fewest people who are told of by what they answered: in a wave its least part of a group, at least ours.

    0 tells of everybody: in a file of one's own, whose groups may be smaller than those of any wave.
    """
    return minimum_group if minimum_group >= SUBGROUP else 0


def shown_cells(counts: Counts, least: int) -> NDArray[np.bool_]:
    """The cells with `least` people or more, whose others cannot be worked out from the number of all.

    A cell of nobody is hidden like one of few, so that nobody can tell them apart. Where fewer than `least` are in
    all hidden cells together, the smallest that is shown is hidden too. Where at most one person lies outside one
    cell nothing is shown: it would tell what each one said.
    """
    shown: NDArray[np.bool_] = counts >= least
    people = int(counts.sum())
    if all_but_one_alike(counts):
        return np.zeros_like(shown)
    while shown.any() and 0 < people - int(counts[shown].sum()) < least:
        smallest = np.argmin(np.where(shown, counts, people + 1))
        shown.flat[smallest] = False
    return shown


def all_but_one_alike(counts: Counts) -> bool:
    """Whether at most one person lies outside one of the cells: to show them would tell what each one said."""
    return int(counts.sum()) - int(counts.max(initial=0)) <= 1
