"""Formulas over scores are composites where they do what one does; all else is told and left out."""

from pathlib import Path

import pytest

from engine.exchange.foreign.expressions import Grammar, NotReadError, read_expression
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.loading.folder import load
from tests.engine.exchange.foreign.real_files import draft
from tests.engine.exchange.foreign.test_stated_scores import rated

GRAMMAR = Grammar(bare_names=True)
ASKED = {id: rated(id, *"12345") for id in "abcdefgh"} | {id: rated(id, *"0123") for id in "xy"}
SAID = {
    "one": "if(count(a, b) >= 1, mean(a, b), '')",
    "two": "if(count(c, d, e) >= 2, (mean(c, d, e) - 1) * 25, '')",
    "turned": "(6 - f + g) / 2",
    "sums": "a + b",
    "other": "c + d",
    "apart": "x + y",
}
RAW_TWO = "(two / 25 + 1)"


def read(formula: str, *names: str, blank_is_zero: bool = False) -> FormulaScores:
    found = FormulaScores(ASKED, blank_is_zero)
    for name in names:
        found.read(name, read_expression(SAID[name], GRAMMAR), "here")
    found.read("all", read_expression(formula, GRAMMAR), "here")
    return found


@pytest.mark.parametrize(
    ("formula", "names", "method", "rescale", "least"),
    [
        (f"(one + {RAW_TWO}) / 2", ("one", "two"), "mean", None, 2),
        (f"mean(one, {RAW_TWO}, turned)", ("one", "two", "turned"), "mean", None, 1),
        (
            f"if(count(one, two, turned) >= 2, mean(one, {RAW_TWO}, turned), '')",
            ("one", "two", "turned"),
            "mean",
            None,
            2,
        ),
        (f"((one + {RAW_TWO}) / 2 - 1) * 25", ("one", "two"), "mean", (0, 100), 2),
        ("if(count(one, turned) >= 1, mean(one, turned) * 2, '')", ("one", "turned"), "sum", None, 1),
        ("mean(sums, other)", ("sums", "other"), "mean", None, 1),
    ],
)
def test_a_score_of_scores_is_known_by_what_it_computes(
    formula: str, names: tuple[str, ...], method: str, rescale: tuple[float, float] | None, least: int
) -> None:
    found = read(formula, *names)
    (composite,) = found.composites
    assert composite.of == names
    assert (composite.method, composite.rescale, composite.minimum_answered) == (method, rescale, least)
    assert [score.id for score in found.scores] == list(names)


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        (f"(one + 2 * {RAW_TWO}) / 3", ("one", "two")),  # weighed
        ("(one + two) / 2", ("one", "two")),  # of different ranges, one of 1 to 5 and one of 0 to 100
        (f"(one + {RAW_TWO} + h) / 3", ("one", "two")),  # an answer beside the scores
        (f"if(one <> '', mean(one, {RAW_TWO}), '')", ("one", "two")),  # not the same of all
        (
            f"coalesce(one, 1) + coalesce({RAW_TWO}, 1)",
            ("one", "two"),
        ),  # a missing score counts as the lowest
        ("mean(sums, apart)", ("sums", "apart")),  # sums of 2 to 10 and of 0 to 6
        ("if(one > 3, one, turned)", ("one", "turned")),
    ],
)
def test_what_is_no_score_of_scores_is_left_out(formula: str, names: tuple[str, ...]) -> None:
    with pytest.raises(NotReadError):
        read(formula, *names)


def test_answers_of_which_all_count_alike_stay_one_score() -> None:
    found = read("a + b + c + d", "sums", "other")
    assert not found.composites
    assert found.scores[-1].items == tuple("abcd")


def test_where_a_blank_counts_as_nothing_a_plain_mean_of_scores_is_told() -> None:
    with pytest.raises(NotReadError):
        read(f"(one + {RAW_TWO}) / 2", "one", "two", blank_is_zero=True)


XLSFORM = """survey,,,,
,type,name,label,calculation
,begin group,g,Agree?,
{rows}
,end group,,,
,calculate,first,First,(${{q1}} + ${{q2}}) div 2
,calculate,second,Second,(${{q3}} + ${{q4}} + ${{q5}}) div 3
,calculate,both,Both scores,(${{first}} + ${{second}}) div 2
,calculate,weighed,Weighed,${{first}} + 2 * ${{second}}
choices,,,,
,list_name,name,label,
{options}
"""


def test_a_composite_comes_over_with_its_label_and_a_weighed_one_is_told(tmp_path: Path) -> None:
    rows = "\n".join(f",select_one agree,q{number},Item {number}," for number in range(1, 6))
    options = "\n".join(f",agree,{value},Answer {value}," for value in range(1, 6))
    form = tmp_path / "form.csv"
    form.write_text(XLSFORM.format(rows=rows, options=options))
    folder = tmp_path / "draft"
    folder.mkdir()
    report, _ = draft(form, folder, language="en")
    (composite,) = load(folder).composites
    assert (composite.id, composite.label, composite.of) == ("both", "Both scores", ("first", "second"))
    assert (composite.score.method, composite.score.minimum_answered) == ("mean", 2)
    assert [loss["what"].partition(" ")[0] for loss in report["losses"]] == ["weighed"]
