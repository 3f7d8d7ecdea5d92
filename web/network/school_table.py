"""Schools by conditions: the results of a wave that its reader may read by name, side by side in one table.

It holds nothing but what stands on the pages of these schools, and whose they are is settled as for these pages
(`rights.named_schools`). Each school's log says that it was looked at.
"""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from engine.report.school.one_page import measures_of
from engine.report.school.wording import interval, printed
from engine.results.model import FrozenMeasure, FrozenResult
from engine.results.model_school import FrozenSchool
from engine.store import Wave, WaveState
from web import rights, sessions
from web.forms import LineField, TypedForm
from web.rights import Action, Place, named_schools, needs
from web.school.by_link import frozen
from web.sessions import store

pages = Blueprint("school_table", __name__)

MOST_ROWS: Final = 200


class OrderForm(TypedForm):
    by, order = LineField(), LineField()


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A score as the school's page prints it, its interval, and what it is ordered by."""

    text: str
    interval: str
    mean: float


@dataclass(frozen=True, slots=True)
class ConditionsRow:
    school: int
    name: str
    cells: tuple[
        ScoreCell | None, ...
    ]  # in the order of the measures; None where the school shows no such score


@pages.get("/waves/<int:wave>/schools")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def schools(wave: Wave) -> str:
    """The table, by name unless the address asks for the order of a condition."""
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    found = _parts(wave) if wave.state is WaveState.CLOSED else []
    places = (Place(network.id, one, wave.id, f"{part.school} · {wave.title}") for one, _, part in found)
    rights.note_each("result.seen", places)
    measures = list(found[0][1].measures) if found else []
    asked = OrderForm(request.args)
    chosen = next((at for at, one in enumerate(measures) if one.id == asked.by.data), None)
    rows = [_row(school, result, part, measures) for school, result, part in found]
    return render_template(
        "result/schools.html",
        network=network,
        wave=wave,
        simulated=wave.simulated,
        measures=measures,
        rows=_ordered(rows, chosen, up=asked.order.data == "up"),
        by=asked.by.data if chosen is not None else "",
        up=asked.order.data == "up",
    )


def _parts(wave: Wave) -> list[tuple[int, FrozenResult, FrozenSchool]]:
    """The shown parts of the schools that whoever asks may read by name."""
    named = named_schools(store(), sessions.me(), wave)
    sites = [site for site in store().sites.of(wave) if site.school_id in named][:MOST_ROWS]
    found = [(site.school_id, *frozen(store(), wave, site.id)) for site in sites]
    return [(school, result, part) for school, result, part in found if isinstance(part, FrozenSchool)]


def _row(
    school: int, result: FrozenResult, part: FrozenSchool, measures: list[FrozenMeasure]
) -> ConditionsRow:
    shown = {one.id for one in measures_of(result, part)}
    return ConditionsRow(
        school,
        part.school,
        tuple(_cell(one, part) if one.id in shown else None for one in measures),
    )


def _cell(measure: FrozenMeasure, part: FrozenSchool) -> ScoreCell:
    score = part.score_of(measure.id)
    return ScoreCell(str(printed(measure, score)), str(interval(measure, score)), score.mean)


def _ordered(rows: list[ConditionsRow], by: int | None, *, up: bool) -> list[ConditionsRow]:
    """By name; or by a score as it is printed, equal ones by name, and schools without it at the end."""
    rows = sorted(rows, key=lambda one: one.name)
    if by is None:
        return rows
    sign = 1 if up else -1

    def place(row: ConditionsRow) -> tuple[bool, float]:
        cell = row.cells[by]
        return cell is None, 0.0 if cell is None else sign * cell.mean

    return sorted(rows, key=place)
