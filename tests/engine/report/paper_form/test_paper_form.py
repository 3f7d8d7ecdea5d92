"""A form on paper: room for every kind, rules in words, nothing broken, in every language and way of writing."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import page
import pytest
from click.testing import CliRunner, Result

from engine.instrument.kinds import KINDS
from engine.instrument.model import Audience, Instrument, Page, Privacy
from engine.instrument.rules import All, Answered, AnyOf, AtLeast, Is, Not, Rule
from engine.instrument.translation import Translation, Untranslated, translate
from engine.language import Language
from engine.loading import catalog
from engine.loading.folder import load
from engine.report.paper_form.compose import AroundForm, form_on_paper
from engine.report.paper_form.parts import FormOnPaper, PaperGrid, PaperQuestion
from engine.report.paper_form.rooms import ROOMS, room_of
from engine.report.paper_form.to_html import paper_form_html
from engine.report.paper_form.to_pdf import paper_form_pdf
from tests.engine.loading.small_files import KINDS as FOLDER
from tests.programs import needed
from tests.small import choose, instrument, likert
from web.cli import main

ENGLISH = Language.of("en")


@pytest.fixture(scope="module")
def kinds() -> Instrument:
    return load(FOLDER)


@pytest.fixture(scope="module")
def form(kinds: Instrument) -> FormOnPaper:
    return form_on_paper(kinds, kinds.main_form, around=AroundForm(context="Spring", contact="Ann", ids=True))


def questions(form: FormOnPaper) -> list[PaperQuestion | PaperGrid]:
    return [one for page in form.pages for group in page.groups for one in group.questions]


def rule(of: Rule, *others: Rule) -> str:
    asked = replace(choose("Z", 1, 2), show_if=of)
    small = instrument(choose("A", "x", "y"), likert("B"), *[choose(f"C{n}", 1) for n in range(2)], asked)
    (last,) = [group.rule for group in form_on_paper(small, small.main_form).pages[0].groups if group.rule]
    return last


def test_every_kind_has_a_room_of_its_own() -> None:
    assert set(ROOMS) == set(KINDS)


def test_every_item_of_the_form_is_printed_once_in_order(kinds: Instrument, form: FormOnPaper) -> None:
    ids = [
        one.id for each in questions(form) for one in (each.rows if isinstance(each, PaperGrid) else [each])
    ]
    assert ids == list(kinds.main_form.items)


def test_each_kind_leaves_its_room(kinds: Instrument) -> None:
    def room(id: str) -> dict[str, object]:
        found = room_of(kinds.item(id), ENGLISH)
        return {name: getattr(found, name) for name in found.__slots__}

    assert [one.number for one in room("E1")["options"]] == ["4", "3", "2", "1"]  # type: ignore[attr-defined]
    assert [bool(one.face) for one in room("F1")["options"]] == [True] * 4  # type: ignore[attr-defined]
    assert room("R1")["note"] == "What shows it?"
    assert [one.words for one in room("role")["options"]] == ["", "", "In your own words:"]  # type: ignore[attr-defined]
    assert (room("role")["mark"], room("grades")["mark"]) == ("one", "many")
    assert (room("matters")["places"], room("hours")["total"]) == (("1", "2"), "100")
    assert room("mood")["ticks"] == tuple(map(str, range(11)))
    assert [digits for _, digits in room("began")["boxes"]] == [2, 2, 4]  # type: ignore[attr-defined]
    assert (room("word")["lines"], room("comment")["lines"]) == (1, 6)


def test_a_kind_without_a_room_of_its_own_is_answered_by_its_options() -> None:
    own = replace(KINDS["choose_one"], name="thumbs")
    assert room_of(choose("A", 0, 1, kind=own), ENGLISH) == room_of(choose("A", 0, 1), ENGLISH)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Is("A", ("x",)), "only if you marked “X” in question 1."),
        (Is("A", ("x", "y")), "only if you marked “X” or “Y” in question 1."),
        (Not(Answered("A")), "only if you left question 1 blank."),
        (AtLeast("B", 3), "only if you answered 3 or more in question 2."),
        (
            Not(All((Is("A", ("x",)), AtLeast("B", 3)))),
            "only if you did not mark “X” in question 1 or you did not answer 3 or more in question 2.",
        ),
        (
            All((Answered("C0"), AnyOf((Answered("A"), Not(Not(Answered("B"))))))),
            "only if you answered question 3 and (you answered question 1 or you answered question 2).",
        ),
    ],
    ids=["is", "one of two", "not answered", "at least", "not all", "nested"],
)
def test_a_rule_is_said_in_words(given: Rule, said: str) -> None:
    assert rule(given) == f"Answer question 5 {said}"


def test_neighbours_with_one_rule_share_its_words() -> None:
    ruled = [replace(choose(id, 1, 2), show_if=Answered("A")) for id in ("B", "C", "D")]
    small = instrument(choose("A", 1), *ruled)
    groups = form_on_paper(small, small.main_form).pages[0].groups
    assert [group.rule for group in groups] == [
        "",
        "Answer questions 2 to 4 only if you answered question 1.",
    ]


def test_items_of_one_scale_make_a_grid_and_pages_of_a_screen_are_joined() -> None:
    small = instrument(likert("A"), likert("B"), likert("C"))
    paged = replace(small.forms[0], pages=(Page(("A",)), Page(("B", "C")), Page(("C",), title="End")))
    found = form_on_paper(small, paged)
    (grid,) = found.pages[0].groups[0].questions
    assert isinstance(grid, PaperGrid)
    assert (len(grid.rows), len(grid.heads), len(grid.apart)) == (3, 5, 1)
    assert [each.title for each in found.pages] == ["", "End"]


def test_who_fills_it_in_is_addressed_and_told_as_the_wave_is() -> None:
    small = instrument(likert("A"), audience=Audience.STUDENTS, language="es")
    young = form_on_paper(small, small.main_form)
    assert any("no escribas tu nombre" in words for words in young.intro)
    assert "Borrador" in young.draft
    named = replace(small, privacy=Privacy.IDENTIFIED, language="en")
    assert not any("your name" in words for words in form_on_paper(named, named.main_form).intro)


def test_a_text_that_a_translation_lacks_keeps_its_language(kinds: Instrument) -> None:
    arabic = translate(kinds, Translation("ar", {"title": "كل الأسئلة", "items.A1.text": "تنتهي في الوقت."}))
    found = form_on_paper(arabic, arabic.main_form, around=AroundForm(reviewed=False))
    assert (found.direction, found.said_in) == ("rtl", "en")
    html = paper_form_html(found)
    assert '<html lang="ar" dir="rtl">' in html
    assert '<bdi lang="en" dir="ltr">are long.</bdi>' in html
    assert 'lang="en" dir="ltr">Draft:' in html
    assert isinstance(found.pages[1].title, Untranslated)
    assert _failures(paper_form_pdf(found)) == []


def _failures(made: bytes) -> list[str]:
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def test_the_pdf_meets_pdf_ua_and_holds_every_text(form: FormOnPaper, tmp_path: Path) -> None:
    made = paper_form_pdf(form)
    assert _failures(made) == []
    assert paper_form_pdf(form) == made
    file = tmp_path / "form.pdf"
    file.write_bytes(made)
    program = needed("pdftotext", "poppler-utils")
    text = subprocess.run([program, "-layout", file, "-"], capture_output=True, check=True, text=True).stdout
    said = re.sub(r"\s+", " ", text)
    for words in (
        "end on time.",
        "I can't judge",
        "It depends on one person.",
        "Fixing urgent problems",
        "mood",
    ):
        assert words in said, words
    assert "Answer question 14 only if you marked “Teacher” in question 8." in said


@pytest.mark.parametrize("name", ["collective-leadership", "educator-efficacy"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_ships_prints_on_both_papers(name: str, language: str) -> None:
    found = catalog.in_language(catalog.find(name), language)
    for each in found.forms:
        composed = form_on_paper(found, each, "letter" if language == "en" else "a4")
        assert len(re.findall(rb"/Type ?/Page\b", paper_form_pdf(composed))) <= 6


def test_the_page_holds_what_the_pdf_does(form: FormOnPaper) -> None:
    html = paper_form_html(form)
    assert html.count('class="ring"') == 4 * 3 + 3 + 4 + 4 + 3 + 3 + 1 + 11 + 1
    assert html.count("<h2") == 3  # two pages with a title, and a stem on one without
    assert "Answer question 17 only if" in html


def test_the_command_writes_what_the_name_of_the_file_says(tmp_path: Path) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["print", str(FOLDER), *words])

    page = tmp_path / "form.html"
    assert run("-o", str(page), "--form", "short", "--language", "es").exit_code == 0
    assert '<html lang="es" dir="ltr">' in page.read_text(encoding="utf-8")
    refused = run("-o", str(tmp_path / "form.docx"))
    assert refused.exit_code == 1
    assert "let it end in .pdf (a PDF), .html" in refused.stderr
    assert "the languages are en, es" in run("-o", str(page), "--language", "fr").stderr
