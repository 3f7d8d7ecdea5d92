"""Krippendorff's alpha: his own worked example with gaps, and its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.krippendorff import krippendorff_alpha
from tests import reference
from tests.psychometrics.reference_raters import DATA, ratings

N = np.nan
# Krippendorff (2011), Computing Krippendorff's alpha-reliability, part C: four observers, twelve units.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
).T


@pytest.mark.parametrize("prefix", DATA)
def test_as_published_alpha_is_fleiss_kappa_with_its_small_sample_correction(prefix):
    """alpha = kappa + (1 - kappa) / n, n ratings in all; the values of irr break this law."""
    kappa = reference.value("agreement", f"{prefix}.fleiss_kappa")["kappa"]
    alpha = krippendorff_alpha(ratings(prefix)).value
    assert alpha == pytest.approx(kappa + (1 - kappa) / ratings(prefix).size, abs=1e-12)
    assert alpha != pytest.approx(krippendorff_alpha(ratings(prefix), counting="irr").value, abs=1e-4)


def test_with_gaps_irr_counts_as_published():
    assert krippendorff_alpha(OBSERVERS, counting="irr") == krippendorff_alpha(OBSERVERS)


@pytest.mark.parametrize(
    ("metric", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_own_example(metric, printed):
    got = krippendorff_alpha(OBSERVERS, metric)
    assert round(got.value, 3) == printed
    assert (got.units, got.ratings, got.left_out) == (11, 40, 1)


def test_with_two_categories_all_metrics_from_zero_are_one():
    ratings = [[0, 0], [1, 1], [0, 1], [1, 1]]
    values = {krippendorff_alpha(ratings, metric).value for metric in ("nominal", "ordinal", "interval")}
    assert max(values) - min(values) < 1e-12


def test_ratio_of_two_zeros_is_no_distance():
    assert krippendorff_alpha([[0, 0], [2, 2]], "ratio").value == 1


@pytest.mark.parametrize(
    ("ratings", "metric", "code"),
    [
        ([[1, N], [N, 2]], "nominal", "few_targets"),
        ([[3, 3], [3, N]], "nominal", "constant"),
        ([[-1, 2], [1, 2]], "ratio", "negative"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(ratings, metric, code):
    with pytest.raises(StatisticError) as refused:
        krippendorff_alpha(ratings, metric)
    assert refused.value.code == code


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_order_a_constant_and_a_unit_with_one_rating_change_nothing(seed, metric):
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 5, (12, 3)).astype(float)
    ratings[rng.random((12, 3)) < 0.2] = N
    ratings[:2] = [[1, 2, 1], [2, 2, 3]]
    plain = krippendorff_alpha(ratings, metric).value
    turned = 10 + 3 * ratings[rng.permutation(12)][:, rng.permutation(3)]
    assert krippendorff_alpha(turned, metric).value == pytest.approx(plain, abs=1e-10)
    lonely = np.vstack([ratings, [4, N, N]])
    assert krippendorff_alpha(lonely, metric).value == pytest.approx(plain, abs=1e-10)
