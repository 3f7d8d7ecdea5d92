"""The tables of what a school's team does after its score: plans, sheets a row a save, comments, private sheets."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.schema import Moment, metadata

STATES: Final = "state IN ('open', 'closed')"

plan = Table(
    "plan",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("number", Integer, nullable=False),  # counted from 1 at each school
    Column("choice_id", ForeignKey("choice.id"), nullable=False, index=True),  # that it begins from
    Column("measure", String(100), nullable=False),  # of the choice: the score that the plan is about
    Column("construct", String(100), nullable=False),  # that this measures, as guides name it
    Column("playbook_id", String(100), nullable=False),
    Column("version", String(32), nullable=False),
    Column("who", String(254), nullable=False),  # the address of the account that began it
    Column("at", Moment, nullable=False),
    UniqueConstraint("school_id", "number"),
    CheckConstraint("number >= 1", name="number"),
)

plan_standing = Table(
    "plan_standing",
    metadata,
    Column("id", Integer, primary_key=True),  # the last of a plan counts; the others are its history
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("state", String(6), nullable=False),
    Column("decision", String(100), nullable=False),  # of a closed one, as the impact assessment names it
    Column("shared", Boolean, nullable=False),  # whether the hub may read it
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint(STATES, name="state"),
)

sheet_save = Table(
    "sheet_save",
    metadata,
    Column("id", Integer, primary_key=True),  # the last of a sheet counts; the others are its history
    Column("school_id", ForeignKey("school.id"), nullable=False, index=True),
    Column("plan_id", ForeignKey("plan.id"), index=True),  # of a plan; none of a sheet of the school itself
    Column("sheet", String(100), nullable=False),
    Column("number", Integer, nullable=False),  # of those that a plan has several of, counted from 1
    Column("playbook_id", String(100), nullable=False),
    Column("version", String(32), nullable=False),
    Column("filled", JSON, nullable=False),  # by field; what is empty is not in it
    Column("removed", Boolean, nullable=False),
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("number >= 1", name="number"),
)

sheet_comment = Table(
    "sheet_comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("plan.id"), nullable=False, index=True),
    Column("sheet", String(100), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("taken_back", Boolean, nullable=False),  # by whoever wrote it, who alone sees it then
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
)

own_sheet = Table(
    "own_sheet",
    metadata,
    Column("id", Integer, primary_key=True),  # the last of a person's sheet counts
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sheet", String(100), nullable=False),
    Column("playbook_id", String(100), nullable=False),
    Column("version", String(32), nullable=False),
    Column("filled", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

plan_reminder = Table(
    "plan_reminder",
    metadata,
    Column("plan_id", ForeignKey("plan.id"), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("language", String(35), nullable=False),  # that the person asked for reminders in
    Column("last", Date),  # the day of the last one; none before the first
)
