"""Which phase of the work a school is in, a row a save."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("phase", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_phase_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_phase")),
    )
    op.create_index(op.f("ix_school_phase_school_id_year"), "school_phase", ["school_id", "year"])


def downgrade() -> None:
    op.drop_index(op.f("ix_school_phase_school_id_year"), table_name="school_phase")
    op.drop_table("school_phase")
