"""Exploratory factor analysis as a whole: factor-analyzer as a second opinion, cautions."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.extraction import minres
from psychometrics.factors import ROTATIONS, complexity, explore
from psychometrics.rotation import aligned, varimax
from psychometrics.second_opinion.by_factor_analyzer import factor_analyzer_solution
from tests.psychometrics.factor_data import FACTORS, THURSTONE, correlations


def test_every_rotation_is_run_to_its_end_though_psych_stops():
    R, n = correlations("school-wellbeing", "efa")
    A = minres(R, 2).loadings
    assert varimax(A).criterion < varimax(A, tolerance=1e-5).criterion
    near, _ = aligned(varimax(A, tolerance=1e-5).loadings, np.eye(2))
    assert explore(R, n, 2, rotation="varimax").loadings == pytest.approx(near, abs=0.01)


def test_thurstones_nine_tests_as_psych_prints_them():
    """psych's introduction, fa(Thurstone, 3, n.obs = 213): chi-square 2.98 on 12, and these loadings."""
    found = explore(THURSTONE, 213, 3, names=list("abcdefghi"))
    printed = [
        [0.90, -0.03, 0.04], [0.89, 0.06, -0.03], [0.84, 0.03, 0.00], [0.00, 0.85, 0.00], [-0.02, 0.75, 0.10],
        [0.18, 0.63, -0.08], [0.03, -0.01, 0.84], [0.38, -0.05, 0.46], [-0.06, 0.21, 0.63],
    ]  # fmt: skip
    assert found.loadings == pytest.approx(np.array(printed), abs=0.006)
    assert found.phi[0, 1:] == pytest.approx([0.59, 0.53], abs=0.006)
    assert found.fit.chisq == pytest.approx(2.98, abs=0.005)
    assert found.fit.df == 12
    assert found.names == tuple("abcdefghi")
    assert not found.cautions


SHARED = [("minres", rotation) for rotation in ("none", "varimax", "oblimin", "promax", "geomin")] + [
    ("ml", "none"),
    ("ml", "oblimin"),
]
STOPS = {"none": 2e-5, "oblimin": 5e-5, "geomin": 5e-4, "promax": 1e-3, "varimax": 6e-3}
"""How far from the converged solution factor-analyzer ends, as measured in docs/decisions/factor-analyzer.md."""


@pytest.mark.parametrize(("method", "rotation"), SHARED)
@pytest.mark.parametrize("name", sorted(FACTORS))
def test_factor_analyzer_gives_the_second_opinion(name, method, rotation):
    R, n = correlations(name, "efa")
    ours = explore(R, n, FACTORS[name], method=method, rotation=rotation)
    loadings, phi = factor_analyzer_solution(R, FACTORS[name], method=method, rotation=rotation)
    assert loadings == pytest.approx(ours.loadings, abs=STOPS[rotation])
    assert phi == pytest.approx(ours.phi, abs=STOPS[rotation])
    communalities = np.sum((loadings @ phi) * loadings, axis=1)
    assert communalities == pytest.approx(ours.communalities, abs=1e-4)


def test_second_opinion_of_one_factor():
    loadings, phi = factor_analyzer_solution(THURSTONE, 1)
    assert loadings == pytest.approx(explore(THURSTONE, 213, 1).loadings, abs=1e-4)
    assert phi.tolist() == [[1.0]]
    with pytest.raises(StatisticError, match="choose one of minres, ml"):
        factor_analyzer_solution(THURSTONE, 2, method="pa")


@pytest.mark.parametrize(("rotation", "kappa"), [("quartimax", 0.0), ("equamax", 5 / 50)])
def test_rotations_by_factor_analyzer_stand_still(rotation, kappa):
    """At a minimum of the Crawford-Ferguson family L' times its gradient is symmetric."""
    R, n = correlations("bfi", "efa")
    L = explore(R, n, 5, rotation=rotation).loadings
    squares = L**2
    across = squares @ (1 - np.eye(5))
    down = (1 - np.eye(25)) @ squares
    product = L.T @ (L * ((1 - kappa) * across + kappa * down))
    assert product == pytest.approx(product.T, abs=1e-5)


def test_a_rotation_that_stops_early_says_so(monkeypatch):
    """factor-analyzer does not tell: whether the gradient still turns the axes does."""
    R, n = correlations("bfi", "efa")
    monkeypatch.setattr("psychometrics.factors.MOST_TURNS", 2)
    found = explore(R, n, 5, rotation="equamax")
    assert not found.converged
    assert any(caution.code == "not_converged" and caution.where == "rotation" for caution in found.cautions)


@pytest.mark.parametrize("rotation", sorted(ROTATIONS))
def test_one_rule_for_sign_and_order_whatever_the_rotation(rotation):
    found = explore(THURSTONE, 213, 3, rotation=rotation)
    assert np.all(found.loadings.sum(axis=0) > 0)
    assert np.all(np.diff(found.variance.ss_loadings) <= 0)
    assert found.structure == pytest.approx(found.loadings @ found.phi)
    assert found.communalities == pytest.approx(np.diag(found.loadings @ found.phi @ found.loadings.T))
    assert found.uniquenesses == pytest.approx(1 - found.communalities)
    assert np.diag(found.residuals) == pytest.approx(found.uniquenesses)
    assert found.variance.ss_loadings.sum() == pytest.approx(found.communalities.sum())
    assert found.variance.cumulative_explained[-1] == pytest.approx(1)
    assert found.converged


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(9)))
def test_item_order_is_irrelevant(order):
    first, second = (explore(R, 213, 3) for R in (THURSTONE, THURSTONE[np.ix_(order, order)]))
    assert second.loadings == pytest.approx(first.loadings[order], abs=1e-5)
    assert second.phi == pytest.approx(first.phi, abs=1e-5)
    assert second.fit.chisq == pytest.approx(first.fit.chisq, abs=1e-6)


def codes(found):
    return [caution.code for caution in found.cautions]


def test_a_heywood_case_names_the_item():
    R = np.array([[1, 0.9, 0.7, 0.6], [0.9, 1, 0.56, 0.48], [0.7, 0.56, 1, 0.42], [0.6, 0.48, 0.42, 1]])
    found = explore(R, 200, 1, names=["ask", "tell", "hear", "see"])
    assert [(caution.code, caution.where) for caution in found.cautions] == [("heywood", "ask")]


def test_too_many_parameters():
    R = np.corrcoef(np.random.default_rng(7).normal(size=(60, 6)), rowvar=False)
    found = explore(R, 60, 4)
    assert "negative_df" in codes(found)
    assert (found.fit.df, found.fit.chisq, found.fit.p, found.fit.rmsea, found.fit.tli) == (
        -3,
        None,
        None,
        None,
        None,
    )


def test_a_factor_of_one_or_two_items_is_called_weak():
    pattern = np.zeros((6, 2))
    pattern[:4, 0], pattern[4:, 1] = 0.7, 0.6
    R = pattern @ pattern.T
    np.fill_diagonal(R, 1)
    found = explore(R, 300, 2)
    assert [(caution.code, caution.where) for caution in found.cautions] == [("weak_factor", "factor 2")]


def test_two_hundred_items_of_fifty_persons_have_no_chisquare():
    R = np.corrcoef(np.random.default_rng(1).normal(size=(50, 200)), rowvar=False)
    found = explore(R, 50, 3)
    assert "singular" in codes(found)
    assert (found.fit.chisq, found.fit.objective) == (None, None)
    assert found.fit.rmsr < 0.2
    with pytest.raises(StatisticError, match="items outnumber persons"):
        explore(R, 50, 3, method="ml")


def test_items_that_correlate_perfectly_are_named():
    twins = np.array([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])
    with pytest.raises(StatisticError, match="items ask and tell correlate perfectly"):
        explore(twins, 100, 1, method="ml", names=["ask", "tell", "hear"])
    assert codes(explore(twins, 100, 1)) == ["heywood", "heywood", "singular"]


@pytest.mark.parametrize(
    ("R", "options", "code"),
    [
        (np.eye(5), {}, "empty_factor"),
        (np.full((4, 4), 0.5) + 0.5 * np.eye(4), {"n_factors": 3}, "empty_factor"),
        (THURSTONE, {"n_factors": 9}, "number_of_factors"),
        (THURSTONE, {"rotation": "vari"}, "unknown_rotation"),
        (THURSTONE, {"method": "pca"}, "unknown_method"),
        (THURSTONE, {"names": ["a"]}, "names"),
        (4 * THURSTONE, {}, "not_correlation"),
        ([[1.0]], {}, "few_items"),
        (np.where(np.eye(3) > 0, 1, np.nan), {}, "no_pairs"),
    ],
)
def test_refusals(R, options, code):
    with pytest.raises(StatisticError) as refused:
        explore(R, 100, **{"n_factors": 1, **options})
    assert refused.value.code == code


def test_complexity_of_an_item_without_loadings_is_missing():
    found = complexity([[0.5, 0.5], [0.8, 0.0], [0.0, 0.0]])
    assert found[:2].tolist() == [2.0, 1.0]
    assert np.isnan(found[2])


def test_the_package_is_imported_only_when_it_is_needed():
    script = (
        "import sys, numpy as np\n"
        "from psychometrics.factors import explore\n"
        "explore(np.full((6, 6), 0.5) + 0.5 * np.eye(6), 100, 1)\n"
        "print([name for name in ('factor_analyzer', 'sklearn', 'pandas', 'scipy.stats') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
