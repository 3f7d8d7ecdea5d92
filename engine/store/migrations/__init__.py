"""Alembic's revisions of the tables, and the step that brings a database to the newest of them."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, column, inspect, select, table, text

from engine.store import (  # noqa: F401 - their tables belong to the metadata
    action_tables,
    board_tables,
    check_in_tables,
    job_tables,
    keeping_tables,
    mail_tables,
    notice_tables,
    partner_tables,
    phase_tables,
    plan_tables,
    prediction_tables,
    rubric_tables,
    unit_tables,
    way_tables,
)
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.schema import metadata

HEAD: Final = "0025"
VERSION_TABLE: Final = "barograph_revision"
MIGRATION_LOCK: Final = 0x6261726F  # PostgreSQL's advisory lock; any number that is always the same


def migrate(database: Database) -> None:
    """Make the tables of an empty database, or bring an older one up to date; all of it or nothing."""
    with database.reading() as connection:
        if revision(connection, database) == HEAD:
            _require_columns(connection, database)
            return
    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        if revision(connection, database) != HEAD:
            upgrade(connection, HEAD)
        _require_columns(connection, database)


def configuration(connection: Connection | None = None) -> Any:
    """Alembic's configuration, which is not a file: the revisions lie in this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection, database: Database) -> str | None:
    """The database's revision, None when it is empty; a taught error when it is not ours or is newer."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in names:
        if names & set(metadata.tables) or (database.sqlite and names):
            raise StoreError(
                f"{database.name} holds the tables of another program",
                "name the right database, or a new one to begin with an empty one",
            )
        return None
    found = str(connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE))))
    if not found.isdigit() or int(found) > int(HEAD):
        raise StoreError(
            f"{database.name} was written by a newer Barograph (revision {found}, this one knows {HEAD})",
            "update Barograph on this machine; nothing was changed",
        )
    return found


def _require_columns(connection: Connection, database: Database) -> None:
    """Refuse a database that bears a revision of ours and has other columns: of a build between two versions."""
    found = inspect(connection).get_multi_columns()
    for name, of_ours in metadata.tables.items():
        there = {column["name"] for column in found.get((None, name), ())}
        lacking = [column.name for column in of_ours.columns if column.name not in there]
        if lacking:
            raise StoreError(
                f"{database.name} was made by a build of Barograph between two versions: its table {name} has no"
                f" column {lacking[0]}",
                "read it with the build that made it, or begin a new database; nothing was changed",
            )


def upgrade(connection: Connection, to: str) -> None:
    """Bring a database, or an empty one, to a revision, within the connection's transaction."""
    from alembic import command

    command.upgrade(configuration(connection), to)
