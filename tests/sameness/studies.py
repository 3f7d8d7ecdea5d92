"""The studies of closed waves, which a page asks for and a worker makes: made before anything is looked at."""

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from flask import Flask

from tests.sameness import kept
from tests.sameness.browser import HOST
from web.worker.doing import do_all


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
    """Make each study, or have told why it is impossible; their signed links leave no trace in logs."""
    waves = kept.rows(Path(kept.DATABASE), "SELECT id FROM wave WHERE state = 'closed'")
    told = [kept.run(["wave", "links", str(wave), "--database", kept.DATABASE]) for (wave,) in waves]
    client = app.test_client()
    for path in re.findall(r"/study/\S+", "".join(one.out.decode() for one in told)):
        client.get(path, base_url=HOST)
    do_all(app)
