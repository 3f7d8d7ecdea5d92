"""Our value for every reference id about missing answers and careless responding, by kind and last part."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.missingness import (
    EmMoments,
    MissingAnswers,
    em_moments,
    little_mcar,
    missing_answers,
)
from psychometrics.quality import (
    even_odd,
    intra_individual_variability,
    item_pairs,
    longstring,
    mahalanobis,
    pair_consistency,
    sample_of,
)
from psychometrics.summaries.patterns import Patterns
from tests import reference
from tests.psychometrics.reference_items import answers

SCALES = np.arange(50).reshape(10, 5).tolist()
"""Ten scales of five items."""


@functools.cache
def patterns(name: str, prefix: str) -> Patterns:
    return Patterns.of_values(answers(name, prefix)[0])


@functools.cache
def missing(name: str, prefix: str) -> MissingAnswers:
    return missing_answers(patterns(name, prefix))


def missing_by_person(name: str, prefix: str) -> Any:
    found = missing(name, prefix).by_person
    return found[found > 0]


@functools.cache
def em(name: str, prefix: str) -> EmMoments:
    found = em_moments(patterns(name, prefix))
    assert found.converged
    return found


def little(name: str, prefix: str) -> Any:
    found = little_mcar(patterns(name, prefix), em(name, prefix))
    return [found.d2, found.df, found.p, found.patterns]


def careless() -> np.ndarray:
    """200 people; R's values are of the first 60 or 30."""
    return reference.data("careless1").values


def irv_split(name: str, prefix: str) -> Any:
    whole, parts = intra_individual_variability(careless()), intra_individual_variability(careless(), 4)
    return np.column_stack([whole, parts])[:30]


def synonyms() -> np.ndarray:
    return item_pairs(sample_of(careless()).correlation, 0.6)


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "missing": {
        "missing_by_item": lambda name, prefix: missing(name, prefix).by_item,
        "missing_by_person": missing_by_person,
        "complete_rows": lambda name, prefix: missing(name, prefix).complete,
        "patterns": lambda name, prefix: len(missing(name, prefix).patterns),
        "pairwise_n": lambda name, prefix: missing(name, prefix).pairwise_n,
    },
    "em_moments": {
        "em_mean": lambda name, prefix: em(name, prefix).mean,
        "em_cov": lambda name, prefix: em(name, prefix).covariance,
    },
    "little_mcar": {"little_mcar": little},
    "longstring": {
        "longstring": lambda name, prefix: longstring(careless())[0][:60],
        "avgstr": lambda name, prefix: longstring(careless())[1][:60],
    },
    "irv": {
        "irv": lambda name, prefix: intra_individual_variability(careless())[:60],
        "irv_split4": irv_split,
    },
    "mahalanobis": {
        "mahalanobis": lambda name, prefix: mahalanobis(careless(), sample_of(careless()))[0][:60]
    },
    "even_odd": {"evenodd": lambda name, prefix: -even_odd(careless(), SCALES)[:60]},
    "psychsyn": {
        "psychsyn_pairs": lambda name, prefix: len(synonyms()),
        "psychsyn": lambda name, prefix: pair_consistency(careless(), synonyms())[:60],
    },
}
