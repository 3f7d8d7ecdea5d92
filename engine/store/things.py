"""What a network consists of and may archive, delete or merge: itself, its schools, its studies and their waves."""

from enum import StrEnum
from typing import Final

from sqlalchemy import Table

from engine.store import schema
from engine.store.records import Network, School, Study, Wave

Thing = Network | School | Study | Wave


class ThingKind(StrEnum):
    NETWORK = "network"
    SCHOOL = "school"
    STUDY = "study"
    WAVE = "wave"


TABLES: Final[dict[ThingKind, Table]] = {
    ThingKind.NETWORK: schema.network,
    ThingKind.SCHOOL: schema.school,
    ThingKind.STUDY: schema.study,
    ThingKind.WAVE: schema.wave,
}
KINDS: Final[dict[type[Thing], ThingKind]] = {
    Network: ThingKind.NETWORK,
    School: ThingKind.SCHOOL,
    Study: ThingKind.STUDY,
    Wave: ThingKind.WAVE,
}


def kind_of(thing: Thing) -> ThingKind:
    return KINDS[type(thing)]


def name_of(thing: Thing) -> str:
    return thing.name if isinstance(thing, Network | School) else thing.title
