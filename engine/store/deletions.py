"""Deleting what holds answers: asked for with a reason, for a day that lies ahead, and undone until then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from engine.store import below, deleted_school, rows, schema, traces
from engine.store.action_tables import choice
from engine.store.archive import network_of, require_at_rest, waves_of
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.deleted_network import strangers, unused_definitions
from engine.store.errors import StoreError
from engine.store.keeping_tables import deleted_result, deletion
from engine.store.people_tables import entry
from engine.store.plan_tables import plan
from engine.store.prediction_tables import prediction
from engine.store.records import Network, Study, Wave
from engine.store.room import Clock, Room
from engine.store.things import KINDS, TABLES, Thing, ThingKind, kind_of, name_of

GRACE: Final = 30  # days between the question and the deletion, unless others are asked for
LONGEST_REASON: Final = 500
# No page tells how many of these there are: less those that a result counts, it would be the number at a school that
# the result doesn't show (`disclosure.groups.answers_of_result`).
OF_PEOPLE: Final = frozenset(
    {below.WORDS["response"], below.WORDS["draft"], below.WORDS["comment"], deleted_school.STAY[0][1]}
)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a deletion takes and what it leaves, in words and with numbers; nothing is named that there is none of."""

    goes: tuple[tuple[str, int], ...]
    stays: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OrderedDeletion:
    """What will be deleted on a day, in its network's time zone; `hindrance` says why it will not be as things are."""

    kind: ThingKind
    id: int
    name: str
    network_id: int
    day: date
    reason: str
    who: str
    at: datetime
    hindrance: str = ""


class Deletions(Room):
    """Takes orders to delete, and carries them out once their day has come."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions

    def rehearse(self, thing: Thing) -> Rehearsal:
        """What deleting something would take and leave. Raises `StoreError` with what stands in the way."""
        with self._database.reading() as connection:
            _require_deletable(connection, thing)
            return _rehearsed(connection, thing)

    def order(self, thing: Thing, reason: str, who: str, days: int = GRACE) -> OrderedDeletion:
        """Have something deleted in so many days. Raises `StoreError` where it can't be, or where it is ordered."""
        why = " ".join(reason.split())
        if not why:
            raise StoreError("A deletion needs a reason", "say in a sentence why")
        if len(why) > LONGEST_REASON:
            raise StoreError(f"The reason has {len(why)} signs", f"use at most {LONGEST_REASON}")
        refusal = StoreError(f"{name_of(thing)} is to be deleted already", "nothing is needed")
        with self._database.writing() as connection:
            _require_deletable(connection, thing)
            network = network_of(connection, thing)
            day = rows.day_of_network(connection, network, self._now()) + timedelta(days=days)
            at = self._now().replace(microsecond=0)
            values = {f"{kind_of(thing)}_id": thing.id, "day": day, "reason": why, "who": who, "at": at}
            rows.add(connection, insert(deletion).values(values), refusal)
            return OrderedDeletion(kind_of(thing), thing.id, name_of(thing), network, day, why, who, at)

    def undo(self, thing: Thing) -> bool:
        """Keep something after all; False where it was not to be deleted."""
        with self._database.writing() as connection:
            return bool(connection.execute(delete(deletion).where(_of(thing))).rowcount)

    def of(self, thing: Thing) -> OrderedDeletion | None:
        """Whether and when something is to be deleted."""
        with self._database.reading() as connection:
            found = connection.execute(select(deletion).where(_of(thing))).one_or_none()
            return None if found is None else _ordered(connection, found)

    def thing(self, ordered: OrderedDeletion) -> Thing:
        """What is to be deleted. Raises `NotFound` once it is."""
        with self._database.reading() as connection:
            return _thing(connection, ordered.kind, ordered.id)

    def within(self, network: Network) -> tuple[OrderedDeletion, ...]:
        """What of a network is to be deleted, the next first."""
        return tuple(one for one in self._all() if one.network_id == network.id)

    def due(self) -> tuple[OrderedDeletion, ...]:
        """What can be deleted now, as its day has come; a whole network comes last."""
        with self._database.reading() as connection:
            today = {
                one.network_id: rows.day_of_network(connection, one.network_id, self._now())
                for one in self._all()
            }
        found = [one for one in self._all() if one.day <= today[one.network_id] and not one.hindrance]
        return tuple(sorted(found, key=lambda one: one.kind is ThingKind.NETWORK))

    def carry_out(self, ordered: OrderedDeletion, shown: Sequence[Mapping[int, int]] = ()) -> Rehearsal:
        """Delete for good, but for traces in files (`closing.erase_traces`).

        `shown` is what each result of a wave told of schools: how many answered, by the number of the school.
        Raises `StoreError` where the day has not come, the order was undone, or something hinders.
        """
        with self._database.writing() as connection:
            this = select(deletion).where(deletion.c[f"{ordered.kind}_id"] == ordered.id)
            held = connection.execute(this.with_for_update()).one_or_none()
            if held is None:
                raise StoreError(f"{ordered.name} is no longer to be deleted", "nothing was deleted")
            if held.day > rows.day_of_network(connection, ordered.network_id, self._now()):
                raise StoreError(f"{ordered.name} is to be deleted later", "nothing was deleted")
            thing = _thing(connection, ordered.kind, ordered.id)
            _require_deletable(connection, thing)
            gone = _rehearsed(connection, thing)
            if isinstance(thing, Wave):
                _keep_shown(connection, thing, shown)
            self._delete(connection, thing)
            traces.remember(connection)
            return gone

    def shown_before(self, study: Study) -> tuple[tuple[datetime, Mapping[int, int]], ...]:
        """What results of a study's deleted waves told: when each wave opened, and how many answered by school.

        Names of schools are still told by it: whoever kept such a result has it beside what is shown now.
        """
        kept = deleted_result.c
        query = select(kept.opened, kept.shown).where(kept.study_id == study.id)
        with self._database.reading() as connection:
            return tuple(
                (row.opened, MappingProxyType({int(school): n for school, n in row.shown.items()}))
                for row in connection.execute(query.order_by(kept.opened, kept.id))
            )

    def _delete(self, connection: Connection, thing: Thing) -> None:
        if kind_of(thing) is ThingKind.SCHOOL:
            network = network_of(connection, thing)
            day = rows.day_of_network(connection, network, self._now())
            deleted_school.take_away(connection, thing.id, day, self._definitions)
            return
        rows.keep_numbers(connection, *TABLES.values(), schema.site)
        unused = unused_definitions(connection, thing) if isinstance(thing, Network) else ()
        below.remove(connection, _rows(connection, thing))
        for table, condition in unused:
            connection.execute(delete(table).where(condition))

    def _all(self) -> tuple[OrderedDeletion, ...]:
        with self._database.reading() as connection:
            found = connection.execute(select(deletion).order_by(deletion.c.day, deletion.c.id))
            return tuple(_ordered(connection, row) for row in found.all())


def _keep_shown(connection: Connection, wave: Wave, shown: Sequence[Mapping[int, int]]) -> None:
    for number, schools in enumerate(shown, start=1):
        values = {"study_id": wave.study_id, "opened": wave.opens, "number": number}
        by_school = {str(school): n for school, n in schools.items()}
        connection.execute(insert(deleted_result).values(**values, shown=by_school))


def _of(thing: Thing) -> Any:
    return deletion.c[f"{kind_of(thing)}_id"] == thing.id


READ: Final[Mapping[ThingKind, tuple[Any, Any]]] = {
    ThingKind.NETWORK: (rows.NETWORKS, rows.as_network),
    ThingKind.SCHOOL: (rows.SCHOOLS, rows.as_school),
    ThingKind.STUDY: (rows.STUDIES, rows.as_study),
    ThingKind.WAVE: (rows.WAVES, rows.as_wave),
}


def _thing(connection: Connection, kind: ThingKind, id: int) -> Thing:
    query, read = READ[kind]
    found: Thing = read(rows.one(connection, query.where(TABLES[kind].c.id == id), kind.value, id))
    return found


def _ordered(connection: Connection, row: Any) -> OrderedDeletion:
    kind = next(one for one in KINDS.values() if getattr(row, f"{one}_id") is not None)
    thing = _thing(connection, kind, getattr(row, f"{kind}_id"))
    try:
        _require_deletable(connection, thing)
        hindrance = ""
    except StoreError as error:
        hindrance = f"{error.cause}: {error.remedy}."
    at = row.at.astimezone(UTC)
    network = network_of(connection, thing)
    return OrderedDeletion(
        kind, thing.id, name_of(thing), network, row.day, row.reason, row.who, at, hindrance
    )


def _require_deletable(connection: Connection, thing: Thing) -> None:
    """Raise `StoreError` while people answer, and where teams have built on results that would go."""
    require_at_rest(connection, thing, "deleted")
    if kind_of(thing) is ThingKind.SCHOOL:
        deleted_school.require_in_closed_waves(connection, thing.id, name_of(thing))
    if not isinstance(thing, Study | Wave):
        return
    wave = schema.wave.c
    built = wave.id.in_(select(choice.c.wave_id).join(plan, plan.c.choice_id == choice.c.id))
    titles = connection.scalars(waves_of(thing, built)).all()
    if titles:
        raise StoreError(
            f"Teams of schools work with plans that begin from the result of {titles[0]!r}",
            "archive it instead; its single answers can be deleted, and its results stay with the plans",
        )
    sealed = wave.id.in_(select(prediction.c.wave_id))
    titles = connection.scalars(waves_of(thing, sealed)).all() if isinstance(thing, Wave) else ()
    if titles:
        raise StoreError(
            f"Teams of schools have sealed predictions on the result of {titles[0]!r}",
            "archive it instead, or delete the whole study: later waves are held against these",
        )


def _rows(connection: Connection, thing: Thing) -> tuple[below.Rows, ...]:
    table = TABLES[kind_of(thing)]
    root: below.Rows = (table, table.c.id == thing.id)
    if not isinstance(thing, Network):
        return below.rows_below(root)
    people, going = strangers(connection, thing)
    emails = connection.scalars(select(people.c.email).where(going)).all()  # before the accounts go
    theirs = entry.c.network_id.is_(None) & entry.c.who.in_(emails)
    log: below.Rows = (
        entry,
        (entry.c.network_id == thing.id) | theirs,
    )  # it goes with its network and its people
    return below.rows_below(root, log, (people, going))


def _rehearsed(connection: Connection, thing: Thing) -> Rehearsal:
    if kind_of(thing) is ThingKind.SCHOOL:
        goes = deleted_school.goes(thing.id)
        return Rehearsal(below.counted(connection, goes), deleted_school.stays(connection, thing.id))
    itself = TABLES[kind_of(thing)].name
    counted = below.counted(connection, _rows(connection, thing))
    return Rehearsal(tuple(one for one in counted if one[0] != below.WORDS.get(itself)))
