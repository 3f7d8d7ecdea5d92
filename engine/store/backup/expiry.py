"""Until when a backup may be kept: it holds what a close, a destroyed key or an erasure takes out of the database.

See docs/decisions/backups.md. What a backup holds stands in its first line by the number of the wave, so that it can
be told without the key which backups are to be deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, func, inspect, select

from engine.printed import day_words
from engine.store import rows, schema, way_tables
from engine.store.errors import StoreError
from engine.store.records import WaveState

LONGEST: Final = 30  # days that a backup is kept by default, and until which what was erased may stand in one


class Held(StrEnum):
    """What of a wave a backup holds that is to end."""

    OPEN = "open"  # what the close erases: drafts, days, devices, withdrawal codes, and who was in since the last one
    KEY = "key"  # of a confidential wave: who gave which answers
    ANSWERS = "answers"  # of a closed wave that are to be deleted on a day


@dataclass(frozen=True, slots=True)
class Holding:
    """`closes` is the day that was planned for the end, in UTC; `snapshots` how often the wave had been closed."""

    wave: int
    what: Held
    ends: date | None
    snapshots: int


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a backup without its key. `expires` is the day from which it is to be deleted in any case."""

    made: datetime
    expires: date
    revision: str
    holdings: tuple[Holding, ...]

    def as_header(self) -> dict[str, Any]:
        return {
            "made": self.made.isoformat(timespec="seconds"),
            "expires": self.expires.isoformat(),
            "revision": self.revision,
            "holds": [
                [one.wave, one.what.value, one.ends.isoformat() if one.ends else None, one.snapshots]
                for one in self.holdings
            ],
        }

    @classmethod
    def parse(cls, header: Mapping[str, Any]) -> "Label":
        try:
            return cls(
                datetime.fromisoformat(header["made"]),
                date.fromisoformat(header["expires"]),
                str(header["revision"]),
                tuple(
                    Holding(int(wave), Held(what), date.fromisoformat(ends) if ends else None, int(snapshots))
                    for wave, what, ends, snapshots in header["holds"]
                ),
            )
        except (KeyError, TypeError, ValueError):
            raise StoreError(
                "This backup's first line was changed, or a newer Barograph wrote it",
                "take another backup, or update Barograph",
            ) from None

    def over_by_day(self, today: date) -> str | None:
        """Why this backup is to be deleted, by its own first line alone; None where that does not say so."""
        if today >= self.expires:
            return f"it was to be kept until {day_words(self.expires)}"
        for one in self.holdings:
            if one.ends and one.ends < today:
                return OVER[one.what].format(one.wave)
        return None


@dataclass(frozen=True, slots=True)
class Now:
    """What the database says of waves today: how often each was closed, which are open, and which have a key."""

    snapshots: Mapping[int, int]
    open: frozenset[int]
    with_answers: frozenset[int]
    with_key: frozenset[int]
    last_wave: int  # the highest number that was ever given to a wave
    waves: frozenset[int]

    def unknown(self, label: Label) -> str | None:
        """Why a backup can't be one of what this database has been so far; None where nothing says so.

        A new server that an empty database was made for, after a disk was lost, must not take the backups of the
        old one for backups of waves that were closed.
        """
        for one in label.holdings:
            fewer = one.wave in self.waves and self.snapshots.get(one.wave, 0) < one.snapshots
            if one.wave > self.last_wave or fewer:
                return f"wave {one.wave} in it is none that this database knows: it is of another, or a later day"
        return None

    def over(self, label: Label, today: date) -> str | None:
        """Why a backup is to be deleted now; None while it may be kept."""
        if today >= label.expires:
            return f"it was to be kept until {day_words(label.expires)}"
        if self.unknown(label) is not None:
            return None
        for one in label.holdings:
            closed_since = self.snapshots.get(one.wave, 0) > one.snapshots or one.wave not in self.open
            if one.what is Held.OPEN and closed_since:
                return f"wave {one.wave} was open then and has been closed since"
            if one.what is Held.KEY and one.wave not in self.with_key:
                return f"it holds the key of wave {one.wave}, which has been destroyed since"
            if one.what is Held.ANSWERS and one.wave not in self.with_answers:
                return f"it holds answers of wave {one.wave}, which have been deleted since"
        return None


OVER: Final = {
    Held.OPEN: "wave {} was open then and was to close by now",
    Held.KEY: "it holds the key of wave {}, which was to be destroyed by now",
    Held.ANSWERS: "it holds answers of wave {}, which were to be deleted by now",
}


def holdings(connection: Connection) -> tuple[Holding, ...]:
    """What the database holds just now that is to end."""
    wave, key = schema.wave.c, way_tables.link_key.c
    closed = _snapshots(connection)
    under_way = select(wave.id, wave.closes).where(wave.state.in_((WaveState.OPEN, WaveState.CLOSING)))
    keyed = inspect(connection).has_table("link_key")  # a database of before it had keys is backed up too
    kept = select(wave.id, wave.kept_until).where(
        wave.state == WaveState.CLOSED, wave.kept_until.is_not(None)
    )
    columns = {one["name"] for one in inspect(connection).get_columns("wave")}  # an older database lacks some
    if "answers_deleted" in columns:
        kept = kept.where(wave.answers_deleted.is_(None))
    of_keys = select(key.wave_id, wave.kept_until).join(schema.wave, wave.id == key.wave_id)
    return (
        *(
            Holding(id, Held.OPEN, closes.astimezone(UTC).date(), closed.get(id, 0))
            for id, closes in connection.execute(under_way.order_by(wave.id))
        ),
        *(
            Holding(id, Held.KEY, until, closed.get(id, 0))
            for id, until in (connection.execute(of_keys.order_by(key.wave_id)) if keyed else ())
        ),
        *(
            Holding(id, Held.ANSWERS, until, closed.get(id, 0))
            for id, until in (connection.execute(kept.order_by(wave.id)) if "kept_until" in columns else ())
        ),
    )


def state(connection: Connection) -> Now:
    under_way = schema.wave.c.state.in_((WaveState.OPEN, WaveState.CLOSING))
    return Now(
        _snapshots(connection),
        frozenset(connection.scalars(select(schema.wave.c.id).where(under_way))),
        frozenset(
            connection.scalars(select(schema.wave.c.id).where(schema.wave.c.answers_deleted.is_(None)))
        ),
        frozenset(connection.scalars(select(way_tables.link_key.c.wave_id))),
        rows.highest_number(connection, schema.wave),
        frozenset(connection.scalars(select(schema.wave.c.id))),
    )


def longest(made: datetime, days: int) -> date:
    return made.astimezone(UTC).date() + timedelta(days=days)


def _snapshots(connection: Connection) -> dict[int, int]:
    kept = schema.snapshot.c
    query = select(kept.wave_id, func.max(kept.number)).group_by(kept.wave_id)
    return {row.wave_id: row[1] for row in connection.execute(query)}
