import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.validity import average_variance_extracted, fornell_larcker, htmt, htmt2, htmt_errors
from tests.psychometrics.covariances import congeneric, covariances

TWO = {"trust": [0, 1], "vision": [2, 3]}


def two_constructs(within: tuple[float, float], between: float) -> np.ndarray:
    R = np.full((4, 4), between)
    R[:2, :2], R[2:, 2:] = within
    np.fill_diagonal(R, 1)
    return R


def test_average_variance_extracted_by_hand():
    assert average_variance_extracted([0.8, 0.6], [0.36, 0.64]) == pytest.approx((0.64 + 0.36) / 2)
    assert average_variance_extracted([2, 1], [1, 4]) == pytest.approx(5 / 10)


def test_ratios_by_hand():
    R = two_constructs((0.6, 0.5), 0.3)
    for compute in (htmt, htmt2):
        found = compute(R, TWO)
        assert found.between("trust", "vision") == pytest.approx(0.3 / np.sqrt(0.6 * 0.5))
        assert (np.diag(found.ratios) == 1).all()
        assert (found.ratios == found.ratios.T).all()


def test_errors_are_those_of_repeated_samples():
    """The delta method against 2,000 samples of normal answers."""
    random = np.random.default_rng(4)
    R = two_constructs((0.6, 0.5), 0.3)
    drawn = [np.corrcoef(random.multivariate_normal(np.zeros(4), R, 300).T) for _ in range(2000)]
    ratios = [htmt(one, TWO).between("trust", "vision") for one in drawn]
    error = htmt_errors(R, 300, TWO)
    assert error[0, 1] == error[1, 0] == pytest.approx(np.std(np.log(ratios)), rel=0.06)
    assert np.isnan(np.diag(error)).all()
    assert np.isnan(htmt_errors(R, 300, {"trust": [0, 1], "one": [2]})[0, 1])


def test_geometric_means_are_smaller_where_correlations_between_differ():
    R = two_constructs((0.6, 0.5), 0.3)
    R[0, 2] = R[2, 0] = 0.1
    assert htmt2(R, TWO).between("trust", "vision") < htmt(R, TWO).between("trust", "vision")
    R[0, 2] = R[2, 0] = 0
    assert htmt2(R, TWO).between("trust", "vision") == 0


def test_one_construct_measured_twice_has_a_ratio_of_one():
    R = congeneric([0.7, 0.7, 0.7, 0.7])
    assert htmt(R, TWO).between("trust", "vision") == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(S=covariances(4, 8), seed=st.integers(0, 1000))
def test_keys_scale_and_item_order_do_not_matter(S, seed):
    generator = np.random.default_rng(seed)
    signs = generator.choice([-1.0, 1.0], len(S)) * generator.uniform(0.1, 10, len(S))
    own = {"a": [0, 1], "b": list(range(2, len(S)))}
    swapped = {"b": own["b"][::-1], "a": [1, 0]}
    for compute in (htmt, htmt2):
        plain = compute(S, own).between("a", "b")
        moved = compute(S * np.outer(signs, signs) / np.abs(signs).max(), swapped)
        assert moved.between("b", "a") == pytest.approx(plain)


def test_a_construct_of_one_item_has_no_ratio_and_says_so():
    found = htmt(two_constructs((0.6, 0.5), 0.3), {"trust": [0, 1], "one": [2]})
    assert np.isnan(found.between("trust", "one"))
    assert [(c.code, c.where) for c in found.cautions] == [("single_item", "construct one")]


def test_items_that_do_not_correlate_have_no_ratio():
    for compute in (htmt, htmt2):
        assert np.isnan(compute(two_constructs((0, 0.5), 0.3), TWO).between("trust", "vision"))


def test_fornell_and_larcker():
    R = [[1, 0.8, 0.2], [0.8, 1, 0.3], [0.2, 0.3, 1]]
    found = fornell_larcker({"a": 0.65, "b": 0.6, "c": 0.4}, R)
    assert found.holds == (True, False, True)
    assert found.squared_correlations[0, 1] == pytest.approx(0.64)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: htmt(np.eye(3), {"a": [0, 1], "b": [3]}), "columns"),
        (lambda: htmt(np.eye(3), {"a": [0, 1], "b": [1, 2]}), "columns"),
        (lambda: htmt2(np.eye(3), {"a": [0, 1], "b": []}), "no_items"),
        (lambda: htmt(np.diag([1.0, 0]), {"a": [0], "b": [1]}), "constant_item"),
        (lambda: average_variance_extracted([0.5], [0.5, 0.5]), "shape"),
        (lambda: fornell_larcker({"a": 0.5}, np.eye(2)), "shape"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code
