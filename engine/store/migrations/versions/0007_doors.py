"""What the server remembers; days that a close empties; invitations that a school's leader confirms."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.add_column(
        "invitation", sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _day_may_be_empty()


def downgrade() -> None:
    op.drop_column("invitation", "confirmed")
    op.drop_table("setting")


def _day_may_be_empty() -> None:
    """SQLite can't take a NOT NULL away, and a table that others point to can't be copied: the column is."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("response", "day", nullable=True)
        return
    op.add_column("response", sa.Column("day_kept", sa.Date(), nullable=True))
    op.execute("UPDATE response SET day_kept = day")
    op.execute("ALTER TABLE response DROP COLUMN day")
    op.execute("ALTER TABLE response RENAME COLUMN day_kept TO day")
