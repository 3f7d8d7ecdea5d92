"""`make faults`: the server under faults on SQLite and PostgreSQL; prints a table and ends with 1 where one is found.

Everything runs on 127.0.0.1, with four people at a time, and stops by itself.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

import click

from engine.store import Store
from tests.engine.store import postgres_server
from tests.faults import database_faults, scenes
from tests.faults.person import Habit
from tests.faults.tallies import HEADINGS, Tally

Scene = Callable[[str, Path], Tally]

WIDTH: Final = 36  # of the name of a scene


def _scenes(kills: int, minutes: float, *, sqlite: bool) -> Iterator[tuple[str, Scene]]:
    fails = partial(partial, scenes.database_fails)
    yield f"server killed {kills} times", partial(scenes.killed, times=kills, longest=60 * minutes)
    yield "server stopped 10 times (SIGTERM)", partial(scenes.killed, times=10, by=signal.SIGTERM)
    yield "a process of it killed 10 times", partial(scenes.web_workers_killed, times=10)
    yield "replies to Send cut", partial(scenes.replies_cut, seconds=20)
    yield "every request twice at once", partial(scenes.in_a_habit, habit=Habit.TWICE, seconds=15)
    yield "two tabs", partial(scenes.in_a_habit, habit=Habit.TWO_TABS, seconds=15)
    yield "database locked, 3 times 2 s", fails(fault=database_faults.locked, times=3, seconds=2)
    yield "database locked, 35 s", fails(fault=database_faults.locked, times=1, seconds=35)
    if sqlite:
        yield "disk full, 3 times 2 s", fails(fault=database_faults.full, times=3, seconds=2)
    else:
        yield "read-only, 3 times 2 s", fails(fault=database_faults.read_only, times=3, seconds=2)
        yield "connections cut", fails(fault=database_faults.connections_cut, times=3, seconds=2)
        if not os.environ.get(postgres_server.NAMED):  # one that is named is not ours to restart
            yield "database restarted 3 times", fails(fault=database_faults.restarted, times=3, seconds=1)
            yield "database crashed 3 times", fails(fault=database_faults.crashed, times=3, seconds=1)
    yield "wave closed meanwhile", scenes.closed_meanwhile
    yield "worker killed in a close", scenes.close_killed


@click.command()
@click.option("--kills", default=200, show_default=True, help="How often the server is killed, a store.")
@click.option("--minutes", default=60.0, show_default=True, help="How long that may take, a store.")
@click.option("--store", type=click.Choice(["sqlite", "postgresql"]), help="Only this one.")
@click.option("--scene", default="", help="Only the scenes whose name contains this.")
def main(kills: int, minutes: float, store: str | None, scene: str) -> None:
    """Run every scene and print what people were told beside what is stored."""
    faultless, began = True, time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="barograph-")))
        server = None if store == "sqlite" else stack.enter_context(postgres_server.server())
        for kind in [store] if store else ["sqlite", "postgresql"]:
            click.echo(
                f"{kind:{WIDTH}}" + "".join(f"{words:>11}" for words in HEADINGS.values()) + "    seconds"
            )
            for number, (name, run) in enumerate(_scenes(kills, minutes, sqlite=kind == "sqlite")):
                if scene not in name:
                    continue
                own = folder / f"{kind}{number}"
                own.mkdir()
                since = time.monotonic()
                with ExitStack() as one:
                    database = str(own / "barograph.db")
                    if kind == "postgresql":
                        database = one.enter_context(postgres_server.database(str(server), f"faults{number}"))
                    Store.open(database).close()
                    result = run(database, own)
                faultless = faultless and result.faultless
                numbers = "".join(f"{one:>11,}" for one in result.row)
                click.echo(f"{name:{WIDTH}}{numbers}{time.monotonic() - since:>11,.0f}")
                for wrong in result.wrong:
                    click.echo(f"  WRONG: {wrong}")
    taken = (time.monotonic() - began) / 60
    click.echo(f"{'No fault' if faultless else 'FAULTS'} in {taken:.0f} minutes.")
    sys.exit(not faultless)


if __name__ == "__main__":
    main()
