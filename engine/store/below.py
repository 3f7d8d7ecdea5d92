"""Which rows hang on a row, however far below: found by the foreign keys, so that no table can be forgotten."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select, tuple_, update

from engine.store import schema
from engine.store.job_tables import job
from engine.store.people_tables import entry
from engine.store.unit_tables import unit

Rows = tuple[Table, ColumnElement[bool]]

# Emptied where what they name goes: the log says what was, a class stays without its teacher, work without who asked.
LOOSE: Final = (
    *(entry.c.network_id, entry.c.school_id, entry.c.wave_id),
    *(job.c.account_id, unit.c.teacher_id),
)

# What is told of before it goes, by table. What is in neither goes with one of these and says nothing by itself.
WORDS: Final[Mapping[str, str]] = {
    "study": "studies",
    "wave": "waves",
    "school": "schools",
    "response": "answers",
    "draft": "forms that somebody has begun",
    "comment": "comments and what was decided about them",
    "invitee": "people on lists",
    "code": "personal codes",
    "snapshot": "results of the network",
    "snapshot_part": "results of schools",
    "unit_part": "results of classes and teams",
    "unit": "classes, departments and teams",
    "study_report": "validation studies",
    "letter": "letters by mail",
    "family_notice": "records of what families were told",
    "choice": "saves of where a school begins",
    "prediction": "sealed predictions",
    "plan": "plans of teams",
    "sheet_save": "saves of worksheets",
    "sheet_comment": "comments on plans",
    "rubric_save": "saves of rubric meetings",
    "check_in_save": "saves of check-ins",
    "partnership": "partnerships",
    "board_post": "posts on the board",
    "school_phase": "phases that were said of schools",
    "agreement": "agreements on names",
    "district": "districts",
    "membership": "roles of people",
    "invitation": "invitations",
    "api_token": "keys of programs",
    "working_copy": "definitions under way",
    "publication": "publications of definitions",
    "account": "accounts that have a role nowhere else",
    "own_sheet": "saves of private sheets",
}
GO_ALONG: Final = frozenset(
    {
        *(
            "site",
            "response_link",
            "withdrawal",
            "spent",
            "resume",
            "link_key",
            "reopening",
            "mailing",
            "job",
        ),
        *("plan_standing", "plan_reminder", "partner_rating", "partner_agreement", "board_report"),
        *("prediction_withdrawal", "district_school", "working_save", "retirement", "deletion"),
        *("deleted_result", "sign_in", "password_reset", "recovery_code", "provider_identity"),
    }
)


def rows_below(*roots: Rows) -> tuple[Rows, ...]:
    """These rows and all that refer to one of them, directly or not; what is referred to comes first."""
    found = dict(roots)
    for table in schema.metadata.sorted_tables:
        if table in found:
            continue
        if refer := list(_referring(table, found)):
            found[table] = or_(*refer)
    order = {table: at for at, table in enumerate(schema.metadata.sorted_tables)}
    return tuple(sorted(found.items(), key=lambda one: order[one[0]]))


def _referring(table: Table, found: Mapping[Table, ColumnElement[bool]]) -> Iterator[ColumnElement[bool]]:
    for key in table.foreign_key_constraints:
        parent = key.referred_table
        if parent in found:
            own: Any = [element.parent for element in key.elements]
            if any(own[0] is column for column in LOOSE):
                continue
            referred = [element.column for element in key.elements]
            of_these = select(*referred).where(found[parent])
            yield own[0].in_(of_these) if len(own) == 1 else tuple_(*own).in_(of_these)


def counted(connection: Connection, rows: tuple[Rows, ...]) -> tuple[tuple[str, int], ...]:
    """How many rows of each kind these are, in words and in the order of the words; none of them zero."""
    places = {table.name: (table, condition) for table, condition in rows}
    found = []
    for name, words in WORDS.items():
        if name in places:
            table, condition = places[name]
            number = connection.scalar(select(func.count()).select_from(table).where(condition)) or 0
            found += [(words, number)] if number else []
    return tuple(found)


def remove(connection: Connection, rows: tuple[Rows, ...]) -> None:
    """Delete these rows, what refers to others before these."""
    going = dict(rows)
    for column in LOOSE:
        (key,) = column.foreign_keys
        parent = key.column.table
        if parent in going:
            this = column.in_(select(key.column).where(going[parent]))
            connection.execute(update(column.table).where(this).values({column: None}))
    for table, condition in reversed(rows):
        connection.execute(delete(table).where(condition))
