"""PairTables: counts of every pair of categories."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.summaries.codes import decoded
from psychometrics.summaries.moments import Moments
from psychometrics.summaries.tables import PairTables
from tests.psychometrics.blocks import points, random_codes, table
from tests.psychometrics.summaries.test_moments import assert_same


def test_a_worked_case():
    codes = np.array([[0, 1, 2], [0, 1, 253], [1, 0, 2], [200, 0, 0]], dtype=np.uint8)
    tables = PairTables.of(codes, [2, 2, 3], names=["a", "b", "c"])
    assert tables.table(0, 1).tolist() == [[0, 2], [1, 0]]
    assert tables.table(1, 0).tolist() == [[0, 1], [2, 0]]
    assert tables.table(1, 2).tolist() == [[1, 0, 1], [0, 0, 1]]
    assert tables.counts(0).tolist() == [2, 1]
    assert tables.counts(2).tolist() == [1, 0, 2]
    assert tables.n().tolist() == [[3, 3, 2], [3, 4, 3], [2, 3, 3]]


def test_every_pair_equals_its_own_two_way_count():
    codes = random_codes(10_000, 4, 6)
    tables = PairTables.of(codes, [6] * 4)
    for i in range(4):
        for j in range(4):
            both = (codes[:, i] < 6) & (codes[:, j] < 6)
            expected = np.zeros((6, 6), dtype=np.int64)
            np.add.at(expected, (codes[both, i], codes[both, j]), 1)
            np.testing.assert_array_equal(tables.table(i, j), expected)


@pytest.mark.parametrize("options", [[1, 2, 3, 4, 5], [0, 1, 2.5, 7], [5, 3, 1]])
def test_moments_read_off_equal_moments_counted(options):
    codes = random_codes(1000, 5, len(options))
    values = table(*[options] * 5)
    assert_same(PairTables.of(codes, [len(options)] * 5).moments(values), Moments.of(codes, values))


def test_a_category_without_a_value_counts_as_missing_in_the_moments():
    codes = np.array([[0, 0], [1, 1], [2, 1]], dtype=np.uint8)
    values = table([1, 2, np.nan], [1, 2])
    moments = PairTables.of(codes, [3, 2]).moments(values)
    assert moments.n.tolist() == [[2, 2], [2, 3]]
    with pytest.raises(StatisticError, match="the value table has 1 rows for 2 items"):
        PairTables.of(codes, [3, 2]).moments(points(1))


def test_values_become_categories_of_their_grid():
    values = np.array([[1, 0.5], [3, 1], [np.nan, 1], [3, 2]])
    tables = PairTables.of_values(values, low=[1, 0.5], high=[4, 2])
    assert np.diff(tables.offsets).tolist() == [4, 4]
    assert tables.counts(0).tolist() == [1, 0, 2, 0]
    assert tables.counts(1).tolist() == [1, 2, 0, 1]
    with pytest.raises(StatisticError, match="more than 200 categories"):
        PairTables.of_values(np.random.default_rng(1).normal(size=(10, 2)))


def test_values_and_codes_count_alike():
    codes = random_codes(400, 3)
    by_value = PairTables.of_values(decoded(codes, points(3)), low=1, high=5)
    np.testing.assert_array_equal(by_value.gram, PairTables.of(codes, [5] * 3).gram)


def test_select_and_groups():
    codes = random_codes(500, 4)
    tables = PairTables.of(codes, [5] * 4, names=list("abcd"))
    chosen = tables.select([3, 1])
    assert chosen.names == ("d", "b")
    np.testing.assert_array_equal(chosen.gram, PairTables.of(codes[:, [3, 1]], [5, 5]).gram)
    groups = np.arange(500) % 3
    by_group = PairTables.by_group(codes, [5] * 4, groups, names=list("abcd"))
    assert list(by_group) == [0, 1, 2]
    together = by_group[0] + by_group[1] + by_group[2]
    np.testing.assert_array_equal(together.gram, tables.gram)
    np.testing.assert_array_equal(by_group[2].gram, PairTables.of(codes[groups == 2], [5] * 4).gram)


def test_refusals():
    codes = random_codes(10, 2, 4)
    codes[3, 1] = 4
    with pytest.raises(StatisticError, match="person 4 has code 4 at item 2") as caught:
        PairTables.of(codes, [5, 4])
    assert caught.value.code == "off_scale"
    with pytest.raises(StatisticError) as caught:
        PairTables.of(codes, [5, 5]) + PairTables.of(codes, [5, 6])
    assert caught.value.code == "merge"
