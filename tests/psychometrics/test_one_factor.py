import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.one_factor import one_factor, one_factor_minres
from tests.psychometrics.covariances import congeneric, covariances, drawn, parallel


def test_recovers_the_loadings_that_made_the_matrix():
    S = congeneric([0.5, 1.2, 0.9, 0.7], [0.5, 0.8, 0.3, 0.6])
    found = one_factor(S * 100 / 99, 100)
    assert found.loadings == pytest.approx([0.5, 1.2, 0.9, 0.7], abs=1e-7)
    assert found.residuals == pytest.approx([0.5, 0.8, 0.3, 0.6], abs=1e-7)
    assert found.fit.chisq == pytest.approx(0, abs=1e-6)
    assert found.fit.cfi == 1
    assert found.model.implied == pytest.approx(S, abs=1e-7)


def test_three_items_fit_by_construction():
    fit = one_factor(drawn(1, 3), 200).fit
    assert (fit.df, fit.pvalue) == (0, None)
    assert (fit.cfi, fit.tli, fit.rmsea, fit.rmsea_upper) == (1, 1, 0, 0)
    assert fit.srmr == pytest.approx(0, abs=1e-7)


def test_the_gradient_is_zero_at_the_solution():
    """A small step along any parameter raises the discrepancy."""
    S = drawn(3, 6) * 199 / 200
    found = one_factor(S * 200 / 199, 200)

    def discrepancy(x):
        M = np.outer(x[:6], x[:6]) + np.diag(x[6:])
        return np.linalg.slogdet(M)[1] + np.trace(np.linalg.solve(M, S))

    best = np.concatenate([found.loadings, found.residuals])
    for direction in np.eye(12) * 1e-4:
        assert discrepancy(best + direction) > discrepancy(best)
        assert discrepancy(best - direction) > discrepancy(best)


def test_standard_errors_are_the_spread_of_repeated_samples():
    generator = np.random.default_rng(5)
    S = congeneric([0.5, 0.7, 0.8, 0.6])
    root = np.linalg.cholesky(S)
    found = []
    for _ in range(400):
        sample = generator.normal(size=(400, 4)) @ root.T
        found.append(one_factor(np.cov(sample.T), 400).loadings)
    expected = np.sqrt(np.diag(one_factor(S * 400 / 399, 400).estimates_covariance)[:4])
    assert np.std(found, axis=0) == pytest.approx(expected, rel=0.12)


@settings(max_examples=25, deadline=None)
@given(S=covariances(4, 8), seed=st.integers(0, 1000))
def test_item_order_and_scale_do_not_matter(S, seed):
    generator = np.random.default_rng(seed)
    order, scale = generator.permutation(len(S)), generator.uniform(0.1, 10, len(S))
    plain, moved = one_factor(S, 200), one_factor((S * np.outer(scale, scale))[np.ix_(order, order)], 200)
    assert moved.fit.chisq == pytest.approx(plain.fit.chisq, abs=1e-6)
    assert moved.loadings == pytest.approx((plain.loadings * scale)[order], rel=1e-5, abs=1e-6)
    assert moved.fit.srmr == pytest.approx(plain.fit.srmr, abs=1e-7)


def test_a_negative_loading_names_its_item():
    S = congeneric([0.7, 0.7, 0.7, -0.6])
    for found in (one_factor(S, 300, names=list("abcd")), one_factor_minres(S, names=list("abcd"))):
        assert found.loadings[3] < 0
        assert [(caution.code, caution.where) for caution in found.cautions] == [
            ("negative_loading", "item d")
        ]


def test_a_heywood_case_is_said_and_named():
    R = np.array([[1, 0.8, 0.8, 0.5], [0.8, 1, 0.5, 0.3], [0.8, 0.5, 1, 0.3], [0.5, 0.3, 0.3, 1]])
    for found in (one_factor(R, 300, names=list("abcd")), one_factor_minres(R, names=list("abcd"))):
        assert [(caution.code, caution.where) for caution in found.cautions] == [("heywood", "item a")]
    assert one_factor(R, 300).residuals[0] < 0
    assert one_factor_minres(R).residuals[0] == pytest.approx(0.005)


COPY = congeneric([0.7, 0.7, 0.7, 0.7])
COPY[3] = COPY[:, 3] = COPY[2]
COPY[3, 3] = 1


@pytest.mark.parametrize(
    ("S", "n", "code", "words"),
    [
        (np.eye(1), 100, "few_items", "1 item"),
        (parallel(2, 0.5), 100, "few_items", "2 item"),
        (np.diag([1.0, 0, 1]), 100, "constant_item", "item 2 has no variance"),
        (parallel(4, 0.5), 4, "few_persons", "more persons than items"),
        (COPY, 100, "singular", "items 3 and 4 correlate perfectly"),
        (np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]), 100, "singular", "not positive definite"),
        (np.eye(4), 100, "no_common_factor", "fewer than three items share"),
        (np.array([[1, 0.5, 0.5], [0.5, 1, -0.3], [0.5, -0.3, 1]]), 100, "no_convergence", "not converged"),
        (np.array([[1, np.nan], [np.nan, 1]]), 100, "no_pairs", "nobody answered both"),
    ],
)
def test_refuses_with_the_cause(S, n, code, words):
    with pytest.raises(StatisticError, match=words) as refusal:
        one_factor(S, n)
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_minres_takes_a_singular_matrix():
    assert len(one_factor_minres(COPY).loadings) == 4
