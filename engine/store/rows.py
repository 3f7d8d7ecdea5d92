"""Rows of the database as records: one query and one reading for each."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Delete, Insert, Select, TableClause, Update, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from engine.instrument.model import Privacy
from engine.printed import day_words
from engine.store.days import zone_of
from engine.store.errors import NotFound, StoreError
from engine.store.records import Network, School, SchoolLevel, Site, Study, Wave, WaveState, WayIn
from engine.store.schema import definition, network, school, setting, site, study, wave

# By what a row holds: thousands of schools are read at once, and an enumeration takes its time to be asked.
LEVELS: Final[Mapping[str | None, SchoolLevel | None]] = {
    None: None,
    **{one.value: one for one in SchoolLevel},
}
NUMBERS: Final = "numbers given of"  # the setting that keeps the highest number of a table

SETTINGS: Final = tuple(
    wave.c[name]
    for name in (
        *("form", "languages", "privacy", "minimum_group", "opens", "closes"),
        *("contact", "kept_until", "way_in"),
    )
)

NETWORKS: Final = select(network.c.id, network.c.name, network.c.time_zone, network.c.archived)
SCHOOLS: Final = select(
    school.c.id, school.c.network_id, school.c.name, school.c.level, school.c.archived, school.c.deleted
)
STUDIES: Final = select(study.c.id, study.c.network_id, study.c.title, study.c.archived)
WAVES: Final = (
    select(
        wave.c.id,
        wave.c.study_id,
        wave.c.title,
        definition.c.instrument_id,
        definition.c.version,
        *SETTINGS,
        wave.c.answers_deleted,
        wave.c.archived,
        wave.c.phase,
        wave.c.event,
        wave.c.simulated,
        wave.c.state,
        wave.c.opens_itself,
        wave.c.closes_itself,
        network.c.time_zone,
    )
    .select_from(wave)
    .join(definition, definition.c.id == wave.c.definition_id)
    .join(study, study.c.id == wave.c.study_id)
    .join(network, network.c.id == study.c.network_id)
)
SITES: Final = select(
    site.c.id,
    site.c.wave_id,
    site.c.school_id,
    school.c.name.label("school"),
    school.c.level,
    site.c.roster,
    site.c.roster_by_role,
    site.c.phase,
    site.c.link,
    site.c.join_code,
).join(school, school.c.id == site.c.school_id)
DOORS: Final = (
    select(
        site.c.id,
        site.c.wave_id,
        site.c.link,
        network.c.name.label("network"),
        study.c.title.label("study"),
        wave.c.title.label("wave"),
        school.c.name.label("school"),
        definition.c.instrument_id,
        definition.c.version,
        *SETTINGS,
        wave.c.simulated,
        wave.c.event,
        wave.c.state,
        network.c.time_zone,
    )
    .select_from(site)
    .join(wave, wave.c.id == site.c.wave_id)
    .join(school, school.c.id == site.c.school_id)
    .join(study, study.c.id == wave.c.study_id)
    .join(network, network.c.id == study.c.network_id)
    .join(definition, definition.c.id == wave.c.definition_id)
)


def one(connection: Connection, query: Select[Any], noun: str, id: int) -> Any:
    """The one row of a query; raises `NotFound` naming what was looked for."""
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no {noun} {id} here", "check the number, and that this is the right database"
        )
    return row


def add(connection: Connection, statement: Insert, refusal: StoreError) -> int:
    """Insert one row and give its number; raises `refusal` where a constraint forbids it."""
    id = statement.table.c["id"]
    free = _free_number(connection, statement.table)
    chosen = statement if free is None else statement.values(id=free)
    try:
        return int(connection.execute(chosen.returning(id)).scalar_one())
    except IntegrityError as error:
        raise refusal from error


def keep_numbers(connection: Connection, *tables: TableClause) -> None:
    """Have no number of these tables given again: a signed link to something deleted must open nothing else."""
    for table in tables:
        value = str(highest_number(connection, table))
        connection.execute(delete(setting).where(setting.c.name == f"{NUMBERS} {table.name}"))
        connection.execute(insert(setting).values(name=f"{NUMBERS} {table.name}", value=value))


def highest_number(connection: Connection, table: TableClause) -> int:
    """The highest number that a row of a table has, or had before it was deleted; 0 where there was none."""
    return max(_last_number(connection, table), _kept_number(connection, table))


def _free_number(connection: Connection, table: TableClause) -> int | None:
    """The number of a new row where SQLite would give that of a deleted one; PostgreSQL gives none twice."""
    if connection.dialect.name != "sqlite":
        return None
    kept = _kept_number(connection, table)
    return kept + 1 if kept > _last_number(connection, table) else None


def _last_number(connection: Connection, table: TableClause) -> int:
    return connection.scalar(select(func.max(table.c["id"]))) or 0


def _kept_number(connection: Connection, table: TableClause) -> int:
    query = select(setting.c.value).where(setting.c.name == f"{NUMBERS} {table.name}")
    return int(connection.scalar(query) or 0)


def change(connection: Connection, statement: Update | Delete, refusal: StoreError) -> None:
    """Change or delete rows; raises `refusal` where a constraint forbids it."""
    try:
        connection.execute(statement)
    except IntegrityError as error:
        raise refusal from error


def as_network(row: Any) -> Network:
    return Network(row.id, row.name, zone_of(row.time_zone), row.archived)


def as_study(row: Any) -> Study:
    return Study(**row._mapping)


def as_school(row: Any) -> School:
    # By place, as `SCHOOLS` lists them: a network has thousands.
    id, network_id, name, level, archived, deleted = row
    return School(id, network_id, name, LEVELS[level], archived, deleted)


def as_wave(row: Any) -> Wave:
    return Wave(
        **{
            **local(row._mapping),
            "languages": tuple(row.languages),
            "event": MappingProxyType(row.event or {}),
            "privacy": Privacy(row.privacy),
            "state": WaveState(row.state),
            "way_in": WayIn(row.way_in),
        }
    )


def local(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a wave with its moments in the time zone of its network, so that their days are its days."""
    values = dict(row)
    zone = zone_of(values.pop("time_zone"))
    moments: dict[str, datetime] = {name: values[name] for name in ("opens", "closes")}
    return values | {name: moment.astimezone(zone) for name, moment in moments.items()}


def day_of_wave(connection: Connection, wave_id: int, moment: datetime) -> date:
    """The day of a moment in the time zone of the wave's network."""
    query = (
        select(network.c.time_zone)
        .join(study, study.c.network_id == network.c.id)
        .join(wave, wave.c.study_id == study.c.id)
        .where(wave.c.id == wave_id)
    )
    return moment.astimezone(zone_of(connection.scalar(query))).date()


def day_of_network(connection: Connection, network_id: int, moment: datetime) -> date:
    """The day of a moment in the time zone of a network."""
    query = select(network.c.time_zone).where(network.c.id == network_id)
    return moment.astimezone(zone_of(connection.scalar(query))).date()


def as_site(row: Any) -> Site:
    # By place, as `SITES` lists them: a wave has thousands of sites, and names would take twice as long.
    id, wave_id, school_id, school, level, roster, by_role, phase, link, join_code = row
    return Site(
        *(id, wave_id, school_id, school, LEVELS[level]),
        *(roster, MappingProxyType(by_role or {}), phase, link, join_code),
    )


def require_answers(wave: Any) -> None:
    """Refuse what needs the single answers of a wave (a row of it) once they are deleted."""
    if wave.answers_deleted is not None:
        raise StoreError(
            f"The single answers of the wave {wave.title!r} were deleted on {day_words(wave.answers_deleted)}",
            "its results stay; nothing that needs the answers can be made any more",
        )
