"""A database with tables and without rows, made by the migrations once a process and written out from then on."""

import functools
import tempfile
from pathlib import Path

from engine.store import Store


@functools.cache
def _content() -> bytes:
    with tempfile.TemporaryDirectory(prefix="barograph-") as folder:
        place = Path(folder) / "barograph.db"
        Store.open(place).close()
        return place.read_bytes()


def new_database(place: Path) -> Path:
    """Write an SQLite database without rows to a file that is not there yet."""
    with place.open("xb") as file:
        file.write(_content())
    return place
