"""Tetrachoric and polychoric correlations: published tables, properties, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.polychoric import bivariate_normal, cell_probabilities, joint_polychoric, polychoric
from psychometrics.summaries.tables import PairTables
from tests import reference
from tests.psychometrics.factor_data import tables


def of_table(counts, **options):
    """Two items whose pair of answers is counted in `counts`."""
    counts = np.asarray(counts)
    i, j = (axis.ravel() for axis in np.indices(counts.shape))
    answers = np.repeat(np.column_stack([i, j]), counts.ravel(), axis=0).astype(float)
    return polychoric(
        PairTables.of_values(answers, low=[0, 0], high=[len(counts) - 1, counts.shape[1] - 1]), **options
    )


@pytest.mark.parametrize("position", [0, 1])
def test_joint_estimate_beats_the_reference_where_that_stopped_early(position):
    """Even with the thresholds that suit it best, the reference's correlation has the lower likelihood."""
    from scipy.optimize import minimize

    pairs = tables("bfi", "poly")
    counts = pairs.table(0, position + 1)
    found = joint_polychoric(counts)
    start = np.concatenate([found.row_thresholds, found.column_thresholds])
    rows = len(found.row_thresholds)

    def misfit(cuts, rho):
        cells = cell_probabilities(cuts[None, :rows], cuts[None, rows:], np.array([rho]))[0]
        return -float(np.sum(counts * np.log(cells)))

    theirs = reference.value("bfi", "poly.poly_polycor_ml")[position]
    assert minimize(misfit, start, args=(theirs,)).fun > misfit(start, found.correlation) + 0.01
    assert abs(found.correlation - polychoric(pairs).correlation[0, position + 1]) < 0.006
    assert 0.015 < found.standard_error < 0.025


def test_pearsons_smallpox_table():
    """Pearson (1900): 2,081 patients by vaccination and recovery, tetrachoric .5954 by his series."""
    assert of_table([[1562, 42], [383, 94]]).correlation[0, 1] == pytest.approx(0.5954, abs=1e-3)


@pytest.mark.parametrize("rho", [-0.99, -0.5, 0.0, 0.3, 0.95, 0.9999])
def test_bivariate_normal_at_the_centre_is_sheppards_formula(rho):
    assert bivariate_normal(0, 0, rho) == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), abs=1e-15)


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.6, 0.99])
def test_bivariate_normal_agrees_with_scipy(rho):
    from scipy.stats import multivariate_normal

    limits = np.array([-2.5, -0.7, 0.0, 0.4, 3.0])
    expected = [[multivariate_normal.cdf([x, y], cov=[[1, rho], [rho, 1]]) for y in limits] for x in limits]
    assert np.allclose(bivariate_normal(limits[:, None], limits, rho), expected, atol=1e-12, rtol=0)


def test_a_table_of_exact_probabilities_gives_the_correlation_back():
    thresholds = np.array([[-1.2, -0.1, 0.8]])
    for rho in (-0.9, -0.2, 0.45, 0.97):
        cells = cell_probabilities(thresholds, thresholds, np.array([rho]))[0]
        found = of_table(np.rint(cells * 1e8 / 1e2).astype(int))
        assert found.correlation[0, 1] == pytest.approx(rho, abs=2e-5)


answers = st.integers(0, 10_000).map(
    lambda seed: np.clip(
        np.rint(
            np.random.default_rng(seed).multivariate_normal(
                [0, 0.3, -0.2], [[1, 0.5, -0.3], [0.5, 1, 0.1], [-0.3, 0.1, 1]], 120
            )
            + 2
        ),
        0,
        4,
    )
)


@settings(max_examples=20, deadline=None)
@given(answers)
def test_item_order_turning_and_duplication_of_persons(values):
    pairs = PairTables.of_values(values, low=0, high=4)
    found = polychoric(pairs).correlation
    order = [2, 0, 1]
    swapped = polychoric(PairTables.of_values(values[:, order], low=0, high=4)).correlation
    assert np.allclose(swapped, found[np.ix_(order, order)], atol=1e-8)
    turned = values.copy()
    turned[:, 1] = 4 - turned[:, 1]
    signs = np.outer([1, -1, 1], [1, -1, 1])
    assert np.allclose(
        polychoric(PairTables.of_values(turned, low=0, high=4)).correlation, found * signs, atol=1e-8
    )
    assert np.allclose(polychoric(pairs + pairs).correlation, found, atol=1e-8)


def test_missing_answers_are_left_out_pair_by_pair():
    values = np.array(
        [[0, 0, np.nan], [1, 1, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1], [0, np.nan, 1], [0, 0, 0.0]]
    )
    found = polychoric(PairTables.of_values(values, low=0, high=1))
    assert found.n.tolist() == [[7, 6, 6], [6, 6, 5], [6, 5, 6]]
    assert found.thresholds[0][0] == pytest.approx(0.18001, abs=1e-5)  # normal quantile of 4/7


def test_an_unused_category_is_named_and_changes_nothing():
    values = np.random.default_rng(3).integers(0, 3, (80, 2)).astype(float)
    dense = polychoric(PairTables.of_values(values, low=0, high=2))
    gap = values.copy()
    gap[gap >= 1] += 1
    wide = polychoric(PairTables.of_values(gap, low=0, high=4, names=["ask", "tell"]))
    assert wide.correlation == pytest.approx(dense.correlation)
    cuts = wide.thresholds[0]
    assert cuts[0] == cuts[1]
    assert cuts[3] == np.inf
    assert [(caution.code, caution.where) for caution in wide.cautions] == [
        ("empty_category", "ask"),
        ("empty_category", "tell"),
    ]
    assert "option 2, 5 of 5" in str(wide.cautions[0])


def test_two_options_with_an_empty_cell_run_to_the_limit_and_say_so():
    found = of_table([[30, 0], [20, 50]])
    assert found.correlation[0, 1] > 0.999
    assert [caution.code for caution in found.cautions] == ["perfect_correlation"]
    assert found.empty_cells[0, 1] == 1
    corrected = of_table([[30, 0], [20, 50]], correction=0.5)
    assert 0.9 < corrected.correlation[0, 1] < 0.99
    assert not corrected.cautions


def test_perfect_agreement_is_a_caution():
    found = of_table(np.diag([10, 20, 15]))
    assert found.correlation[0, 1] > 0.999
    assert found.cautions[0].code == "perfect_correlation"


def test_nobody_answered_both():
    values = np.array([[0, np.nan], [1, np.nan], [np.nan, 1], [np.nan, 0]])
    found = polychoric(PairTables.of_values(values, low=0, high=1))
    assert np.isnan(found.correlation[0, 1])
    assert [caution.code for caution in found.cautions] == ["no_pairs"]


def test_a_matrix_that_is_not_positive_definite_is_smoothed_aloud():
    values = np.random.default_rng(2).integers(0, 2, (12, 9)).astype(float)
    raw = polychoric(PairTables.of_values(values, low=0, high=1), repair=False)
    assert np.linalg.eigvalsh(raw.correlation)[0] < 0
    repaired = polychoric(PairTables.of_values(values, low=0, high=1))
    assert np.linalg.eigvalsh(repaired.correlation)[0] > 0
    assert "smoothed" in {caution.code for caution in repaired.cautions}
    assert "smoothed" not in {caution.code for caution in raw.cautions}


@pytest.mark.parametrize(
    ("values", "code"),
    [(np.array([[0.0], [1.0]]), "few_items"), (np.array([[0, 1], [1, 1], [0, 1.0]]), "constant_item")],
)
def test_refusals(values, code):
    with pytest.raises(StatisticError) as refused:
        polychoric(PairTables.of_values(values, low=0, high=1))
    assert refused.value.code == code


def test_refusal_names_the_constant_item():
    values = np.array([[0, 1], [1, 1], [0, 1.0]])
    with pytest.raises(StatisticError, match="tell"):
        polychoric(PairTables.of_values(values, low=0, high=1, names=["ask", "tell"]))


def test_joint_estimate_needs_two_categories():
    with pytest.raises(StatisticError, match="single category"):
        joint_polychoric([[3, 4]])
