"""Which structures and estimators a study can be asked for, and which it takes by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.validation.plan import Plan

FEWEST_OPTIONS: Final = 5
"""Items with fewer options are ordinal; from as many on, their numbers may be taken for such."""


@dataclass(frozen=True, slots=True)
class StructureKind:
    """A structure of the subscales: what it is called and what it says of the items."""

    title: str
    text: str


STRUCTURES: Final[Mapping[str, StructureKind]] = {
    "one_factor": StructureKind("One factor", "one factor behind all items"),
    "correlated": StructureKind("Correlated factors", "a factor for each scale, the factors correlated"),
    "second_order": StructureKind("Second-order factor", "a higher factor behind those of the scales"),
    "bifactor": StructureKind("Bifactor", "a general factor beside one for each scale"),
    "model": StructureKind("Own model", "the model of the text given"),
}
"""All structures by their names on the command line; `model` is that of a text."""


def title_of(structure: str, *, within: bool = False) -> str:
    """What a structure is called, `within` a sentence or not; a model text goes by the name it was given."""
    if structure not in STRUCTURES:
        return structure
    title = STRUCTURES[structure].title
    return title.lower() if within else title


def text_of(structure: str) -> str:
    """What a structure says of the items."""
    return STRUCTURES[structure].text if structure in STRUCTURES else f"the model {structure}"


@dataclass(frozen=True, slots=True)
class EstimatorKind:
    """A way of estimating: its full name, whether it takes items for ordinal, and lavaan's words for it."""

    title: str
    ordinal: bool
    lavaan: str


ESTIMATORS: Final[Mapping[str, EstimatorKind]] = {
    "ml": EstimatorKind("maximum likelihood, answers taken for normal", False, 'estimator = "ML"'),
    "mlr": EstimatorKind(
        "maximum likelihood with errors and tests that hold without normality (Yuan and Bentler)",
        False,
        'estimator = "MLR"',
    ),
    "mlm": EstimatorKind(
        "maximum likelihood with errors and tests that hold without normality (Satorra and Bentler)",
        False,
        'estimator = "MLM"',
    ),
    "fiml": EstimatorKind(
        "maximum likelihood from every answer given (full information)", False, 'missing = "fiml"'
    ),
    "uls": EstimatorKind("unweighted least squares", False, 'estimator = "ULS"'),
    "dwls": EstimatorKind("diagonally weighted least squares of ordinal items", True, 'estimator = "DWLS"'),
    "wlsmv": EstimatorKind(
        "diagonally weighted least squares of ordinal items, with a mean- and variance-adjusted test",
        True,
        'estimator = "WLSMV"',
    ),
    "ulsmv": EstimatorKind(
        "unweighted least squares of ordinal items, with a mean- and variance-adjusted test",
        True,
        'estimator = "ULSMV"',
    ),
}


def structures_of(plan: Plan) -> tuple[str, ...]:
    """Those that were asked for; else those of the definition; and the model of a text where one is given."""
    asked = plan.choices.structures
    if not asked and not plan.choices.model:
        asked = plan.instrument.validation.structures
    return (*asked, "model") if plan.choices.model else tuple(asked)


def estimators_of(plan: Plan) -> tuple[str, ...]:
    """Those that were asked for, else the one that the number of options asks for.

    Items with fewer than five options are ordinal. Rhemtulla, Brosseau-Liard & Savalei (2012), doi:10.1037/a0029315.
    """
    if plan.choices.estimators:
        return plan.choices.estimators
    fewest = min((plan.options[place] for place in plan.structured), default=FEWEST_OPTIONS)
    return ("wlsmv",) if fewest < FEWEST_OPTIONS else ("mlr",)


@dataclass(frozen=True, slots=True)
class InvarianceEstimator:
    """What fits the levels of invariance; `instead_of` is what was asked for where no level is compared by that."""

    used: str
    instead_of: str | None = None


INSTEAD: Final[Mapping[str, str]] = {"uls": "mlr", "fiml": "mlr", "dwls": "wlsmv"}
"""Estimators by which no two levels are compared, and the nearest that has a test of their difference."""


def invariance_estimator(estimators: Sequence[str]) -> InvarianceEstimator:
    """The first of a study's estimators by which levels are compared, else the nearest to the first."""
    for name in estimators:
        if name not in INSTEAD:
            return InvarianceEstimator(name)
    return InvarianceEstimator(INSTEAD[estimators[0]], estimators[0])
