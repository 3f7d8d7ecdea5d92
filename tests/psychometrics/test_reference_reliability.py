"""Every reference number about reliability, validity and change, each at its own tolerance."""

import numpy as np
import pytest

from psychometrics.extraction import minres
from tests import reference
from tests.psychometrics.reference_reliability import COMPUTE, KINDS
from tests.psychometrics.reference_scales import correlations, scale

FILES = sorted(path.stem for path in reference.HERE.glob("*.json"))

IDS = [
    (name, id)
    for name in FILES
    for id, result in reference.load(name)["results"].items()
    if result["kind"] in KINDS
]

LOCAL_MINIMUM = ("lq2002", "lead.glb_fa")
"""psych's search ends in a minimum that is not the least: see the test below."""


@pytest.mark.parametrize(("name", "id"), [case for case in IDS if case != LOCAL_MINIMUM])
def test_agrees_with_the_reference(name, id):
    prefix, last = id.rsplit(".", 1)
    reference.assert_agrees(name, id, COMPUTE[last](name, prefix))


def test_every_kind_is_there():
    seen = {reference.load(name)["results"][id]["kind"] for name, id in IDS}
    assert seen == KINDS


def test_the_reference_bound_of_lq2002_lies_in_a_worse_minimum():
    """From 1 - SMC a quasi-Newton search of five factors ends where psych's does; ours fits better."""
    from scipy.optimize import minimize

    R = correlations(scale("lq2002", "lead"))

    def misfit(u):
        values, vectors = np.linalg.eigh(R - np.diag(u))
        loadings = vectors[:, -5:] * np.sqrt(np.maximum(values[-5:], 0))
        residual = R - loadings @ loadings.T
        np.fill_diagonal(residual, 0)
        return float(np.sum(residual**2))

    start = 1 / np.diag(np.linalg.inv(R))
    theirs = minimize(misfit, start, method="L-BFGS-B", bounds=[(0.005, 1)] * len(R))
    reference.assert_agrees(*LOCAL_MINIMUM, 1 - theirs.x.sum() / R.sum())
    assert misfit(minres(R, 5).uniquenesses) < theirs.fun - 1e-4
