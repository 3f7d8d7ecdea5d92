"""The tables of what is sent by mail: a mailing, and each of its letters. No address and no code stands in them.

A letter names its recipient by number and leads to no answer. What was sent before the close is deleted by it: who was
reminded on which day would tell who had not answered by then.
"""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from engine.store.schema import metadata

STATES: Final = "state IN ('waiting', 'sending', 'sent', 'failed', 'skipped')"

mailing = Table(
    "mailing",
    metadata,
    Column(
        "id", String(32), primary_key=True
    ),  # drawn when its letters are looked at, so that it is sent once
    Column("wave_id", ForeignKey("wave.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("language", String(35), nullable=False),
    Column("subject", Text, nullable=False),  # with blanks for what differs from letter to letter
    Column("text", Text, nullable=False),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)

letter = Table(
    "letter",
    metadata,
    Column("mailing_id", ForeignKey("mailing.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("wave_id", ForeignKey("wave.id"), nullable=False, index=True),
    Column("site_id", ForeignKey("site.id"), nullable=False, index=True),
    Column(
        "recipient", String(32), nullable=False
    ),  # a leader's account, or somebody on the list of invitees
    Column("state", String(7), nullable=False),
    Column("reason", String(20)),  # why it could not be sent
    CheckConstraint(STATES, name="state"),
    sqlite_with_rowid=False,
)
