"""A network's means over its waves."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.report.document import Axis, Column, Curve, CurveFigure, CurvePanel, Section, Table
from engine.report.hub.axes import values_axis

View = Mapping[str, Any]
Measures = Sequence[Mapping[str, Any]]

MOST_WAVES: Final = 12  # the newest that fit into a panel; the table has all


def curve_sections(network: View, measures: Measures) -> list[Section]:
    """The means of the schools' scores wave by wave, each as its own result printed them."""
    phases = network["phases"]
    shown = [one for one in measures if sum(one["id"] in phase["means"] for phase in phases) > 1]
    if not shown:
        return []
    return [Section("phases", "Wave by wave", (_figure(phases, shown),))]


def _figure(phases: Sequence[View], shown: Measures) -> CurveFigure:
    kept = phases[-MOST_WAVES:]
    names = [_name(phase) for phase in phases]
    axes = _axes(kept, shown)
    first, last = names[len(phases) - len(kept)], names[-1]
    return CurveFigure(
        title="Means of the schools, wave by wave",
        description=f"A small panel for each measure: the mean of the schools’ scores from {first} to {last}.",
        key=_key(kept, axes),
        panels=tuple(
            CurvePanel(
                title=one["label"],
                axis=axes[one["id"]],
                marks=tuple(str(phase["wave"]) for phase in kept),
                curves=(_curve("all schools", kept, one),),
            )
            for one in shown
        ),
        table=_table(phases, names, shown),
    )


def _name(phase: View) -> str:
    return str(phase["wave"]) + (f" ({phase['phase']})" if phase["phase"] else "")


def _curve(label: str, phases: Sequence[View], one: View) -> Curve:
    values = tuple(phase["means"].get(one["id"]) for phase in phases)
    return Curve(label, values, tuple("" if value is None else _number(value, one) for value in values))


def _number(value: float, one: View) -> str:
    return f"{value:.{one['decimals'] + 1}f}"


def _axes(phases: Sequence[View], shown: Measures) -> dict[str, Axis]:
    """One axis for all measures of one range, so that panels can be compared."""
    found: dict[str, Axis] = {}
    for one in shown:
        alike = [other for other in shown if (other["low"], other["high"]) == (one["low"], one["high"])]
        values = [
            phase["means"][other["id"]]
            for phase in phases
            for other in alike
            if other["id"] in phase["means"]
        ]
        found[one["id"]] = values_axis(values, one["low"], one["high"])
    return found


def _key(phases: Sequence[View], axes: Mapping[str, Axis]) -> str:
    words = "dot: mean of the schools’ scores; numbers: the first and the last"
    if len(phases) == MOST_WAVES:
        words += f" of the {MOST_WAVES} newest waves"
    ranges = {(axis.ticks[0][1], axis.ticks[-1][1]) for axis in axes.values()}
    if len(ranges) == 1:
        low, high = ranges.pop()
        words += f" · every panel runs from {low} to {high}, not from the scale’s ends"
    return words


def _table(phases: Sequence[View], names: Sequence[str], shown: Measures) -> Table:
    return Table(
        caption="Mean of the schools’ scores by wave",
        columns=(Column("Measure"), *(Column(name, "end") for name in names)),
        rows=(
            *(
                (
                    one["label"],
                    *(
                        _number(phase["means"][one["id"]], one) if one["id"] in phase["means"] else "–"
                        for phase in phases
                    ),
                )
                for one in shown
            ),
            ("Schools", *(str(phase["schools"]) for phase in phases)),
        ),
        note="Each wave holds the schools that took part in it; part of a difference between waves may be other "
        "schools. Changes of the same schools stand above.",
    )
