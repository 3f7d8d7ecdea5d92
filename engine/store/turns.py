"""Turns at an SQLite file: writers of several processes take them one after the other, and nobody is left waiting.

SQLite lets writers that wait try again after pauses of up to a tenth of a second, so that a process which writes
without pause keeps another from its turn. Here a writer queues by one lock until it has the other: whoever has just
written finds the queue held by the next, and stands behind it. The system lets both locks go when a program ends in
any way.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from engine.store.errors import DatabaseFailure
from engine.store.failures import LOCKED

ENDINGS: Final = ("-queue", "-turn")
SHORTEST, LONGEST = 0.0002, 0.002  # seconds between two looks at a lock


class Turns:
    """The turns of one process; `wait` is how many seconds a writer waits for its own."""

    def __init__(self, database: str, wait: float) -> None:
        self._database, self._wait = database, wait
        self._ours = threading.Lock()  # among the threads of this process it is fair enough, and quick
        self._files: tuple[IO[bytes], ...] = ()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Hold the turn. Raises `DatabaseFailure` where others keep it for too long."""
        until = time.monotonic() + self._wait
        if not self._ours.acquire(timeout=self._wait):
            raise DatabaseFailure(LOCKED.cause.format(name=self._database), LOCKED.remedy)
        turn = None
        try:
            turn = self._before_others(until)
            yield
        finally:
            if turn is not None:
                _let_go(turn)
            self._ours.release()

    def _before_others(self, until: float) -> IO[bytes] | None:
        """The lock of this process's turn, held; None where there are no such locks."""
        if sys.platform == "win32":  # SQLite's own is enough for one process
            return None
        try:
            queue, turn = self._opened()
        except OSError:  # whoever may not write in the folder is told so by SQLite
            return None
        self._take(queue, until)
        try:
            self._take(turn, until)
        finally:
            _let_go(queue)
        return turn

    def _opened(self) -> tuple[IO[bytes], ...]:
        if not self._files:
            places = [Path(f"{self._database}{ending}") for ending in ENDINGS]
            for place in places:
                place.touch(mode=0o600)
            self._files = tuple(place.open("rb") for place in places)
        return self._files

    def _take(self, file: IO[bytes], until: float) -> None:
        import fcntl

        pause = SHORTEST
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise DatabaseFailure(LOCKED.cause.format(name=self._database), LOCKED.remedy) from None
                time.sleep(pause)
                pause = min(LONGEST, 2 * pause)
            else:
                return

    def close(self) -> None:
        for file in self._files:
            file.close()
        self._files = ()


def _let_go(file: IO[bytes]) -> None:
    import fcntl

    fcntl.flock(file, fcntl.LOCK_UN)
