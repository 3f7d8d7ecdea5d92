"""Counts that the processes of one server share: in memory, in a table that is made before they begin.

What is counted is kept under a hash, a number a slice of its window. A slice is forgotten as a whole, so that a count
may be forgotten by a thirtieth of its window too early and never too late.
"""

import hashlib
import os
import secrets
import struct
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from pathlib import Path
from typing import Final

ROWS: Final = 16_384
SLICES: Final = 30
HEAD: Final = struct.Struct("<QQ")  # what is counted, as a hash, and its newest slice
ROW: Final = HEAD.size + 2 * SLICES
MOST: Final = 2**16 - 1  # that a slice counts to
PROBES: Final = 16  # rows that one hash may stand in; the one that was counted longest ago gives way


class Counts:
    """How often things happened of late. The processes begun after it was made count together."""

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(32)  # so that all processes mark a machine alike
        self._table = mmap(-1, ROWS * ROW)
        self._lock = threading.Lock()
        self._file, path = tempfile.mkstemp()  # for its lock alone: it stays empty, and has no name
        Path(path).unlink()
        weakref.finalize(self, os.close, self._file)

    def count(self, what: str, window: float, now: float) -> int:
        """How often it happened within so many seconds before now."""
        with self._alone():
            at, slices = self._found(what, window, now)
        return 0 if at is None else sum(slices)

    def add(self, what: str, window: float, now: float) -> None:
        newest = int(now * SLICES / window)
        with self._alone():
            at, slices = self._found(what, window, now)
            place = self._oldest(what) if at is None else at
            slices[newest % SLICES] = min(MOST, slices[newest % SLICES] + 1)
            struct.pack_into(f"<QQ{SLICES}H", self._table, place, _hash(what), newest, *slices)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else, in this process or another, at the table; a process that is killed lets go of it."""
        with self._lock:
            if sys.platform == "win32":
                yield
                return
            import fcntl

            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _found(self, what: str, window: float, now: float) -> tuple[int | None, list[int]]:
        """Where it is counted, and its slices with those that are over emptied; nowhere if it is not."""
        name, newest = _hash(what), int(now * SLICES / window)
        for place in _places(name):
            held, last, *slices = struct.unpack_from(f"<QQ{SLICES}H", self._table, place)
            if held == name:
                for over in range(last + 1, min(newest, last + SLICES) + 1):
                    slices[over % SLICES] = 0
                return place, slices
        return None, [0] * SLICES

    def _oldest(self, what: str) -> int:
        return min(_places(_hash(what)), key=lambda place: HEAD.unpack_from(self._table, place)[1])


def _hash(what: str) -> int:
    return int.from_bytes(hashlib.blake2b(what.encode(), digest_size=8).digest(), "little") | 1


def _places(name: int) -> list[int]:
    return [(name // 2 + step) % ROWS * ROW for step in range(PROBES)]
