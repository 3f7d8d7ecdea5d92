"""What changed at a school: the scores of its earlier results, and the change since the last one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from engine.language import say
from engine.printed import ABSENT, Parted, fixed, shortest
from engine.report.document import (
    Axis,
    Block,
    Column,
    Curve,
    CurveFigure,
    CurvePanel,
    Paragraph,
    Section,
    Table,
)
from engine.report.school.wording import (
    bounded,
    by_range,
    interval,
    measure_column,
    moved_words,
    number,
    printed,
    span,
)
from engine.results.model import FrozenMeasure, FrozenResult, Measures
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenChange


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """A result of the same school from an earlier wave: the wave's frozen result and the school's part of it."""

    frozen: FrozenResult
    site: FrozenSchool


def change_sections(
    frozen: FrozenResult, site: FrozenSchool, measures: Measures, earlier: Sequence[EarlierResult]
) -> list[Section]:
    """Every change with its earlier score, how far only where it is clear; before it the way there.

    `earlier` stand oldest first. Only results of the same version and form are drawn together, and of these only
    such as show one of the scores that this one shows.
    """
    alike = [
        one
        for one in earlier
        if _alike(one.frozen, frozen) and any(one.site.scores.get(measure.id) for measure in measures)
    ]
    blocks: list[Block] = []
    if alike:
        blocks += [_trend(frozen, site, parts, alike) for parts in by_range(measures)]
    blocks += _since(site, measures)
    return [Section("change", say("report.changes.title"), tuple(blocks))] if blocks else []


def _alike(one: FrozenResult, other: FrozenResult) -> bool:
    """Whether both are of the same form of the same version."""
    ours, theirs = other.instrument, one.instrument
    return (ours.id, ours.version, other.wave.form) == (theirs.id, theirs.version, one.wave.form)


def _trend(
    frozen: FrozenResult, site: FrozenSchool, measures: Measures, earlier: Sequence[EarlierResult]
) -> CurveFigure:
    titles = [one.frozen.wave.title for one in earlier] + [frozen.wave.title]
    parts = [*(one.site for one in earlier), site]
    axis = _axis(measures, parts)
    return CurveFigure(
        title=say("report.changes.figure"),
        description=say("report.changes.described"),
        key=say("report.changes.key"),
        panels=tuple(_panel(one, parts, titles, axis) for one in measures),
        table=Table(
            caption=say("report.changes.waves"),
            columns=(measure_column(measures), *(Column(title, "end") for title in titles)),
            rows=tuple((one.label, *(_cell(one, part) for part in parts)) for one in measures),
        ),
    )


def _axis(measures: Measures, parts: Sequence[FrozenSchool]) -> Axis:
    """The part of the scale, in fifths, that holds every interval, so that a change can be seen; for all panels."""
    low, high = min(one.low for one in measures), max(one.high for one in measures)
    step = (high - low) / 5
    drawn = [score for part in parts for one in measures if (score := part.scores.get(one.id))]
    start = math.floor((min(score.low for score in drawn) - low) / step)
    end = math.ceil((max(score.high for score in drawn) - low) / step)
    places = [low + step * place for place in range(start, max(end, start + 1) + 1)]
    return Axis(places[0], places[-1], tuple((place, shortest(place)) for place in places))


def _panel(
    one: FrozenMeasure, parts: Sequence[FrozenSchool], titles: Sequence[str], axis: Axis
) -> CurvePanel:
    scores = [part.scores.get(one.id) for part in parts]
    curve = Curve(
        label=say("report.changes.this_school"),
        values=tuple(score.mean if score else None for score in scores),
        numbers=tuple(printed(one, score) if score else "" for score in scores),
        reach=tuple((score.low, score.high) if score else None for score in scores),
    )
    return CurvePanel(one.label, axis, tuple(titles), (curve,))


def _cell(one: FrozenMeasure, part: FrozenSchool) -> str:
    score = part.scores.get(one.id)
    if score is None:
        return ABSENT
    shown, ends = printed(one, score), interval(one, score)
    return Parted(f"{shown} ({ends})", ("", shown), *ends.parts)


def _since(site: FrozenSchool, measures: Measures) -> list[Block]:
    rows, versions = [], set()
    for one in measures:
        score = site.score_of(one.id)
        for found in (score.change, score.first_change):
            if found is None:
                continue
            rows.append(_row(one, found))
            if found.common_items is not None:
                versions.add((one.label, found.version, found.common_items))
    if not rows:
        return []
    table = Table(
        caption=say("report.changes.table"),
        columns=(
            measure_column(measures),
            Column(say("report.changes.since")),
            Column(say("report.changes.then"), "end"),
            Column(say("report.changes.now"), "end"),
            Column(say("report.changes.change")),
            Column(say("report.column.interval"), "end"),
            Column(say("report.changes.g"), "end"),
        ),
        rows=tuple(rows),
    )
    notes = [
        Paragraph(say("report.changes.version", label=label, version=str(version), items=items))
        for label, version, items in sorted(versions)
    ]
    return [table, *notes]


def _row(one: FrozenMeasure, found: FrozenChange) -> tuple[str, ...]:
    ends = ABSENT
    if found.clear and found.low is not None and found.high is not None:
        ends = span(one, found.low, found.high)
    return (
        one.label,
        found.since,
        bounded(one, found.before, found.before_end),
        number(one, found.now),
        moved_words(one, found, ends=False),
        ends,
        fixed(found.g, 1) if found.g is not None else ABSENT,
    )
