"""The tables of the workshop: working copies with their saves, who published what, and what is retired where."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, false

from engine.store.schema import Moment, metadata

working_copy = Table(
    "working_copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network_id", ForeignKey("network.id"), nullable=False, index=True),
    Column("published_id", ForeignKey("definition.id")),  # once it is published, and may no longer change
)

working_save = Table(
    "working_save",
    metadata,
    Column("copy_id", ForeignKey("working_copy.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(254), nullable=False),
    Column("what", String(200), nullable=False),
    Column("instrument_id", String(200), nullable=False),  # as the files say it, right or wrong
    Column("version", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("files", LargeBinary, nullable=False),  # texts by name, as JSON, compressed
)

publication = Table(
    "publication",
    metadata,
    Column("definition_id", ForeignKey("definition.id"), primary_key=True),
    Column("network_id", ForeignKey("network.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String(254), nullable=False),
    Column("to_all", Boolean, nullable=False, server_default=false()),  # else its network alone may use it
)

retirement = Table(
    "retirement",
    metadata,
    Column("network_id", ForeignKey("network.id"), primary_key=True),
    Column("definition_id", ForeignKey("definition.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(254), nullable=False),
)
