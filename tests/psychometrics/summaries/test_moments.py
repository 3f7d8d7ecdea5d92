"""Moments: what is counted, that it is exact, and what it refuses."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.summaries.codes import coded, decoded, grid_unit
from psychometrics.summaries.grouped import GroupMoments
from psychometrics.summaries.moments import Moments
from tests.psychometrics.blocks import points, random_codes, table

NA = 253
WORKED = np.array([[0, 1], [2, NA], [4, 3], [NA, 4], [2, 2]], dtype=np.uint8)
"""Values 1..5: persons answer (1,2), (3,-), (5,4), (-,5), (3,3)."""


def state(moments: Moments) -> list[np.ndarray]:
    parts = [moments.n, moments.step_sums, moments.step_squares, moments.step_products]
    for part in moments.complete:
        parts += [np.array(part.n), part.step_sums, part.step_products]
    return parts


def assert_same(one: Moments, two: Moments) -> None:
    assert one.names == two.names
    for a, b in zip(state(one), state(two), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_worked_case():
    moments = Moments.of(WORKED, points(2), names=["a", "b"], subsets=[(0, 1)])
    assert moments.n.tolist() == [[4, 3], [3, 4]]
    assert moments.sums.tolist() == [[12, 9], [9, 14]]
    assert moments.squares.tolist() == [[44, 35], [29, 54]]
    assert moments.products.tolist() == [[44, 31], [31, 54]]
    assert moments.means().tolist() == [3.0, 3.5]
    assert moments.variances() == pytest.approx([8 / 3, 5 / 3], rel=1e-15)
    assert moments.covariance()[0, 1] == 2.0
    assert moments.n_complete() == 3
    assert moments.means_complete().tolist() == [3.0, 3.0]
    assert moments.covariance_complete().tolist() == [[4, 2], [2, 1]]
    assert moments.correlation_complete()[0, 1] == 1.0


def test_pairwise_correlations_use_the_variances_of_their_own_pair():
    """cov2cor of the pairwise covariances would be 2 / sqrt(8/3 * 5/3) = .95."""
    assert Moments.of(WORKED, points(2)).correlation()[0, 1] == 1.0


def test_values_and_codes_count_alike():
    codes = random_codes(300, 6)
    values = decoded(codes, points(6))
    subsets = [(0, 1, 2), (2, 5)]
    by_value = Moments.of_values(values, subsets=subsets, low=1, high=5)
    assert_same(Moments.of(codes, points(6), subsets=subsets), by_value)


@pytest.mark.parametrize(
    "options",
    [
        [1, 2, 3, 4, 5],
        [0, 25, 50, 75, 100],
        [1, 1.5, 2.5, 4],
        [5, 4, 3, 2, 1],
        [0, 1 / 3, 2 / 3, 1],
        [-2, 0, 7],
        [0, 1, 500],
    ],
)
def test_any_grid_of_values_gives_the_plain_sums(options):
    codes = random_codes(500, 4, len(options))
    values = decoded(codes, table(*[options] * 4))
    moments = Moments.of(codes, table(*[options] * 4))
    there = ~np.isnan(values)
    filled = np.where(there, values, 0)
    assert moments.exact
    assert moments.n.dtype == moments.step_products.dtype == np.int64
    np.testing.assert_allclose(moments.sums, filled.T @ there, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(moments.squares, (filled**2).T @ there, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(moments.products, filled.T @ filled, rtol=1e-12, atol=1e-10)


def test_items_without_values_take_no_part():
    """A choice of role stands among the items: its codes mean no number."""
    codes = random_codes(50, 3)
    codes[:, 1] = 7
    moments = Moments.of(codes, table([1, 2, 3, 4, 5], [], [1, 2, 3, 4, 5]))
    assert moments.n[1].tolist() == [0, 0, 0]
    assert np.isnan(moments.means()[1])
    assert np.isnan(moments.covariance()[1]).all()
    expected = Moments.of(codes[:, [0, 2]], points(2), names=["1", "3"])
    assert_same(moments.select([0, 2]), expected)


def test_an_item_nobody_was_shown_leaves_the_others_as_they_are():
    codes = random_codes(3000, 4)
    codes[:, 3] = 250
    moments = Moments.of(codes, points(4), subsets=[(0, 1), (2, 3)])
    assert_same(moments.select([0, 1, 2]), Moments.of(codes[:, :3], points(3), subsets=[(0, 1)]))
    assert moments.n_complete((2, 3)) == 0


@pytest.mark.parametrize("missing", [0.0, 0.003, 0.05, 0.4, 0.95])
@pytest.mark.parametrize("options", [2, 5, 11, 60])
def test_every_way_of_multiplying_gives_the_same_whole_numbers(missing, options):
    """Few and many gaps, small and large steps, take different paths."""
    codes = random_codes(9000, 5, options, missing)
    moments = Moments.of(codes, points(5, 1, options), subsets=[(0, 1), (1, 2, 3), (4,)])
    steps = codes.astype(np.int64)
    there = (codes < 200).astype(np.int64)
    steps *= there
    np.testing.assert_array_equal(moments.n, there.T @ there)
    np.testing.assert_array_equal(moments.step_sums, steps.T @ there)
    np.testing.assert_array_equal(moments.step_squares, (steps**2).T @ there)
    np.testing.assert_array_equal(moments.step_products, steps.T @ steps)
    for part in moments.complete:
        whole = steps[there[:, part.items].all(axis=1)][:, part.items]
        assert part.n == len(whole)
        np.testing.assert_array_equal(part.step_products, whole.T @ whole)
        np.testing.assert_array_equal(part.step_sums, whole.sum(axis=0))


def test_large_steps_stay_exact_in_many_rows():
    """0 to 199 on 200,000 rows: sums of squares far beyond 2^24."""
    codes = np.full((200_000, 2), 199, dtype=np.uint8)
    moments = Moments.of(codes, points(2, 0, 199))
    assert moments.step_products[0, 1] == 200_000 * 199**2
    assert moments.variances().tolist() == [0.0, 0.0]


def test_a_constant_item_has_no_variance_at_all_however_many_rows():
    values = np.full((1000, 2), 0.1)
    values[0, 1] = 0.3
    moments = Moments.of_values(values, low=0, high=0.3)
    assert moments.variances()[0] == 0.0
    assert np.isnan(moments.correlation()[0, 1])


def test_continuous_values_are_summed_in_floating_point():
    values = np.random.default_rng(1).normal(50, 10, (200, 3))
    values[5, 0] = np.nan
    moments = Moments.of_values(values, subsets=[(0, 1, 2)])
    assert not moments.exact
    np.testing.assert_allclose(moments.covariance_complete(), np.cov(np.delete(values, 5, 0).T), rtol=1e-12)
    np.testing.assert_allclose(moments.covariance()[1:, 1:], np.cov(values[:, 1:].T), rtol=1e-12)


def test_select_keeps_subsets_that_lie_within():
    codes = random_codes(100, 5)
    moments = Moments.of(codes, points(5), subsets=[(0, 3), (1, 2)])
    chosen = moments.select([3, 0])
    assert_same(chosen, Moments.of(codes[:, [3, 0]], points(2), names=["4", "1"], subsets=[(1, 0)]))
    assert chosen.n_complete() == moments.n_complete((0, 3))


def test_complete_cases_in_another_order():
    codes = random_codes(100, 3)
    moments = Moments.of(codes, points(3), subsets=[(0, 1, 2)])
    turned = moments.covariance_complete((2, 0, 1))
    np.testing.assert_array_equal(turned, moments.covariance_complete()[np.ix_([2, 0, 1], [2, 0, 1])])


def test_complete_cases_need_no_subset_when_nothing_is_missing():
    codes = random_codes(100, 3, missing=0)
    np.testing.assert_array_equal(
        Moments.of(codes, points(3)).covariance_complete(), Moments.of(codes, points(3)).covariance()
    )


def test_complete_cases_not_gathered_are_refused():
    moments = Moments.of(random_codes(100, 3), points(3), names=["a", "b", "c"])
    with pytest.raises(
        StatisticError, match="complete cases of these items were not gathered: a, c"
    ) as caught:
        moments.covariance_complete((0, 2))
    assert caught.value.code == "no_subset"


def test_one_person_has_means_and_no_variance():
    moments = Moments.of(np.array([[1, 2]], dtype=np.uint8), points(2))
    assert moments.means().tolist() == [2.0, 3.0]
    assert np.isnan(moments.covariance()).all()


def test_nobody_at_all():
    moments = Moments.of(np.empty((0, 2), dtype=np.uint8), points(2))
    assert moments.n.sum() == 0
    assert np.isnan(moments.means()).all()


def test_a_code_that_is_no_option_is_refused_with_its_place():
    codes = random_codes(10, 3)
    codes[6, 2] = 5
    with pytest.raises(StatisticError, match="person 7 has code 5 at item 3") as caught:
        Moments.of(codes, points(3))
    assert caught.value.code == "off_scale"
    with pytest.raises(StatisticError, match="person 7 has code 5 at item 3"):
        GroupMoments.of(codes, points(3), np.arange(10)[::-1])
    with pytest.raises(StatisticError, match="person 7 has code 5 at item 3"):
        Moments.of(codes, table(*[[1, 2, 4, 8, 16]] * 3))


def test_a_value_off_the_scale_is_refused_with_its_item():
    with pytest.raises(
        StatisticError, match="person 2 has 7 at item 2, beyond its response scale, which ends at 5"
    ):
        Moments.of_values([[1, 2], [5, 7]], low=1, high=5)
    with pytest.raises(StatisticError, match="person 1 has 0 at item 1"):
        Moments.of_values([[0, 2], [5, 4]], low=1, high=5)


@pytest.mark.parametrize(("persons", "items"), [(0, 0), (4, 0), (0, 3), (4, 3)])
def test_nothing_to_count_is_no_error(persons, items):
    """A wave may hold nobody yet, a form no item with numbers, a block only blanks."""
    blank = np.full((persons, items), NA, dtype=np.uint8)
    values = points(items) if items else np.empty((0, 256))
    moments = Moments.of(blank, values, subsets=[range(items)] if items else [])
    assert moments.n.shape == (items, items)
    assert not moments.n.any()
    assert np.isnan(moments.correlation()).all()
    grouped = GroupMoments.of(blank, values, np.zeros(persons, dtype=int))
    assert len(grouped) == min(persons, 1)


def test_a_buffer_that_must_not_change_is_not_changed():
    codes = np.frombuffer(bytes([0, 1, 253, 4] * 6), dtype=np.uint8).reshape(8, 3)
    np.testing.assert_array_equal(
        Moments.of(codes, points(3)).n, Moments.of(np.asfortranarray(codes), points(3)).n
    )


def test_wrong_input_is_refused():
    with pytest.raises(StatisticError, match="float64 of shape"):
        Moments.of(np.zeros((3, 2)), points(2))
    with pytest.raises(StatisticError, match="the value table has shape"):
        Moments.of(random_codes(3, 2), np.zeros((2, 5)))
    with pytest.raises(StatisticError, match="lie on no common grid"):
        Moments.of(random_codes(3, 1, 3), table([1, 2, np.pi]))
    with pytest.raises(StatisticError, match="1 keys for 2 items"):
        Moments.of(random_codes(3, 2), points(2)).keyed([True])
    with pytest.raises(StatisticError, match="has 201 distinct values"):
        coded(np.arange(201.0)[:, None])


def test_sums_on_different_scales_are_not_added():
    codes = random_codes(10, 2)
    with pytest.raises(StatisticError) as caught:
        Moments.of(codes, points(2)) + Moments.of(codes, points(2, 0, 4))
    assert caught.value.code == "merge"
    with pytest.raises(StatisticError):
        Moments.of(codes, points(2)) + Moments.of(codes, points(2), subsets=[(0, 1)])


def test_grids():
    assert grid_unit(np.array([1.0, 2, 5])) == 1
    assert grid_unit(np.array([0.0, 50, 100])) == 50
    assert grid_unit(np.array([1, 1.5, 3])) == 0.5
    assert grid_unit(np.array([1.1, 1.25])) == pytest.approx(0.15)
    assert grid_unit(np.array([0, 1 / 3, 1 / 7])) == pytest.approx(1 / 21)
    assert grid_unit(np.array([4.0])) == 1
    assert grid_unit(np.array([0.0, 50, 100]), widest=False) == 1
    assert grid_unit(np.array([0.0, 50_000, 100_000]), widest=False) == 50_000
    assert grid_unit(np.array([0, np.pi])) is None
    assert grid_unit(np.array([0, 1e-6, 1])) is None  # a million steps are too many to be exact


def test_blocks_of_values_on_one_scale_can_be_added_whichever_values_occur():
    one = Moments.of_values([[1, 3], [5, 3]], low=1, high=5)
    two = Moments.of_values([[2, 3], [4, 4]], low=1, high=5)
    whole = Moments.of_values([[1, 3], [5, 3], [2, 3], [4, 4]], low=1, high=5)
    assert_same(one + two, whole)


def test_groups_are_counted_apart_in_one_pass():
    codes = random_codes(5000, 4)
    groups = np.random.default_rng(3).choice(["north", "east", "south"], 5000)
    subsets = [(0, 1), (1, 2, 3)]
    grouped = GroupMoments.of(codes, points(4), groups, subsets=subsets)
    assert list(grouped) == ["east", "north", "south"]
    for label in grouped:
        assert_same(grouped[label], Moments.of(codes[groups == label], points(4), subsets=subsets))
    assert_same(grouped.total(), Moments.of(codes, points(4), subsets=subsets))
    np.testing.assert_allclose(grouped.means()[1], grouped["north"].means(), rtol=1e-15)
    np.testing.assert_allclose(grouped.variances()[1], grouped["north"].variances(), rtol=1e-15)
    np.testing.assert_allclose(grouped.covariance()[1], grouped["north"].covariance(), rtol=1e-15)
    np.testing.assert_array_equal(grouped.counts()[1], grouped["north"].counts())


def test_groups_of_values_and_a_group_of_one():
    values = np.array([[1, 2], [2, np.nan], [3, 5]])
    grouped = GroupMoments.of_values(values, [7, 7, -1], low=1, high=5)
    assert list(grouped) == [-1, 7]
    assert grouped[-1].means().tolist() == [3, 5]
    assert np.isnan(grouped.variances()[0]).all()
    assert grouped[7].counts().tolist() == [2, 1]


def test_groups_add_up_over_blocks():
    codes = random_codes(900, 3)
    groups = np.arange(900) % 7
    whole = GroupMoments.of(codes, points(3), groups, subsets=[(0, 1)])
    parts = GroupMoments.of(codes[:5], points(3), groups[:5], subsets=[(0, 1)]) + GroupMoments.of(
        codes[5:], points(3), groups[5:], subsets=[(0, 1)]
    )
    assert list(parts) == list(whole)
    for label in whole:
        assert_same(parts[label], whole[label])


def test_groups_need_one_label_a_person():
    with pytest.raises(StatisticError, match="3 group labels for 10 persons"):
        GroupMoments.of(random_codes(10, 2), points(2), [1, 2, 3])
    with pytest.raises(KeyError):
        GroupMoments.of(random_codes(10, 2), points(2), np.zeros(10, dtype=int))[5]
