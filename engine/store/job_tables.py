"""The tables of slow work: what is to be done beside the pages, and which programs do it.

A row names what it is about by numbers alone: no answer, no address of anybody, no link that opens something.
"""

from typing import Final

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from engine.store.schema import Moment, metadata

TASKS: Final = "task IN ('clock', 'close', 'letters', 'study', 'reports')"
STATES: Final = "state IN ('waiting', 'running', 'done', 'failed')"

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("task", String(8), nullable=False),
    Column("about", String(120), nullable=False),  # what it does to what: of these, one at a time
    Column("wave_id", ForeignKey("wave.id"), index=True),
    Column("account_id", ForeignKey("account.id")),  # who asked, and whose rights it works with
    Column("details", JSON, nullable=False),
    Column("state", String(7), nullable=False, index=True),
    Column("step", String(200), nullable=False),  # what is being done now, in words
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),  # 0 where nobody knows how much there is
    Column("failure", Text),
    Column("tries", Integer, nullable=False),  # how often it was begun
    Column("asked", Moment, nullable=False),
    Column("ended", Moment),
    Column("worker", String(32)),  # the program that does it, while it does
    Column("until", Moment),  # and how long others leave it alone, unless it says again that it lives
    CheckConstraint(TASKS, name="task"),
    CheckConstraint(STATES, name="state"),
    CheckConstraint("(state = 'running') = (worker IS NOT NULL)", name="worker"),
    CheckConstraint("(worker IS NULL) = (until IS NULL)", name="until"),
    sqlite_autoincrement=True,  # no number is given again, so that an old address never leads to another job
)

Index(
    "uq_job_about",
    job.c.about,
    unique=True,
    sqlite_where=job.c.state.in_(("waiting", "running")),
    postgresql_where=job.c.state.in_(("waiting", "running")),
)

worker = Table(
    "worker",
    metadata,
    Column("id", String(32), primary_key=True),  # drawn when the program begins
    Column("seen", Moment, nullable=False),
    sqlite_with_rowid=False,
)
