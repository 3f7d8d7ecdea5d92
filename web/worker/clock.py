"""What comes by itself, done once a minute: waves open and close, keys and what was to be deleted go, reminders too."""

import logging
import time
from collections.abc import Callable
from typing import Final

from engine.store import Store

AGAIN_AFTER: Final = 3600.0  # seconds in which a wave is left alone that could not be opened or closed

log = logging.getLogger(__name__)


class Clock:
    """Does what is due at a store whenever it strikes."""

    def __init__(self, store: Store, also: Callable[[], object] | None = None) -> None:
        self._store = store
        self._also = also  # what is done beside what the store says is due, such as sending reminders
        self._failed: dict[int, float] = {}  # waves, and until when they are left alone

    def strike(self) -> None:
        """Do what is due now; what fails is told in the server's log and tried again later.

        Raises `DatabaseFailure` where nothing can be done just now.
        """
        from engine.waves.clock import run_due
        from engine.waves.deleting import carry_out_due

        now = time.monotonic()
        self._failed = {wave: until for wave, until in self._failed.items() if until > now}
        for done in run_due(self._store, frozenset(self._failed)):
            if done.failure:
                log.warning("Could not %s wave %s: %s", done.deed.value, done.wave.id, done.failure)
                self._failed[done.wave.id] = now + AGAIN_AFTER
        for ordered, failure in carry_out_due(self._store):
            if failure:
                log.warning("Could not delete %s %s: %s", ordered.kind.value, ordered.id, failure)
        if self._also is not None:
            self._also()
