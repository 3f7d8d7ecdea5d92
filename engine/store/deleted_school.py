"""What a deleted school leaves: a place without a name among the counts of closed waves, that no page opens.

Its answers, its part of frozen results and what it chose stay as numbers: without them a later file, comparison or
count would differ from an earlier one by that school alone. See docs/decisions/archive-and-delete.md.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from engine.instrument.model import Instrument
from engine.store import below, rows, schema
from engine.store.action_tables import choice, comment
from engine.store.board_tables import board_post
from engine.store.check_in_tables import check_in_save
from engine.store.definitions import Definitions
from engine.store.errors import StoreError
from engine.store.mail_tables import letter
from engine.store.notice_tables import family_notice
from engine.store.partner_tables import partnership
from engine.store.people_tables import agreement, district_school, invitation, membership
from engine.store.phase_tables import school_phase
from engine.store.plan_tables import plan, sheet_save
from engine.store.prediction_tables import prediction
from engine.store.prediction_tables import withdrawal as prediction_withdrawal
from engine.store.rubric_tables import rubric_save
from engine.store.unit_tables import unit
from engine.store.way_tables import code, invitee

OF_A_SCHOOL: Final[tuple[Table, ...]] = (
    *(membership, invitation, district_school, school_phase, rubric_save, check_in_save, board_post),
    *(partnership, plan, sheet_save),
)
OF_A_SITE: Final[tuple[Table, ...]] = (comment, family_notice, letter, code, invitee)
STAY: Final = (  # without a word or a person in them, and what they are
    (schema.response, "answers, without a person or words"),
    (schema.snapshot_part, "frozen results, which nobody can open"),
    (choice, "saves of where it began, without reasons"),
    (prediction, "sealed predictions, without reasons"),
)


def goes(school_id: int) -> tuple[below.Rows, ...]:
    """All that is deleted of a school."""
    here = _sites(school_id)
    mine = schema.response.c.site_id.in_(here)
    pairs = select(schema.response.c.id).where(mine)
    links: list[below.Rows] = [
        (table, table.c.response_id.in_(pairs)) for table in (schema.response_link, schema.withdrawal)
    ]
    return below.rows_below(
        *((table, table.c.school_id == school_id) for table in OF_A_SCHOOL),
        *((table, table.c.site_id.in_(here)) for table in OF_A_SITE),
        *links,
    ) + _of_units(here)


def _of_units(here: Any) -> tuple[below.Rows, ...]:
    """Units and their results; answers that came by them stay, and lose the place (`_leave_numbers`)."""
    units: ColumnElement[bool] = unit.c.site_id.in_(here)
    part = schema.metadata.tables["unit_part"]
    return ((unit, units), (part, part.c.unit_id.in_(select(unit.c.id).where(units))))


def stays(connection: Connection, school_id: int) -> tuple[tuple[str, int], ...]:
    """What is left of a school, in words and with its number."""
    here, found = _sites(school_id), []
    for table, words in STAY:
        mine = table.c.school_id == school_id if "school_id" in table.c else table.c.site_id.in_(here)
        number = connection.scalar(select(func.count()).select_from(table).where(mine)) or 0
        found += [(words, number)] if number else []
    return tuple(found)


def require_in_closed_waves(connection: Connection, school_id: int, name: str) -> None:
    """Raise `StoreError` where a school takes part in a draft; open waves are looked at for everything."""
    wave, site = schema.wave.c, schema.site.c
    query = select(wave.title).join(schema.site, site.wave_id == wave.id).where(site.school_id == school_id)
    draft = connection.scalar(query.where(wave.state == "draft").limit(1))
    if draft is not None:
        raise StoreError(f"{name} is in the draft {draft!r}", "take it out of the draft first")


def take_away(connection: Connection, school_id: int, day: date, definitions: Definitions) -> None:
    """Delete what goes, and leave the rest without name, person or words."""
    here = _sites(school_id)
    _leave_numbers(connection, here, definitions)
    below.remove(connection, goes(school_id))
    connection.execute(update(agreement).where(agreement.c.school_id == school_id).values(named=False))
    silent = {"reason": "", "who": ""}
    of_it = prediction.c.school_id == school_id
    connection.execute(update(choice).where(choice.c.school_id == school_id).values(**silent, agreed_by=""))
    connection.execute(update(prediction).where(of_it).values(**silent))
    withdrawn = prediction_withdrawal.c.prediction_id.in_(select(prediction.c.id).where(of_it))
    connection.execute(update(prediction_withdrawal).where(withdrawn).values(**silent))
    deletion = schema.metadata.tables["deletion"]
    connection.execute(delete(deletion).where(deletion.c.school_id == school_id))
    nameless = {"name": f"Deleted school {school_id}", "archived": None, "deleted": day}
    this = update(schema.school).where(schema.school.c.id == school_id).values(**nameless)
    rows.change(connection, this, StoreError(f"A school is called {nameless['name']!r}", "rename it first"))


def _sites(school_id: int) -> Any:
    return select(schema.site.c.id).where(schema.site.c.school_id == school_id)


def _leave_numbers(connection: Connection, here: Any, definitions: Definitions) -> None:
    """Of each answer, ticks and numbers: no words, no person, no class or team."""
    response, wave, definition = schema.response, schema.wave, schema.definition
    mine = response.c.site_id.in_(here)
    connection.execute(update(response).where(mine).values(person=None, unit_id=None))
    for table in (code, schema.metadata.tables["draft"]):
        connection.execute(update(table).where(table.c.site_id.in_(here)).values(unit_id=None))
    query = (
        select(response.c.wave_id, response.c.id, response.c.open_answers, definition.c.instrument_id)
        .add_columns(definition.c.version)
        .join(definition, definition.c.id == response.c.definition_id)
        .where(mine, response.c.open_answers.is_not(None))
    )
    for row in connection.execute(query).all():
        kept = numbers_alone(definitions.get(row.instrument_id, row.version), row.open_answers)
        this = (response.c.wave_id == row.wave_id) & (response.c.id == row.id)
        connection.execute(update(response).where(this).values(open_answers=kept or None))
    waves = select(response.c.wave_id).where(mine).distinct()
    connection.execute(update(wave).where(wave.c.id.in_(waves)).values(traces_erased=False))


def numbers_alone(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, object]:
    """Of open answers the numbers; neither words nor days, nor what was written beside an option (`deciding.note`)."""
    items = instrument.item_by_id
    return {id: said for id, said in answers.items() if id in items and items[id].kind.numeric}
