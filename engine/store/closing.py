"""Closing a wave: its results are frozen, and what could tell who answered when is erased."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    CreateTableAs,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.schema import DropTable

from engine.instrument.model import Privacy
from engine.store import links, rows, schema, traces, way_tables
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.errors import DatabaseFailure, StoreError
from engine.store.in_use import require_kept, require_study_in_use
from engine.store.jobs import forget_letters
from engine.store.locks import closing_lock
from engine.store.mailings import forget
from engine.store.records import Device, Reopening, Snapshot, Wave, WaveState, WayIn
from engine.store.results import AsJson, Results, keep, only_json, taken_apart
from engine.store.room import Clock, Room
from engine.store.sites import new_join_code
from engine.store.waves import Waves, check_before_kept, check_kept, looks_back
from engine.store.written import list_new

EMPTIED: Final = frozenset(
    {"day", "seconds", "device", "reminded"}
)  # at the close: nothing reads them after it
ERASED: Final = (schema.draft,)  # codes to go on with end with the drafts
CLOSABLE: Final = (WaveState.OPEN, WaveState.CLOSING)
WRITTEN_ANEW: Final = (  # each after those that it points to
    *(schema.response, schema.withdrawal, way_tables.invitee, way_tables.code),
    *(schema.response_link, schema.spent),
)


class Closing(Room):
    """Closes waves and opens them again."""

    def __init__(
        self, database: Database, now: Clock, definitions: Definitions, waves: Waves, results: Results
    ) -> None:
        super().__init__(database, now)
        self._definitions = definitions
        self._waves = waves
        self._results = results

    def close(
        self, wave: Wave, build: Callable[[Wave], Mapping[str, object]], as_json: AsJson = only_json
    ) -> Snapshot:
        """End a wave and freeze its results.

        The wave stops taking answers; `build` reads its blocks and makes the document, of what JSON can hold and
        what `as_json` makes into that; then, in one transaction, the document is kept as a snapshot, drafts and the
        hashes of withdrawal codes are erased, and the responses are written anew in random order; these hashes stay
        where people see their own answers later. When `build` or anything else fails, the wave is open again and
        nothing has changed. Gives the results as `results.network_snapshot` does. Raises `StoreError` while another
        program closes the same wave.
        """
        with closing_lock(self._database, wave.id):
            attempt = self._begin(wave)
            try:
                return self._finish(wave, attempt, build(self._waves.get(wave.id)), as_json)
            except BaseException:
                self._abandon(wave, attempt)
                raise

    def undo_broken_off(self) -> int:
        """Open the waves again whose close was broken off with its program; gives their number.

        Their answers and drafts are as they were: a close changes them in its last step alone, with the state.
        """
        under_way = select(schema.wave.c.id).where(schema.wave.c.state == WaveState.CLOSING)
        with self._database.reading() as connection:
            waves = connection.scalars(under_way).all()
        undone = 0
        for wave_id in waves:
            with suppress(StoreError, DatabaseFailure), closing_lock(self._database, wave_id, tries=1):
                this = schema.wave.c.id == wave_id, schema.wave.c.state == WaveState.CLOSING
                with self._database.writing() as connection:
                    undone += connection.execute(
                        update(schema.wave).where(*this).values(state=WaveState.OPEN, closing_attempt=None)
                    ).rowcount
        return undone

    def reopen(self, wave: Wave, reason: str, closes: datetime | None = None) -> Wave:
        """Let a closed wave take answers again, for a reason that is kept; its snapshots stay.

        `closes` is the new time of closing; without one the old must still lie ahead. A wave that was left
        half-way in a close by a crash is only opened again. Raises `StoreError` otherwise.
        """
        if not reason.strip():
            raise StoreError("A wave is reopened for a reason", "say in a sentence why")
        this = schema.wave.c.id == wave.id
        with self._database.writing() as connection:
            row = rows.one(connection, select(schema.wave).where(this).with_for_update(), "wave", wave.id)
            until = closes or row.closes
            rows.require_answers(row)
            _require_whole(connection, row)
            if row.state == WaveState.CLOSED:
                check_kept(Privacy(row.privacy), WayIn(row.way_in))
                check_before_kept(row.kept_until, until.astimezone(wave.closes.tzinfo))
            if row.state in (WaveState.OPEN, WaveState.DRAFT):
                raise StoreError(f"The wave {wave.title!r} is {row.state}", "nothing is needed")
            if row.state == WaveState.CLOSED and _has_a_key(row):
                links.require_key(connection, wave.id)
            if row.state == WaveState.CLOSED and until <= self._now():
                raise StoreError(
                    f"The wave {wave.title!r} would be over as soon as it is reopened",
                    "give a time of closing that lies ahead",
                )
            if row.state == WaveState.CLOSED:
                connection.execute(
                    insert(schema.reopening).values(
                        wave_id=wave.id,
                        number=_last_number(connection, wave),
                        day=rows.day_of_wave(connection, wave.id, self._now()),
                        reason=reason,
                    )
                )
            connection.execute(
                update(schema.wave)
                .where(this)
                .values(state=WaveState.OPEN, closing_attempt=None, closes=until)
            )
            _draw_join_codes(connection, wave)
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def reopenings(self, wave: Wave) -> tuple[Reopening, ...]:
        """When and why a wave was opened again, the first time first."""
        kept = schema.reopening
        query = select(kept.c.number, kept.c.day, kept.c.reason).where(kept.c.wave_id == wave.id)
        with self._database.reading() as connection:
            return tuple(
                Reopening(**row._mapping) for row in connection.execute(query.order_by(kept.c.number))
            )

    def _begin(self, wave: Wave) -> str:
        """Stop the wave from taking answers; gives the name of this attempt.

        A wave found half-way in a close (after a crash) is taken over: the older attempt can then no longer
        finish.
        """
        attempt = secrets.token_hex(16)
        with self._database.writing() as connection:
            changed = connection.execute(
                update(schema.wave)
                .where(schema.wave.c.id == wave.id, schema.wave.c.state.in_(CLOSABLE))
                .values(state=WaveState.CLOSING, closing_attempt=attempt)
            ).rowcount
            if not changed:
                this = rows.WAVES.where(schema.wave.c.id == wave.id)
                if rows.one(connection, this, "wave", wave.id).state == WaveState.DRAFT:
                    raise StoreError(f"The wave {wave.title!r} is a draft", "open it, or delete it")
                raise StoreError(f"The wave {wave.title!r} is closed already", "look at its last snapshot")
        return attempt

    def _abandon(self, wave: Wave, attempt: str) -> None:
        """Let the wave take answers again, as if the attempt had not been made."""
        with self._database.writing() as connection:
            connection.execute(
                _this_attempt(wave, attempt).values(state=WaveState.OPEN, closing_attempt=None)
            )

    def _finish(self, wave: Wave, attempt: str, results: Mapping[str, object], as_json: AsJson) -> Snapshot:
        """In one transaction: keep the snapshot, erase links and drafts, write the responses anew, close."""
        texts = taken_apart(results, as_json)
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        with self._database.writing() as connection:
            closed = _this_attempt(wave, attempt).values(
                state=WaveState.CLOSED, closing_attempt=None, traces_erased=False
            )
            if not connection.execute(closed).rowcount:
                raise StoreError(
                    f"Another attempt to close the wave {wave.title!r} took over", "look at its last snapshot"
                )
            erased = ERASED if looks_back(instrument, wave) else (*ERASED, schema.withdrawal)
            for table in erased:  # spent keys go once no browser holds one
                connection.execute(delete(table).where(table.c.wave_id == wave.id))
            connection.execute(delete(way_tables.code_attempt))
            forget(connection, wave.id)
            forget_letters(connection, wave.id)
            if _has_a_key(wave):
                links.ensure_key(
                    connection, wave.id
                )  # a closed wave without one is one whose key was destroyed
            _count_devices(connection, wave)
            _write_anew(connection, wave)
            connection.execute(
                update(schema.site).where(schema.site.c.wave_id == wave.id).values(join_code=None)
            )
            number = _last_number(connection, wave) + 1
            keep(connection, wave, number, rows.day_of_wave(connection, wave.id, self._now()), texts)
            list_new(connection, instrument, wave.id, number)
        self.erase_traces()
        return self._results.network_snapshot(wave, number)

    def erase_traces(self) -> None:
        """Erase what closes left behind in the database's files.

        Where something holds the database just now, it is left for the next close or opening: the close
        itself has been done, and must not seem to have failed.
        """
        pending = schema.wave.c.traces_erased.is_(False)
        with suppress(StoreError, DatabaseFailure):
            with self._database.reading() as connection:
                waves = connection.scalars(select(schema.wave.c.id).where(pending)).all()
                deleted = traces.remembered(connection)
            if (waves or deleted) and traces.erase(self._database):
                done = update(schema.wave).where(schema.wave.c.id.in_(waves)).values(traces_erased=True)
                with self._database.writing() as connection:
                    connection.execute(done)
                    traces.forget(connection)


def _require_whole(connection: Connection, wave: Any) -> None:
    """Refuse to open a wave again that is out of sight or to be deleted, or lost a school since it closed."""
    site, school = schema.site.c, schema.school.c
    if wave.state == WaveState.CLOSED:
        if wave.archived is not None:
            raise StoreError(f"The wave {wave.title!r} is archived", "take it out of the archive first")
        require_study_in_use(connection, wave.study_id)
        require_kept(connection, wave.id, wave.title)
    gone = select(school.id).join(schema.site, site.school_id == school.id)
    if connection.scalar(gone.where(site.wave_id == wave.id, school.deleted.is_not(None)).limit(1)):
        raise StoreError(
            f"A school of the wave {wave.title!r} was deleted after it closed",
            "copy the wave: results that were made stay as they are",
        )


def _has_a_key(wave: Any) -> bool:
    return WayIn(wave.way_in) is WayIn.CODES and Privacy(wave.privacy) is Privacy.CONFIDENTIAL


def _draw_join_codes(connection: Connection, wave: Wave) -> None:
    """Other six digits than before for each site that has none."""
    site = schema.site
    for id in connection.scalars(
        select(site.c.id).where(site.c.wave_id == wave.id, site.c.join_code.is_(None))
    ):
        join_code = new_join_code(connection)
        connection.execute(update(site).where(site.c.id == id).values(join_code=join_code))


def _count_devices(connection: Connection, wave: Wave) -> None:
    """Add to each site how many answers came from a device a second time, and from a shared one."""
    site, response = schema.site, schema.response.c
    for column, device in ((site.c.again, Device.AGAIN), (site.c.shared, Device.SHARED)):
        counted = (
            select(response.site_id.label("at"), func.count().label("more"))
            .where(response.wave_id == wave.id, response.device == device)
            .group_by(response.site_id)
        )
        found = [row._asdict() for row in connection.execute(counted)]
        if found:
            more = (
                update(site).where(site.c.id == bindparam("at")).values({column: column + bindparam("more")})
            )
            connection.execute(more, found)


def _write_anew(connection: Connection, wave: Wave) -> None:
    """Write the wave's rows in the order of their keys, which chance made, without what tells a time or a device.

    Where a row lies in the file would else tell the order of submission.
    """
    aside = {table: _set_aside(connection, table, wave) for table in WRITTEN_ANEW}
    for table in reversed(WRITTEN_ANEW):
        connection.execute(delete(table).where(table.c.wave_id == wave.id))
    for table, kept in aside.items():
        columns = [column.name for column in table.c if column.name not in EMPTIED]
        in_order = [kept.c[column.name] for column in table.primary_key]
        rows = select(*(kept.c[name] for name in columns)).order_by(*in_order)
        connection.execute(insert(table).from_select(columns, rows))
        connection.execute(DropTable(kept))


def _set_aside(connection: Connection, table: Table, wave: Wave) -> Table:
    # PostgreSQL takes no parameters in this statement, so the number is written into it.
    mine = table.c.wave_id == literal(wave.id, literal_execute=True)
    aside = CreateTableAs(select(table).where(mine), f"{table.name}_of_the_closing_wave", temporary=True)
    connection.execute(aside)
    return aside.table


def _this_attempt(wave: Wave, attempt: str) -> Any:
    return update(schema.wave).where(schema.wave.c.id == wave.id, schema.wave.c.closing_attempt == attempt)


def _last_number(connection: Connection, wave: Wave) -> int:
    last = select(func.max(schema.snapshot.c.number)).where(schema.snapshot.c.wave_id == wave.id)
    return connection.scalar(last) or 0
