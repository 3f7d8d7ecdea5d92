"""Our value for every reference id about cut scores, classification and survey weights, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.classification import classification_by_person
from psychometrics.cut_scores import angoff
from psychometrics.weights import (
    Design,
    design,
    kish,
    survey_mean,
    survey_variance,
    weighted_covariance,
)
from tests import reference

PANEL = np.array(
    [
        [0.6, 0.5, 0.7, 0.4],
        [0.7, 0.5, 0.6, 0.5],
        [0.6, 0.5, 0.8, 0.4],
        [0.6, 0.4, 0.7, 0.3],
        [0.8, 0.5, 0.7, 0.5],
    ]
)
"""`ang` of the reference's context `cut`."""


def angoff_cut(name: str, prefix: str) -> Any:
    found = angoff(PANEL)
    return [found.cut, found.sd_panel, found.se]


def rudner(name: str, prefix: str) -> Any:
    theta = np.round(np.arange(-2, 2.05, 0.1), 10)
    found = classification_by_person(theta, 0.4 + 0.05 * theta**2, [-0.5, 0.8])
    return [found.accuracy, found.consistency]


@functools.cache
def sample(prefix: str) -> tuple[np.ndarray, Design]:
    """Weights and design: the cluster sample as drawn, or weights by enrolment without population sizes."""
    data = reference.data("apiclus1")
    if prefix == "clus1":
        weights = data.column("pw")
        population = data.column("fpc")
        return weights, design(weights, clusters=data.column("dnum"), population_clusters=population)
    weights = data.column("enroll") / data.column("enroll").mean()
    return weights, design(weights, clusters=data.column("dnum"))


def achievement() -> np.ndarray:
    return reference.data("apiclus1").column("api00")


def mean(name: str, prefix: str) -> Any:
    found = survey_mean(achievement(), sample(prefix)[1])
    return [found.value, found.se, found.deff]


def mean_interval(name: str, prefix: str) -> Any:
    found = survey_mean(achievement(), sample(prefix)[1])
    return [found.lower, found.upper]


def variance(name: str, prefix: str) -> Any:
    found = survey_variance(achievement(), sample(prefix)[1])
    return [found.value, found.se]


def covariance(prefix: str) -> np.ndarray:
    columns = ["api99", "api00", "meals", "ell"] if prefix == "clus1" else ["api99", "api00"]
    return weighted_covariance(reference.data("apiclus1").columns(columns), sample(prefix)[0])


def correlation(name: str, prefix: str) -> Any:
    C = covariance(prefix)
    sd = np.sqrt(np.diag(C))
    return C / np.outer(sd, sd)


def alpha(name: str, prefix: str) -> Any:
    C = covariance(prefix)
    return len(C) / (len(C) - 1) * (1 - np.trace(C) / C.sum())


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "standard_setting": {
        "angoff": angoff_cut,
    },
    "classification": {"rudner": rudner},
    "survey": {
        "mean": mean,
        "ci": mean_interval,
        "variance": variance,
        "wcor": correlation,
        "walpha": alpha,
        "kish": lambda name, prefix: kish(sample(prefix)[0]),
    },
}
