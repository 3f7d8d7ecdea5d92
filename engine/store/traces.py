"""What deleting leaves behind in a database's files, and its erasure.

SQLite keeps pages as they were in its write-ahead log, in the order of the commits, and now and then the
bytes of a moved row in the gap of a page; PostgreSQL keeps deleted rows, with the transaction that wrote
them, until the table is written anew.
"""

import sqlite3
import time
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from engine.store import mail_tables, plan_tables, schema, way_tables
from engine.store.database import Database

TABLES: Final = (
    *(schema.response, schema.response_link, schema.draft, schema.spent, schema.withdrawal),
    *(way_tables.invitee, way_tables.code, way_tables.link_key, way_tables.resume, way_tables.code_attempt),
    *(mail_tables.mailing, mail_tables.letter),
)
OF_A_PERSON: Final = (plan_tables.own_sheet,)  # thrown away one by one, whatever waves do
PAUSE: Final = 0.05  # seconds
LEFT: Final = "traces of deletions"  # the setting that says so, where no wave is left to say it

# A transaction that began before the close may still see the rows it deleted, and so keeps them.
OLDER_TRANSACTIONS: Final = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < :since"
)


def remember(connection: Connection) -> None:
    """Keep that rows were deleted whose traces are still in the files."""
    forget(connection)
    connection.execute(insert(schema.setting).values(name=LEFT, value="yes"))


def remembered(connection: Connection) -> bool:
    this = select(schema.setting.c.name).where(schema.setting.c.name == LEFT)
    return connection.scalar(this) is not None


def forget(connection: Connection) -> None:
    connection.execute(delete(schema.setting).where(schema.setting.c.name == LEFT))


def erase(database: Database) -> bool:
    """Erase what earlier deletions left; False when another connection stood in the way, to try again later."""
    with database.explained(), database.engine.connect() as connection:
        if database.sqlite:
            return _write_file_anew(connection)
        return _write_tables_anew(connection.execution_options(isolation_level="AUTOCOMMIT"), database.wait)


def _write_file_anew(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute("VACUUM")
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def _write_tables_anew(connection: Connection, wait: float) -> bool:
    since = connection.scalar(text("SELECT clock_timestamp()"))
    deadline = time.monotonic() + wait
    while connection.scalar(OLDER_TRANSACTIONS, {"since": since}):
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    try:
        for table in (*TABLES, *OF_A_PERSON):
            connection.exec_driver_sql(f"VACUUM FULL {table.name}")
    except DBAPIError:
        return False
    return True
