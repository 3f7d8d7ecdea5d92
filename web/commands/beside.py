"""The worker that a server has beside it: begun with it, begun again where it falls, ended with it."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

LAST_WAIT: Final = 30.0  # seconds for what is under way at the end
PAUSE: Final = 2.0  # seconds before a worker that fell is begun again, doubled each time
LONGEST_PAUSE: Final = 60.0
STEADY: Final = 300.0  # seconds after which an earlier fall counts no more
ROOT: Final = __name__.rpartition("web.")[0]  # nothing in a checkout, `barograph.` in a wheel
START: Final = f"from {ROOT}web.cli import main; main()"

log = logging.getLogger(__name__)


class WorkerBeside:
    """Begins `barograph worker` as a child process, and again whenever it ends before it was told to."""

    def __init__(self, database: str, settings: Mapping[str, str]) -> None:
        # by the environment, as other users of the computer can read what a command is called with
        self._environment = {**os.environ, **settings, "BAROGRAPH_DATABASE": database}
        self._words = [sys.executable, "-c", START, "worker", "--parent", str(os.getpid())]
        self._told = threading.Event()
        self._process = self._begin()
        self._thread = threading.Thread(target=self._watch, name="worker beside", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Let what is under way end, for a while; what is not done by then is done after the next start."""
        self._told.set()
        self._process.terminate()
        self._thread.join(LAST_WAIT)
        if self._process.poll() is None:
            self._process.kill()

    def _begin(self) -> subprocess.Popen[bytes]:
        # in a session of its own, so that Ctrl+C in a terminal is the server's to pass on
        return subprocess.Popen(self._words, env=self._environment, start_new_session=True)  # noqa: S603

    def _watch(self) -> None:
        pause = PAUSE
        while True:
            began = time.monotonic()
            code = self._process.wait()
            if self._told.is_set():
                return
            pause = PAUSE if time.monotonic() - began > STEADY else min(2 * pause, LONGEST_PAUSE)
            log.warning("The worker ended (%s); it is begun again in %.0f seconds", code, pause)
            if self._told.wait(pause):
                return
            self._process = self._begin()


@contextmanager
def working(database: str, settings: Mapping[str, str] | None) -> Iterator[None]:
    """While this lasts, a worker does slow work beside the server; without settings that is left to others."""
    if settings is None:
        yield
        return
    beside = WorkerBeside(database, settings)
    beside.start()
    try:
        yield
    finally:
        beside.stop()
