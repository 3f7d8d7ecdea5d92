"""Processes of the server: begun by one that does nothing else, replaced when one ends, told to stop together.

The first process opens no database and starts no thread, so that a process may be begun of it at any time.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import click

LOOK: Final = 0.1  # seconds between two looks at the processes
SHORT: Final = 2.0  # seconds: what ends sooner is begun again only after a pause
LONGEST_PAUSE: Final = 10.0
TRIES: Final = 5  # of a process that never comes to work
LAST_WAIT: Final = 40.0  # seconds for processes to end, which wait for their requests themselves
DIES_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux


@dataclass
class ServerPart:
    """What one process does, until it is told to stop."""

    name: str
    work: Callable[[], None]
    began: float = 0.0
    failed: int = field(default=0)  # times in a row that it ended soon


class Processes:
    """The processes of one server, one a part."""

    def __init__(self, parts: Sequence[ServerPart]) -> None:
        self._waiting = list(parts)
        self._running: dict[int, ServerPart] = {}
        self._told = False

    def keep(self, stop: Callable[[], None]) -> None:
        """Keep all parts running until SIGTERM or Ctrl+C; `stop` is called first of all at the end.

        Raises `click.ClickException` for a part that does not come to work.
        """
        before = {one: signal.signal(one, lambda *_: self._tell()) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._told:
                self._begin()
                self._look()
                time.sleep(LOOK)
        finally:
            stop()
            self._end()
            for one, handler in before.items():
                signal.signal(one, handler)

    def _tell(self) -> None:
        self._told = True

    def _begin(self) -> None:
        now = time.monotonic()
        for part in [one for one in self._waiting if one.began + _pause(one.failed) <= now]:
            self._waiting.remove(part)
            part.began = now
            sys.stdout.flush()
            sys.stderr.flush()
            parent = os.getpid()
            number = os.fork()
            if number == 0:
                _work(part, parent)
            self._running[number] = part

    def _look(self) -> None:
        """Take note of processes that have ended, and have them begun again."""
        while self._running:
            number, status = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                return
            part = self._running.pop(number, None)
            if part is None or self._told:
                continue
            soon = time.monotonic() - part.began < SHORT
            part.failed = part.failed + 1 if soon else 0
            if part.failed >= TRIES:
                raise click.ClickException(f"The server's process for {part.name} does not come to work.")
            click.echo(f"The process for {part.name} ended ({_how(status)}) and is begun again.", err=True)
            self._waiting.append(part)

    def _end(self) -> None:
        until = time.monotonic() + LAST_WAIT
        _send(self._running, signal.SIGTERM)
        while self._running and time.monotonic() < until:
            self._told = True
            self._look()
            time.sleep(LOOK / 5)
        _send(self._running, signal.SIGKILL)


def _pause(failed: int) -> float:
    return min(LONGEST_PAUSE, LOOK * 2.0**failed) if failed else 0.0


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"by signal {-code}" if code < 0 else f"with code {code}"


def _send(numbers: dict[int, ServerPart], by: signal.Signals) -> None:
    for number in numbers:
        try:
            os.kill(number, by)
        except ProcessLookupError:
            continue


def _work(part: ServerPart, parent: int) -> None:
    """Do a part's work in the process that was just begun, and end it."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all; the first process tells the others
        _die_with(parent)
        part.work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    """Have Linux end this process when the first one is killed, so that the port is free at once."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
