"""Partners who rate how far their work together has come, and what they agree on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=50), nullable=False),
        sa.Column("own", sa.String(length=200), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_partnership_key")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_partnership_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )
    op.create_index(op.f("ix_partnership_school_id"), "partnership", ["school_id"], unique=False)
    op.create_table(
        "partner_rating",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=7), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("rated_by", sa.String(length=300), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('own', 'partner')", name=op.f("ck_partner_rating_side")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partner_rating_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "round", "side", name=op.f("pk_partner_rating")),
    )
    op.create_table(
        "partner_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=100), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_partner_agreement_partnership_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_agreement")),
    )
    op.create_index(
        op.f("ix_partner_agreement_partnership_id"), "partner_agreement", ["partnership_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_partner_agreement_partnership_id"), table_name="partner_agreement")
    op.drop_table("partner_agreement")
    op.drop_table("partner_rating")
    op.drop_index(op.f("ix_partnership_school_id"), table_name="partnership")
    op.drop_table("partnership")
