"""A school's pages, report and files in other languages: nothing in them is English and not marked as such."""

import re
from datetime import date
from pathlib import Path

import page
import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.demo.comments import COMMENTS
from engine.demo.fill import Demo
from engine.demo.planted import PLANTED
from engine.instrument.construct_map import map_texts
from engine.instrument.model import Instrument
from engine.instrument.translation import names
from engine.language import Language
from engine.report.media.to_pdf import page_bytes, pdf_bytes
from engine.store import Site, Store, Wave
from engine.waves.school_result import Reading
from tests.pseudo import ARABIC, Spoken, pseudo_texts, write_language
from web.school.by_link import ResultAddress, frozen, sign
from web.security import Settings
from web.whole import create_app

SECRET = "a secret for tests"
WORD = re.compile(r"[A-Za-z]{2,}")
# Names: of schools, waves, phases, surveys, statistics and formats; and the ids of statements.
NAMES = re.compile(
    r"[A-Z]\w+(?: \w+)* (?:Elementary|Middle|High) School|phase \d"
    r"|(?:(?:Efficacy|Collective leadership), )?(?:Spring|Fall|spring|fall), year \d(?:, first version)?"
    r"|Hedges|Bayes|ICC|wg|English|PDF|CSV|Excel|JSON|PNG|SVG|Barograph|collective-leadership|full|\b[0-9a-f]{12}\b"
    r"|\b[A-Z]{2}\d\b"
)
# What people wrote in a wave of two languages, and the hub's themes: nobody knows in which language each is.
THEMES = "|".join(re.escape(theme) for theme in {theme for one in COMMENTS for theme in one.themes})
WRITTEN = re.compile(rf'<section id="comments-.*?</section>|{THEMES}', re.S)


@pytest.fixture(scope="module")
def client(demo: tuple[Store, Demo]) -> FlaskClient:
    app: Flask = create_app(demo[0], Settings(secret=SECRET, secure=False))
    return app.test_client()


@pytest.fixture
def pseudo_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A third language: its catalogues by a machine, and not a line of code."""
    write_language(tmp_path / "languages", "qps", "el")
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path / "languages"))
    return "qps"


def site_of(demo: tuple[Store, Demo], letter: str, wave: int = -1) -> tuple[Wave, Site]:
    store, made = demo
    closed = made.closed[wave]
    return closed, next(one for one in store.sites.of(closed) if one.school.startswith(PLANTED[letter][0]))


def path(demo: tuple[Store, Demo], letter: str, wave: int = -1) -> str:
    closed, site = site_of(demo, letter, wave)
    return f"/result/{sign(SECRET, ResultAddress(closed.id, site.id))}"


def reading(demo: tuple[Store, Demo], letter: str, language: str, wave: int = -1) -> Reading:
    closed, site = site_of(demo, letter, wave)
    return Reading(demo[0], closed, *frozen(demo[0], closed, site.id), language=language)


def left_in_english(html: str, tag: str) -> list[str]:
    """What a page says in English letters where it says that it speaks another language."""
    said = Spoken(html).said
    return [text for language, text in said if language in (tag, "") and WORD.search(NAMES.sub("", text))]


@pytest.mark.parametrize(
    ("letter", "wave"), [("A", 0), ("A", -1), ("D", -1), ("E", -1), ("J", -1), ("N", -1)]
)
def test_no_page_has_english_on_it_that_is_not_marked(
    demo: tuple[Store, Demo], client: FlaskClient, pseudo_language: str, letter: str, wave: int
) -> None:
    """Nobody translated the survey into this language: its texts are marked as English (WCAG 3.1.2)."""
    for end in ("", "/report"):
        html = client.get(f"{path(demo, letter, wave)}{end}?language=qps").text
        assert '<html lang="qps"' in html
        drawn = re.compile(r"<text[ >].*?</text>", re.S)  # for eyes: the page says it beside the picture
        assert "<desc" not in html
        assert left_in_english(WRITTEN.sub("", drawn.sub("", html)), "qps") == []


@pytest.mark.parametrize("letter", ["A", "D"])
def test_texts_of_a_survey_that_is_translated_are_shown_in_the_language(
    demo: tuple[Store, Demo], client: FlaskClient, letter: str
) -> None:
    html = client.get(f"{path(demo, letter)}/report?language=es").text
    assert '<html lang="es" dir="ltr">' in html
    marked = {text for language, text in Spoken(html).said if language == "en"}
    english = demo[0].definitions.get("collective-leadership", "1.0.0")
    spanish = demo[0].definitions.get("collective-leadership", "1.0.0", "es")
    assert english.subscales[0].label not in html
    assert spanish.subscales[0].label in html
    assert spanish.items[0].text in html
    # What an instrument's translation does not hold has one of its own: the texts of the construct map.
    assert "Los horarios, los puestos y las rutinas hacen que trabajar en conjunto sea lo normal." in html
    assert english.construct_map is not None
    assert not marked & {*map_texts(english.construct_map).values(), *names(english).values()}
    assert english.items[0].text not in marked


def test_it_is_a_draft_until_a_speaker_has_read_it(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    said = Language.of("es").say("report.draft")
    for end in ("", "/report"):
        assert said in client.get(f"{path(demo, 'A')}{end}?language=es").text
    assert said in reading(demo, "A", "es").page().tags
    assert Language.of("en").say("report.draft") not in client.get(path(demo, "A")).text


def test_a_choice_of_language_is_kept_and_carried_by_addresses(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    here = path(demo, "B")
    assert '<html lang="en"' in client.get(here, headers={"Accept-Language": "es"}).text
    html = client.get(f"{here}?language=es").text
    assert "page.pdf?language=es" in html
    assert '<html lang="es"' in client.get(here).text
    assert '<html lang="es"' in client.get(f"{here}/report").text
    assert '<html lang="en"' in client.get(path(demo, "E")).text  # the choice holds for this link alone
    assert '<html lang="en"' in client.get(f"{here}?language=en").text
    carried = re.findall(r'href="([^"]*[?&]language=[^"]*)"', client.get(here).text)
    assert [one for one in carried if not one.startswith("/help/")] == ["?language=es"]  # that of the menu
    assert '<html lang="en"' in client.get(f"{here}?language=xx").text


def test_files_speak_and_are_named_in_the_language(demo: tuple[Store, Demo], client: FlaskClient) -> None:
    here = path(demo, "B")
    answer = client.get(f"{here}/report.pdf?language=es")
    assert re.search(rb"/Lang ?\(es\)", answer.data)
    assert "informe%20completo" in answer.headers["Content-Disposition"]
    assert "una%20p%C3%A1gina" in client.get(f"{here}/page.pdf?language=es").headers["Content-Disposition"]
    table = client.get(f"{here}/tables.csv?language=es").text
    assert table.lstrip("\ufeff").startswith("school,instrument,version")  # headings for programs stay
    assert "Puntaje" in table
    scores = client.get(f"{here}/scores.csv?language=es").text
    assert scores == client.get(f"{here}/scores.csv?language=en").text
    assert client.get(f"{here}/report.json?language=es").json["language"] == "es"
    client.get(f"{here}?language=en")


@pytest.mark.parametrize("letter", ["A", *(pytest.param(one, marks=pytest.mark.slow) for one in "CDN")])
def test_spanish_pdfs_are_accessible_and_the_one_page_is_one(demo: tuple[Store, Demo], letter: str) -> None:
    found = reading(demo, letter, "es")
    for made in (page_bytes(found.page()), pdf_bytes(found.report())):
        report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
        assert [one.message for one in report.failures] == []
    assert len(re.findall(rb"/Type ?/Page\b", page_bytes(found.page()))) == 1


def test_english_stays_as_it_was_frozen_and_knows_no_foreign_text(demo: tuple[Store, Demo]) -> None:
    for letter in PLANTED:
        document = reading(demo, letter, "").report()
        assert (document.language, document.foreign, document.foreign_language) == ("en", (), "")


@pytest.fixture
def arabic(demo: tuple[Store, Demo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instrument:
    """A language that is written from the right, with the survey's texts, made by a machine."""
    write_language(tmp_path / "languages", "ar", "ar", ARABIC)
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path / "languages"))
    source = demo[0].definitions.get("collective-leadership", "1.0.0")
    demo[0].definitions.publish(source, [pseudo_texts(source, "ar", ARABIC)], date(2026, 1, 1))
    return source


def test_a_report_from_the_right_is_mirrored_and_accessible(
    demo: tuple[Store, Demo], client: FlaskClient, arabic: Instrument
) -> None:
    html = client.get(f"{path(demo, 'A')}?language=ar").text
    assert '<html lang="ar" dir="rtl">' in html
    found = reading(demo, "A", "ar")
    made = pdf_bytes(found.report())
    assert re.search(rb"/Lang ?\(ar\)", made)
    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [one.message for one in report.failures] == []
    assert len(re.findall(rb"/Type ?/Page\b", page_bytes(found.page()))) == 1


def test_groups_that_we_worded_are_said_in_the_language(
    demo: tuple[Store, Demo], client: FlaskClient
) -> None:
    """The question of the language, those who chose several options or one alone, and bands of numbers."""
    html = client.get(f"{path(demo, 'I', 0)}/report?language=es").text
    for ours in ("Language of the answers", "More than one of these", ", no other", "or more"):
        assert ours not in html
    for said in ("Idioma de las respuestas", "Más de una de estas", "20 o más"):
        assert said in html
    english = client.get(f"{path(demo, 'I', 0)}/report?language=en").text
    for said in ("Language of the answers", "More than one of these", "20 or more"):
        assert said in english
