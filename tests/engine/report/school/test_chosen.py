"""What schools chose, as parts of reports: with who and why for the school, without names for the hub."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.report.document import Bullets, Document, Paragraph, Section, Table
from engine.report.school.chosen import chosen_section, placed, school_section
from engine.store import Choice, ChoicePath
from tests.engine.report import small_results as small
from tests.engine.report.school.of_json import measure_of

MEASURES = [
    measure_of(small.measure(**named))
    for named in (
        {"id": "vision", "label": "Vision and strategy"},
        {"id": "trust", "label": "Trust"},
        {"id": "time", "label": "Time to meet"},
    )
]


def made(site: int = 1, *measures: str, **changed: Any) -> Choice:
    values: dict[str, Any] = {
        "id": site,
        "school_id": 100 + site,
        "site_id": site,
        "wave_id": 1,
        "path": ChoicePath.NEED,
        "measures": measures,
        "reason": f"Reason {site}.",
        "agreed_by": "the team",
        "who": "lea@ash.example",
        "name": "Lea Ash",
        "at": datetime(2027, 5, 8, 14, 5, tzinfo=UTC),
    }
    return Choice(**(values | changed))


def words(section: Section) -> str:
    texts = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            assert isinstance(block, Table)
            assert all(len(row) == len(block.columns) for row in block.rows)
            texts += [block.caption, *(" | ".join(row) for row in block.rows), block.note or ""]
    return "\n".join(texts)


def test_a_school_reads_what_it_chose_why_who_agreed_and_who_recorded_it_when() -> None:
    choice = made(1, "trust", "vision")
    text = words(school_section(choice, (choice,), MEASURES))
    assert "Meet a need: Vision and strategy, and trust." in text
    assert "Why: Reason 1." in text
    assert "Agreed by the team. Recorded by Lea Ash on May 8, 2027." in text
    assert "|" not in text, "one record has no history"
    assert "lea@ash.example" not in text


def test_the_history_names_each_record_and_what_was_taken_back() -> None:
    first = made(1, "trust", path=ChoicePath.STRENGTH)
    back = made(2, reason="", agreed_by="", name="Tom Ash", at=datetime(2027, 6, 1, 8, 0, tzinfo=UTC))
    text = words(school_section(back, (back, first), MEASURES))
    assert "took its choice back" in text
    assert "June 1, 2027, 8:00 AM UTC | Choice taken back | – | – | Tom Ash" in text
    assert "May 8, 2027, 2:05 PM UTC | Build on a strength: Trust | Reason 1. | the team | Lea Ash" in text


def test_nothing_recorded_is_said_as_that() -> None:
    section = school_section(None, (), MEASURES)
    assert (section.id, section.title) == ("chosen", "What we chose")
    assert "Nothing is recorded yet" in words(section)


def test_a_hub_reads_counts_of_all_and_reasons_of_those_that_are_named() -> None:
    choices = {
        1: made(1, "trust"),
        2: made(2, "trust", "time", path=ChoicePath.STRENGTH),
        3: made(3, "vision"),
        4: made(4, "trust"),
    }
    text = words(chosen_section(choices, MEASURES, {2: "Birch", 9: "Ivy"}))
    assert "4 schools recorded where they start: 3 to meet a need, 1 to build on a strength." in text
    assert "Trust | 3 | 2 | 1" in text
    assert "Time to meet | 1 | 0 | 1" in text
    assert "can add up to more than the schools" in text
    assert "Birch | Trust and time to meet | Build on a strength | Reason 2. | May 8, 2027" in text
    assert "Ivy" not in text
    for reason in ("Reason 1", "Reason 3", "Reason 4", "Lea", "the team"):
        assert reason not in text


@pytest.mark.parametrize("others", [0, 1, 2])
def test_fewer_than_three_without_a_name_are_in_no_count_and_leave_no_trace(others: int) -> None:
    named = {1: made(1, "trust"), 2: made(2, "vision")}
    choices = named | {10 + n: made(10 + n, "time", path=ChoicePath.STRENGTH) for n in range(others)}
    names = {1: "Ash", 2: "Birch"}
    assert chosen_section(choices, MEASURES, names) == chosen_section(named, MEASURES, names)
    assert "Time to meet | 0 | 0 | 0" in words(chosen_section(choices, MEASURES, names))
    alone = {site: one for site, one in choices.items() if site >= 10}
    assert "Nothing can be shown yet" in words(chosen_section(alone, MEASURES, names))


def test_schools_without_a_name_that_chose_alike_are_in_no_count() -> None:
    named = {1: made(1, "trust")}
    alike = {site: made(site, "time", *more) for site, more in ((11, ()), (12, ("trust",)), (13, ()))}
    names = {1: "Ash"}
    assert chosen_section(named | alike, MEASURES, names) == chosen_section(named, MEASURES, names)
    mixed = alike | {14: made(14, "vision")}
    assert "5 schools recorded" in words(chosen_section(named | mixed, MEASURES, names))


def test_one_school_is_one_school() -> None:
    text = words(chosen_section({1: made(1, "trust")}, MEASURES, {1: "Ash"}))
    assert "1 school that may be named here recorded where it starts: 1 to meet a need" in text


def test_a_long_list_of_names_is_cut_and_says_so() -> None:
    choices = {site: made(site, "trust") for site in range(1, 6)}
    names = {site: f"School {site}" for site in choices}
    text = words(chosen_section(choices, MEASURES, names, most_rows=2))
    assert "Trust | 5" in text
    assert "School 2 |" in text
    assert "School 3" not in text
    assert "The first 2 of 5 by name; the files hold all." in text
    assert "School 5 |" in words(chosen_section(choices, MEASURES, names))


def test_a_section_finds_its_place_in_a_document() -> None:
    def ids(*before: str, after: str = "start") -> list[str]:
        sections = tuple(Section(id, id, (Bullets(()),)) for id in before)
        document = Document("", "", "", sections)
        return [one.id for one in placed(document, Section("chosen", "", ()), after).sections]

    assert ids("scores", "start", "limits") == ["scores", "start", "chosen", "limits"]
    assert ids("scores", "limits", "methods") == ["scores", "chosen", "limits", "methods"]
    assert ids("scores") == ["scores", "chosen"]
    assert ids("a", "phases", "b", after="phases") == ["a", "phases", "chosen", "b"]
