import re
from pathlib import Path

import pytest

from engine.authoring.readability import grade
from engine.instrument.publishing import by_number
from engine.loading import catalog
from engine.loading.construct_labels import construct_labels
from engine.loading.places import SHIPPED
from engine.playbooks.folder import find_playbook, playbook_of, playbook_problems
from engine.playbooks.json_schema import playbook_schema
from engine.playbooks.texts import in_other_words, texts_of
from tests.engine.playbooks.wrong import PLACE, TEXT, WRONG, unknown_playbook, wrong_playbook


def test_the_shipped_playbook_has_a_guide_for_each_condition_and_no_problem() -> None:
    found = find_playbook("collective-leadership")
    assert [problem for problem in playbook_problems(PLACE) if problem.refuses] == []
    assert [guide.id for guide in found.playbook.guides] == [one.id for one in found.constructs.constructs]
    assert playbook_of("system-conditions") is found
    assert playbook_of("big-five") is None


def test_a_guide_has_the_name_of_its_condition_in_every_language() -> None:
    """A result leads to a guide by that name, and a plan's list of conditions has the names of the guides."""
    found = find_playbook("collective-leadership")
    for language in found.languages:
        spoken, labels = found.spoken(language)[0], construct_labels(language)
        for guide in spoken.guides:
            assert guide.title == labels[guide.id], language


@pytest.mark.parametrize("code", WRONG)
def test_one_wrong_thing_is_said_with_its_line_and_a_remedy(code: str, tmp_path: Path) -> None:
    found = [problem for problem in wrong_playbook(code, tmp_path) if problem.code == code]
    before, after = WRONG[code]
    changed = TEXT[: TEXT.index(before)].count("\n") + 1
    lines = [int(problem.place.rpartition(":")[2]) for problem in found]
    assert lines
    assert all(problem.remedy for problem in found)
    if code not in ("guide_missing", "guide_steps", "core_task", "missing_key", "unknown_key"):
        assert any(changed - 1 <= line <= changed + after.count("\n") for line in lines), (changed, lines)


def test_a_playbook_that_is_not_there_is_refused_with_those_that_are() -> None:
    [problem] = unknown_playbook()
    assert problem.code == "unknown_playbook"
    assert "collective-leadership" in problem.remedy


def test_statements_are_set_beside_steps_in_each_version_of_the_survey() -> None:
    playbook = find_playbook("collective-leadership").playbook
    for version in sorted(catalog.versions(playbook.instrument), key=by_number):
        items = catalog.find(playbook.instrument, version).item_by_id
        for guide in playbook.guides:
            steps = {pull.step for pull in guide.pull if any(id in items for id in pull.items)}
            assert steps == {"why", "how", "do"}, (version, guide.id)


def test_every_text_can_be_said_otherwise_and_ids_stay() -> None:
    playbook = find_playbook("collective-leadership").playbook
    texts = texts_of(playbook)
    other = in_other_words(playbook, {id: f"<{text}>" for id, text in texts.items()})
    assert texts_of(other) == {id: f"<{text}>" for id, text in texts.items()}
    assert [guide.id for guide in other.guides] == [guide.id for guide in playbook.guides]


def test_the_schema_beside_the_instruments_is_that_of_the_format() -> None:
    assert (SHIPPED / "playbook.schema.json").read_text(encoding="utf-8") == playbook_schema()


def test_guides_read_at_the_grade_that_the_playbook_states() -> None:
    playbook = find_playbook("collective-leadership").playbook
    assert playbook.reading_grade is not None
    for guide in playbook.guides:
        assert grade(list(texts_of(guide).values())) <= playbook.reading_grade, guide.id


def test_the_spanish_says_every_text_and_keeps_its_numbers() -> None:
    found = find_playbook("collective-leadership")
    spanish, language = found.spoken("es-MX")
    assert language == "es"
    english, said = texts_of(found.playbook), texts_of(spanish)
    same = {id for id, text in said.items() if text == english[id]}
    assert {english[id] for id in same} <= {"17", "3", "11"}, same
    for id, text in said.items():
        assert _numbers(text) == _numbers(english[id]), id


def _numbers(text: str) -> list[str]:
    """Written in digits; ordinals of grades carry a point in Spanish."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", text.replace("º", "")))
