"""Rules on blocks decide for every person what they decide for one."""

import itertools

import numpy as np
import pytest

from engine.instrument import kinds
from engine.instrument.kinds import CHOSEN, NOT_CHOSEN
from engine.instrument.model import Item
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, AtMost, Is, Not, Rule, holds
from engine.responses.layout import BLANK, FIRST_NON_ANSWER, layout
from engine.responses.show_if import shown_rows
from tests.small import choose, instrument, likert

YEARS = Item("years", "Years?", kinds.NUMBER)
ASKED = instrument(
    likert("A"),
    choose("role", "teacher", "leader"),
    choose("grades", "low", "high", kind=kinds.CHOOSE_MANY),
    YEARS,
)
GRADES = ((NOT_CHOSEN, NOT_CHOSEN), (CHOSEN, NOT_CHOSEN), (CHOSEN, CHOSEN), (BLANK, BLANK))
CODES = np.array(
    [
        (a, role, *grades)
        for a, role, grades in itertools.product((0, 4, FIRST_NON_ANSWER), (0, 1, BLANK), GRADES)
    ],
    dtype=np.uint8,
)
OPENS = tuple({"years": row % 5} if row % 3 else {} for row in range(len(CODES)))


@pytest.mark.parametrize(
    "rule",
    [
        Is("role", ("leader",)),
        Is("grades", ("high",)),
        Answered("grades"),
        AtLeast("A", 3),
        AtMost("years", 2),
        Not(Answered("years")),
        All(
            (Is("role", ("teacher",)), AnyOf((AtLeast("A", 5), Is("grades", ("low",)), AtLeast("years", 4))))
        ),
    ],
)
def test_a_block_is_decided_as_each_person_is(rule: Rule) -> None:
    places = layout(ASKED)
    one_by_one = [
        holds(rule, places.decode(row.tobytes()) | dict(opens))
        for row, opens in zip(CODES, OPENS, strict=True)
    ]
    assert 0 < sum(one_by_one) < len(CODES)
    assert shown_rows(ASKED, rule, CODES, OPENS).tolist() == one_by_one


def test_without_open_answers_they_count_as_blank_and_nobody_is_nobody() -> None:
    assert not shown_rows(ASKED, Answered("years"), CODES).any()
    assert shown_rows(ASKED, Answered("years"), CODES[:0]).tolist() == []
