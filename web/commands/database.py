"""The database a command works on, opened with a taught error."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from engine.problems import Problem, Refused
from engine.store import DatabaseFailure, Store, StoreError

DATABASE = "barograph.db"

database_option = click.option(
    "--database",
    default=DATABASE,
    show_default=True,
    envvar="BAROGRAPH_DATABASE",
    metavar="PLACE",
    help="An SQLite file, or the address of a PostgreSQL database; also from BAROGRAPH_DATABASE.",
)

MOST_WAVES = 2**31 - 1  # what the databases count to

wave_argument = click.argument("wave_id", type=click.IntRange(1, MOST_WAVES), metavar="WAVE")


@contextmanager
def opened(database: str) -> Iterator[Store]:
    """The store at a place; a store's refusal becomes a message and exit code 1."""
    try:
        with Store.open(database) as store:
            yield store
    except (StoreError, DatabaseFailure) as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def opened_existing(database: str) -> Iterator[Store]:
    """The store at a place where there is one; a mistyped name is refused, and no empty database made of it."""
    require_database(database)
    with opened(database) as store:
        yield store


def require_database(database: str) -> None:
    """Refuse the name of a file that is not there."""
    place = database.removeprefix("sqlite:///")
    if "://" not in place and not Path(place).expanduser().exists():
        cause = "there is no database here"
        remedy = "name the right one with --database, or make one with `wave new` or `import`"
        raise Refused([Problem("no_database", place, cause, remedy)])
