from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.lambdas import factor_bound, greatest_lower_bound, guttman, ten_berge
from psychometrics.omega import omega_total
from tests.psychometrics.covariances import congeneric, covariances, drawn, parallel


def test_two_items_by_hand():
    # variances 1 and 2, covariance .6: total 4.2
    found = guttman([[1, 0.6], [0.6, 2]])
    assert found.lambda1 == pytest.approx(1 - 3 / 4.2)
    assert found.lambda2 == pytest.approx(1 - 3 / 4.2 + np.sqrt(2 * 2 * 0.36) / 4.2)
    assert found.lambda3 == pytest.approx(2 * (1 - 3 / 4.2))
    assert found.lambda4 == pytest.approx(4 * 0.6 / 4.2)
    assert found.lambda5 == pytest.approx(1 - 3 / 4.2 + 2 * 0.6 / 4.2)
    assert found.lambda6 == pytest.approx(1 - (1 - 0.36 / 2 + 2 - 0.36) / 4.2)


@settings(max_examples=25, deadline=None)
@given(items=st.integers(2, 12), correlation=st.floats(0.05, 0.9))
def test_all_bounds_meet_for_parallel_items(items, correlation):
    S = parallel(items, correlation)
    reliability = items * correlation / (1 + (items - 1) * correlation)
    found = guttman(S)
    assert found.lambda2 == pytest.approx(reliability)
    assert found.lambda3 == pytest.approx(reliability)
    if items % 2 == 0:
        assert found.lambda4 == pytest.approx(reliability)
    assert ten_berge(S) == pytest.approx([reliability] * 4)
    assert greatest_lower_bound(S).value == pytest.approx(reliability, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(S=covariances(3, 9))
def test_the_bounds_are_ordered(S):
    found, mu = guttman(S), ten_berge(S)
    glb = greatest_lower_bound(S).value
    slack = 1e-9
    assert found.lambda1 < found.lambda3 <= found.lambda2 + slack
    assert mu[0] == pytest.approx(found.lambda3)
    assert mu[1] == pytest.approx(found.lambda2)
    assert all(later >= earlier - slack for earlier, later in pairwise(mu))
    assert max(found.lambda2, found.lambda4, found.lambda5, found.lambda6, mu[-1]) <= glb + slack
    assert glb <= 1
    if len(S) % 2 == 0:
        assert found.lambda4 >= found.lambda3 - slack


@settings(max_examples=25, deadline=None)
@given(S=covariances(), seed=st.integers(0, 1000), factor=st.floats(0.001, 1000))
def test_item_order_and_unit_do_not_matter(S, seed, factor):
    order = np.random.default_rng(seed).permutation(len(S))
    moved = S[np.ix_(order, order)] * factor
    one, other = guttman(S), guttman(moved)
    for name in ("lambda1", "lambda2", "lambda3", "lambda4", "lambda5", "lambda6"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-9)
    assert ten_berge(moved) == pytest.approx(ten_berge(S), rel=1e-9)
    assert greatest_lower_bound(moved).value == pytest.approx(greatest_lower_bound(S).value, abs=1e-8)


def assert_proved(S):
    """Error variances that are allowed, and a matrix Y which shows that no others have a larger sum.

    For any positive semi-definite Y and allowed t (of R, weighted by w): w't <= tr(Y R) + sum(w - diag Y)
    where that is positive, as R - diag(t) is positive semi-definite and no t exceeds 1.
    """
    found = greatest_lower_bound(S)
    t, Y = found.error_variances, found.dual
    assert (t >= 0).all()
    assert found.value == pytest.approx(1 - t.sum() / S.sum())
    R = S / np.sqrt(np.outer(np.diag(S), np.diag(S)))
    shares, weights = t / np.diag(S), np.diag(S) / S.sum()
    assert np.linalg.eigvalsh(R - np.diag(shares))[0] >= -1e-12
    assert np.linalg.eigvalsh(Y)[0] >= -1e-12
    bound = np.sum(Y * R) + np.maximum(weights - np.diag(Y), 0).sum()
    assert found.gap < 1e-10
    assert weights @ shares == pytest.approx(bound, abs=1.01e-10)


@settings(max_examples=100, deadline=None)
@given(S=covariances(2, 12))
@example(S=drawn(235, 3))  # at its bound, R - diag(t) is so near to singular that its inverse tells nothing
@example(S=congeneric([0.99, 0.98, 0.999]))
@example(S=congeneric([0.8, 0.5, -0.1, -0.2]))
@example(S=np.diag([1.0, 4, 9]))
def test_the_greatest_lower_bound_is_proved_by_its_dual(S):
    assert_proved(S)


def test_items_that_nearly_repeat_one_another_have_a_bound_and_its_accuracy():
    items, persons = 11, 14
    for seed in range(30):
        generator = np.random.default_rng(seed)
        common = generator.normal(size=(persons, 1)) * 1000
        S = np.cov((common + generator.normal(size=(persons, items))).T)
        found = greatest_lower_bound(S)
        assert found.value == pytest.approx(1, abs=1e-5)
        assert found.gap < 1e-8


@pytest.mark.slow
def test_the_greatest_lower_bound_is_proved_for_a_thousand_samples():
    for seed in range(1000):
        assert_proved(drawn(seed, 2 + seed % 11))


def test_two_items_bound_by_hand():
    # the common part of two items is their covariance, once in each
    assert greatest_lower_bound([[1, 0.6], [0.6, 2]]).value == pytest.approx(4 * 0.6 / 4.2, abs=1e-9)


def test_factor_bound_of_one_factor_is_omega():
    S = congeneric([0.5, 0.6, 0.7, 0.8])
    found = factor_bound(S)
    assert found.value == pytest.approx(omega_total(S, 500).model, abs=1e-6)
    assert found.factors >= 1


def test_dependent_items_have_no_lambda_6_and_say_why():
    S = congeneric([0.7, 0.7, 0.7])
    S = np.block([[S, S[:, :1]], [S[:1], S[:1, :1]]])
    found = guttman(S)
    assert found.lambda6 is None
    assert [caution.code for caution in found.cautions] == ["singular"]
    assert "items 1 and 4 correlate perfectly" in str(found.cautions[0])


def test_a_long_scale_says_that_lambda_4_is_not_certain():
    assert guttman(drawn(1, 16)).lambda4_certain
    found = guttman(drawn(1, 18))
    assert not found.lambda4_certain
    assert found.lambda4 >= found.lambda3


@pytest.mark.parametrize(
    ("compute", "S", "code"),
    [
        (guttman, [[1.0]], "few_items"),
        (ten_berge, [[1.0]], "few_items"),
        (greatest_lower_bound, [[1.0]], "few_items"),
        (factor_bound, [[1, 0.5], [0.5, 1]], "few_items"),
        (guttman, np.diag([1.0, 0]), "constant_item"),
        (greatest_lower_bound, [[1, 1], [1, 1]], "singular"),
    ],
)
def test_refuses_with_the_cause(compute, S, code):
    with pytest.raises(StatisticError) as refusal:
        compute(S)
    assert refusal.value.code == code
