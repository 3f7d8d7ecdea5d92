"""Whether items work alike in groups: levels of invariance of all scales together, and the rule scale by scale."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import numpy as np

from engine.responses.layout import Codes
from engine.validation.cautions import Cautions
from engine.validation.confirmatory.answers import ConfirmatoryAnswers
from engine.validation.confirmatory.choices import ESTIMATORS, FEWEST_OPTIONS, InvarianceEstimator
from engine.validation.confirmatory.fits import ComparedScale, InvarianceStudy, LevelOfInvariance
from engine.validation.confirmatory.times import TimesOfPeople
from engine.validation.data import Grouping, Places
from engine.validation.plan import Plan
from psychometrics.contract import Caution, Floats, StatisticError
from psychometrics.latent.fitting import Estimator as NormalEstimator
from psychometrics.latent.fourth_moments import FourthMoments
from psychometrics.latent.invariance import Invariance, Ladder, LevelFit, invariance
from psychometrics.latent.invariance_levels import groups_model, waves_model
from psychometrics.latent.invariance_rule import EACH, Comparability, comparability, too_few
from psychometrics.latent.normal_invariance import NormalLadder
from psychometrics.latent.ordinal_fit import Estimator as OrdinalEstimator
from psychometrics.latent.ordinal_invariance import OrdinalLadder
from psychometrics.latent.ordinal_moments import ordinal_moments

Scales = Mapping[str, Sequence[str]]
AnyLadder = OrdinalLadder | NormalLadder

NORMAL: Final[Mapping[str, NormalEstimator]] = {"ml": "ml", "mlr": "mlr", "mlm": "mlm"}
ORDINAL: Final[Mapping[str, OrdinalEstimator]] = {"wlsmv": "wlsmv", "ulsmv": "ulsmv"}
"""Estimators by which levels are compared, by their names on the command line."""


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The people of each group that takes part: codes and values of all items of the scales.

    With `waves` the groups are times of the same people, who stand in the same rows.
    """

    names: tuple[str, ...]
    items: tuple[str, ...]
    options: tuple[int, ...]
    codes: tuple[Codes, ...]
    table: Floats
    waves: bool = False

    @property
    def sizes(self) -> dict[str, int]:
        return {name: len(own) for name, own in zip(self.names, self.codes, strict=True)}


def study_invariance(
    grouping: Grouping,
    places: Places,
    answers: ConfirmatoryAnswers,
    plan: Plan,
    by: InvarianceEstimator,
    cautions: Cautions,
) -> InvarianceStudy | None:
    """The levels of all scales, and the rule for each, in the groups of a column.

    Each is of the people who answered all of its own items. None where not even one scale has people enough of two
    groups.
    """
    codes = answers.codes
    if codes is None:
        return None

    def of(items: Sequence[str]) -> _Groups:
        own = [answers.names.index(item) for item in items]
        options = tuple(answers.options[place] for place in own)
        complete = (codes[:, own] < np.array(options)).all(axis=1)
        counts = np.bincount(places[complete & (places >= 0)], minlength=len(grouping.labels))
        kept = [place for place, count in enumerate(counts) if count > len(own)]
        return _Groups(
            tuple(grouping.labels[place] for place in kept),
            tuple(items),
            options,
            tuple(codes[complete & (places == place)][:, own] for place in kept),
            plan.table[list(plan.structured)][own],
        )

    there = {grouping.labels[place] for place in np.unique(places[places >= 0])}
    return _studied(grouping.name, of, there, answers.names, plan, by, cautions)


def study_times(
    times: TimesOfPeople,
    answers: ConfirmatoryAnswers,
    plan: Plan,
    by: InvarianceEstimator,
    cautions: Cautions,
) -> InvarianceStudy | None:
    """The same for times of the same people, who answered all of a scale's items at all times."""

    def of(items: Sequence[str]) -> _Groups:
        own = [answers.names.index(item) for item in items]
        options = tuple(answers.options[place] for place in own)
        found = replace(times, codes=times.codes[:, own]).side_by_side(options)
        kept = {name: rows for name, rows in found.items() if len(rows) > len(own)}
        table = plan.table[list(plan.structured)][own]
        return _Groups(tuple(kept), tuple(items), options, tuple(kept.values()), table, waves=True)

    return _studied(times.name, of, set(), answers.names, plan, by, cautions)


def _studied(
    name: str,
    of: Callable[[Sequence[str]], _Groups],
    there: set[str],
    items: Sequence[str],
    plan: Plan,
    by: InvarianceEstimator,
    cautions: Cautions,
) -> InvarianceStudy | None:
    """`of` gives the people who answered all of some items; `there` are all groups, to tell which are left out."""
    scales = {scale.id: scale.names for scale in plan.subscales if len(scale.columns) >= 2}
    everybody, estimator = of(items), by.used
    compared = tuple(_scale(id, of(own), estimator) for id, own in scales.items())
    levels = None
    if len(everybody.names) > 1:
        levels = cautions.attempt(f"invariance by {name}", lambda: _levels(everybody, scales, estimator))
    else:
        cautions.add(
            Caution(
                "few_groups",
                f"invariance by {name}",
                f"{len(everybody.names)} groups have more people without a gap than there are items ({len(items)}), so "
                "levels of all scales together are not compared",
                "read the scales one at a time, join groups, or collect more responses",
            )
        )
    if levels is None and all(len(one.n) < 2 for one in compared):
        return None
    return InvarianceStudy(
        name=name,
        estimator=estimator,
        instead_of=by.instead_of,
        n=everybody.sizes if len(everybody.names) > 1 else {},
        left_out=tuple(sorted(there - {*everybody.names, *(group for one in compared for group in one.n)})),
        same_people=everybody.waves,
        levels=levels or (),
        scales=compared,
    )


def _scale(id: str, groups: _Groups, estimator: str) -> ComparedScale:
    if len(groups.names) < 2:
        return ComparedScale(id, too_few(0), groups.sizes)
    return ComparedScale(id, _rule(groups, id, groups.items, estimator), groups.sizes)


def _levels(groups: _Groups, scales: Scales, estimator: str) -> tuple[LevelOfInvariance, ...]:
    ladder = _ladder(groups, scales, estimator)
    found: Invariance[Any] = invariance(cast(Ladder[Any], ladder))
    if not found.levels and found.stopped is not None:
        raise found.stopped
    levels: tuple[LevelFit[Any], ...] = found.levels
    return tuple(
        LevelOfInvariance(
            one.level,
            one.measures,
            one.cost,
            tuple((suspect.item, suspect.test.chisq) for suspect in one.suspects[:5]),
        )
        for one in levels
    )


def _ladder(groups: _Groups, scales: Scales, estimator: str) -> AnyLadder:
    """The levels of some scales, over their own items in the model's order."""
    if groups.waves:
        return _ladder_of_times(groups, scales, estimator)
    model, blocks = groups_model(scales, len(groups.names))
    own = [groups.items.index(item) for item in model.items]
    if ESTIMATORS[estimator].ordinal:
        options = [groups.options[place] for place in own]
        samples = [
            ordinal_moments(codes[:, own], options, names=model.items, group=name)
            for name, codes in zip(groups.names, groups.codes, strict=True)
        ]
        return OrdinalLadder(model, blocks, samples, ORDINAL[estimator])
    values = [groups.table[own][np.arange(len(own)), codes[:, own]] for codes in groups.codes]
    moments = [
        FourthMoments.of_values(one).sample(name) for name, one in zip(groups.names, values, strict=True)
    ]
    return NormalLadder(model, blocks, moments, NORMAL[estimator])


def _ladder_of_times(groups: _Groups, scales: Scales, estimator: str) -> AnyLadder:
    """The same with the times side by side in one model, an item's residuals correlated between them."""
    places = [str(place) for place in range(len(groups.names))]
    model, blocks = waves_model(scales, places)
    own = [item.rpartition("@") for item in model.items]
    items = [groups.items.index(name) for name, _, _ in own]
    codes = np.column_stack(
        [groups.codes[int(time)][:, item] for item, (_, _, time) in zip(items, own, strict=True)]
    )
    if ESTIMATORS[estimator].ordinal:
        options = [groups.options[item] for item in items]
        return OrdinalLadder(
            model, blocks, [ordinal_moments(codes, options, names=model.items)], ORDINAL[estimator]
        )
    values = groups.table[items][np.arange(len(items)), codes]
    return NormalLadder(model, blocks, [FourthMoments.of_values(values).sample()], NORMAL[estimator])


def rule_of_groups(
    items: Sequence[str], options: Sequence[int], codes: Mapping[str, Codes], table: Floats
) -> Comparability:
    """The rule for one scale and people of several groups, by name, who answered every one of its items.

    codes: people x items; table: the value of each item's codes. The estimator follows the number of options.
    """
    smallest = min(len(own) for own in codes.values())
    if smallest < EACH:
        return too_few(smallest)
    groups = _Groups(tuple(codes), tuple(items), tuple(options), tuple(codes.values()), table)
    return _rule(groups, "scale", items, "wlsmv" if min(options) < FEWEST_OPTIONS else "mlr")


def _rule(groups: _Groups, id: str, items: Sequence[str], estimator: str) -> Comparability:
    """Of the groups that have people enough for it, where these are two or more."""
    large = [place for place, codes in enumerate(groups.codes) if len(codes) >= EACH]
    if len(large) > 1 and not groups.waves:
        groups = replace(
            groups,
            names=tuple(groups.names[place] for place in large),
            codes=tuple(groups.codes[place] for place in large),
        )
    smallest = min(len(codes) for codes in groups.codes)
    try:
        ladder = _ladder(groups, {id: items}, estimator)
    except StatisticError as error:
        return Comparability("untested", reason=error.code, cause=error.cause, remedy=error.remedy)
    return comparability(cast(Ladder[Any], ladder), smallest)
