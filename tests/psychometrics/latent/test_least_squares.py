"""Least squares of covariances: lavaan's numbers, and maximum likelihood's where the model holds."""

import numpy as np
import pytest

from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitting import fitted
from psychometrics.latent.sample import GroupSample
from tests.psychometrics.latent import material

LAVAAN = {
    "uls": {
        "fmin": 0.1197644844,
        "chisq": 72.09821963,
        "baseline.chisq": 1880.151546,
        "cfi": 0.9739185103,
        "tli": 0.9608777654,
        "rmsea": 0.0817331529,
        "rmsea.ci.lower": 0.06045556728,
        "rmsea.ci.upper": 0.1037555488,
        "srmr": 0.05942543903,
        "chisq.scaled": 90.59974145,
        "chisq.scaling.factor": 0.7957883596,
        "baseline.chisq.scaled": 1001.526806,
        "cfi.scaled": 0.9310223797,
        "rmsea.scaled": 0.09617673363,
        "cfi.robust": 0.970760125,
    },
    "gls": {
        "fmin": 0.12868890929,
        "chisq": 77.47072339,
        "baseline.chisq": 277.9911878,
        "cfi": 0.77903855144,
        "rmsea": 0.08617708141,
        "srmr": 0.08754528366,
    },
}
"""lavaan 0.6-14: `fitMeasures(cfa(model, HolzingerSwineford1939, estimator = "ULSM"))`, and "GLS"."""
LOADINGS = {
    "uls": ([0.500684968, 0.629146291], [0.102813097, 0.110674258]),
    "gls": ([0.481126681, 0.702248582], None),
}


@pytest.mark.parametrize("estimator", LAVAAN)
def test_estimates_errors_and_fit_are_lavaans(estimator: str) -> None:
    found = material.confirmed("hs1939", estimator)
    named = fit_measures(found).named()
    for name, expected in LAVAAN[estimator].items():
        assert named[name] == pytest.approx(expected, rel=1e-6), name
    loadings, errors = LOADINGS[estimator]
    assert np.allclose(found.free[:2], loadings, atol=1e-6)
    if errors is not None:
        assert np.allclose(found.errors()[:2], errors, atol=1e-6)


@pytest.mark.parametrize("estimator", ["uls", "gls"])
def test_where_the_model_holds_exactly_least_squares_finds_what_likelihood_finds(estimator: str) -> None:
    likelihood = material.confirmed("hs1939")
    implied = likelihood.matrices().covariance * 300 / 301
    exact = GroupSample(301, np.zeros(9), implied)
    found = fitted(material.subscale_model("hs1939"), [exact], estimator)
    assert found.test.chisq == pytest.approx(0, abs=1e-8)
    assert np.allclose(found.free, likelihood.free, atol=1e-5)


def test_generalised_errors_are_those_of_normal_answers_where_no_fourth_moments_were_gathered() -> None:
    """lavaan's `cfa(model, d, estimator = "GLS")` has 0.110118433 and 0.115483881."""
    sample = material.robust_sample("hs1939")
    plain = GroupSample(sample.n, sample.mean, sample.covariance)
    found = fitted(material.subscale_model("hs1939"), [plain], "gls")
    assert np.allclose(found.errors()[:2], [0.110118433, 0.115483881], atol=1e-6)
