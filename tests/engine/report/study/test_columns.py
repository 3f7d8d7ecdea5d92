"""Tables whose columns are paths into a study: each leads somewhere, and what is not there is a dash."""

from typing import Any

import pytest

from engine.printed import ABSENT, coefficient, count
from engine.report.study import columns, study_document
from engine.report.study.terminal import summary
from psychometrics.estimate import Estimate
from tests.engine.report.numbers import unmade_numbers
from tests.engine.validation.made import with_everything


@pytest.mark.slow
def test_every_path_leads_to_a_value_in_a_full_study(monkeypatch: pytest.MonkeyPatch) -> None:
    there: dict[str, bool] = {}
    at = columns.at

    def noted(path: str, part: Any) -> Any:
        value = at(path, part)
        there[path] = there.get(path, False) or value is not None
        return value

    monkeypatch.setattr(columns, "at", noted)
    for found in with_everything():
        assert summary(found)
    assert len(there) > 80
    assert [path for path, found in there.items() if not found] == []


def test_a_row_a_part_and_a_dash_for_what_is_not_there() -> None:
    parts = (("a", Estimate(0.5, 0.4, 0.6)), ("b", None))
    made = columns.named_table("T", (("r", coefficient, "value"), ("95% CI", columns.brackets, "")), parts)
    assert made.rows == (("a", ".50", "[.40, .60]"), ("b", ABSENT, ABSENT))
    assert [column.label for column in made.columns] == ["Scale", "r", "95% CI"]


def test_ways_to_print() -> None:
    found = Estimate(0.5, 0.4, 0.6)
    assert columns.estimate(found) == "0.50 [0.40, 0.60]"
    assert columns.interval(found) == columns.interval((0.4, 0.6)) == ".40 to .60"
    assert (columns.how_many(None), columns.len_of("ab")) == ("0", count(2))


@pytest.mark.slow
def test_every_number_in_a_table_is_one_for_files_too() -> None:
    for found in with_everything():
        assert list(unmade_numbers(study_document(found))) == []
