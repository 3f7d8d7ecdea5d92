"""What the kept studies of closed waves found of comparing groups and audiences, as pages ask it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from engine.instrument.model import Instrument
from engine.instrument.twins import twins
from engine.results.examined import (
    AudiencesByScores,
    ExaminedAudiences,
    ExaminedGroups,
    ExaminedScore,
    GroupsByQuestion,
    ScoreKey,
)
from engine.results.side_by_side import AudienceResult
from engine.store import NotFound, Store, StudyReport, Wave


def examined_groups(store: Store, wave: Wave) -> GroupsByQuestion:
    """By question, what the study of a closed wave found of its groups; empty where none asked."""
    report = _kept(store, wave)
    if report is None:
        return {}
    found = json.loads(report.json).get("invariance") or {}
    return {question: _groups(one, report.day) for question, one in found.items()}


def _groups(found: Mapping[str, Any], day: date) -> ExaminedGroups:
    from psychometrics.latent.invariance_rule import EACH

    large = [name for name, n in found["groups"].items() if n >= EACH]
    compared = large if len(large) > 1 else list(found["groups"])
    return ExaminedGroups(tuple(compared), day, {id: _score(one) for id, one in found["scales"].items()})


def _score(found: Mapping[str, Any]) -> ExaminedScore:
    return ExaminedScore(found["outcome"], tuple(found["items"]))


def examined_audiences(store: Store, results: Sequence[tuple[Wave, AudienceResult]]) -> AudiencesByScores:
    """What studies found of the scores that two of these results have of the same statements.

    Of two studies that looked at the same waves the later one counts.
    """
    found: dict[frozenset[ScoreKey], ExaminedAudiences] = {}
    for (one, mine), (other, theirs) in combinations(results, 2):
        if not twins(mine.instrument, theirs.instrument):
            continue
        studies = [*_between(store, one, other), *_between(store, other, one)]
        found |= dict(sorted(studies, key=lambda study: study[1].day))
    return found


def _between(
    store: Store, wave: Wave, other: Wave
) -> Iterator[tuple[frozenset[ScoreKey], ExaminedAudiences]]:
    """What the study of a wave has of it beside another."""
    report = _kept(store, wave)
    if report is None:
        return
    for entry in json.loads(report.json).get("audiences") or []:
        if entry["wave"] != other.id:
            continue
        for score in entry["scores"]:
            mine = (wave.instrument_id, wave.version, score["own"])
            theirs = (other.instrument_id, other.version, score["other"])
            yield (
                frozenset({mine, theirs}),
                ExaminedAudiences(_score(score), report.day, (wave.title, other.title)),
            )


def beside_others(report: StudyReport | None, instrument: Instrument) -> list[tuple[str, str]]:
    """Waves of other audiences with the same statements, and what the rule says of each score that both have."""
    from engine.report.study.invariance import scale_sentence
    from psychometrics.latent.invariance_rule import Comparability

    labels = {one.id: one.label for one in instrument.subscales}
    sentences = []
    for entry in [] if report is None else json.loads(report.json).get("audiences") or []:
        for one in entry["scores"]:
            rule = Comparability(one["outcome"], items=tuple(one["items"]), cause=one["cause"])
            sentences.append((entry["title"], scale_sentence(labels[one["own"]], rule)))
    return sentences


def _kept(store: Store, wave: Wave) -> StudyReport | None:
    """The study of a wave's last result, where one was made."""
    try:
        return store.results.study_report(store.results.network_snapshot(wave))
    except NotFound:
        return None
