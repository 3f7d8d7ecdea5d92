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
HOUR: Final = timedelta(hours=1)
AN_HOUR: Final = 4000  # forms begun at a site
BY_ONE_AN_HOUR: Final = 1000  # of these by one machine: a large school may share one address
PASSWORDS: Final = 10  # tries an account and window
CODES: Final = 6
LINKS: Final = 3  # reset messages an account and window
BY_MACHINE: Final = 100  # failures a machine and window; a school may share one address
MOST_KEYS: Final = 10_000


class Recent:
    """How often something happened of late, by machine or by what else it is counted under: in memory alone."""

    def __init__(self, window: timedelta) -> None:
        self._window = window.total_seconds()
        self._moments: dict[str, deque[float]] = {}
        self._lock = Lock()

    def count(self, key: str) -> int:
        with self._lock:
            return len(self._of(key))

    def add(self, key: str) -> None:
        with self._lock:
            self._of(key).append(time.monotonic())
            while len(self._moments) > MOST_KEYS:
                self._moments.pop(next(iter(self._moments)))

    def _of(self, key: str) -> deque[float]:
        held = self._moments.setdefault(key, deque())
        while held and held[0] < time.monotonic() - self._window:
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


def may_begin(site: int) -> bool:
    """Whether another form of a site may be begun by this machine just now; counts it if so.

    One machine has a share of what a site takes an hour, so that it can't use up that of a school; a school behind one
    address has enough for its people.
    """
    begun: Recent = current_app.extensions.setdefault("begun", Recent(HOUR))
    shares = ((f"{site}", AN_HOUR), (f"{site} {request.remote_addr}", BY_ONE_AN_HOUR))
    if any(begun.count(key) >= most for key, most in shares):
        return False
    for key, _ in shares:
        begun.add(key)
    return True


def _machines() -> Recent:
    held: Recent = current_app.extensions.setdefault("machines", Recent(WINDOW))
    return held
