"""The studies of closed waves, which a page begins and a thread makes: made before anything is looked at."""

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from select import select
from typing import Final

from flask import Flask

from tests.sameness import kept
from tests.sameness.browser import HOST

MOST_LOOKS: Final = 3000
PAUSE: Final = 1.0  # seconds


@cache
def studied(folder: Path) -> Path:
    """A copy of what is kept in which the studies are made; it stays until the program ends."""
    place = Path(tempfile.mkdtemp(prefix="sameness-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with kept.copied(folder) as copy:
        kept.serving(["demo", "--database", kept.DATABASE], made)
        for one in (kept.DATABASE, kept.SECRET):
            shutil.copy(copy / one, place / one)
        (place / kept.INPUTS).symlink_to((copy / kept.INPUTS).resolve())
    return place


def made(app: Flask) -> None:
    """Wait until each study is there or is told to be impossible; their signed links leave no trace in logs."""
    waves = kept.rows(Path(kept.DATABASE), "SELECT id FROM wave WHERE state = 'closed'")
    told = [kept.run(["wave", "links", str(wave), "--database", kept.DATABASE]) for (wave,) in waves]
    client = app.test_client()
    for path in re.findall(r"/study/\S+", "".join(one.out.decode() for one in told)):
        for _ in range(MOST_LOOKS):
            if "Refresh" not in client.get(path, base_url=HOST).headers:
                break
            select([], [], [], PAUSE)
