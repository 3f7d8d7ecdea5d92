"""Two scores read together: a corner is named only where both intervals stay on one side of their cuts."""

import pytest

from engine.report.document import Paragraph, Section, Table
from engine.report.school.together import UNIT, together_sections
from engine.report.square import SquareFigure
from tests.engine.report.school.of_json import shown_school
from tests.engine.report.small_results import measure, result, score, site
from tests.kept import as_result

CORNERS = [{"id": id, "text": f"Perhaps {id}."} for id in ("both", "this", "other", "neither")]
PAIR = {"this": "safety", "other": "promises", "cuts": [60, 60], "corners": CORNERS}


def section(
    this: tuple[float, float, float], other: tuple[float, float, float], **changes: object
) -> Section:
    """The section of means with the ends of their intervals."""
    made = result(
        measures=[
            {**measure(), "id": "safety", "label": "Safety"},
            {**measure(), "id": "promises", "label": "Promises"},
        ],
        together=[PAIR],
    )
    scores = {
        id: score(mean, low=low, high=high)
        for id, (low, mean, high) in (("safety", this), ("promises", other))
    }
    (found,) = together_sections(as_result(made), shown_school(site(scores, **changes)))
    return found


@pytest.mark.parametrize(
    ("this", "other", "words"),
    [
        ((61, 70, 79), (65, 72, 80), "Safety and promises above the cut: both 95% intervals stay"),
        ((61, 70, 79), (40, 50, 59), "Safety above the cut, promises below: both"),
        ((40, 50, 59), (61, 70, 79), "Safety below the cut, promises above: both"),
        ((40, 50, 59), (41, 50, 59), "Safety and promises below the cut: both"),
        ((60, 70, 79), (65, 72, 80), "No corner is named: the 95% interval of “Safety” holds the cut"),
        ((61, 70, 79), (52, 59, 60), "No corner is named: the 95% interval of “Promises” holds the cut"),
        ((50, 60, 70), (52, 60, 66), "No corner is named: both 95% intervals hold their cut"),
    ],
)
def test_a_corner_is_named_only_where_both_intervals_stay_on_one_side(
    this: tuple[float, float, float], other: tuple[float, float, float], words: str
) -> None:
    first = section(this, other).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith(words)


def test_the_figure_has_the_box_of_both_intervals_and_the_table_says_the_same() -> None:
    figure = section((61, 70, 79), (40, 50, 59)).blocks[2]
    assert isinstance(figure, SquareFigure)
    assert [(place.across, place.up) for place in figure.places] == [((61, 70, 79), (40, 50, 59))]
    assert isinstance(figure.table, Table)
    assert figure.table.rows[0][1:6] == ("70", "61 to 79", "50", "40 to 59", "31")


def test_teams_that_the_rules_show_stand_beside_all_and_no_other_group_does() -> None:
    def grouping(by: str) -> dict[str, object]:
        scores = {"n": 12, "mean": 55, "low": 45, "high": 65}
        found = {"groups": {"g7": scores}, "rest": scores, "gaps": {}}
        return {
            "by": by,
            "question": "Which?",
            "groups": [{"id": "g7", "label": "Grade 7", "n": 12, "roster": None}],
            "rest": {"n": 19, "roster": None},
            "measures": {"safety": found, "promises": found},
        }

    figure = section(*((61, 70, 79), (40, 50, 59)), groups=[grouping("role"), grouping(UNIT)]).blocks[2]
    assert isinstance(figure, SquareFigure)
    assert [place.label for place in figure.places] == ["All who answered", "Grade 7"]
    assert figure.table.rows[1][-1] == "Between: an interval holds the cut"


def test_no_score_of_either_no_place() -> None:
    made = result(measures=[{**measure(), "id": "safety"}, {**measure(), "id": "promises"}], together=[PAIR])
    part = shown_school(site({"safety": score(70), "promises": None}))
    assert together_sections(as_result(made), part) == []
