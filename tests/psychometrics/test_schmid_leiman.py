"""Schmid-Leiman: Thurstone's tests as psych prints them, one and two factors, cautions."""

import numpy as np
import pytest

from psychometrics.omega import omega_hierarchical
from psychometrics.schmid_leiman import general_share, schmid_leiman
from tests.psychometrics.factor_data import THURSTONE


def test_thurstones_nine_tests_as_psych_prints_them():
    """psych's manual, omega(Thurstone): general loadings .71 .73 .68 .65 .62 .56 .59 .58 .54."""
    found = schmid_leiman(THURSTONE, 3)
    assert found.general == pytest.approx([0.71, 0.73, 0.68, 0.65, 0.62, 0.56, 0.59, 0.58, 0.54], abs=0.006)
    assert found.group[:3, 0] == pytest.approx([0.56, 0.55, 0.52], abs=0.006)
    assert found.h2 == pytest.approx([0.82, 0.84, 0.74, 0.73, 0.63, 0.50, 0.73, 0.51, 0.52], abs=0.007)
    assert not found.cautions


def test_general_and_group_loadings_keep_the_common_variance():
    found = schmid_leiman(THURSTONE, 3)
    together = np.column_stack([found.general, found.group])
    # Of three factors the general one reproduces their correlations exactly.
    assert together @ together.T == pytest.approx(THURSTONE - found.solution.residuals, abs=1e-6)
    assert np.sum(together**2, axis=1) == pytest.approx(found.h2, abs=1e-6)
    assert found.p2 == pytest.approx(found.general**2 / found.h2)


def test_two_factors_share_their_correlation_and_say_so():
    found = schmid_leiman(THURSTONE, 2)
    root = np.sqrt(found.solution.phi[0, 1])
    assert found.general_of_factors == pytest.approx([root, root])
    assert found.cautions[-1].code == "two_group_factors"


def test_one_factor_is_all_general():
    found = schmid_leiman(THURSTONE, 1)
    assert found.group.shape == (9, 0)
    assert found.ecv == 1
    assert found.general == pytest.approx(found.solution.loadings[:, 0])


def test_a_group_factor_that_is_the_general_one_is_a_heywood_case():
    phi = np.array([[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1]])
    pattern = np.kron(np.eye(3), np.array([[0.8], [0.75], [0.7], [0.65]]))
    R = pattern @ phi @ pattern.T
    np.fill_diagonal(R, 1)
    found = schmid_leiman(R, 3, names=[f"q{item}" for item in range(12)])
    assert found.cautions[-1].code == "heywood"
    assert found.cautions[-1].where.startswith("factor")


def test_omega_hierarchical_for_resampling_is_that_of_the_whole_solution() -> None:
    found = omega_hierarchical(THURSTONE, 3)
    assert general_share(THURSTONE, 3) == pytest.approx(found.hierarchical, abs=1e-4)
