"""Parallel analysis: its draws against made persons, refusals."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.extraction import minres
from psychometrics.parallel import parallel_analysis
from psychometrics.polychoric import polychoric
from psychometrics.summaries.tables import PairTables
from tests.psychometrics.factor_data import THURSTONE, complete, responses, tables


def test_the_same_seed_draws_the_same():
    first, again, other = (parallel_analysis(THURSTONE, 213, seed=seed) for seed in (7, 7, 8))
    assert first.factors.limit.tolist() == again.factors.limit.tolist()
    assert first.components.limit.tolist() != other.components.limit.tolist()
    assert (first.seed, first.draws, first.quantile, first.n) == (7, 100, 0.95, 213)


def test_thurstones_tests_have_three_factors():
    found = parallel_analysis(THURSTONE, 213)
    assert (found.factors.suggested, found.components.suggested) == (3, 1)


@pytest.mark.parametrize("n", [6, 9, 300])
def test_wishart_draws_are_as_wide_as_made_persons(n):
    """Below and above as many persons as items (Bartlett's decomposition needs more)."""
    random = np.random.default_rng(4)
    made = [
        np.linalg.eigvalsh(np.corrcoef(random.normal(size=(n, 8)), rowvar=False))[::-1] for _ in range(2000)
    ]
    found = parallel_analysis(np.eye(8) + 0.2 * (1 - np.eye(8)), n, draws=2000)
    assert found.components.mean == pytest.approx(np.mean(made, axis=0), abs=0.03)
    assert found.components.limit == pytest.approx(np.quantile(made, 0.95, axis=0), abs=0.06)


def test_factors_of_drawn_matrices_are_those_of_minres():
    n, random = 200, np.random.default_rng(5)
    made = []
    for _ in range(1000):
        R = np.corrcoef(random.normal(size=(n, 7)), rowvar=False)
        np.fill_diagonal(R, np.sum(minres(R, 1).loadings ** 2, axis=1))
        made.append(np.linalg.eigvalsh(R)[::-1])
    found = parallel_analysis(np.eye(7) + 0.2 * (1 - np.eye(7)), n, draws=1000)
    assert found.factors.mean[1:] == pytest.approx(np.mean(made, axis=0)[1:], abs=0.01)
    assert found.factors.mean[0] == pytest.approx(np.mean(made, axis=0)[0], abs=0.04)


def test_chance_polychorics_are_wider_by_what_categories_lose():
    """Against polychoric correlations of answers shuffled within each item, which is slow and exact."""
    answers = complete(responses("bfi", "poly"))[:400]
    answers = np.clip(answers, 2, 4)  # three options: the loss is large
    pairs = PairTables.of_values(answers, low=2, high=4)
    own = polychoric(pairs)
    random = np.random.default_rng(6)
    shuffled = [
        np.linalg.eigvalsh(
            polychoric(
                PairTables.of_values(
                    np.column_stack([random.permutation(item) for item in answers.T]), low=2, high=4
                )
            ).correlation
        )[::-1]
        for _ in range(150)
    ]
    expected = np.mean(shuffled, axis=0)
    widened = parallel_analysis(own.correlation, len(answers), draws=500, thresholds=own.thresholds)
    plain = parallel_analysis(own.correlation, len(answers), draws=500)
    assert widened.components.mean == pytest.approx(expected, abs=0.02)
    assert plain.components.mean[0] < expected[0] - 0.04


def test_thresholds_of_unused_categories_count_for_nothing():
    pairs = tables("bfi", "poly")
    found = polychoric(pairs)
    padded = tuple(np.concatenate([[-np.inf], cuts, cuts[-1:]]) for cuts in found.thresholds)
    one, two = (
        parallel_analysis(found.correlation, 500, draws=10, thresholds=cuts).components.mean
        for cuts in (found.thresholds, padded)
    )
    assert one == pytest.approx(two)


def test_a_close_call_is_named():
    first = parallel_analysis(THURSTONE, 213, draws=300)
    limit = first.components.limit[0]
    r = (limit + 0.005 - 1) / 8  # the first eigenvalue of equal correlations is 1 + 8 r
    close = parallel_analysis(np.full((9, 9), r) + (1 - r) * np.eye(9), 213, draws=300)
    assert close.components.suggested == 1
    assert next((caution.code, caution.where) for caution in close.cautions) == ("close_call", "components")
    assert "could as well be 0" in str(close.cautions[0])


def test_two_hundred_items_of_fifty_persons():
    R = np.corrcoef(np.random.default_rng(1).normal(size=(50, 200)), rowvar=False)
    found = parallel_analysis(R, 50, draws=5)
    assert found.components.suggested <= 2


def test_refusals():
    with pytest.raises(StatisticError, match="2 persons"):
        parallel_analysis(THURSTONE, 2)
    with pytest.raises(StatisticError, match="0 draws"):
        parallel_analysis(THURSTONE, 213, draws=0)
    with pytest.raises(StatisticError, match="at least 2"):
        parallel_analysis([[1.0]], 50)
