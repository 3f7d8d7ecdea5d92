"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _definitions()
    _studies()
    _responses()
    _drafts()
    _results()


def downgrade() -> None:
    op.drop_table("withdrawal")
    op.drop_table("response_link")
    op.drop_table("response")
    op.drop_table("reopening")
    op.drop_table("draft")
    op.drop_table("spent")
    op.drop_table("snapshot")
    op.drop_table("site")
    op.drop_index(op.f("ix_wave_study_id"), table_name="wave")
    op.drop_table("wave")
    op.drop_index(op.f("ix_study_network_id"), table_name="study")
    op.drop_table("study")
    op.drop_table("school")
    op.drop_table("definition_text")
    op.drop_table("network")
    op.drop_table("definition")


def _definitions() -> None:
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=50), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("structure_digest", sa.String(length=64), nullable=False),
        sa.Column("scoring_digest", sa.String(length=64), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.CheckConstraint("width >= 0", name=op.f("ck_definition_width")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint("id", "width", name=op.f("uq_definition_id_width")),
        sa.UniqueConstraint("instrument_id", "version", name=op.f("uq_definition_instrument_id_version")),
    )
    op.create_table(
        "definition_text",
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_definition_text_definition_id")
        ),
        sa.PrimaryKeyConstraint("definition_id", "language", name=op.f("pk_definition_text")),
    )


def _studies() -> None:
    op.create_table(
        "network",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("name", name=op.f("uq_network_name")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "level IN ('elementary', 'middle', 'high', 'other')", name=op.f("ck_school_level")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_school_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("network_id", "name", name=op.f("uq_school_network_id_name")),
    )
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_study_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
    )
    op.create_index(op.f("ix_study_network_id"), "study", ["network_id"], unique=False)
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("minimum_group", sa.Integer(), nullable=False),
        sa.Column("opens", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.String(length=100), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("closing_attempt", sa.String(length=32), nullable=True),
        sa.Column("traces_erased", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "privacy IN ('anonymous', 'confidential', 'identified')", name=op.f("ck_wave_privacy")
        ),
        sa.CheckConstraint("state IN ('open', 'closing', 'closed')", name=op.f("ck_wave_state")),
        sa.CheckConstraint("minimum_group >= 5", name=op.f("ck_wave_minimum_group")),
        sa.CheckConstraint("opens < closes", name=op.f("ck_wave_opens_before_closes")),
        sa.ForeignKeyConstraint(
            ["definition_id", "width"],
            ["definition.id", "definition.width"],
            name=op.f("fk_wave_definition_id_width"),
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_wave_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint(
            "id", "definition_id", "privacy", "width", name=op.f("uq_wave_id_definition_id_privacy_width")
        ),
        sa.UniqueConstraint("id", "privacy", name=op.f("uq_wave_id_privacy")),
    )
    op.create_index(op.f("ix_wave_study_id"), "wave", ["study_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("roster", sa.Integer(), nullable=True),
        sa.Column("roster_by_role", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("link", sa.String(length=22), nullable=False),
        sa.CheckConstraint("roster >= 0", name=op.f("ck_site_roster")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_site_school_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_site_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("id", "wave_id", name=op.f("uq_site_id_wave_id")),
        sa.UniqueConstraint("link", name=op.f("uq_site_link")),
        sa.UniqueConstraint("wave_id", "school_id", name=op.f("uq_site_wave_id_school_id")),
    )


def _responses() -> None:
    op.create_table(
        "response",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.SmallInteger(), nullable=True),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("open_answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.CheckConstraint("person IS NULL OR privacy = 'identified'", name=op.f("ck_response_person")),
        sa.CheckConstraint("length(codes) = width", name=op.f("ck_response_codes")),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_response_id")),
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f("fk_response_site_id_wave_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "definition_id", "privacy", "width"],
            ["wave.id", "wave.definition_id", "wave.privacy", "wave.width"],
            name=op.f("fk_response_wave_id_definition_id_privacy_width"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response_link",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.CheckConstraint("privacy = 'confidential'", name=op.f("ck_response_link_privacy")),
        sa.ForeignKeyConstraint(
            ["wave_id", "privacy"], ["wave.id", "wave.privacy"], name=op.f("fk_response_link_wave_id_privacy")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "response_id"],
            ["response.wave_id", "response.id"],
            name=op.f("fk_response_link_wave_id_response_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("wave_id", "response_id", name=op.f("pk_response_link")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withdrawal",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.LargeBinary(length=16), nullable=False),
        sa.CheckConstraint("length(code_hash) = 32", name=op.f("ck_withdrawal_code_hash")),
        sa.ForeignKeyConstraint(
            ["wave_id", "response_id"],
            ["response.wave_id", "response.id"],
            name=op.f("fk_withdrawal_wave_id_response_id"),
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("wave_id", "response_id", name=op.f("uq_withdrawal_wave_id_response_id")),
        sqlite_with_rowid=False,
    )


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(key_hash) = 32", name=op.f("ck_draft_key_hash")),
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f("fk_draft_site_id_wave_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "privacy"], ["wave.id", "wave.privacy"], name=op.f("fk_draft_wave_id_privacy")
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "spent",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(key_hash) = 32", name=op.f("ck_spent_key_hash")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_spent_wave_id")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_spent")),
        sqlite_with_rowid=False,
    )


def _results() -> None:
    op.create_table(
        "snapshot",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_snapshot_number")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_snapshot_wave_id")),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "reopening",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id", "number"],
            ["snapshot.wave_id", "snapshot.number"],
            name=op.f("fk_reopening_wave_id_number"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_reopening")),
    )
