"""Cut-offs simulated for the model at hand refuse models that leave something out, and not the one that is right."""

import numpy as np
import pytest

from psychometrics.contract import StatisticError
from psychometrics.latent.dynamic_cutoffs import dynamic_cutoffs, worse_than
from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.fitting import fitted
from psychometrics.latent.sample import GroupSample, sample_of_values
from psychometrics.latent.structures import one_factor
from tests.psychometrics.latent import material

LOADINGS = np.full(6, 0.7)


def drawn(residual: float, seed: int) -> Fitted:
    """One factor of six items among 600 people; the residuals of three pairs of items correlate."""
    correlation = np.outer(LOADINGS, LOADINGS)
    np.fill_diagonal(correlation, 1.0)
    for pair in (0, 2, 4):
        correlation[pair, pair + 1] += residual * (1 - 0.49)
        correlation[pair + 1, pair] = correlation[pair, pair + 1]
    values = np.random.default_rng(seed).multivariate_normal(np.zeros(6), correlation, 600)
    return fitted(one_factor(list("abcdef")), [sample_of_values(values)])


@pytest.mark.slow
def test_what_is_right_passes_and_what_leaves_something_out_is_refused() -> None:
    right, wrong = drawn(0.0, 3), drawn(0.4, 3)
    of_right = dynamic_cutoffs(right, replications=40)
    of_wrong = dynamic_cutoffs(wrong, replications=40)
    assert [level.level for level in of_right] == [1, 2, 3]
    assert worse_than(of_right[2], fit_measures(right).named()) == []
    assert worse_than(of_wrong[2], fit_measures(wrong).named()) == ["srmr", "rmsea", "cfi"]


@pytest.mark.slow
def test_the_more_is_left_out_the_wider_the_cutoffs() -> None:
    levels = dynamic_cutoffs(material.confirmed("hs1939"), replications=40)
    first, second = ({one.index: one.value for one in level.cutoffs} for level in levels)
    assert [level.added for level in levels] == [
        "a second factor is measured by x2 too",
        "a second factor is measured by x2 and x6 too",
    ]
    assert second["srmr"] is not None
    assert first["srmr"] is None or first["srmr"] < second["srmr"]
    assert first["cfi"] is None or second["cfi"] is None or second["cfi"] < first["cfi"]


def test_the_same_seed_gives_the_same_cutoffs() -> None:
    found = drawn(0.0, 3)
    assert dynamic_cutoffs(found, replications=10, seed=4) == dynamic_cutoffs(found, replications=10, seed=4)


def test_few_people_leave_no_value_that_parts_right_from_wrong() -> None:
    correlation = np.outer([0.6] * 6, [0.6] * 6)
    np.fill_diagonal(correlation, 1.0)
    found = fitted(one_factor(list("abcdef")), [GroupSample(60, np.zeros(6), correlation)])
    level = dynamic_cutoffs(found, replications=30)[0]
    assert {one.index: one.value for one in level.cutoffs}["rmsea"] is None


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (lambda: material.in_groups("hs1939", "metric"), "several_groups"),
        (lambda: material.higher("second_order"), "no_simple_structure"),
        (lambda: material.higher("bifactor"), "no_simple_structure"),
    ],
)
def test_structures_without_a_simulation_are_refused_by_name(found, code: str) -> None:
    with pytest.raises(StatisticError) as refusal:
        dynamic_cutoffs(found())
    assert refusal.value.code == code
