"""Every answer given counts: the same as complete answers where none is missing, and lavaan's where some are."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent.fitting import fitted
from psychometrics.latent.full_information import fitted_to_all_answers
from psychometrics.latent.incomplete import IncompleteLikelihood, incomplete_sample
from psychometrics.latent.sample import sample_of_values
from psychometrics.latent.specification import Defaults, with_means
from psychometrics.latent.structures import one_factor
from psychometrics.summaries.patterns import Patterns
from tests.psychometrics.latent import material


def test_slopes_and_curvature_are_those_of_finite_differences() -> None:
    found = material.of_all_answers("hs1939")
    objective = IncompleteLikelihood(found.model, [material.incomplete("hs1939")])
    free, step = found.free * 1.03, 1e-5 * np.eye(len(found.free))
    slopes = [(objective.value(free + one) - objective.value(free - one)) / 2e-5 for one in step]
    assert np.allclose(objective.gradient(free), slopes, atol=1e-7)
    hessian = [(objective.gradient(free + one) - objective.gradient(free - one)) / 4e-5 for one in step]
    assert np.allclose(objective.curvature(free), hessian, atol=1e-7)


def test_without_a_missing_answer_it_is_maximum_likelihood_of_the_means_and_covariances() -> None:
    model = material.subscale_model("hs1939")
    values = material.answers("hs1939", model.items)
    all_answers = fitted_to_all_answers(model, [incomplete_sample(Patterns.of_values(values))])
    plain = fitted(with_means(model), [sample_of_values(values)])
    assert all_answers.test.chisq == pytest.approx(plain.test.chisq, abs=1e-6)
    assert all_answers.baseline.chisq == pytest.approx(plain.baseline.chisq, abs=1e-6)
    assert all_answers.loglik == pytest.approx(plain.loglik, abs=1e-6)
    assert np.allclose(all_answers.free, plain.free, atol=1e-6)


def test_groups_may_have_other_gaps_and_share_loadings() -> None:
    model = material.subscale_model("hs1939", Defaults(means=True, groups=2, equal=("loadings",)))
    values = material.with_holes(material.answers("hs1939", model.items))
    halves = [
        incomplete_sample(Patterns.of_values(part), name)
        for part, name in ((values[:150], "a"), (values[150:], "b"))
    ]
    found = fitted_to_all_answers(model, halves)
    apart = sum(
        fitted_to_all_answers(material.subscale_model("hs1939"), [half]).test.chisq for half in halves
    )
    assert found.test.df == 2 * 24 + 6
    assert apart < found.test.chisq < apart + 60
    assert np.allclose(found.matrices(0).loadings, found.matrices(1).loadings)


def test_answers_missing_because_of_other_answers_leave_the_estimates_right() -> None:
    """Whoever is low on the first item skips the last: complete rows are off, all answers are not."""
    rng = np.random.default_rng(11)
    factor = rng.standard_normal(6000)
    values = np.column_stack([0.8 * factor + 0.6 * rng.standard_normal(6000) for _ in range(4)])
    values[values[:, 0] < 0, 3] = np.nan
    model = one_factor(["a", "b", "c", "d"], "f", Defaults(means=True))
    every = fitted_to_all_answers(model, [incomplete_sample(Patterns.of_values(values))])
    complete = fitted(model, [sample_of_values(values)])
    mean = every.model.find("d", "~1")
    assert mean is not None
    assert abs(every.free[mean.free - 1]) < 0.05
    assert complete.free[mean.free - 1] > 0.3


def test_an_item_that_nobody_answered_is_named() -> None:
    values = material.answers("hs1939", ["x1", "x2", "x3", "x4"])
    values[:, 2] = np.nan
    with pytest.raises(StatisticError, match="nobody answered item 3"):
        incomplete_sample(Patterns.of_values(values))
