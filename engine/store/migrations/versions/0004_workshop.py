"""The workshop: working copies with their saves, who published what, and what is retired where."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _copies()
    _versions()


def downgrade() -> None:
    op.drop_table("retirement")
    op.drop_table("publication")
    op.drop_table("working_save")
    op.drop_index(op.f("ix_working_copy_network_id"), table_name="working_copy")
    op.drop_table("working_copy")


def _copies() -> None:
    op.create_table(
        "working_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("published_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_working_copy_network_id")),
        sa.ForeignKeyConstraint(
            ["published_id"], ["definition.id"], name=op.f("fk_working_copy_published_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_copy")),
    )
    op.create_index(op.f("ix_working_copy_network_id"), "working_copy", ["network_id"], unique=False)
    op.create_table(
        "working_save",
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("instrument_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["working_copy.id"], name=op.f("fk_working_save_copy_id")),
        sa.PrimaryKeyConstraint("copy_id", "number", name=op.f("pk_working_save")),
    )


def _versions() -> None:
    op.create_table(
        "publication",
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_publication_definition_id")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_publication_network_id")),
        sa.PrimaryKeyConstraint("definition_id", name=op.f("pk_publication")),
    )
    op.create_table(
        "retirement",
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_retirement_definition_id")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_retirement_network_id")),
        sa.PrimaryKeyConstraint("network_id", "definition_id", name=op.f("pk_retirement")),
    )
