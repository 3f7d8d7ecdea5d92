"""Write a small database of each revision that has none yet: filled today, and taken back to the revision.

A file that is there is never written anew: it is what a database of that revision looked like when it was current.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from alembic import command

from engine.store import NewMembership, Role, Store, migrations
from engine.store.database import Database
from tests.engine.store.field import Clock, lay_out

FOLDER = Path(__file__).parent


def fill(place: Path) -> None:
    """A closed wave with answers and comments, an open one with an answer and a draft, and a person with a role."""
    with Store.open(place, now=Clock()) as store:
        field = lay_out(store)
        for number in range(6):
            field.answer(A=str(1 + number % 5), comment=f"comment {number}")
        store.closing.close(field.wave, lambda _wave: {"format": 3, "sites": []})
        later = field.another_wave(title="Autumn")
        later.answer(A="4")
        store.drafts.start(later.sites[1])
        role = NewMembership(Role.HUB_ADMINISTRATOR, store.studies.networks()[0].id)
        store.invitations.accept_as_new(store.invitations.add("ana@people.example", "", role), "Ana", "kept")


def write(revision: str) -> Path:
    """The database taken back to a revision, as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "barograph.db"
        fill(place)
        database = Database(place, wait=5)
        with database.writing() as connection:
            command.downgrade(migrations.configuration(connection), revision)
        database.close()
        with closing(sqlite3.connect(place)) as connection:
            lines = "\n".join(connection.iterdump())
    target = FOLDER / f"{revision}.sql"
    target.write_text(lines + "\n", encoding="utf-8")
    return target


if __name__ == "__main__":
    for number in range(1, int(migrations.HEAD) + 1):
        if not (FOLDER / f"{number:04}.sql").exists():
            write(f"{number:04}")
