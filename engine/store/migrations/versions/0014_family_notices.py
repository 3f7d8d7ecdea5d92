"""Family notices: what a school has told the families of students before a wave takes answers there."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FORMS = "form IN ('notice', 'consent')"
DAYS = "holder IS NOT NULL OR (sent IS NOT NULL AND reply_by IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "family_notice",
        sa.Column("site_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=7), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.Date(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("opted_out", sa.Integer(), nullable=True),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("recorded", sa.Date(), nullable=False),
        sa.CheckConstraint(FORMS, name=op.f("ck_family_notice_form")),
        sa.CheckConstraint("opted_out >= 0", name=op.f("ck_family_notice_opted_out")),
        sa.CheckConstraint("sent <= reply_by", name=op.f("ck_family_notice_sent_before_reply")),
        sa.CheckConstraint(DAYS, name=op.f("ck_family_notice_days_or_holder")),
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f("fk_family_notice_site_id_wave_id")
        ),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_family_notice")),
    )


def downgrade() -> None:
    op.drop_table("family_notice")
