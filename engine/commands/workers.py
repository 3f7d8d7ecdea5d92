"""--scheduler and --workers: who counts, where one process would take too long."""

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from engine.commands.speaking import Reached, note, progress
from engine.printed import counted
from engine.problems import Problem, Refused
from engine.validation.data import Data

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Workers:
    """What was typed about who counts; neither: this process."""

    scheduler: str | None = None
    processes: int | None = None

    @property
    def asked(self) -> bool:
        """Whether others than this process are to count."""
        return self.scheduler is not None or self.processes is not None


def workers_options(command: Callable[..., R]) -> Callable[..., R]:
    """The options on who counts; they come as `workers`, a `Workers`."""

    @click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Count on the workers of this Dask scheduler: tcp://10.0.0.5:8786.",
    )
    @click.option(
        "--workers",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Count in so many processes of this machine.",
    )
    @functools.wraps(command)
    def run(*arguments: Any, scheduler: str | None, workers: int | None, **options: Any) -> R:
        if scheduler is not None and workers is not None:
            cause, remedy = "the scheduler has workers of its own", "name one of the two"
            raise Refused([Problem("not_together", "--scheduler, --workers", cause, remedy)])
        return command(*arguments, workers=Workers(scheduler, workers), **options)

    return run


@contextmanager
def counting(
    data: Data, workers: Workers, people: int
) -> Iterator[tuple[Data, Callable[[int], None] | None]]:
    """The data with who counts them, and what hears how many people were read; a bar on a terminal shows it."""
    if not workers.asked:
        with progress("Counting", people) as done:
            yield data, done
        return
    from engine.validation.dask_workers import dask_workers

    pieces = sum(1 for _ in data.all_pieces())
    with ExitStack() as bars:
        shown: dict[str, Reached] = {}

        def told(doing: str, finished: int, there: int) -> None:
            """A bar a pass."""
            if doing not in shown:
                bars.close()
                shown.clear()
                shown[doing] = bars.enter_context(progress(doing, pieces))
            shown[doing](finished, counted(there, "worker") if there else "no worker: waiting for one")

        with dask_workers(workers.scheduler, workers.processes, told) as found:
            note(f"Counting on {counted(found.workers, 'worker')}.")
            yield replace(data, executor=found), None
