"""What a worksheet's fields take from a form, and what they refuse, wherever it comes from."""

from datetime import date
from typing import Any

import pytest

from engine.playbooks.filled import (
    LONGEST_LINE,
    LONGEST_PROSE,
    MOST_ROWS,
    changed_fields,
    misfits,
    rows_in,
    tidied,
    typed_value,
)
from engine.playbooks.folder import find_playbook
from engine.playbooks.timeline import TIMELINE, late_steps, steps_in

FOLDER = find_playbook("collective-leadership")
PLAYBOOK = FOLDER.playbook
CONSTRUCTS = {construct.id for construct in FOLDER.constructs.constructs}


def sheet(id: str) -> Any:
    found = PLAYBOOK.worksheet(id)
    assert found is not None
    return found


@pytest.mark.parametrize("one", PLAYBOOK.worksheets, ids=lambda one: one.id)
def test_the_example_of_every_worksheet_fits_its_fields(one: Any) -> None:
    sealed = {field.id for field in one.fields if field.sealed}
    example = {id: value for id, value in (one.example or {}).items() if id not in sealed}
    assert list(misfits(one, example, CONSTRUCTS)) == []


@pytest.mark.parametrize(
    ("id", "value", "kind"),
    [
        ("nothing", "x", "unknown"),
        ("prediction_low", 5, "unknown"),  # sealed, and so not among what a team may change
        ("barrier", "x" * (LONGEST_LINE + 1), "long"),
        ("cause", "x" * (LONGEST_PROSE + 1), "long"),
        ("cause", 5, "text"),
        ("cause", None, "text"),
        ("condition", "weather", "choice"),
        ("challenge", "hard", "choice"),
        ("local_evidence", "x", "rows"),
        ("local_evidence", ["x"], "rows"),
        ("local_evidence", [{}] * (MOST_ROWS + 1), "many"),
        ("local_evidence", [{"looked_at": "Notes", "date": "2026-02-30"}], "date"),
        ("local_evidence", [{"looked_at": "Notes", "date": "20260202"}], "date"),
        ("local_evidence", [{"else": "Notes"}], "unknown"),
    ],
)
def test_a_value_that_a_field_cannot_hold_is_found(id: str, value: Any, kind: str) -> None:
    assert [found.kind for found in misfits(sheet("theory_of_action"), {id: value}, CONSTRUCTS)] == [kind]


@pytest.mark.parametrize(
    ("value", "kind"),
    [(-1, "small"), (11, "large"), (True, "number"), ("5", "number"), (float("nan"), "number")],
)
def test_a_number_stays_within_its_limits(value: Any, kind: str) -> None:
    assert [one.kind for one in misfits(sheet("monthly_check_in"), {"energy": value}, ())] == [kind]


@pytest.mark.parametrize(
    ("id", "text", "value", "kind"),
    [
        ("hours", " 12,5 ", 12.5, None),
        ("hours", "12", 12, None),
        ("hours", "1,234", None, "number"),  # 1.234 or 1234: nothing here chooses
        ("hours", "some", None, "number"),
        ("hours", " ", None, None),
        ("initiative", " A  new\r\nschedule ", "A new schedule", None),
        ("asked_by", "state", "state", None),
        ("asked_by", "moon", "moon", "choice"),
    ],
)
def test_a_typed_text_becomes_a_value_of_its_kind(id: str, text: str, value: Any, kind: str | None) -> None:
    columns = {one.id: one for one in sheet("initiative_inventory").field("initiatives").columns}
    assert typed_value(columns[id], text, ()) == (value, kind)


def test_what_is_empty_is_not_kept() -> None:
    given = {"a": "  ", "b": " x ", "c": [{"d": "", "e": " "}, {"d": "y"}], "f": [{}], "g": 0}
    assert tidied(given) == {"b": "x", "c": [{"d": "y"}], "g": 0}
    assert rows_in({"c": "text"}, "c") == ()


def test_what_changed_is_told_by_field() -> None:
    found = changed_fields(sheet("theory_of_action"), {"cause": "a", "barrier": "b"}, {"cause": "c"})
    assert [field.id for field in found] == ["barrier", "cause"]


def test_a_step_is_late_after_its_day_until_it_is_done_or_dropped() -> None:
    rows = [
        {"step": "Slots", "due": "2026-09-04", "status": "under_way"},
        {"step": "Cover", "due": "2026-09-03"},
        {"step": "Note", "due": "2026-09-03", "status": "done"},
        {"step": "Drop", "due": "2026-09-03", "status": "dropped"},
        {"step": "Open"},
    ]
    steps = steps_in({"steps": rows})
    assert [one.step for one in late_steps(steps, date(2026, 9, 4))] == ["Cover"]
    assert [one.step for one in late_steps(steps, date(2026, 9, 5))] == ["Cover", "Slots"]
    assert steps_in({}) == ()
    statuses = {
        option.value for column in sheet(TIMELINE).field("steps").columns for option in column.options or ()
    }
    assert {"done", "dropped"} < statuses
