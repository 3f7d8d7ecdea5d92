"""Maximum likelihood of models with latent variables finds what lavaan finds, and refuses what it should."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent.fit_indices import indices
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.fitting import fitted
from psychometrics.latent.implied import ModelLayout, half
from psychometrics.latent.likelihood import NormalLikelihood
from psychometrics.latent.sample import GroupSample
from psychometrics.latent.specification import Defaults, Term, model_of
from psychometrics.latent.structures import bifactor, correlated, one_factor, second_order
from tests import reference
from tests.psychometrics.latent import material


def assert_estimates_agree(found: Fitted, name: str, id: str) -> None:
    columns = reference.value(name, id)["columns"]
    ours = {
        (one.parameter.lhs, one.parameter.op, one.parameter.rhs, one.parameter.group): one
        for one in found.estimates()
    }
    groups = columns.get("group") or [1] * len(columns["lhs"])
    keys = list(zip(columns["lhs"], columns["op"], columns["rhs"], groups, strict=True))
    chosen = [ours[lhs, op, rhs, int(group) - 1] for lhs, op, rhs, group in keys]
    assert np.allclose([one.value for one in chosen], columns["est"], atol=2e-4)
    assert np.allclose([one.error or 0.0 for one in chosen], columns["se"], atol=2e-4)


@pytest.mark.parametrize("name", ["hs1939", "bfi", "lq2002"])
def test_estimates_errors_and_fit_are_lavaans(name: str) -> None:
    found = material.confirmed(name)
    assert_estimates_agree(found, name, "cfa.ml.estimates")
    expected = reference.value(name, "cfa.ml.fit")
    named = indices(found.test, found.baseline, found.people).named()
    for key, ours in named.items():
        assert ours == pytest.approx(expected[key], abs=5e-5, rel=1e-5), key


@pytest.mark.parametrize(("what", "df"), [("second_order", 24), ("bifactor", 18)])
def test_higher_structures_fit_as_lavaans(what: str, df: int) -> None:
    found = material.higher(what)
    expected = reference.value("hs1939", f"higher.{what}.fit")
    assert (found.test.df, found.test.chisq) == (df, pytest.approx(expected["chisq"], abs=1e-5))


@pytest.mark.parametrize("step", material.STEPS)
def test_two_groups_with_equal_parameters_fit_as_lavaans(step: str) -> None:
    found = material.in_groups("hs1939", step)
    expected = reference.value("hs1939", f"inv_school.{step}.fit")
    assert (found.model.free, found.test.df) == (expected["npar"], expected["df"])
    assert found.test.chisq == pytest.approx(expected["chisq"], abs=1e-5)
    assert found.loglik == pytest.approx(expected["logl"], abs=1e-5)
    if step in ("configural", "scalar"):
        assert_estimates_agree(found, "hs1939", f"inv_school.{step}.estimates")


def test_a_growth_curve_with_predictors_is_lavaans() -> None:
    found = material.growth()
    assert_estimates_agree(found, "change", "lgrowth.estimates")
    expected = reference.value("change", "lgrowth.fit")
    assert (found.model.free, found.test.df) == (expected["npar"], expected["df"])
    assert found.loglik == pytest.approx(expected["logl"], abs=1e-5)
    assert found.baseline.chisq == pytest.approx(expected["baseline.chisq"], abs=1e-5)


def test_a_unit_by_variance_fits_as_one_by_marker() -> None:
    by_variance = material.subscale_model("hs1939", Defaults(scale="variance"))
    sample = material.confirmed("hs1939").samples
    assert fitted(by_variance, sample).test.chisq == pytest.approx(material.confirmed("hs1939").test.chisq)


def test_gradient_slopes_and_information_are_those_of_finite_differences() -> None:
    found = material.in_groups("hs1939", "scalar")
    objective, layout = NormalLikelihood(found.model, found.samples), ModelLayout(found.model)
    free = found.free * 1.03
    step = 1e-5 * np.eye(len(free))
    numeric = [(objective.value(free + one) - objective.value(free - one)) / 2e-5 for one in step]
    assert np.allclose(objective.gradient(free), numeric, atol=1e-7)
    hessian = [(objective.gradient(free + one) - objective.gradient(free - one)) / 4e-5 for one in step]
    assert np.allclose(objective.curvature(free), hessian, atol=1e-6)
    moved = layout.slopes(layout.matrices(free, 1), 1)
    by_difference = [
        (half(layout.matrices(free + one, 1).covariance) - half(layout.matrices(free - one, 1).covariance))
        / 2e-5
        for one in step[moved.own]
    ]
    assert np.allclose(moved.of_covariances().T, by_difference, atol=1e-7)


def test_expected_information_is_the_observed_where_the_model_holds() -> None:
    model = material.subscale_model("hs1939", Defaults(means=True))
    found = fitted(model, [material.sample_of_values(material.answers("hs1939", model.items))])
    matrices = found.matrices()
    exact = [GroupSample(301, matrices.mean, matrices.covariance)]
    objective = NormalLikelihood(found.model, exact)
    assert np.allclose(objective.information(found.free), objective.curvature(found.free), atol=1e-10)


def independent(items: int, people: int = 200) -> GroupSample:
    return GroupSample(people, np.zeros(items), np.eye(items) * 0.6 + 0.4)


@pytest.mark.parametrize(
    ("model", "code", "named"),
    [
        (one_factor(["a", "b"]), "negative_df", "4 numbers from 3"),
        (
            correlated({"f": ["a", "b"], "g": ["c", "d"]}, Defaults(orthogonal=True)),
            "under_identified",
            "f =~ b",
        ),
        (bifactor({"f": ["a", "b"], "g": ["c", "d"]}), "negative_df", "12 numbers from 10"),
        (
            model_of([Term("f", "=~", item, free=True) for item in "abcd"]),
            "under_identified",
            "f ~~ f",
        ),
    ],
)
def test_what_cannot_be_identified_is_named(model, code: str, named: str) -> None:
    with pytest.raises(StatisticError) as refusal:
        fitted(model, [independent(len(model.items))])
    assert refusal.value.code == code
    assert named in refusal.value.cause


def test_factors_whose_items_do_not_correlate_between_are_told_apart_from_models_that_never_work() -> None:
    """Two items a factor are enough only where the factors correlate: here they do not."""
    covariance = np.kron(np.eye(2), np.full((2, 2), 0.5)) + 0.5 * np.eye(4)
    with pytest.raises(StatisticError) as refusal:
        fitted(correlated({"f": ["a", "b"], "g": ["c", "d"]}), [GroupSample(200, np.zeros(4), covariance)])
    assert refusal.value.code in {"empirically_under_identified", "not_converged"}


def test_a_negative_variance_and_a_correlation_beyond_one_are_cautioned() -> None:
    codes = {(caution.code, caution.where) for caution in material.higher("bifactor").cautions}
    assert codes == {("negative_variance", "x1")}
    loadings = np.array([0.7, 0.7, 0.7, 0.7])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    covariance[:2, 2:] *= 1.15
    covariance[2:, :2] *= 1.15
    found = fitted(
        correlated({"f": ["a", "b"], "g": ["c", "d"]}), [GroupSample(400, np.zeros(4), covariance)]
    )
    assert [caution.code for caution in found.cautions] == ["correlation_beyond_one"]


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        (GroupSample(3, np.zeros(4), np.eye(4)), "few_persons"),
        (GroupSample(90, np.zeros(4), np.diag([1.0, 1.0, 0.0, 1.0])), "constant_item"),
        (GroupSample(90, np.zeros(4), np.ones((4, 4)) + np.diag([0.0, 0.0, 1.0, 1.0])), "singular"),
        (GroupSample(90, np.zeros(5), np.eye(5)), "wrong_items"),
    ],
)
def test_samples_that_cannot_be_used_are_refused_by_name(sample: GroupSample, code: str) -> None:
    with pytest.raises(StatisticError) as refusal:
        fitted(one_factor(["a", "b", "c", "d"]), [sample])
    assert refusal.value.code == code


def test_few_people_for_the_model_are_cautioned() -> None:
    found = fitted(one_factor(["a", "b", "c", "d"]), [independent(4, people=30)])
    assert [caution.code for caution in found.cautions] == ["few_persons_for_model"]


def test_a_second_order_factor_of_two_is_refused_before_anything_is_fitted() -> None:
    with pytest.raises(StatisticError, match="three subscales"):
        second_order({"f": ["a", "b", "c"], "g": ["d", "e", "f"]})
