"""Fits models to columns of numbers, and judges whether factors are apart and alike in groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np

from engine.modelling.columns import NumberTable
from engine.modelling.numbers import Numbers, grouping_of
from engine.modelling.texts import ModelText
from engine.printed import counted
from engine.validation.cautions import Cautions
from engine.validation.confirmatory.choices import (
    FEWEST_OPTIONS,
    invariance_estimator,
    title_of,
)
from engine.validation.confirmatory.claimed import Claimed
from engine.validation.confirmatory.estimation import fit_measured, of_fitted
from engine.validation.confirmatory.fits import ConfirmatoryStudy, InvarianceStudy, StructureFit
from engine.validation.confirmatory.invariance import Everybody, study_invariance
from engine.validation.confirmatory.study import tell_of_clusters, tell_of_levels
from engine.validation.confirmatory.two_level import study_two_levels
from engine.validation.data import Grouping
from engine.validation.parts import Places
from psychometrics.contract import Caution, StatisticError
from psychometrics.items import ItemDescription, describe_values
from psychometrics.latent.distinct import Distinctness, distinct
from psychometrics.latent.fit_indices import ChiSquare
from psychometrics.latent.fitted import Fitted
from psychometrics.latent.model_reliability import FactorReliability, factor_reliabilities
from psychometrics.latent.nested import nested_difference

USUAL: Final = "mlr"
"""What fits models where nothing was asked for: its tests hold without normality."""


@dataclass(frozen=True, slots=True)
class ModelChoices:
    """What was asked for; `growth` reads the texts as growth curves."""

    estimators: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    invariance: tuple[str, ...] = ()
    cluster: str | None = None
    growth: bool = False


@dataclass(frozen=True, slots=True)
class ModelDifference:
    """What `restricted` costs against `free`, two texts fitted by one estimator; `rmsea` of nothing but that."""

    restricted: str
    free: str
    estimator: str
    test: ChiSquare


@dataclass(frozen=True, slots=True, eq=False)
class ModelStudy:
    """Models of a table's columns: each column described, fits, reliability of each factor, differences of texts.

    `reliabilities` are by structure and estimator. `n` people stand in the table.
    """

    choices: ModelChoices
    models: tuple[ModelText, ...]
    table: NumberTable
    columns: tuple[ItemDescription, ...]
    found: ConfirmatoryStudy
    reliabilities: Mapping[tuple[str, str], tuple[FactorReliability, ...]]
    differences: tuple[ModelDifference, ...]
    cautions: tuple[Caution, ...]

    @property
    def n(self) -> int:
        return len(self.table.values)

    @property
    def sample(self) -> "ModelStudy":
        """Of whom a study counts those whom a part leaves out: everybody in the table."""
        return self


def study_models(table: NumberTable, models: Sequence[ModelText], choices: ModelChoices) -> ModelStudy:
    """Fit every text, and every structure of the first text's factors, by every estimator.

    What cannot be fitted is left out, with a caution that says why.
    """
    cautions = Cautions()
    choices = replace(choices, estimators=choices.estimators or (USUAL,))
    cluster = None if choices.cluster is None else grouping_of(table, choices.cluster)
    columns = describe_values(table.values, names=table.columns)
    _tell_of_columns(columns, cautions)
    scales = models[0].scales
    whole = Numbers.of(table, list(dict.fromkeys(item for own in scales.values() for item in own)), cluster)
    fits, failed, kept = [], [], {}
    for structure, estimator, one in _fitted(table, models, whole, cluster, choices, cautions):
        if isinstance(one, str):
            failed.append((structure, estimator, one))
        else:
            fits.append(of_fitted(structure, *one))
            kept[structure, estimator] = one[0]
    grouping = None if cluster is None else cluster[0]
    tell_of_clusters(whole.clustered, grouping, choices.estimators, cautions)
    found = ConfirmatoryStudy(
        fits=tuple(fits),
        failed=tuple(failed),
        chosen=True,
        people=_apart(fits, models[0], choices.growth),
        groups=None,
        invariance=_invariance(table, whole, scales, choices, cautions),
        two_levels=study_two_levels(choices.structures, whole, grouping, scales, cautions),
    )
    return ModelStudy(
        choices=choices,
        models=tuple(models),
        table=table,
        columns=columns,
        found=found,
        reliabilities={} if choices.growth else _reliabilities(kept, cautions),
        differences=_differences(models, choices.estimators, kept, cautions),
        cautions=cautions.all(),
    )


def _fitted(
    table: NumberTable,
    models: Sequence[ModelText],
    whole: Numbers,
    cluster: tuple[Grouping, Places] | None,
    choices: ModelChoices,
    cautions: Cautions,
) -> Iterator[tuple[str, str, tuple[Fitted, int] | str]]:
    """Each structure by each estimator: the fit and how many clusters its errors allow for, or why there is none."""
    scales = models[0].scales
    asked = [
        (one.name, Claimed(scales, one.text, choices.growth), Numbers.of(table, one.items, cluster))
        for one in models
    ]
    asked += [(name, Claimed(scales), whole) for name in choices.structures]
    for structure, claimed, numbers in asked:
        _tell_of_gaps(numbers, choices.estimators, cautions)
        for estimator in choices.estimators:
            where = f"{title_of(structure)}, {estimator}"
            try:
                found = fit_measured(structure, estimator, claimed, numbers)
            except StatisticError as error:
                cautions.add(Caution(error.code, where, error.cause, error.remedy))
                yield structure, estimator, error.cause
            else:
                cautions.carry(where, found[0].cautions)
                yield structure, estimator, found


def _tell_of_columns(columns: Sequence[ItemDescription], cautions: Cautions) -> None:
    few = [one.name for one in columns if 1 < len(one.values) < FEWEST_OPTIONS]
    if few:
        cautions.add(
            Caution(
                "few_values",
                f"column{'s' if len(few) > 1 else ''} {', '.join(few)}",
                f"fewer than {FEWEST_OPTIONS} different numbers, which are taken for measures here",
                "describe answers with options in a definition, and take `barograph validate` with the estimator "
                "wlsmv",
            )
        )


def _tell_of_gaps(numbers: Numbers, estimators: Sequence[str], cautions: Cautions) -> None:
    gaps = numbers.n - numbers.complete
    if gaps and any(one != "fiml" for one in estimators):
        cautions.add(
            Caution(
                "left_out",
                f"models by {', '.join(one for one in estimators if one != 'fiml')}",
                f"{counted(gaps, 'person', 'people')} of {numbers.n} with a gap in {', '.join(numbers.names)} "
                f"{'is' if gaps == 1 else 'are'} left out",
                "add --estimator fiml, which takes every number that is there",
            )
        )


def _apart(fits: Sequence[StructureFit], first: ModelText, growth: bool) -> Distinctness | None:
    """Of correlated factors, or of the first text where its factors are measured by items of their own."""
    if growth:
        return None
    names = ("correlated", first.name) if first.simple else ("correlated",)
    for fit in fits:
        if fit.structure in names and len(fit.factors) > 1:
            factors, correlations, errors = fit.correlations()
            return distinct(factors, correlations, errors, fit.n)
    return None


def _invariance(
    table: NumberTable,
    whole: Numbers,
    scales: Mapping[str, Sequence[str]],
    choices: ModelChoices,
    cautions: Cautions,
) -> tuple[InvarianceStudy, ...]:
    by = invariance_estimator(choices.estimators)
    complete = np.asarray(~np.isnan(whole.values).any(axis=1))
    people = Everybody(scales, whole.names, (), whole.values, None, complete)
    found = []
    for name in choices.invariance:
        grouping, places = grouping_of(table, name)
        found.append(study_invariance(grouping, places, people, by, cautions))
    compared = tuple(one for one in found if one is not None)
    if compared:
        tell_of_levels(choices.cluster, by, cautions)
    return compared


def _reliabilities(
    kept: Mapping[tuple[str, str], Fitted], cautions: Cautions
) -> dict[tuple[str, str], tuple[FactorReliability, ...]]:
    found = {}
    for (structure, estimator), fitted in kept.items():
        where = f"reliability by {structure}, {estimator}"
        one = cautions.attempt(where, partial(factor_reliabilities, fitted))
        if one is not None:
            found[structure, estimator] = one
    return found


def _differences(
    models: Sequence[ModelText],
    estimators: Sequence[str],
    kept: Mapping[tuple[str, str], Fitted],
    cautions: Cautions,
) -> tuple[ModelDifference, ...]:
    """Of each text and the one before it, whichever of the two estimates less."""
    found = []
    for before, after in pairwise(models):
        for estimator in estimators:
            two = [(one.name, kept.get((one.name, estimator))) for one in (before, after)]
            there = [(name, fit) for name, fit in two if fit is not None]
            if len(there) < 2:
                continue
            (free, one), (restricted, other) = sorted(there, key=lambda each: each[1].test.df)
            where = f"{restricted} beside {free}, {estimator}"
            test = cautions.attempt(where, partial(nested_difference, other, one))
            if test is not None:
                found.append(ModelDifference(restricted, free, estimator, test))
    return tuple(found)
