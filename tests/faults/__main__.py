"""`make faults`: the server under faults on SQLite and, where there is one, PostgreSQL; prints a table.

Everything runs on 127.0.0.1, with four people at a time, and stops by itself after some six minutes.
"""

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from engine.store import Store
from tests.engine.store import postgres_server
from tests.faults import database_faults, scenes
from tests.faults.tallies import Tally

Scene = Callable[[str, Path], Tally]


def _scenes(kills: int, *, sqlite: bool) -> Iterator[tuple[str, Scene]]:
    fails = partial(partial, scenes.database_fails)
    yield f"{kills} kills", partial(scenes.killed, times=kills)
    yield "10 stops (SIGTERM)", partial(scenes.killed, times=10, by=signal.SIGTERM)
    yield "replies to Send cut", partial(scenes.replies_cut, seconds=20)
    yield "locked, 3 times 2 s", fails(fault=database_faults.locked, times=3, seconds=2)
    yield "locked, once 35 s", fails(fault=database_faults.locked, times=1, seconds=35)
    if sqlite:
        yield "disk full, 3 times 2 s", fails(fault=database_faults.full, times=3, seconds=2)
    else:
        yield "read-only, 3 times 2 s", fails(fault=database_faults.read_only, times=3, seconds=2)
        yield "connections cut", fails(fault=database_faults.connections_cut, times=3, seconds=2)
    yield "closed meanwhile", scenes.closed_meanwhile


@click.command()
@click.option("--kills", default=60, show_default=True, help="How often the server is killed, a store.")
@click.option("--store", type=click.Choice(["sqlite", "postgresql"]), help="Only this one.")
@click.option("--scene", default="", help="Only the scenes whose name contains this.")
def main(kills: int, store: str | None, scene: str) -> None:
    """Run every scene and print what people were told beside what is stored."""
    faultless = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="barograph-")))
        server = None if store == "sqlite" else stack.enter_context(postgres_server.server())
        for kind in [store] if store else ["sqlite", "postgresql"]:
            for number, (name, run) in enumerate(_scenes(kills, sqlite=kind == "sqlite")):
                if scene not in name:
                    continue
                own = folder / f"{kind}{number}"
                own.mkdir()
                with ExitStack() as one:
                    database = str(own / "barograph.db")
                    if kind == "postgresql":
                        database = one.enter_context(postgres_server.database(str(server), f"faults{number}"))
                    Store.open(database).close()
                    result = run(database, own)
                faultless = faultless and result.faultless
                click.echo(f"{kind}, {name}: {result}")
    sys.exit(not faultless)


if __name__ == "__main__":
    main()
