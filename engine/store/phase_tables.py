"""The table of the phase that a school is in, a school year: a row a save, so that nothing is overwritten."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from engine.store.schema import Moment, metadata

school_phase = Table(
    "school_phase",
    metadata,
    Column("id", Integer, primary_key=True),  # the last of a school's year counts; the others are its history
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("year", Integer, nullable=False),  # in which the school year begins
    Column("playbook_id", String(100), nullable=False),
    Column("version", String(32), nullable=False),
    Column("phase", String(64), nullable=False),  # its id in the playbook; empty where it was taken back
    Column("who", String(254), nullable=False),  # the address of the account that said so
    Column("at", Moment, nullable=False),
    Index("ix_school_phase_school_id_year", "school_id", "year"),
)
