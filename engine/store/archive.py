"""Archived networks, schools, studies and waves: in no list, with nothing deleted, until they are taken out again."""

from dataclasses import replace
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, select, update

from engine.store import rows, schema
from engine.store.errors import StoreError
from engine.store.records import Network, WaveState
from engine.store.room import Room
from engine.store.things import TABLES, Thing, ThingKind, kind_of, name_of

Archived = TypeVar("Archived", bound=Thing)

UNDER_WAY: Final = (WaveState.OPEN, WaveState.CLOSING)


class Archive(Room):
    """Puts things out of sight, and back."""

    def put(self, thing: Archived) -> Archived:
        """Archive something; nothing happens where it is. Raises `StoreError` while a wave of it is under way."""
        with self._database.writing() as connection:
            require_at_rest(connection, thing, "archived")
            opening = connection.scalar(waves_of(thing, schema.wave.c.opens_itself & _draft()).limit(1))
            if opening is not None:
                raise StoreError(
                    f"The draft {opening!r} opens by itself", "change its settings so that it waits, first"
                )
            day = rows.day_of_network(connection, network_of(connection, thing), self._now())
            self._set(connection, thing, day)
        return replace(thing, archived=day)

    def take_out(self, thing: Archived) -> Archived:
        """Back into the lists; nothing happens where it is in them."""
        with self._database.writing() as connection:
            self._set(connection, thing, None)
        return replace(thing, archived=None)

    def of(self, network: Network) -> tuple[Thing, ...]:
        """What a network has archived: itself, studies, waves and schools, each by name."""
        school, study, wave = schema.school.c, schema.study.c, schema.wave.c
        queries: tuple[tuple[Select[Any], Any], ...] = (
            (rows.NETWORKS.where(schema.network.c.id == network.id, _set(schema.network)), rows.as_network),
            (rows.STUDIES.where(study.network_id == network.id, _set(schema.study)), rows.as_study),
            (rows.WAVES.where(study.network_id == network.id, wave.archived.is_not(None)), rows.as_wave),
            (
                rows.SCHOOLS.where(
                    school.network_id == network.id, _set(schema.school), school.deleted.is_(None)
                ),
                rows.as_school,
            ),
        )
        with self._database.reading() as connection:
            return tuple(
                thing
                for query, read in queries
                for thing in sorted(map(read, connection.execute(query)), key=name_of)
            )

    def _set(self, connection: Connection, thing: Thing, day: object) -> None:
        table = TABLES[kind_of(thing)]
        connection.execute(update(table).where(table.c.id == thing.id).values(archived=day))


def _set(table: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.c.archived.is_not(None)
    return found


def _draft() -> ColumnElement[bool]:
    return schema.wave.c.state == WaveState.DRAFT


def require_at_rest(connection: Connection, thing: Thing, done: str) -> None:
    """Raise `StoreError` while people answer a wave of this, or one that this school takes part in."""
    under_way = connection.scalar(waves_of(thing, schema.wave.c.state.in_(UNDER_WAY)).limit(1))
    if under_way is not None:
        raise StoreError(
            f"{name_of(thing)} can’t be {done} while the wave {under_way!r} is open", "close the wave first"
        )


def waves_of(thing: Thing, *which: ColumnElement[bool]) -> Select[tuple[str]]:
    """The titles of the waves of a thing, or of those that a school takes part in."""
    wave, study, site = schema.wave.c, schema.study.c, schema.site.c
    match kind_of(thing):
        case ThingKind.WAVE:
            here = wave.id == thing.id
        case ThingKind.STUDY:
            here = wave.study_id == thing.id
        case ThingKind.SCHOOL:
            here = wave.id.in_(select(site.wave_id).where(site.school_id == thing.id))
        case ThingKind.NETWORK:
            here = wave.study_id.in_(select(study.id).where(study.network_id == thing.id))
    return select(wave.title).where(here, *which).order_by(wave.id)


def network_of(connection: Connection, thing: Thing) -> int:
    """The number of the network that a thing belongs to."""
    wave, study = schema.wave, schema.study
    if kind_of(thing) is ThingKind.NETWORK:
        return thing.id
    if kind_of(thing) is ThingKind.WAVE:
        query = select(study.c.network_id).join(wave).where(wave.c.id == thing.id)
    else:
        table = TABLES[kind_of(thing)]
        query = select(table.c.network_id).where(table.c.id == thing.id)
    return int(rows.one(connection, query, kind_of(thing).value, thing.id).network_id)
