"""Conditions and formulas of other tools: what is read, what a rule is made of it, and what is refused with why."""

import pytest

from engine.exchange.foreign.conditions import rule_of
from engine.exchange.foreign.expressions import NotReadError
from engine.exchange.foreign.facts import AskedOption, AskedQuestion
from engine.exchange.foreign.formats.xpath import call_rule, read_xpath
from engine.exchange.foreign.stated_scores import score_of
from engine.instrument.rules import rule_in_words


def question(id: str, asks: str, *codes: str) -> AskedQuestion:
    return AskedQuestion(id, asks, {"": id}, id, tuple(AskedOption(code, {"": code}) for code in codes))


ASKED = {
    one.id: one
    for one in (
        question("role", "choose_one", "teacher", "leader"),
        question("points", "scale", "0", "1", "2", "9"),
        question("many", "choose_many", "a", "b", "c"),
        question("years", "number"),
        question("name", "short_text"),
    )
}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("${role} = 'teacher'", "role is teacher"),
        ("${role}!='teacher'", "not role is teacher"),
        ("'teacher' = ${role}", "role is teacher"),
        ("selected(${many}, 'a')", "many is a"),
        ("${many} = 'a'", "(many is a and not many is b or c)"),
        ("not(selected(${many}, 'a'))", "not many is a"),
        ("selected(${many}, 'a') = false()", "not many is a"),
        ("${points} >= 1", "points is 1 or 2 or 9"),
        ("1 < ${points}", "points is 2 or 9"),
        ("${years} >= 5", "years is at least 5"),
        ("${years} > 5", "(years is at least 5 and not years is at most 5)"),
        ("${years} = 5.0", "years is 5"),
        ("${name} != ''", "name is answered"),
        ("${role} = ''", "not role is answered"),
        ("${role} = ‘teacher’", "role is teacher"),
        (
            "${role} = 'teacher' or ${role} = 'leader' and ${years} <= 2",
            "(role is teacher or (role is leader and years is at most 2))",
        ),
        ("(${role} = 'teacher' or ${name} != '') and true() = true()", None),
        ("${role} = ${name}", None),
        ("${name} = 'Ann'", None),
        ("${role} = 'cook'", None),
        ("count-selected(${many}) > 1", None),
        ("${years} + 1 > 3", None),
        ("${who} = 'x'", None),
        ("${role} = 'teacher", None),
        ("((((", None),
        ("(" * 5000, None),
        ("not " * 5000 + "${name}", None),
        ("", None),
    ],
)
def test_a_condition_is_the_rule_that_it_says_or_is_refused(condition: str, said: str | None) -> None:
    if said is None:
        with pytest.raises(NotReadError):
            rule_of(read_xpath(condition), ASKED, call_rule)
    else:
        assert rule_in_words(rule_of(read_xpath(condition), ASKED, call_rule)) == said


@pytest.mark.parametrize(
    ("formula", "score"),
    [
        ("${a} + ${b} + ${c}", ("sum", ("a", "b", "c"), None)),
        ("(${a} + ${b}) div 2", ("mean", ("a", "b"), None)),
        ("sum(${a}, ${b})", ("sum", ("a", "b"), 1)),
        ("mean(${a}, ${b})", ("mean", ("a", "b"), 1)),
        ("(${a} + ${b}) div 3", None),
        ("${a} + 1", None),
        ("${a} + ${a}", None),
        ("${a} - ${b}", None),
        ("2 * ${a}", None),
        ("if(${a} > 1, 1, 0)", None),
    ],
)
def test_a_formula_is_a_score_only_where_it_is_a_plain_sum_or_mean(
    formula: str, score: tuple[str, tuple[str, ...], int | None] | None
) -> None:
    if score is None:
        with pytest.raises(NotReadError):
            score_of(read_xpath(formula))
    else:
        assert score_of(read_xpath(formula)) == score
