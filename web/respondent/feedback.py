"""What a respondent sees of their own answers at the end: scores in words, and a question to bring along.

Never anything of others. Positions are those of a drawing 400 wide; the template draws and computes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.instrument.model import Instrument, Level, Subscale
from engine.responses.layout import layout
from engine.responses.scoring import Score, person_scores, reported_range
from web.wording import language

LEFT: Final = 6.0  # where the axis begins
RIGHT: Final = 394.0  # and where it ends
NEAR: Final = 40.0  # a number nearer than this to an end of the axis is set inwards
MOST_NAMED: Final = 2  # areas or statements; more that are equal say nothing


Named = tuple[str, str]  # an area or a statement, and the answer given to the statement


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One subscale: `shown` is the score as printed, or nothing where too little was answered."""

    label: str
    shown: str
    low: str
    high: str
    level: Level | None
    at: float
    anchor: str
    cuts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """Own scores, and the ends of them: areas where a form has several, else statements with the answer."""

    scores: tuple[OwnScore, ...]
    by_area: bool
    strongest: tuple[Named, ...]
    weakest: tuple[Named, ...]
    question: str


def feedback_on(instrument: Instrument, form_id: str, codes: bytes) -> Feedback:
    """The feedback on one response's codes."""
    form = instrument.form(form_id)
    block = np.frombuffer(codes, dtype=np.uint8)[None, :]
    scores = person_scores(instrument, block, form)
    asked = [scale for scale in instrument.subscales if any(item in form.items for item in scale.items)]
    scored = [scale for scale in asked if scores[scale.id].rescaled is not None]
    by_area = len(asked) > 1
    if by_area:
        strongest, weakest = _ends(
            [((scale.label, ""), _share(instrument, scale, scores)) for scale in scored]
        )
    else:
        strongest, weakest = _ends(_keyed(instrument, asked, codes))
    lowest = min(scored, key=lambda scale: _share(instrument, scale, scores), default=None)
    return Feedback(
        scores=tuple(_own_score(instrument, scale, scores[scale.id]) for scale in asked),
        by_area=by_area,
        strongest=strongest,
        weakest=weakest,
        question=_question(instrument, lowest),
    )


def _own_score(instrument: Instrument, scale: Subscale, score: Score) -> OwnScore:
    low, high = reported_range(instrument, scale)
    value = score.rescaled
    at = _position(value if value is not None else low, low, high)
    return OwnScore(
        label=scale.label,
        shown="" if value is None else _printed(value, high - low),
        low=language().digits(low),
        high=language().digits(high),
        level=score.level,
        at=at,
        anchor="start" if at < LEFT + NEAR else "end" if at > RIGHT - NEAR else "middle",
        cuts=tuple(_position(level.below, low, high) for level in scale.levels if level.below is not None),
    )


def _position(value: float, low: float, high: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * (value - low) / (high - low), 1)


def _printed(value: float, width: float) -> str:
    """Whole points on a wide scale such as 0 to 100, one decimal on a narrow one such as 1 to 5."""
    return language().number(value, 0 if width > 20 else 1)


def _share(instrument: Instrument, scale: Subscale, scores: dict[str, Score]) -> float:
    """Where a score lies between the lowest and the highest possible, so that scales can be set side by side."""
    low, high = reported_range(instrument, scale)
    return ((scores[scale.id].rescaled or 0.0) - low) / (high - low)


def _keyed(instrument: Instrument, scales: Iterable[Subscale], codes: bytes) -> list[tuple[Named, float]]:
    """The answered statements of the scales, each with its answer turned the way the scale is scored."""
    given = layout(instrument).decode(codes)
    keyed = []
    for item in (instrument.item(name) for scale in scales for name in scale.items):
        value = given.get(item.id)
        if isinstance(value, int | float):
            label = next(option.label for option in item.options if option.value == value)
            keyed.append(((item.text, label), item.low + item.high - value if item.reverse else value))
    return keyed


def _ends(named: Sequence[tuple[Named, float]]) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """The names with the highest and with the lowest value; neither where all, or too many, are equal."""
    values = [value for _, value in named]
    if len(set(values)) < 2:
        return (), ()
    highest = tuple(name for name, value in named if value == max(values))
    lowest = tuple(name for name, value in named if value == min(values))
    return (
        highest if len(highest) <= MOST_NAMED else (),
        lowest if len(lowest) <= MOST_NAMED else (),
    )


def _question(instrument: Instrument, scale: Subscale | None) -> str:
    if scale is None or scale.construct is None or instrument.construct_map is None:
        return ""
    construct = instrument.construct_map.construct(scale.construct)
    return construct.question or "" if construct else ""
