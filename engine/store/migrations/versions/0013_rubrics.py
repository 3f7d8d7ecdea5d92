"""What teams of schools agree on with a rubric, a row a save."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rubric_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("held", sa.Date(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("agreed_by", sa.String(length=300), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_rubric_save_number")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_rubric_save_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_save")),
    )
    op.create_index(op.f("ix_rubric_save_school_id"), "rubric_save", ["school_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_rubric_save_school_id"), table_name="rubric_save")
    op.drop_table("rubric_save")
