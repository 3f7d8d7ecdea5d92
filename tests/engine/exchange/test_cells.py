"""The one rule on formula signs, for every CSV file that is given out."""

import ast
from pathlib import Path

import pytest

from engine.exchange.cells import safe

SOURCES = [path for room in ("engine", "web") for path in (Path(__file__).parents[3] / room).rglob("*.py")]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_words_that_begin_like_a_formula_get_an_apostrophe(sign: str) -> None:
    assert safe(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"
    assert safe(f"Words {sign}SUM(A1)") == f"Words {sign}SUM(A1)"


@pytest.mark.parametrize("text", ["+1", "-5", "-.42", "-2+3", "-", "--1", "-1\n"])
def test_so_do_texts_that_look_like_numbers(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("number", [-5, -0.25, -1e-05, 10**15, 3])
def test_numbers_never_do(number: float) -> None:
    assert safe(number) == str(number)


def test_nothing_and_plain_words_stay() -> None:
    assert [safe(text) for text in ("", "Lincoln", "'quoted", "−5 is a minus of print")] == [
        "",
        "Lincoln",
        "'quoted",
        "−5 is a minus of print",
    ]


def test_no_other_place_has_a_rule_of_its_own() -> None:
    """A string that begins texts with an apostrophe, f"'{words}", stands in `cells` alone."""
    own = {
        path.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and node.values[0].value == "'"
        and len(node.values) == 2
    }
    assert own == {"cells.py"}
