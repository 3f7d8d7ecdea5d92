"""Correlations, dimensionality and factors of `validate --json` on real data, against R."""

from typing import Any

import numpy as np
import pytest

from tests import reference
from tests.engine.validation.studies import json_of


def array(found: Any) -> np.ndarray:
    return np.array(found["data"], dtype=float)


FACTORED = ["bfi", "school-wellbeing"]


@pytest.mark.parametrize("data", [*FACTORED, "ability"])
def test_may_the_items_be_factored(data: str) -> None:
    found = json_of(data)["dimensionality"]
    reference.assert_agrees(data, "factorability.kmo", found["kmo"]["overall"])
    reference.assert_agrees(data, "factorability.kmo_items", found["kmo"]["items"])
    reference.assert_agrees(data, "factorability.kmo_pairwise", found["kmo"]["pairwise"])
    bartlett = found["bartlett"]
    reference.assert_agrees(
        data, "factorability.bartlett", [bartlett["chisq"], bartlett["p"], bartlett["df"]]
    )
    reference.assert_agrees(data, "factorability.smc", found["smc"])


@pytest.mark.parametrize("data", [*FACTORED, "ability"])
def test_how_many_dimensions(data: str) -> None:
    found = json_of(data)["dimensionality"]
    reference.assert_agrees(data, "factorability.eigen", found["eigenvalues"])
    tried = len(reference.value(data, "factorability.map"))
    reference.assert_agrees(data, "factorability.map", found["map"][:tried])
    reference.assert_agrees(data, "factorability.map_number", found["map_components"])
    scree = found["parallel"]["scree"]
    reference.assert_agrees(data, "factorability.parallel_pc_values", scree["components"]["observed"])
    reference.assert_agrees(data, "factorability.parallel_fa_values", scree["factors"]["observed"])
    margin = reference.value(data, "factorability.parallel_margin")
    expected = reference.value(data, "factorability.parallel_n")
    if margin["fa"] > 0.03:
        assert found["parallel"]["factors"] == expected["nfact"]
    if margin["pc"] > 0.03:
        assert found["parallel"]["components"] == expected["ncomp"]


@pytest.mark.parametrize("data", FACTORED)
def test_exploratory_factors_as_psych_fa(data: str) -> None:
    found = json_of(data)["efa"]
    expected = reference.matrix(data, "efa.minres_oblimin.loadings")
    loadings = array(found["loadings"])
    order, sign = reference.match_columns(loadings, expected)
    reference.assert_agrees(data, "efa.minres_oblimin.loadings", loadings[:, order] * sign)
    reference.assert_agrees(
        data, "efa.minres_oblimin.phi", array(found["phi"])[np.ix_(order, order)] * np.outer(sign, sign)
    )
    reference.assert_agrees(data, "efa.minres_oblimin.structure", array(found["structure"])[:, order] * sign)
    reference.assert_agrees(data, "efa.minres_none.communality", found["communalities"])
    reference.assert_agrees(data, "efa.minres_oblimin.vaccounted", array(found["variance"])[:, order])
    names = ["chisq", "df", "p", "objective", "rmsea", "rmsea_lower", "rmsea_upper", "rmsea_confidence"]
    names += ["tli", "bic", "rmsr", "crms", "null_chisq", "null_df", "chisq_empirical", "fit", "fit_off"]
    reference.assert_agrees(data, "efa.minres_none.fit", [found["fit"][name] for name in names])


@pytest.mark.parametrize("data", ["school-wellbeing", "science"])
def test_polychoric_correlations_and_thresholds_as_lavaan(data: str) -> None:
    found = json_of(data)["correlations"]
    reference.assert_agrees(data, "poly.poly_lavaan", array(found["polychoric"]))
    reference.assert_agrees(data, "poly.tau_lavaan", found["thresholds"])


def test_tetrachoric_correlations_as_lavaan() -> None:
    found = json_of("ability")["correlations"]
    reference.assert_agrees("ability", "tet.tet_lavaan", array(found["polychoric"]))
    reference.assert_agrees("ability", "tet.tau", found["thresholds"])


def test_pearson_and_spearman_of_pairs_and_of_complete_cases() -> None:
    """The reference has the first five items of bfi; complete cases there are of those five."""
    found = json_of("bfi")["correlations"]
    for id, name in [("cor.pearson_pairwise", "pearson"), ("cor.spearman_pairwise", "spearman")]:
        reference.assert_agrees("bfi", id, array(found[name])[:5, :5])
    reference.assert_agrees("bfi", "desc25.pairwise_n", array(found["pairwise_n"]))


@pytest.mark.parametrize(("data", "only"), [("bfi", "ACE"), ("school-wellbeing", "")])
def test_the_general_factor_as_psych_omega(data: str, only: str) -> None:
    """As many group factors as subscales, and psych's three where there are two."""
    expected = reference.value(data, "omega.coefficients")
    found = json_of(data, only)["general_factor"]
    absolute, relative = reference.tolerance(data, "omega.coefficients")
    for name, r_name in [("hierarchical", "omega_h"), ("asymptotic", "omega.lim"), ("total", "omega.tot")]:
        assert found[name] == pytest.approx(expected[r_name], abs=absolute, rel=relative)
    reference.assert_agrees(data, "omega.ECV", found["ecv"])


def test_ten_items_of_two_subscales() -> None:
    found = json_of("bfi", "AC")
    mcar = found["missing"]["mcar"]
    reference.assert_agrees("bfi", "desc.little_mcar", [mcar[name] for name in ("d2", "df", "p", "patterns")])
    reference.assert_agrees("bfi", "desc.patterns", found["missing"]["patterns"])
    people = [n for n in found["missing"]["by_person"] if n]
    reference.assert_agrees("bfi", "desc.missing_by_person", people)
    reference.assert_agrees("bfi", "poly.poly_lavaan", array(found["correlations"]["polychoric"]))
    reference.assert_agrees("bfi", "poly.tau_lavaan", found["correlations"]["thresholds"])
    both = ["agreeableness", "conscientiousness"]
    for id, name in [("cfa.htmt_arithmetic", "htmt"), ("cfa.htmt", "htmt2")]:
        assert found["validity"][name]["rows"] == both
        reference.assert_agrees("bfi", id, array(found["validity"][name]))
