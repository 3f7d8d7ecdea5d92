"""Fits a structure by each estimator, and puts what comes out into one shape."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, Protocol

import numpy as np

from engine.responses.layout import Codes
from engine.validation.confirmatory.answers import ConfirmatoryAnswers
from engine.validation.confirmatory.choices import ESTIMATORS
from engine.validation.confirmatory.claimed import Claimed
from engine.validation.confirmatory.fits import Freed, PathValue, StructureFit
from psychometrics.contract import StatisticError
from psychometrics.latent.cluster_moments import of_items
from psychometrics.latent.fit_measures import fit_measures
from psychometrics.latent.fitted import Fitted, ParameterEstimate
from psychometrics.latent.fitting import fitted
from psychometrics.latent.full_information import fitted_to_all_answers
from psychometrics.latent.incomplete import incomplete_sample
from psychometrics.latent.least_squares_fit import fitted_by_least_squares
from psychometrics.latent.ordinal_fit import Estimator, fit_ordinal
from psychometrics.latent.ordinal_measures import ordinal_measures
from psychometrics.latent.ordinal_model import ordinal
from psychometrics.latent.ordinal_moments import ordinal_moments
from psychometrics.latent.ordinal_score_tests import ordinal_modification_indices
from psychometrics.latent.ordinal_solution import ordinal_standardised
from psychometrics.latent.sample import GroupSample
from psychometrics.latent.score_tests import ScoreTest, modification_indices
from psychometrics.latent.standardised import standardised
from psychometrics.summaries.patterns import Patterns

MISSING: Final = 253
MOST_FREED: Final = 10
"""How many modification indices are kept; the largest of many are large by chance too."""


class Measured(Protocol):
    """Answers that are taken as they are: their names, moments of the complete ones, and all by patterns of gaps."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def sample(self, clustered: bool) -> tuple[GroupSample, int]:
        """Moments of people without a gap, and how many clusters their `gamma` allows for (0: none)."""

    def patterns(self, items: Sequence[str]) -> Patterns: ...


def fit_structure(
    structure: str, estimator: str, claimed: Claimed, answers: ConfirmatoryAnswers
) -> StructureFit:
    """One structure by one estimator; raises `StatisticError` for what cannot be fitted, by name."""
    if ESTIMATORS[estimator].ordinal:
        return _by_least_squares(structure, estimator, claimed, answers)
    return of_fitted(structure, *fit_measured(structure, estimator, claimed, answers))


def fit_measured(structure: str, estimator: str, claimed: Claimed, answers: Measured) -> tuple[Fitted, int]:
    """The same of answers that are taken as they are: the fit, and how many clusters its errors allow for.

    Raises `StatisticError` "unknown_estimator" for one of ordinal items.
    """
    if estimator == "fiml":
        model = claimed.model(structure, answers.names, means=True)
        sample = incomplete_sample(answers.patterns(model.items))
        return fitted_to_all_answers(model, [sample]), 0
    if estimator not in ("ml", "mlr", "mlm", "uls"):
        raise StatisticError(
            "unknown_estimator", f"the estimator {estimator} is not there", "ask for ml, mlr, mlm or wlsmv"
        )
    moments, clusters = answers.sample(clustered=estimator == "mlr")
    model = claimed.model(structure, answers.names, means=clusters > 0)
    own = of_items(moments, [answers.names.index(item) for item in model.items])
    if estimator == "uls":
        return fitted_by_least_squares(model, [own], estimator), 0
    return fitted(model, [own], estimator), clusters


def _by_least_squares(
    structure: str, estimator: str, claimed: Claimed, answers: ConfirmatoryAnswers
) -> StructureFit:
    model = claimed.model(structure, answers.names, means=False)
    own = [answers.names.index(item) for item in model.items]
    options = [answers.options[place] for place in own]
    sample = ordinal_moments(_ordered(answers.everybody[:, own], options), options, names=model.items)
    chosen: Estimator = "ulsmv" if estimator == "ulsmv" else "dwls" if estimator == "dwls" else "wlsmv"
    found = fit_ordinal(ordinal(model, [[len(one) for one in sample.options]]), [sample], chosen)
    estimated = {_key(one): one for one in found.estimates()}
    standard = ordinal_standardised(found)
    values = path_values([estimated.get(_key(one), one) for one in standard], standard)
    return StructureFit(
        structure=structure,
        estimator=estimator,
        n=found.people,
        clusters=0,
        model=found.model,
        measures=ordinal_measures(found),
        values=values,
        freed=_freed(ordinal_modification_indices(found)),
        cautions=(*sample.cautions, *found.cautions),
    )


def _ordered(codes: Codes, options: Sequence[int]) -> Codes:
    """Codes whose missing answers are all of one kind above every option."""
    return np.where(codes < np.array(options), codes, np.uint8(MISSING)).astype(np.uint8)


def of_fitted(structure: str, found: Fitted, clusters: int) -> StructureFit:
    """The common shape of a fit of continuous items."""
    return StructureFit(
        structure=structure,
        estimator=found.estimator,
        n=found.people,
        clusters=clusters,
        model=found.model,
        measures=fit_measures(found).named(),
        values=path_values(found.estimates(), standardised(found)),
        freed=_freed(modification_indices(found)),
        cautions=found.cautions,
    )


def path_values(
    estimates: Sequence[ParameterEstimate], standard: Sequence[ParameterEstimate]
) -> tuple[PathValue, ...]:
    """Estimates beside those in units of deviations, of the same parameters in the same order."""
    return tuple(
        PathValue(
            one.parameter.lhs,
            one.parameter.op,
            one.parameter.rhs,
            one.value,
            one.error,
            other.value,
            other.error,
        )
        for one, other in zip(estimates, standard, strict=True)
    )


def _key(one: ParameterEstimate) -> tuple[str, str, str]:
    return one.parameter.lhs, one.parameter.op, one.parameter.rhs


def _freed(tests: Iterable[ScoreTest]) -> tuple[Freed, ...]:
    return tuple(
        Freed(*_key(ParameterEstimate(one.parameter, 0.0, None)), one.fall, one.change, one.standardised)
        for one in islice(tests, MOST_FREED)
    )
