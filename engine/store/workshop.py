"""The workshop: copies of definitions that are being written, their saves, and what becomes of them.

A copy belongs to a network, and its researchers share it. Every save keeps all files, so that any of the last
twenty can be had back; taking one back is a save of its own, so that it can be undone too.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, or_, select, update

from engine.instrument.file_identity import identity
from engine.instrument.model import Instrument
from engine.instrument.translation import Translation
from engine.store import schema
from engine.store.database import Database
from engine.store.definitions import Definitions, definition_row
from engine.store.errors import NotFound, StoreError
from engine.store.records import Network
from engine.store.room import Clock, Room
from engine.store.workshop_tables import publication, retirement, working_copy, working_save

SAVES_KEPT: Final = 21  # the one at hand and the twenty before it


@dataclass(frozen=True, slots=True)
class Save:
    """One save of a copy: its number, when, by whom, and what was done."""

    number: int
    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A definition being written: `instrument_id`, `version` and `title` as its last save says them, right or wrong."""

    id: int
    network_id: int
    instrument_id: str
    version: str
    title: str
    published: bool  # and so closed for good
    last: Save


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version that waves may use; `retired`: hidden from new waves of the network that asks."""

    instrument_id: str
    version: str
    waves: int
    retired: bool
    own: bool  # published by the network that asks
    to_all: bool  # by a network, for every network


class StaleCopy(StoreError):
    """The copy was saved by someone else since the page was opened."""

    def __init__(self, current: WorkingCopy) -> None:
        self.current = current
        super().__init__(
            f"{current.last.who} has saved this definition since you opened it",
            "look at what changed, then save again; their text stays among the saves",
        )


class Workshop(Room):
    """Keeps working copies and says which versions a network offers to new waves."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions

    def begin(self, network: Network, files: Mapping[str, str], who: str, what: str) -> WorkingCopy:
        """A new copy of these files; `what` says where they came from."""
        with self._database.writing() as connection:
            statement = insert(working_copy).values(network_id=network.id).returning(working_copy.c.id)
            id = int(connection.execute(statement).scalar_one())
            self._keep(connection, id, 1, files, who, what)
            return _copy(connection, network, id)

    def copies(self, network: Network) -> tuple[WorkingCopy, ...]:
        """The copies of a network, the one saved last first."""
        with self._database.reading() as connection:
            found = [_as_copy(row) for row in connection.execute(_copies(network))]
        return tuple(sorted(found, key=lambda one: one.last.at, reverse=True))

    def copy(self, network: Network, id: int) -> WorkingCopy:
        """A copy of this network; raises `NotFound` for one of another."""
        with self._database.reading() as connection:
            return _copy(connection, network, id)

    def files(self, copy: WorkingCopy, number: int | None = None) -> dict[str, str]:
        """The texts of a copy by file name, as last saved or as in an earlier save; raises `NotFound`."""
        wanted = copy.last.number if number is None else number
        query = select(working_save.c.files).where(_save(copy.id, wanted))
        with self._database.reading() as connection:
            packed = connection.scalar(query)
        if packed is None:
            raise NotFound(f"Save {wanted} is no longer kept", f"choose one of the last {SAVES_KEPT}")
        texts: dict[str, str] = json.loads(zlib.decompress(packed))
        return texts

    def saves(self, copy: WorkingCopy) -> tuple[Save, ...]:
        """The saves that are kept, the latest first."""
        kept = working_save.c
        query = select(kept.number, kept.at, kept.who, kept.what).where(kept.copy_id == copy.id)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(kept.number.desc()))
            return tuple(Save(**row._mapping) for row in found)

    def save(
        self, network: Network, copy: WorkingCopy, files: Mapping[str, str], who: str, what: str
    ) -> WorkingCopy:
        """Keep these files as the copy's next save, made from the one that `copy` holds.

        Raises `StaleCopy` where another save came between, and `StoreError` once the copy is published.
        """
        with self._database.writing() as connection:
            current = _copy(connection, network, copy.id)
            if current.published:
                raise StoreError(
                    f"{current.instrument_id} {current.version} is published, and stays as it is",
                    "start a new version from it",
                )
            if current.last.number != copy.last.number:
                raise StaleCopy(current)
            number = current.last.number + 1
            self._keep(connection, copy.id, number, files, who, what)
            old = (working_save.c.copy_id == copy.id) & (working_save.c.number <= number - SAVES_KEPT)
            connection.execute(delete(working_save).where(old))
            return _copy(connection, network, copy.id)

    def discard(self, network: Network, copy: WorkingCopy) -> None:
        """Throw a copy away with all its saves; what was published from it stays published."""
        with self._database.writing() as connection:
            _copy(connection, network, copy.id)
            connection.execute(delete(working_save).where(working_save.c.copy_id == copy.id))
            connection.execute(delete(working_copy).where(working_copy.c.id == copy.id))

    def publish(
        self,
        network: Network,
        copy: WorkingCopy,
        instrument: Instrument,
        translations: Iterable[Translation],
        who: str,
        *,
        to_all: bool = False,
    ) -> None:
        """Publish what the copy's last save defines, and close the copy.

        Every network of this database may read and use it where it is published `to_all`, else its own alone.

        Raises `StoreError` when the instrument is another network's, when the version was published with other
        content, or when the copy was saved since. Publishing comes first and may be repeated: where anything
        fails after it, doing it again completes it.
        """
        with self._database.reading() as connection:
            _require_own(connection, network, instrument.id)
            if _copy(connection, network, copy.id) != copy:
                raise StaleCopy(_copy(connection, network, copy.id))
        self._definitions.publish(instrument, translations, network.day_of(self._now()))
        with self._database.writing() as connection:
            number = definition_row(connection, instrument.id, instrument.version).id
            if not connection.scalar(select(exists().where(publication.c.definition_id == number))):
                at = self._now().replace(microsecond=0)
                connection.execute(
                    insert(publication).values(
                        definition_id=number, network_id=network.id, at=at, who=who, to_all=to_all
                    )
                )
            this = working_copy.c.id == copy.id
            connection.execute(update(working_copy).where(this).values(published_id=number))

    def published_versions(self, network: Network) -> tuple[PublishedVersion, ...]:
        """Every published version that this network may use, or uses: by id, the first published first.

        What another network published for itself is none of them.
        """
        kept, wave, study = schema.definition, schema.wave, schema.study
        waves = (
            select(func.count())
            .select_from(wave.join(study))
            .where(wave.c.definition_id == kept.c.id, study.c.network_id == network.id)
            .scalar_subquery()
        )
        hidden = exists().where(_retired(network), retirement.c.definition_id == kept.c.id)
        own = exists().where(publication.c.network_id == network.id, publication.c.definition_id == kept.c.id)
        of_others = exists().where(
            publication.c.network_id != network.id,
            publication.c.definition_id == kept.c.id,
            publication.c.to_all.is_(False),
        )
        to_all = exists().where(publication.c.definition_id == kept.c.id, publication.c.to_all)
        query = (
            select(
                kept.c.instrument_id,
                kept.c.version,
                waves.label("waves"),
                hidden.label("retired"),
                own.label("own"),
                to_all.label("to_all"),
            )
            .where(or_(~of_others, waves > 0))
            .order_by(kept.c.instrument_id, kept.c.id)
        )
        with self._database.reading() as connection:
            return tuple(
                PublishedVersion(
                    row.instrument_id,
                    row.version,
                    row.waves,
                    retired=bool(row.retired),
                    own=bool(row.own),
                    to_all=bool(row.to_all),
                )
                for row in connection.execute(query)
            )

    def offered_versions(self, network: Network) -> tuple[tuple[str, str], ...]:
        """What a new wave of this network may use, as (instrument id, version): all that is not retired."""
        return tuple(
            (one.instrument_id, one.version) for one in self.published_versions(network) if not one.retired
        )

    def retire(self, network: Network, id: str, version: str, who: str) -> None:
        """Hide a version from new waves of this network; its waves, results and downloads stay as they are."""
        with self._database.writing() as connection:
            number = definition_row(connection, id, version).id
            this = _retired(network) & (retirement.c.definition_id == number)
            if connection.scalar(select(exists().where(this))):
                return
            at = self._now().replace(microsecond=0)
            connection.execute(
                insert(retirement).values(network_id=network.id, definition_id=number, at=at, who=who)
            )

    def bring_back(self, network: Network, id: str, version: str) -> None:
        """Offer a retired version to new waves again."""
        with self._database.writing() as connection:
            number = definition_row(connection, id, version).id
            this = _retired(network) & (retirement.c.definition_id == number)
            connection.execute(delete(retirement).where(this))

    def _keep(
        self, connection: Connection, id: int, number: int, files: Mapping[str, str], who: str, what: str
    ) -> None:
        name, version, title = identity(files.get("instrument.yaml", ""))
        packed = zlib.compress(json.dumps(dict(files)).encode())
        connection.execute(
            insert(working_save).values(
                copy_id=id,
                number=number,
                at=self._now().replace(microsecond=0),
                who=who,
                what=what[:200],
                instrument_id=name,
                version=version,
                title=title,
                files=packed,
            )
        )


def _copies(network: Network) -> Select[Any]:
    """The copies of a network, each with its last save."""
    kept, later = working_save, working_save.alias()
    last = select(func.max(later.c.number)).where(later.c.copy_id == working_copy.c.id).scalar_subquery()
    return (
        select(
            working_copy.c.id,
            working_copy.c.network_id,
            working_copy.c.published_id,
            kept.c.number,
            kept.c.at,
            kept.c.who,
            kept.c.what,
            kept.c.instrument_id,
            kept.c.version,
            kept.c.title,
        )
        .select_from(
            working_copy.join(kept, and_(kept.c.copy_id == working_copy.c.id, kept.c.number == last))
        )
        .where(working_copy.c.network_id == network.id)
    )


def _copy(connection: Connection, network: Network, id: int) -> WorkingCopy:
    row = connection.execute(_copies(network).where(working_copy.c.id == id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no definition number {id} in the workshop", "choose one from the list")
    return _as_copy(row)


def _as_copy(row: Any) -> WorkingCopy:
    return WorkingCopy(
        row.id,
        row.network_id,
        row.instrument_id,
        row.version,
        row.title,
        row.published_id is not None,
        Save(row.number, row.at, row.who, row.what),
    )


def _save(copy_id: int, number: int) -> Any:
    return (working_save.c.copy_id == copy_id) & (working_save.c.number == number)


def _retired(network: Network) -> Any:
    return retirement.c.network_id == network.id


def _require_own(connection: Connection, network: Network, id: str) -> None:
    """Refuse to continue an instrument that others began: its versions would be taken for theirs."""
    kept = schema.definition
    query = (
        select(publication.c.network_id)
        .select_from(kept.outerjoin(publication, publication.c.definition_id == kept.c.id))
        .where(kept.c.instrument_id == id)
    )
    owners = set(connection.scalars(query))
    networks = connection.scalar(select(func.count()).select_from(schema.network)) or 0
    # What was published on the command line is the installation's: with one network, that is its own.
    allowed = {network.id, None} if networks == 1 else {network.id}
    if owners - allowed:
        raise StoreError(
            f"{id} was published by another network, or for all networks here",
            "give the instrument an id of its own",
        )
