"""Every number of `tests/reference`, each at its own tolerance, or a reason why it is not compared."""

from collections import Counter

import numpy as np
import pytest

from psychometrics.extraction import minres
from tests import reference
from tests.psychometrics.coverage import PAGE, page
from tests.psychometrics.reference_registry import (
    COMPUTE,
    NOT_COVERED,
    REMARKS,
    cases,
    compared,
    computations,
    gap,
    value,
)
from tests.psychometrics.reference_scales import correlations, scale


@pytest.mark.parametrize("case", compared(), ids=lambda case: f"{case.file}-{case.id}")
def test_agrees_with_the_reference(case):
    reference.assert_agrees(case.file, case.id, value(case))


def test_every_value_is_compared_or_has_one_reason():
    unexplained = [
        (case.file, case.id)
        for case in cases()
        if (case.kind, case.last) not in COMPUTE and gap(case) is None
    ]
    assert unexplained == []
    both = [
        (case.file, case.id)
        for case in cases()
        if (found := gap(case))
        and not found.positions
        and (case.kind, case.last) in COMPUTE
        # of a quantity that is computed elsewhere a single value may be left out by its full name
        and (found.file, found.id) != (case.file, case.id)
    ]
    assert both == []
    two_reasons = [
        (case.file, case.id) for case in cases() if sum(entry.matches(case) for entry in NOT_COVERED) > 1
    ]
    assert two_reasons == []


def test_no_computation_reason_or_remark_is_left_over():
    wanted = {(case.kind, case.last) for case in compared()}
    assert set(COMPUTE) - wanted == set()
    assert [key for key, times in Counter(key for key, _ in computations()).items() if times > 1] == []
    assert [entry for entry in NOT_COVERED if not any(entry.matches(case) for case in cases())] == []
    assert [entry for entry in REMARKS if not any(entry.matches(case) for case in compared())] == []


def test_the_page_of_coverage_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.psychometrics.coverage"


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
    reference.assert_agrees("lq2002", "lead.glb_fa", 1 - theirs.x.sum() / R.sum())
    assert misfit(minres(R, 5).uniquenesses) < theirs.fun - 1e-4
