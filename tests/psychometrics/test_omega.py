import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated import Items, alike
from psychometrics.bootstrap import bootstrap_interval
from psychometrics.contract import StatisticError
from psychometrics.lambdas import guttman
from psychometrics.omega import (
    omega_from_schmid_leiman,
    omega_hierarchical,
    omega_of,
    omega_total,
    omega_total_minres,
)
from tests.psychometrics.covariances import congeneric, covariances, drawn, parallel
from tests.psychometrics.reference_scales import covariance, scale

# Jensen & Weng (1994), doi:10.1016/0160-2896(94)90029-9: a hierarchical model of nine tests. Revelle's psych
# (omega of its make.hierarchical) prints alpha .76, omega hierarchical .69, asymptotic .86, total .80.
GENERAL_OF_GROUPS = np.array([0.9, 0.8, 0.7])
OF_GROUPS = np.array([[0.8, 0.7, 0.6], [0.7, 0.6, 0.5], [0.6, 0.5, 0.4]])


def jensen_weng() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    loadings = np.kron(np.eye(3), np.ones((3, 1))) * OF_GROUPS.reshape(9, 1)
    general, group = loadings @ GENERAL_OF_GROUPS, loadings * np.sqrt(1 - GENERAL_OF_GROUPS**2)
    R = np.outer(general, general) + group @ group.T
    np.fill_diagonal(R, 1)
    return R, general, group


def test_one_factor_does_not_end_in_a_worse_minimum():
    """From the unrotated axes alone, omega hierarchical of these items came out as .03."""
    R = np.corrcoef(Items(*alike(6, 0.6), options=7)(np.random.default_rng(3), 5000).codes.T)
    assert omega_hierarchical(R, 3).hierarchical > 0.7


def test_jensen_and_wengs_example():
    R, general, group = jensen_weng()
    for found in (omega_from_schmid_leiman(R, general, group), omega_hierarchical(R, 3)):
        assert round(found.hierarchical, 2) == 0.69
        assert round(found.asymptotic, 2) == 0.86
        assert round(found.total, 2) == 0.80
        assert [sorted(each.items) for each in found.groups] in (
            [list("123"), list("456"), list("789")],
            *([list(a), list(b), list(c)] for a, b, c in PERMUTED),
        )
        assert found.uncontaminated_correlations == 27 / 36
        assert not found.cautions
    assert round(guttman(R).lambda3, 2) == 0.76


PERMUTED = [
    ("123", "789", "456"),
    ("456", "123", "789"),
    ("456", "789", "123"),
    ("789", "123", "456"),
    ("789", "456", "123"),
]


def test_omega_by_hand():
    # (.5 + .6 + .7)^2 = 3.24; residuals .75 + .64 + .51 = 1.90
    S = congeneric([0.5, 0.6, 0.7])
    assert omega_of([0.5, 0.6, 0.7], [0.75, 0.64, 0.51]) == pytest.approx(3.24 / 5.14)
    assert omega_total(S * 100 / 99, 100).model == pytest.approx(3.24 / 5.14, abs=1e-8)
    assert omega_total_minres(S).model == pytest.approx(3.24 / 5.14, abs=1e-8)
    assert omega_of([1, 1], [1, 1], total_variance=8) == 0.5


@settings(max_examples=25, deadline=None)
@given(items=st.integers(3, 10), correlation=st.floats(0.1, 0.8))
def test_equals_alpha_for_parallel_items(items, correlation):
    S = parallel(items, correlation)
    assert omega_total(S, 500).model == pytest.approx(guttman(S).lambda3, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(S=covariances(), seed=st.integers(0, 1000), factor=st.floats(0.01, 100))
def test_item_order_and_unit_do_not_matter(S, seed, factor):
    order = np.random.default_rng(seed).permutation(len(S))
    plain, moved = omega_total(S, 200), omega_total(S[np.ix_(order, order)] * factor, 200)
    assert moved.model == pytest.approx(plain.model, abs=1e-7)
    assert moved.observed == pytest.approx(plain.observed, abs=1e-7)
    assert moved.standard_error == pytest.approx(plain.standard_error, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000))
def test_hierarchical_omega_does_not_depend_on_item_order(seed):
    R, _, _ = jensen_weng()
    order = np.random.default_rng(seed).permutation(9)
    plain, moved = omega_hierarchical(R, 3), omega_hierarchical(R[np.ix_(order, order)], 3)
    assert moved.hierarchical == pytest.approx(plain.hierarchical, abs=1e-5)
    assert moved.item_explained_common_variance == pytest.approx(
        plain.item_explained_common_variance[order], abs=1e-4
    )


def test_the_interval_is_near_the_bootstrap_one_where_the_model_fits():
    values = scale("hs1939", "textual")
    found = omega_total(covariance(values), len(values))
    boot = bootstrap_interval(lambda S: omega_total(S, len(values)).model, values, draws=300)
    assert found.standard_error == pytest.approx(boot.standard_error, rel=0.15)
    assert found.lower == pytest.approx(boot.lower, abs=0.01)
    assert found.upper == pytest.approx(boot.upper, abs=0.01)
    narrower = omega_total(covariance(values), len(values), level=0.5)
    assert found.lower < narrower.lower < found.model < narrower.upper < found.upper


def test_one_group_factor_is_all_general():
    R = congeneric([0.5, 0.6, 0.7, 0.8])
    found = omega_hierarchical(R, 1)
    assert found.groups == ()
    assert found.hierarchical == pytest.approx(found.total, abs=1e-6)
    assert found.explained_common_variance == pytest.approx(1)
    assert [caution.code for caution in found.cautions] == ["two_group_factors"]


def test_cautions_name_item_and_factor():
    R, general, group = jensen_weng()
    turned = np.ones(9)
    turned[4] = -1
    found = omega_from_schmid_leiman(
        R * np.outer(turned, turned), general * turned, group * turned[:, None], names=list("abcdefghi")
    )
    assert [(c.code, c.where) for c in found.cautions] == [("negative_loading", "item e")]
    empty = omega_from_schmid_leiman(R, general, np.column_stack([group, np.zeros(9)]))
    assert [(c.code, c.where) for c in empty.cautions] == [("empty_group", "group factor 4")]
    assert empty.groups[3].total is None
    two = omega_from_schmid_leiman(R, general, group[:, :2], uniquenesses=np.full(9, 0.5))
    assert [c.code for c in two.cautions] == ["two_group_factors"]
    heywood = omega_from_schmid_leiman(R, np.r_[1.01, general[1:]], group)
    assert [(c.code, c.where) for c in heywood.cautions] == [("heywood", "item 1")]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: omega_total(parallel(2, 0.5), 100), "few_items"),
        (lambda: omega_total_minres(np.eye(1)), "few_items"),
        (lambda: omega_total(np.diag([1.0, 0, 1]), 100), "constant_item"),
        (lambda: omega_total(drawn(1, 5), 5), "few_persons"),
        (lambda: omega_hierarchical(drawn(1, 5), 5), "number_of_factors"),
        (lambda: omega_of([1, 2], [1]), "shape"),
        (lambda: omega_of([1], [1], total_variance=0), "no_score_variance"),
        (lambda: omega_from_schmid_leiman(np.eye(3), [1, 1], np.eye(3)), "shape"),
        (lambda: omega_total_minres(np.array([[1, -1, 0], [-1, 1, 0], [0, 0, 0.0]])), "constant_item"),
        (lambda: omega_total(np.eye(3), 100), "no_common_factor"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code
