"""Sums of products up to the fourth order, against the same by hand: some rows at a time, in either precision."""

import numpy as np
import pytest

from psychometrics.contract import Floats
from psychometrics.latent import fourth_moments
from psychometrics.latent.cluster_moments import ClusterMoments
from psychometrics.latent.fourth_moments import ROWS_AT_ONCE, FourthMoments
from psychometrics.latent.implied import lower_pairs

PEOPLE = 2 * ROWS_AT_ONCE + 300
SCALES = {
    "five points": (np.arange(1, 6), np.float32),
    "zero to ten": (np.arange(11), np.float32),
    "zero to a hundred": (np.arange(101), np.float64),
    "a slider": (np.arange(0, 100, 0.1), np.float64),
}


def terms_by_hand(values: Floats, origin: Floats) -> Floats:
    z = values - origin
    rows, columns = lower_pairs(z.shape[1])
    return np.hstack([np.ones((len(z), 1)), z, z[:, rows] * z[:, columns]])


@pytest.mark.parametrize("name", SCALES)
def test_some_rows_at_a_time_give_the_sums_of_all(name: str) -> None:
    scale, precision = SCALES[name]
    values = np.random.default_rng(4).choice(scale, (PEOPLE, 4)).astype(np.float64)
    values[7, 1] = np.nan
    origin = np.full(4, (scale.min() + scale.max()) / 2)
    found = FourthMoments.of_values(values, origin)
    complete = np.delete(values, 7, axis=0)
    terms = terms_by_hand(complete, origin)
    assert {part.dtype.type for part in fourth_moments.terms_of(complete, origin)} == {precision}
    np.testing.assert_allclose(found.sums, terms.T @ terms, rtol=0 if precision == np.float32 else 1e-12)
    assert found.sums.dtype == np.float64


def test_sums_of_clusters_are_those_of_their_people_whatever_rows_are_read_together() -> None:
    rng = np.random.default_rng(5)
    values, places = rng.integers(1, 6, (PEOPLE, 3)).astype(float), rng.integers(-1, 7, PEOPLE)
    places[places == 4] = 5
    origin = np.full(3, 3.0)
    found = ClusterMoments.of_values(values, places, 7, origin)
    terms = terms_by_hand(values, origin)
    for cluster in range(7):
        np.testing.assert_array_equal(found.by_cluster[cluster], terms[places == cluster].sum(axis=0))
    own = terms[places >= 0]
    np.testing.assert_array_equal(found.everybody.sums, own.T @ own)
    assert found.clusters == 6


def test_nobody_has_sums_of_nothing() -> None:
    nobody = ClusterMoments.of_values(np.full((5, 2), np.nan), np.zeros(5, dtype=int), 3, [0.0, 0.0])
    assert not nobody.by_cluster.any()
    assert not nobody.everybody.sums.any()
