"""Missing answers, EM moments and Little's test: the likelihood itself, and what is refused."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from psychometrics.contract import StatisticError
from psychometrics.missingness import em_moments, little_mcar, missing_answers

N = np.nan


@dataclass
class Sums:
    """Patterns of a matrix, gathered in the plainest way."""

    patterns: np.ndarray
    n: np.ndarray
    sums: np.ndarray
    products: np.ndarray


def gather(matrix):
    matrix = np.asarray(matrix, dtype=float)
    seen = ~np.isnan(matrix)
    patterns, place = np.unique(seen, axis=0, return_inverse=True)
    filled = np.where(seen, matrix, 0)
    rows = [filled[place.ravel() == index] for index in range(len(patterns))]
    return Sums(
        patterns,
        np.array([len(row) for row in rows]),
        np.array([row.sum(axis=0) for row in rows]),
        np.array([row.T @ row for row in rows]),
    )


def three(seed=0, n=60, share=0.25):
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n, 3)) @ np.array([[1, 0.5, 0.2], [0, 1, 0.4], [0, 0, 1]]) + [10, -5, 0]
    matrix[rng.random(matrix.shape) < share] = N
    return matrix


def loglik(matrix, mean, covariance):
    total = 0.0
    for row in matrix:
        seen = ~np.isnan(row)
        if seen.any():
            total += multivariate_normal.logpdf(row[seen], mean[seen], covariance[np.ix_(seen, seen)])
    return total


def test_em_is_the_maximum_of_the_likelihood_of_the_answers_given():
    matrix = three()
    em = em_moments(gather(matrix))
    assert em.loglik == pytest.approx(loglik(matrix, em.mean, em.covariance), abs=1e-8)
    rng = np.random.default_rng(1)
    for _ in range(20):
        step = rng.normal(size=(3, 3)) * 1e-3
        moved = loglik(matrix, em.mean + rng.normal(size=3) * 1e-3, em.covariance + step + step.T)
        assert moved < em.loglik


def test_complete_answers_give_the_plain_moments_and_no_test():
    matrix = three(share=0)
    em = em_moments(gather(matrix))
    np.testing.assert_allclose(em.mean, matrix.mean(axis=0))
    np.testing.assert_allclose(em.covariance, np.cov(matrix.T, bias=True))
    test = little_mcar(gather(matrix))
    assert (test.d2, test.df, np.isnan(test.p)) == (0, 0, True)
    assert [c.code for c in test.cautions] == ["one_pattern"]


def test_littles_test_finds_gaps_that_go_with_answers():
    matrix = three(n=400, share=0)
    random = matrix.copy()
    random[np.random.default_rng(3).random(400) < 0.4, 2] = N
    assert little_mcar(gather(random)).p > 0.01
    matrix[matrix[:, 0] > 10.3, 2] = N
    assert little_mcar(gather(matrix)).p < 1e-10


def test_a_person_who_answered_nothing_is_counted_but_moves_nothing():
    matrix = three()
    more = np.vstack([matrix, [[N, N, N]] * 5])
    plain, with_empty = em_moments(gather(matrix)), em_moments(gather(more))
    np.testing.assert_allclose(with_empty.covariance, plain.covariance, atol=1e-12)
    assert little_mcar(gather(more)).d2 == pytest.approx(little_mcar(gather(matrix)).d2)
    counted = missing_answers(gather(more))
    assert counted.by_person[3] == missing_answers(gather(matrix)).by_person[3] + 5


def test_worked_by_hand():
    got = missing_answers(gather([[1, 2], [1, N], [N, N], [2, 2], [3, 1]]))
    assert list(got.by_item) == [1, 2]
    assert list(got.by_person) == [3, 1, 1]
    assert (got.persons, got.complete, got.share) == (5, 3, 0.3)
    assert got.pattern_n[0] == 3
    assert list(got.patterns[0]) == [True, True]
    assert got.pairwise_n.tolist() == [[4, 3], [3, 3]]


def test_items_never_asked_together_are_named():
    matrix = three(share=0)
    matrix[:30, 0], matrix[30:, 1] = N, N
    cautions = em_moments(gather(matrix)).cautions
    assert str(cautions[0]).startswith("items 1 and 2: nobody answered both")


def test_too_few_rounds_are_said():
    em = em_moments(gather(three()), iterations=2)
    assert (em.converged, em.iterations) == (False, 2)
    assert [c.code for c in em.cautions] == ["not_converged"]


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        ([[1, N], [2, N], [3, N]], "all_missing"),
        ([[1, 2], [2, 2], [3, 2]], "constant_item"),
        ([[1, 2, 3], [2, 3, 1]], "few_persons"),
        ([[1, 1], [2, 2], [4, 4], [5, 5]], "singular"),
    ],
)
def test_what_cannot_be_estimated_is_refused_by_name(matrix, code):
    with pytest.raises(StatisticError) as refused:
        em_moments(gather(matrix))
    assert refused.value.code == code


def test_nobody_is_refused():
    with pytest.raises(StatisticError, match="no responses"):
        missing_answers(Sums(np.zeros((0, 2), bool), np.zeros(0, int), np.zeros((0, 2)), np.zeros((0, 2, 2))))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(-30, 30), st.floats(0.1, 10))
def test_order_of_people_and_items_and_a_linear_change_carry_through(seed, constant, unit):
    matrix = three(seed)
    rng = np.random.default_rng(seed)
    order = rng.permutation(3)
    plain = em_moments(gather(matrix))
    turned = em_moments(gather(constant + unit * matrix[rng.permutation(60)][:, order]))
    np.testing.assert_allclose(turned.mean, constant + unit * plain.mean[order], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(
        turned.covariance, unit**2 * plain.covariance[np.ix_(order, order)], rtol=1e-6, atol=1e-7
    )
    first, second = little_mcar(gather(matrix)), little_mcar(gather(constant + unit * matrix))
    assert second.d2 == pytest.approx(first.d2, rel=1e-6)
