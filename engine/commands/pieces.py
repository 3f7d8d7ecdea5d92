"""When `validate` reads Parquet piece by piece, and how it then knows its columns."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.commands.confirmatory import tested_groups
from engine.commands.person_columns import WhatOfPeople, refuse_own_items
from engine.commands.responses import HowToRead, keyed_items
from engine.commands.workers import Workers
from engine.instrument.model import Instrument
from engine.problems import Problem, Refused
from engine.validation.data import Data
from engine.validation.parquet_pieces import columns_of, data_of_parquet, is_parquet


@dataclass(frozen=True, slots=True)
class StudyColumns:
    """The columns that matter beside the items, and which items stand turned in the file."""

    cluster: str | None
    groups: tuple[str, ...]
    id: str | None
    keyed: frozenset[str]
    people: WhatOfPeople


class StudyOptions(Protocol):
    """What was typed behind `validate`, as far as it matters here."""

    @property
    def file(self) -> Path: ...
    @property
    def how(self) -> HowToRead: ...
    @property
    def workers(self) -> Workers: ...
    @property
    def cluster(self) -> str | None: ...
    @property
    def groups(self) -> tuple[str, ...]: ...
    @property
    def invariance(self) -> tuple[str, ...]: ...


OF_A_PERSON = ("criteria", "weights", "margins", "judges", "judged", "id", "retest", "anchor", "flags")
"""Options that ask for something of each person, or write something of each."""


def in_pieces(options: StudyOptions) -> bool:
    """Whether these answers are read where they are counted: a folder always, a file where workers were asked for.

    Raises `Refused` for a folder with an option that needs every person in one place.
    """
    if not is_parquet(options.file):
        return False
    personal = [name for name in OF_A_PERSON if getattr(options, name)]
    mapped = options.how.columns is not None
    if not personal and not mapped:
        return options.workers.asked or options.file.is_dir()
    if not options.file.is_dir():
        return False
    what = "--columns" if mapped else f"--{personal[0].replace('criteria', 'criterion')}"
    cause = "answers in a folder of Parquet files are never in one place, and this option needs every person there"
    raise Refused([Problem("not_together", what, cause, "leave it out, or join the files to one")])


def pieces_of(instrument: Instrument, options: StudyOptions) -> tuple[Data, StudyColumns]:
    """The data of Parquet answers, with the groups that were named or that the definition plans.

    Nothing is known of a person but their groups.
    """
    header = columns_of(options.file)
    planned = instrument.validation
    cluster = options.cluster or (planned.cluster if planned.cluster in header else None)
    known = header | set(instrument.item_by_id)
    groups = options.groups or tuple(name for name in planned.groups if name in known)
    tested = tested_groups(options.invariance, None, header)
    refuse_own_items(instrument, {"--cluster": (cluster,), "--group": groups, "--invariance": tested})
    groups = tuple(dict.fromkeys((*groups, *tested)))
    turned = keyed_items(options.how.keyed or "none")
    keyed = frozenset(instrument.item_by_id if turned is None else turned)
    data = data_of_parquet(instrument, options.file, cluster=cluster, groups=groups, keyed=keyed)
    return data, StudyColumns(cluster, groups, None, keyed, WhatOfPeople((), None, None, None))
