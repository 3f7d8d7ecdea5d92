"""The table of a team's monthly check-ins: a row a save, so that nothing is overwritten."""

from typing import Final

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from engine.store.schema import Moment, metadata

MONTHS: Final = "ix_check_in_save_school_id_month"

check_in_save = Table(
    "check_in_save",
    metadata,
    Column(
        "id", Integer, primary_key=True
    ),  # the last of a school's month counts; the others are its history
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("month", Date, nullable=False),  # its first day
    Column("playbook_id", String(100), nullable=False),
    Column("version", String(32), nullable=False),
    Column("pulse", JSON, nullable=False),  # by statement: the value of the team's answer
    Column("answers", JSON, nullable=False),  # by field of the worksheet, those that are not empty
    Column("removed", Boolean, nullable=False),
    Column("who", String(254), nullable=False),  # the address of the account that saved it
    Column("at", Moment, nullable=False),
    Index(MONTHS, "school_id", "month"),
)
