"""A new version brings an older database up to date; it is killed meanwhile, and the way back is the backup."""

import io
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from engine.store import Store, backup, migrations
from engine.store.backup import BackupKey

REVISIONS = Path(__file__).parents[1] / "engine" / "store" / "revisions"
OPEN = "import sys; from engine.store import Store; Store.open(sys.argv[1]).close()"


@dataclass(frozen=True)
class Upgraded:
    """How often it was killed, and at which revisions the database was found then: the old or the new one only."""

    revision: str
    kills: int
    old: int
    new: int
    between: int
    answers_lost: int
    back: bool  # the backup of before gives the old tables again
    seconds: float

    @property
    def faultless(self) -> bool:
        return self.back and not self.between and not self.answers_lost

    def __str__(self) -> str:
        return (
            f"revision {self.revision} to {migrations.HEAD} in {self.seconds:.1f} s; killed {self.kills} times on the"
            f" way: {self.old} times as before, {self.new} times done, {self.between} times in between;"
            f" answers lost {self.answers_lost}; the backup of before"
            f" {'gives every row again' if self.back else 'does NOT give what was there'}"
        )


def upgrade_drill(folder: Path, revision: str = "0012", kills: int = 6) -> Upgraded:
    """A small SQLite database of an earlier revision: backed up, upgraded under kills, and restored."""
    text = (REVISIONS / f"{revision}.sql").read_text("utf-8")
    place = _laid(folder / "old.db", text)
    answers, tables, key = _answers(place), backup.tables_of(place), BackupKey.new()
    sealed = io.BytesIO()
    backup.write(place, sealed, key, now=datetime.now(UTC))
    started = time.perf_counter()
    _open(place).wait()
    seconds = time.perf_counter() - started
    chance, found = np.random.default_rng(17), []
    lost = answers - _answers(place)
    for number in range(kills):
        copy = _laid(folder / f"killed{number}.db", text)
        program = _open(copy)
        time.sleep(seconds * (0.3 + 0.7 * chance.random()))
        program.kill()
        program.wait()
        found.append(_revision(copy))
        Store.open(copy).close()  # the next start goes on where nothing was left half-way
        lost += answers - _answers(copy)
    restored = folder / "back.db"
    with Store.open(place):
        manifest = backup.restore(sealed, key, restored)
    return Upgraded(
        revision=revision,
        kills=kills,
        old=found.count(revision),
        new=found.count(migrations.HEAD),
        between=sum(one not in (revision, migrations.HEAD) for one in found),
        answers_lost=lost,
        back=manifest.tables == tables and _answers(restored) == answers,
        seconds=seconds,
    )


def _laid(place: Path, text: str) -> Path:
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(text)
    return place


def _open(place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", OPEN, str(place)], env=dict(os.environ))


def _revision(place: Path) -> str:
    with closing(sqlite3.connect(place)) as connection:
        return str(connection.execute("SELECT version_num FROM barograph_revision").fetchone()[0])


def _answers(place: Path) -> int:
    with closing(sqlite3.connect(place)) as connection:
        return int(connection.execute("SELECT count(*) FROM response").fetchone()[0])
