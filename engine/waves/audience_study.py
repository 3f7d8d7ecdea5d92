"""Whether two audiences understand the statements alike that both answer: of two closed waves of one school year.

It is made with the study of either wave, of the people whom both studies count, and kept with it: an outcome for each
score that both have of the same statements, and no number of people.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.instrument.model import Instrument, Subscale
from engine.instrument.twins import Twins, twins
from engine.responses.layout import Codes, layout
from engine.store import NotFound, Store, Wave, WaveState
from engine.validation.confirmatory.invariance import rule_of_groups
from engine.waves.school_years import school_year
from engine.waves.study_answers import StudyAnswers, study_answers
from psychometrics.contract import StatisticError
from psychometrics.latent.invariance_rule import Comparability


def audience_studies(store: Store, wave: Wave, answers: StudyAnswers) -> list[dict[str, Any]]:
    """What is kept with the study of a wave: an entry for each wave of another audience with the same statements."""
    return [
        {
            "wave": other.id,
            "instrument": other.instrument_id,
            "version": other.version,
            "title": other.title,
            "scores": [
                {
                    "own": mine.id,
                    "other": theirs.id,
                    "outcome": found.outcome,
                    "level": found.level,
                    "items": list(found.items),
                    "reason": found.reason,
                    "cause": found.cause,
                    "remedy": found.remedy,
                }
                for mine, theirs, found in _compared(store, answers, other, twins)
            ],
        }
        for other, twins in _others(store, wave, answers.instrument)
    ]


def _others(store: Store, wave: Wave, instrument: Instrument) -> Iterator[tuple[Wave, Twins]]:
    """The closed waves of the network in the same school year whose scores are twins of this wave's."""
    network = store.studies.network(store.studies.get(wave.study_id).network_id)
    year = school_year(wave.opens.date())
    for study in store.studies.of(network):
        for other in store.waves.of(study):
            there = other.state is WaveState.CLOSED and school_year(other.opens.date()) == year
            if not there or other.instrument_id == wave.instrument_id or other.simulated != wave.simulated:
                continue
            found = twins(instrument, store.definitions.get(other.instrument_id, other.version))
            if found:
                yield other, found


def _compared(
    store: Store, answers: StudyAnswers, other: Wave, pairs: Twins
) -> Iterator[tuple[Subscale, Subscale, Comparability]]:
    try:
        theirs = study_answers(store, other, store.results.snapshot(other))
    except (StatisticError, NotFound) as error:
        cause = error.cause if isinstance(error, StatisticError) else "the other wave has no result"
        for mine, twin in pairs:
            yield mine, twin, Comparability("untested", reason="no_study", cause=cause)
        return
    for mine, twin in pairs:
        yield mine, twin, _rule(mine.items, answers, theirs)


def _rule(items: Sequence[str], answers: StudyAnswers, theirs: StudyAnswers) -> Comparability:
    """The rule, of people of both waves who answered every one of the statements."""
    for one in (answers, theirs):
        silent = [id for id in items if one.data.asked is not None and id not in one.data.asked]
        if silent:
            cause = f"{', '.join(silent)} can't be studied in one of the waves, as all or nearly all answered alike"
            return Comparability("untested", reason="no_variance", cause=cause)
    instrument = answers.instrument
    options = [len(instrument.item(id).options) for id in items]
    codes = {one.instrument.id: _complete(one, items, options) for one in (answers, theirs)}
    table = np.asarray(layout(instrument).table[layout(instrument).indexes(items)])
    return rule_of_groups(items, options, codes, table)


def _complete(answers: StudyAnswers, items: Sequence[str], options: Sequence[int]) -> Codes:
    columns = layout(answers.instrument).indexes(items)
    parts = [part.codes[:, columns] for part in answers.data.parts()]
    codes = np.concatenate(parts) if parts else np.zeros((0, len(columns)), dtype=np.uint8)
    complete: Codes = codes[(codes < np.array(options)).all(axis=1)]
    return complete
