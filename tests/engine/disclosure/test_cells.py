"""Which cells of a picture are shown: none of few, and none that can be worked out from the number of all."""

import numpy as np
import pytest

from engine.disclosure.cells import shown_cells


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([30, 12, 9, 8, 0], [30, 12]),
        ([30, 12, 10, 9, 0], [30, 12]),  # of 61 people 52 in three cells: 9 in the fourth
        ([30, 12, 12, 3, 0], [30, 12]),  # one of two alike
        ([30, 20, 0, 0, 0], [30, 20]),  # nobody is anywhere else
        ([30, 1, 0, 0, 0], []),
        ([31, 0, 0, 0, 0], []),  # everybody gave nearly the same
        ([9, 9, 9, 9, 9], []),
        ([0, 0, 0, 0, 0], []),
    ],
    ids=["few", "rest of few", "rest of alike", "nobody else", "all but one", "all", "all few", "nobody"],
)
def test_cells_of_ten_are_shown_unless_they_give_the_others_away(counts: list[int], shown: list[int]) -> None:
    own = np.array(counts)
    found = shown_cells(own, 10)
    assert own[found].tolist() == shown
    rest = own.sum() - own[found].sum()
    assert not found.any() or rest == 0 or rest >= 10


def test_the_rest_is_never_of_few_whatever_the_counts() -> None:
    random = np.random.default_rng(1)
    seen = 0
    for _ in range(500):
        own = random.negative_binomial(0.5, 0.05, (4, 4))
        found = shown_cells(own, 10)
        rest = int(own.sum() - own[found].sum())
        assert (own[found] >= 10).all()
        assert not 0 < rest < 10 or not found.any()
        seen += bool(found.any())
    assert seen > 400
