"""The tables of what is to be deleted on a day, and of the counts that outlive the results of a deleted wave."""

from typing import Final

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from engine.store.schema import Moment, metadata

KINDS: Final = ("network", "school", "study", "wave")
ONE_THING: Final = " + ".join(f"CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END" for kind in KINDS) + " = 1"

deletion = Table(
    "deletion",  # asked for, and not carried out yet
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network_id", ForeignKey("network.id"), unique=True),  # of these four, the one that goes
    Column("school_id", ForeignKey("school.id"), unique=True),
    Column("study_id", ForeignKey("study.id"), unique=True),
    Column("wave_id", ForeignKey("wave.id"), unique=True),
    Column("day", Date, nullable=False),  # from which it is carried out, in the network's time zone
    Column("reason", Text, nullable=False),
    Column("who", String(254), nullable=False),  # the address of the account that asked
    Column("at", Moment, nullable=False),
    CheckConstraint(ONE_THING, name="one_thing"),
)

deleted_result = Table(
    "deleted_result",  # how many answered at each school that a result showed: names are still told by it
    metadata,
    Column("id", Integer, primary_key=True),
    Column("study_id", ForeignKey("study.id"), nullable=False, index=True),
    Column("opened", Moment, nullable=False),  # when its wave did: the place among the study's waves
    Column("number", Integer, nullable=False),  # of the close
    Column("shown", JSON, nullable=False),  # answers by the number of the school
)
