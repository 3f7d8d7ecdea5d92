"""The tables of what teams predicted of their next wave: sealed rows, and who withdrew which of them and why."""

from sqlalchemy import Boolean, CheckConstraint, Column, Float, ForeignKey, Integer, String, Table, Text

from engine.store.schema import Moment, metadata

prediction = Table(
    "prediction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("school_id", ForeignKey("school.id"), nullable=False, index=True),
    Column("wave_id", ForeignKey("wave.id"), nullable=False, index=True),  # the result it was made on
    Column("measure", String(100), nullable=False),
    Column("kind", String(9), nullable=False),
    Column("low", Float, nullable=False),  # points of change, at least
    Column("high", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("shared", Boolean, nullable=False),  # with whoever may read the school's result by name
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("kind IN ('range', 'no_change')", name="kind"),
    CheckConstraint("low < high", name="low"),
)

withdrawal = Table(
    "prediction_withdrawal",
    metadata,
    Column("prediction_id", ForeignKey("prediction.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
)
