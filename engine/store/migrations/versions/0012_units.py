"""Units below a school: classes, departments and teams; whose answers are kept with them; and the role of a teacher."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = ("school_leader", "school_team")
NOW = (*BEFORE, "teacher")
OF_DISTRICT = "(role = 'district') = (district_id IS NOT NULL)"
WITH_UNIT = ("response", "draft", "code")
OF_ROLES = {
    "membership": ("id", "account_id", "role", "network_id", "district_id", "school_id"),
    "invitation": (
        *("id", "token_hash", "email", "name", "role", "network_id", "district_id", "school_id", "expires"),
        "confirmed",
    ),
}


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=22), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("expected >= 0", name=op.f("ck_unit_expected")),
        sa.CheckConstraint("kind IN ('class', 'department', 'team')", name=op.f("ck_unit_kind")),
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f("fk_unit_site_id_wave_id")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["account.id"], name=op.f("fk_unit_teacher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("link", name=op.f("uq_unit_link")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_unit_site_id_name")),
    )
    op.create_index(op.f("ix_unit_teacher_id"), "unit", ["teacher_id"])
    op.create_index(op.f("ix_unit_wave_id"), "unit", ["wave_id"])
    op.create_table(
        "unit_part",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_part_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_part")),
    )
    for table in WITH_UNIT:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {_with_its_key(table)}")
    _roles(NOW)


def downgrade() -> None:
    for table in OF_ROLES:
        op.execute(f"DELETE FROM {table} WHERE role = 'teacher'")  # noqa: S608
    _roles(BEFORE)
    for table in WITH_UNIT:
        _without_unit(table)
    op.drop_table("unit_part")
    op.drop_index(op.f("ix_unit_wave_id"), table_name="unit")
    op.drop_index(op.f("ix_unit_teacher_id"), table_name="unit")
    op.drop_table("unit")


def _with_its_key(table: str) -> str:
    """The column as SQLite takes it: with its key in one statement."""
    return f"unit_id INTEGER CONSTRAINT fk_{table}_unit_id REFERENCES unit (id)"


def _without_unit(table: str) -> None:
    """Take the column away; SQLite can't while it has a key, so the table is made anew under its own name."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_column(table, "unit_id")
        return
    op.execute("PRAGMA defer_foreign_keys = ON")
    query = sa.text("SELECT sql FROM sqlite_master WHERE name = :name").bindparams(name=table)
    before = str(bind.scalar(query)).replace(f", {_with_its_key(table)}", "")
    kept = ", ".join(one["name"] for one in sa.inspect(bind).get_columns(table) if one["name"] != "unit_id")
    op.execute(f"CREATE TEMPORARY TABLE aside AS SELECT {kept} FROM {table}")  # noqa: S608
    op.drop_table(table)
    op.execute(before)
    op.execute(f"INSERT INTO {table} ({kept}) SELECT {kept} FROM aside")  # noqa: S608
    op.execute("DROP TABLE aside")


def _rules(of_school: tuple[str, ...]) -> dict[str, str]:
    school = ", ".join(f"'{role}'" for role in of_school)
    return {
        "role": f"role IN ('hub_administrator', 'researcher', 'district', {school})",
        "school": f"(role IN ({school})) = (school_id IS NOT NULL)",
    }


def _roles(of_school: tuple[str, ...]) -> None:
    """Let memberships and invitations be of these roles at a school."""
    rules = _rules(of_school)
    if op.get_bind().dialect.name != "sqlite":
        for table in OF_ROLES:
            for name, rule in rules.items():
                op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
                op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
        return
    for table, columns in OF_ROLES.items():  # SQLite can't change a CHECK; nothing points to these tables
        kept = ", ".join(columns)
        op.execute(f"CREATE TEMPORARY TABLE aside AS SELECT {kept} FROM {table}")  # noqa: S608
        op.drop_table(table)
        (_membership if table == "membership" else _invitation)(rules)
        op.execute(f"INSERT INTO {table} ({kept}) SELECT {kept} FROM aside")  # noqa: S608
        op.execute("DROP TABLE aside")


def _held(table: str, rules: dict[str, str]) -> tuple[sa.schema.SchemaItem, ...]:
    """What memberships and invitations share: a role, and what it is held for."""
    return (
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(rules["role"], name=op.f(f"ck_{table}_role")),
        sa.CheckConstraint(OF_DISTRICT, name=op.f(f"ck_{table}_district")),
        sa.CheckConstraint(rules["school"], name=op.f(f"ck_{table}_school")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f(f"fk_{table}_network_id")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f(f"fk_{table}_district_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{table}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _membership(rules: dict[str, str]) -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *_held("membership", rules),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"])
    op.create_index(op.f("ix_membership_network_id"), "membership", ["network_id"])


def _invitation(rules: dict[str, str]) -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        *_held("invitation", rules),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_network_id"), "invitation", ["network_id"])
