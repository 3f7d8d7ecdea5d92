"""What schools pass on to each other on a network's board, and what was reported."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("word", sa.String(length=500), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'shown', 'held', 'taken_back')", name=op.f("ck_board_post_state")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_board_post_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_post")),
    )
    op.create_index(op.f("ix_board_post_school_id"), "board_post", ["school_id"])
    op.create_table(
        "board_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["board_post.id"], name=op.f("fk_board_report_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_report")),
    )
    op.create_index(op.f("ix_board_report_post_id"), "board_report", ["post_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_board_report_post_id"), table_name="board_report")
    op.drop_table("board_report")
    op.drop_index(op.f("ix_board_post_school_id"), table_name="board_post")
    op.drop_table("board_post")
