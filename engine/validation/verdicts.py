"""Sentences about a study's results, each with its rule of thumb and source."""

from collections.abc import Iterator

import numpy as np

from engine.printed import joined
from engine.validation.findings import Findings
from engine.validation.subscales import SubscaleStudy
from psychometrics.verdicts import Verdict, one_factor_verdict, verdict


def study_verdicts(study: Findings) -> tuple[Verdict, ...]:
    """What the results mean, in COSMIN's order: data, structure, then subscale by subscale."""
    return (
        *_of_quality(study),
        *_of_structure(study),
        *(one for subscale in study.subscales for one in _of_subscale(subscale)),
        *_of_validity(study),
    )


def _of_quality(study: Findings) -> Iterator[Verdict]:
    if study.quality is not None and np.isfinite(study.quality.counts.share_flagged):
        yield verdict("careless_share", study.quality.counts.share_flagged)


def _of_structure(study: Findings) -> Iterator[Verdict]:
    found = study.dimensionality
    if found is not None and found.kmo is not None and np.isfinite(found.kmo.overall):
        yield verdict("kmo", found.kmo.overall)
    general = None if study.factors is None else study.factors.general
    if general is not None and study.plan.instrument.composites:
        yield verdict("omega_hierarchical", general.hierarchical, where="All subscales together")


def _of_validity(study: Findings) -> Iterator[Verdict]:
    """Only pairs of subscales that are hard to tell apart."""
    found = None if study.validity is None else study.validity.htmt
    if found is None:
        return
    for i, j in np.argwhere(np.triu(np.isfinite(found.ratios), 1)):
        pair = [study.subscale(found.constructs[place]).subscale.subscale.label for place in (i, j)]
        sentence = verdict("htmt", float(found.ratios[i, j]), where=joined(pair))
        if sentence.standing != "good":
            yield sentence


def _of_subscale(study: SubscaleStudy) -> Iterator[Verdict]:
    where = study.label
    found = study.reliability
    if found is not None:
        if found.value is not None and np.isfinite(found.value):
            interval = None if found.interval is None else (found.interval.lower, found.interval.upper)
            yield verdict("alpha", found.value, where=where, interval=interval)
        if found.omega is not None:
            bounds = (found.omega.lower, found.omega.upper)
            interval = None if bounds[0] is None or bounds[1] is None else (bounds[0], bounds[1])
            yield verdict("omega_total", found.omega.model, where=where, interval=interval)
            if found.one_factor.answer != "untested" and found.omega.fit is not None:
                yield one_factor_verdict(found.one_factor, found.omega.fit.rmsea, where)
        if found.hierarchical is not None:
            yield verdict("omega_hierarchical", found.hierarchical.hierarchical, where=where)
        yield from _of_items(study)
    yield from _of_levels(study)


def _of_items(study: SubscaleStudy) -> Iterator[Verdict]:
    """Only items that call for a look: a sentence for every good one would bury them."""
    alpha = None if study.reliability is None else study.reliability.alpha
    if alpha is None:
        return
    for name, r in zip(alpha.names, alpha.items.item_rest, strict=True):
        if np.isfinite(r):
            sentence = verdict("item_rest", float(r), where=f"{study.label}, item {name}")
            if sentence.standing != "good":
                yield sentence


def _of_levels(study: SubscaleStudy) -> Iterator[Verdict]:
    levels = None if study.levels is None else study.levels.levels
    if levels is None or study.levels is None:
        return
    where = study.label
    yield verdict("icc1", levels.reml.icc1, where=where, interval=levels.reml.icc1_interval)
    if np.isfinite(levels.anova.icc2):
        yield verdict("icc2", levels.anova.icc2, where=where, interval=levels.anova.icc2_interval)
    if study.levels.agreement is not None:
        summary = study.levels.agreement.summary()["rwgj_uniform"]
        if np.isfinite(summary.median):
            yield verdict("rwgj", summary.median, where=where)
