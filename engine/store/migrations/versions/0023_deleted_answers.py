"""Since when the single answers of a wave are deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wave", sa.Column("answers_deleted", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("wave", "answers_deleted")
