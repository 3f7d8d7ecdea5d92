"""Who of a team wants to be reminded of a plan's steps by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_reminder",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_plan_reminder_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_reminder_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "account_id", name=op.f("pk_plan_reminder")),
    )
    op.create_index(op.f("ix_plan_reminder_account_id"), "plan_reminder", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_reminder_account_id"), table_name="plan_reminder")
    op.drop_table("plan_reminder")
