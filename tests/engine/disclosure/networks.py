"""Small networks to attack: two items, three roles, and schools of any size."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from engine.instrument import kinds
from engine.instrument.model import Instrument, Item, ValidationPlan
from engine.responses.layout import BLANK, Block
from engine.results import SiteFacts, WaveFacts, build
from tests.kept import as_document, as_whole
from tests.small import FIVE, choose, instrument, likert, subscale

ROLES = ("teacher", "aide", "leader")
GROUPS = (*ROLES, "unsaid")
ITEMS = ("A0", "A1")
SMALL: Instrument = instrument(
    *(likert(id) for id in ITEMS),
    choose("role", *ROLES),
    subscales=(subscale("a", *ITEMS, minimum=2),),
    validation=ValidationPlan(groups=("role",)),
)
# A score of one statement, and beside it a statement that no score is made of.
SINGLE: Instrument = instrument(
    *(likert(id) for id in ITEMS),
    choose("role", *ROLES),
    subscales=(subscale("a", ITEMS[0]),),
    validation=ValidationPlan(groups=("role",)),
)
# The same with a rubric, of which every level is told beside the share above the middle.
LEVELS: Instrument = instrument(
    likert(ITEMS[0]),
    Item(
        ITEMS[1], "How?", kinds.RUBRIC, scale=FIVE.id, options=FIVE.options, levels=("a", "b", "c", "d", "e")
    ),
    choose("role", *ROLES),
    subscales=(subscale("a", ITEMS[0]),),
    validation=ValidationPlan(groups=("role",)),
)
WAVE = WaveFacts("Spring", "A study", "A network", "full", 5, "2027-05-08", True, "f" * 64)


def people(answers: Sequence[Sequence[int]], groups: Sequence[int]) -> np.ndarray:
    """Codes of people: two answers and the number of the group, the last of which is left blank."""
    roles = np.where(np.array(groups) == len(ROLES), BLANK, groups)
    return np.column_stack([np.array(answers).reshape(-1, 2), roles]).astype(np.uint8)


def result(
    schools: Sequence[np.ndarray], previous: Mapping[str, Any] | None = None, used: Instrument = SMALL
) -> dict[str, Any]:
    """The frozen result of schools with these people; site ids are 0, 1, 2, ..."""
    names = tuple(f"School {number}" for number in range(len(schools)))
    facts = [
        SiteFacts(at, name, len(one), None) for at, (name, one) in enumerate(zip(names, schools, strict=True))
    ]
    codes = np.concatenate(list(schools))
    sites = np.repeat(np.arange(len(schools)), [len(one) for one in schools])

    def blocks() -> Iterator[Block]:
        yield Block(codes, sites, names)

    whole = None if previous is None else as_whole(previous)
    return as_document(build(WAVE, used, facts, blocks, previous=whole))


def published(part: Mapping[str, Any], by: str = "role") -> set[str]:
    return {one["id"] for grouping in part["groups"] if grouping["by"] == by for one in grouping["groups"]}
