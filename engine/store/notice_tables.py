"""The table of what schools have told families before students are asked."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Date, ForeignKeyConstraint, Integer, String, Table, Text

from engine.store.schema import metadata

FORMS: Final = "form IN ('notice', 'consent')"

family_notice = Table(
    "family_notice",  # one a school and wave; nothing in it is of a single family
    metadata,
    Column("site_id", Integer, primary_key=True, autoincrement=False),
    Column("wave_id", Integer, nullable=False),
    Column("form", String(7), nullable=False),
    Column("role", String(200), nullable=False),  # of whoever vouches for it
    Column("sent", Date),
    Column("reply_by", Date),  # the last day on which a family could answer
    Column("opted_out", Integer),
    Column("text_version", Text, nullable=False),  # of the letter: instrument, languages, digest
    Column("holder", Text),  # another body that holds the record, in the words of whoever runs the wave
    Column("recorded", Date, nullable=False),
    ForeignKeyConstraint(["site_id", "wave_id"], ["site.id", "site.wave_id"]),
    CheckConstraint(FORMS, name="form"),
    CheckConstraint("opted_out >= 0", name="opted_out"),
    CheckConstraint("sent <= reply_by", name="sent_before_reply"),
    CheckConstraint(
        "holder IS NOT NULL OR (sent IS NOT NULL AND reply_by IS NOT NULL)", name="days_or_holder"
    ),
)
