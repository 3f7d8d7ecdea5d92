"""What a team said month by month as run charts: its energy, and each statement by itself. No survey is counted in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from engine.language import say, speaking
from engine.playbooks.check_ins import PulseStatement, all_statements, monthly_form
from engine.playbooks.folder import PlaybookFolder
from engine.report.check_ins import MonthlyRun
from engine.store.check_ins import CheckInSave
from psychometrics.run_chart import false_alarms, run_chart

ENERGY: Final = "energy"
MOST: Final = 24  # check-ins in a chart, the newest: chance signals more often the more there are


def energy_chart(saves: Sequence[CheckInSave], folder: PlaybookFolder, language: str) -> MonthlyRun | None:
    """The chart of a team's energy; None where no check-in says anything of it. `saves` are in order of time."""
    values = {one.month: float(one.answers[ENERGY]) for one in saves if ENERGY in one.answers}
    if not values:
        return None
    field = monthly_form(folder, language, next(iter(values))).sheet.field(ENERGY)
    low, high = float(field.minimum or 0), float(field.maximum or 10)
    with speaking(language):
        ends = say("check_ins.chart.low_energy", low=low), say("check_ins.chart.high_energy", high=high)
        label = say("check_ins.energy")
    return _run(ENERGY, label, field.label, (low, high), ends, values, lambda _: True)


def statement_charts(
    saves: Sequence[CheckInSave], folder: PlaybookFolder, language: str
) -> tuple[MonthlyRun, ...]:
    """A chart a statement that was ever answered, in the order of the conditions."""
    found = (_of_statement(one, saves, folder) for one in all_statements(folder, language))
    return tuple(one for one in found if one is not None)


def _of_statement(
    statement: PulseStatement, saves: Sequence[CheckInSave], folder: PlaybookFolder
) -> MonthlyRun | None:
    item = statement.item
    values = {one.month: float(one.pulse[item.id]) for one in saves if item.id in one.pulse}
    if not values:
        return None
    steps = {float(option.value): option.label for option in item.options}
    low, high = min(steps), max(steps)
    ends = f"{low:g} {steps[low]}", f"{high:g} {steps[high]}"
    check_in = folder.playbook.check_in
    return _run(
        item.id,
        statement.label,
        item.text,
        (low, high),
        ends,
        values,
        lambda month: item.id in check_in.statements(month.month),
    )


def _run(
    id: str,
    label: str,
    question: str,
    span: tuple[float, float],
    ends: tuple[str, str],
    values: Mapping[date, float],
    asked: Callable[[date], bool],
) -> MonthlyRun:
    """The newest values, at their places among all months in which the thing is asked."""
    kept = dict(sorted(values.items())[-MOST:])
    months = [month for month in months_between(min(kept), max(kept)) if asked(month) or month in kept]
    given = list(kept.values())
    return MonthlyRun(
        id,
        label,
        question,
        *span,
        ends,
        tuple(months),
        tuple((months.index(month), value) for month, value in kept.items()),
        run_chart(given),
        false_alarms(given),
    )


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from one to another, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [month_after(first, steps) for steps in range(count + 1)]


def month_after(month: date, steps: int = 1) -> date:
    """The first day of the month so many months later; earlier where `steps` is negative."""
    years, months = divmod(month.year * 12 + month.month - 1 + steps, 12)
    return date(years, months + 1, 1)
