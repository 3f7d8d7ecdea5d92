"""`make drills`: restore, upgrade and failover, each bounded; prints what was lost and how long it took.

Everything runs on 127.0.0.1 with four people at a time, and stops by itself after about a minute.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from engine.store import Store
from tests.drills.failing_over import failover_drill
from tests.drills.restoring import restore_drill
from tests.drills.upgrading import upgrade_drill
from tests.engine.store import postgres_server

DRILLS = ("restore", "upgrade", "failover")


@click.command()
@click.argument("drills", nargs=-1, type=click.Choice(DRILLS))
@click.option("--sqlite", is_flag=True, help="Without PostgreSQL; the failover drill needs it.")
def main(drills: tuple[str, ...], sqlite: bool) -> None:
    """Run these drills, or all."""
    wanted, faultless = drills or DRILLS, True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="barograph-")))
        folder.chmod(0o755)
        server = None if sqlite else stack.enter_context(postgres_server.server())

        def database(name: str) -> str:
            assert server is not None
            return stack.enter_context(postgres_server.database(server, name))

        if "restore" in wanted:
            own = _folder(folder, "restore-sqlite")
            done = restore_drill(str(own / "hub.db"), str(own / "restored.db"), own)
            click.echo(f"Restore, SQLite: {done}.")
            faultless &= done.faultless
        if "restore" in wanted and server:
            own = _folder(folder, "restore-postgresql")
            done = restore_drill(database("drill_from"), database("drill_to"), own)
            click.echo(f"Restore, PostgreSQL: {done}.")
            faultless &= done.faultless
        if "upgrade" in wanted:
            upgraded = upgrade_drill(_folder(folder, "upgrade"))
            click.echo(f"Upgrade, SQLite: {upgraded}.")
            faultless &= upgraded.faultless
        if "failover" in wanted and server:
            place = database("drill_failover")
            Store.open(place).close()
            failed = failover_drill(place, _folder(folder, "failover"))
            click.echo(f"Failover, two servers behind nginx over PostgreSQL: {failed}.")
            faultless &= failed.faultless
    sys.exit(not faultless)


def _folder(folder: Path, name: str) -> Path:
    own = folder / name
    own.mkdir()
    return own


if __name__ == "__main__":
    main()
