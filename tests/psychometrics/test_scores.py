"""Scores of persons, and the counts from which every score statistic is read."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.scores import ScoredSubscale, ScoreTable, composite, person_scores, score_matrix
from psychometrics.summaries.codes import coded, decoded
from psychometrics.summaries.item_scores import ItemScoreTable
from tests.psychometrics.blocks import points, random_codes, table
from tests.psychometrics.score_items import imputed, score_items

NAN = np.nan
VISION = ScoredSubscale("vision", (0, 1, 2), (False, False, True), "mean", 2, (0, 100))
ANSWERS = np.array([[5, 4, 2], [3, NAN, 1], [NAN, NAN, 3], [1, 1, 5], [NAN, NAN, NAN]])


def vision(**changes) -> np.ndarray:
    rule = {"low": 1, "high": 5, "minimum_answered": 2} | changes
    return score_matrix(ANSWERS, (0, 1, 2), (False, False, True), **rule)


def test_the_mean_of_the_answered_keyed_items():
    """(5 + 4 + 4) / 3; (3 + 5) / 2; one answer is too few; (1 + 1 + 1) / 3; none."""
    np.testing.assert_allclose(vision(), [13 / 3, 4, NAN, 1, NAN])
    np.testing.assert_allclose(vision(minimum_answered=1), [13 / 3, 4, 3, 1, NAN])
    np.testing.assert_allclose(vision(minimum_answered=3), [13 / 3, NAN, NAN, 1, NAN])


def test_a_sum_counts_a_missing_answer_as_the_persons_own_mean():
    np.testing.assert_allclose(vision(method="sum"), [13, 12, NAN, 3, NAN])


def test_rescaling_maps_the_ends_of_the_scale():
    np.testing.assert_allclose(vision(rescale=(0, 100)), [100 * (10 / 3) / 4, 75, NAN, 0, NAN])
    np.testing.assert_allclose(vision(rescale=(0, 100), method="sum"), vision(rescale=(0, 100)))
    np.testing.assert_allclose(vision(rescale=(10, -10)), 10 - vision(rescale=(0, 20)))


def test_items_on_different_scales_reverse_within_their_own():
    score = score_matrix([[0, 7]], (0, 1), (True, True), low=[0, 1], high=[10, 7], rescale=(0, 1))
    assert score.tolist() == [(5.5 - 0.5) / 8]


@pytest.mark.parametrize("rescale", [None, (0, 100)])
@pytest.mark.parametrize("method", ["mean", "sum"])
@pytest.mark.parametrize("options", [[1, 2, 3, 4, 5], [1, 2, 4, 4.5, 7], [0, 50, 200, 300, 400]])
def test_scores_of_codes_equal_scores_of_values(rescale, method, options):
    """Options a step apart are reckoned on bytes, others looked up."""
    codes, values = random_codes(2000, 3, missing=0.4), table(*[options] * 3)
    subscale = ScoredSubscale("v", (2, 0, 1), (True, False, False), method, 2, rescale)
    expected = score_matrix(
        decoded(codes, values), subscale.items, subscale.reverse, low=options[0], high=options[-1],
        method=method, minimum_answered=2, rescale=rescale,
    )  # fmt: skip
    np.testing.assert_allclose(
        person_scores(codes, values, [subscale])[:, 0], expected, rtol=1e-12, atol=1e-12
    )


def test_values_become_codes_with_the_ends_of_the_scale_among_the_options():
    codes, values = coded(ANSWERS[:, :2], low=1, high=5)
    assert codes.tolist() == [[2, 1], [1, 253], [253, 253], [0, 0], [253, 253]]
    assert values[0, :4].tolist()[:3] == [1, 3, 5]
    np.testing.assert_array_equal(decoded(codes, values), ANSWERS[:, :2])


def test_a_composite_is_the_mean_of_its_subscales():
    scores = [[1, 3, NAN], [NAN, NAN, 4], [2, 2, 5]]
    np.testing.assert_allclose(composite(scores, minimum_answered=2), [2, NAN, 3])
    np.testing.assert_allclose(composite(scores), [2, 4, 3])
    assert np.isnan(composite([[NAN, NAN]], minimum_answered=0)).all()


SUBSCALES = [
    VISION,
    ScoredSubscale("all", tuple(range(6)), (False, True) * 3, "sum", 4),
    ScoredSubscale("one", (5,), (False,)),
]


def block(rows: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    return random_codes(rows, 6, missing=0.25), np.random.default_rng(2).integers(10, 15, rows)


@pytest.mark.parametrize("subscale", SUBSCALES, ids=lambda subscale: subscale.name)
@pytest.mark.parametrize("minimum", [None, 1, 3])
def test_every_read_out_equals_that_of_the_persons_scores(subscale, minimum):
    codes, groups = block()
    read = ScoreTable.of(codes, points(6), SUBSCALES, groups=groups)
    scores = score_matrix(
        decoded(codes, points(6)), subscale.items, subscale.reverse, low=1, high=5, method=subscale.method,
        minimum_answered=1, rescale=subscale.rescale,
    )  # fmt: skip
    answered = (codes[:, subscale.items] < 200).sum(axis=1)
    scores[answered < (subscale.minimum_answered if minimum is None else minimum)] = NAN
    rule = {"minimum_answered": minimum}
    own = [scores[(groups == group) & ~np.isnan(scores)] for group in range(10, 15)]
    everybody = np.concatenate(own)
    assert read.n(subscale.name, **rule) == len(everybody)
    np.testing.assert_array_equal(read.n(subscale.name, by_group=True, **rule), [len(part) for part in own])
    if not len(everybody):
        assert np.isnan(read.mean(subscale.name, **rule))
        return
    np.testing.assert_allclose(read.mean(subscale.name, **rule), everybody.mean())
    np.testing.assert_allclose(read.sd(subscale.name, **rule), everybody.std(ddof=1))
    np.testing.assert_allclose(read.mean(subscale.name, by_group=True, **rule), [part.mean() for part in own])
    np.testing.assert_allclose(
        read.sd(subscale.name, by_group=True, **rule), [part.std(ddof=1) for part in own]
    )
    p = [0, 0.1, 0.25, 0.5, 0.9, 1]
    np.testing.assert_allclose(read.quantile(subscale.name, p, **rule), np.quantile(everybody, p))
    np.testing.assert_allclose(read.quantile(subscale.name, p, group=12, **rule), np.quantile(own[2], p))
    values, counts = read.distribution(subscale.name, group=12, **rule)
    np.testing.assert_allclose(np.repeat(values, counts), np.sort(own[2]))
    bands = read.levels(subscale.name, [2.5, 4, 60], **rule)
    np.testing.assert_array_equal(
        bands, [np.histogram(part, [-np.inf, 2.5, 4, 60, np.inf])[0] for part in own]
    )


def test_unrescaled_scores_are_there_too():
    codes, _ = block()
    read = ScoreTable.of(codes, points(6), SUBSCALES)
    assert read.mean("vision") == pytest.approx(25 * (read.mean("vision", rescaled=False) - 1))
    assert read.sd("vision") == pytest.approx(25 * read.sd("vision", rescaled=False))


def test_a_score_at_a_cut_has_reached_it():
    """17 / 5 rescales to 59.999999999999986."""
    codes = np.array([[2, 2, 2, 2, 4]], dtype=np.uint8)
    five = ScoredSubscale("five", (0, 1, 2, 3, 4), (False,) * 5, rescale=(0, 100))
    assert ScoreTable.of(codes, points(5), [five]).levels("five", [60]).tolist() == [[0, 1]]


def test_how_many_answered_how_much():
    codes, values = coded(ANSWERS, low=1, high=5)
    read = ScoreTable.of(codes, values, [VISION], groups=["a", "a", "b", "b", "b"])
    assert read.answered("vision").tolist() == [1, 1, 1, 2]
    assert read.answered("vision", group="b").tolist() == [1, 1, 0, 1]


def test_many_groups_and_wide_scales_are_counted_by_sorting():
    codes = random_codes(300, 3, 101, missing=0.1)
    groups = np.random.default_rng(1).integers(0, 10**6, 300)
    read = ScoreTable.of(codes, points(3, 0, 100), [VISION], groups=groups)
    scores = person_scores(codes, points(3, 0, 100), [VISION])[:, 0]
    np.testing.assert_array_equal(read.groups, np.unique(groups))
    one = groups[~np.isnan(scores)][0]
    own = scores[groups == one]
    np.testing.assert_allclose(read.mean("vision", by_group=True)[read.groups == one], np.nanmean(own))


def test_refusals_name_cause_and_remedy():
    codes, groups = block(20)
    read = ScoreTable.of(codes, points(6), SUBSCALES, groups=groups)
    with pytest.raises(StatisticError, match="no subscale visio; use one of: vision, all, one"):
        read.mean("visio")
    with pytest.raises(StatisticError, match="no group 99"):
        read.quantile("vision", 0.5, group=99)
    with pytest.raises(StatisticError, match="3 items and 2 keys"):
        ScoredSubscale("short", (0, 1, 2), (False, True))
    with pytest.raises(StatisticError, match="asks for 4 answers of 3 items"):
        ScoredSubscale("greedy", (0, 1, 2), (False,) * 3, minimum_answered=4)
    with pytest.raises(StatisticError, match="item 2 of subscale s has no option with a value"):
        ScoreTable.of(codes[:, :2], table([1, 2, 3, 4, 5], []), [ScoredSubscale("s", (1,), (False,))])
    with pytest.raises(StatisticError, match="one possible value each"):
        ScoreTable.of(
            np.zeros((2, 1), np.uint8), table([3]), [ScoredSubscale("s", (0,), (False,), rescale=(0, 1))]
        )
    codes[4, 0] = 9
    for values in (points(6), table(*[[1, 2, 4, 8, 16]] * 6)):
        with pytest.raises(StatisticError, match="person 5 has code 9 at item 1"):
            ScoreTable.of(codes, values, SUBSCALES)
    with pytest.raises(StatisticError) as caught:
        read + ScoreTable.of(codes[:4], points(6), SUBSCALES[:1])
    assert caught.value.code == "merge"


def test_answers_by_score_give_the_item_total_correlation():
    """Of the keyed item with the mean of all keyed items a person answered (psych's raw.r)."""
    codes = random_codes(500, 4, missing=0.2)
    reverse = np.array([False, True, False, False])
    values = decoded(codes, points(4))
    keyed = np.where(reverse, 6 - values, values)
    mean = np.array([row[~np.isnan(row)].mean() if not np.isnan(row).all() else NAN for row in keyed])
    expected = []
    for item in range(4):
        there = ~np.isnan(keyed[:, item])
        expected.append(np.corrcoef(keyed[there, item], mean[there])[0, 1])
    subscale = ScoredSubscale("s", (0, 1, 2, 3), tuple(reverse), "sum", 4, (0, 100))
    found = ItemScoreTable.of(codes, points(4), subscale)
    np.testing.assert_allclose(found.item_total(), expected, rtol=1e-12)
    parts = ItemScoreTable.of(codes[:99], points(4), subscale) + ItemScoreTable.of(
        codes[99:], points(4), subscale
    )
    np.testing.assert_array_equal(parts.counts, found.counts)
    constant = ItemScoreTable.of_values([[1, 1], [2, 1], [3, 1]], [False, False], low=1, high=5)
    assert np.isnan(constant.item_total()[1])


def test_upper_less_lower_does_not_depend_on_the_order_of_ties():
    """Ten persons, totals 0 0 1 1 1 1 1 1 2 2: the groups of three hold two and a sixth of the middle six."""
    values = np.array([[0, 0]] * 2 + [[1, 0]] * 3 + [[0, 1]] * 3 + [[1, 1]] * 2)
    key = [False, False]
    first = ItemScoreTable.of_values(values, key).upper_lower(0.3)
    np.testing.assert_allclose(first, [2 / 3, 2 / 3])
    shuffled = values[np.random.default_rng(1).permutation(10)]
    np.testing.assert_array_equal(ItemScoreTable.of_values(shuffled, key).upper_lower(0.3), first)
    turned = ItemScoreTable.of_values(1 - values, [True, True]).upper_lower(0.3)
    np.testing.assert_allclose(turned, first)


def test_imputation_fills_with_the_items_own_middle():
    values = [[1, NAN], [2, 4], [6, 5], [NAN, 9]]
    np.testing.assert_array_equal(imputed(values, "mean"), [[1, 6], [2, 4], [6, 5], [3, 9]])
    np.testing.assert_array_equal(imputed(values, "median"), [[1, 5], [2, 4], [6, 5], [2, 9]])
    with pytest.raises(StatisticError, match="no answer to take a mean of"):
        imputed([[1, NAN], [2, NAN]], "mean")


def test_totals_as_psych_makes_them_count_a_missing_answer_as_nought():
    values = [[1, 2, 5], [3, NAN, 4], [5, 5, 5], [2, 1, NAN]]
    found = score_items(values, {"s": ([0, 1, 2], [False, False, True])}, low=1, high=5, totals=True)
    assert found.scores[:, 0].tolist() == [4, 5, 11, 3]
