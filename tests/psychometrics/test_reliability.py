"""Alpha: worked examples, what it warns of and what it refuses."""

import numpy as np
import pytest

from psychometrics.coefficients import alpha_of, alpha_standard_error, lambda6_of, standardized_alpha
from psychometrics.contract import StatisticError
from psychometrics.intervals import alpha_bootstrap_interval, bonett_interval, feldt_interval
from psychometrics.reliability import alpha
from psychometrics.summaries.moments import Moments
from tests import reference

NAN = np.nan


def of(values, reverse=None, names=None, low=1, high=5):
    matrix = np.asarray(values, dtype=float)
    every = [range(matrix.shape[1])]
    moments = Moments.of_values(matrix, low=low, high=high, names=names, subsets=every)
    return alpha(moments, reverse)


def codes(found) -> list[tuple[str, str]]:
    return [(caution.code, caution.where) for caution in found.cautions]


def agreeing(persons: int, items: int, seed: int = 1) -> np.ndarray:
    """Answers 1..5 that share a factor."""
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(persons, 1)) + rng.normal(size=(persons, items))
    return np.clip(np.rint(3 + 0.8 * latent), 1, 5)


def test_by_hand():
    """Variances 1, 1, covariance .5: alpha = 2 (1 - 2 / 3) = 2/3 = the Spearman-Brown of .5."""
    assert alpha_of([[1, 0.5], [0.5, 1]]) == pytest.approx(2 / 3)
    assert standardized_alpha(0.5, 2) == pytest.approx(2 / 3)
    assert lambda6_of([[1, 0.5], [0.5, 1]]) == pytest.approx(1 - 2 * 0.75 / 3)


def test_six_parallel_items():
    """Nunnally's table: six items that correlate .30 have alpha .72."""
    R = np.full((6, 6), 0.3)
    np.fill_diagonal(R, 1)
    assert alpha_of(R) == pytest.approx(1.8 / 2.5)


ATTITUDE = np.array(
    [
        [43, 51, 30, 39, 61, 92, 45], [63, 64, 51, 54, 63, 73, 47], [71, 70, 68, 69, 76, 86, 48],
        [61, 63, 45, 47, 54, 84, 35], [81, 78, 56, 66, 71, 83, 47], [43, 55, 49, 44, 54, 49, 34],
        [58, 67, 42, 56, 66, 68, 35], [71, 75, 50, 55, 70, 66, 41], [72, 82, 72, 67, 71, 83, 31],
        [67, 61, 45, 47, 62, 80, 41], [64, 53, 53, 58, 58, 67, 34], [67, 60, 47, 39, 59, 74, 41],
        [69, 62, 57, 42, 55, 63, 25], [68, 83, 83, 45, 59, 77, 35], [77, 77, 54, 72, 79, 77, 46],
        [81, 90, 50, 72, 60, 54, 36], [74, 85, 64, 69, 79, 79, 63], [65, 60, 65, 75, 55, 80, 60],
        [65, 70, 46, 57, 75, 85, 46], [50, 58, 68, 54, 64, 78, 52], [50, 40, 33, 34, 43, 64, 33],
        [64, 61, 52, 62, 66, 80, 41], [53, 66, 52, 50, 63, 80, 37], [40, 37, 42, 58, 50, 57, 49],
        [63, 54, 42, 48, 66, 75, 33], [66, 77, 66, 63, 88, 76, 72], [78, 75, 58, 74, 80, 78, 49],
        [48, 57, 44, 45, 51, 83, 38], [85, 85, 71, 71, 77, 74, 55], [82, 82, 39, 59, 64, 78, 39],
    ]
)  # fmt: skip
"""Seven ratings of thirty departments (Chatterjee & Price 1977); psych's manual prints their alpha."""


def test_the_example_of_psychs_manual():
    found = alpha(Moments.of_values(ATTITUDE))
    c = found.pairwise
    printed = [c.raw, c.standardized, c.lambda6, c.average_r, c.median_r]
    assert printed == pytest.approx([0.84, 0.84, 0.88, 0.43, 0.45], abs=0.005)
    assert c.signal_to_noise == pytest.approx(5.2, abs=0.05)
    assert c.standard_error == pytest.approx(0.042, abs=0.0005)
    assert found.items.item_rest == pytest.approx([0.67, 0.74, 0.56, 0.71, 0.79, 0.27, 0.46], abs=0.005)


def test_intervals_lean_downwards_and_narrow_with_more_persons():
    found = feldt_interval(0.76, 100, 10)
    assert found.lower < 0.76 < found.upper
    assert 0.76 - found.lower > found.upper - 0.76
    wide, narrow = feldt_interval(0.76, 30, 10), feldt_interval(0.76, 1000, 10)
    assert wide.lower < found.lower < narrow.lower < narrow.upper < found.upper < wide.upper
    assert feldt_interval(0.76, 100, 10, level=0.99).lower < found.lower


def test_standard_error_agrees_with_the_spread_of_resamples():
    """Of normal data, by drawing new samples."""
    rng = np.random.default_rng(5)
    S = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    samples = rng.multivariate_normal(np.zeros(4), S, (2000, 150))
    alphas = [alpha_of(np.cov(sample.T)) for sample in samples]
    assert np.std(alphas) == pytest.approx(alpha_standard_error(S, 150), rel=0.06)


def test_reversed_items_need_no_second_pass():
    values = agreeing(200, 4)
    turned = values.copy()
    turned[:, 2] = 6 - turned[:, 2]
    plain, keyed = of(values), of(turned, [False, False, True, False])
    assert keyed.raw == plain.raw
    assert keyed.standardized == pytest.approx(plain.standardized, abs=1e-14)
    np.testing.assert_allclose(keyed.items.item_rest, plain.items.item_rest, atol=1e-14)
    assert keyed.items.mean[2] == pytest.approx(6 - plain.items.mean[2])  # as answered


def test_item_statistics_are_the_correlations_they_say():
    values = agreeing(300, 5)
    found = of(values)
    total = values.sum(axis=1)
    for item in range(5):
        rest = total - values[:, item]
        assert found.items.item_rest[item] == pytest.approx(np.corrcoef(values[:, item], rest)[0, 1])
        assert found.items.item_total[item] == pytest.approx(np.corrcoef(values[:, item], total)[0, 1])
        others = np.delete(values, item, axis=1)
        assert found.if_dropped.raw[item] == pytest.approx(alpha_of(np.cov(others.T)))
        assert found.if_dropped.standardized[item] == pytest.approx(alpha_of(np.corrcoef(others.T)))


def test_complete_alpha_stands_beside_pairwise():
    values = agreeing(300, 4)
    values[::7, 1] = NAN
    found = of(values)
    kept = values[~np.isnan(values).any(axis=1)]
    assert found.n_complete == len(kept)
    assert found.complete == pytest.approx(alpha_of(np.cov(kept.T)))
    assert found.complete_feldt == feldt_interval(found.complete, len(kept), 4)
    assert found.n == len(kept)  # the fewest who answered any two
    assert found.raw != found.complete


def test_without_the_subset_there_is_no_complete_alpha():
    values = agreeing(50, 3)
    values[0, 0] = NAN
    found = alpha(Moments.of_values(values, low=1, high=5))
    assert found.complete is None
    assert found.complete_feldt is None
    assert found.n_complete is None


def test_an_unreversed_item_is_named_and_its_key_asked_about():
    values = reference.data("bfi").columns([f"A{item}" for item in range(1, 6)])
    found = of(values, names=[f"A{item}" for item in range(1, 6)], high=6)
    assert found.raw == pytest.approx(0.431, abs=5e-4)
    assert codes(found) == [("negative_item_rest", "A1")]
    assert str(found.cautions[0]) == (
        "A1: answers fall where those to the other items rise (item-rest correlation −.31); "
        "check its key (should it be reverse-keyed?)"
    )
    wrong = of(values, [True, True, False, False, False], high=6)
    assert "is it really reverse-keyed?" in wrong.cautions[0].remedy


def test_a_constant_item_stays_in_and_is_named():
    values = np.column_stack([agreeing(60, 3), np.full(60, 4.0)])
    found = of(values, names=list("abcd"))
    assert codes(found) == [("constant_item", "d")]
    assert found.constant == ("d",)
    assert found.raw == pytest.approx(alpha_of(np.cov(values.T)))
    assert found.standardized == pytest.approx(alpha_of(np.corrcoef(values[:, :3].T)))
    assert np.isnan(found.items.item_rest[3])
    assert found.if_dropped.raw[3] == pytest.approx(alpha_of(np.cov(values[:, :3].T)))


def test_a_copied_item_is_named():
    values = agreeing(60, 3)
    found = of(np.column_stack([values, values[:, 0]]), names=list("abcd"))
    assert codes(found) == [("perfect_correlation", "a, d"), ("no_inverse", "")]
    assert np.isnan(found.pairwise.lambda6)
    assert np.isnan(found.items.overlap_corrected).all()
    assert found.raw > of(values).raw


def test_two_items_that_do_not_vary_together_are_named():
    """Both vary, but whoever answered both gave b the same answer."""
    found = of([[1, NAN, 2], [2, 3, 1], [4, 3, 5], [NAN, 5, 4], [NAN, 2, 2]], names=list("abc"))
    assert ("no_correlation", "a, b") in codes(found)
    assert np.isfinite(found.raw)
    assert np.isnan(found.standardized)


def test_perfect_agreement_is_alpha_one():
    found = of(np.repeat([[1], [2], [4], [5]], 3, axis=1))
    assert found.raw == pytest.approx(1)
    assert found.bonett is None or found.bonett.upper <= 1
    assert [code for code, _ in codes(found)] == ["perfect_correlation"] * 3 + ["no_inverse"]


def test_more_items_than_persons():
    found = of(agreeing(50, 200))
    assert ("few_persons_for_items", "") in codes(found)
    assert 0.9 < found.raw < 1
    assert np.isnan(found.pairwise.lambda6)


def test_a_negative_alpha_is_said():
    values = agreeing(200, 3)
    values[:, 0] = 6 - values[:, 0]
    found = of(values)
    assert found.raw < 0
    assert ("negative_alpha", "") in codes(found)


def test_two_items_have_no_alpha_if_dropped():
    assert of(agreeing(50, 2)).if_dropped is None


@pytest.mark.parametrize(
    ("values", "code", "says"),
    [
        ([[1], [2], [3]], "few_items", "the subscale has 1"),
        ([[1, 2, 3]], "few_persons", "1 person"),
        ([[NAN, NAN], [NAN, NAN]], "all_missing", "nobody answered any of the items"),
        ([[3, 3], [3, 3], [3, 3]], "identical_answers", "everybody gave the same answers"),
        ([[1, 5], [5, 1], [2, 4]], "no_score_variance", "cancel each other"),
        ([[1, NAN], [NAN, 2], [2, NAN], [NAN, 4]], "few_persons", "0 person(s) answered a and b"),
        ([[1, 2], [NAN, 2], [NAN, 3]], "few_persons", "1 person(s) answered a"),
    ],
)
def test_what_has_no_alpha(values, code, says):
    names = list("abc")[: np.shape(values)[1]]
    with pytest.raises(StatisticError) as caught:
        of(values, names=names)
    assert caught.value.code == code
    assert says in str(caught.value)
    assert ";" in str(caught.value)


def test_intervals_refuse_what_they_cannot_do():
    with pytest.raises(StatisticError, match="1 person"):
        feldt_interval(0.8, 1, 5)
    with pytest.raises(StatisticError, match="not 1"):
        feldt_interval(0.8, 100, 1)
    with pytest.raises(StatisticError, match="2 person"):
        bonett_interval(0.8, 2, 5)
    with pytest.raises(StatisticError, match="alpha is 1"):
        bonett_interval(1.0, 20, 5)
    with pytest.raises(StatisticError, match="2 person"):
        alpha_bootstrap_interval([[1, 2], [2, 3], [NAN, 1]], seed=1)
    with pytest.raises(StatisticError, match="at least two items"):
        alpha_of([[2.0]])


def test_the_bootstrap_repeats_and_knows_counts():
    values = agreeing(200, 4)
    found = alpha_bootstrap_interval(values, seed=7, draws=400)
    assert found == alpha_bootstrap_interval(values, seed=7, draws=400)
    assert (found.seed, found.draws, found.method) == (7, 400, "bootstrap")
    assert found.lower < of(values).raw < found.upper
    rows, counts = np.unique(values, axis=0, return_counts=True)
    grouped = alpha_bootstrap_interval(rows, counts=counts, seed=7, draws=4000)
    assert (grouped.lower, grouped.upper) == pytest.approx((found.lower, found.upper), abs=0.02)


def test_the_bootstrap_keeps_memory_within_bounds(monkeypatch):
    values = agreeing(100, 3)
    one = alpha_bootstrap_interval(values, seed=1, draws=100)
    monkeypatch.setattr("psychometrics.intervals.WEIGHTS_AT_ONCE", 700)
    again = alpha_bootstrap_interval(values, seed=1, draws=100)
    assert (again.lower, again.upper) == pytest.approx((one.lower, one.upper), abs=1e-12)
