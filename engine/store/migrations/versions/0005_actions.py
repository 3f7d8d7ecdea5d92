"""What people do with results: choices, reviewed comments, keys of programs; phases of schools, events of waves.

And results kept a school each, so that a page of one school does not read all of them.
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SNAPSHOT = sa.table("snapshot", *map(sa.column, ("wave_id", "number", "digest", "document")))
PART = sa.table("snapshot_part", *map(sa.column, ("wave_id", "number", "site_id", "document")))
LINE = (
    *("site", "school", "shown", "level", "phase"),
    *("responses", "roster", "rate", "verdict", "overall", "as_of"),
)


def upgrade() -> None:
    op.add_column("wave", sa.Column("event", sa.JSON(), nullable=True))
    op.add_column("site", sa.Column("phase", sa.String(length=100), nullable=True))
    _choices()
    _comments()
    _tokens()
    _parts()
    _each_snapshot(_take_apart)


def downgrade() -> None:
    _each_snapshot(_put_together)
    op.drop_table("snapshot_part")
    for column in ("network_id", "account_id"):
        op.drop_index(op.f(f"ix_api_token_{column}"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("comment")
    for column in ("wave_id", "school_id"):
        op.drop_index(op.f(f"ix_choice_{column}"), table_name="choice")
    op.drop_table("choice")
    op.drop_column("site", "phase")
    op.drop_column("wave", "event")


def _choices() -> None:
    op.create_table(
        "choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=8), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.String(length=300), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("path IN ('need', 'strength')", name=op.f("ck_choice_path")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_choice_school_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_choice_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
    )
    for column in ("school_id", "wave_id"):
        op.create_index(op.f(f"ix_choice_{column}"), "choice", [column], unique=False)


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=100), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("who", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.CheckConstraint("length(text_hash) = 32", name=op.f("ck_comment_text_hash")),
        sa.CheckConstraint("state IN ('waiting', 'shown', 'held')", name=op.f("ck_comment_state")),
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f("fk_comment_site_id_wave_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id", "number"],
            ["snapshot.wave_id", "snapshot.number"],
            name=op.f("fk_comment_wave_id_number"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "site_id", "item_id", "text_hash", name=op.f("pk_comment")),
    )


def _tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Date(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name=op.f("ck_api_token_token_hash")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_api_token_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    for column in ("account_id", "network_id"):
        op.create_index(op.f(f"ix_api_token_{column}"), "api_token", [column], unique=False)


def _parts() -> None:
    op.create_table(
        "snapshot_part",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id", "number"],
            ["snapshot.wave_id", "snapshot.number"],
            name=op.f("fk_snapshot_part_wave_id_number"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "wave_id"], ["site.id", "site.wave_id"], name=op.f("fk_snapshot_part_site_id_wave_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", "site_id", name=op.f("pk_snapshot_part")),
    )


def _each_snapshot(change: Any) -> None:
    """Write each result in its new shape; one that was changed after its close stays as it is, to be refused."""
    connection = op.get_bind()
    keys = connection.execute(sa.select(SNAPSHOT.c.wave_id, SNAPSHOT.c.number)).all()
    for wave, number in keys:
        this = (SNAPSHOT.c.wave_id == wave) & (SNAPSHOT.c.number == number)
        text, digest = connection.execute(sa.select(SNAPSHOT.c.document, SNAPSHOT.c.digest).where(this)).one()
        if _digest(text) == digest and "sites" in (document := json.loads(text)):
            text = change(connection, wave, number, document)
            values = {"document": text, "digest": _digest(text)} if text is not None else {"digest": ""}
            connection.execute(sa.update(SNAPSHOT).where(this).values(values))


def _take_apart(connection: Any, wave: int, number: int, document: dict[str, Any]) -> str | None:
    parts, entries = [], []
    for part in document["sites"]:
        text = _text(part)
        parts.append({"wave_id": wave, "number": number, "site_id": part["site"], "document": text})
        line = {name: part[name] for name in LINE if name in part}
        entries.append({"digest": _digest(text), "line": line})
    if parts:
        connection.execute(sa.insert(PART), parts)
    return _text(document | {"sites": entries})


def _put_together(connection: Any, wave: int, number: int, document: dict[str, Any]) -> str | None:
    """The whole as one text; None where a school's part was changed: then no digest fits any more."""
    query = sa.select(PART.c.site_id, PART.c.document).where(PART.c.wave_id == wave, PART.c.number == number)
    texts = {row.site_id: row.document for row in connection.execute(query)}
    entries = [(entry["digest"], texts.get(entry["line"]["site"], "")) for entry in document["sites"]]
    if any(_digest(text) != digest for digest, text in entries):
        return None
    return _text(document | {"sites": [json.loads(text) for _, text in entries]})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
