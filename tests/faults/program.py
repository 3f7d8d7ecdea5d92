"""The server as people run it, `barograph serve`, in a process that can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

SECRET: Final = "a secret of the fault tests, long enough to sign with"
PATIENCE: Final = 180.0  # seconds until a started server answers, on a machine that others use too
START: Final = "from web.cli import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """One server on a port of its own; what it prints goes to a file."""

    def __init__(
        self,
        database: str,
        log: Path,
        command: str = "serve",
        options: Sequence[str] = (),
        *,
        worker: bool = False,
    ) -> None:
        self.worker = worker  # whether one does slow work beside it
        self.database = database
        self.command = command
        self.options = options
        self.port = free_port()
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = [
            sys.executable,
            "-c",
            START,
            self.command,
            "--database",
            self.database,
            "--port",
            str(self.port),
            *self.options,
            "--worker" if self.worker else "--no-worker",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                words, stdout=log, stderr=log, env={**os.environ, "BAROGRAPH_SECRET": SECRET}
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def send(self, by: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(by)

    def wait(self) -> None:
        assert self.process is not None
        self.process.wait(timeout=PATIENCE)

    def end(self, by: signal.Signals = signal.SIGKILL) -> None:
        """End it by a signal, and wait until it is gone."""
        self.send(by)
        self.wait()

    def children(self) -> list[int]:
        """The processes that the first one began, by /proc."""
        return [pid for pid, (parent, _) in _processes().items() if parent == self.pid]

    def worker_process(self) -> int | None:
        """The worker beside it, which one of its processes began; None while there is none."""
        there = _processes()
        ours = {self.pid, *self.children()}
        found = [pid for pid, (parent, words) in there.items() if parent in ours and " worker " in words]
        return found[0] if found else None


def _processes() -> dict[int, tuple[int, str]]:
    """Of each process of this computer its parent and its command."""
    found = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            found[int(entry.name)] = (parent, words)
    return found
