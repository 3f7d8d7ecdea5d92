"""How a response scale may look: named at its ends, highest first, with faces; codes and scores stay as numbered."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.instrument.arrangement import mouth_of
from engine.instrument.comparison import compare
from engine.instrument.model import Instrument, Privacy
from engine.loading.folder import load
from engine.responses.codebook import codebook
from engine.responses.scoring import score_answers
from tests.engine.loading.small_files import KINDS, SMALL, changed, write
from tests.web.conftest import Survey

Make = Callable[..., Survey]


@pytest.fixture(scope="module")
def kinds() -> Instrument:
    return replace(load(KINDS), privacy=Privacy.ANONYMOUS)


def item_html(page: str, id: str) -> str:
    start = page.index(f'id="q-{id}"')
    return page[start : page.index("</fieldset>", start)]


def test_a_scale_named_at_its_ends_and_highest_first(kinds: Instrument, survey: Make) -> None:
    item = kinds.item("E1")
    assert [option.label for option in item.options] == ["Not at all", "2", "3", "Completely"]
    there = survey(kinds)
    person = there.respondent().start().open("2")
    html = item_html(person.page.html, "E1")
    assert re.findall(r'value="(\d)"', html) == ["4", "3", "2", "1"]
    assert re.findall(r"<b>(\d)</b> ([\w ]+)<", html) == [("4", "Completely"), ("1", "Not at all")]
    person.answer(E1="4", F1="1").go()
    assert person.open("2").holds("E1") == ["4"]
    notes = codebook(kinds).variable("E1").notes
    assert "On the page the highest value stands first; values are as numbered." in notes


def test_faces_stand_beside_words_and_bend_from_sad_to_glad(kinds: Instrument, survey: Make) -> None:
    html = item_html(survey(kinds).respondent().start().open("2").page.html, "F1")
    mouths = re.findall(r'<path d="([^"]+)"', html)
    assert mouths == [mouth_of(place / 3) for place in range(4)]
    assert html.count('aria-hidden="true"') == 4
    assert "<span>A little</span>" in html
    assert mouth_of(0.5) == "M14 30.0Q24 30.0 34 30.0"
    assert mouth_of(0) == "M14 33.5Q24 19.5 34 33.5"


def test_reading_aloud_is_offered_by_the_script_alone(kinds: Instrument, survey: Make) -> None:
    person = survey(kinds).respondent().start().open("2")
    assert '<p class="aloud" hidden>' in item_html(person.page.html, "F1")
    assert "aloud" not in item_html(person.page.html, "E1")
    assert "aloud.js" in person.page.html
    assert "aloud.js" not in person.open("1").page.html


def test_the_order_on_the_page_changes_no_score(tmp_path: Path) -> None:
    plain = load(write(tmp_path, SMALL))
    turned = load(write(tmp_path, SMALL.replace("  agree:\n", "  agree:\n    highest_first: true\n")))
    given = {"A1": 2, "A2": 1}
    assert score_answers(plain, given)["one"].score == score_answers(turned, given)["one"].score == 1.5
    told = [change.sentence for change in compare(plain, turned).changes]
    assert told == ["Which end of the response scale agree comes first on a page is another."]


@pytest.mark.parametrize(
    ("point", "code"), [("{value: 2}", ["unnamed_point"]), ("{value: 2, label: Agree}", [])]
)
def test_both_ends_are_named(tmp_path: Path, point: str, code: list[str]) -> None:
    assert [said for _, said in changed(tmp_path, "{value: 2, label: Agree}", point)] == code
