"""The folder of a server's processes: their sockets and counts, among the system's temporary files.

It goes with the server. One that was killed leaves it, and the next server removes it: each holds a lock on a file in
its folder, which the system lets go when the last of its processes has ended.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "barograph-serving-"
LOCK: Final = "lock"


@contextmanager
def serving_folder() -> Iterator[Path]:
    """A folder that is this user's alone and held by this process and whatever is begun of it; removed at the end."""
    import fcntl

    remove_left()
    made = Path(tempfile.mkdtemp(prefix="barograph-new-"))
    with (made / LOCK).open("xb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # It has its name once it is held, so that no other server takes it for one that was left.
        folder = made.rename(made.with_name(f"{PREFIX}{secrets.token_hex(6)}"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_left() -> None:
    """Remove the folders of this user's servers of which no process lives."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # of somebody else, of a server that runs, or just removed by another
            _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    """Raises `OSError` for a folder that is not ours, and `BlockingIOError` for one whose server lives."""
    import fcntl

    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        return
    with (folder / LOCK).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
