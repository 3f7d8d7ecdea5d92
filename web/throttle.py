"""How often a password or a code may be tried: by account in the database, by machine in memory alone.

Counting by account survives a restart and holds for several servers; the address of a machine is never
written down, so that the wide limit for it is kept by each server for itself.
"""

import time
from collections import deque
from datetime import timedelta
from threading import Lock
from typing import Final

from flask import abort, current_app, request

from web.sessions import store

WINDOW: Final = timedelta(minutes=15)
PASSWORDS: Final = 10  # tries an account and window
CODES: Final = 6
LINKS: Final = 3  # reset messages an account and window
BY_MACHINE: Final = 100  # failures a machine and window; a school may share one address
MOST_MACHINES: Final = 10_000


class Machines:
    """Failures of late by machine."""

    def __init__(self) -> None:
        self._failures: dict[str, deque[float]] = {}
        self._lock = Lock()

    def count(self, machine: str) -> int:
        with self._lock:
            return len(self._recent(machine))

    def add(self, machine: str) -> None:
        with self._lock:
            self._recent(machine).append(time.monotonic())
            while len(self._failures) > MOST_MACHINES:
                self._failures.pop(next(iter(self._failures)))

    def _recent(self, machine: str) -> deque[float]:
        held = self._failures.setdefault(machine, deque())
        while held and held[0] < time.monotonic() - WINDOW.total_seconds():
            held.popleft()
        return held


def admit(key: str, most: int) -> None:
    """Stop with 429 who has tried too often."""
    if _machines().count(request.remote_addr or "") >= BY_MACHINE or store().people.attempts(key) >= most:
        abort(429)


def failed(key: str) -> None:
    """Count a try that failed."""
    _machines().add(request.remote_addr or "")
    store().people.count_attempt(key, WINDOW)


def passed(key: str) -> None:
    store().people.forget_attempts(key)


def _machines() -> Machines:
    held: Machines = current_app.extensions.setdefault("machines", Machines())
    return held
