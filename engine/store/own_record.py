"""All that is stored of a person with an account, for that person: rows by account and by address.

Every column that holds an account's number or a person's address is in `OF_A_PERSON`, or a test fails. Left out is what
would open something (hashes, sealed secrets), which tells a person nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, select

from engine.store import schema
from engine.store.people_records import Account
from engine.store.room import Room


class By(StrEnum):
    """How a row says whose it is."""

    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """A column that says whose a row is; `title` names these rows to the person."""

    table: str
    column: str
    by: By
    title: str


OF_A_PERSON: Final = (
    PersonColumn("account", "id", By.ACCOUNT, "Your account"),
    PersonColumn("membership", "account_id", By.ACCOUNT, "Your roles"),
    PersonColumn("invitation", "email", By.ADDRESS, "Invitations to you"),
    PersonColumn("provider_identity", "account_id", By.ACCOUNT, "Organisations that you sign in by"),
    PersonColumn("sign_in", "account_id", By.ACCOUNT, "Where you are signed in"),
    PersonColumn("provider_identity", "account_id", By.ACCOUNT, "Sign-in through your organisation"),
    PersonColumn("password_reset", "account_id", By.ACCOUNT, "Links that set your password"),
    PersonColumn("recovery_code", "account_id", By.ACCOUNT, "Recovery codes you have left"),
    PersonColumn("api_token", "account_id", By.ACCOUNT, "Your keys for programs"),
    PersonColumn("own_sheet", "account_id", By.ACCOUNT, "Your private sheets"),
    PersonColumn("plan_reminder", "account_id", By.ACCOUNT, "Reminders you asked for"),
    PersonColumn("unit", "teacher_id", By.ACCOUNT, "Your classes"),
    PersonColumn("job", "account_id", By.ACCOUNT, "Slow work you asked for"),
    PersonColumn("letter", "recipient", By.ACCOUNT, "Letters that were sent to you"),
    PersonColumn("entry", "who", By.ADDRESS, "What the log says you did"),
    PersonColumn("choice", "who", By.ADDRESS, "Where a school starts, as you recorded it"),
    PersonColumn("prediction", "who", By.ADDRESS, "What a school expects, as you sealed it"),
    PersonColumn("prediction_withdrawal", "who", By.ADDRESS, "Predictions you withdrew"),
    PersonColumn("plan", "who", By.ADDRESS, "Plans you began"),
    PersonColumn("plan_standing", "who", By.ADDRESS, "Plans you shared, closed or opened again"),
    PersonColumn("sheet_save", "who", By.ADDRESS, "Worksheets as you saved them"),
    PersonColumn("sheet_comment", "who", By.ADDRESS, "Your comments on plans"),
    PersonColumn("rubric_save", "who", By.ADDRESS, "Rubric meetings as you saved them"),
    PersonColumn("check_in_save", "who", By.ADDRESS, "Check-ins as you saved them"),
    PersonColumn("board_post", "who", By.ADDRESS, "Posts you offered to the board"),
    PersonColumn("school_phase", "who", By.ADDRESS, "Phases you said a school is in"),
    PersonColumn("partnership", "who", By.ADDRESS, "Partnerships you began to rate"),
    PersonColumn("comment", "who", By.ADDRESS, "Comments of respondents that you decided on"),
    PersonColumn("working_save", "who", By.ADDRESS, "Definitions as you saved them"),
    PersonColumn("publication", "who", By.ADDRESS, "Versions you published"),
    PersonColumn("retirement", "who", By.ADDRESS, "Versions you retired"),
    PersonColumn("deletion", "who", By.ADDRESS, "What you asked to have deleted"),
)
OPENS_SOMETHING: Final = frozenset(
    {"password", "second_factor_step", "link"}
)  # beside everything that is bytes
OF_OTHERS: Final = {"comment": ("text", "earlier")}  # words of a respondent, and what others decided
NAMES: Final = {  # what a number stands for
    "network_id": (schema.network, "name", "network"),
    "school_id": (schema.school, "name", "school"),
    "study_id": (schema.study, "title", "study"),
    "wave_id": (schema.wave, "title", "wave"),
}


@dataclass(frozen=True, slots=True)
class OwnRows:
    """Rows about a person under a title; each has its columns by name, in words or numbers."""

    title: str
    table: str
    rows: tuple[Mapping[str, object], ...]


class OwnRecord(Room):
    """Gives people what is stored of them."""

    def of(self, who: Account) -> tuple[OwnRows, ...]:
        """All rows about an account, kind by kind; of what there is nothing, nothing is said."""
        with self._database.reading() as connection:
            names = {
                column: {row.id: getattr(row, name) for row in connection.execute(select(table))}
                for column, (table, name, _) in NAMES.items()
            }
            found = (OwnRows(one.title, one.table, _rows(connection, one, who, names)) for one in OF_A_PERSON)
            return tuple(one for one in found if one.rows)


def _rows(
    connection: Connection, of: PersonColumn, who: Account, names: Mapping[str, Mapping[int, str]]
) -> tuple[Mapping[str, object], ...]:
    table = schema.metadata.tables[of.table]
    query = select(table).where(_theirs(table, of, who)).order_by(*table.primary_key)
    return tuple(_as_words(table, row._mapping, names) for row in connection.execute(query))


def _theirs(table: Table, of: PersonColumn, who: Account) -> ColumnElement[bool]:
    column = table.c[of.column]
    if of.by is By.ADDRESS:
        return column == who.email
    return column == (str(who.id) if column.type.python_type is str else who.id)


def _as_words(table: Table, row: Any, names: Mapping[str, Mapping[int, str]]) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for column in table.c:
        value = row[column.name]
        if isinstance(column.type, LargeBinary):
            if table.name == "account":  # that there is one says something, what it is opens something
                found[column.name] = "kept, sealed" if value is not None else None
        elif column.name in OPENS_SOMETHING or column.name in OF_OTHERS.get(table.name, ()):
            continue
        else:
            found[column.name] = value.isoformat() if isinstance(value, date | datetime) else value
            if column.name in NAMES and value is not None:
                found[NAMES[column.name][2]] = names[column.name].get(value)
    return found
