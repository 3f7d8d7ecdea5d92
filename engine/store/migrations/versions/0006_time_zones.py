"""The time zone of a network, in which its days begin and end; whom to ask about a wave, how long it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("network", sa.Column("time_zone", sa.String(length=64), nullable=True))
    op.add_column("wave", sa.Column("contact", sa.String(length=300), nullable=True))
    op.add_column("wave", sa.Column("kept_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("wave", "kept_until")
    op.drop_column("wave", "contact")
    op.drop_column("network", "time_zone")
