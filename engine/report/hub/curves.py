"""A network's means over its waves, and over the phases that schools go through together."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.printed import (
    ABSENT,
    fixed,
    whole,
)
from engine.report.axes import values_axis
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
from engine.report.school.wording import measure_column, nouns
from engine.results.model import FrozenMeasure, Measures
from engine.results.model_network import CurvePoint, HubNetwork, Phase, PhaseCurve

MOST_WAVES: Final = 12  # the newest that fit into a panel; the table has all
WITHHELD: Final = {
    "few_schools": "Means by the schools’ own phases take eight schools in every phase, so there are none here.",
    "names": "Means by the schools’ own phases are left out: from them one or two schools that did not agree to be "
    "named could be worked out.",
}
MOST_CURVES: Final = 3  # that can be told apart in grey; the table has all


Points = Sequence[Phase] | Sequence[CurvePoint]


def curve_sections(network: HubNetwork, measures: Measures) -> list[Section]:
    """Phase by phase, where schools are in several at a time; and wave by wave, all schools together.

    Each mean is as its own wave's result printed it.
    """
    together, phases = network.curves, network.phases
    found = []
    if shown := [one for one in measures if any(_measured(points, one) for points in _points(together))]:
        found.append(Section("by-phase", "Phase by phase", _by_phase(together, shown)))
    if shown := [one for one in measures if _measured(phases, one)]:
        words = WITHHELD.get(phases[-1].reason or "")
        said = (Paragraph(words),) if words else ()
        found.append(Section("phases", "Wave by wave", (_by_wave(phases, shown), *said)))
    return found


def _points(together: Sequence[PhaseCurve]) -> list[Sequence[CurvePoint]]:
    return [one.points for one in together]


def _measured(points: Points, one: FrozenMeasure) -> bool:
    """Whether there is a curve of this measure."""
    return sum(one.id in point.means for point in points) > 1


def _by_phase(together: Sequence[PhaseCurve], shown: Measures) -> tuple[Block, ...]:
    """A curve a group of schools that went through the phases together, over the phases."""
    kept = sorted(_points(together), key=len, reverse=True)[:MOST_CURVES]
    marks = tuple(dict.fromkeys(point.phase for points in kept for point in points))
    axes = _axes([point for points in kept for point in points], shown)
    words = "a curve: schools that went through the phases together, by where they began; numbers: the ends"
    return (
        CurveFigure(
            title="Means of the schools, phase by phase",
            description=f"A small panel for each {nouns(shown, 1)}: the mean of the schools’ scores in each "
            "phase, a curve for each group of schools that went through the phases together.",
            key=f"{words} · {_range(axes)}",
            panels=tuple(
                CurvePanel(
                    title=one.label,
                    axis=axes[one.id],
                    marks=marks,
                    curves=tuple(_curve(_began(points), _at(points, marks), one) for points in kept),
                )
                for one in shown
            ),
            table=_phase_table(_points(together), shown),
        ),
    )


def _began(points: Sequence[CurvePoint]) -> str:
    return f"{points[0].phase} in {points[0].wave}"


def _at(points: Sequence[CurvePoint], marks: Sequence[str]) -> list[CurvePoint | None]:
    found = {point.phase: point for point in points}
    return [found.get(mark) for mark in marks]


def _phase_table(together: Sequence[Sequence[CurvePoint]], shown: Measures) -> Table:
    columns = [(points, point) for points in together for point in points]
    return Table(
        caption="Mean of the schools’ scores by phase and the wave it was asked in",
        columns=(
            measure_column(shown),
            *(Column(f"{point.phase}, {point.wave}", "end") for _, point in columns),
        ),
        rows=(
            *((one.label, *(_cell(point, one) for _, point in columns)) for one in shown),
            ("Schools", *(whole(point.schools) for _, point in columns)),
        ),
        note="Phases are each school’s own. A phase has a mean only where eight schools or more are in it.",
    )


def _by_wave(phases: Sequence[Phase], shown: Measures) -> CurveFigure:
    kept = phases[-MOST_WAVES:]
    axes = _axes(kept, shown)
    newest = f" of the {MOST_WAVES} newest waves" if len(phases) > MOST_WAVES else ""
    return CurveFigure(
        title="Means of the schools, wave by wave",
        description=f"A small panel for each {nouns(shown, 1)}: the mean of the schools’ scores from "
        f"{kept[0].wave} to {kept[-1].wave}.",
        key=f"dot: mean of the schools’ scores; numbers: the first and the last{newest} · {_range(axes)}",
        panels=tuple(
            CurvePanel(
                title=one.label,
                axis=axes[one.id],
                marks=tuple(phase.wave for phase in kept),
                curves=(_curve("all schools", kept, one),),
            )
            for one in shown
        ),
        table=_wave_table(phases, shown),
    )


def _curve(label: str, points: Sequence[Phase | CurvePoint | None], one: FrozenMeasure) -> Curve:
    values = tuple(point.means.get(one.id) if point else None for point in points)
    return Curve(label, values, tuple("" if value is None else _number(value, one) for value in values))


def _number(value: float, one: FrozenMeasure) -> str:
    return fixed(value, one.decimals + 1)


def _cell(point: Phase | CurvePoint, one: FrozenMeasure) -> str:
    value = point.means.get(one.id)
    return ABSENT if value is None else _number(value, one)


def _axes(points: Points, shown: Measures) -> dict[str, Axis]:
    """One axis for all measures of one range, so that panels can be compared."""
    found: dict[str, Axis] = {}
    for one in shown:
        alike = [other for other in shown if (other.low, other.high) == (one.low, one.high)]
        values = [
            value for other in alike for point in points if (value := point.means.get(other.id)) is not None
        ]
        found[one.id] = values_axis(values, one.low, one.high, aside=0.3, steps=3)
    return found


def _range(axes: Mapping[str, Axis]) -> str:
    ranges = {(axis.ticks[0][1], axis.ticks[-1][1]) for axis in axes.values()}
    if len(ranges) > 1:
        return "each panel has the range of its values, not the whole scale"
    low, high = ranges.pop()
    return f"every panel runs from {low} to {high}, not over the whole scale"


def _wave_table(phases: Sequence[Phase], shown: Measures) -> Table:
    names = [phase.wave + (f" ({phase.phase})" if phase.phase else "") for phase in phases]
    return Table(
        caption="Mean of the schools’ scores by wave",
        columns=(measure_column(shown), *(Column(name, "end") for name in names)),
        rows=(
            *((one.label, *(_cell(phase, one) for phase in phases)) for one in shown),
            ("Schools", *(whole(phase.schools) for phase in phases)),
        ),
        note="Each wave holds the schools that took part in it, so part of a difference between waves may be other "
        "schools. What changed at the same schools stands above.",
    )
