"""The tables behind `validate --json`: every path leads somewhere, and values become what JSON has."""

import math
from typing import Any

import numpy as np
import pytest

from engine.validation import paths
from engine.validation.findings import Findings
from engine.validation.study_json import study_json
from psychometrics.contract import Caution
from tests.engine.validation.made import answers, study, with_everything


@pytest.mark.slow
def test_every_path_leads_to_a_value_in_a_full_study(monkeypatch: pytest.MonkeyPatch) -> None:
    there: dict[str, bool] = {}
    at = paths.at

    def noted(path: str, part: Any, study: Findings) -> Any:
        value = at(path, part, study)
        there[path] = there.get(path, False) or value is not None
        return value

    monkeypatch.setattr(paths, "at", noted)
    for found in with_everything():
        study_json(found)
    assert len(there) > 200
    assert [path for path, found in there.items() if not found] == []


def test_a_misspelt_path_is_no_null() -> None:
    with pytest.raises(AttributeError):
        paths.read("cause.missing", Caution("code", "where", "cause", "remedy"), study(answers(40, 4)))


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (math.nan, None),
        (math.inf, None),
        (np.float64(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1.0, math.nan]]), [[1.0, None]]),
        ((1, "a", None), [1, "a", None]),
        ({1: np.array([2])}, {"1": [2]}),
        (
            Caution("code", "where", "cause", "remedy"),
            {"code": "code", "where": "where", "cause": "cause", "remedy": "remedy"},
        ),
    ],
)
def test_values_as_json_has_them(value: object, json: object) -> None:
    assert paths.as_json(value) == json
