"""Responses of a few small schools, for the tests of files that researchers take."""

from typing import Any

import numpy as np

from engine.disclosure.responses_file import Released, deidentify
from engine.instrument import kinds
from engine.instrument.model import Instrument, Item
from engine.instrument.rules import Is
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, NOT_SHOWN, Block, layout
from tests.small import choose, instrument, likert, subscale

KEY = b"a key for tests"


def small() -> Instrument:
    """A score item, a role, a question for leaders only, years, a date and words."""
    return instrument(
        likert("A1"),
        choose("role", "teacher", "leader"),
        likert("L1", show_if=Is("role", ("leader",))),
        Item("years", "Years?", kinds.NUMBER, minimum=0, maximum=60, whole=True),
        Item("born", "Born?", kinds.DATE),
        Item("more", "More?", kinds.LONG_TEXT),
        subscales=(subscale("vision", "A1", "L1"),),
    )


def teachers(number: int) -> list[tuple[int, ...]]:
    """People who answer 1 to 5 in turn, one of them blank, one "can't judge", none asked L1."""
    given = [place % 5 for place in range(number)]
    given[:2] = [BLANK, FIRST_NON_ANSWER]
    return [(code, 0, NOT_SHOWN) for code in given]


def leaders(number: int) -> list[tuple[int, ...]]:
    return [(4, 1, 4)] * number


def block(made: Instrument, *schools: list[tuple[int, ...]]) -> Block:
    sites = [place for place, people in enumerate(schools) for _ in people]
    names = tuple(f"School {place}" for place in range(len(schools)))
    ids = tuple(70 + place for place in range(len(schools)))
    people = [person for school in schools for person in school]
    codes = np.array(people, dtype=np.uint8).reshape(len(people), layout(made).width)
    return Block(codes, np.array(sites, dtype=np.int64), names, ids)


def release(*schools: list[tuple[int, ...]], shown: frozenset[int] | None = None, **given: Any) -> Released:
    made = given.pop("made", None) or small()
    one = block(made, *schools)
    return deidentify(
        made,
        made.main_form,
        [one],
        given.pop("open_answers", {}),
        schools=frozenset(one.site_ids) if shown is None else shown,
        least=10,
        crossed=given.pop("crossed", 20),
        key=given.pop("key", KEY),
        **given,
    )
