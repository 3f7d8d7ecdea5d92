"""Factor scores: the reference, what each method promises, missing answers, refusals."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.factor_scores import bartlett_weights, factor_scores, regression_weights, score_weights
from psychometrics.factors import explore
from tests import reference
from tests.psychometrics.factor_data import FACTORS, THURSTONE, complete, correlations, ids, responses

METHODS = {"Thurstone": "regression", "Bartlett": "bartlett", "tenBerge": "tenberge"}


@pytest.mark.parametrize(("name", "id"), ids("fa_scores"))
def test_agrees_with_the_reference(name, id):
    R, n = correlations(name, "efa")
    _, analysis, last = id.split(".")
    solution = explore(R, n, FACTORS[name], method=analysis.split("_")[0])
    order, sign = reference.match_columns(
        solution.loadings, reference.matrix(name, f"efa.{analysis}.loadings")
    )
    if last == "R2_scores":
        reference.assert_agrees(name, id, score_weights(R, solution).determinacy[order])
        return
    weights = score_weights(R, solution, method=METHODS[last.removeprefix("weights_")]).weights
    reference.assert_agrees(name, id, weights[:, order] * sign)


def confirmed(name):
    """Loadings, factor covariances and unique variances that lavaan estimated, and its items in order."""
    rows = reference.value(name, "cfa.ml.estimates")["columns"]
    parameters = list(zip(rows["lhs"], rows["op"], rows["rhs"], rows["est"], strict=True))
    factors = list(dict.fromkeys(lhs for lhs, op, _, _ in parameters if op == "=~"))
    items = [rhs for _, op, rhs, _ in parameters if op == "=~"]
    loadings, phi, unique = (
        np.zeros((len(items), len(factors))),
        np.zeros((len(factors),) * 2),
        np.zeros(len(items)),
    )
    for lhs, op, rhs, estimate in parameters:
        if op == "=~":
            loadings[items.index(rhs), factors.index(lhs)] = estimate
        elif lhs in factors:
            i, j = factors.index(lhs), factors.index(rhs)
            phi[i, j] = phi[j, i] = estimate
        else:
            unique[items.index(lhs)] = estimate
    return items, loadings, phi, unique


@pytest.mark.parametrize(("name", "id"), ids("factor_scores"))
def test_scores_of_confirmatory_models_agree_with_lavaan(name, id):
    """The same weights on a covariance matrix: lavPredict's first ten persons."""
    items, loadings, phi, unique = confirmed(name)
    answers = complete(reference.data(name).columns(items))
    if id.endswith("regression"):
        weights = regression_weights(loadings @ phi @ loadings.T + np.diag(unique), loadings, phi)
    else:
        weights = bartlett_weights(loadings, unique)
    scores = factor_scores(answers, weights, means=answers.mean(axis=0), deviations=np.ones(len(items)))
    reference.assert_agrees(name, id, scores[:10])


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
