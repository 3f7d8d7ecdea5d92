"""Formulas that do what a score does are scores, however they are written; all others are told and left out."""

import pytest

from engine.exchange.foreign.expressions import Grammar, NotReadError, read_expression
from engine.exchange.foreign.facts import AskedOption, AskedQuestion, StatedScore
from engine.exchange.foreign.stated_scores import stated_score

GRAMMAR = Grammar(bare_names=True)


def rated(id: str, *codes: str) -> AskedQuestion:
    return AskedQuestion(id, "scale", {"": id}, id, options=tuple(AskedOption(code) for code in codes))


ASKED = {id: rated(id, *"12345") for id in "abc"} | {
    "d": rated("d", *"0123"),
    "words": rated("words", "low", "high"),
    "age": AskedQuestion("age", "number", {"": "Age"}, "age"),
}


def read(formula: str, *, blank_is_zero: bool = False) -> StatedScore:
    return stated_score(
        "score", read_expression(formula, GRAMMAR), ASKED, "here", blank_is_zero=blank_is_zero
    )


@pytest.mark.parametrize(
    ("formula", "method", "turned", "rescale", "least"),
    [
        ("a + (6 - b) + c", "sum", "b", None, 3),
        ("(a + 6 - b + c) / 3", "mean", "b", None, 3),
        ("(6 - a + 6 - b) / 2", "mean", "ab", None, 2),
        ("((a + b + c) / 3 - 1) * 100 / 4", "mean", "", (0, 100), 3),
        ("25 * (mean(a, b, c) - 1)", "mean", "", (0, 100), 1),
        ("a + b + c - 3", "mean", "", (0, 12), 3),
        ("(a + b + c) * 2", "mean", "", (6, 30), 3),
        ("if(count(a, b, c) >= 2, mean(a, b, c), '')", "mean", "", None, 2),
        ("if(count(a, b, c) > 1, sum(a, b, c) / count(a, b, c), '')", "mean", "", None, 2),
        ("if(a <> '' and b <> '', sum(a, 6 - b), 'NaN')", "sum", "b", None, 2),
        ("if(is_empty(a) or is_empty(b), '', a + 6 - b)", "sum", "b", None, 2),
    ],
)
def test_a_formula_is_read_by_what_it_does(
    formula: str, method: str, turned: str, rescale: tuple[float, float] | None, least: int
) -> None:
    found = read(formula)
    assert (found.method, found.turned, found.rescale) == (method, frozenset(turned), rescale)
    assert found.minimum_answered == least
    assert not found.partial


@pytest.mark.parametrize(
    "formula", ["coalesce(a, 0) + coalesce(6 - b, 0)", "if(count(a, b) >= 1, sum(a, 6 - b), '')"]
)
def test_what_counts_a_missing_answer_as_nothing_is_told(formula: str) -> None:
    assert read(formula).partial


def test_where_a_tool_adds_a_blank_as_nothing_its_plain_sum_does_so_too() -> None:
    found = read("a + b", blank_is_zero=True)
    assert (found.minimum_answered, found.partial) == (1, True)
    assert not read("if(a >= 1 and b >= 1, a + 6 - b, '')", blank_is_zero=True).partial


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("2 * a + b", "count alike"),
        ("a * b", "no sum or mean"),
        ("if(a > 3, 5, a) + b", "no sum or mean"),
        ("if(a = 2, 9, a) + b", "no sum or mean"),
        ("a + 6 - d", "different ranges"),
        ("if(a <> '', mean(a, b, c), '')", "which questions are answered"),
        ("6 - a", "several answers"),
        ("age - a", "'age' is not answered by one of several numbers"),
        ("words - a", "'words' are no numbers"),
        ("a - gone", "'gone' is no question here"),
        ("round(a - b)", "round() has no counterpart"),
        ("a - 'x' + b", "the word 'x'"),
        ("if(a > 0, 'high', 'low') + b", "the word"),
        ("a ^ b", "computes by"),
    ],
)
def test_what_does_something_else_is_no_score(formula: str, why: str) -> None:
    with pytest.raises(NotReadError, match=why.replace("(", r"\(").replace(")", r"\)")):
        read(formula)
