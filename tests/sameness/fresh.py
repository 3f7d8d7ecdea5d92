"""A demonstration that the code fills anew: its tables, its frozen results, its other rows."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.sameness import kept
from tests.sameness.record import Record

# What is drawn at random at a fill, or is a digest of it.
RANDOM: Final = frozenset(
    {"link", "salt", "key_hash", "token_hash", "code_hash", "text_hash", "closing_attempt", "digest"}
)
# Tables whose rows stand in the order of random ids: their columns that are not random are compared, sorted.
BY_CHANCE: Final = {
    "response": "wave_id, site_id, definition_id, privacy, form, language, day, seconds, hex(codes), open_answers",
    "comment": "wave_id, site_id, item_id, state, text, themes, who, at, earlier",
}
FROZEN: Final = ("snapshot", "snapshot_part")


def refill(folder: Path, record: Record) -> None:
    """Fill the demonstration anew, and keep each frozen result and a digest of every table."""
    if not record.wants("fresh "):
        return
    with tempfile.TemporaryDirectory(prefix="sameness-") as name:
        kept.fill(Path(name))
        database = Path(name) / kept.DATABASE
        for key, text in _told(database):
            record.keep(f"fresh {key}", text)


def _told(database: Path) -> Iterator[tuple[str, str]]:
    tables = kept.rows(database, "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    made = kept.rows(database, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    yield "tables", "\n".join(str(sql) for (sql,) in made)
    for table, _ in tables:
        if table in FROZEN:
            yield from _frozen(database, table)
        else:
            columns = BY_CHANCE.get(table) or ", ".join(_columns(database, table))
            found = kept.rows(database, f"SELECT {columns} FROM {table}")
            lines = sorted(json.dumps(row, ensure_ascii=False, default=_hex) for row in found)
            yield f"rows of {table}", f"{columns}\n" + "\n".join(lines)


def _columns(database: Path, table: str) -> list[str]:
    found = kept.rows(database, f"PRAGMA table_info({table})")
    return [str(column[1]) for column in found if column[1] not in RANDOM]


def _frozen(database: Path, table: str) -> Iterator[tuple[str, str]]:
    """Each document by its keys."""
    keys = "wave_id, number" + (", site_id" if table == "snapshot_part" else "")
    for *where, document in kept.rows(database, f"SELECT {keys}, document FROM {table} ORDER BY {keys}"):
        text = json.dumps(_without_chance(json.loads(document)), ensure_ascii=False, indent=1)
        yield f"{table} {'/'.join(map(str, where))}", text
    if table == "snapshot":
        days = kept.rows(database, "SELECT wave_id, number, day FROM snapshot ORDER BY wave_id, number")
        yield "days of snapshots", json.dumps(days)


def _without_chance(part: Any, name: str = "") -> Any:
    """A document without its salt, without the digest of its data, and without digests of parts that hold either."""
    if isinstance(part, dict):
        return {
            key: "~" if key == "salt" or (key == "digest" and name == "data") else _without_chance(one, key)
            for key, one in part.items()
        }
    if isinstance(part, list):
        return [_without_chance(one, name) for one in part]
    return part


def _hex(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
