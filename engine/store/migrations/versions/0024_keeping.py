"""What is archived, what is to be deleted on a day, and what a deleted school or wave leaves."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ARCHIVED = ("network", "school", "study", "wave")
ONE_THING = (
    "CASE WHEN network_id IS NULL THEN 0 ELSE 1 END + CASE WHEN school_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN study_id IS NULL THEN 0 ELSE 1 END + CASE WHEN wave_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    for table in ARCHIVED:
        op.add_column(table, sa.Column("archived", sa.Date(), nullable=True))
    op.add_column("school", sa.Column("deleted", sa.Date(), nullable=True))
    op.create_table(
        "deletion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("study_id", sa.Integer(), nullable=True),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(ONE_THING, name=op.f("ck_deletion_one_thing")),
        *(
            sa.ForeignKeyConstraint([f"{one}_id"], [f"{one}.id"], name=op.f(f"fk_deletion_{one}_id"))
            for one in ARCHIVED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
        *(sa.UniqueConstraint(f"{one}_id", name=op.f(f"uq_deletion_{one}_id")) for one in ARCHIVED),
    )
    op.create_table(
        "deleted_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_deleted_result_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deleted_result")),
    )
    op.create_index(op.f("ix_deleted_result_study_id"), "deleted_result", ["study_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_deleted_result_study_id"), table_name="deleted_result")
    op.drop_table("deleted_result")
    op.drop_table("deletion")
    op.drop_column("school", "deleted")
    for table in reversed(ARCHIVED):
        op.drop_column(table, "archived")
