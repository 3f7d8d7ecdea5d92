import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.measurement_error import (
    binomial_errors,
    conditional_errors,
    keats_errors,
    measurement_error,
    standard_error_of_measurement,
)
from tests.psychometrics.covariances import parallel


def answers(seed: int, persons: int = 60, items: int = 6, options: int = 5) -> np.ndarray:
    generator = np.random.default_rng(seed)
    level = generator.normal(size=(persons, 1))
    return np.clip(np.round(level + generator.normal(size=(persons, items)) + 2), 0, options - 1)


def test_the_standard_error_every_textbook_has():
    # an intelligence test: SD 15, reliability .91
    assert standard_error_of_measurement(15, 0.91) == pytest.approx(4.5)


def test_sum_and_mean_score():
    found = measurement_error(parallel(4, 0.5) * 4, 0.8)  # variance of the sum: 4 * (4 + 12 * .5) = 40
    assert found.sd == pytest.approx(np.sqrt(40))
    assert found.standard_error == pytest.approx(np.sqrt(40 * 0.2))
    assert found.mean_score_standard_error == pytest.approx(np.sqrt(40 * 0.2) / 4)
    assert found.smallest_detectable_change == pytest.approx(1.96 * np.sqrt(2 * 40 * 0.2))


def test_lords_errors_by_hand():
    found = binomial_errors(10)
    assert found.standard_errors[5] == pytest.approx(np.sqrt(25 / 9))
    assert (found.standard_errors[[0, 10]] == 0).all()
    assert found.standard_errors == pytest.approx(found.standard_errors[::-1])


def test_keats_errors_average_to_kr20():
    x = (answers(3, persons=400) > [0, 1, 1, 2, 2, 3]).astype(float)
    S, n, s = np.cov(x.T), len(x), x.sum(axis=1)
    errors = keats_errors(S, s.mean()).standard_errors[s.astype(int)]
    alpha = 6 / 5 * (1 - np.trace(S) / S.sum())
    lord = binomial_errors(6).standard_errors[s.astype(int)]
    assert np.mean(errors**2) == pytest.approx(S.sum() * (1 - alpha), rel=2 / n)
    assert np.mean(lord**2) > np.mean(errors**2)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_dichotomous_items_have_lords_errors(seed):
    x = (answers(seed) > 2).astype(float)
    found = conditional_errors(x)
    assert found.absolute == pytest.approx(binomial_errors(6).standard_errors[found.scores.astype(int)])
    assert found.persons.sum() == len(x)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-5, 5))
def test_relative_errors_average_to_alpha(seed, shift):
    x = answers(seed)
    S = np.cov(x.T)
    alpha = 6 / 5 * (1 - np.trace(S) / S.sum())
    found = conditional_errors(x)
    assert found.overall_relative**2 == pytest.approx(S.sum() * (1 - alpha) * 59 / 60)
    assert found.overall_absolute >= found.overall_relative
    moved = conditional_errors(x + np.arange(6) * shift)  # harder or easier items change no relative error
    assert moved.overall_relative == pytest.approx(found.overall_relative)


def test_persons_with_a_missing_answer_are_left_out():
    x = answers(1)
    holed = np.vstack([x, np.full((3, 6), np.nan)])
    holed[-1, :5] = 2
    assert conditional_errors(holed).complete == 60
    assert conditional_errors(holed).overall_absolute == conditional_errors(x).overall_absolute


def test_a_negative_reliability_is_said():
    found = measurement_error(parallel(3, 0.1), -0.4)
    assert found.standard_error == found.sd
    assert [caution.code for caution in found.cautions] == ["negative_reliability"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: standard_error_of_measurement(1, 1.2), "reliability"),
        (lambda: standard_error_of_measurement(1, np.nan), "reliability"),
        (lambda: binomial_errors(1), "few_items"),
        (lambda: keats_errors(parallel(3, 0.9), 9.0), "not_dichotomous"),
        (lambda: conditional_errors(np.ones((5, 1))), "few_items"),
        (lambda: conditional_errors([[1, 2], [np.nan, 1]]), "few_persons"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code
