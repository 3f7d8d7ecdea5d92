"""What must hold of the core summaries and of alpha whatever the answers are."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from psychometrics.contract import StatisticError
from psychometrics.intervals import wilson_interval
from psychometrics.norms import norm_table, quantile
from psychometrics.reliability import alpha
from psychometrics.scores import ScoredSubscale, ScoreTable, score_matrix
from psychometrics.summaries import codes as chunking
from psychometrics.summaries.codes import decoded
from psychometrics.summaries.counts import CodeCounts
from psychometrics.summaries.grouped import GroupMoments
from psychometrics.summaries.item_scores import ItemScoreTable
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.patterns import Patterns
from psychometrics.summaries.tables import PairTables
from tests.psychometrics.blocks import points, table
from tests.psychometrics.summaries.test_moments import assert_same, state
from tests.psychometrics.summaries.test_patterns import assert_equal

ITEMS = 4
SUBSETS = [(0, 1, 2, 3), (1, 3), (0, 2)]
SUBSCALES = [
    ScoredSubscale("a", (0, 1, 3), (False, True, False), "mean", 2, (0, 100)),
    ScoredSubscale("b", (2, 3), (True, False), "sum"),
]
VALUES = [points(ITEMS), table(*[[0, 1, 2.5, 7, 100]] * ITEMS), table(*[[5, 4, 3, 2, 1]] * ITEMS)]

blocks = st.integers(0, 30).flatmap(
    lambda rows: arrays(np.uint8, (rows, ITEMS), elements=st.sampled_from([0, 1, 2, 3, 4, 4, 200, 253]))
)
keys = arrays(np.bool_, ITEMS)
orders = st.permutations(range(ITEMS))
quick = settings(max_examples=60, deadline=None)


def cut(codes: np.ndarray, places: list[int]) -> list[np.ndarray]:
    return np.split(codes, sorted(place % (len(codes) + 1) for place in places))


def total(parts):
    first, *others = parts
    for other in others:
        first = first + other
    return first


@quick
@given(blocks, st.lists(st.integers(0, 30), max_size=4), st.sampled_from(VALUES))
def test_merging_is_exact_for_any_blocking(codes, places, values):
    parts = cut(codes, places)
    whole = Moments.of(codes, values, subsets=SUBSETS)
    assert_same(total([Moments.of(part, values, subsets=SUBSETS) for part in parts]), whole)
    assert_equal(total([Patterns.of(part, values) for part in parts]), Patterns.of(codes, values))
    sizes = [5] * ITEMS
    np.testing.assert_array_equal(
        total([PairTables.of(part, sizes) for part in parts]).gram, PairTables.of(codes, sizes).gram
    )
    np.testing.assert_array_equal(
        total([CodeCounts.of(part) for part in parts]).counts, CodeCounts.of(codes).counts
    )
    np.testing.assert_array_equal(
        total([ItemScoreTable.of(part, values, SUBSCALES[0]) for part in parts]).counts,
        ItemScoreTable.of(codes, values, SUBSCALES[0]).counts,
    )


@quick
@given(blocks, st.lists(st.integers(0, 30), max_size=3), st.sampled_from(VALUES), st.randoms())
def test_scores_and_groups_merge_exactly_in_any_order(codes, places, values, random):
    groups = np.array([random.choice("xyz") for _ in range(len(codes))], dtype="U1")
    whole = ScoreTable.of(codes, values, SUBSCALES, groups=groups)
    order = np.array(random.sample(range(len(codes)), len(codes)), dtype=int)
    parts = [
        ScoreTable.of(part, values, SUBSCALES, groups=labels)
        for part, labels in zip(cut(codes[order], places), cut(groups[order], places), strict=True)
    ]
    merged = total(parts)
    np.testing.assert_array_equal(merged.groups, whole.groups)
    for one, other in zip(merged.cells, whole.cells, strict=True):
        for name in ("group", "key", "count"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    grouped = GroupMoments.of(codes, values, groups, subsets=SUBSETS)
    assert_same(grouped.total(), Moments.of(codes[order], values, subsets=SUBSETS))


@quick
@given(blocks, st.integers(1, 7), st.sampled_from(VALUES))
def test_the_size_of_chunks_inside_changes_nothing(codes, rows, values):
    whole = Moments.of(codes, values, subsets=SUBSETS)
    coding = chunking.Coding.of(values)
    from psychometrics.summaries.gram import Gram

    gram = Gram(ITEMS, SUBSETS, int(coding.grid.largest.max()))
    gram.gather(chunking.chunks_of_codes(codes, coding, rows=rows))
    for one, other in zip((gram.n, gram.sums, gram.squares, gram.products), state(whole)[:4], strict=True):
        np.testing.assert_array_equal(one, other)


@quick
@given(blocks, keys, st.sampled_from(VALUES))
def test_reversing_twice_is_identity(codes, key, values):
    moments = Moments.of(codes, values, subsets=SUBSETS)
    assert_same(moments.keyed(key).keyed(key), moments)
    patterns = Patterns.of(codes, values)
    assert_equal(patterns.keyed(key).keyed(key), patterns)


@quick
@given(blocks, keys)
def test_reversing_sums_equals_reversing_answers(codes, key):
    values = decoded(codes, points(ITEMS))
    assume(len(codes))
    turned = Moments.of_values(np.where(key, 6 - values, values), low=1, high=5, subsets=SUBSETS)
    assert_same(Moments.of(codes, points(ITEMS), subsets=SUBSETS).keyed(key), turned)


@quick
@given(blocks, st.sampled_from(VALUES))
def test_summaries_agree_with_each_other(codes, values):
    moments = Moments.of(codes, values)
    assert_same(PairTables.of(codes, [5] * ITEMS).moments(values), moments)
    assert_same(Patterns.of(codes, values).moments(), moments)


@quick
@given(blocks, orders)
def test_the_order_of_items_is_irrelevant(codes, order):
    moments = Moments.of(codes, points(ITEMS), subsets=[range(ITEMS)])
    turned = Moments.of(
        codes[:, order],
        points(ITEMS),
        names=[str(item + 1) for item in order],
        subsets=[[order.index(item) for item in range(ITEMS)]],
    )
    assert_same(moments.select(order), turned)
    try:
        one, other = alpha(moments), alpha(turned)
    except StatisticError:
        return
    assert one.raw == pytest.approx(other.raw, rel=1e-9, abs=1e-9)
    assert one.feldt.lower == pytest.approx(other.feldt.lower, rel=1e-9, abs=1e-9)
    np.testing.assert_allclose(one.items.item_rest[order], other.items.item_rest, atol=1e-9)
    np.testing.assert_allclose(one.if_dropped.raw[order], other.if_dropped.raw, rtol=1e-7, atol=1e-9)


@quick
@given(blocks, st.integers(-50, 50), st.sampled_from([0.5, 2, 25]))
def test_adding_a_constant_or_stretching_the_scale_changes_no_alpha(codes, constant, factor):
    plain = Moments.of(codes, points(ITEMS), subsets=[range(ITEMS)])
    moved = Moments.of(codes, factor * points(ITEMS) + constant, subsets=[range(ITEMS)])
    try:
        one = alpha(plain)
    except StatisticError:
        with pytest.raises(StatisticError):
            alpha(moved)
        return
    other = alpha(moved)
    assert other.raw == pytest.approx(one.raw, rel=1e-12, abs=1e-12)
    assert other.standardized == pytest.approx(one.standardized, rel=1e-12, abs=1e-12, nan_ok=True)
    np.testing.assert_allclose(other.items.item_rest, one.items.item_rest, atol=1e-12)
    assert [c.code for c in other.cautions] == [c.code for c in one.cautions]


@quick
@given(blocks, keys)
def test_turning_every_key_changes_no_alpha_and_alpha_is_at_most_one(codes, key):
    moments = Moments.of(codes, points(ITEMS), subsets=[range(ITEMS)])
    try:
        one = alpha(moments, key)
    except StatisticError:
        return
    other = alpha(moments, ~key)
    assert other.raw == pytest.approx(one.raw, rel=1e-9, abs=1e-12)
    if one.complete is not None and np.isfinite(one.complete):
        assert one.complete <= 1 + 1e-12
        assert other.complete == pytest.approx(one.complete, rel=1e-9, abs=1e-12)


@quick
@given(blocks)
def test_every_person_twice_changes_no_alpha(codes):
    whole = Moments.of(codes, points(ITEMS), subsets=[range(ITEMS)])
    try:
        part = whole.covariance_complete()
        one = alpha(whole).complete
    except StatisticError:
        return
    assume(one is not None and np.isfinite(one) and np.trace(part) > 0)
    assert alpha(whole + whole).complete == pytest.approx(one, rel=1e-9, abs=1e-12)


@quick
@given(blocks, keys, st.integers(1, ITEMS))
def test_turning_every_item_turns_the_score(codes, key, minimum):
    values = decoded(codes, points(ITEMS))
    rule = {"low": 1, "high": 5, "minimum_answered": minimum, "rescale": (0, 100)}
    one = score_matrix(values, range(ITEMS), key, **rule)
    other = score_matrix(values, range(ITEMS), ~key, **rule)
    np.testing.assert_allclose(one + other, np.where(np.isnan(one), np.nan, 100.0))
    assert ((np.isnan(one)) | ((one >= -1e-9) & (one <= 100 + 1e-9))).all()


finite = st.floats(-1e6, 1e6)
samples = st.lists(finite, min_size=1, max_size=40)


@quick
@given(samples, st.integers(1, 9))
def test_quantiles_rise_within_the_sample(values, type):
    found = quantile(values, np.linspace(0, 1, 23), type=type)
    assert (np.diff(found) >= -1e-9 * (1 + np.abs(found[1:]))).all()
    assert min(values) <= found[0] <= found[-1] <= max(values)


@quick
@given(st.lists(st.integers(0, 30), min_size=2, max_size=60))
def test_norms_rise_with_the_score_and_centre_on_fifty(scores):
    assume(len(set(scores)) > 1)
    found = norm_table(scores)
    assert (np.diff(found.percentile) > 0).all()
    assert (np.diff(found.stanine) >= 0).all()
    assert found.n @ found.percentile / found.n.sum() == pytest.approx(50)
    assert found.n @ found.t / found.n.sum() == pytest.approx(50)


@quick
@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_within_its_interval_and_that_within_0_and_1(k, n):
    assume(k <= n)
    found = wilson_interval(k, n)
    assert -1e-15 <= found.lower <= k / n + 1e-12
    assert k / n - 1e-12 <= found.upper <= 1 + 1e-15
