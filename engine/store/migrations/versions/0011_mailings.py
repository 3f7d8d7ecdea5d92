"""Mailings: what is sent to leaders and to people on a list, letter by letter, so that nothing is sent twice."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'sending', 'sent', 'failed', 'skipped')"


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_mailing_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_mailing_wave_id"), "mailing", ["wave_id"])
    op.create_table(
        "letter",
        sa.Column("mailing_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.CheckConstraint(STATES, name=op.f("ck_letter_state")),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailing.id"], name=op.f("fk_letter_mailing_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_letter_site_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_letter_wave_id")),
        sa.PrimaryKeyConstraint("mailing_id", "number", name=op.f("pk_letter")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_letter_site_id"), "letter", ["site_id"])
    op.create_index(op.f("ix_letter_wave_id"), "letter", ["wave_id"])


def downgrade() -> None:
    op.drop_table("letter")
    op.drop_table("mailing")
