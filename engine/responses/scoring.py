"""From answers to scores, as an instrument says: subscales, composites and levels.

The arithmetic is `psychometrics.scores`; this room only says which items, keys and rules it gets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.instrument.model import Composite, Form, Instrument, Level, Subscale
from engine.instrument.rules import Value
from engine.responses.answers import accept
from engine.responses.layout import Codes, layout
from psychometrics.contract import Counts, Floats
from psychometrics.scores import ScoredSubscale, score_matrix
from psychometrics.scores import composite as mean_of_scores

CUT_SLACK = 1e-9  # a mean of 17/5 rescales to 59.999999999999986: it has reached a cut of 60


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """The scores of one subscale or composite, a number a person, NaN where the rule gives none.

    `score` is on the items' own scale, `rescaled` as the definition maps it (equal where it maps nothing),
    `answered` how many items (of a composite: subscales) it stands on.
    """

    id: str
    label: str
    score: Floats
    rescaled: Floats
    answered: Floats
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """One person's score on one subscale or composite; None where too little was answered."""

    id: str
    label: str
    score: float | None
    rescaled: float | None
    level: Level | None


def minimum_answered(subscale: Subscale, form: Form | None) -> int:
    """How many items must be answered: the subscale's rule, or the shorter form's in its place."""
    if form is not None and form.minimum_answered is not None:
        return form.minimum_answered
    return subscale.score.minimum_answered


def score_range(instrument: Instrument, subscale: Subscale) -> tuple[float, float]:
    """The lowest and highest possible score before rescaling."""
    first = instrument.item(subscale.items[0])
    times = len(subscale.items) if subscale.score.method == "sum" else 1
    return first.low * times, first.high * times


def reported_range(instrument: Instrument, subscale: Subscale) -> tuple[float, float]:
    """The lowest and highest possible score as it is shown: rescaled where the definition says so."""
    return subscale.score.rescale or score_range(instrument, subscale)


def composite_range(instrument: Instrument, composite: Composite) -> tuple[float, float]:
    """The lowest and highest possible score of a composite as it is shown."""
    if composite.score.rescale is not None:
        return composite.score.rescale
    ranges = [score_range(instrument, instrument.subscale(id)) for id in composite.of]
    parts = 1 if composite.score.method == "sum" else len(ranges)
    low, high = (sum(ends) / parts for ends in zip(*ranges, strict=True))
    return low, high


def scored_subscales(instrument: Instrument, form: Form | None = None) -> tuple[ScoredSubscale, ...]:
    """The subscales as `psychometrics` takes them: columns, keys and rules."""
    places = layout(instrument)
    return tuple(
        ScoredSubscale(
            name=subscale.id,
            items=tuple(places.indexes(subscale.items)),
            reverse=tuple(instrument.item(item).reverse for item in subscale.items),
            method="sum" if subscale.score.method == "sum" else "mean",
            minimum_answered=minimum_answered(subscale, form),
            rescale=subscale.score.rescale,
        )
        for subscale in instrument.subscales
    )


def scores(instrument: Instrument, codes: Codes, form: Form | None = None) -> dict[str, ScoreColumn]:
    """All scores of a block of codes (persons x columns), by subscale or composite id."""
    table = layout(instrument).table
    columns = {
        subscale.id: _subscale_column(instrument, subscale, codes, table, form)
        for subscale in instrument.subscales
    }
    for composite in instrument.composites:
        columns[composite.id] = _composite_column(instrument, composite, columns)
    return columns


def _subscale_column(
    instrument: Instrument, subscale: Subscale, codes: Codes, table: Floats, form: Form | None
) -> ScoreColumn:
    places = layout(instrument).indexes(subscale.items)
    items = [instrument.item(item) for item in subscale.items]
    values = table[np.array(places)[None, :], codes[:, places]]
    mean = score_matrix(
        values,
        range(len(items)),
        [item.reverse for item in items],
        low=[item.low for item in items],
        high=[item.high for item in items],
        minimum_answered=minimum_answered(subscale, form),
    )
    answered = (~np.isnan(values)).sum(axis=1)
    return _column(subscale, mean, answered, (items[0].low, items[0].high), len(items))


def _composite_column(
    instrument: Instrument, composite: Composite, columns: Mapping[str, ScoreColumn]
) -> ScoreColumn:
    parts = np.column_stack([columns[name].score for name in composite.of])
    mean = mean_of_scores(parts, minimum_answered=composite.score.minimum_answered)
    ends = score_range(instrument, instrument.subscale(composite.of[0]))
    return _column(composite, mean, (~np.isnan(parts)).sum(axis=1), ends, len(composite.of))


def _column(
    scored: Subscale | Composite, mean: Floats, answered: Counts, ends: tuple[float, float], parts: int
) -> ScoreColumn:
    """The scores from the mean of `parts` items or subscales, each of which reaches from one end to the other."""
    rule = scored.score
    score = rescaled = mean * (parts if rule.method == "sum" else 1)
    if rule.rescale is not None:
        low, high = rule.rescale
        rescaled = low + (high - low) * ((mean - ends[0]) / (ends[1] - ends[0]))
    return ScoreColumn(scored.id, scored.label, score, rescaled, answered.astype(np.float64), scored.levels)


def level_of(levels: Sequence[Level], rescaled: float | None) -> Level | None:
    """The level whose band holds the score; a score equal to a cut has reached the higher level."""
    if rescaled is None or np.isnan(rescaled) or not levels:
        return None
    return next(
        (level for level in levels if level.below is not None and rescaled + CUT_SLACK < level.below),
        levels[-1],
    )


def score_answers(
    instrument: Instrument,
    answers: Mapping[str, Value | Sequence[Value]],
    form: str | None = None,
) -> dict[str, Score]:
    """One person's scores; `answers` hold values and non-answer ids, as a definition's examples write them.

    Raises `Refused` when an answer breaks its item's rules.
    """
    named = form or instrument.main_form.id
    given = {
        item: [str(chosen) for chosen in value] if isinstance(value, list | tuple) else [str(value)]
        for item, value in answers.items()
    }
    codes = np.frombuffer(accept(instrument, named, given).codes, dtype=np.uint8)[None, :]
    return person_scores(instrument, codes, instrument.form(named))


def person_scores(instrument: Instrument, codes: Codes, form: Form | None = None) -> dict[str, Score]:
    """The scores of the one person in `codes` (1 x columns)."""
    return {
        id: Score(
            id,
            column.label,
            _or_none(column.score[0]),
            _or_none(column.rescaled[0]),
            level_of(column.levels, float(column.rescaled[0])),
        )
        for id, column in scores(instrument, codes, form).items()
    }


def _or_none(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
