"""The tables of units below a school: classes, departments, teams, and what a close keeps of each by itself."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.schema import metadata

KINDS: Final = "kind IN ('class', 'department', 'team')"

unit = Table(
    "unit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wave_id", Integer, nullable=False),
    Column("site_id", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("name", String(300), nullable=False),
    Column("expected", Integer),  # people asked
    Column("link", String(22), nullable=False, unique=True),
    Column("teacher_id", ForeignKey("account.id")),  # whose class it is, and who alone reads its result
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    UniqueConstraint("site_id", "name"),
    CheckConstraint(KINDS, name="kind"),
    CheckConstraint("expected >= 0", name="expected"),
    Index(None, "wave_id"),
    Index(None, "teacher_id"),
)

unit_part = Table(
    "unit_part",
    metadata,
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column(
        "number", Integer, nullable=False
    ),  # of the close that it was made at; a unit has one part at most
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),  # the JSON text itself, so that the digest stays checkable
)
