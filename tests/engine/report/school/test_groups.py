"""Groups of staff: a difference may be called a gap only where the study of the wave allows it."""

import re
from datetime import date

import pytest

from engine.report.document import Bullets, Paragraph
from engine.report.school.groups import _understood
from engine.results.examined import ExaminedGroups, ExaminedScore, Outcome
from tests.engine.report.small_results import measure, result
from tests.kept import as_result


def words(outcome: Outcome, items: tuple[str, ...] = ()) -> str:
    measures = as_result(result(measures=[measure()])).measures
    scores = {measures[0].id: ExaminedScore(outcome, items)}
    found = _understood(ExaminedGroups(("Teacher", "Aide"), date(2026, 5, 4), scores), measures)
    assert isinstance(found, Bullets)
    (text,) = found.items
    return str(text)


@pytest.mark.parametrize("outcome", ["equal", "partly", "differs", "open", "untested"])
def test_only_what_is_shown_to_be_understood_alike_may_be_called_a_gap(outcome: Outcome) -> None:
    said = words(outcome, ("A1",) if outcome == "partly" else ())
    assert ("may be called a gap" in said) == (outcome == "equal")
    assert ("Call no difference a gap" in said) == (outcome != "equal")
    assert "“Teacher” and “Aide”" in said
    assert "May 4, 2026" in said


def test_groups_that_no_study_examined_are_a_description_and_no_gap() -> None:
    measures = as_result(result(measures=[measure()])).measures
    found = _understood(None, measures)
    assert isinstance(found, Paragraph)
    assert re.search("has not been examined.*call it no gap", str(found.text))
