"""The tables of what people do with results: a school's choice, reviewed comments, keys of programs."""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from engine.store.schema import Moment, metadata

PATHS: Final = "path IN ('need', 'strength')"
REVIEWS: Final = "state IN ('waiting', 'shown', 'held')"

choice = Table(
    "choice",
    metadata,
    Column(
        "id", Integer, primary_key=True
    ),  # the last of a school and wave counts; the others are its history
    Column("school_id", ForeignKey("school.id"), nullable=False, index=True),
    Column("wave_id", ForeignKey("wave.id"), nullable=False, index=True),  # the result it was made on
    Column("path", String(8), nullable=False),
    Column("measures", JSON, nullable=False),  # ids; none where the choice was taken back
    Column("reason", Text, nullable=False),
    Column("agreed_by", String(300), nullable=False),
    Column("who", String(254), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint(PATHS, name="path"),
)

comment = Table(
    "comment",
    metadata,
    Column("wave_id", Integer, primary_key=True),
    Column("site_id", Integer, primary_key=True),
    Column("item_id", String(100), primary_key=True),
    Column(
        "text_hash", LargeBinary(32), primary_key=True
    ),  # of the words as answered, which name the comment
    Column("number", Integer, nullable=False),  # of the first snapshot that it was there for
    Column("state", String(7), nullable=False),
    Column("text", Text, nullable=False),  # as it is shown; empty where it is not
    Column("themes", JSON, nullable=False),
    Column("who", String(254), nullable=False),  # decided last; empty before anybody has
    Column("at", Moment),
    Column("earlier", JSON, nullable=False),  # the decisions before this one, the first of them first
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    ForeignKeyConstraint(["wave_id", "number"], ["snapshot.wave_id", "snapshot.number"]),
    CheckConstraint("length(text_hash) = 32", name="text_hash"),
    CheckConstraint(REVIEWS, name="state"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("network_id", ForeignKey("network.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("seen", Date),  # the last day it was used
    Column("revoked", Boolean, nullable=False),
    CheckConstraint("length(token_hash) = 32", name="token_hash"),
)
