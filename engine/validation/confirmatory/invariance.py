"""Whether items work alike in groups: levels of invariance of all scales together, and the rule scale by scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from engine.printed import counted
from engine.responses.layout import Codes
from engine.validation.cautions import Cautions
from engine.validation.confirmatory.answers import ConfirmatoryAnswers
from engine.validation.confirmatory.choices import ESTIMATORS, FEWEST_OPTIONS, InvarianceEstimator
from engine.validation.confirmatory.claimed import Scales
from engine.validation.confirmatory.fits import ComparedScale, InvarianceStudy, LevelOfInvariance
from engine.validation.confirmatory.times import TimesOfPeople
from engine.validation.data import Grouping
from engine.validation.parts import Places
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

MOST_GROUPS: Final = 20
"""More groups in one model take minutes, and tell no better which of them answer otherwise."""

AnyLadder = OrdinalLadder | NormalLadder

NORMAL: Final[Mapping[str, NormalEstimator]] = {"ml": "ml", "mlr": "mlr", "mlm": "mlm"}
ORDINAL: Final[Mapping[str, OrdinalEstimator]] = {"wlsmv": "wlsmv", "ulsmv": "ulsmv"}
"""Estimators by which levels are compared, by their names on the command line."""


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The people of each group that takes part, who answered all items of the scales: codes, and the value of each.

    With `waves` the groups are times of the same people, who stand in the same rows. Without a `table` what stands in
    `codes` are values themselves, and there are no `options`.
    """

    names: tuple[str, ...]
    items: tuple[str, ...]
    options: tuple[int, ...]
    codes: tuple[Codes | Floats, ...]
    table: Floats | None
    waves: bool = False

    def values(self, codes: NDArray[Any], items: Sequence[int]) -> Floats:
        """What stands for some items in columns of codes."""
        if self.table is None:
            return np.asarray(codes, dtype=np.float64)
        return np.asarray(self.table[list(items)][np.arange(len(items)), codes])


@dataclass(frozen=True, slots=True, eq=False)
class Everybody:
    """Answers of all people to the items of some scales, and who left no gap; as `_Groups` has codes and values."""

    scales: Scales
    items: tuple[str, ...]
    options: tuple[int, ...]
    codes: Codes | Floats
    table: Floats | None
    complete: NDArray[np.bool_]

    @staticmethod
    def of_codes(answers: ConfirmatoryAnswers, scales: Scales) -> "Everybody":
        """Of answers that are codes of options."""
        codes = answers.everybody
        complete = np.asarray((codes < np.array(answers.options)).all(axis=1))
        return Everybody(scales, answers.names, answers.options, codes, answers.table, complete)


def study_invariance(
    grouping: Grouping, places: Places, people: Everybody, by: InvarianceEstimator, cautions: Cautions
) -> InvarianceStudy | None:
    """The levels and the rule for the groups of a column; None where fewer than two groups have enough people."""
    counts = np.bincount(places[people.complete & (places >= 0)], minlength=len(grouping.labels))
    least = len(people.items) + 1
    kept = [place for place, count in enumerate(counts) if count >= least]
    if (wrong := _wrong_number(grouping, counts.tolist(), len(kept), least)) is not None:
        cautions.add(wrong)
        return None
    groups = _Groups(
        tuple(grouping.labels[place] for place in kept),
        people.items,
        people.options,
        tuple(people.codes[people.complete & (places == place)] for place in kept),
        people.table,
    )
    left_out = tuple(
        label for place, label in enumerate(grouping.labels) if place not in kept and counts[place]
    )
    return _studied(grouping.name, groups, left_out, people.scales, by, cautions)


def _wrong_number(grouping: Grouping, counts: Sequence[int], kept: int, least: int) -> Caution | None:
    """Why groups cannot be compared, where they are too few or too many; None where they can."""
    where, there = f"invariance by {grouping.name}", sum(count > 0 for count in counts)
    if kept < 2:
        of = (
            f"{counted(there, 'group')}, the largest of {counted(max(counts, default=0), 'person', 'people')}"
        )
        return Caution(
            "few_groups",
            where,
            f"{'no group has' if not kept else 'one group has'} the {least} people without a gap that a group needs, "
            f"one more than there are items ({of})",
            "join groups into larger ones in a column of its own, collect more responses, or study a form with fewer "
            "items",
        )
    if kept > MOST_GROUPS:
        return Caution(
            "many_groups",
            where,
            f"{kept} groups are large enough, where one model compares up to {MOST_GROUPS}",
            "join groups into fewer ones in a column of its own, such as regions of schools or bands of years; how "
            f"schools or classes differ as a whole is told by --cluster {grouping.name}",
        )
    return None


def study_times(
    times: TimesOfPeople, people: Everybody, by: InvarianceEstimator, cautions: Cautions
) -> InvarianceStudy | None:
    """The levels and the rule for times of the same people; None where too few answered all items at all of them."""
    found = times.side_by_side(people.options)
    smallest = min((len(own) for own in found.values()), default=0)
    least = len(people.items) + 1
    if len(found) < 2 or smallest < least:
        cautions.add(
            Caution(
                "few_persons",
                f"invariance by {times.name}",
                f"{smallest} people answered every item at every time, where {least} are needed",
                "collect more responses of the same people, or study a form with fewer items",
            )
        )
        return None
    groups = _Groups(
        tuple(found), people.items, people.options, tuple(found.values()), people.table, waves=True
    )
    return _studied(times.name, groups, (), people.scales, by, cautions)


def _studied(
    name: str,
    groups: _Groups,
    left_out: tuple[str, ...],
    every: Scales,
    by: InvarianceEstimator,
    cautions: Cautions,
) -> InvarianceStudy:
    scales = {id: items for id, items in every.items() if len(items) >= 2}
    estimator = by.used
    levels = cautions.attempt(f"invariance by {name}", lambda: _levels(groups, scales, estimator))
    return InvarianceStudy(
        name=name,
        estimator=estimator,
        instead_of=by.instead_of,
        n={name: len(own) for name, own in zip(groups.names, groups.codes, strict=True)},
        left_out=left_out,
        same_people=groups.waves,
        levels=levels or (),
        scales=tuple(ComparedScale(id, _rule(groups, id, items, estimator)) for id, items in scales.items()),
    )


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
    values = [groups.values(codes[:, own], own) for codes in groups.codes]
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
    values = groups.values(codes, items)
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
