"""The demonstration, filled once a run of the tests and copied from then on."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.demo.fill import Demo, fill, found
from engine.store import Store


def filled_once(folder: Path) -> Path:
    """The filled database in a folder that all processes of a run share; the first to ask fills it."""
    database = folder / "demonstration.db"
    with (folder / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if not database.exists():
            unfinished = folder / "unfinished.db"
            with Store.open(unfinished) as store:
                fill(store)
            unfinished.rename(database)
    return database


@contextmanager
def opened_copy(database: Path, folder: Path) -> Iterator[tuple[Store, Demo]]:
    """A copy that a test may write to, opened, and what the demonstration holds."""
    copy = Path(shutil.copy(database, folder / "demo.db"))
    with Store.open(copy) as store:
        demo = found(store)
        assert demo is not None
        yield store, demo
