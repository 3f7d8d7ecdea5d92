"""What a school's own results say of the measure that a plan is about, in words, to stand beside its sheets' fields.

Only what the school's own result prints: what stays hidden there is not here either, and no change is computed that
the frozen result does not tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.language import say, speaking
from engine.report.guides.guide import Statement
from engine.report.school.conditions import item_place
from engine.report.school.wording import interval, moved_words, printed
from engine.results.in_language import in_language
from engine.results.model import FrozenMeasure
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.model_score import FrozenScore
from engine.results.reading import of_school
from engine.store import NotFound, School, Site, Store, Wave
from engine.store.plan_records import TeamPlan
from engine.waves.in_words import texts_in
from engine.waves.school_guides import answers_in_words
from engine.waves.school_result import closed_waves

LOWEST: Final = 2  # statements that are set beside a field


@dataclass(frozen=True, slots=True)
class PulledFigures:
    """Of the result that the choice was made on, and of a later one where there is one; empty where nothing is told."""

    wave: str
    label: str
    score: str
    answered: str
    lowest: tuple[Statement, ...]
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A measure's score as a result shows it to its school."""

    wave: Wave
    part: FrozenSchool
    measure: FrozenMeasure
    score: FrozenScore


def figures_beside(store: Store, school: School, plan: TeamPlan, tag: str) -> PulledFigures | None:
    """The figures of a plan in a language; None where the result of its choice shows none."""
    with speaking(tag):
        for wave, site in closed_waves(store, school):
            if wave.id == plan.wave_id:
                told = _told(store, wave, site, plan.measure, tag)
                return None if told is None else _figures(store, school, plan, told, tag)
    return None


def _figures(store: Store, school: School, plan: TeamPlan, told: _Told, tag: str) -> PulledFigures:
    people, of = told.part.responses, told.part.roster
    return PulledFigures(
        wave=told.wave.title,
        label=told.measure.label,
        score=_score(told),
        answered=say("plan.figures.answered_of", people=people, of=of)
        if of
        else say("plan.figures.answered", people=people),
        lowest=tuple(_lowest(told)),
        later=tuple(_later(store, school, plan, told, tag)),
    )


def _lowest(told: _Told) -> Iterator[Statement]:
    """The statements at the low end of the score, as far as the result shows statements."""
    texts = {item.id: item for item in told.measure.item_texts}
    items = [item for item in told.score.items or () if item.id in texts]
    for item in sorted(items, key=lambda item: item_place(item, turned=texts[item.id].reverse))[:LOWEST]:
        text = texts[item.id]
        label = say("report.conditions.reverse", statement=text.text) if text.reverse else text.text
        yield Statement(label, answers_in_words(text, item))


def _later(store: Store, school: School, plan: TeamPlan, first: _Told, tag: str) -> Iterator[str]:
    """The newest later result of the same instrument: its score, and the change since where the result tells one."""
    waves = [
        (wave, site)
        for wave, site in closed_waves(store, school)
        if wave.instrument_id == first.wave.instrument_id and wave.opens > first.wave.opens
    ]
    told = _told(store, *waves[-1], plan.measure, tag) if waves else None
    if told is None:
        return
    yield say("plan.figures.now", wave=told.wave.title, score=_score(told))
    for change in (told.score.change, told.score.first_change):
        if change is not None and change.since == first.wave.title:
            words = moved_words(told.measure, change)
            yield say("plan.figures.moved", since=change.since, change=words)
            return
    yield say("plan.figures.not_told", since=first.wave.title)


def _told(store: Store, wave: Wave, site: Site, measure: str, tag: str) -> _Told | None:
    try:
        found = of_school(store.results.school_snapshot(wave, site.id), site.id)
    except NotFound:
        return None
    if found is None or isinstance(found[1], HiddenSchool):
        return None
    words = texts_in(store, wave, tag).words
    frozen, part = in_language(found[0], words), in_language(found[1], words)
    known = next((one for one in frozen.measures if one.id == measure), None)
    score = part.scores.get(measure) if isinstance(part, FrozenSchool) else None
    if known is None or score is None or not isinstance(part, FrozenSchool):
        return None
    return _Told(wave, part, known, score)


def _score(told: _Told) -> str:
    return say(
        "plan.figures.score",
        score=printed(told.measure, told.score),
        interval=interval(told.measure, told.score),
    )
