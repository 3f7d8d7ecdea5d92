"""Networks, schools and studies: made and found; and whether a school is seen under its name."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, insert, select, update

from engine.store import rows, schema
from engine.store.board_tables import board_post
from engine.store.check_in_tables import check_in_save
from engine.store.days import UTC_NAME, zone_names, zone_of
from engine.store.errors import StoreError
from engine.store.keeping_tables import deleted_result, deletion
from engine.store.names import check_name, identity, kept_name
from engine.store.people_tables import agreement, district_school, entry, invitation, membership
from engine.store.phase_tables import school_phase
from engine.store.plan_tables import sheet_save
from engine.store.prediction_tables import prediction
from engine.store.records import Network, School, SchoolLevel, Study, WaveState
from engine.store.room import Room
from engine.store.rubric_tables import rubric_save

USES_OF_A_SCHOOL = (
    (schema.site, "takes part in a wave", "take it out of the wave first, or keep it"),
    (membership, "has people with a role there", "end their roles first"),
    (invitation, "has invitations that wait", "withdraw them first"),
    (school_phase, "has phases of its work", "keep it: what was said of its years hangs on it"),
    (board_post, "has posts on the board", "keep it: what it passed on hangs on it"),
    (check_in_save, "has check-ins of its team", "keep it: what the team said hangs on it"),
    (prediction, "has sealed predictions", "keep it: what the team expected is to be answered"),
    (rubric_save, "has meetings of its team", "keep it: what the team agreed on hangs on it"),
    (sheet_save, "has worksheets of its team", "keep it: what the team wrote hangs on it"),
)


class Studies(Room):
    """Networks, their schools, and what they study."""

    def add_network(self, name: str) -> Network:
        check_name("network", name)
        refusal = StoreError(f"There is already a network called {name!r}", "choose another name")
        with self._database.writing() as connection:
            id = rows.add(connection, insert(schema.network).values(name=name), refusal)
            return Network(id, name, zone_of(None))

    def add_school(self, network: Network, name: str, level: SchoolLevel | str | None = None) -> School:
        """`level` is elementary, middle, high or other; None where it is not known.

        Raises `StoreError` where the network has a school of that name, however it is spelled.
        """
        check_name("school", name)
        kept, grade = kept_name(name), _school_level(level)
        statement = insert(schema.school).values(network_id=network.id, name=kept, level=grade)
        refusal = StoreError(f"{network.name} has a school called {kept!r} already", "choose another name")
        names = select(schema.school.c.name).where(schema.school.c.network_id == network.id)
        with self._database.writing() as connection:
            if identity(kept) in map(identity, connection.scalars(names)):
                raise refusal
            return School(rows.add(connection, statement, refusal), network.id, kept, grade)

    def add(self, network: Network, title: str) -> Study:
        check_name("study", title)
        statement = insert(schema.study).values(network_id=network.id, title=title)
        refusal = StoreError(f"There is no network {network.id}", "add the network first")
        with self._database.writing() as connection:
            return Study(rows.add(connection, statement, refusal), network.id, title)

    def networks(self) -> tuple[Network, ...]:
        """All networks by name."""
        with self._database.reading() as connection:
            found = connection.execute(rows.NETWORKS.order_by(schema.network.c.name))
            return tuple(rows.as_network(row) for row in found)

    def network(self, id: int) -> Network:
        query = rows.NETWORKS.where(schema.network.c.id == id)
        with self._database.reading() as connection:
            return rows.as_network(rows.one(connection, query, "network", id))

    def demand_second_factor(self, network: Network, *, demanded: bool) -> None:
        """Whether everybody with a role in a network must have a second factor."""
        this = schema.network.c.id == network.id
        with self._database.writing() as connection:
            connection.execute(update(schema.network).where(this).values(second_factor=demanded))

    def demand_of_second_factor(self, networks: Iterable[int]) -> tuple[Network, ...]:
        """Those of these networks that demand a second factor."""
        demanding = schema.network.c.id.in_(set(networks)) & schema.network.c.second_factor
        with self._database.reading() as connection:
            return tuple(rows.as_network(row) for row in connection.execute(rows.NETWORKS.where(demanding)))

    def set_time_zone(self, network: Network, name: str) -> Network:
        """Where the network's days begin and end; waves under way keep the days that people were told."""
        if name not in zone_names():
            cause = f"There is no time zone {name!r}"
            raise StoreError(cause, "use a name such as America/Chicago or UTC")
        this, zone = schema.network.c.id == network.id, zone_of(name)
        with self._database.writing() as connection:
            old = rows.as_network(rows.one(connection, rows.NETWORKS.where(this), "network", network.id))
            kept = None if name == UTC_NAME else name
            connection.execute(update(schema.network).where(this).values(time_zone=kept))
            studies = select(schema.study.c.id).where(schema.study.c.network_id == network.id)
            wave = schema.wave.c
            query = select(wave.id, wave.opens, wave.closes).where(
                wave.study_id.in_(studies), wave.state == WaveState.OPEN
            )
            for row in connection.execute(query).all():
                opens, closes = (
                    moment.astimezone(old.zone).replace(tzinfo=zone) for moment in (row.opens, row.closes)
                )
                opens = opens if row.opens > self._now() else row.opens
                if opens < closes:
                    moved = {"opens": opens, "closes": closes}
                    connection.execute(update(schema.wave).where(wave.id == row.id).values(moved))
        return Network(network.id, network.name, zone)

    def schools(self, network: Network) -> tuple[School, ...]:
        """The schools of a network by name, archived ones too; of a deleted one only its number is known."""
        here = (schema.school.c.network_id == network.id) & schema.school.c.deleted.is_(None)
        query = rows.SCHOOLS.where(here).order_by(schema.school.c.name)
        with self._database.reading() as connection:
            return tuple(rows.as_school(row) for row in connection.execute(query))

    def school(self, id: int) -> School:
        query = rows.SCHOOLS.where(schema.school.c.id == id)
        with self._database.reading() as connection:
            return rows.as_school(rows.one(connection, query, "school", id))

    def of(self, network: Network) -> tuple[Study, ...]:
        """The studies of a network, oldest first."""
        query = rows.STUDIES.where(schema.study.c.network_id == network.id).order_by(schema.study.c.id)
        with self._database.reading() as connection:
            return tuple(rows.as_study(row) for row in connection.execute(query))

    def get(self, id: int) -> Study:
        query = rows.STUDIES.where(schema.study.c.id == id)
        with self._database.reading() as connection:
            return rows.as_study(rows.one(connection, query, "study", id))

    def rename_network(self, network: Network, name: str) -> Network:
        """Raises `StoreError` where another network has that name."""
        check_name("network", name)
        kept = kept_name(name)
        refusal = StoreError(f"There is already a network called {kept!r}", "choose another name")
        with self._database.writing() as connection:
            this = update(schema.network).where(schema.network.c.id == network.id)
            rows.change(connection, this.values(name=kept), refusal)
        return replace(network, name=kept)

    def rename_school(self, school: School, name: str) -> School:
        """Another name for a school; its results, people and waves stay its own.

        Raises `StoreError` where another school of the network has that name, however it is spelled.
        """
        check_name("school", name)
        kept = kept_name(name)
        refusal = StoreError(f"The network has a school called {kept!r} already", "choose another name")
        others = select(schema.school.c.name).where(
            schema.school.c.network_id == school.network_id, schema.school.c.id != school.id
        )
        with self._database.writing() as connection:
            if identity(kept) in map(identity, connection.scalars(others)):
                raise refusal
            this = update(schema.school).where(schema.school.c.id == school.id)
            rows.change(connection, this.values(name=kept), refusal)
        return replace(school, name=kept)

    def remove_school(self, school: School, *, rehearsed: bool = False) -> None:
        """Delete a school that nothing hangs on; what the log says of it stays, without the school's number.

        Raises `StoreError` where it takes part in a wave, or somebody has a role or an invitation there; `rehearsed`
        does no more than that.
        """
        with self._database.writing() as connection:
            for table, use, remedy in USES_OF_A_SCHOOL:
                if connection.scalar(select(table.c.id).where(table.c.school_id == school.id).limit(1)):
                    raise StoreError(f"{school.name} {use}", remedy)
            if rehearsed:
                return
            connection.execute(update(entry).where(entry.c.school_id == school.id).values(school_id=None))
            for table in (agreement, district_school, deletion):
                connection.execute(delete(table).where(table.c.school_id == school.id))
            this = delete(schema.school).where(schema.school.c.id == school.id)
            rows.change(
                connection, this, StoreError(f"{school.name} has just been used", "look at its page again")
            )

    def rename(self, study: Study, title: str) -> Study:
        """Another name for a study."""
        check_name("study", title)
        this = update(schema.study).where(schema.study.c.id == study.id)
        with self._database.writing() as connection:
            connection.execute(this.values(title=kept_name(title)))
        return replace(study, title=kept_name(title))

    def remove(self, study: Study, *, rehearsed: bool = False) -> None:
        """Delete a study that holds no wave; raises `StoreError` for another, and `rehearsed` does no more."""
        waves = select(schema.wave.c.id).where(schema.wave.c.study_id == study.id).limit(1)
        with self._database.writing() as connection:
            if connection.scalar(waves) is not None:
                raise StoreError(f"The study {study.title!r} holds a wave", "delete its waves first")
            if rehearsed:
                return
            for table in (deletion, deleted_result):
                connection.execute(delete(table).where(table.c.study_id == study.id))
            this = delete(schema.study).where(schema.study.c.id == study.id)
            rows.change(
                connection,
                this,
                StoreError(f"A wave of {study.title!r} has just been made", "look at it first"),
            )

    def set_level(self, of: School, level: SchoolLevel | None) -> None:
        """Whether a school is an elementary, middle or high one; None where it is not known."""
        with self._database.writing() as connection:
            connection.execute(update(schema.school).where(schema.school.c.id == of.id).values(level=level))

    def names_agreed(self, network: Network) -> frozenset[int]:
        """The schools that let their hub and district see their results under their name."""
        return self._answered(network, named=True)

    def names_ended(self, network: Network) -> frozenset[int]:
        """The schools that let them see it once, and no longer do."""
        return self._answered(network, named=False)

    def _answered(self, network: Network, *, named: bool) -> frozenset[int]:
        query = (
            select(agreement.c.school_id)
            .join(schema.school, schema.school.c.id == agreement.c.school_id)
            .where(schema.school.c.network_id == network.id, agreement.c.named.is_(named))
        )
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def agree(self, of: School, *, named: bool) -> None:
        """Whether hub and district may see this school's results under its name; it may change its mind."""
        with self._database.writing() as connection:
            day = rows.day_of_network(connection, of.network_id, self._now())
            values = {"named": named, "day": day}
            changed = update(agreement).where(agreement.c.school_id == of.id).values(values)
            if not connection.execute(changed).rowcount:
                connection.execute(insert(agreement).values(school_id=of.id, **values))


def _school_level(name: SchoolLevel | str | None) -> SchoolLevel | None:
    if name is None:
        return None
    try:
        return SchoolLevel(name)
    except ValueError as error:
        raise StoreError(f"{name!r} is not a level of school", f"use {' or '.join(SchoolLevel)}") from error
