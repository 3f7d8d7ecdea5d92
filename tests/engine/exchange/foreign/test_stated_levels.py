"""Formulas that give words for bands of a score are its levels; all else is none."""

from pathlib import Path

import pytest

from engine.exchange.foreign.computing import FormulaReading
from engine.exchange.foreign.expressions import NotReadError, read_expression
from engine.exchange.foreign.formula_scores import FormulaScores
from engine.exchange.foreign.stated_levels import stated_levels
from engine.loading.folder import load
from tests.engine.exchange.foreign.real_files import draft
from tests.engine.exchange.foreign.test_formula_scores import ASKED, GRAMMAR

THREE = "if(s <> '', if(s < 10, 'Low', if(s < 20, 'Some', 'High')), '')"


def levels(formula: str) -> list[tuple[str, float | None]]:
    found = stated_levels(read_expression(formula, GRAMMAR), "s", FormulaReading())
    return [(level.texts[""], level.below) for level in found]


@pytest.mark.parametrize(
    "formula",
    [
        THREE,
        "if(s >= 20, 'High', if(s >= 10, 'Some', if(s < 10, 'Low', '')))",
        "if(s <> '', if(s >= 10 and s < 20, 'Some', if(s < 10, 'Low', 'High')), '')",
        "if(s <> '', if(s + 0.000000001 < 10, 'Low', if(s + 0.000000001 < 20, 'Some', 'High')), '')",
    ],
)
def test_bands_in_words_are_levels_however_they_are_written(formula: str) -> None:
    assert levels(formula) == [("Low", 10), ("Some", 20), ("High", None)]


@pytest.mark.parametrize(
    "formula",
    [
        "if(s <> '', if(s <= 10, 'Low', 'High'), '')",  # a score equal to a cut has not reached it
        "if(s < 10, 'Low', 'High')",  # whoever answered nothing is high
        "if(s >= 10, if(s < 20, 'Some', 'High'), '')",  # the lowest have no level
        "if(s <> '', if(s < 10, 'Far', if(s < 20, 'Near', 'Far')), '')",  # one word for two bands
        "if(s <> '', if(s < 10, 1, 2), '')",  # numbers
        "if(s <> '', if(s < 30 - 20, 'Low', if(s < 25, 'Some', 'High')), '')",  # a cut that is computed
        "if(s <> '', 'Here', '')",
        "if(round(s) < 10, 'Low', 'High')",
    ],
)
def test_what_gives_no_words_for_bands_from_a_cut_on_is_none(formula: str) -> None:
    assert levels(formula) == []


def test_levels_belong_to_a_score_before_them_and_are_not_said_twice() -> None:
    found = FormulaScores(ASKED)
    with pytest.raises(NotReadError):
        found.read("band", read_expression(THREE, GRAMMAR), "here")
    found.read("s", read_expression("a + b", GRAMMAR), "here")
    found.read("band", read_expression(THREE, GRAMMAR), "here")
    (score,) = found.scores
    assert [level.below for level in score.levels] == [10, 20, None]
    with pytest.raises(NotReadError):
        found.read("again", read_expression(THREE, GRAMMAR), "here")


REDCAP = """"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels"
record_id,f,text,Record,
q1,f,radio,First,"0, Never | 1, Some days | 2, Most days | 3, Every day"
q2,f,radio,Second,"0, Never | 1, Some days | 2, Most days | 3, Every day"
total,f,calc,Total,"[q1]+[q2]"
band,f,calc,Band,"if([total]<>'',if([total]<2,'Calm',if([total]<5,'Tense','Alarmed')),'')"
"""


def test_a_band_of_a_total_comes_over_as_levels(tmp_path: Path) -> None:
    form, folder = tmp_path / "form.csv", tmp_path / "draft"
    form.write_text(REDCAP)
    folder.mkdir()
    report, _ = draft(form, folder, language="en")
    (total,) = load(folder).subscales
    assert [(level.label, level.below) for level in total.levels] == [
        ("Calm", 2),
        ("Tense", 5),
        ("Alarmed", None),
    ]
    assert not [loss for loss in report["losses"] if loss["code"] == "calculation_lost"]
