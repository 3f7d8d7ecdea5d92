"""Our value for every reference id about factors at two levels, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.contract import Floats
from psychometrics.groups import group_items
from psychometrics.latent.level_reliability import LevelReliability, level_reliability
from psychometrics.latent.two_level import TwoLevel, two_level
from tests import reference

ITEMS = [f"LEAD{item:02d}" for item in range(1, 6)]


@functools.cache
def fitted(prefix: str) -> TwoLevel:
    data = reference.data("lq2002")
    items = group_items(data.columns(ITEMS), data.column("COMPID"))
    equal = prefix.endswith("cross_level_metric")
    return two_level(items, {"f": range(5)}, equal_loadings=equal, names=ITEMS)


@functools.cache
def reliability(prefix: str) -> LevelReliability:
    return level_reliability(fitted(prefix), "f")


def fit(name: str, prefix: str) -> Any:
    found = fitted(prefix).fit.named()
    tli = () if prefix.endswith("cross_level_metric") else ("tli",)
    return [found[index] for index in ("npar", "chisq", "df", "cfi", *tli, "rmsea", "logl")]


def by_marker(x: Floats) -> Floats:
    """Estimates and their order as lavaan prints them, each factor's variance free and its first loading 1."""
    own = fitted("twolevel").layout
    levels = []
    for (lambdas, psi, theta), means in zip(
        own.parts(x[: own.size]), (np.zeros(5), x[own.size :]), strict=True
    ):
        loadings = lambdas[:, 0]
        levels.append(
            np.concatenate([loadings / loadings[0], theta, [psi[0, 0] * loadings[0] ** 2], means, [0.0]])
        )
    return np.concatenate(levels)


def estimates(name: str, prefix: str) -> Any:
    """The table as lavaan has it: labels, then estimate, error, z, p and interval."""
    from scipy.special import ndtr

    columns = reference.value(name, "twolevel.estimates")["columns"]
    model = fitted("twolevel")
    est = by_marker(model.vector)
    errors = model.errors(by_marker)
    z = np.where(errors > 0, est / np.where(errors > 0, errors, 1), np.nan)
    labels = {key: columns[key] for key in ("lhs", "op", "rhs", "level")}
    numbers = {"est": est, "se": errors, "z": z, "pvalue": 2 * ndtr(-np.abs(z))}
    return {"columns": {**labels, **{key: numbers[key] for key in columns if key not in labels}}}


def lai_config(name: str, prefix: str) -> Any:
    found = reliability(prefix)
    return [found.config_within, found.config_total]


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "multilevel_cfa": {
        "fit": fit,
        "srmr": lambda name, prefix: [fitted(prefix).fit.srmr_within, fitted(prefix).fit.srmr_between],
        "estimates": estimates,
        "icc_items": lambda name, prefix: fitted(prefix).icc,
    },
    "multilevel_omega": {
        "omega_levels": lambda name, prefix: [
            reliability(prefix).omega_within,
            reliability(prefix).omega_between,
        ],
        "lai_config": lai_config,
        "lai_shared": lambda name, prefix: [reliability(prefix).shared_between, reliability(prefix).raters],
        "alpha_levels": lambda name, prefix: [
            reliability(prefix).alpha_within,
            reliability(prefix).alpha_between,
        ],
    },
}
