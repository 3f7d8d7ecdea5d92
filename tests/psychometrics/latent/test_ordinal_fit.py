"""Models of ordinal items: estimates, errors and tests are lavaan's; what cannot be fitted is refused by name."""

from dataclasses import replace

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent import ordinal_fit
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.linearised import difference
from psychometrics.latent.model import with_free
from psychometrics.latent.ordinal_fit import fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import OrdinalStructure, ordinal
from psychometrics.latent.ordinal_moments import ordinal_moments
from psychometrics.latent.ordinal_score_tests import ordinal_linearised, ordinal_modification_indices
from psychometrics.latent.ordinal_solution import ordinal_reliabilities, ordinal_standardised
from psychometrics.latent.specification import Term, model_of
from psychometrics.latent.structures import bifactor, correlated, one_factor
from psychometrics.polychoric import polychoric
from tests import reference
from tests.psychometrics.factor_data import tables
from tests.psychometrics.latent.ordinal_material import confirmed_ordinal, drawn, even_cuts, sample

NAMES = ["bfi", "school-wellbeing", "lq2002"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("estimator", "id"), [("wlsmv", "cfa.wlsmv.fit"), ("ulsmv", "cfa.ulsmv.fit")])
def test_every_flavour_of_fit_is_lavaans(name, estimator, id):
    found = ordinal_measures(confirmed_ordinal(name, estimator))
    expected = reference.value(name, id)
    compared = {key: value for key, value in expected.items() if key in found}
    assert {"chisq", "chisq.scaled", "cfi.scaled", "rmsea.scaled", "srmr"} <= set(compared)
    for key, value in compared.items():
        assert found[key] == pytest.approx(value, rel=1e-5, abs=1e-5), key


@pytest.mark.parametrize("name", NAMES)
def test_estimates_and_robust_errors_are_lavaans(name):
    fit = confirmed_ordinal(name)
    columns = reference.value(name, "cfa.wlsmv.estimates")["columns"]
    ours = {(one.parameter.lhs, one.parameter.op, one.parameter.rhs): one for one in fit.estimates()}
    for lhs, op, rhs, value, error in zip(
        columns["lhs"], columns["op"], columns["rhs"], columns["est"], columns["se"], strict=True
    ):
        if (lhs, op, rhs) in ours:
            assert ours[lhs, op, rhs].value == pytest.approx(value, abs=5e-6)
            assert ours[lhs, op, rhs].error or pytest.approx(error, abs=1e-6) == 0.0
        elif op == "~~":
            left = fit.structure.residual_variances(fit.free, 0)[fit.model.items.index(lhs)]
            assert left == pytest.approx(value, abs=5e-6)
        else:
            assert (op, value) == ("~1", 0)


def test_moments_are_the_polychorics_with_the_covariance_of_their_errors():
    """Against the joint asymptotics: gamma's diagonal is n times the squared error of thresholds and correlations."""
    own, pairs = sample("lq2002"), tables("lq2002", "poly")
    assert np.allclose(own.correlation, polychoric(pairs).correlation)
    assert own.gamma.shape == (24 + 15, 24 + 15)
    share = np.cumsum(pairs.counts(0))[0] / own.n
    density = np.exp(-(own.thresholds[0] ** 2) / 2) / np.sqrt(2 * np.pi)
    assert own.gamma[0, 0] == pytest.approx(share * (1 - share) / density**2)


@pytest.mark.slow
def test_errors_of_moments_are_those_of_repeated_samples():
    loadings, cuts = np.array([0.8, 0.6, 0.4]), np.array([-1.0, 0.3, 1.2])
    every = [ordinal_moments(drawn(seed, 400, loadings, cuts), [4] * 3) for seed in range(300)]
    spread = 400 * np.cov(np.array([each.statistics for each in every]), rowvar=False)
    told = np.mean([each.gamma for each in every], axis=0)
    assert np.allclose(np.diagonal(told) / np.diagonal(spread), 1, atol=0.25)
    assert np.corrcoef(told[np.triu_indices(12, 1)], spread[np.triu_indices(12, 1)])[0, 1] > 0.95


def test_slopes_are_those_of_finite_differences():
    fit = confirmed_ordinal("bfi")
    structure = OrdinalStructure(fit.model, [fit.samples[0].owner])
    step = 1e-6 * np.eye(len(fit.free))
    numeric = [
        (structure.implied(fit.free + one, 0) - structure.implied(fit.free - one, 0)) / 2e-6 for one in step
    ]
    assert np.allclose(structure.jacobian(fit.free, 0), np.transpose(numeric), atol=1e-7)


def test_dwls_has_the_estimates_of_wlsmv_and_no_corrected_test():
    plain, corrected = confirmed_ordinal("lq2002", "dwls"), confirmed_ordinal("lq2002")
    assert np.array_equal(plain.free, corrected.free)
    assert plain.scaled is None
    assert not any("scaled" in key or "robust" in key for key in ordinal_measures(plain))


def test_a_bifactor_model_of_ordinal_items_fits_at_least_as_well_as_correlated_factors():
    own = sample("school-wellbeing")
    subscales = {"T": own.names[:7], "M": own.names[7:]}
    options = [[len(chosen) for chosen in own.options]]
    two = fit_ordinal(ordinal(correlated(subscales), options), [own])
    three = fit_ordinal(ordinal(bifactor(subscales), options), [own])
    assert (two.test.df, three.test.df) == (64, 52)
    assert three.test.chisq < two.test.chisq


def test_people_with_a_gap_are_left_out_and_counted():
    codes = drawn(1, 300, np.array([0.7, 0.7, 0.7]), even_cuts(4))
    with_gaps = codes.copy()
    with_gaps[:40, 1] = 253
    found, whole = ordinal_moments(with_gaps, [4] * 3), ordinal_moments(codes[40:], [4] * 3)
    assert (found.n, found.left_out) == (260, 40)
    assert np.array_equal(found.gamma, whole.gamma)


def test_an_option_that_nobody_chose_has_no_threshold_and_is_said():
    codes = drawn(2, 300, np.array([0.7, 0.7, 0.7]), even_cuts(4))
    moved = np.where(codes == 1, 0, codes).astype(np.uint8)
    found = ordinal_moments(moved, [4] * 3)
    assert [len(chosen) for chosen in found.options] == [3, 3, 3]
    assert np.isfinite(found.statistics).all()
    assert {caution.code for caution in found.cautions} == {"empty_category"}


def fitted_to(codes: np.ndarray, text: list[Term] | None = None):
    own = ordinal_moments(codes, [codes.max() + 1] * codes.shape[1])
    model = model_of(text) if text else one_factor(own.names)
    return fit_ordinal(ordinal(model, [[len(chosen) for chosen in own.options]]), [own])


def test_what_cannot_be_fitted_is_refused_by_name():
    codes = drawn(3, 400, np.array([0.8, 0.7, 0.6, 0.5]), even_cuts(4))
    two_of_two = [Term("f", "=~", "1"), Term("f", "=~", "2"), Term("g", "=~", "3"), Term("g", "=~", "4")]
    loose = [*two_of_two, Term("1", "~~", "2")]
    with pytest.raises(StatisticError, match="tell apart") as refused:
        fitted_to(codes, loose)
    assert refused.value.code == "under_identified"
    assert "1 ~~ 2" in str(refused.value)
    with pytest.raises(StatisticError) as refused:
        fitted_to(codes[:, :2])
    assert refused.value.code in ("negative_df", "under_identified")
    with pytest.raises(StatisticError) as refused:
        fitted_to(codes[:1])
    assert refused.value.code == "few_persons"
    own = ordinal_moments(codes, [4] * 4)
    with pytest.raises(StatisticError) as refused:
        fit_ordinal(ordinal(one_factor(own.names), [[5] * 4]), [own])
    assert refused.value.code == "shape"


def test_a_heywood_case_is_told_with_the_item():
    codes = drawn(4, 60, np.array([0.95, 0.9, 0.2]), even_cuts(5))
    codes[:, 1] = np.where(np.arange(60) % 9 > 0, codes[:, 0], codes[:, 1])
    cautions = {caution.code: caution for caution in fitted_to(codes).cautions}
    assert "negative_variance" in cautions
    assert cautions["negative_variance"].where in ("1", "2")
    assert "few_persons_for_model" in cautions


def test_correlations_that_contradict_each_other_have_no_robust_fit():
    random = np.random.default_rng(0)
    codes = drawn(5, 30, np.full(8, 0.9), even_cuts(3))
    codes[:, 7] = 2 - codes[:, 0]
    codes[:6] = random.integers(0, 3, (6, 8))
    own = ordinal_moments(codes, [3] * 8)
    assert not own.positive_definite
    assert "not_positive_definite" in {caution.code for caution in own.cautions}
    fit = fit_ordinal(ordinal(one_factor(own.names), [[3] * 8]), [own])
    assert ordinal_measures(fit)["cfi.robust"] is None


def test_people_who_answer_alike_in_a_cluster_widen_the_errors():
    """Whole classes copied: errors of people taken for independent are too small by the root of the copies."""
    once = drawn(6, 400, np.array([0.8, 0.7, 0.6]), even_cuts(4))
    codes, classes = np.repeat(once, 9, axis=0), np.repeat(np.arange(400), 9)
    alone, told = ordinal_moments(once, [4] * 3), ordinal_moments(codes, [4] * 3, clusters=classes)
    assert np.allclose(told.gamma / told.n, alone.gamma / alone.n * 400 / 399)
    with pytest.raises(StatisticError) as refused:
        ordinal_moments(codes[:45], [4] * 3, clusters=classes[:45])
    assert refused.value.code == "few_clusters"


def test_reliabilities_are_those_of_semtools():
    """Of the observed sum after Green and Yang, and of the responses behind the items."""
    found = {one.factor: one for one in ordinal_reliabilities(confirmed_ordinal("school-wellbeing"))}
    for factor, one in found.items():
        observed = reference.value("school-wellbeing", "cfa.wlsmv.rel_omega_cat")[factor]
        behind = reference.value("school-wellbeing", "cfa.wlsmv.rel_latent_response")[factor]
        assert (one.sum, one.responses) == (
            pytest.approx(observed, abs=1e-6),
            pytest.approx(behind, abs=1e-6),
        )


def test_standard_errors_of_the_solution_are_those_of_finite_differences():
    fit = confirmed_ordinal("lq2002")
    named = ordinal_standardised(fit)
    place = next(at for at, one in enumerate(named) if one.parameter.rhs == "LEAD03")
    step = 1e-6 * np.eye(len(fit.free))
    slope = [
        (
            ordinal_standardised(replace(fit, free=fit.free + one))[place].value
            - ordinal_standardised(replace(fit, free=fit.free - one))[place].value
        )
        / 2e-6
        for one in step
    ]
    assert named[place].error == pytest.approx(np.sqrt(slope @ fit.vcov @ slope), rel=1e-6)


def test_a_modification_index_is_about_what_freeing_the_parameter_gains():
    """The largest five of bfi, each against the corrected difference to the model with it free."""
    fit = confirmed_ordinal("bfi")
    for test in ordinal_modification_indices(fit)[:5]:
        freed = fit_ordinal(with_free(fit.model, test.parameter), fit.samples)
        plain = ChiSquare(fit.test.chisq - freed.test.chisq, 1)
        gain = difference(plain, ordinal_linearised(freed), fit.slopes)
        assert test.fall == pytest.approx(gain.chisq, rel=0.25)
        own = freed.model.find(test.parameter.lhs, test.parameter.op, test.parameter.rhs)
        assert test.change == pytest.approx(freed.free[own.free - 1], rel=0.35)


def test_a_search_that_does_not_end_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(ordinal_fit, "STEPS", 1)
    with pytest.raises(StatisticError) as refused:
        fitted_to(drawn(7, 300, np.array([0.8, 0.7, 0.6, 0.5]), even_cuts(4)))
    assert refused.value.code == "not_converged"
