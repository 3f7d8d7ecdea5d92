"""A wave under way: who is asked, how many have answered, its last day, and why it was reopened."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, select, update

from engine.disclosure.groups import roles_told
from engine.instrument.model import Kind
from engine.responses.layout import layout
from engine.store import rows, schema
from engine.store.closing import Closings
from engine.store.errors import StoreError
from engine.store.records import Reopening, Site, Wave, WaveState

ROLE_ITEM: Final = "role"  # the item whose options name the roles of a roster


class Running(Closings):
    """What the people who run a wave do between its opening and its close."""

    def now(self) -> datetime:
        """The store's clock, in UTC, so that pages and rules go by the same one."""
        return self._now()

    def set_roster(
        self, site: Site, roster: int | None, roster_by_role: Mapping[str, int] | None = None
    ) -> Site:
        """How many people a site asks, in all and by role; raises `StoreError` where these disagree."""
        by_role = dict(roster_by_role or {})
        if any(count < 0 for count in [roster or 0, *by_role.values()]):
            raise StoreError("A roster cannot be below zero", "give the number of people asked, or none")
        if roster is not None and sum(by_role.values()) > roster:
            raise StoreError(
                f"The roles of {site.school} add up to {sum(by_role.values())}, its roster is {roster}",
                "give a roster that holds all of them",
            )
        this = schema.site.c.id == site.id
        with self._database.writing() as connection:
            connection.execute(
                update(schema.site).where(this).values(roster=roster, roster_by_role=by_role or None)
            )
            return rows.as_site(rows.one(connection, rows.SITES.where(this), "site", site.id))

    def extend_wave(self, wave: Wave, closes: datetime) -> Wave:
        """Another last moment for an open wave; it must lie ahead. Raises `StoreError` otherwise."""
        if closes <= self._now():
            raise StoreError("A wave cannot be made to close in the past", "give a day that lies ahead")
        if closes <= wave.opens:
            raise StoreError("The wave would close before it opens", "give a later day")
        this = (schema.wave.c.id == wave.id) & (schema.wave.c.state == WaveState.OPEN)
        with self._database.writing() as connection:
            if not connection.execute(update(schema.wave).where(this).values(closes=closes)).rowcount:
                raise StoreError(f"The wave {wave.title!r} is closed", "reopen it with a reason")
            query = rows.WAVES.where(schema.wave.c.id == wave.id)
            return rows.as_wave(rows.one(connection, query, "wave", wave.id))

    def reopenings(self, wave: Wave) -> tuple[Reopening, ...]:
        """When and why a wave was opened again, the first time first."""
        kept = schema.reopening
        query = select(kept.c.number, kept.c.day, kept.c.reason).where(kept.c.wave_id == wave.id)
        with self._database.reading() as connection:
            return tuple(
                Reopening(**row._mapping) for row in connection.execute(query.order_by(kept.c.number))
            )

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Every published version as (instrument id, version), by id, the first published first."""
        kept = schema.definition.c
        query = select(kept.instrument_id, kept.version).order_by(kept.instrument_id, kept.id)
        with self._database.reading() as connection:
            return tuple((row.instrument_id, row.version) for row in connection.execute(query))

    def counts_by_role(self, wave: Wave) -> Mapping[str, int]:
        """How many have answered by role over the whole wave, by the role's option; {} where it is not asked.

        As far as `roles_told` lets them be told, and never by site.
        """
        instrument = self.instrument(wave.instrument_id, wave.version)
        item = instrument.item_by_id.get(ROLE_ITEM)
        if item is None or item.kind is not Kind.CHOOSE_ONE:
            return MappingProxyType({})
        place = layout(instrument).first[item.id]
        code = func.substr(schema.response.c.codes, place + 1, 1)
        query = (
            select(code.label("code"), func.count().label("n"))
            .where(schema.response.c.wave_id == wave.id)
            .group_by(code)
        )
        with self._database.reading() as connection:
            found = {bytes(row.code)[0]: row.n for row in connection.execute(query)}
        counted = {str(option.value): found.get(number, 0) for number, option in enumerate(item.options)}
        return MappingProxyType(roles_told(counted, sum(found.values())))
