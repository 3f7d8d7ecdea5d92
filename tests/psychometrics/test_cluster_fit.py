"""One factor in clusters: the error and the ends that clusters ask for, and what is refused."""

import numpy as np
import pytest

from benchmarks.simulated import Grouped
from psychometrics.cluster_fit import ClusterFit, cluster_fit, pairs_of
from psychometrics.contract import StatisticError
from psychometrics.omega import OmegaTotal, omega_total


def _fitted(
    share: float, own: float, sizes: tuple[int, ...], items: int = 6
) -> tuple[OmegaTotal, ClusterFit]:
    answers = Grouped(share, sizes, items=items, own=own)(np.random.default_rng(4), sum(sizes))
    assert answers.groups is not None
    omega = omega_total(np.cov(answers.codes.T), len(answers.codes))
    assert omega.fit is not None
    about = answers.codes - 2
    first, second = pairs_of(items)
    sums = np.array([np.bincount(answers.groups, column) for column in about.T]).T
    products = np.array([np.bincount(answers.groups, p) for p in (about[:, first] * about[:, second]).T]).T
    found = cluster_fit(omega.factor, omega.fit.chisq, np.bincount(answers.groups), sums, products)
    return omega, found


def test_clusters_that_do_not_differ_change_little() -> None:
    omega, found = _fitted(0.0, 0.0, (4,) * 300)
    assert omega.standard_error is not None
    assert found.standard_error == pytest.approx(omega.standard_error, rel=0.15)
    assert found.scale == pytest.approx(1, abs=0.15)


def test_clusters_that_differ_widen_the_error_and_take_rmsea_down() -> None:
    omega, found = _fitted(0.3, 0.3, (30,) * 20)
    assert omega.standard_error is not None
    assert omega.fit is not None
    assert found.standard_error > 1.2 * omega.standard_error
    assert found.scale > 1.5
    assert omega.fit.rmsea_lower is not None
    assert found.rmsea_lower < omega.fit.rmsea_lower
    assert found.rmsea < omega.fit.rmsea


def test_three_items_have_an_error_and_fit_by_construction() -> None:
    _, found = _fitted(0.2, 0.0, (20,) * 20, items=3)
    assert found.standard_error > 0
    assert (found.rmsea, found.rmsea_upper, found.pvalue) == (0, 0, None)


def test_few_clusters_are_refused() -> None:
    with pytest.raises(StatisticError, match="9 clusters"):
        _fitted(0.1, 0.0, (30,) * 9)
