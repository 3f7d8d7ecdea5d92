"""What goes with a network beside what hangs on it: people with a role nowhere else, and versions of its own."""

from typing import Final

from sqlalchemy import Connection, and_, exists, select

from engine.store import below, schema
from engine.store.people_tables import account, membership
from engine.store.records import Network
from engine.store.workshop_tables import publication

ALONE: Final = membership.alias("alone")
ELSEWHERE: Final = membership.alias("elsewhere")


def strangers(connection: Connection, network: Network) -> below.Rows:
    """The accounts that would be left without any role: found before the network's roles go."""
    here = select(ALONE.c.account_id).where(ALONE.c.network_id == network.id)
    others = select(ELSEWHERE.c.account_id).where(ELSEWHERE.c.network_id != network.id)
    ids = connection.scalars(here.where(ALONE.c.account_id.not_in(others))).all()
    return account, account.c.id.in_(ids)


def unused_definitions(connection: Connection, network: Network) -> tuple[below.Rows, ...]:
    """Versions that the network published for itself and that no other uses: without it they would be everybody's.

    They are found before the network goes, and hold on to no row of it.
    """
    kept, wave, study = schema.definition, schema.wave, schema.study
    used = exists().where(
        and_(
            wave.c.definition_id == kept.c.id, study.c.id == wave.c.study_id, study.c.network_id != network.id
        )
    )
    own = (
        select(kept.c.id)
        .join(publication, publication.c.definition_id == kept.c.id)
        .where(publication.c.network_id == network.id, publication.c.to_all.is_(False), ~used)
    )
    ids = connection.scalars(own).all()
    text = schema.definition_text
    return ((text, text.c.definition_id.in_(ids)), (kept, kept.c.id.in_(ids)))
