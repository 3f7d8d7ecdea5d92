"""What other programs are given of a study: everybody's answers and scores, with places instead of names."""

from dataclasses import dataclass

import numpy as np

from engine.validation.confirmatory.second_opinion import asked_models
from engine.validation.data import Data
from engine.validation.findings import Findings
from engine.validation.plan import Plan, StudiedSubscale
from engine.validation.retest import RetestData
from psychometrics.contract import Floats, StatisticError
from psychometrics.scores import person_scores
from psychometrics.second_opinion.material import KeyedItems, Material, Places, Structure

MOST_ANSWERS = 10_000_000
"""Answers that are handed over at most: the other programs hold each in eight bytes, several times."""

OTHER_ROTATIONS = ("varimax", "promax", "oblimin", "geomin", "none")
"""Rotations that Barograph computes itself; quartimax and equamax are factor-analyzer's own."""


@dataclass(frozen=True, slots=True, eq=False)
class HandedOver:
    """The material, and what its places stand for.

    `scales` are those whose reliability was found, `scored` those with a score, `groupings` places of the study's
    groupings, `twice` the scales that were scored twice.
    """

    material: Material
    scales: tuple[StudiedSubscale, ...]
    scored: tuple[StudiedSubscale, ...]
    twice: tuple[str, ...]


def asked_of_others(data: Data, findings: Findings, waves: RetestData | None) -> HandedOver:
    """The material of a study, read in a pass of its own. Raises `StatisticError` for more answers than others take."""
    plan = findings.plan
    if findings.sample.n * len(plan.items) > MOST_ANSWERS:
        raise StatisticError(
            "many_answers",
            f"{findings.sample.n:,} people and {len(plan.items)} items are more than other programs take in memory "
            "that is given to them",
            "ask for it on a part of the file; Barograph’s own numbers are whole",
        )
    scored = tuple(subscale for subscale in plan.subscales if subscale.scorable)
    answers, scores, clusters, groups = _read(data, plan, scored)
    found = [
        scale
        for scale in findings.subscales
        if scale.reliability is not None and scale.reliability.value is not None
    ]
    twice = _twice(findings, waves)
    return HandedOver(
        Material(
            answers=answers,
            scales=tuple(_scale(findings, scale.subscale) for scale in found),
            structure=_structure(findings),
            models=asked_models(findings.confirmatory, plan),
            scores=scores,
            cluster=clusters,
            groupings=tuple(
                _kept(places, findings, at, data.groupings[at].labels) for at, places in enumerate(groups)
            ),
            twice=tuple(twice.values()),
        ),
        tuple(scale.subscale for scale in found),
        scored,
        tuple(twice),
    )


def _read(
    data: Data, plan: Plan, scored: tuple[StudiedSubscale, ...]
) -> tuple[Floats, Floats, Places | None, list[Places]]:
    """Persons x items as in the file, persons x scores, clusters, and a column a grouping."""
    answers, scores, clusters = [], [], []
    groups: list[list[Places]] = [[] for _ in data.groupings]
    items = np.arange(len(plan.items))
    for part in data.parts():
        codes = plan.as_in_file(part.codes)
        answers.append(plan.table[items, codes])
        scores.append(person_scores(codes, plan.table, [subscale.scored for subscale in scored]))
        if part.clusters is not None:
            clusters.append(part.clusters)
        for column, places in zip(groups, part.groups, strict=True):
            column.append(places)
    return (
        np.concatenate(answers),
        np.concatenate(scores),
        np.concatenate(clusters) if clusters else None,
        [np.concatenate(column) for column in groups],
    )


def _scale(findings: Findings, subscale: StudiedSubscale) -> KeyedItems:
    own = findings.subscale(subscale.id).reliability
    assert own is not None  # noqa: S101 only those with a reliability are asked for
    return KeyedItems(
        subscale.columns,
        tuple(-1 if turned else 1 for turned in subscale.reverse),
        own.basis,
        own.basis == "complete" and own.omega is not None and own.omega.fit is not None,
    )


def _structure(findings: Findings) -> Structure | None:
    factors = findings.factors
    if factors is None or factors.solution is None:
        return None
    first = factors.solution.rotation
    rotations = (
        (first, *(name for name in OTHER_ROTATIONS if name != first)) if factors.factors > 1 else ("none",)
    )
    places = {name: place for place, name in enumerate(findings.plan.names)}
    return Structure(tuple(places[name] for name in factors.names), factors.factors, rotations, factors.basis)


def _kept(places: Places, findings: Findings, at: int, labels: tuple[str, ...]) -> Places:
    """The places of people whose group the study compares; -1 for all others."""
    left_out = [labels.index(name) for name in findings.groups[at].left_out]
    return np.where(np.isin(places, left_out), -1, places)


def _twice(findings: Findings, waves: RetestData | None) -> dict[str, Floats]:
    if waves is None or findings.retest is None:
        return {}
    pairing = findings.retest.pairing
    return {
        one.id: np.column_stack(
            [waves.first.scores[one.id][pairing.first], waves.second.scores[one.id][pairing.second]]
        )
        for one in findings.retest.subscales
        if one.icc is not None
    }
