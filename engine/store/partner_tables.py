"""The tables of partners who rate how far their work together has come: organisations by name, and no respondent."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from engine.store.schema import Moment, metadata

partnership = Table(
    "partnership",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("school_id", ForeignKey("school.id"), nullable=False, index=True),
    Column("instrument_id", String(100), nullable=False),
    Column("version", String(50), nullable=False),
    Column("own", String(200), nullable=False),  # what the school's side is called
    Column("partner", String(200), nullable=False),
    Column(
        "key", LargeBinary(16), nullable=False
    ),  # stands in the partner's link; a new one ends the old link
    Column("shared", JSON, nullable=False),  # the sides that let the hub read it: both must
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("length(key) = 16", name="key"),
)

partner_rating = Table(
    "partner_rating",
    metadata,
    Column("partnership_id", ForeignKey("partnership.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("side", String(7), primary_key=True),
    Column("levels", JSON, nullable=False),  # by area
    Column("evidence", JSON, nullable=False),  # by area, what shows it
    Column("rated_by", String(300), nullable=False),  # a role or initials
    Column("done", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("side IN ('own', 'partner')", name="side"),
)

partner_agreement = Table(
    "partner_agreement",
    metadata,
    Column(
        "id", Integer, primary_key=True
    ),  # the last of a round and area counts; the others are its history
    Column("partnership_id", ForeignKey("partnership.id"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("area", String(100), nullable=False),
    Column("level", String(100), nullable=False),  # empty where it was taken back
    Column("evidence", Text, nullable=False),
    Column("agreed_by", String(300), nullable=False),
    Column("at", Moment, nullable=False),
)
