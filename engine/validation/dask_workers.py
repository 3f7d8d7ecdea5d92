"""Passes on the workers of a Dask scheduler: many machines, or several processes of this one.

A worker gets the packed work and a piece and gives back sums; the client asks for the sums in the order of the pieces
and merges them as one process would. A piece whose worker dies is given to another one, which makes the same sums.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from engine.problems import Problem, Refused
from engine.validation.parts import Part, PartSource
from engine.validation.same_program import Program, program, require_same
from engine.validation.shipped import done, packed

R = TypeVar("R")

AHEAD: Final = 3
"""Pieces asked for before they are needed, for each thread of a worker: no worker waits, and little is held."""

CONNECTING: Final = 10.0
WITHOUT_WORKERS: Final = 180.0
"""Seconds that a scheduler may be silent, and that a study waits while there is no worker at all."""

LOOKING: Final = 2.0


class Telling(Protocol):
    """Hears, in a pass, what is being done, how many pieces are done, and how many workers there are."""

    def __call__(self, doing: str, pieces: int, workers: int, /) -> None: ...


def _silent(doing: str, pieces: int, workers: int, /) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class DaskWorkers:
    """An executor of passes; `place` is the scheduler's address, as people know it."""

    client: Any
    place: str
    told: Telling = _silent

    def each(self, work: Callable[[Part], R], pieces: Iterable[PartSource], doing: str) -> Iterator[R]:
        """The results in the order of the pieces; raises what the work raises, and `Refused` where workers fail."""
        sent, finished = packed(work), 0
        waiting: deque[Any] = deque()
        try:
            for piece in pieces:
                if len(waiting) >= AHEAD * max(1, self._threads()):
                    yield self._result(waiting.popleft(), finished)
                    finished += 1
                    self.told(doing, finished, self.workers)
                waiting.append(self.client.submit(done, sent, piece, program(), pure=False))
            while waiting:
                yield self._result(waiting.popleft(), finished)
                finished += 1
                self.told(doing, finished, self.workers)
        finally:
            for future in waiting:
                future.release()

    def _result(self, future: Any, place: int) -> Any:
        """The result of one piece, however long its worker needs, but not for ever where there is none."""
        from distributed import CancelledError, KilledWorker

        alone_since: float | None = None
        while True:
            try:
                return future.result(timeout=LOOKING)
            except TimeoutError:
                now = time.monotonic()
                alone_since = None if self.workers else alone_since or now
                if alone_since is not None and now - alone_since > WITHOUT_WORKERS:
                    raise self._refused(*_no_workers(WITHOUT_WORKERS)) from None
            except ImportError as error:
                raise self._refused(*_without_us("a worker", error)) from None
            except KilledWorker:
                raise self._refused(
                    "workers_died",
                    f"part {place + 1} ended every worker that was given it; most often it had too little memory",
                    "give each worker more memory (--memory-limit of `dask worker`) or run fewer on a machine",
                ) from None
            except (CancelledError, OSError) as error:
                raise self._refused(
                    "scheduler_gone",
                    f"the scheduler has gone while part {place + 1} was worked on ({type(error).__name__})",
                    "start the scheduler and its workers again, and then the study: nothing was kept",
                ) from None

    def require_same(self) -> None:
        """Refuse workers with another program: they would count otherwise, or not at all."""
        theirs = self.client.run(program, on_error="return")
        for worker, other in theirs.items():
            if isinstance(other, Program):
                require_same(program(), other, f"{self.place}, worker {worker}")
            else:
                raise self._refused(*_without_us(worker, other))

    def _refused(self, code: str, cause: str, remedy: str) -> Refused:
        return Refused([Problem(code, self.place, cause, remedy)])

    def _info(self) -> dict[str, Any]:
        workers: dict[str, Any] = self.client.scheduler_info(n_workers=-1)["workers"]
        return workers

    @property
    def workers(self) -> int:
        """How many there are now."""
        return len(self._info())

    def _threads(self) -> int:
        return sum(worker["nthreads"] for worker in self._info().values())


def _no_workers(seconds: float) -> tuple[str, str, str]:
    return (
        "no_workers",
        f"the scheduler has had no worker for {seconds:.0f} seconds",
        "start some with `dask worker ADDRESS`, in an environment with the same Barograph",
    )


def _without_us(worker: str, error: object) -> tuple[str, str, str]:
    return (
        "other_program",
        f"{worker} can't load Barograph ({error})",
        "start it with the Python of an environment that has the same Barograph",
    )


@contextmanager
def dask_workers(scheduler: str | None, local: int | None, told: Telling = _silent) -> Iterator[DaskWorkers]:
    """The workers of a scheduler, or so many processes of this machine, until the study is done.

    Raises `Refused`: "no_dask", "no_scheduler", "no_workers", "other_program".
    """
    with ExitStack() as open_:
        client, place = _connected(scheduler, local, open_)
        found = DaskWorkers(client, place, told)
        since = time.monotonic()
        while not found.workers:
            if time.monotonic() - since > CONNECTING:
                raise found._refused(*_no_workers(CONNECTING))
            time.sleep(0.1)
        found.require_same()
        yield found


def _connected(scheduler: str | None, local: int | None, open_: ExitStack) -> tuple[Any, str]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        cause, remedy = "Dask is not installed", "run `pip install 'barograph[cluster]'`"
        raise Refused([Problem("no_dask", "--scheduler, --workers", cause, remedy)]) from None
    if scheduler is None:
        cluster: AbstractContextManager[Any] = LocalCluster(
            n_workers=local or 1,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.ERROR,
        )
        return open_.enter_context(Client(open_.enter_context(cluster))), "--workers"
    try:
        return open_.enter_context(Client(scheduler, timeout=CONNECTING)), scheduler
    except (OSError, ValueError, ImportError) as error:
        cause = (
            f"no Dask scheduler answers there ({str(error).splitlines()[0][:100] or type(error).__name__})"
        )
        remedy = "give the address that `dask scheduler` prints, such as tcp://10.0.0.5:8786"
        raise Refused([Problem("no_scheduler", scheduler, cause, remedy)]) from None
