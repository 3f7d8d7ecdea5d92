"""The tables of the ways in: personal codes and the people they are for, resume codes, and tries in vain.

A personal code is kept nowhere. Its row is named by a slow hash of it (`engine.store.sealing`), as is the draft that it
opens. The privacy mode is repeated in each row, as in a response, and holds who may be named at all.
"""

from typing import Final

from sqlalchemy import (
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
    UniqueConstraint,
)

from engine.store.schema import metadata

NAMED_MODES: Final = "privacy IN ('confidential', 'identified')"

invitee = Table(
    "invitee",  # whoever may answer a wave that knows who has
    metadata,
    Column("id", String(32), primary_key=True),  # 128 random bits
    Column("wave_id", Integer, nullable=False),
    Column("site_id", Integer, nullable=False),
    Column("privacy", String(12), nullable=False),
    Column("number", Integer, nullable=False),  # on the site's list, and on the slip
    Column("name", String(200), nullable=False),  # empty where only a numbered slip was handed out
    Column("address", String(254)),
    Column("answered", Boolean, nullable=False),
    Column("reminded", Date),  # emptied at the close
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    ForeignKeyConstraint(["wave_id", "privacy"], ["wave.id", "wave.privacy"]),
    UniqueConstraint("id", "site_id"),
    UniqueConstraint("site_id", "number"),
    CheckConstraint(NAMED_MODES, name="privacy"),
    sqlite_with_rowid=False,
)

code = Table(
    "code",
    metadata,
    Column("key_hash", LargeBinary(32), primary_key=True),
    Column("wave_id", Integer, nullable=False),
    Column("site_id", Integer, nullable=False),
    Column("privacy", String(12), nullable=False),
    Column("state", String(4), nullable=False),
    Column("invitee_id", String(32)),
    Column("unit_id", ForeignKey("unit.id")),
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    ForeignKeyConstraint(["wave_id", "privacy"], ["wave.id", "wave.privacy"]),
    ForeignKeyConstraint(["invitee_id", "site_id"], ["invitee.id", "invitee.site_id"]),
    UniqueConstraint("invitee_id"),
    CheckConstraint("length(key_hash) = 32", name="key_hash"),
    CheckConstraint("state IN ('new', 'sent')", name="state"),
    CheckConstraint("(privacy = 'anonymous') = (invitee_id IS NULL)", name="invitee"),
    sqlite_with_rowid=False,
)

link_key = Table(
    "link_key",  # opens the links of a confidential wave, until it is destroyed
    metadata,
    Column("wave_id", Integer, primary_key=True, autoincrement=False),
    Column("privacy", String(12), nullable=False),
    Column("key", LargeBinary(32), nullable=False),
    ForeignKeyConstraint(["wave_id", "privacy"], ["wave.id", "wave.privacy"]),
    CheckConstraint("privacy = 'confidential'", name="privacy"),
    sqlite_with_rowid=False,
)

resume = Table(
    "resume",  # a code that opens a draft on another device
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("key_hash", ForeignKey("draft.key_hash", ondelete="CASCADE"), nullable=False, unique=True),
    Column("wave_id", ForeignKey("wave.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the draft's key, under the code
    CheckConstraint("length(code_hash) = 32", name="code_hash"),
    sqlite_with_rowid=False,
)

code_attempt = Table(
    "code_attempt",  # codes that were typed and that nobody has, by how they begin
    metadata,
    Column("beginning", String(20), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
