from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.split_half import greatest_split_half, odd_even, spearman_brown, split_halves
from tests.psychometrics.covariances import congeneric, covariances, drawn, parallel


def by_definition(S: np.ndarray) -> list[float]:
    """Flanagan's 2 (1 - (var A + var B) / var(A + B)) of every half, one after the other."""
    found = []
    for half in combinations(range(len(S)), len(S) // 2):
        rest = [item for item in range(len(S)) if item not in half]
        apart = S[np.ix_(half, half)].sum() + S[np.ix_(rest, rest)].sum()
        found.append(2 * (1 - apart / S.sum()))
    return found


@pytest.mark.parametrize("items", [2, 3, 6, 7])
def test_every_split_is_tried(items):
    S = drawn(items, items)
    found, expected = split_halves(S), by_definition(S)
    assert found.exhaustive
    assert found.seed is None
    assert found.splits == found.possible == len(expected)
    assert found.maximum == pytest.approx(max(expected), abs=1e-12)
    assert found.minimum == pytest.approx(min(expected), abs=1e-12)
    assert found.mean == pytest.approx(np.mean(expected), abs=1e-12)


def test_two_items_by_hand():
    # cov .5 of two unit variances: 4 * .5 / 3
    found = split_halves(parallel(2, 0.5))
    assert (found.maximum, found.best_half) == (pytest.approx(2 / 3), ("1",))
    assert odd_even(parallel(2, 0.5)).spearman_brown == pytest.approx(2 / 3)


@settings(max_examples=25, deadline=None)
@given(S=covariances(2, 8))
def test_the_mean_of_an_even_number_of_items_is_alpha(S):
    if len(S) % 2:
        S = S[1:, 1:]
    k = len(S)
    alpha = k / (k - 1) * (1 - np.trace(S) / S.sum())
    assert split_halves(S).mean == pytest.approx(alpha, abs=1e-10)


@settings(max_examples=25, deadline=None)
@given(S=covariances(), seed=st.integers(0, 1000))
def test_item_order_does_not_matter(S, seed):
    order = np.random.default_rng(seed).permutation(len(S))
    plain, moved = split_halves(S), split_halves(S[np.ix_(order, order)])
    assert moved.maximum == pytest.approx(plain.maximum, abs=1e-10)
    assert moved.minimum == pytest.approx(plain.minimum, abs=1e-10)
    assert moved.mean == pytest.approx(plain.mean, abs=1e-10)


def test_sixteen_items_are_exhaustive_and_seventeen_are_drawn():
    assert split_halves(drawn(1, 16)).splits == 12_870
    found = split_halves(drawn(1, 17))
    assert (found.splits, found.possible, found.exhaustive, found.seed) == (10_000, 24_310, False, 1)
    assert [caution.code for caution in found.cautions] == ["sampled_splits"]
    assert "10,000 random splits (seed 1) of 24,310" in str(found.cautions[0])


def test_the_seed_decides_the_draws():
    S = drawn(2, 20)
    assert split_halves(S, seed=7) == split_halves(S, seed=7)
    assert split_halves(S, seed=7).mean != split_halves(S, seed=8).mean
    assert split_halves(S, draws=50).splits == 50


def test_exchanging_finds_what_draws_miss():
    """Twenty pairs of near-copies: only the splits that part every pair are best, 2^20 of 1.4e11."""
    S = np.kron(np.eye(20), np.full((2, 2), 0.45)) + 0.2 + 0.35 * np.eye(40)
    best = greatest_split_half(S, seed=2)
    assert not best.exhaustive
    assert best.value == pytest.approx(by_parted_pairs(S), abs=1e-12)
    assert split_halves(S, seed=2).maximum < best.value
    assert len(best.half) == 20


def by_parted_pairs(S: np.ndarray) -> float:
    signs = np.tile([1.0, -1.0], len(S) // 2)
    return float(1 - signs @ S @ signs / S.sum())


def test_named_halves():
    S = congeneric([0.9, 0.9, 0.1, 0.1])
    found = split_halves(S, names=["a", "b", "c", "d"])
    assert set(found.best_half) in ({"a", "c"}, {"a", "d"})
    assert found.worst_half == ("a", "b")


def test_odd_even_takes_the_items_in_order():
    S = drawn(5, 5)
    odd, even = [0, 2, 4], [1, 3]
    across = S[np.ix_(odd, even)].sum()
    r = across / np.sqrt(S[np.ix_(odd, odd)].sum() * S[np.ix_(even, even)].sum())
    found = odd_even(S)
    assert found.correlation == pytest.approx(r)
    assert found.spearman_brown == pytest.approx(2 * r / (1 + r))
    assert found.flanagan_rulon == pytest.approx(4 * across / S.sum())
    assert found.flanagan_rulon <= found.spearman_brown


def test_halves_that_do_not_correlate_are_said():
    found = odd_even(np.array([[1, -0.2, 0.5], [-0.2, 1, -0.2], [0.5, -0.2, 1]]))
    assert found.correlation < 0
    assert [caution.code for caution in found.cautions] == ["halves_uncorrelated"]


def test_spearman_brown():
    assert spearman_brown(0.5, 2) == pytest.approx(2 / 3)
    assert spearman_brown(spearman_brown(0.6, 3), 1 / 3) == pytest.approx(0.6)


@pytest.mark.parametrize("compute", [split_halves, greatest_split_half, odd_even])
def test_one_item_has_no_halves(compute):
    with pytest.raises(StatisticError, match="1 item") as refusal:
        compute([[1.0]])
    assert refusal.value.code == "few_items"
