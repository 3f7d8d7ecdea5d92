"""What teams say month by month, a row a save."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_in_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("playbook_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("pulse", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_check_in_save_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_save")),
    )
    op.create_index(op.f("ix_check_in_save_school_id_month"), "check_in_save", ["school_id", "month"])


def downgrade() -> None:
    op.drop_index(op.f("ix_check_in_save_school_id_month"), table_name="check_in_save")
    op.drop_table("check_in_save")
