"""Ways in: drafts of waves, join codes, personal codes and whom they are for, resume codes, devices.

Until now no door of Barograph wrote a row into `response_link`; the table is made anew with its persons sealed.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = "state IN ('draft', 'open', 'closing', 'closed')"
STATES_BEFORE = "state IN ('open', 'closing', 'closed')"
WAYS = "way_in IN ('link', 'codes')"
KEPT_OF_A_WAVE = (
    *("id", "study_id", "title", "definition_id", "width", "form", "languages", "privacy", "minimum_group"),
    *("opens", "closes", "phase", "event", "contact", "kept_until", "simulated", "state", "closing_attempt"),
    "traces_erased",
)


def upgrade() -> None:
    _wave()
    op.add_column("site", sa.Column("join_code", sa.String(length=6), nullable=True))
    for count in ("again", "shared"):
        op.add_column("site", sa.Column(count, sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index("uq_site_join_code", "site", ["join_code"], unique=True)
    _draw_join_codes()
    devices = sa.CheckConstraint("device IN ('own', 'again', 'shared')", name=op.f("ck_response_device"))
    op.add_column("response", sa.Column("device", sa.String(length=6), devices, nullable=True))
    op.add_column("withdrawal", sa.Column("sealed", sa.LargeBinary(), nullable=True))
    op.drop_table("response_link")
    _response_link(sa.Column("sealed", sa.LargeBinary(), nullable=False))
    _invitee()
    _code()
    _link_key()
    _resume()
    op.create_table(
        "code_attempt",
        sa.Column("beginning", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("beginning", "day", name=op.f("pk_code_attempt")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("code_attempt", "resume", "link_key", "code", "invitee", "response_link"):
        op.drop_table(table)
    _response_link(sa.Column("person", sa.String(length=200), nullable=False))
    op.drop_column("withdrawal", "sealed")
    op.drop_column("response", "device")
    op.drop_index("uq_site_join_code", table_name="site")
    for column in ("shared", "again", "join_code"):
        op.drop_column("site", column)
    op.execute("UPDATE wave SET state = 'open' WHERE state = 'draft'")
    if op.get_bind().dialect.name == "sqlite":
        _wave_anew()
        return
    op.drop_constraint(op.f("ck_wave_way_in"), "wave", type_="check")
    op.drop_constraint(op.f("ck_wave_state"), "wave", type_="check")
    op.create_check_constraint(op.f("ck_wave_state"), "wave", STATES_BEFORE)
    for column in ("closes_itself", "opens_itself", "way_in"):
        op.drop_column("wave", column)


def _added() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("way_in", sa.String(length=5), nullable=False),
        *(
            sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
            for name in ("opens_itself", "closes_itself")
        ),
    )


def _wave() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _wave_anew(*_added(), sa.CheckConstraint(WAYS, name=op.f("ck_wave_way_in")))
        return
    way_in, *itself = _added()
    way_in.server_default = sa.DefaultClause("link")
    for column in (way_in, *itself):
        op.add_column("wave", column)
    op.alter_column("wave", "way_in", server_default=None)
    op.create_check_constraint(op.f("ck_wave_way_in"), "wave", WAYS)
    op.drop_constraint(op.f("ck_wave_state"), "wave", type_="check")
    op.create_check_constraint(op.f("ck_wave_state"), "wave", STATES)


def _wave_anew(*added: sa.schema.SchemaItem) -> None:
    """SQLite can't change a CHECK. The table is made anew; rows that point to it do so again at the commit."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE wave_aside AS SELECT * FROM wave")
    op.drop_index(op.f("ix_wave_study_id"), table_name="wave")
    op.drop_table("wave")
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
        sa.Column("event", sa.JSON(), nullable=True),
        sa.Column("contact", sa.String(length=300), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("closing_attempt", sa.String(length=32), nullable=True),
        sa.Column("traces_erased", sa.Boolean(), nullable=False),
        *added,
        sa.CheckConstraint(
            "privacy IN ('anonymous', 'confidential', 'identified')", name=op.f("ck_wave_privacy")
        ),
        sa.CheckConstraint(STATES if added else STATES_BEFORE, name=op.f("ck_wave_state")),
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
    kept = ", ".join(KEPT_OF_A_WAVE)
    more, values = (", way_in", ", 'link'") if added else ("", "")
    op.execute(f"INSERT INTO wave ({kept}{more}) SELECT {kept}{values} FROM wave_aside")  # noqa: S608
    op.execute("DROP TABLE wave_aside")
    op.create_index(op.f("ix_wave_study_id"), "wave", ["study_id"], unique=False)


def _draw_join_codes() -> None:
    """Six digits for each school of a wave that is not closed, none of them drawn twice."""
    site, wave = sa.table("site", sa.column("id"), sa.column("wave_id"), sa.column("join_code")), "wave"
    open_waves: sa.Select[tuple[int]] = (
        sa.select(sa.column("id")).select_from(sa.table(wave)).where(sa.text("state <> 'closed'"))
    )
    connection = op.get_bind()
    drawn: set[str] = set()
    for id in connection.scalars(sa.select(site.c.id).where(site.c.wave_id.in_(open_waves))).all():
        code = ""
        while not code or code in drawn:
            code = str(100_000 + secrets.randbelow(900_000))
        drawn.add(code)
        connection.execute(sa.update(site).where(site.c.id == id).values(join_code=code))


def _response_link(person: sa.Column[str] | sa.Column[bytes]) -> None:
    op.create_table(
        "response_link",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        person,
        sa.CheckConstraint("privacy = 'confidential'", name=op.f("ck_response_link_privacy")),
        sa.ForeignKeyConstraint(
            ["wave_id", "privacy"],
            ["wave.id", "wave.privacy"],
            name=op.f("fk_response_link_wave_id_privacy"),
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


def _of_site(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    """A row of a site, and of a wave under the promise that the row repeats."""
    return (
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f(f"fk_{table}_site_id_wave_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "privacy"], ["wave.id", "wave.privacy"], name=op.f(f"fk_{table}_wave_id_privacy")
        ),
    )


def _invitee() -> None:
    op.create_table(
        "invitee",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Date(), nullable=True),
        *_of_site("invitee"),
        sa.CheckConstraint("privacy IN ('confidential', 'identified')", name=op.f("ck_invitee_privacy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitee")),
        sa.UniqueConstraint("id", "site_id", name=op.f("uq_invitee_id_site_id")),
        sa.UniqueConstraint("site_id", "number", name=op.f("uq_invitee_site_id_number")),
        sqlite_with_rowid=False,
    )


def _code() -> None:
    op.create_table(
        "code",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("invitee_id", sa.String(length=32), nullable=True),
        *_of_site("code"),
        sa.ForeignKeyConstraint(
            ["invitee_id", "site_id"],
            ["invitee.id", "invitee.site_id"],
            name=op.f("fk_code_invitee_id_site_id"),
        ),
        sa.CheckConstraint("length(key_hash) = 32", name=op.f("ck_code_key_hash")),
        sa.CheckConstraint("state IN ('new', 'sent')", name=op.f("ck_code_state")),
        sa.CheckConstraint("(privacy = 'anonymous') = (invitee_id IS NULL)", name=op.f("ck_code_invitee")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_code")),
        sa.UniqueConstraint("invitee_id", name=op.f("uq_code_invitee_id")),
        sqlite_with_rowid=False,
    )


def _link_key() -> None:
    op.create_table(
        "link_key",
        sa.Column("wave_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("privacy", sa.String(length=12), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id", "privacy"], ["wave.id", "wave.privacy"], name=op.f("fk_link_key_wave_id_privacy")
        ),
        sa.CheckConstraint("privacy = 'confidential'", name=op.f("ck_link_key_privacy")),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_link_key")),
        sqlite_with_rowid=False,
    )


def _resume() -> None:
    op.create_table(
        "resume",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_hash"], ["draft.key_hash"], name=op.f("fk_resume_key_hash"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_resume_wave_id")),
        sa.CheckConstraint("length(code_hash) = 32", name=op.f("ck_resume_code_hash")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_resume")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_resume_key_hash")),
        sqlite_with_rowid=False,
    )
