"""Plans of a school's team: sheets a row a save, comments of the team, and sheets for one person alone."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=100), nullable=False),
        sa.Column("construct", sa.String(length=100), nullable=False),
        sa.Column("playbook_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_number")),
        sa.ForeignKeyConstraint(["choice_id"], ["choice.id"], name=op.f("fk_plan_choice_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_plan_school_id_number")),
    )
    op.create_index(op.f("ix_plan_choice_id"), "plan", ["choice_id"], unique=False)
    op.create_table(
        "plan_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("decision", sa.String(length=100), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_plan_standing_state")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_standing_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_standing")),
    )
    op.create_index(op.f("ix_plan_standing_plan_id"), "plan_standing", ["plan_id"], unique=False)
    op.create_table(
        "sheet_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_sheet_save_number")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_sheet_save_plan_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_sheet_save_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_save")),
    )
    op.create_index(op.f("ix_sheet_save_plan_id"), "sheet_save", ["plan_id"], unique=False)
    op.create_index(op.f("ix_sheet_save_school_id"), "sheet_save", ["school_id"], unique=False)
    op.create_table(
        "sheet_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_sheet_comment_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_comment")),
    )
    op.create_index(op.f("ix_sheet_comment_plan_id"), "sheet_comment", ["plan_id"], unique=False)
    op.create_table(
        "own_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("playbook_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_own_sheet_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_sheet")),
    )
    op.create_index(op.f("ix_own_sheet_account_id"), "own_sheet", ["account_id"], unique=False)


def downgrade() -> None:
    for table, column in (
        ("own_sheet", "account_id"),
        ("sheet_comment", "plan_id"),
        ("sheet_save", "school_id"),
        ("sheet_save", "plan_id"),
        ("plan_standing", "plan_id"),
        ("plan", "choice_id"),
    ):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("own_sheet", "sheet_comment", "sheet_save", "plan_standing", "plan"):
        op.drop_table(table)
