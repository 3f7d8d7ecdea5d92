"""Our value for every reference id about correlations, polychorics and thresholds, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.correlations import CorrelationTest, correlation_test, kendall, spearman
from psychometrics.polychoric import Polychoric, joint_polychoric, polychoric
from psychometrics.summaries.moments import Moments
from tests.psychometrics.factor_data import pairwise, responses, tables


@functools.cache
def polychorics(name: str, prefix: str) -> Polychoric:
    """Of the complete rows, without continuity correction."""
    return polychoric(tables(name, prefix))


def first_four(name: str, prefix: str) -> CorrelationTest:
    moments = Moments.of_values(responses(name, prefix)[:, :4])
    return correlation_test(moments.correlation(), moments.n)


def fisher_intervals(name: str, prefix: str) -> Any:
    test = first_four(name, prefix)
    above = np.triu_indices(4, 1)
    return np.column_stack([test.lower[above], test.r[above], test.upper[above], test.p[above]])


def psych_default(name: str, prefix: str) -> Any:
    """Pairwise; its correction of .5 has no effect on polychorics in psych 2.5.3."""
    return polychoric(tables(name, prefix, rows="all")).correlation


def joint(name: str, prefix: str) -> Any:
    pairs = tables(name, prefix)
    return [joint_polychoric(pairs.table(0, other)).correlation for other in (1, 2, 3)]


def correlation(name: str, prefix: str) -> Any:
    return polychorics(name, prefix).correlation


def thresholds(name: str, prefix: str) -> Any:
    return np.concatenate(polychorics(name, prefix).thresholds)


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "correlation": {
        "spearman_pairwise": lambda name, prefix: spearman(tables(name, prefix, rows="all")).correlation,
        "kendall_tau_b": lambda name, prefix: kendall(tables(name, prefix)).correlation[:3, :3],
        "pearson_pairwise": pairwise,
        "p_unadjusted": lambda name, prefix: first_four(name, prefix).p,
        "ci_fisher": fisher_intervals,
    },
    "polychoric": {
        "poly_psych": correlation,
        "poly_psych_default": psych_default,
        "poly_lavaan": correlation,
        "poly_polycor_2step": lambda name, prefix: polychorics(name, prefix).correlation[0, 1:4],
        "poly_polycor_ml": joint,
    },
    "tetrachoric": {
        "tet_psych_nocorrect": correlation,
        "tet_psych_default": lambda name, prefix: (
            polychoric(tables(name, prefix), correction=0.5).correlation
        ),
        "tet_lavaan": correlation,
    },
    "thresholds": {"tau": thresholds, "tau_psych": thresholds, "tau_lavaan": thresholds},
}
