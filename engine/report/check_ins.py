"""A team's check-ins as documents: the run chart of what it said month by month, and a month's form on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from engine.instrument.construct_map import ConstructMap
from engine.language import count, say, spoken
from engine.playbooks.check_ins import MonthlyForm, PulseStatement
from engine.printed import count as whole_count
from engine.printed import shortest
from engine.report.document import Axis, Block, Document, Paragraph, Section, table
from engine.report.guides.sheet import BOX, sheet_document
from engine.report.months import MonthPoint, MonthStretch, RunFigure
from psychometrics.run_chart import FIRST_SHIFT, PERLA, SHIFT, TREND, RunChart, Signal

FEWEST: Final = 3  # points that are drawn


@dataclass(frozen=True, slots=True)
class MonthlyRun:
    """What a team said of one thing, in order of time.

    `months` are all in which it was asked, from the first answer to the last; `values` those answered, by place in
    `months`. `by_chance` is the share of orders of these values in which a rule signals.
    """

    id: str
    label: str
    question: str
    low: float
    high: float
    ends: tuple[str, str]
    months: tuple[date, ...]
    values: tuple[tuple[int, float], ...]
    run: RunChart
    by_chance: float


def chart_section(one: MonthlyRun, *, rules: bool = True) -> Section:
    """A run chart with what it says; `rules` says once on a page what holds for every chart."""
    blocks: list[Block] = [Paragraph(one.question)] if one.question != one.label else []
    if len(one.values) < FEWEST:
        more = FEWEST - len(one.values)
        return Section(one.id, one.label, (*blocks, Paragraph(count("check_ins.chart.too_few", more))))
    blocks += [Paragraph(text) for text in _signals(one)]
    blocks.append(_figure(one))
    notes = (*_gaps(one), *_chance(one), *(_rules() if rules else ()))
    blocks += [Paragraph(text) for text in notes]
    return Section(one.id, one.label, tuple(blocks))


def source_of_rules() -> str:
    """The source of the two rules, for a list of references."""
    return f"{PERLA.full} https://doi.org/{PERLA.doi}"


def _figure(one: MonthlyRun) -> RunFigure:
    language, run = spoken(), one.run
    median = say("check_ins.chart.median", median=shortest(run.median))
    places = [place for place, _ in one.values]
    marked = _marked(one)
    rows = [(language.month(month), *_cells(one, place)) for place, month in enumerate(one.months)]
    heads = [say("check_ins.month")]
    numbers = [say("check_ins.chart.value")]
    return RunFigure(
        title=say("check_ins.chart.title", what=one.label),
        description=" ".join((median + ".", *_signals(one))),
        key=say("check_ins.chart.key", low=one.ends[0], high=one.ends[1]),
        table=table(say("check_ins.chart.table", what=one.label), heads, numbers, rows, note=median + "."),
        axis=_axis(one.low, one.high),
        months=tuple(language.month(month, short=True) for month in one.months),
        points=tuple(MonthPoint(place, value, place in marked) for place, value in one.values),
        median=run.median,
        median_label=median,
        stretches=tuple(_stretch(signal, places) for signal in run.signals),
    )


def _marked(one: MonthlyRun) -> set[int]:
    """The places of points that a signal counts: a shift skips those on the median."""
    return {
        place
        for signal in one.run.signals
        for place, value in one.values[signal.first : signal.last + 1]
        if signal.rule == "trend" or value != one.run.median
    }


def _cells(one: MonthlyRun, place: int) -> tuple[str]:
    found = dict(one.values).get(place)
    return (say("check_ins.chart.no_check_in") if found is None else shortest(found),)


def _axis(low: float, high: float) -> Axis:
    step = 1 if high - low <= 5 else 2
    ticks = tuple((float(at), str(at)) for at in range(int(low), int(high) + 1, step))
    room = 0.04 * (high - low)
    return Axis(low - room, high + room, ticks)


def _stretch(signal: Signal, places: Sequence[int]) -> MonthStretch:
    label = say(f"check_ins.chart.word_{signal.rule}")
    return MonthStretch(places[signal.first], places[signal.last], label)


def _signals(one: MonthlyRun) -> tuple[str, ...]:
    """A sentence a signal; of no signal, what was looked for."""
    language, places = spoken(), [place for place, _ in one.values]
    found = []
    for signal in one.run.signals:
        way = ("above" if signal.upwards else "below") if signal.rule == "shift" else ""
        way = way or ("rising" if signal.upwards else "falling")
        found.append(
            say(
                f"check_ins.chart.signal_{way}",
                points=whole_count(signal.points),
                first=language.month(one.months[places[signal.first]]),
                last=language.month(one.months[places[signal.last]]),
            )
        )
    if found:
        return (*found, say("check_ins.chart.no_cause"))
    if one.run.n < TREND:
        return (say("check_ins.chart.no_rule_yet", trend=TREND),)
    if one.run.off_median < FIRST_SHIFT:
        return (say("check_ins.chart.no_trend", first=FIRST_SHIFT, n=one.run.off_median),)
    return (say("check_ins.chart.none"),)


def _gaps(one: MonthlyRun) -> tuple[str, ...]:
    given = {place for place, _ in one.values}
    missing = [spoken().month(month) for place, month in enumerate(one.months) if place not in given]
    if not missing:
        return ()
    return (count("check_ins.chart.gaps", len(missing), months=spoken().list(missing)),)


def _chance(one: MonthlyRun) -> tuple[str, ...]:
    if one.run.n < TREND:
        return ()
    of_hundred = 100 * one.by_chance
    share = say("check_ins.chart.less_than_one") if of_hundred < 1 else whole_count(round(of_hundred))
    return (say("check_ins.chart.chance", n=one.run.n, share=share),)


def _rules() -> tuple[str, ...]:
    return (say("check_ins.chart.rules", shift=SHIFT, trend=TREND, source=PERLA.short),)


def blank_document(form: MonthlyForm, constructs: ConstructMap, school: str, month: date) -> Document:
    """The check-in of a month with room to write, for a team that fills it in on paper."""
    spoken_map = replace(
        constructs,
        constructs=tuple(
            replace(one, label=form.constructs.get(one.id, one.label)) for one in constructs.constructs
        ),
    )
    made = sheet_document(form.playbook, form.sheet, spoken_map)
    name = spoken().month(month)
    pulse = Section("pulse", say("check_ins.pulse"), tuple(_statements(form.statements)))
    return replace(
        made,
        title=f"{form.sheet.title}, {name}",
        context=f"{school} · {made.context}",
        place=school,
        sections=(pulse, *made.sections),
        provenance=(*made.provenance, say("check_ins.apart")),
        paper="letter",
    )


def _statements(statements: Sequence[PulseStatement]) -> list[Block]:
    blocks: list[Block] = [Paragraph(say("check_ins.pulse_lead"))]
    for one in statements:
        blocks.append(Paragraph(one.item.text, strong=True))
        labels = (*(option.label for option in one.item.options), say("check_ins.form.no_answer"))
        blocks.append(Paragraph("   ".join(f"{BOX} {label}" for label in labels)))
    return blocks
