"""Indexes of careless responding: by hand, gaps, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.quality import (
    duplicates,
    even_odd,
    intra_individual_variability,
    item_pairs,
    longstring,
    mahalanobis,
    pair_consistency,
    person_total,
    sample_of,
    seconds_per_item,
    within_person_correlation,
)

N = np.nan


def test_longstring_by_hand():
    longest, average = longstring([[1, 1, 1, 2, 2], [1, 2, 1, 2, 1], [3, N, 3, 3, N], [N] * 5])
    assert list(longest) == [3, 1, 2, 0]
    np.testing.assert_allclose(average, [2.5, 1, 1.5, N])


def test_a_gap_does_not_join_two_runs():
    assert longstring([[4, 4, N, 4, 4, 4]])[0][0] == 3


def test_irv_by_hand_and_with_gaps():
    answers = [[1, 3, 1, 3], [2, 2, 2, 2], [1, N, 3, N], [N, N, N, 4]]
    np.testing.assert_allclose(intra_individual_variability(answers), [np.sqrt(4 / 3), 0, np.sqrt(2), N])
    halves = intra_individual_variability([[1, 1, 1, 5]], parts=2)
    np.testing.assert_allclose(halves, [[0, np.sqrt(8)]])


def test_mahalanobis_over_the_items_answered():
    rng = np.random.default_rng(0)
    full = rng.normal(size=(50, 3)) @ np.array([[1, 0.5, 0], [0, 1, 0.5], [0, 0, 1]])
    sample = sample_of(full)
    gaps = full.copy()
    gaps[0, 2] = gaps[1, 0] = N
    gaps[2] = N
    distance, p = mahalanobis(gaps, sample)
    away, inverse = full[0, :2] - sample.mean[:2], np.linalg.inv(sample.covariance[:2, :2])
    assert distance[0] == pytest.approx(away @ inverse @ away)
    assert p[0] == pytest.approx(np.exp(-distance[0] / 2))  # chi-square with two degrees of freedom
    assert np.isnan(distance[2])
    assert np.isnan(p[2])
    whole, _ = mahalanobis(full, sample)
    np.testing.assert_allclose(distance[3:], whole[3:])


def test_a_sample_with_gaps_has_pairwise_moments():
    rng = np.random.default_rng(4)
    answers = rng.normal(size=(40, 3))
    answers[rng.random((40, 3)) < 0.3] = N
    sample = sample_of(answers)
    for i in range(3):
        for j in range(3):
            both = answers[np.isfinite(answers[:, i]) & np.isfinite(answers[:, j])]
            assert sample.covariance[i, j] == pytest.approx(np.cov(both[:, i], both[:, j])[0, 1])
    np.testing.assert_allclose(sample.mean, np.nanmean(answers, axis=0))


def test_even_odd_of_a_consistent_and_an_inconsistent_person():
    scales = [[0, 1], [2, 3], [4, 5]]
    got = even_odd([[1, 1, 3, 3, 5, 5], [1, 5, 3, 3, 5, 1], [2, 2, 2, 2, 2, 2], [1, 1, N, 3, 5, 5]], scales)
    np.testing.assert_allclose(got, [1, -1, N, N])


def test_antonyms_are_found_and_scored():
    rng = np.random.default_rng(2)
    trait = rng.normal(size=(200, 3))
    answers = np.column_stack([trait, -trait + 0.1 * rng.normal(size=(200, 3))])
    pairs = item_pairs(sample_of(answers).correlation, 0.6, antonyms=True)
    assert sorted(map(sorted, pairs.tolist())) == [[0, 3], [1, 4], [2, 5]]
    careless = np.vstack([answers, [[1, 2, 3, 1, 2, 3]]])
    assert pair_consistency(careless, pairs)[-1] == pytest.approx(1)
    assert np.median(pair_consistency(answers, pairs)) < -0.9


@pytest.mark.parametrize("gaps", [0.0, 0.05, 0.7])
@pytest.mark.parametrize("options", [[1, 2, 3, 4, 5], [0.1, 0.2, 0.3], [1000.1, 1000.2, 1000.4]], ids=str)
def test_consistency_over_pairs_is_the_correlation_over_their_answers(
    options: list[float], gaps: float
) -> None:
    rng = np.random.default_rng(11)
    answers = rng.choice(options, (9000, 12)).astype(float)
    answers[rng.random(answers.shape) < gaps] = np.nan
    answers[:50], answers[50:100, :6], answers[100:120] = options[0], options[1], np.nan
    pairs = np.array([(second, first) for first in range(6) for second in range(first + 1, 12)])
    for some in (pairs, pairs[:3], pairs[:2], pairs[:0]):
        found = pair_consistency(answers, some)
        expected = within_person_correlation(answers[:, some[:, 0]], answers[:, some[:, 1]])
        np.testing.assert_allclose(found, expected, atol=1e-12)  # NaN for the same people
    assert np.isnan(pair_consistency(answers, pairs)[:120]).all()


def test_person_total_leaves_the_person_out_of_everybody():
    answers = np.array([[1.0, 2, 4], [2, 3, 5], [5, 3, 1], [1, N, 3]])
    got = person_total(answers, sample_of(answers))
    for person in range(3):
        others = np.delete(answers, person, axis=0)
        assert got[person] == pytest.approx(np.corrcoef(answers[person], np.nanmean(others, axis=0))[0, 1])
    assert np.isnan(got[3])
    assert got[2] < 0


def test_seconds_per_item():
    np.testing.assert_allclose(
        seconds_per_item([10, 10, 10, N], [[1, 2], [1, N], [N, N], [1, 1]]), [5, 10, N, N]
    )


def test_duplicates():
    answers = [[1, 2, 3], [1, 2, 3], [3, 2, 1], [2, 2, 2], [2, 2, 2], [1, 2, N], [1, 2, N], [1, 2, 3]]
    assert list(duplicates(answers)) == [2, 2, 0, 0, 0, 0, 0, 2]
    assert list(duplicates([[N, 1]])) == [0]


RNG = np.random.default_rng(9)


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        (np.column_stack([RNG.normal(size=9), np.full(9, 2.0)]), "item 2 has the same answer"),
        (np.repeat(RNG.normal(size=(9, 1)), 2, axis=1), "nearest pair is"),
        (RNG.normal(size=(3, 5)), "3 people answered 5 items"),
        (np.array([[1, N], [2, N], [N, 1], [N, 2.0]]), "nobody answered both item 1 and item 2"),
    ],
)
def test_a_singular_covariance_is_refused_with_its_cause(answers, names):
    with pytest.raises(StatisticError, match=names) as refused:
        mahalanobis(answers, sample_of(answers))
    assert refused.value.code == "singular"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: even_odd([[1, 2, 3, 4]], [[0, 1], [2, 3]]), "few_scales"),
        (lambda: intra_individual_variability([[1, 2]], parts=3), "parts"),
        (lambda: seconds_per_item([1, 2], [[1, 2]]), "shape"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(call, code):
    with pytest.raises(StatisticError) as refused:
        call()
    assert refused.value.code == code


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(-3, 3))
def test_people_are_judged_one_by_one_and_a_constant_changes_nothing(seed, constant):
    rng = np.random.default_rng(seed)
    answers = rng.integers(1, 6, (30, 9)).astype(float)
    answers[rng.random(answers.shape) < 0.1] = N
    sample, moved = sample_of(answers), sample_of(answers + constant)
    order = rng.permutation(30)
    for index in (
        lambda x, s: longstring(x)[0],
        lambda x, s: longstring(x)[1],
        lambda x, s: intra_individual_variability(x),
        lambda x, s: even_odd(x, [[0, 1, 2], [3, 4, 5], [6, 7, 8]]),
        person_total,
    ):
        plain = index(answers, sample)
        np.testing.assert_allclose(index(answers[order], sample), plain[order], atol=1e-9)
        np.testing.assert_allclose(index(answers + constant, moved), plain, atol=1e-9)
