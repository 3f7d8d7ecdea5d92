"""Rotations: stationarity of each criterion, properties, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.extraction import minres
from psychometrics.rotation import _quartimin, aligned, geomin, oblimin, promax, unrotated, varimax
from psychometrics.rotation_search import search
from tests import reference
from tests.psychometrics.factor_data import THURSTONE, correlations

ROTATIONS = [varimax, oblimin, promax, geomin]
LOADINGS = minres(THURSTONE, 3).loadings


@pytest.mark.parametrize("rotate", ROTATIONS)
def test_the_common_variance_stays(rotate):
    found = rotate(LOADINGS)
    assert found.converged
    assert found.loadings @ found.phi @ found.loadings.T == pytest.approx(LOADINGS @ LOADINGS.T, abs=1e-10)
    assert np.diag(found.phi) == pytest.approx(np.ones(3))
    assert found.structure == pytest.approx(found.loadings @ found.phi)


def test_varimax_stands_still():
    """At a maximum L'(L^3 - L diag(mean L^2)) is symmetric, of the Kaiser-weighted loadings."""
    found = varimax(LOADINGS)
    L = found.loadings / np.sqrt(np.sum(found.loadings**2, axis=1, keepdims=True))
    product = L.T @ (L**3 - L * np.mean(L**2, axis=0))
    assert product == pytest.approx(product.T, abs=1e-6)
    assert found.phi.tolist() == np.eye(3).tolist()


def test_oblimin_cannot_be_bettered_nearby():
    found = oblimin(LOADINGS)
    random = np.random.default_rng(1)
    T = np.linalg.inv(np.linalg.lstsq(LOADINGS, found.loadings, rcond=None)[0]).T
    for _ in range(50):
        moved = T + 1e-3 * random.normal(size=T.shape)
        L = LOADINGS @ np.linalg.inv(moved / np.linalg.norm(moved, axis=0)).T
        squares = L**2
        value = np.sum(squares * (squares.sum(axis=1, keepdims=True) - squares)) / 4
        assert value > found.criterion


def test_simple_structure_is_found_again():
    pattern = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6]]))
    phi = np.array([[1, 0.4, 0.3], [0.4, 1, 0.2], [0.3, 0.2, 1]])
    R = pattern @ phi @ pattern.T
    np.fill_diagonal(R, 1)
    for rotate in (oblimin, geomin):
        found = rotate(minres(R, 3).loadings)
        order, sign = reference.match_columns(found.loadings, pattern)
        exact = 1e-4 if rotate is oblimin else 0.02  # geomin's delta bends it a little
        assert found.loadings[:, order] * sign == pytest.approx(pattern, abs=exact)
        assert found.phi[np.ix_(order, order)] * np.outer(sign, sign) == pytest.approx(phi, abs=2 * exact)


def test_geomin_never_ends_above_its_first_start_and_counts_its_minima():
    R, _ = correlations("hs1939", "efa")
    A = minres(R, 4).loadings
    one, many = geomin(A, starts=0), geomin(A, starts=20, seed=3)
    assert many.criterion <= one.criterion + 1e-9
    assert one.minima == 1
    assert many.minima >= 1
    assert geomin(A, starts=20, seed=3).loadings.tolist() == many.loadings.tolist()


def test_promax_moves_with_its_power():
    assert np.abs(promax(LOADINGS, power=2).loadings - promax(LOADINGS).loadings).max() > 0.01


@pytest.mark.parametrize("rotate", [*ROTATIONS, unrotated])
def test_one_factor_is_left_as_it_is(rotate):
    A = LOADINGS[:, :1]
    found = rotate(A)
    assert found.loadings.tolist() == A.tolist()
    assert found.phi.tolist() == [[1.0]]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_alignment_is_one_rule_for_loadings_and_phi(seed):
    random = np.random.default_rng(seed)
    L = random.normal(size=(8, 3))
    T = random.normal(size=(3, 3))
    phi = np.corrcoef(T)
    loadings, correlations_ = aligned(L, phi)
    assert np.all(loadings.sum(axis=0) >= 0)
    assert np.all(np.diff(np.diag(correlations_ @ loadings.T @ loadings)) <= 1e-12)
    assert loadings @ correlations_ @ loadings.T == pytest.approx(L @ phi @ L.T)
    order, signs = random.permutation(3), random.choice([-1.0, 1.0], 3)
    turned = phi[np.ix_(order, order)] * np.outer(signs, signs)
    again, _ = aligned(L[:, order] * signs, turned)
    assert again == pytest.approx(loadings)


@pytest.mark.parametrize("shape", [(2, 3), (4,), (4, 0)])
def test_shapes_that_cannot_be_rotated(shape):
    for rotate in ROTATIONS:
        with pytest.raises(StatisticError, match="cannot be rotated"):
            rotate(np.ones(shape))


def _one_factor_scale() -> np.ndarray:
    """Ten items of one factor, of which three are extracted: the two factors too many make a flat valley."""
    random = np.random.default_rng(1)
    people = 0.8 * random.normal(size=(4000, 1)) + random.normal(size=(4000, 10))
    return minres(np.corrcoef(np.clip(np.rint(people), -2, 2), rowvar=False), 3).loadings


def test_oblimin_arrives_in_the_flat_valley_of_factors_too_many():
    found = oblimin(_one_factor_scale())
    assert found.converged
    assert found.iterations < 500


@pytest.mark.parametrize("rotate", [oblimin, geomin])
def test_each_start_may_only_lower_the_minimum(rotate):
    A = _one_factor_scale()
    values = [rotate(A, starts=starts).criterion for starts in (0, 2, 6)]
    assert values[1] <= values[0] + 1e-9
    assert values[2] <= values[1] + 1e-9


def test_starts_taken_together_end_where_each_ends_alone():
    bases = np.array([np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))[0] for seed in range(5)])
    together = search(LOADINGS, _quartimin, bases, 1e-9)
    for at, base in enumerate(bases):
        alone = search(LOADINGS, _quartimin, base[None], 1e-9)
        assert alone.converged.all()
        assert together.criterion[at] == pytest.approx(alone.criterion[0], abs=1e-12)
