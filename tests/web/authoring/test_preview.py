"""A definition being written is seen as the survey it would be, with its problems on top."""

import os
from pathlib import Path

import pytest

from tests.web.answering import Respondent
from web.authoring.preview import create_preview

DEFINITION = """\
id: meetings
version: 0.1.0
title: Staff meetings
language: en
licence: CC-BY-4.0
audience: staff
privacy: anonymous
minimum_group: 5
response_scales:
  yes2: {options: [{value: 1, label: A little}, {value: 2, label: A lot}]}
items:
  - {id: M1, text: Do meetings help?, scale: yes2}
  - {id: M2, text: What else?, kind: short_text}
subscales:
  - {id: help, label: Help, items: [M1], score: {method: mean, minimum_answered: 1}}
forms:
  full: {title: Everything, pages: [{items: [M1, M2]}]}
  one: {title: Only one, items: [M2]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "instrument.yaml").write_text(DEFINITION)
    return tmp_path


def rewrite(folder: Path, old: str, new: str) -> None:
    """Edit the definition; its time stamp moves on even where the clock is coarse."""
    file = folder / "instrument.yaml"
    file.write_text(file.read_text().replace(old, new))
    later = file.stat().st_mtime_ns + 10_000_000
    os.utime(file, ns=(later, later))


def reader(folder: Path, form: str = "full") -> Respondent:
    return Respondent(create_preview(folder), form)


def test_the_forms_are_listed_and_lead_to_their_pages(folder: Path) -> None:
    person = reader(folder).visit("/").see("Staff meetings", "Everything", "Only one")
    assert "/s/one/" in person.page.links
    person.open().see("Preview", "Answers go nowhere").start().see("Do meetings help?")


def test_a_form_may_be_offered_first(folder: Path) -> None:
    person = Respondent(create_preview(folder, form="one"), "one").visit("/")
    assert person.page.text.index("Only one") < person.page.text.index("Everything")


def test_the_way_to_the_thanks_is_the_respondents(folder: Path) -> None:
    person = reader(folder).start().answer(M1="1", M2="time").go().see("Ready to send?")
    person.submit().see("Your answers are in", "0000-0000-0000-0000")


def test_a_change_shows_at_once_and_answers_stay(folder: Path) -> None:
    person = reader(folder).start().answer(M1="2").go("stay")
    rewrite(folder, "Do meetings help?", "Do our meetings help?")
    assert person.open("1").see("Do our meetings help?").holds("M1") == ["2"]


def test_an_answer_to_a_question_that_is_gone_goes_with_it(folder: Path) -> None:
    person = reader(folder).start().answer(M1="2", M2="time").go()
    rewrite(folder, "items: [M1, M2]", "items: [M2]")
    person.submit().see("Your answers are in")


def test_problems_stand_on_top_with_their_line_and_the_last_good_form_below(folder: Path) -> None:
    person = reader(folder).start()
    rewrite(folder, "kind: short_text", "kind: shrt_text")
    person.open("1").see("instrument.yaml:13", "as it last was without problems", "Do meetings help?")
    rewrite(folder, "kind: shrt_text", "kind: short_text")
    person.open("1").not_see("instrument.yaml:13")


def test_a_definition_that_was_never_right_shows_its_problems_only(folder: Path) -> None:
    rewrite(folder, "kind: short_text", "kind: shrt_text")
    person = reader(folder).visit("/").see("Nothing can be shown yet", "instrument.yaml:13")
    person.open().see("instrument.yaml:13")
    rewrite(folder, "kind: shrt_text", "kind: short_text")
    person.open().see("Start")


def test_a_folder_without_a_definition_says_what_is_missing(tmp_path: Path) -> None:
    reader(tmp_path).visit("/").see("Nothing can be shown yet", "instrument.yaml")


def test_the_mark_changes_with_the_files(folder: Path) -> None:
    person = reader(folder).visit("/preview/stamp")
    before = person.page.text
    assert person.visit("/preview/stamp").page.text == before
    rewrite(folder, "Staff meetings", "Our meetings")
    assert person.visit("/preview/stamp").page.text != before


def test_two_tabs_of_a_preview_merge_as_those_of_a_survey(folder: Path) -> None:
    first = reader(folder).start()
    second = first.tab().open("1")
    first.answer(M1="1").go()
    second.answer(M2="time").go().see("open in another tab")
    assert first.open("1").holds("M1") == ["1"]


def test_someone_else_starts_afresh_in_a_preview_too(folder: Path) -> None:
    person = reader(folder).start().answer(M1="2").go().open()
    assert person.press(person.form("/start"), {}).holds("M1") == []


def test_a_form_is_printed_in_each_language_of_the_folder(folder: Path) -> None:
    (folder / "es.yaml").write_text("language: es\ntitle: Reuniones\n")
    person = reader(folder).visit("/").see("For paper, in English (PDF)", "For paper, in Español (PDF)")
    client = person.client
    spanish = client.get("/preview/forms/full/es.pdf")
    assert (spanish.status_code, spanish.mimetype) == (200, "application/pdf")
    assert "Reuniones".encode("utf-16-be") in spanish.data or b"Reuniones" in spanish.data
    assert client.get("/preview/forms/full/fr.pdf").status_code == 404
    assert client.get("/preview/forms/none/en.pdf").status_code == 404
