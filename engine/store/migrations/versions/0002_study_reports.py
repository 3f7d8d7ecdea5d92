"""Validation studies of closed waves, computed once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_report",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id", "number"],
            ["snapshot.wave_id", "snapshot.number"],
            name=op.f("fk_study_report_wave_id_number"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_study_report")),
    )


def downgrade() -> None:
    op.drop_table("study_report")
