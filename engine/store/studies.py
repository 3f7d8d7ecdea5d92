"""Networks, schools, studies, waves and sites: made, found and listed."""

import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Insert, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.instrument.event import LONGEST_EVENT, asks_for_event
from engine.instrument.model import Privacy
from engine.store import rows, schema
from engine.store.definitions import Definitions, definition_row
from engine.store.errors import StoreError
from engine.store.records import (
    Door,
    Network,
    NewWave,
    School,
    SchoolLevel,
    Site,
    SiteAtDoor,
    Study,
    Wave,
    WaveState,
)

SMALLEST_GROUP: Final = 5
LONGEST_NAME: Final = 300  # characters, as the columns hold
LINK_SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # none looks like another
LINK_LENGTH: Final = 22  # 128 bits, as each sign is worth log2(57)


class Studies(Definitions):
    """The frame of a study: who is asked, what, where and when."""

    def add_network(self, name: str) -> Network:
        check_name("network", name)
        refusal = StoreError(f"There is already a network called {name!r}", "choose another name")
        with self._database.writing() as connection:
            id = _insert(connection, insert(schema.network).values(name=name), refusal)
            return Network(id, name)

    def add_school(self, network: Network, name: str, level: SchoolLevel | str | None = None) -> School:
        """`level` is elementary, middle, high or other; None where it is not known."""
        check_name("school", name)
        grade = _school_level(level)
        statement = insert(schema.school).values(network_id=network.id, name=name, level=grade)
        refusal = StoreError(f"{network.name} has a school called {name!r} already", "choose another name")
        with self._database.writing() as connection:
            return School(_insert(connection, statement, refusal), network.id, name, grade)

    def add_study(self, network: Network, title: str) -> Study:
        check_name("study", title)
        statement = insert(schema.study).values(network_id=network.id, title=title)
        refusal = StoreError(f"There is no network {network.id}", "add the network first")
        with self._database.writing() as connection:
            return Study(_insert(connection, statement, refusal), network.id, title)

    def add_wave(self, study: Study, new: NewWave) -> Wave:
        """A wave of a published version; raises `StoreError` for a setting that cannot be."""
        check_name("wave", new.title)
        _check_numbers(new)
        self._check_against_instrument(new)
        copied = (
            "title",
            "form",
            "privacy",
            "minimum_group",
            "opens",
            "closes",
            "phase",
            "simulated",
        )
        refusal = StoreError(f"There is no study {study.id}", "add the study first")
        with self._database.writing() as connection:
            published = definition_row(connection, new.instrument_id, new.version)
            statement = insert(schema.wave).values(
                study_id=study.id,
                definition_id=published.id,
                width=published.width,
                languages=list(new.languages),
                event=dict(new.event) or None,
                state=WaveState.OPEN,
                traces_erased=True,
                **{name: getattr(new, name) for name in copied},
            )
            id = _insert(connection, statement, refusal)
            return rows.as_wave(rows.one(connection, rows.WAVES.where(schema.wave.c.id == id), "wave", id))

    def add_site(
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
        statement = insert(schema.site).values(
            wave_id=wave.id,
            school_id=school.id,
            roster=roster,
            roster_by_role=dict(roster_by_role) if roster_by_role else None,
            phase=phase,
            link="".join(secrets.choice(LINK_SIGNS) for _ in range(LINK_LENGTH)),
        )
        refusal = StoreError(
            f"{school.name} takes part in the wave {wave.title!r} already", "use the site it has"
        )
        with self._database.writing() as connection:
            _check_same_network(connection, wave, school)
            id = _insert(connection, statement, refusal)
            return rows.as_site(rows.one(connection, rows.SITES.where(schema.site.c.id == id), "site", id))

    def change_privacy(self, wave: Wave, privacy: Privacy) -> Wave:
        """Another privacy mode for a wave that nobody has begun to answer.

        Raises `StoreError` once there is a response or a draft: people answer under a promise.
        """
        instrument = self.instrument(wave.instrument_id, wave.version)
        _check_privacy(privacy, instrument.privacy, instrument.name)
        this = schema.wave.c.id == wave.id
        with self._database.writing() as connection:
            try:
                connection.execute(update(schema.wave).where(this).values(privacy=privacy))
            except IntegrityError as error:
                raise StoreError(
                    f"People have answered the wave {wave.title!r} under the promise {wave.privacy.value!r}",
                    "make another wave for another promise",
                ) from error
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def networks(self) -> tuple[Network, ...]:
        """All networks by name."""
        with self._database.reading() as connection:
            found = connection.execute(rows.NETWORKS.order_by(schema.network.c.name))
            return tuple(rows.as_network(row) for row in found)

    def network(self, id: int) -> Network:
        query = rows.NETWORKS.where(schema.network.c.id == id)
        with self._database.reading() as connection:
            return rows.as_network(rows.one(connection, query, "network", id))

    def schools(self, network: Network) -> tuple[School, ...]:
        """The schools of a network by name."""
        query = rows.SCHOOLS.where(schema.school.c.network_id == network.id).order_by(schema.school.c.name)
        with self._database.reading() as connection:
            return tuple(rows.as_school(row) for row in connection.execute(query))

    def school(self, id: int) -> School:
        query = rows.SCHOOLS.where(schema.school.c.id == id)
        with self._database.reading() as connection:
            return rows.as_school(rows.one(connection, query, "school", id))

    def studies(self, network: Network) -> tuple[Study, ...]:
        """The studies of a network, oldest first."""
        query = rows.STUDIES.where(schema.study.c.network_id == network.id).order_by(schema.study.c.id)
        with self._database.reading() as connection:
            return tuple(rows.as_study(row) for row in connection.execute(query))

    def study(self, id: int) -> Study:
        query = rows.STUDIES.where(schema.study.c.id == id)
        with self._database.reading() as connection:
            return rows.as_study(rows.one(connection, query, "study", id))

    def waves(self, study: Study) -> tuple[Wave, ...]:
        """The waves of a study in the order they open."""
        query = rows.WAVES.where(schema.wave.c.study_id == study.id)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(schema.wave.c.opens, schema.wave.c.id))
            return tuple(rows.as_wave(row) for row in found)

    def wave(self, id: int) -> Wave:
        query = rows.WAVES.where(schema.wave.c.id == id)
        with self._database.reading() as connection:
            return rows.as_wave(rows.one(connection, query, "wave", id))

    def sites(self, wave: Wave) -> tuple[Site, ...]:
        """The sites of a wave by number: the order in which blocks count them."""
        query = rows.SITES.where(schema.site.c.wave_id == wave.id).order_by(schema.site.c.id)
        with self._database.reading() as connection:
            return tuple(rows.as_site(row) for row in connection.execute(query))

    def site_of(self, wave: Wave, school: School) -> Site | None:
        """The school's place in a wave; None where it takes no part."""
        query = rows.SITES.where(schema.site.c.wave_id == wave.id, schema.site.c.school_id == school.id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else rows.as_site(row)

    def site(self, id: int) -> Site:
        query = rows.SITES.where(schema.site.c.id == id)
        with self._database.reading() as connection:
            return rows.as_site(rows.one(connection, query, "site", id))

    def site_by_link(self, link: str) -> SiteAtDoor | None:
        """What a respondent meets who follows this link; None when no site has it."""
        with self._database.reading() as connection:
            row = connection.execute(rows.DOORS.where(schema.site.c.link == link)).one_or_none()
        return None if row is None else self._at_door(row)

    def _at_door(self, row: Any) -> SiteAtDoor:
        values = dict(row._mapping)
        door = self._door(WaveState(values.pop("state")), row)
        values |= {
            "languages": tuple(row.languages),
            "privacy": Privacy(row.privacy),
            "event": MappingProxyType(row.event or {}),
        }
        return SiteAtDoor(door=door, **values)

    def _door(self, state: WaveState, times: Any) -> Door:
        now = self._now()
        if state is not WaveState.OPEN or now >= times.closes:
            return Door.CLOSED
        return Door.OPEN if now >= times.opens else Door.NOT_YET

    def _check_against_instrument(self, new: NewWave) -> None:
        instrument = self.instrument(new.instrument_id, new.version)
        if new.form not in instrument.form_by_id:
            raise StoreError(
                f"{instrument.name} has no form {new.form!r}", f"use {_listed(instrument.form_by_id)}"
            )
        known = self.languages(new.instrument_id, new.version)
        unknown = [language for language in new.languages if language not in known]
        if unknown or not new.languages:
            raise StoreError(
                f"{instrument.name} was not published in {_listed(unknown)}"
                if unknown
                else "The wave names no language",
                f"use {_listed(known)}, or publish a translation first",
            )
        _check_privacy(new.privacy, instrument.privacy, instrument.name)
        _check_event(new, asked=asks_for_event(instrument, new.form))


def _insert(connection: Connection, statement: Insert, refusal: StoreError) -> int:
    """Insert one row and give its number; raises `refusal` where a constraint forbids it."""
    id = statement.table.c["id"]
    try:
        return int(connection.execute(statement.returning(id)).scalar_one())
    except IntegrityError as error:
        raise refusal from error


def _school_level(name: SchoolLevel | str | None) -> SchoolLevel | None:
    if name is None:
        return None
    try:
        return SchoolLevel(name)
    except ValueError as error:
        raise StoreError(f"{name!r} is not a level of school", f"use {_listed(SchoolLevel)}") from error


def check_name(noun: str, name: str) -> None:
    """Raise `StoreError` for a name that no page could show or no database would hold."""
    if not name.strip():
        raise StoreError(f"The {noun} has no name", "give it one that its people know it by")
    if len(name) > LONGEST_NAME:
        cause = f"The name of the {noun} has {len(name)} characters"
        raise StoreError(cause, f"shorten it to {LONGEST_NAME} or fewer")
    if not name.isprintable():
        cause = f"The name of the {noun} holds a line end or another character that can't be shown"
        raise StoreError(cause, "take it out")


def _check_numbers(new: NewWave) -> None:
    if new.opens.tzinfo is None or new.closes.tzinfo is None:
        raise StoreError(
            "The times of a wave have no time zone", "give them as moments with one, such as UTC"
        )
    if new.opens >= new.closes:
        raise StoreError("The wave closes before it opens", "give a later time of closing")
    if new.minimum_group < SMALLEST_GROUP:
        raise StoreError(
            f"A minimum group of {new.minimum_group} would show who said what",
            f"use {SMALLEST_GROUP} or more; no setting goes under it",
        )


def _check_privacy(chosen: Privacy, strictest: Privacy, name: str) -> None:
    order = list(Privacy)
    if order.index(chosen) < order.index(strictest):
        raise StoreError(
            f"{name} asks for answers that make it {strictest.value}: a wave cannot promise {chosen.value!r}",
            f"use {_listed(order[order.index(strictest) :])}",
        )


def _check_event(new: NewWave, *, asked: bool) -> None:
    """That the wave has words for {event} in each of its languages, and none where nobody would read them."""
    if not asked and new.event:
        cause = f"No question of the form {new.form!r} speaks of an event"
        raise StoreError(cause, "leave the event out")
    for language in new.languages if asked else ():
        words = new.event.get(language, "")
        if not words.strip():
            cause = f"The questions speak of an event, and the wave does not say in {language} which"
            raise StoreError(cause, "say what happened, in words that fit into the sentences")
        if len(words) > LONGEST_EVENT or not words.isprintable():
            cause = f"The words for the event in {language} are too long, or more than one line"
            raise StoreError(cause, f"use one line of {LONGEST_EVENT} characters or fewer")


def _check_same_network(connection: Connection, wave: Wave, school: School) -> None:
    of_study = select(schema.study.c.network_id).where(schema.study.c.id == wave.study_id)
    if connection.scalar(of_study) != school.network_id:
        raise StoreError(
            f"{school.name} belongs to another network than the wave {wave.title!r}",
            "add the school to the network of the study",
        )


def _listed(names: Any) -> str:
    return " or ".join(str(name) for name in names)
