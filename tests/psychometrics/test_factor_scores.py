"""Factor scores: what each method promises, missing answers, refusals."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.factor_scores import bartlett_weights, factor_scores, score_weights
from psychometrics.factors import explore
from tests.psychometrics.factor_data import THURSTONE, complete, correlations, responses


@pytest.fixture(scope="module")
def bfi():
    R, n = correlations("bfi", "efa")
    return R, explore(R, n, 5), complete(responses("bfi", "efa"))


def test_ten_berge_scores_correlate_as_the_factors_do(bfi):
    R, solution, answers = bfi
    scores = factor_scores(answers, score_weights(R, solution, method="tenberge").weights)
    assert np.corrcoef(scores, rowvar=False) == pytest.approx(solution.phi, abs=1e-9)


def test_bartlett_scores_are_unbiased(bfi):
    R, solution, _ = bfi
    weights = score_weights(R, solution, method="bartlett").weights
    assert weights.T @ solution.loadings == pytest.approx(np.eye(5), abs=1e-9)


def test_regression_scores_have_the_variance_of_their_determinacy(bfi):
    R, solution, answers = bfi
    found = score_weights(R, solution)
    scores = factor_scores(answers, found.weights)
    assert scores.mean(axis=0) == pytest.approx(np.zeros(5), abs=1e-9)
    assert scores.var(axis=0, ddof=1) == pytest.approx(found.determinacy)
    assert not found.cautions


def test_a_person_who_missed_an_item_gets_no_scores(bfi):
    R, solution, answers = bfi
    holes = answers[:50].copy()
    holes[3, 7] = np.nan
    scores = factor_scores(holes, score_weights(R, solution).weights)
    assert np.isnan(scores[3]).all()
    assert np.isfinite(np.delete(scores, 3, axis=0)).all()


def test_scores_of_a_weak_factor_are_called_indeterminate():
    pattern = np.full((4, 1), 0.4)
    R = pattern @ pattern.T
    np.fill_diagonal(R, 1)
    found = score_weights(R, explore(R, 200, 1))
    assert [(caution.code, caution.where) for caution in found.cautions] == [("indeterminate", "factor 1")]
    assert "43% of its variance" in str(found.cautions[0])


def refused(call):
    with pytest.raises(StatisticError) as error:
        call()
    return error.value.code


def test_refusals(bfi):
    R, solution, answers = bfi
    weights = score_weights(R, solution).weights
    twins = np.array([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])
    flat = answers[:20].copy()
    flat[:, 4] = 3
    assert refused(lambda: score_weights(R, solution, method="sum")) == "unknown_method"
    assert refused(lambda: score_weights(twins, explore(twins, 100, 1))) == "singular"
    assert refused(lambda: bartlett_weights(np.ones((3, 1)), np.array([0.5, 0.0, 0.5]))) == "heywood"
    assert refused(lambda: factor_scores(answers[:, :4], weights)) == "shape"
    assert refused(lambda: factor_scores(answers[:1], weights)) == "few_persons"
    assert refused(lambda: factor_scores(flat, weights)) == "constant_item"
    assert np.isfinite(factor_scores(answers[:1], weights, means=np.zeros(25), deviations=np.ones(25))).all()
    assert (
        refused(lambda: score_weights(THURSTONE, explore(THURSTONE, 213, 2), method="")) == "unknown_method"
    )
