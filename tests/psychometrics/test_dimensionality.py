"""KMO, Bartlett, SMC, eigenvalues, MAP, VSS: published examples, properties, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psychometrics.contract import StatisticError
from psychometrics.dimensionality import bartlett, eigenvalues, kmo, minimum_average_partial, smc, vss
from tests.psychometrics.factor_data import (
    SOCIOECONOMIC,
    THURSTONE,
    pairwise,
)


def test_harmans_socioeconomic_variables_as_in_the_manual_of_sas():
    R = np.corrcoef(SOCIOECONOMIC, rowvar=False)
    assert eigenvalues(R) == pytest.approx([2.8733136, 1.7966601, 0.2148369, 0.0999340, 0.0152555], abs=2e-7)
    assert kmo(R).overall == pytest.approx(0.57536759, abs=5e-9)
    assert kmo(R).items == pytest.approx(
        [0.47207897, 0.55158839, 0.48851137, 0.80664365, 0.61281377], abs=5e-9
    )
    assert smc(R) == pytest.approx([0.96859160, 0.82228514, 0.96918082, 0.78572440, 0.84701921], abs=5e-9)


def test_very_simple_structure_of_bfi_as_psych_prints_it():
    """psych's manual, vss(bfi[1:25]): .58 with 4 factors keeping one loading, .74 keeping two; MAP 5."""
    R = pairwise("bfi", "efa")
    found = vss(R, 2800, 8)
    assert found.factors[0] == 4
    assert found.fit[3, 0] == pytest.approx(0.58, abs=0.005)
    assert np.nanmax(found.fit[:, 1]) == pytest.approx(0.74, abs=0.005)
    assert minimum_average_partial(R).components == 5


def test_very_simple_structure_keeps_all_loadings_of_one_factor():
    found = vss(THURSTONE, 213, 2)
    assert np.isnan(found.fit[0, 1])
    assert found.fit[0, 0] < found.fit[1, 1]


def test_very_simple_structure_ends_where_a_factor_would_be_empty():
    assert vss(np.array([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]]), most=2).fit.shape == (1, 1)


seeds = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_item_order_and_keys_are_irrelevant(seed):
    random = np.random.default_rng(seed)
    R = np.corrcoef(random.normal(size=(40, 6)) + random.normal(size=(40, 1)), rowvar=False)
    order, keys = random.permutation(6), random.choice([-1.0, 1.0], 6)
    other = (R * np.outer(keys, keys))[np.ix_(order, order)]
    assert kmo(other).overall == pytest.approx(kmo(R).overall)
    assert kmo(other).items == pytest.approx(kmo(R).items[order])
    assert smc(other) == pytest.approx(smc(R)[order])
    assert bartlett(other, 40).chisq == pytest.approx(bartlett(R, 40).chisq)
    assert eigenvalues(other) == pytest.approx(eigenvalues(R))
    assert minimum_average_partial(other).squared == pytest.approx(minimum_average_partial(R).squared)


def test_unrelated_items():
    R = np.eye(4)
    assert np.isnan(kmo(R).overall)
    assert (bartlett(R, 50).chisq, bartlett(R, 50).p) == (0, 1)
    assert smc(R) == pytest.approx(np.zeros(4))
    assert minimum_average_partial(R).components == 0


def test_two_items():
    R = np.array([[1, 0.5], [0.5, 1]])
    assert kmo(R).overall == pytest.approx(0.5)
    assert smc(R) == pytest.approx([0.25, 0.25])


TWINS = np.array([[1, 1, 0.3], [1, 1, 0.3], [0.3, 0.3, 1]])


@pytest.mark.parametrize("statistic", [kmo, smc, lambda R: bartlett(R, 100)])
def test_a_singular_matrix_is_refused(statistic):
    for R in (TWINS, np.corrcoef(np.random.default_rng(1).normal(size=(50, 200)), rowvar=False)):
        with pytest.raises(StatisticError) as refused:
            statistic(R)
        assert refused.value.code == "singular"


def test_messages_name_the_items():
    with pytest.raises(StatisticError, match="ask and tell correlate perfectly; leave one of the two out"):
        kmo(TWINS, names=["ask", "tell", "hear"])


def test_map_ends_where_components_leave_nothing():
    found = minimum_average_partial(TWINS)
    assert len(found.squared) == 2


def test_bartlett_needs_persons():
    with pytest.raises(StatisticError, match="more than 5 persons"):
        bartlett(THURSTONE, 4)


def test_one_item_is_refused():
    for statistic in (kmo, smc, minimum_average_partial, vss):
        with pytest.raises(StatisticError, match="at least 2"):
            statistic([[1.0]])
