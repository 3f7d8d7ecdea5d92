"""Sites: the schools that take part in a wave, each with its link and its roster."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from engine.instrument.model import Privacy
from engine.store import code_signs, rows, schema, unit_tables, way_tables
from engine.store.code_tries import MOST_DIGITS_IN_VAIN, Tries
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.errors import StoreError
from engine.store.in_use import require_school_in_use
from engine.store.notice_tables import family_notice
from engine.store.notices import sites_waiting
from engine.store.records import Door, School, Site, SiteAtDoor, Wave, WaveState, WayIn
from engine.store.room import Clock, Room
from engine.store.unit_records import UnitAtDoor, UnitKind
from engine.store.waves import door, looks_back

LINK_SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # none looks like another
LINK_LENGTH: Final = 22  # 128 bits, as each sign is worth log2(57)
DRAWS: Final = 100  # of a join code that no other is mistaken for; then any that is free


class Sites(Room):
    """Lets schools take part in waves, and finds the survey behind a link or a join code."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions
        self._tries = Tries(database, self._today, "join", most=MOST_DIGITS_IN_VAIN)

    def add(
        self,
        wave: Wave,
        school: School,
        roster: int | None = None,
        roster_by_role: Mapping[str, int] | None = None,
        phase: str | None = None,
    ) -> Site:
        """A school takes part in a wave: its one link is drawn.

        `roster` is the number of people asked; `phase` is the school's own, where cohorts overlap.
        """
        counts = [count for count in (roster, *(roster_by_role or {}).values()) if count is not None]
        if any(count < 0 for count in counts):
            raise StoreError("A roster cannot be below zero", "give the number of people asked, or none")
        values = {
            "wave_id": wave.id,
            "school_id": school.id,
            "roster": roster,
            "roster_by_role": dict(roster_by_role) if roster_by_role else None,
            "phase": phase,
            "link": new_link(),
        }
        refusal = StoreError(
            f"{school.name} takes part in the wave {wave.title!r} already", "use the site it has"
        )
        with self._database.writing() as connection:
            _check_same_network(connection, wave, school)
            require_school_in_use(connection, school)
            values["join_code"] = None if wave.state is WaveState.CLOSED else new_join_code(connection)
            id = rows.add(connection, insert(schema.site).values(values), refusal)
            return rows.as_site(rows.one(connection, rows.SITES.where(schema.site.c.id == id), "site", id))

    def remove(self, site: Site) -> None:
        """A school takes no part in a draft any more; raises `StoreError` once the wave is open."""
        with self._database.writing() as connection:
            this = select(schema.wave.c.state, schema.wave.c.title).where(schema.wave.c.id == site.wave_id)
            held = connection.execute(this.with_for_update()).one()
            if held.state != WaveState.DRAFT:
                cause = f"The wave {held.title!r} is open: people of {site.school} may have answered"
                raise StoreError(cause, "leave the school in it")
            for table in (way_tables.code, way_tables.invitee, unit_tables.unit, family_notice):
                connection.execute(delete(table).where(table.c.site_id == site.id))
            connection.execute(delete(schema.site).where(schema.site.c.id == site.id))

    def of(self, wave: Wave) -> tuple[Site, ...]:
        """The sites of a wave by number: the order in which blocks count them."""
        query = rows.SITES.where(schema.site.c.wave_id == wave.id).order_by(schema.site.c.id)
        with self._database.reading() as connection:
            return tuple(rows.as_site(row) for row in connection.execute(query))

    def schools(self, wave: Wave) -> Mapping[int, int]:
        """The school of each site of a wave, by id: where nothing else of thousands of sites is asked."""
        query = select(schema.site.c.id, schema.site.c.school_id).where(schema.site.c.wave_id == wave.id)
        with self._database.reading() as connection:
            return MappingProxyType({row[0]: row[1] for row in connection.execute(query)})

    def find(self, wave: Wave, school: School) -> Site | None:
        """The school's place in a wave; None where it takes no part."""
        query = rows.SITES.where(schema.site.c.wave_id == wave.id, schema.site.c.school_id == school.id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else rows.as_site(row)

    def get(self, id: int) -> Site:
        query = rows.SITES.where(schema.site.c.id == id)
        with self._database.reading() as connection:
            return rows.as_site(rows.one(connection, query, "site", id))

    def by_link(self, link: str) -> SiteAtDoor | None:
        """What a respondent meets who follows this link, of a site or of a unit below it; None when none has it."""
        with self._database.reading() as connection:
            row = connection.execute(rows.DOORS.where(schema.site.c.link == link)).one_or_none()
            return self.door_of_unit(connection, link) if row is None else self.door_of(connection, row)

    def door_of_unit(self, connection: Connection, link: str) -> SiteAtDoor | None:
        """What a respondent meets who follows the link of a unit; None when none has it."""
        unit = unit_tables.unit.c
        below = connection.execute(select(unit.id, unit.site_id).where(unit.link == link)).one_or_none()
        return None if below is None else self.at_door(connection, below.site_id, below.id)

    def by_join_code(self, typed: str) -> SiteAtDoor | None:
        """What a respondent meets who types these six digits; None when no site has them.

        Raises `TooManyTries` where too many codes that begin alike were tried in vain today.
        """
        code = code_signs.plain_join_code(typed)
        if code is None:
            return None
        with self._database.reading() as connection:
            self._tries.require(connection, code)
            row = connection.execute(rows.DOORS.where(schema.site.c.join_code == code)).one_or_none()
            found = None if row is None else self.door_of(connection, row)
        if found is None:
            self._tries.count(code)
        return found

    def at_door(self, connection: Connection, id: int, unit_id: int | None = None) -> SiteAtDoor:
        """What a respondent meets at a site that is known, as one of a unit below it or of none."""
        row = rows.one(connection, rows.DOORS.where(schema.site.c.id == id), "site", id)
        door = self.door_of(connection, row)
        if unit_id is None:
            return door
        unit = unit_tables.unit.c
        below = connection.execute(
            select(unit.id, unit.kind, unit.name, unit.link).where(unit.id == unit_id)
        ).one()
        return replace(door, link=below.link, unit=UnitAtDoor(below.id, UnitKind(below.kind), below.name))

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

    def door_of(self, connection: Connection, row: Any) -> SiteAtDoor:
        """What a respondent meets, of a row of `rows.DOORS`."""
        site, state = self.known(row._mapping)
        return self.as_met(connection, site, door(state, site, self._now()))

    def known(self, row: Mapping[str, Any]) -> tuple[SiteAtDoor, WaveState]:
        """What a row of `rows.DOORS` says of a site, whatever the time, and the state of its wave."""
        values = rows.local(row)
        state = WaveState(values.pop("state"))
        values |= {
            "languages": tuple(row["languages"]),
            "privacy": Privacy(row["privacy"]),
            "way_in": WayIn(row["way_in"]),
            "event": MappingProxyType(row["event"] or {}),
        }
        site = SiteAtDoor(door=Door.OPEN, **values)
        instrument = self._definitions.get(site.instrument_id, site.version)
        return replace(site, looks_back=looks_back(instrument, site)), state

    def as_met(self, connection: Connection, site: SiteAtDoor, met: Door) -> SiteAtDoor:
        """A site at a door; open, it may still wait for families of students."""
        if met is Door.OPEN:
            instrument = self._definitions.get(site.instrument_id, site.version)
            today = self._now().astimezone(site.closes.tzinfo).date()
            met = Door.FAMILIES if sites_waiting(connection, instrument, [site.id], today) else met
        return site if met is Door.OPEN else replace(site, door=met)


def new_link() -> str:
    """The secret part of an address by which people answer."""
    return "".join(secrets.choice(LINK_SIGNS) for _ in range(LINK_LENGTH))


def new_join_code(connection: Connection) -> str:
    """Six digits that no site has, and with which no site's are mistaken by one wrong digit or a swap."""
    taken = schema.site.c.join_code
    for draw in range(2 * DRAWS):
        code = code_signs.draw_join_code()
        unwanted = {code} | (code_signs.mistaken_for(code) if draw < DRAWS else set())
        if not connection.scalar(select(func.count()).where(taken.in_(unwanted))):
            return code
    raise StoreError("All six-digit codes are taken", "close waves that are over")


def _check_same_network(connection: Connection, wave: Wave, school: School) -> None:
    of_study = select(schema.study.c.network_id).where(schema.study.c.id == wave.study_id)
    if connection.scalar(of_study) != school.network_id:
        raise StoreError(
            f"{school.name} belongs to another network than the wave {wave.title!r}",
            "add the school to the network of the study",
        )
