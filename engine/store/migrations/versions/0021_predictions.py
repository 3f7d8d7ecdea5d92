"""What teams predict of their next wave, and which predictions they withdrew."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prediction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('range', 'no_change')", name=op.f("ck_prediction_kind")),
        sa.CheckConstraint("low < high", name=op.f("ck_prediction_low")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_prediction_school_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_prediction_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prediction")),
    )
    op.create_index(op.f("ix_prediction_school_id"), "prediction", ["school_id"])
    op.create_index(op.f("ix_prediction_wave_id"), "prediction", ["wave_id"])
    op.create_table(
        "prediction_withdrawal",
        sa.Column("prediction_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["prediction_id"], ["prediction.id"], name=op.f("fk_prediction_withdrawal_prediction_id")
        ),
        sa.PrimaryKeyConstraint("prediction_id", name=op.f("pk_prediction_withdrawal")),
    )


def downgrade() -> None:
    op.drop_table("prediction_withdrawal")
    op.drop_index(op.f("ix_prediction_wave_id"), table_name="prediction")
    op.drop_index(op.f("ix_prediction_school_id"), table_name="prediction")
    op.drop_table("prediction")
