"""The store's one front: everything other rooms may ask of the database."""

from collections.abc import Callable, Mapping
from datetime import datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from engine.store import migrations
from engine.store.audit import Audit
from engine.store.choices import Choices
from engine.store.comments import Comments
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.invitations import Invitations
from engine.store.keys import ApiTokens
from engine.store.records import Snapshot, Wave
from engine.store.reports import Reports
from engine.store.room import utc_now
from engine.store.running import Running
from engine.store.workshop import Workshop


class Store(Invitations, ApiTokens, Audit, Running, Workshop, Reports, Comments, Choices):
    """A database of Barograph; every method is one transaction, and safe to call from several threads."""

    @classmethod
    def open(
        cls, place: str | PathLike[str], *, wait: float = 15.0, now: Callable[[], datetime] = utc_now
    ) -> Self:
        """Open a database, made or brought up to date where needed.

        `place` is the path of an SQLite file or an address such as postgresql://user@host/name. `wait` is how
        many seconds to wait for another program's lock; `now` is the clock, in UTC. Raises `StoreError` for
        whatever stands in the way: a folder that is missing or not writable, another program's file, a
        database written by a newer Barograph, a lock, a server that does not answer.
        """
        database = Database(place, wait)
        try:
            if database.sqlite:
                _make_file(Path(database.name))
            migrations.migrate(database)
            database.keep_log_ahead()
            store = cls(database, now)
            store._erase_traces()
        except BaseException:
            database.close()
            raise
        return store

    def close(self) -> None:
        """Let go of the database; a store is not used after that."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close_wave(self, wave: Wave, build: "Callable[[Store, Wave], Mapping[str, Any]]") -> Snapshot:
        """End a wave and freeze its results.

        The wave stops taking answers; `build` reads its blocks and makes the document (what JSON can hold);
        then, in one transaction, the document is kept as a snapshot, drafts and the hashes of withdrawal
        codes are erased, and the responses are written anew in random order. When `build` or anything else
        fails, the wave is open again and nothing has changed. Gives the results as `network_snapshot` does.
        """
        attempt = self._begin_closing(wave)
        try:
            return self._finish_closing(wave, attempt, build(self, self.wave(wave.id)))
        except BaseException:
            self._abandon_closing(wave, attempt)
            raise


def _make_file(file: Path) -> None:
    """Make a new database's file readable for its owner only; SQLite gives its log the same rights."""
    try:
        if not file.parent.is_dir():
            raise StoreError(
                f"The folder {file.parent} for the database does not exist", "make it, or name another place"
            )
        if file.is_dir():
            raise StoreError(f"{file} is a folder", "name a file in it, such as barograph.db")
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"{file} cannot be made ({error.strerror})", "give this user the right to write in its folder"
        ) from error
