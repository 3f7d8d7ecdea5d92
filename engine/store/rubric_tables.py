"""The table of what a school's team agreed on, condition by condition: a row a save, so that nothing is overwritten."""

from typing import Final

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table

from engine.store.schema import Moment, metadata

FIRST: Final = "number >= 1"

rubric_save = Table(
    "rubric_save",
    metadata,
    Column(
        "id", Integer, primary_key=True
    ),  # the last of a school's meeting counts; the others are its history
    Column("school_id", ForeignKey("school.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # of the meeting, counted from 1 at each school
    Column("instrument_id", String(100), nullable=False),
    Column("version", String(32), nullable=False),
    Column("held", Date, nullable=False),  # the day on which the team met
    Column("levels", JSON, nullable=False),  # by item: the option's value or null, and the evidence in words
    Column("agreed_by", String(300), nullable=False),  # roles or initials
    Column("shared", Boolean, nullable=False),  # whether the hub may read it
    Column("removed", Boolean, nullable=False),
    Column("who", String(254), nullable=False),  # the address of the account that saved it
    Column("at", Moment, nullable=False),
    CheckConstraint(FIRST, name="number"),
)
