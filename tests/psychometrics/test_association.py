"""Correlations and areas with intervals that know of clusters: coverage, invariances, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.association import association
from psychometrics.contract import StatisticError


def test_by_hand():
    # areas: 3 against 1 and 2, 4 against 1 and 2, 2 against 1 and half of 2: 5.5 of 6
    found = association([1, 2, 3, 4, 2], [0, 0, 1, 1, 1])
    assert found.two_valued
    assert found.area is not None
    assert found.area.value == pytest.approx(5.5 / 6)
    assert found.r.value == pytest.approx(np.corrcoef([1, 2, 3, 4, 2], [0, 0, 1, 1, 1])[0, 1])


def test_people_who_are_copies_of_each_other_count_once():
    """Each cluster holds one answer many times: its interval is that of the clusters, not of the copies."""
    random = np.random.default_rng(4)
    x = random.normal(size=60)
    y = x + random.normal(size=60)
    alone = association(x, y, clusters=np.arange(60))
    copied = association(np.repeat(x, 30), np.repeat(y, 30), clusters=np.repeat(np.arange(60), 30))
    assert (copied.r.lower, copied.r.upper) == pytest.approx((alone.r.lower, alone.r.upper))
    assert (copied.rho.lower, copied.rho.upper) == pytest.approx((alone.rho.lower, alone.rho.upper), abs=1e-3)
    unaware = association(np.repeat(x, 30), np.repeat(y, 30))
    assert unaware.r.upper - unaware.r.lower < (copied.r.upper - copied.r.lower) / 4


@pytest.mark.parametrize("two", [False, True])
def test_intervals_over_clusters_hold_the_truth_about_as_often_as_they_say(two):
    """Twenty clusters that differ; 400 samples: at least 91 of 100 hold it, where 95 are wanted."""
    random = np.random.default_rng(11)

    def sample(groups: int) -> tuple[np.ndarray, ...]:
        place = np.repeat(np.arange(groups), 20)
        of_group, own = random.normal(size=(groups, 2)), random.normal(size=(groups * 20, 2))
        x = 0.6 * of_group[place, 0] + own[:, 0]
        y = 0.3 * of_group[place, 0] + 0.5 * of_group[place, 1] + 0.4 * own[:, 0] + own[:, 1]
        return x, (y > 0.5).astype(float) if two else y, place

    x, y, place = sample(20_000)
    whole = association(x, y)
    hits = np.zeros(3)
    for _ in range(400):
        x, y, place = sample(20)
        found = association(x, y, clusters=place)
        for part, name in enumerate(("r", "rho", "area")):
            interval, truth = getattr(found, name), getattr(whole, name)
            hits[part] += interval is not None and interval.lower <= truth.value <= interval.upper
    assert (hits[: 2 + two] >= 364).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.1, 10))
def test_ranks_and_areas_know_no_units(seed, factor):
    random = np.random.default_rng(seed)
    x, y = np.round(random.normal(size=40), 1), random.permutation(np.arange(40) % 2)
    one, other, turned = association(x, y), association(np.exp(x * factor / 10), y), association(x, 1 - y)
    assert (other.rho.value, other.rho.lower) == pytest.approx((one.rho.value, one.rho.lower))
    assert other.area.value == pytest.approx(one.area.value)
    assert turned.area.value == pytest.approx(1 - one.area.value)
    assert (turned.r.lower, turned.r.upper) == pytest.approx((-one.r.upper, -one.r.lower))


def test_few_clusters_have_no_interval():
    random = np.random.default_rng(2)
    x, y = random.normal(size=(2, 90))
    found = association(x, y > 0, clusters=np.arange(90) % 9)
    assert found.clusters == 9
    assert [caution.code for caution in found.cautions] == ["few_clusters"]
    assert np.isnan([found.r.lower, found.rho.upper, found.area.lower]).all()
    assert np.isfinite([found.r.value, found.rho.value, found.area.value]).all()


def test_people_without_a_value_or_a_cluster_are_left_out():
    x, y = [1.0, 2, 3, 4, 5, np.nan], [2, 1, 4, 3, np.nan, 5]
    found = association(x, y)
    assert (found.n, found.dropped) == (4, 2)
    clusters = [-1, *range(12)]
    assert association([9, *range(12)], [0, *range(12, 0, -1)], clusters=clusters).dropped == 1


def test_a_perfect_relation_is_its_own_interval():
    found = association([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])
    assert (found.r.lower, found.rho.lower, found.rho.upper) == pytest.approx((1, 1, 1))


@pytest.mark.parametrize(
    ("score", "other", "code"),
    [
        ([1, 2, 3], [1, 2, 3], "few_persons"),
        ([1, 2, 3, 4], [7, 7, 7, 7], "constant_score"),
        ([5, 5, 5, 5, np.nan], [1, 2, 3, 4, 5], "constant_score"),
        ([1, 2, 3, 4, 5], [0, 0, 0, 0, 1], "small_group"),
    ],
)
def test_refuses_with_the_cause(score, other, code):
    with pytest.raises(StatisticError) as refusal:
        association(score, other)
    assert refusal.value.code == code
