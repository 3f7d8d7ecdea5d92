"""The clock of a running server: once a minute it does what is due, so that waves open and close by themselves."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from engine.store import DatabaseFailure, Store

EVERY: Final = 60.0  # seconds
AGAIN_AFTER: Final = 3600.0  # seconds in which a wave is left alone that could not be opened or closed
LAST_WAIT: Final = (
    30.0  # seconds for a close that is under way when the server ends; one that is cut off is undone
)

log = logging.getLogger(__name__)


class Clock:
    """Does what is due at a store, in a thread of its own."""

    def __init__(self, store: Store, every: float = EVERY, also: Callable[[], object] | None = None) -> None:
        self._store = store
        self._also = also  # what is done beside what the store says is due, such as sending reminders
        self._every = every
        self._told = Event()
        self._failed: dict[int, float] = {}  # waves, and until when they are left alone
        self._thread = Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._told.set()
        self._thread.join(LAST_WAIT)

    def strike(self) -> None:
        """Do what is due now; what fails is told in the server's log and tried again later."""
        from engine.waves.clock import run_due

        now = time.monotonic()
        self._failed = {wave: until for wave, until in self._failed.items() if until > now}
        try:
            for done in run_due(self._store, frozenset(self._failed)):
                if done.failure:
                    log.warning("Could not %s wave %s: %s", done.deed.value, done.wave.id, done.failure)
                    self._failed[done.wave.id] = now + AGAIN_AFTER
            if self._also is not None:
                self._also()
        except DatabaseFailure as failure:  # as with any page: the next time it may well go through
            log.warning("%s; %s", failure.cause, failure.remedy)

    def _run(self) -> None:
        while True:
            self.strike()
            if self._told.wait(self._every):
                return


@contextmanager
def ticking(store: Store, also: Callable[[], object] | None = None) -> Iterator[None]:
    """While this lasts, what is due is done, and `also` whenever the clock strikes."""
    clock = Clock(store, also=also)
    clock.start()
    try:
        yield
    finally:
        clock.stop()
