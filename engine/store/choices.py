"""Where a school chose to start after it had read its result: who agreed, why, and what it chose before.

A choice is the team's own. Nothing here is ever chosen by the engine, and nothing is overwritten: each record
is a row more, the last one of a school and wave counts, and one without measures takes the earlier back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select

from engine.store import schema
from engine.store.action_tables import choice
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.records import School, Wave, WaveState
from engine.store.results import Results
from engine.store.room import Clock, Room
from engine.store.sites import Sites

MOST_MEASURES: Final = 2  # a team that starts everywhere starts nowhere
LONGEST_REASON: Final = 2000  # characters
LONGEST_NAMES: Final = 300  # of those who agreed, as the column holds


class ChoicePath(StrEnum):
    """The two ways to begin, equal in rank: work on what is low, or on what is strong."""

    NEED = "need"
    STRENGTH = "strength"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a school's team chose to work on, or that it took its choice back; then `measures` is empty."""

    id: int
    school_id: int
    site_id: int
    wave_id: int  # whose result it was made on
    path: ChoicePath
    measures: tuple[str, ...]
    reason: str
    agreed_by: str
    who: str  # the address of the account that recorded it
    name: str  # of that account; its address where there is no such account any more
    at: datetime  # to the second, in the time zone of the network

    @property
    def stands(self) -> bool:
        return bool(self.measures)


class Choices(Room):
    """Records what schools chose to work on."""

    def __init__(self, database: Database, now: Clock, sites: Sites, results: Results) -> None:
        super().__init__(database, now)
        self._sites = sites
        self._results = results

    def add(
        self,
        school: School,
        wave: Wave,
        path: ChoicePath | str,
        measures: Sequence[str],
        reason: str,
        agreed_by: str,
        who: str,
        *,
        shown: Collection[str],
    ) -> Choice:
        """Record a team's choice of one or two measures, of those `shown` by the school's result.

        `who` is the account's address. The same choice again, as when a form is sent twice, adds nothing.
        Raises `StoreError` for a wave that is not closed, for measures that the result doesn't show, and
        for a reason or names that are missing or too long.
        """
        reason, agreed_by = reason.strip(), " ".join(agreed_by.split())
        _check_texts(reason, agreed_by)
        self._check_result(school, wave, shown)
        _check_measures(measures, shown)
        values = {"path": _path(path), "measures": list(measures), "reason": reason, "agreed_by": agreed_by}
        return self._record(school, wave, values, who)

    def take_back(self, school: School, wave: Wave, who: str) -> Choice:
        """Record that a choice no longer stands; it stays in the history. Raises `StoreError` if none stands."""
        history = self.history(school, wave)
        if not history or not history[0].stands:
            raise StoreError(f"{school.name} has no choice to take back here", "nothing is needed")
        values = {"path": history[0].path, "measures": [], "reason": "", "agreed_by": ""}
        return self._record(school, wave, values, who)

    def history(self, school: School, wave: Wave) -> tuple[Choice, ...]:
        """All that a school recorded on a wave's result, the newest first; the first one counts."""
        query = _choices(wave).where(choice.c.school_id == school.id).order_by(choice.c.id.desc())
        with self._database.reading() as connection:
            return tuple(_as_choice(row, wave) for row in connection.execute(query))

    def of(self, wave: Wave) -> Mapping[int, Choice]:
        """What each school chose on a wave's result, by site id; those that took it back are not in it."""
        last = select(func.max(choice.c.id)).where(choice.c.wave_id == wave.id).group_by(choice.c.school_id)
        query = _choices(wave).where(choice.c.id.in_(last)).order_by(schema.site.c.id)
        with self._database.reading() as connection:
            found = [_as_choice(row, wave) for row in connection.execute(query)]
        return MappingProxyType({one.site_id: one for one in found if one.stands})

    def _check_result(self, school: School, wave: Wave, shown: Collection[str]) -> None:
        """That there is something to choose from: a result that shows the school."""
        if self._sites.find(wave, school) is None:
            raise StoreError(
                f"{school.name} has no part in the wave {wave.title!r}", "choose on a wave it took part in"
            )
        self._results.network_snapshot(wave)  # raises before the first close
        if not shown:
            raise StoreError(
                f"The result of {school.name} for the wave {wave.title!r} shows no score to choose from",
                "choose on the result of another wave",
            )

    def _record(self, school: School, wave: Wave, values: dict[str, Any], who: str) -> Choice:
        with self._database.writing() as connection:
            _check_closed(connection, wave)
            query = _choices(wave).where(choice.c.school_id == school.id).order_by(choice.c.id.desc())
            last = connection.execute(query.limit(1)).one_or_none()
            if last is not None and all(getattr(last, name) == value for name, value in values.items()):
                return _as_choice(last, wave)
            connection.execute(
                insert(choice).values(
                    school_id=school.id,
                    wave_id=wave.id,
                    who=who,
                    at=self._now().replace(microsecond=0),
                    **values,
                )
            )
            return _as_choice(connection.execute(query.limit(1)).one(), wave)


def _choices(wave: Wave) -> Select[Any]:
    """The choices made on a wave's result, with the site and the name of who recorded each."""
    here = (schema.site.c.wave_id == choice.c.wave_id) & (schema.site.c.school_id == choice.c.school_id)
    return (
        select(choice, schema.site.c.id.label("site_id"), account.c.name)
        .join(schema.site, here)
        .outerjoin(account, account.c.email == choice.c.who)
        .where(choice.c.wave_id == wave.id)
    )


def _as_choice(row: Any, wave: Wave) -> Choice:
    """A row as a choice, with its moment in the time zone of the wave's network."""
    return Choice(
        **{
            **row._mapping,
            "path": ChoicePath(row.path),
            "measures": tuple(row.measures),
            "name": row.name or row.who,
            "at": row.at.astimezone(wave.closes.tzinfo),
        }
    )


def _check_closed(connection: Connection, wave: Wave) -> None:
    kept = schema.wave.c
    state = connection.scalar(select(kept.state).where(kept.id == wave.id).with_for_update())
    if state != WaveState.CLOSED:
        raise StoreError(
            f"The wave {wave.title!r} is not closed, so its result may still change",
            "choose once it is closed",
        )


def _check_measures(chosen: Sequence[str], shown: Collection[str]) -> None:
    if not 1 <= len(set(chosen)) <= MOST_MEASURES or len(set(chosen)) != len(chosen):
        raise StoreError(
            f"A choice names one or {MOST_MEASURES} different measures, not {len(chosen)}",
            "leave out what can wait: a team that starts everywhere starts nowhere",
        )
    unknown = [one for one in chosen if one not in shown]
    if unknown:
        raise StoreError(
            f"The school's result doesn't show {' or '.join(map(repr, unknown))}",
            f"choose from {', '.join(shown)}",
        )


def _check_texts(reason: str, agreed_by: str) -> None:
    for noun, text, longest, remedy in (
        ("reason", reason, LONGEST_REASON, "say in a sentence why the team chose it"),
        ("names of who agreed", agreed_by, LONGEST_NAMES, "name the team or the people who agreed"),
    ):
        if not text:
            raise StoreError(f"The choice lacks the {noun}", remedy)
        if len(text) > longest:
            raise StoreError(f"The {noun} takes {len(text)} characters", f"shorten it to {longest} or fewer")


def _path(name: ChoicePath | str) -> ChoicePath:
    try:
        return ChoicePath(name)
    except ValueError as error:
        raise StoreError(f"{name!r} is not a way to start", f"use {' or '.join(ChoicePath)}") from error
