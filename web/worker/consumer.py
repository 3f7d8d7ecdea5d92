"""The worker: huey's consumer over our own table of jobs.

Huey brings threads that are watched and replaced, a schedule, and a stop that lets work end. What it forgets with a
kill is ours: its queue hands out jobs that stay in the table, held by this worker for as long as it says that it lives.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from huey import Huey
from huey.storage import BlackHoleStorage

from engine.store import DatabaseFailure, Job, JobTask, NewJob, Store
from engine.store.jobs import new_worker

AT_ONCE: Final = 2  # jobs: so that a close need not wait for letters or reports
BEAT: Final = 5.0  # seconds between two times that this worker says that it lives
PATIENCE: Final = (
    20.0  # seconds for jobs that are under way at the end; what is not done by then is done later
)
LOOK: Final = {"initial_delay": 0.2, "backoff": 1.5, "max_delay": 2.0}  # seconds between two looks for work
PARENT: Final = 1.0  # seconds between two looks whether the server that began this worker is there

log = logging.getLogger(__name__)


class JobQueue(Huey):  # type: ignore[misc]  # huey has no types
    """Gives huey the jobs of the table, one at a time, and puts the clock's stroke among them."""

    def __init__(self, store: Store, me: str, do: Callable[[Job], None]) -> None:
        super().__init__("barograph", results=False, storage_class=BlackHoleStorage)
        self._jobs, self._me = store.jobs, me
        self._doing = self.task(name="do")(do)
        self.periodic_task(lambda _moment: True, name="strike")(lambda: None)

    def enqueue(self, task: Any) -> None:
        """Huey's schedule enqueues once a minute; of all workers, one strikes."""
        with suppress(DatabaseFailure):
            self._jobs.ask(NewJob(JobTask.CLOCK, JobTask.CLOCK.value))

    def dequeue(self) -> Any:
        try:
            job = self._jobs.claim(self._me)
        except DatabaseFailure as failure:  # as with any page: the next time it may well go through
            log.warning("%s; %s", failure.cause, failure.remedy)
            return None
        return None if job is None else self._doing.s(job)


def work(store: Store, do: Callable[[Job], None], *, parent: int | None = None) -> None:
    """Do jobs until a signal says to stop; SIGTERM lets those that are under way end, for a while.

    `parent` is the process without which this one ends too.
    """
    logging.getLogger("huey").setLevel(logging.WARNING)  # it tells every job that it begins
    me = new_worker()
    queue = JobQueue(store, me, do)
    consumer = queue.create_consumer(
        workers=AT_ONCE, worker_type="thread", shutdown_timeout=PATIENCE, graceful_signal="TERM", **LOOK
    )
    try:
        with _beating(store, me, parent):
            consumer.run()
    finally:
        with suppress(DatabaseFailure):
            store.jobs.leave(me)


@contextmanager
def _beating(store: Store, me: str, parent: int | None) -> Iterator[None]:
    """While this lasts, say again and again that this worker lives, and look whether its parent does."""
    over = threading.Event()

    def beat() -> None:
        while True:
            with suppress(DatabaseFailure):
                store.jobs.live(me)
            if over.wait(BEAT):
                return

    def look() -> None:
        while not over.wait(PARENT):
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)
                return

    threads = [threading.Thread(target=beat, name="beat", daemon=True)]
    if parent is not None:
        threads.append(threading.Thread(target=look, name="parent", daemon=True))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        threads[0].join()
