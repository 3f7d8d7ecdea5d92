import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.omega import omega_of
from psychometrics.ordinal import categorical_omega, ordinal_alpha, ordinal_omega
from psychometrics.polychoric import polychoric
from psychometrics.summaries.tables import PairTables
from tests.psychometrics.covariances import congeneric, parallel


def test_alpha_and_omega_by_hand():
    assert ordinal_alpha(parallel(3, 0.5)).value == pytest.approx(3 * 0.5 / 2)
    loadings = np.array([0.5, 0.6, 0.7])
    assert ordinal_omega(congeneric([0.5, 0.6, 0.7])).value == pytest.approx(
        omega_of(loadings, 1 - loadings**2), abs=1e-8
    )


def test_keying_of_a_matrix_that_was_not_keyed():
    turned = np.array([1, -1, 1, 1])
    R = congeneric([0.7, 0.6, 0.5, 0.6]) * np.outer(turned, turned)
    keyed = ordinal_alpha(congeneric([0.7, 0.6, 0.5, 0.6])).value
    assert ordinal_alpha(R, keying="absolute").value == pytest.approx(keyed)
    by_component = ordinal_alpha(R, keying="first_component")
    assert by_component.value == pytest.approx(keyed)
    assert by_component.signs.tolist() == [1, -1, 1, 1]
    given_so = ordinal_alpha(R, names=list("abcd"))
    assert given_so.value < keyed
    assert [(c.code, c.where) for c in given_so.cautions] == [("negative_item_rest", "item b")]
    omega = ordinal_omega(R, names=list("abcd"))
    assert omega.value == pytest.approx(ordinal_omega(congeneric([0.7, 0.6, 0.5, 0.6])).value, abs=1e-8)
    assert [c.where for c in omega.cautions] == ["item b"]


def test_one_threshold_in_the_middle_has_a_closed_form():
    """Two halves at the median agree by arcsin(rho) / (2 pi): Sheppard (1899)."""
    loadings = np.array([0.6, 0.7, 0.8])
    R = congeneric([0.6, 0.7, 0.8])
    true = np.arcsin(np.outer(loadings, loadings)).sum() / (2 * np.pi)
    whole = np.arcsin(R).sum() / (2 * np.pi)
    assert categorical_omega(loadings, [[0.0]] * 3, R) == pytest.approx(true / whole, abs=1e-12)


def test_agrees_with_a_large_sample_of_scores():
    """The squared correlation of a sum with a parallel sum of the same persons, drawn from the model."""
    generator = np.random.default_rng(3)
    loadings, cuts = np.array([0.7, 0.8, 0.6, 0.75]), [[-1, 0, 1.2], [-0.5, 0.5], [0.2], [-2, -1, 0, 1]]
    factor = generator.normal(size=(200_000, 1))

    def score():
        latent = factor * loadings + generator.normal(size=(200_000, 4)) * np.sqrt(1 - loadings**2)
        return sum(np.searchsorted(cuts[item], latent[:, item]) for item in range(4))

    drawn = np.corrcoef(score(), score())[0, 1]
    assert categorical_omega(loadings, cuts, congeneric(loadings)) == pytest.approx(drawn, abs=0.005)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_fine_options_approach_the_latent_reliability(seed):
    loadings = np.random.default_rng(seed).uniform(0.4, 0.9, 4)
    cuts = [np.linspace(-4, 4, 60)] * 4
    fine = categorical_omega(loadings, cuts, congeneric(loadings))
    assert fine == pytest.approx(omega_of(loadings, 1 - loadings**2), abs=5e-3)
    order = [2, 0, 3, 1]
    coarse = [[-1, 0], [0.3], [-0.2, 1], [0, 1, 2]]
    plain = categorical_omega(loadings, coarse, congeneric(loadings))
    moved = categorical_omega(loadings[order], [coarse[item] for item in order], congeneric(loadings[order]))
    assert moved == pytest.approx(plain, abs=1e-12)
    assert plain < fine


def test_an_option_that_nobody_chose_counts_as_a_step_that_nobody_stops_on() -> None:
    """Our own thresholds: equal around an option in the middle, infinite beyond one at an end."""
    loadings = np.array([0.7, 0.6, 0.8])
    R = congeneric(loadings)
    whole = [[-1.0, 0.2, 0.2, 1.1], [-0.5, 0.0, 0.5, 1.0], [-0.8, 0.1, 0.7, 1.2]]
    near = [[-1.0, 0.2, 0.2 + 1e-9, 1.1], *whole[1:]]
    assert categorical_omega(loadings, whole, R) == pytest.approx(
        categorical_omega(loadings, near, R), abs=1e-8
    )
    ends = [[-np.inf, -1.0, 0.3, np.inf], *whole[1:]]
    without = [[-1.0, 0.3], *whole[1:]]
    assert categorical_omega(loadings, ends, R) == categorical_omega(loadings, without, R)
    generator = np.random.default_rng(3)
    latent = generator.standard_normal((400, 1)) + generator.standard_normal((400, 3))
    answers = (latent > 0).astype(np.uint8) * 2
    found = polychoric(PairTables.of(answers, [4] * 3))
    assert np.isinf(found.thresholds[0]).any()
    assert (np.diff(found.thresholds[0][:2]) == 0).all()
    assert 0 < categorical_omega(loadings, found.thresholds, R) < 1


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: ordinal_alpha([[1.0]]), "few_items"),
        (lambda: ordinal_omega(parallel(2, 0.5)), "few_items"),
        (lambda: categorical_omega([0.5], [[0], [0]], parallel(2, 0.5)), "shape"),
        (lambda: categorical_omega([0.5, 1.0], [[0], [0]], parallel(2, 0.5)), "heywood"),
        (lambda: categorical_omega([0.5, 0.5], [[0], [1, 0]], parallel(2, 0.5)), "thresholds"),
        (lambda: categorical_omega([0.5, 0.5], [[0], []], parallel(2, 0.5)), "thresholds"),
    ],
)
def test_refuses_with_the_cause(call, code):
    with pytest.raises(StatisticError) as refusal:
        call()
    assert refusal.value.code == code
