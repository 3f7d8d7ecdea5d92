"""Our value for every reference id about factor models of ordinal items and their invariance."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from psychometrics.latent.fitted import ParameterEstimate
from psychometrics.latent.model import Parameter
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_solution import ordinal_standardised
from tests import reference
from tests.psychometrics.latent.ordinal_material import confirmed_ordinal, gender_levels
from tests.psychometrics.reference_confirmatory import Key, by_key, table

LEVELS = {"ordinal_thr": "thresholds", "ordinal_load": "metric", "ordinal_int": "scalar"}


def fit(name: str, prefix: str) -> Any:
    named = ordinal_measures(confirmed_ordinal(name, prefix.rpartition(".")[2]))
    return [named[key] for key in reference.value(name, f"{prefix}.fit")]


def with_fixed(name: str, id: str, ours: dict[Key, ParameterEstimate]) -> dict[Key, ParameterEstimate]:
    """Ours, and what is fixed and has no entry with us: intercepts and means of 0, and the units of responses."""
    columns = reference.value(name, id)["columns"]
    fixed = {}
    for lhs, op, rhs in zip(columns["lhs"], columns["op"], columns["rhs"], strict=True):
        key = (lhs, op, rhs, 1)
        if key not in ours:
            assert op in ("~1", "~*~")
            one = Parameter(lhs, op, rhs, "nu" if op == "~1" else "delta", 0, 0, 0, 0)
            fixed[key] = ParameterEstimate(one, 1.0 if op == "~*~" else 0.0, None)
    return ours | fixed


def standard(name: str, prefix: str) -> Any:
    ours = by_key(ordinal_standardised(confirmed_ordinal(name)))
    return table(name, f"{prefix}.std", with_fixed(name, f"{prefix}.std", ours))


def estimates(name: str, prefix: str) -> Any:
    """The residual variances are no parameters: they are those of the standardised solution, without an error."""
    found = confirmed_ordinal(name)
    left = {
        key: replace(one, error=None)
        for key, one in by_key(ordinal_standardised(found)).items()
        if one.parameter.matrix == "theta"
    }
    ours = left | by_key(found.estimates())
    return table(name, f"{prefix}.estimates", with_fixed(name, f"{prefix}.estimates", ours))


def level(name: str, prefix: str) -> Any:
    found = gender_levels().at(LEVELS[prefix.rpartition(".")[2]])
    return [found.measures[key] for key in reference.value(name, f"{prefix}.fit")]


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "cfa_wlsmv": {"fit": fit, "estimates": estimates, "std": standard},
    "invariance_ordinal": {"fit": level},
}
