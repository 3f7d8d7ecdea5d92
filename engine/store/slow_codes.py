"""The slow hash of one installation, drawn when it is first needed and kept with its numbers."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.database import Database
from engine.store.records import DraftKey
from engine.store.schema import setting
from engine.store.sealing import SlowHash

SETTING: Final = "slow_hash"


def slow_hash(database: Database) -> SlowHash:
    """The slow hash of the installation; codes that were issued stay valid as long as it is kept."""
    query = select(setting.c.value).where(setting.c.name == SETTING)
    with database.reading() as connection:
        kept = connection.scalar(query)
    if kept is None:
        dialect: Any = sqlite if database.sqlite else postgresql
        first = dialect.insert(setting).values(name=SETTING, value=str(SlowHash.new()))
        with database.writing() as connection:
            connection.execute(first.on_conflict_do_nothing())
            kept = connection.scalar(query)
    return SlowHash.parse(str(kept))


def slow_keys(database: Database, codes: Sequence[str]) -> list[DraftKey]:
    """The keys of codes in their order; worked out side by side, as each takes its time."""
    make = slow_hash(database).key
    if len(codes) < 2:
        return [make(code) for code in codes]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return list(workers.map(make, codes))
