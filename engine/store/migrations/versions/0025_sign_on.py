"""Accounts that a provider signs in, what is told of a sign-in, and networks that ask for a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_identity",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_provider_identity_account_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_provider_identity")),
    )
    op.create_index(op.f("ix_provider_identity_account_id"), "provider_identity", ["account_id"])
    op.add_column("sign_in", sa.Column("device", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("sign_in", sa.Column("issuer", sa.String(length=300), nullable=True))
    op.add_column("sign_in", sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("membership", sa.Column("issuer", sa.String(length=300), nullable=True))
    op.add_column(
        "network", sa.Column("second_factor", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("network", "second_factor")
    op.drop_column("membership", "issuer")
    for name in ("vouched", "issuer", "device"):
        op.drop_column("sign_in", name)
    op.drop_index(op.f("ix_provider_identity_account_id"), table_name="provider_identity")
    op.drop_table("provider_identity")
