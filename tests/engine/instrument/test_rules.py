"""Show-if rules: what holds for which answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.instrument.rules import (
    All,
    Answer,
    Answered,
    AnyOf,
    AtLeast,
    AtMost,
    Is,
    Not,
    Rule,
    holds,
    named_items,
)

ANSWERS: dict[str, Answer] = {"role": "teacher", "years": 4, "grades": ("k", "g1"), "score": 2.5}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Is("role", ("teacher", "leader")), True),
        (Is("role", ("leader",)), False),
        (Is("grades", ("g1", "g9")), True),
        (Is("grades", ("g9",)), False),
        (Is("years", (4,)), True),
        (Is("years", ("4",)), False),
        (Is("unanswered", ("x",)), False),
        (AtLeast("years", 4), True),
        (AtLeast("years", 4.5), False),
        (AtMost("score", 2.5), True),
        (AtMost("score", 2), False),
        (AtLeast("role", 0), False),
        (AtLeast("grades", 0), False),
        (AtLeast("unanswered", 0), False),
        (AtMost("unanswered", 99), False),
        (Answered("role"), True),
        (Answered("unanswered"), False),
        (All((Answered("role"), AtLeast("years", 1))), True),
        (All((Answered("role"), Answered("unanswered"))), False),
        (AnyOf((Answered("unanswered"), Answered("role"))), True),
        (AnyOf((Answered("unanswered"), Is("role", ("leader",)))), False),
        (Not(Answered("unanswered")), True),
        (Not(Answered("role")), False),
    ],
)
def test_what_holds(rule: Rule, expected: bool) -> None:
    assert holds(rule, ANSWERS) is expected


IDS = st.sampled_from(["a", "b", "c"])
NUMBERS = st.integers(-3, 3)
LEAVES = (
    st.builds(Is, IDS, st.lists(NUMBERS, min_size=1, max_size=2).map(tuple))
    | st.builds(AtLeast, IDS, NUMBERS)
    | st.builds(AtMost, IDS, NUMBERS)
    | st.builds(Answered, IDS)
)
SOME = st.lists(LEAVES, min_size=1, max_size=3).map(tuple)
RULES = st.recursive(
    LEAVES, lambda inner: st.builds(Not, inner) | st.builds(All, SOME) | st.builds(AnyOf, SOME), max_leaves=8
)
GIVEN = st.dictionaries(IDS, NUMBERS)


@given(RULES, GIVEN)
def test_not_turns_every_rule_around(rule: Rule, answers: dict[str, Answer]) -> None:
    assert holds(Not(rule), answers) is not holds(rule, answers)
    assert holds(Not(Not(rule)), answers) is holds(rule, answers)


@given(SOME, GIVEN)
def test_any_is_what_is_left_when_not_all_fail(rules: tuple[Rule, ...], answers: dict[str, Answer]) -> None:
    assert holds(AnyOf(rules), answers) is not holds(All(tuple(Not(one) for one in rules)), answers)


@given(RULES, GIVEN, NUMBERS)
def test_a_rule_looks_at_the_items_it_names_and_no_others(
    rule: Rule, answers: dict[str, Answer], other: int
) -> None:
    named = named_items(rule)
    assert holds(rule, {id: one for id, one in answers.items() if id in named}) is holds(rule, answers)
    assert holds(rule, {**answers, "elsewhere": other}) is holds(rule, answers)


def test_the_items_that_a_rule_names() -> None:
    rule = All((Is("a", (1,)), Not(AnyOf((Answered("b"), AtLeast("c", 1), AtMost("a", 2))))))
    assert named_items(rule) == {"a", "b", "c"}
