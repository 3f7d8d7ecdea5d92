"""Our value for every reference id about confirmatory factor analysis from means and covariances."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitted import Fitted, ParameterEstimate
from psychometrics.latent.model_reliability import bifactor_indices, factor_reliabilities
from psychometrics.latent.residuals import residuals, standardised_residuals
from psychometrics.latent.score_tests import ScoreTest, equality_tests, modification_indices
from psychometrics.latent.standardised import explained, factor_correlations, standardised
from tests import reference
from tests.psychometrics.latent import material

Compute = Callable[[str, str], Any]
Key = tuple[str, str, str, int]


def fitted_as(name: str, prefix: str) -> Fitted:
    """The model behind a prefix as `cfa.mlr`, `inv_school.scalar`, `higher.bifactor`, `dem.m_conf` or `lgrowth`."""
    family, _, which = prefix.partition(".")
    if which == "fiml":
        return material.of_all_answers(name)
    if family == "cfa":
        return material.confirmed(name, which)
    if family == "higher":
        return material.higher(which)
    if family == "dem":
        return material.occasions(which)
    return material.growth() if family == "lgrowth" else material.in_groups(name, which)


def fit(name: str, prefix: str) -> Any:
    named = fit_measures(fitted_as(name, prefix)).named()
    return [named[key] for key in reference.value(name, f"{prefix}.fit")]


def by_key(estimates: Iterable[ParameterEstimate]) -> dict[Key, ParameterEstimate]:
    found = {}
    for one in estimates:
        parameter = one.parameter
        found[parameter.lhs, parameter.op, parameter.rhs, parameter.group + 1] = one
        if parameter.op == "~~":
            found[parameter.rhs, parameter.op, parameter.lhs, parameter.group + 1] = one
    return found


def table(name: str, id: str, ours: dict[Key, ParameterEstimate]) -> list[Any]:
    """Our estimates in the rows of the reference's, column by column; a fixed one has an error of 0 there."""
    columns = reference.value(name, id)["columns"]
    groups = columns.get("group", [1] * len(columns["lhs"]))
    keys = list(zip(columns["lhs"], columns["op"], columns["rhs"], map(int, groups), strict=True))
    of = {
        "lhs": lambda key: key[0],
        "op": lambda key: key[1],
        "rhs": lambda key: key[2],
        "group": lambda key: key[3],
        "est": lambda key: ours[key].value,
        "est.std": lambda key: ours[key].value,
        "se": lambda key: ours[key].error or 0.0,
        "z": lambda key: ours[key].z,
    }
    return [[of[column](key) for key in keys] for column in columns]


def estimates(name: str, prefix: str) -> Any:
    return table(name, f"{prefix}.estimates", by_key(fitted_as(name, prefix).estimates()))


def standard(name: str, prefix: str) -> Any:
    return table(name, f"{prefix}.std", by_key(standardised(fitted_as(name, prefix))))


def r2(name: str, prefix: str) -> Any:
    ours = explained(fitted_as(name, prefix))
    return [ours[item] for item in reference.value(name, f"{prefix}.r2")]


def by_name(tests: Iterable[ScoreTest]) -> dict[tuple[str, str, str], ScoreTest]:
    found = {}
    for test in tests:
        one = test.parameter
        found[one.lhs, one.op, one.rhs] = found[one.rhs, one.op, one.lhs] = test
    return found


def largest_modification_indices(name: str, prefix: str) -> Any:
    """By name, as the reference has them: two of nearly the same size may change places."""
    tests = modification_indices(fitted_as(name, prefix))
    columns = reference.value(name, f"{prefix}.mi_top15")["columns"]
    keys = list(zip(columns["lhs"], columns["op"], columns["rhs"], strict=True))
    chosen = [by_name(tests)[key] for key in keys]
    assert tests[14].fall <= min(test.fall for test in chosen) * (1 + 1e-6)
    return [
        *([key[part] for key in keys] for part in range(3)),
        [test.fall for test in chosen],
        [test.change for test in chosen],
        [test.standardised for test in chosen],
    ]


def score_tests(name: str, prefix: str) -> Any:
    tests = equality_tests(material.in_groups(name, "scalar"))[:5]
    names = [f"{test.parameter.lhs}{test.parameter.op}{test.parameter.rhs}" for test in tests]
    return [names, [test.fall for test in tests], [1] * len(tests)]


def differences_of_chisq(name: str, prefix: str) -> Any:
    """Each step against the one before."""
    from scipy.special import chdtrc

    rows: list[list[float | None]] = []
    tests = [material.in_groups(name, step).test for step in material.STEPS]
    for place, test in enumerate(tests):
        row: list[float | None] = [test.df, test.chisq, None, None, None]
        if place:
            fall, degrees = test.chisq - tests[place - 1].chisq, test.df - tests[place - 1].df
            row[2:] = [fall, degrees, float(chdtrc(degrees, fall))]
        rows.append(row)
    return rows


def differences_of_fit(name: str, prefix: str) -> Any:
    named = [fit_measures(material.in_groups(name, step)).named() for step in material.STEPS]
    values = np.array([[one[index] for one in named] for index in ("cfi", "rmsea", "srmr")], dtype=float)
    return np.diff(values, axis=1)


def omegas(name: str, prefix: str) -> Any:
    ours = {one.factor: one.omega for one in factor_reliabilities(fitted_as(name, prefix))}
    return [ours[factor] for factor in reference.value(name, f"{prefix}.omega")]


def of_bifactor(name: str, prefix: str) -> Any:
    found = bifactor_indices(fitted_as(name, prefix))
    return [found.omega_total, found.omega_hierarchical, found.ecv, found.puc, found.h]


COMPUTE: dict[str, dict[str, Compute]] = {
    "cfa_fit": {"fit": fit},
    "cfa_est": {"estimates": estimates},
    "cfa_std": {
        "std": standard,
        "r2": r2,
        "factor_cor": lambda name, prefix: factor_correlations(fitted_as(name, prefix)),
    },
    "cfa_resid": {
        "resid_cor": lambda name, prefix: residuals(fitted_as(name, prefix)).correlations,
        "resid_std": lambda name, prefix: standardised_residuals(fitted_as(name, prefix)),
        "implied_cov": lambda name, prefix: fitted_as(name, prefix).matrices().covariance,
    },
    "cfa_mi": {"mi_top15": largest_modification_indices},
    "cfa_fiml": {
        "fit": fit,
        "estimates": estimates,
        "n": lambda name, prefix: fitted_as(name, prefix).people,
    },
    "cfa_mlr": {"fit": fit, "estimates": estimates},
    "invariance": {
        "fit": fit,
        "estimates": estimates,
        "lrt": differences_of_chisq,
        "delta": differences_of_fit,
        "score_tests_scalar": score_tests,
    },
    "longitudinal_invariance": {"fit": fit, "estimates": estimates},
    "higher_order": {"fit": fit, "std": standard, "omega": omegas},
    "bifactor": {"fit": fit, "std": standard, "indices": of_bifactor},
    "growth": {"fit": fit, "estimates": estimates},
}
