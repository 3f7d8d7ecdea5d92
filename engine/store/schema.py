"""The tables, the same for SQLite and PostgreSQL.

Privacy and the shape of a response are held by constraints, not by care: a response repeats its wave's
definition, privacy mode and width, and a composite foreign key keeps the copies true. That key also fixes
these at a wave's first draft or response, because a parent key that is in use cannot change.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

from engine.disclosure.policy import FLOOR

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: with a time zone in Python, in PostgreSQL, and by this rule in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone, such as datetime.UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(naming_convention=NAMES)

PRIVACY_MODES: Final = "privacy IN ('anonymous', 'confidential', 'identified')"

setting = Table(
    "setting",  # what the server remembers about itself
    metadata,
    Column("name", String(50), primary_key=True),
    Column("value", Text, nullable=False),
)

definition = Table(
    "definition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("instrument_id", String(200), nullable=False),
    Column("version", String(50), nullable=False),
    Column("language", String(35), nullable=False),
    Column("width", Integer, nullable=False),  # bytes of a response's codes
    Column("structure_digest", String(64), nullable=False),
    Column("scoring_digest", String(64), nullable=False),
    Column("published", Date, nullable=False),
    UniqueConstraint("instrument_id", "version"),
    UniqueConstraint("id", "width"),
    CheckConstraint("width >= 0", name="width"),
)

definition_text = Table(
    "definition_text",
    metadata,
    Column("definition_id", ForeignKey("definition.id"), primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("text_digest", String(64), nullable=False),
    Column("canonical", Text, nullable=False),
)

network = Table(
    "network",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(300), nullable=False, unique=True),
    Column("time_zone", String(64)),  # in which its days begin and end; else UTC
    Column("archived", Date),  # since when it is in no list
    Column(
        "second_factor", Boolean, nullable=False, server_default=false()
    ),  # asked of everybody with a role
)

school = Table(
    "school",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network_id", ForeignKey("network.id"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("level", String(20)),
    Column("archived", Date),
    Column("deleted", Date),  # since when it is a nameless place in waves that counted it
    UniqueConstraint("network_id", "name"),
    CheckConstraint("level IN ('elementary', 'middle', 'high', 'other')", name="level"),
)

study = Table(
    "study",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network_id", ForeignKey("network.id"), nullable=False, index=True),
    Column("title", String(300), nullable=False),
    Column("archived", Date),
)

wave = Table(
    "wave",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("study_id", ForeignKey("study.id"), nullable=False, index=True),
    Column("title", String(300), nullable=False),
    Column("definition_id", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("form", String(100), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("privacy", String(12), nullable=False),
    Column("minimum_group", Integer, nullable=False),
    Column("opens", Moment, nullable=False),
    Column("closes", Moment, nullable=False),
    Column("phase", String(100)),
    Column("event", JSON(none_as_null=True)),  # what {event} stands for in the items, by language
    Column("contact", String(300)),  # whom respondents may ask
    Column("kept_until", Date),  # until when single answers are kept, as respondents are told
    Column("answers_deleted", Date),  # since when only its results are there
    Column("archived", Date),
    Column("simulated", Boolean, nullable=False),
    Column("state", String(7), nullable=False),
    Column(
        "way_in", String(5), nullable=False
    ),  # by each school's link, or by codes that let one person in each
    Column(
        "opens_itself", Boolean, nullable=False, server_default=false()
    ),  # a draft, when its time has come
    Column("closes_itself", Boolean, nullable=False, server_default=false()),  # its results need no press
    Column("closing_attempt", String(32)),  # names the one attempt to close that may finish
    Column("traces_erased", Boolean, nullable=False),  # false from a close until its leftovers are gone
    ForeignKeyConstraint(["definition_id", "width"], ["definition.id", "definition.width"]),
    UniqueConstraint("id", "privacy"),
    UniqueConstraint("id", "definition_id", "privacy", "width"),
    CheckConstraint(PRIVACY_MODES, name="privacy"),
    CheckConstraint(f"minimum_group >= {FLOOR}", name="minimum_group"),
    CheckConstraint("opens < closes", name="opens_before_closes"),
    CheckConstraint("state IN ('draft', 'open', 'closing', 'closed')", name="state"),
    CheckConstraint("way_in IN ('link', 'codes')", name="way_in"),
)

site = Table(
    "site",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wave_id", ForeignKey("wave.id"), nullable=False),
    Column("school_id", ForeignKey("school.id"), nullable=False),
    Column("roster", Integer),
    Column("roster_by_role", JSON(none_as_null=True)),
    Column("phase", String(100)),  # of this school, where cohorts overlap; else the wave's
    Column("link", String(22), nullable=False, unique=True),
    Column("join_code", String(6)),  # typed on the start page; emptied at the close
    Column("again", Integer, nullable=False, server_default=text("0")),  # second answers from one device
    Column("shared", Integer, nullable=False, server_default=text("0")),  # answers from a device of many
    Index("uq_site_join_code", "join_code", unique=True),
    UniqueConstraint("wave_id", "school_id"),
    UniqueConstraint("id", "wave_id"),
    CheckConstraint("roster >= 0", name="roster"),
)

response = Table(
    "response",
    metadata,
    Column("wave_id", Integer, primary_key=True),
    Column("id", LargeBinary(16), primary_key=True),  # 128 random bits, drawn when the form opened
    Column("site_id", Integer, nullable=False),
    Column("definition_id", Integer, nullable=False),
    Column("privacy", String(12), nullable=False),
    Column("width", Integer, nullable=False),
    Column("form", String(100), nullable=False),
    Column("language", String(35), nullable=False),
    Column("day", Date),  # emptied at the close, as are the seconds
    Column("seconds", SmallInteger),
    Column("codes", LargeBinary, nullable=False),
    Column("open_answers", JSON(none_as_null=True)),
    Column("person", String(200)),
    Column(
        "device", String(6), CheckConstraint("device IN ('own', 'again', 'shared')", name="device")
    ),  # emptied at the close
    Column("unit_id", ForeignKey("unit.id")),  # the class or team by whose link or code it came
    ForeignKeyConstraint(
        ["wave_id", "definition_id", "privacy", "width"],
        ["wave.id", "wave.definition_id", "wave.privacy", "wave.width"],
    ),
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    CheckConstraint("length(id) = 16", name="id"),
    CheckConstraint("length(codes) = width", name="codes"),
    CheckConstraint("person IS NULL OR privacy = 'identified'", name="person"),
    sqlite_with_rowid=False,
)

response_link = Table(
    "response_link",
    metadata,
    Column("wave_id", Integer, primary_key=True),
    Column("response_id", LargeBinary(16), primary_key=True),
    Column("privacy", String(12), nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # whose it is, under the wave's key (`link_key`)
    ForeignKeyConstraint(["wave_id", "privacy"], ["wave.id", "wave.privacy"]),
    ForeignKeyConstraint(
        ["wave_id", "response_id"],
        ["response.wave_id", "response.id"],
        deferrable=True,
        initially="DEFERRED",  # closing writes the responses anew within one transaction
    ),
    CheckConstraint("privacy = 'confidential'", name="privacy"),
    sqlite_with_rowid=False,
)

draft = Table(
    "draft",
    metadata,
    Column("key_hash", LargeBinary(32), primary_key=True),
    Column("site_id", Integer, nullable=False),
    Column("wave_id", Integer, nullable=False),
    Column("privacy", String(12), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("day", Date, nullable=False),  # of the last save, for expiry
    Column("payload", LargeBinary, nullable=False),  # encrypted under the key
    Column("unit_id", ForeignKey("unit.id")),
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    ForeignKeyConstraint(["wave_id", "privacy"], ["wave.id", "wave.privacy"]),
    CheckConstraint("length(key_hash) = 32", name="key_hash"),
    sqlite_with_rowid=False,
)

spent = Table(
    "spent",
    metadata,
    Column(
        "key_hash", LargeBinary(32), primary_key=True
    ),  # of a draft that was submitted; erased two weeks after the close
    Column("wave_id", ForeignKey("wave.id"), nullable=False),
    CheckConstraint("length(key_hash) = 32", name="key_hash"),
    sqlite_with_rowid=False,
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),  # erased at close
    Column("wave_id", Integer, nullable=False),
    Column("response_id", LargeBinary(16), nullable=False),
    Column("sealed", LargeBinary),  # the personal code's row, under the withdrawal code
    ForeignKeyConstraint(["wave_id", "response_id"], ["response.wave_id", "response.id"]),
    UniqueConstraint("wave_id", "response_id"),
    CheckConstraint("length(code_hash) = 32", name="code_hash"),
    sqlite_with_rowid=False,
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("wave_id", ForeignKey("wave.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", Text, nullable=False),  # the JSON text itself, so that the digest stays checkable
    CheckConstraint("number >= 1", name="number"),
)

snapshot_part = Table(
    "snapshot_part",
    metadata,
    Column("wave_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("site_id", Integer, primary_key=True),
    Column("document", Text, nullable=False),  # the JSON text of one school; the snapshot holds its digest
    ForeignKeyConstraint(["wave_id", "number"], ["snapshot.wave_id", "snapshot.number"]),
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
)

study_report = Table(
    "study_report",
    metadata,
    Column("wave_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),  # of the snapshot whose answers were studied
    Column("day", Date, nullable=False),
    Column("html", Text, nullable=False),
    Column("json", Text, nullable=False),
    Column("pdf", LargeBinary, nullable=False),
    ForeignKeyConstraint(["wave_id", "number"], ["snapshot.wave_id", "snapshot.number"]),
)

reopening = Table(
    "reopening",
    metadata,
    Column("wave_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),  # of the snapshot after which the wave was reopened
    Column("day", Date, nullable=False),
    Column("reason", Text, nullable=False),
    ForeignKeyConstraint(["wave_id", "number"], ["snapshot.wave_id", "snapshot.number"]),
)
