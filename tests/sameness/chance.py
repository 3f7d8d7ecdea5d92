"""Randomness that is the same each time, and a clock that must stand still."""

import os
import random
import time
from collections.abc import Callable
from hashlib import sha256
from select import select
from threading import Lock
from typing import Final

COMMAND: Final = "DONT_FAKE_MONOTONIC=1 TZ=UTC faketime -f '2026-09-14 10:00:00'"


class Chance:
    """Bytes that depend on a label alone: each request and each command begins with its own."""

    def __init__(self) -> None:
        self._label, self._drawn, self._lock = b"", 0, Lock()

    def begin(self, label: str) -> None:
        with self._lock:
            self._label, self._drawn = label.encode(), 0

    def draw(self, size: int) -> bytes:
        with self._lock:
            found = b""
            while len(found) < size:
                found += sha256(b"%d %s" % (self._drawn, self._label)).digest()
                self._drawn += 1
            return found[:size]

    def rule(self) -> None:
        """Let `secrets`, `random.SystemRandom` and `os.urandom` draw from here."""
        draw: Callable[[int], bytes] = self.draw
        os.urandom = draw
        random._urandom = draw  # type: ignore[attr-defined]


CHANCE: Final = Chance()


def demand_stopped_clock() -> None:
    """Refuse to run while the clock goes: pages and files name the moment."""
    before = time.time()
    select([], [], [], 0.01)  # a sleep would fail under a stopped clock
    if time.time() != before:
        raise SystemExit(f"Stop the clock first: put this before the command:\n{COMMAND}")
