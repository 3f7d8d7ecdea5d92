"""The server as people run it, `barograph serve`, in a process that can be killed and started again."""

import multiprocessing
import os
import secrets
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
FIRST_PORT: Final = 20_000
PORTS: Final = 3_000
START: Final = "from web.cli import main; main()"
LOADED: Final = ["web.cli", "web.whole", "waitress"]  # by the process that forked servers come from


def free_port() -> int:
    """A port that nobody listens at: below those that the system gives out, and of each process of tests its own.

    Else another test could take it before the server does, and people would ask that one.
    """
    first = FIRST_PORT + PORTS * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 4)
    for _ in range(PORTS):
        port = first + secrets.randbelow(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no port is free from {first} on")


def _run(words: Sequence[str], log: Path) -> None:
    """The command in a process that was begun for it."""
    from web.cli import main

    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.environ["BAROGRAPH_SECRET"] = SECRET
    main(list(words))


class Forked:
    """A process of one that has the program's modules loaded already, so that 200 starts take minutes, not hours."""

    def __init__(self, words: Sequence[str], log: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LOADED)
        self._process = context.Process(target=_run, args=(words, log))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, by: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, by)

    def wait(self, timeout: float) -> None:
        self._process.join(timeout)
        assert self.poll() is not None, "it goes on"


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
        forked: bool = False,
    ) -> None:
        self.forked = forked
        self.worker = worker  # whether one does slow work beside it
        self.database = database
        self.command = command
        self.options = options
        self.port = free_port()
        self.log = log
        self.process: subprocess.Popen[bytes] | Forked | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = [
            *(self.command, "--database", self.database, "--port", str(self.port), *self.options),
            "--worker" if self.worker else "--no-worker",
        ]
        self.process = Forked(words, self.log) if self.forked else self._begun(words)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._listens():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-3000:]}")

    def _begun(self, words: Sequence[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", START, *words],
                stdout=log,
                stderr=log,
                env={**os.environ, "BAROGRAPH_SECRET": SECRET},
            )

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
        """End it by a signal, and wait until it is gone with the processes that it began, who hold its port too."""
        self.send(by)
        self.wait()
        until = time.monotonic() + PATIENCE
        while self._listens() and time.monotonic() < until:
            time.sleep(0.01)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

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
