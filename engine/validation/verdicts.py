"""Sentences about a study's results, each with its rule of thumb and source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.printed import joined
from engine.validation.findings import Findings
from engine.validation.reliability import Reliability
from engine.validation.subscales import SubscaleStudy
from psychometrics.contract import Caution
from psychometrics.correlations import correlation_test
from psychometrics.one_factor_rule import UNSOUND
from psychometrics.verdicts import Verdict, one_factor_verdict, verdict


def study_verdicts(study: Findings) -> tuple[Verdict, ...]:
    """What the results mean, in COSMIN's order: data, structure, then subscale by subscale."""
    noun = study.plan.choices.cluster_noun
    return (
        *_of_quality(study),
        *_of_structure(study),
        *(verdict for subscale in study.subscales for verdict in _of_subscale(subscale, noun)),
        *_of_validity(study),
    )


def _of_quality(study: Findings) -> Iterator[Verdict]:
    if study.quality is not None and np.isfinite(study.quality.counts.share_flagged):
        yield verdict("careless_share", study.quality.counts.share_flagged, where="Two signs or more")


def _of_structure(study: Findings) -> Iterator[Verdict]:
    found = study.dimensionality
    if found is not None and found.kmo is not None and np.isfinite(found.kmo.overall):
        yield verdict("kmo", found.kmo.overall, where="The items together")
    general = None if study.factors is None else study.factors.general
    if general is not None and study.plan.instrument.composites and not unsound(general.cautions):
        yield verdict("omega_hierarchical", general.hierarchical, where="All subscales together")


def _of_validity(study: Findings) -> Iterator[Verdict]:
    """Only pairs of subscales that are hard to tell apart."""
    yield from (sentence for sentence in pairs_apart(study) if sentence.standing in ("fair", "weak"))


def pairs_apart(study: Findings) -> Iterator[Verdict]:
    """Whether each pair of subscales can be told apart; of pairs with a consistent score each."""
    found = None if study.validity is None else study.validity.htmt
    if found is None or study.validity is None:
        return
    lower, upper = study.validity.htmt_lower, study.validity.htmt_upper
    for i, j in np.argwhere(np.triu(np.isfinite(found.ratios), 1)):
        pair = [study.subscale(found.constructs[place]) for place in (i, j)]
        if all(_consistent(subscale) for subscale in pair):
            ends = (float(lower[i, j]), float(upper[i, j]))
            where = joined([subscale.label for subscale in pair])
            yield verdict("htmt", float(found.ratios[i, j]), where=where, interval=ends)


def _consistent(subscale: SubscaleStudy) -> bool:
    """Whether alpha is above 0 with its interval: without, a ratio of correlations compares noise."""
    interval = None if subscale.reliability is None else subscale.reliability.interval
    return interval is not None and interval.lower > 0


def _of_subscale(study: SubscaleStudy, noun: str) -> Iterator[Verdict]:
    where = study.label
    found = study.reliability
    if found is not None:
        if found.value is not None and np.isfinite(found.value) and not copies(study):
            interval = None if found.interval is None else (found.interval.lower, found.interval.upper)
            yield verdict("alpha", found.value, where=where, interval=interval)
        if found.omega is not None:
            if (
                found.omega.lower is not None
                and found.omega.upper is not None
                and not unkeyed(found.omega.cautions)
            ):
                ends = found.omega.lower, found.omega.upper
                yield verdict("omega_total", found.omega.model, where=where, interval=ends)
            if found.one_factor.answer != "untested" and found.omega.fit is not None:
                yield one_factor_verdict(found.one_factor, found.omega.fit.rmsea, where)
        if has_second_factor(found):
            assert found.hierarchical is not None  # noqa: S101 asked above
            yield verdict("omega_hierarchical", found.hierarchical.hierarchical, where=where)
        yield from _of_items(study)
    yield from _of_levels(study, noun)


def copies(subscale: SubscaleStudy) -> str:
    """Items of the scale that everybody answers alike, so that one item counts twice; empty where there are none."""
    found = subscale.reliability
    cautions: Sequence[Caution] = () if found is None or found.alpha is None else found.alpha.cautions
    return "; ".join(caution.where for caution in cautions if caution.code == "perfect_correlation")


def unsound(cautions: Iterable[Caution]) -> bool:
    """Whether a model's numbers carry no verdict."""
    return any(caution.code in UNSOUND for caution in cautions)


def unkeyed(cautions: Iterable[Caution]) -> bool:
    """Whether omega is of no score that anybody would make: of an unsound model, or with items against their key."""
    return any(caution.code in UNSOUND or caution.code == "negative_loading" for caution in cautions)


def has_second_factor(found: Reliability) -> bool:
    """Whether there is a factor beside the general one to speak of, and a sound model of both."""
    several = found.parallel is not None and found.parallel.components.suggested > 1
    return several and found.hierarchical is not None and not unsound(found.hierarchical.cautions)


def _of_items(study: SubscaleStudy) -> Iterator[Verdict]:
    """Only items that call for a look: a sentence for every good one would bury them."""
    yield from (sentence for _, sentence in items_judged(study) if sentence.standing == "weak")


@dataclass(frozen=True, slots=True)
class ItemRest:
    """An item's correlation with the rest of its subscale, with its 95% interval."""

    item: str
    value: float
    interval: tuple[float, float]

    def verdict(self, label: str) -> Verdict:
        """What it says of the item in the subscale of this label."""
        return verdict("item_rest", self.value, where=f"{label}, item {self.item}", interval=self.interval)


def items_judged(study: SubscaleStudy) -> Iterator[tuple[str, Verdict]]:
    """Each item with how it goes along with the rest of its subscale."""
    for found in item_rests(study):
        yield found.item, found.verdict(study.label)


def item_rests(study: SubscaleStudy) -> Iterator[ItemRest]:
    """The correlation of each item that has one, by people who count as many as would be independent."""
    own = study.reliability
    if own is None or own.alpha is None:
        return
    correlations = np.asarray(own.alpha.items.item_rest, dtype=np.float64)
    test = correlation_test(correlations, own.effective_n or own.alpha.n)
    for name, r, low, high in zip(own.alpha.names, correlations, test.lower, test.upper, strict=True):
        if np.isfinite(r):
            yield ItemRest(name, float(r), (float(low), float(high)))


def _of_levels(study: SubscaleStudy, noun: str) -> Iterator[Verdict]:
    levels = None if study.levels is None else study.levels.levels
    if levels is None:
        return
    where, anova = study.label, levels.anova
    yield verdict("icc1", levels.reml.icc1, where=where, interval=levels.reml.icc1_interval, group=noun)
    if np.isfinite(anova.icc2):
        yield verdict("icc2", anova.icc2, where=where, interval=anova.icc2_interval, group=noun)
