"""Our value for every reference id about sampling adequacy and the number of factors, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.dimensionality import bartlett, eigenvalues, kmo, minimum_average_partial, smc
from psychometrics.parallel import ParallelAnalysis, parallel_analysis
from tests.psychometrics.factor_data import correlations, pairwise
from tests.psychometrics.reference_correlations import polychorics

MOST = {"ability": 8, "bfi": 8, "hs1939": 5, "school-wellbeing": 5}
"""Components that the reference's MAP was run to."""


def matrix(name: str, prefix: str) -> np.ndarray:
    return correlations(name, prefix)[0]


@functools.cache
def parallel(name: str, prefix: str) -> ParallelAnalysis:
    return parallel_analysis(*correlations(name, prefix), draws=400)


def bartlett_test(name: str, prefix: str) -> Any:
    found = bartlett(*correlations(name, prefix))
    return [found.chisq, found.p, found.df]


def determinant(name: str, prefix: str) -> Any:
    found = bartlett(*correlations(name, prefix)).log_determinant
    return [np.exp(found), found]


def map_fourth(name: str, prefix: str) -> Any:
    found = minimum_average_partial(matrix(name, prefix), MOST[name] - 1)
    return np.array([found.squared, found.fourth])


def margins(name: str, prefix: str) -> Any:
    found = parallel(name, prefix)
    return [np.abs(each.observed - each.mean).min() for each in (found.factors, found.components)]


def suggested(name: str, prefix: str) -> Any:
    found = parallel(name, prefix)
    return [found.factors.suggested, found.components.suggested]


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "kmo": {
        "kmo": lambda name, prefix: kmo(matrix(name, prefix)).overall,
        "kmo_items": lambda name, prefix: kmo(matrix(name, prefix)).items,
        "kmo_pairwise": lambda name, prefix: kmo(pairwise(name, prefix)).overall,
        "poly_kmo": lambda name, prefix: kmo(polychorics(name, prefix).correlation).overall,
    },
    "bartlett": {"bartlett": bartlett_test, "det": determinant},
    "smc": {"smc": lambda name, prefix: smc(matrix(name, prefix))},
    "eigen": {
        "eigen": lambda name, prefix: eigenvalues(matrix(name, prefix)),
        "eigen_reduced_smc": lambda name, prefix: eigenvalues(
            matrix(name, prefix), smc(matrix(name, prefix))
        ),
        "poly_eigen": lambda name, prefix: eigenvalues(polychorics(name, prefix).correlation),
    },
    "map": {
        "map": lambda name, prefix: minimum_average_partial(matrix(name, prefix), MOST[name]).squared[1:],
        "map_number": lambda name, prefix: (
            minimum_average_partial(matrix(name, prefix), MOST[name]).components
        ),
        "map4": map_fourth,
    },
    "parallel": {
        "parallel_pc_values": lambda name, prefix: parallel(name, prefix).components.observed,
        "parallel_fa_values": lambda name, prefix: parallel(name, prefix).factors.observed,
        "parallel_pc_sim": lambda name, prefix: parallel(name, prefix).components.mean,
        "parallel_fa_sim": lambda name, prefix: parallel(name, prefix).factors.mean,
        "parallel_mean_normal": lambda name, prefix: parallel(name, prefix).components.mean,
        "parallel_margin": margins,
        "parallel_n": suggested,
    },
}
