"""What takes nothing new: what is archived, and what is to be deleted on a day.

A wave that opened in a study that is to be deleted would be deleted as soon as it closed, with answers that people had
just given.
"""

from sqlalchemy import ColumnElement, Connection, select

from engine.store import schema
from engine.store.errors import StoreError
from engine.store.keeping_tables import deletion
from engine.store.records import School

TAKE_OUT = "take it out of the archive first"
KEEP = "keep it first, on the page Archive"


def require_study_in_use(connection: Connection, study_id: int) -> None:
    """Raise `StoreError` where a study is archived or to be deleted, or its network is."""
    kept, network = schema.study.c, schema.network.c
    query = select(kept.archived, kept.network_id, network.archived.label("network")).join(
        schema.network, network.id == kept.network_id
    )
    row = connection.execute(query.where(kept.id == study_id)).one_or_none()
    if row is None:
        return
    if row.archived or row.network:
        raise StoreError(f"The {'study' if row.archived else 'network'} of this wave is archived", TAKE_OUT)
    for what, this in (
        ("study", deletion.c.study_id == study_id),
        ("network", deletion.c.network_id == row.network_id),
    ):
        if _ordered(connection, this):
            raise StoreError(f"The {what} of this wave is to be deleted", KEEP)


def require_kept(connection: Connection, wave_id: int, title: str) -> None:
    """Raise `StoreError` where a wave is to be deleted, or a school that takes part in it."""
    if _ordered(connection, deletion.c.wave_id == wave_id):
        raise StoreError(f"The wave {title!r} is to be deleted", KEEP)
    school, site = schema.school.c, schema.site.c
    going = (
        select(school.name)
        .join(schema.site, site.school_id == school.id)
        .join(deletion, deletion.c.school_id == school.id)
        .where(site.wave_id == wave_id)
    )
    name = connection.scalar(going.order_by(site.id).limit(1))
    if name is not None:
        raise StoreError(f"{name}, a school of the wave {title!r}, is to be deleted", KEEP)


def require_school_in_use(connection: Connection, school: School) -> None:
    """Raise `StoreError` where a school is archived, deleted, or to be deleted."""
    query = select(schema.school.c.archived, schema.school.c.deleted).where(schema.school.c.id == school.id)
    row = connection.execute(query).one()
    if row.archived or row.deleted:
        raise StoreError(f"{school.name} is archived", TAKE_OUT)
    if _ordered(connection, deletion.c.school_id == school.id):
        raise StoreError(f"{school.name} is to be deleted", KEEP)


def _ordered(connection: Connection, this: ColumnElement[bool]) -> bool:
    return connection.scalar(select(deletion.c.id).where(this)) is not None
