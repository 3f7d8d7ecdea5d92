"""Item analysis: distributions of answers, norms and intervals."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.intervals import mean_interval, quantile_intervals, wilson_interval
from psychometrics.items import describe, describe_values, flagged_ends
from psychometrics.norms import norm_table, percentile_rank, quantile, standard_score, stanine
from psychometrics.summaries.counts import CodeCounts
from tests.psychometrics.blocks import points, random_codes, table

NAN = np.nan


def test_codes_and_kinds_of_missing_are_counted_apart():
    codes = np.array([[0, 253], [4, 200], [4, 1], [253, 251], [250, 253]], dtype=np.uint8)
    counts = CodeCounts.of(codes, names=["a", "b"])
    assert counts.missing(0) == {250: 1, 253: 1}
    assert counts.missing(1) == {200: 1, 251: 1, 253: 2}
    values, given = counts.values(0, points(2))
    assert values.tolist() == [1, 2, 3, 4, 5]
    assert given.tolist() == [1, 0, 0, 0, 2]
    first, second = describe(counts, points(2))
    assert (first.n, first.missing, first.missing_kinds) == (3, 2, {250: 1, 253: 1})
    assert (second.name, second.n, second.mean) == ("b", 1, 2.0)


def test_a_worked_item():
    """1 1 2 5: mean 2.25, deviations -1.25 -1.25 -.25 2.75."""
    (item,) = describe_values([[1], [1], [2], [5], [NAN]], low=1, high=5, names=["x"])
    assert (item.n, item.missing, item.mean, item.median) == (4, 1, 2.25, 1.5)
    assert item.sd == pytest.approx(np.sqrt(10.75 / 3))
    assert item.standard_error == pytest.approx(item.sd / 2)
    assert (item.floor, item.ceiling) == (0.5, 0.25)
    assert item.difficulty == pytest.approx(1.25 / 4)
    assert item.mad == pytest.approx(1.4826 * 0.5)
    assert item.quantiles.tolist() == pytest.approx([1, 1, 1.5, 2.75, 4.1])
    assert item.interquartile_range == pytest.approx(1.75)
    third, second = (-2 * 1.25**3 - 0.25**3 + 2.75**3) / 4, 10.75 / 4
    assert item.skew == pytest.approx(third / second**1.5 * 0.75**1.5)


def test_reversing_an_item_turns_its_skew_and_swaps_floor_and_ceiling():
    values = np.array([[1], [1], [2], [5], [4]])
    (one,), (other,) = (describe_values(x, low=1, high=5) for x in (values, 6 - values))
    assert one.skew == pytest.approx(-other.skew)
    assert one.kurtosis == pytest.approx(other.kurtosis)
    assert (one.floor, one.ceiling) == (other.ceiling, other.floor)
    assert one.difficulty == pytest.approx(1 - other.difficulty)


def test_trimming_takes_a_tenth_from_each_end():
    (item,) = describe_values(np.array([[-100], *[[x] for x in range(1, 19)], [1000]]))
    assert item.trimmed == pytest.approx(np.mean(range(2, 18)))


def test_items_that_say_nothing_are_named():
    constant, empty = describe_values([[3, NAN], [3, NAN]], names=["a", "b"], low=1, high=5)
    assert [c.code for c in constant.cautions] == ["constant_item"]
    assert str(constant.cautions[0]).startswith("a: all 2 answers are 3")
    assert [c.code for c in empty.cautions] == ["all_missing"]
    assert np.isnan([constant.skew, constant.kurtosis, empty.mean, empty.sd, empty.median]).all()
    assert constant.sd == 0
    (unvalued,) = describe(CodeCounts.of(np.zeros((3, 1), np.uint8)), table([]))
    assert (unvalued.n, unvalued.missing) == (0, 3)


def test_crowded_ends_are_flagged_from_a_share_on():
    items = describe_values([[1, 5]] * 2 + [[2, 5]] * 8, names=["low", "high"], low=1, high=5)
    assert [(c.where, "80" in c.cause or "100" in c.cause) for c in flagged_ends(items, share=0.19)] == [
        ("low", False),
        ("high", True),
    ]
    assert [c.where for c in flagged_ends(items, share=0.2)] == ["high"]


def test_unknown_types_are_refused():
    with pytest.raises(StatisticError, match="no skew of type 4"):
        describe_values([[1], [2]], moment_type=4)
    with pytest.raises(StatisticError, match="no quantile type 10"):
        quantile([1, 2], 0.5, type=10)
    with pytest.raises(StatisticError, match="give shares, not per cent"):
        quantile([1, 2], 50)


def test_describing_codes_equals_describing_values():
    codes = random_codes(500, 3)
    by_code = describe(CodeCounts.of(codes), points(3))
    by_value = describe_values(np.where(codes < 200, codes + 1.0, NAN), low=1, high=5)
    for one, other in zip(by_code, by_value, strict=True):
        for name in ("n", "missing", "mean", "sd", "skew", "kurtosis", "trimmed", "mad", "floor", "ceiling"):
            assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize("type", [1, 2, 3])
def test_discontinuous_quantiles_by_definition(type):
    """Against the sample quantile functions written out (Hyndman & Fan 1996, definitions 1 to 3)."""
    rng = np.random.default_rng(type)
    for n in range(1, 12):
        x = np.sort(rng.normal(size=n))
        for p in np.arange(0, 41) / 40:
            exact = round(40 * p) * n  # forty times n p, whole
            j, rest = divmod(exact, 40) if type < 3 else divmod(exact - 20, 40)
            below, above = x[min(max(j, 1), n) - 1], x[min(max(j + 1, 1), n) - 1]
            if type == 1:
                expected = below if rest == 0 else above
            elif type == 2:
                expected = (below + above) / 2 if rest == 0 else above
            else:
                expected = below if rest == 0 and j % 2 == 0 else above
            assert quantile(x, p, type=type) == pytest.approx(expected), (n, p)


@pytest.mark.parametrize(
    ("type", "method"),
    [
        (4, "interpolated_inverted_cdf"), (5, "hazen"), (6, "weibull"), (7, "linear"),
        (8, "median_unbiased"), (9, "normal_unbiased"),
    ],
)  # fmt: skip
def test_continuous_quantiles_as_numpy_has_them(type, method):
    x = np.random.default_rng(type).integers(0, 30, 37).astype(float)
    p = np.linspace(0, 1, 21)
    values, counts = np.unique(x, return_counts=True)
    np.testing.assert_allclose(quantile(x, p, type=type), np.quantile(x, p, method=method))
    np.testing.assert_allclose(quantile(values, p, type=type, counts=counts), quantile(x, p, type=type))


def test_quantiles_of_nothing():
    assert np.isnan(quantile([NAN], [0.5, 0.9])).all()


def test_a_norm_table_by_hand():
    """1 2 2 3: mid ranks 12.5, 50, 87.5."""
    found = norm_table([3, 1, 2, 2, NAN])
    assert found.score.tolist() == [1, 2, 3]
    assert found.n.tolist() == [1, 2, 1]
    assert found.percentile.tolist() == [12.5, 50, 87.5]
    assert found.percentile_at.tolist() == [25, 75, 100]
    assert found.t[1] == found.t_normalized[1] == 50
    assert found.stanine.tolist() == [3, 5, 7]
    again = norm_table([1, 2, 3], counts=[1, 2, 1])
    np.testing.assert_array_equal(again.t, found.t)
    with pytest.raises(StatisticError, match="all scores are alike"):
        norm_table([2, 2])


def test_stanines_begin_at_their_cuts():
    assert stanine([0, 3.99, 4, 11, 23, 40, 60, 77, 89, 96, 100]).tolist() == [
        1,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        9,
    ]


def test_standard_scores_against_published_norms():
    assert standard_score([62.1, 76.1, 34.1], mean=62.1, sd=14).tolist() == pytest.approx([0, 1, -2])
    assert standard_score([76.1], mean=62.1, sd=14, to=(50, 10)).tolist() == pytest.approx([60])
    assert np.isnan(standard_score([NAN], mean=0, sd=1)).all()
    with pytest.raises(StatisticError, match="standard deviation is 0"):
        standard_score([1], mean=1, sd=0)


def test_percentile_ranks_of_new_scores():
    norm = [1, 2, 2, 3]
    assert percentile_rank([0, 1, 2, 2.5, 9], norm).tolist() == [0, 12.5, 50, 75, 100]
    assert percentile_rank([2], [1, 2, 3], counts=[1, 2, 1]).tolist() == [50]
    assert np.isnan(percentile_rank([NAN], norm)).all()
    with pytest.raises(StatisticError, match="norm sample is empty"):
        percentile_rank([1], [])


def test_wilson_by_hand_and_at_the_ends():
    """1 of 10 (Newcombe 1998): .018 to .404."""
    found = wilson_interval(1, 10)
    assert (found.lower, found.upper) == (pytest.approx(0.0179, abs=5e-5), pytest.approx(0.4042, abs=5e-5))
    assert wilson_interval(0, 10).lower == pytest.approx(0, abs=1e-15)
    assert wilson_interval(10, 10).upper == pytest.approx(1)
    with pytest.raises(StatisticError, match="11 of 10"):
        wilson_interval(11, 10)


def test_a_mean_with_its_interval():
    """Student's sleep data, drug 1: mean .75, SD 1.78901, n 10; R's t.test gives -.5297804 to 2.0297804."""
    found = mean_interval(0.75, 1.7890096577591, 10)
    assert (found.lower, found.upper) == (pytest.approx(-0.5297804), pytest.approx(2.0297804))
    with pytest.raises(StatisticError, match="1 person"):
        mean_interval(3, NAN, 1)


def test_bootstrap_quantiles_repeat_with_their_seed():
    scores = np.random.default_rng(1).normal(50, 10, 300)
    mean, (median,) = quantile_intervals(scores, seed=3, p=(0.5,))
    assert (mean, (median,)) == quantile_intervals(scores, seed=3, p=(0.5,))
    assert mean.lower < scores.mean() < mean.upper
    assert median.lower < np.median(scores) < median.upper
    reach = (mean.upper - mean.lower) / 2
    assert reach == pytest.approx(1.96 * scores.std() / np.sqrt(300), rel=0.1)
    with pytest.raises(StatisticError, match="1 score"):
        quantile_intervals([4], seed=1)
