import numpy as np
import pytest

from psychometrics.bootstrap import basic_interval, bootstrap_covariances, bootstrap_interval
from psychometrics.contract import StatisticError
from tests.psychometrics.reference_scales import scale


def alpha(S: np.ndarray) -> float:
    k = len(S)
    return k / (k - 1) * (1 - float(np.trace(S) / S.sum()))


def test_every_draw_is_a_covariance_of_resampled_persons():
    """Many draws average to (n - 1) / n of the sample's covariance, and each is that of whole persons."""
    values = scale("science", "att")[:50]
    draws = np.concatenate([block for _, block in bootstrap_covariances(values, draws=4000)])
    assert draws.shape == (4000, 4, 4)
    assert draws.mean(axis=0) == pytest.approx(np.cov(values.T) * 49 / 50, abs=0.01)
    assert np.linalg.eigvalsh(draws).min() > 0


def test_patterns_with_counts_are_the_same_persons():
    values = scale("science", "att")
    patterns, counts = np.unique(values, axis=0, return_counts=True)
    whole, short = bootstrap_interval(alpha, values), bootstrap_interval(alpha, patterns, counts=counts)
    assert short.value == pytest.approx(whole.value)
    assert short.n == whole.n == len(values)
    assert short.lower == pytest.approx(whole.lower, abs=0.02)
    assert short.upper == pytest.approx(whole.upper, abs=0.02)


def test_the_seed_repeats_the_draws():
    values = scale("science", "att")
    one, again = (bootstrap_interval(alpha, values, draws=50, seed=4) for _ in range(2))
    assert one == again
    assert bootstrap_interval(alpha, values, draws=50, seed=5).lower != one.lower


def test_chunks_do_not_change_how_many_draws_come():
    starts = [start for start, _ in bootstrap_covariances(np.random.default_rng(1).normal(size=(9000, 2)))]
    assert starts[0] == 0
    assert len(starts) > 1


def test_a_missing_answer_leaves_the_person_out():
    values = scale("science", "att")
    holed = np.vstack([values, np.full((2, 4), np.nan)])
    assert bootstrap_interval(alpha, holed, draws=20) == bootstrap_interval(alpha, values, draws=20)


def test_draws_without_a_value_are_counted():
    def sometimes(S: np.ndarray) -> float:
        if S[0, 0] < 1:
            raise StatisticError("small", "the variance is small", "wait")
        return float(S[0, 0])

    values = np.random.default_rng(6).normal(size=(200, 2)) * 1.08
    found = bootstrap_interval(sometimes, values)
    assert 0 < found.failed < 500
    assert found.lower >= 1
    assert [caution.code for caution in found.cautions] == ["failed_draws"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: bootstrap_interval(alpha, [[1, 2], [2, 3]]), "few_persons"),
        (lambda: bootstrap_interval(alpha, [[1, 2]] * 3, counts=[1, 2]), "shape"),
        (lambda: bootstrap_interval(alpha, [[1, 2], [2, 1], [3, 4]], counts=[1, 1, -1]), "shape"),
        (lambda: bootstrap_interval(lambda S: np.nan, [[1, 2], [2, 1], [3, 4]]), "few_draws"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code


def test_the_basic_interval_turns_the_percentile_one_about_the_value():
    values = np.random.default_rng(5).normal(size=(60, 4)) + np.random.default_rng(6).normal(size=(60, 1))
    found = bootstrap_interval(alpha, values, draws=200)
    basic = basic_interval(found, found.value)
    assert basic.lower == pytest.approx(2 * found.value - found.upper)
    assert basic.upper == pytest.approx(min(1.0, 2 * found.value - found.lower))
    assert basic_interval(found, 0.99).upper == 1.0
