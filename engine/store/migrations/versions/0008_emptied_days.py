"""Empties the day and the seconds of responses in waves that are closed, as a close does from now on."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    closed = "SELECT id FROM wave WHERE state = 'closed'"
    op.execute(f"UPDATE response SET day = NULL, seconds = NULL WHERE wave_id IN ({closed})")  # noqa: S608
    op.execute("UPDATE wave SET traces_erased = false WHERE state = 'closed'")


def downgrade() -> None:
    """What is emptied stays so."""
