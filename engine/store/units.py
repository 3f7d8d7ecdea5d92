"""Units below a school: who makes them, by which link people come, and what a close kept of each."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from engine.disclosure.groups import AnswersTold, answers_so_far
from engine.store import rows, schema, way_tables
from engine.store.errors import NotFound, StoreError
from engine.store.names import LONGEST_NAME, check_name, identity, kept_name
from engine.store.people_records import Role
from engine.store.people_tables import account, membership
from engine.store.records import Site, Wave, WaveState
from engine.store.room import Room
from engine.store.sites import new_link
from engine.store.unit_records import NewUnit, Unit, UnitKind, UnitPart
from engine.store.unit_tables import unit, unit_part

MOST_UNITS: Final = 200  # of one school: each answer keeps its unit's place among them in a byte
UNITS: Final = select(
    unit.c.id,
    unit.c.wave_id,
    unit.c.site_id,
    unit.c.kind,
    unit.c.name,
    unit.c.expected,
    unit.c.link,
    unit.c.teacher_id,
)


class Units(Room):
    """Makes the units of a school's part of a wave, and reads what was kept of them."""

    def add(self, site: Site, kind: UnitKind, new: Iterable[NewUnit]) -> tuple[Unit, ...]:
        """New units of a school, each with its own link; all of them or none.

        Raises `StoreError` once the wave takes no answers any more, for units of another kind than the school's others,
        for a name that the school has, and for a teacher without a role at the school.
        """
        wanted = tuple(new)
        with self._database.writing() as connection:
            _require_not_closed(connection, site.wave_id)
            there = tuple(map(_as_unit, connection.execute(UNITS.where(unit.c.site_id == site.id))))
            _check_new(site, kind, wanted, there)
            made = []
            for one in wanted:
                _check_expected(one.expected)
                _check_teacher(connection, site, kind, one.teacher)
                values = {
                    "wave_id": site.wave_id,
                    "site_id": site.id,
                    "kind": kind,
                    "name": kept_name(one.name),
                    "expected": one.expected,
                    "link": new_link(),
                    "teacher_id": one.teacher,
                }
                refusal = StoreError(f"{site.school} has a unit {one.name!r} already", "use it")
                made.append(rows.add(connection, insert(unit).values(values), refusal))
            return tuple(_one(connection, id) for id in made)

    def of(self, of: Wave | Site) -> tuple[Unit, ...]:
        """The units of a wave, or of one school's part of it, in the order in which they were made."""
        there = unit.c.wave_id if isinstance(of, Wave) else unit.c.site_id
        with self._database.reading() as connection:
            found = connection.execute(UNITS.where(there == of.id).order_by(unit.c.id))
            return tuple(map(_as_unit, found))

    def of_teacher(self, account_id: int) -> tuple[Unit, ...]:
        """The units that are somebody's own, the newest first."""
        query = UNITS.where(unit.c.teacher_id == account_id).order_by(unit.c.id.desc())
        with self._database.reading() as connection:
            return tuple(map(_as_unit, connection.execute(query)))

    def get(self, id: int) -> Unit:
        with self._database.reading() as connection:
            return _one(connection, id)

    def change(self, this: Unit, new: NewUnit) -> Unit:
        """Another name, number or teacher.

        Raises `StoreError` for a new name once somebody has begun to answer, as people were told the old one.
        """
        with self._database.writing() as connection:
            held = connection.execute(UNITS.where(unit.c.id == this.id).with_for_update()).one()
            site = _site(connection, held.site_id)
            if kept_name(new.name) != held.name:
                _require_nobody(connection, this)
                check_name("unit", new.name)
            _check_expected(new.expected)
            if new.teacher != held.teacher_id:
                _check_teacher(connection, site, UnitKind(held.kind), new.teacher)
                _require_no_result(connection, this)
            values = {"name": kept_name(new.name), "expected": new.expected, "teacher_id": new.teacher}
            refusal = StoreError(f"{site.school} has a unit {new.name!r} already", "choose another name")
            rows.change(connection, update(unit).where(unit.c.id == this.id).values(values), refusal)
            return _one(connection, this.id)

    def remove(self, this: Unit) -> None:
        """A unit that nobody has answered by; its unused codes go with it. Raises `StoreError` once somebody began."""
        with self._database.writing() as connection:
            _require_nobody(connection, this)
            code = way_tables.code
            invitees = select(code.c.invitee_id).where(code.c.unit_id == this.id)
            people = [id for id in connection.scalars(invitees) if id is not None]
            connection.execute(delete(code).where(code.c.unit_id == this.id))
            slips = way_tables.invitee.c.id.in_(people) & (way_tables.invitee.c.name == "")
            connection.execute(delete(way_tables.invitee).where(slips))
            connection.execute(delete(unit).where(unit.c.id == this.id))

    def answers(self, of: Wave | Site) -> Mapping[int, AnswersTold]:
        """How many have answered by each unit so far, by its id: the ten below, whoever asks."""
        units = self.of(of)
        response = schema.response.c
        wave_id = of.id if isinstance(of, Wave) else of.wave_id
        query = (
            select(response.unit_id, func.count().label("n"))
            .where(response.wave_id == wave_id, response.unit_id.is_not(None))
            .group_by(response.unit_id)
        )
        with self._database.reading() as connection:
            found = {row.unit_id: int(row.n) for row in connection.execute(query)}
        return MappingProxyType({one.id: answers_so_far(found.get(one.id, 0)) for one in units})

    def part(self, this: Unit) -> UnitPart | None:
        """What a close kept of a unit; None where it is not shown. Raises `StoreError` where it was changed since."""
        query = select(unit_part).where(unit_part.c.unit_id == this.id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if _digest(row.document) != row.digest:
            raise StoreError(
                f"The result of {this.name} was changed in the database after the close",
                "restore the database from a backup; do not use these numbers",
            )
        return UnitPart(row.unit_id, row.number, MappingProxyType(json.loads(row.document)))


def keep_parts(connection: Connection, number: int, texts: Mapping[int, str]) -> None:
    """Keep what a close says of units, by unit id; what an earlier close said of one stays."""
    known = set(connection.scalars(select(unit_part.c.unit_id).where(unit_part.c.unit_id.in_(list(texts)))))
    values = [
        {"unit_id": id, "number": number, "digest": _digest(text), "document": text}
        for id, text in texts.items()
        if id not in known
    ]
    if values:
        connection.execute(insert(unit_part), values)


def places_of_units(connection: Connection, wave_id: int) -> Mapping[int, int]:
    """The place of each unit among those of its school, by unit id."""
    query = select(unit.c.id, unit.c.site_id).where(unit.c.wave_id == wave_id).order_by(unit.c.id)
    seen: dict[int, int] = {}
    found = {}
    for id, site in connection.execute(query):
        found[id] = seen.get(site, 0)
        seen[site] = found[id] + 1
    return found


def require_units_of(connection: Connection, sites: Sequence[int], units: Sequence[int]) -> None:
    """Raise `StoreError` where a person's unit is none of their school's; 0 stands for no unit."""
    pairs = {(u, s) for u, s in zip(units, sites, strict=True) if u}
    query = select(unit.c.id, unit.c.site_id).where(unit.c.id.in_([id for id, _ in pairs]))
    known = {(row.id, row.site_id) for row in connection.execute(query)}
    if pairs - known:
        raise StoreError("Somebody's unit is none of their school's", "add the units to the school first")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _one(connection: Connection, id: int) -> Unit:
    query: Select[Any] = UNITS.where(unit.c.id == id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no unit {id} here", "look at the list of the school’s units")
    return _as_unit(row)


def _as_unit(row: Any) -> Unit:
    return Unit(
        *(row.id, row.wave_id, row.site_id, UnitKind(row.kind), row.name, row.expected),
        *(row.link, row.teacher_id),
    )


def _site(connection: Connection, id: int) -> Site:
    return rows.as_site(rows.one(connection, rows.SITES.where(schema.site.c.id == id), "site", id))


def _check_new(site: Site, kind: UnitKind, wanted: Sequence[NewUnit], there: Sequence[Unit]) -> None:
    if len(there) + len(wanted) > MOST_UNITS:
        raise StoreError(f"{site.school} would have more than {MOST_UNITS} units", "make fewer, larger ones")
    other = next((one for one in there if one.kind != kind), None)
    if other is not None:
        raise StoreError(
            f"{site.school} has units of the kind {other.kind.value!r} in this wave",
            "make units of one kind; another wave can have others",
        )
    names = {identity(one.name) for one in there}
    for one in wanted:
        check_name("unit", one.name)
        if len(one.name) > LONGEST_NAME or identity(one.name) in names:
            raise StoreError(f"{site.school} has a unit {one.name!r} already", "give each a name of its own")
        names.add(identity(one.name))


def _check_expected(expected: int | None) -> None:
    if expected is not None and expected < 0:
        raise StoreError("A number of people cannot be below zero", "give the number asked, or none")


def _check_teacher(connection: Connection, site: Site, kind: UnitKind, teacher: int | None) -> None:
    """That whoever a unit is of holds a role at its school; whoever leads it has no class of their own in results."""
    if teacher is None:
        return
    held = (
        select(membership.c.role)
        .join(account, account.c.id == membership.c.account_id)
        .where(account.c.id == teacher, account.c.active, membership.c.school_id == site.school_id)
    )
    roles = set(connection.scalars(held))
    if not roles:
        raise StoreError(
            f"The person chosen has no role at {site.school}", "invite them as a teacher of this school first"
        )
    if kind == UnitKind.CLASS and Role.SCHOOL_LEADER in roles:
        raise StoreError(
            f"The person chosen leads {site.school}, and a class's result is for nobody who leads its school",
            "choose the teacher of the class",
        )


def _require_not_closed(connection: Connection, wave_id: int) -> None:
    query = select(schema.wave.c.state, schema.wave.c.title).where(schema.wave.c.id == wave_id)
    held = connection.execute(query.with_for_update(read=True)).one()
    if held.state not in (WaveState.DRAFT, WaveState.OPEN):
        raise StoreError(f"The wave {held.title!r} is closed", "make units before people answer")


def _require_nobody(connection: Connection, this: Unit) -> None:
    for table in (schema.response, schema.draft):
        begun = select(func.count()).select_from(table).where(table.c.unit_id == this.id)
        if connection.scalar(begun):
            raise StoreError(
                f"Somebody has begun to answer as one of {this.name}, and was told this name",
                "leave it as it is, and make another unit for others",
            )


def _require_no_result(connection: Connection, this: Unit) -> None:
    if connection.scalar(select(unit_part.c.unit_id).where(unit_part.c.unit_id == this.id)) is not None:
        raise StoreError(
            f"The result of {this.name} is made, for the teacher it had then", "leave it as it is"
        )
