"""All pages that a respondent meets, in other languages: nothing on them is English and not marked as such.

WCAG 2.2, 3.1.1 and 3.1.2: the language of a page, and of its parts, can be determined by a program.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.instrument.model import Instrument, Privacy
from engine.instrument.translation import Translation, texts
from engine.language import Language
from engine.loading.folder import load
from engine.store import NewInvitee, Store, WayIn, code_signs
from tests.pseudo import ARABIC, Spoken, pseudo_texts, write_language
from tests.web.answering import Respondent
from tests.web.conftest import Clock, Survey, open_survey
from tests.web.test_unavailable import ReadOnly, sealed

__all__ = ["sealed"]

KINDS = Path(__file__).parents[2] / "engine" / "kinds"
# Names: of a school, a network and a study, the product, a licence, a version, a time zone and a code.
NAMES = re.compile(
    r"Northgate School|Ada|Lakeshore network|Leading together|Barograph|Français|Español"
    r"|CC-BY-4\.0|kinds 1\.2\.3|UTC|2026-05-31|http://localhost/take-back|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b"
)
OF_THE_WAY = ("respondent", "problems", "ways")  # parts of the catalogues that these pages say
TYPED = "zzzz"  # what a person types in a test: it is nobody's language
ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")

Seal = Callable[[Store], ReadOnly]


@pytest.fixture
def pseudo_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A third language: its catalogues by a machine, and not a line of code."""
    write_language(tmp_path / "languages", "qps", "el")
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path / "languages"))
    return "qps"


def every_kind() -> Instrument:
    return replace(load(KINDS), privacy=Privacy.ANONYMOUS, minimum_group=5)


def asked_in(store: Store, clock: Clock, source: Instrument, translation: Translation, form: str) -> Survey:
    store.definitions.publish(source, [translation])
    return open_survey(store, clock, source, languages=("en", translation.language), form=form)


def pages_of(there: Survey, tag: str, seal: Seal) -> Iterator[tuple[str, Respondent]]:
    """Every page of the way, by a name, as a person meets them who chose a language."""
    person = there.respondent()
    yield "consent", person.open(f"?language={tag}")
    yield "first page", person.start()
    person.tab().open("1").answer(A1="2", A3="2").go()
    yield "second page, after another tab", person.answer(A2="1").go()
    yield "left open", person.answer(E1="2").go()
    yield "third page", person.press(person.form(), {"move": "next", "asked": "yes"})
    yield "problems", person.answer(role="teacher", years="700").go()
    yield "another problem", person.answer(years=TYPED).go()
    yield "two numbers", person.answer(years="1,234").go()
    yield "fourth page", person.answer(years="7").go()
    with_numbers = {name: "99" for name in person.form().values if name.startswith(("a_matters", "a_hours"))}
    yield "wrong sum or order", person.press(person.form(), {**with_numbers, "move": "next"})
    person.press(person.form(), {**dict.fromkeys(with_numbers, ""), "move": "next"})
    yield "last page", person.open("5")
    yield "wrong day and too long", person.answer(began="1999-12-31", comment=TYPED * 200).go()
    yield "day not one", person.answer(began="5/6/2020").go()
    yield "no option", person.press(person.form(), {"a_grades": TYPED, "move": "next"})
    yield "review with problems", person.open("review")
    yield "without its token", person.open("5").press(person.form(), {"csrf_token": "", "move": "next"})
    person.open("5").answer(began="2020-05-06", comment="").go()
    yield "review", person.open("review")
    yield "hidden", person.open("3").answer(role="leader").go("back")
    yield "welcome back", person.open()
    yield "not a page", person.open("99")
    lock = seal(there.store)
    yield "unavailable", person.open("5").go()
    lock.on = False
    yield "thanks", person.submit()
    yield "sent", person.open()
    yield "consent for another", person.open("?another=yes")
    code = person.open("thanks").page.html.partition('class="code">')[2][:19]
    yield "take back", person.visit("/take-back?language=" + tag)
    yield "take back, unknown", person.press(person.form("/take-back"), {"code": "0000"})
    yield "take back, done", person.press(person.form("/take-back"), {"code": code})
    yield "unknown link", person.visit(f"/s/nowhere/?language={tag}")
    shared = there.respondent().open(f"shared?language={tag}")
    yield "to share a device", shared
    yield "shared, consent", shared.press(shared.form("/shared"), {}).open(f"?language={tag}")
    yield "shared, the way out", shared.open("shared")
    yield "shared, is anybody there", shared.start().open("still")
    yield "shared, thanks", shared.open("1").answer(A1="2", A3="3").go().submit()
    there.clock.pass_days(-30)
    yield "not yet", there.respondent().open(f"?language={tag}")
    there.clock.pass_days(30)
    there.close()
    yield "closed", there.respondent().open(f"?language={tag}")


def other_pages(there: Survey, tag: str) -> Iterator[tuple[str, Respondent]]:
    """Pages of a form with feedback, and of browsers that keep nothing."""
    person = there.respondent().open(f"?language={tag}").start()
    yield "nothing answered", person.go()
    yield "thanks for nothing", person.press(person.form("/review"), {"blank": "yes"})
    person = there.respondent().open(f"?language={tag}").start().answer(A1="3", A2="1").go()
    yield "own scores", person.submit()
    yield "no thanks any more", person.press(person.form("/thanks"), {})
    without = there.respondent()
    address = f"/s/{there.site.link}/start"
    yield "no cookies", without.keep(without.client.post(address, headers={"Accept-Language": tag}))


def pages_by_code(there: Survey, tag: str) -> Iterator[tuple[str, Respondent]]:
    """Pages of a survey that each person opens with a code, and that keeps whose answers are whose."""
    ada, ben = there.store.codes.invite(there.wave, there.site, [NewInvitee("Ada"), NewInvitee("Ben")])
    person = there.respondent()
    person.client.set_cookie("language", tag, path="/")
    for path in ("/", "/join"):
        yield f"the field at {path}", person.visit(path)
    for typed in ("", "ABC", ada.code[::-1], code_signs.draw(), "111111"):
        yield f"{typed} typed", person.visit("/join").press(person.form("/join"), {"code": typed})
    yield "the door", person.open(f"?language={tag}")
    yield "a wrong code at the door", person.press(person.form("/start"), {"code": "ABC"})
    yield "accepted", person.visit("/join").press(person.form("/join"), {"code": ada.code})
    person.press(person.form("/start"), {})
    waiting = person.tab().open("1")
    yield "thanks", person.answer(A1="2").submit()
    yield "own answers", person.open()
    yield "what is stored", person.open("own/stored")
    yield "asked before erasing", person.open("own/erase")
    person.open().press(person.form("/own/change"), {})
    yield "own answers under change", person.open()
    person.open("own/erase")
    yield "erased", person.press(person.form("/own/erase"), {})
    yield "a page without its code", waiting.press(waiting.form(), {"move": "next"})
    there.clock.pass_days(-30)
    yield "not yet", person.visit("/join").press(person.form("/join"), {"code": ben.code})
    there.clock.pass_days(60)
    yield "closed", person.visit("/join").press(person.form("/join"), {"code": ben.code})


def english_left(page: str, tag: str) -> list[tuple[str, str]]:
    """What a page says in English letters where it says that it speaks another language."""
    return [
        (language, text)
        for language, text in Spoken(page).said
        if language.partition("-")[0] in (tag, "")
        and ENGLISH_WORD.search(NAMES.sub("", text).replace(TYPED, ""))
    ]


def test_no_page_of_the_way_has_english_on_it_that_is_not_marked(
    store: Store, clock: Clock, pseudo_language: str, sealed: Seal
) -> None:
    source = every_kind()
    there = asked_in(store, clock, source, pseudo_texts(source, "qps"), "full")
    found = {}
    for name, person in pages_of(there, "qps", sealed):
        assert '<html lang="qps"' in person.page.html, name
        found[name] = english_left(person.page.html, "qps")
    assert len(found) > 25
    assert {name: left for name, left in found.items() if left} == {}


def test_no_page_of_a_form_with_feedback_has_either(store: Store, clock: Clock, pseudo_language: str) -> None:
    source = every_kind()
    there = asked_in(store, clock, source, pseudo_texts(source, "qps"), "short")
    for name, person in other_pages(there, "qps"):
        assert '<html lang="qps"' in person.page.html, name
        assert english_left(person.page.html, "qps") == [], name


def test_no_page_of_the_ways_by_code_has_any_either(store: Store, clock: Clock, pseudo_language: str) -> None:
    source = every_kind()
    store.definitions.publish(source, [pseudo_texts(source, "qps")])
    mode = {"way_in": WayIn.CODES, "privacy": Privacy.IDENTIFIED}
    there = open_survey(store, clock, source, languages=("en", "qps"), form="short", **mode)
    for name, person in pages_by_code(there, "qps"):
        assert '<html lang="qps"' in person.page.html, name
        assert english_left(person.page.html, "qps") == [], name


def test_no_text_that_a_translation_lacks_is_unmarked(
    store: Store, clock: Clock, pseudo_language: str, sealed: Seal
) -> None:
    source = every_kind()
    there = asked_in(store, clock, source, Translation("qps", {}, reviewed=True), "full")
    marked: set[str] = set()
    for name, person in pages_of(there, "qps", sealed):
        assert_marked(person.page.html, name)
        marked |= {text for language, text in Spoken(person.page.html).said if language == "en"}
    assert len({" ".join(text.split()) for text in texts(source).values()} & marked) > 50


def test_nor_where_every_other_text_is_translated(store: Store, clock: Clock, pseudo_language: str) -> None:
    source = every_kind()
    whole = pseudo_texts(source, "qps")
    half = replace(whole, texts=dict(list(whole.texts.items())[::2]))
    there = asked_in(store, clock, source, half, "short")
    for name, person in other_pages(there, "qps"):
        assert_marked(person.page.html, name)


def assert_marked(page: str, name: str) -> None:
    """That a page says in which language its texts are, and says so where browsers can read it."""
    assert '<html lang="qps"' in page, name
    assert english_left(re.sub("<title>.*</title>", "", page), "qps") == [], name
    for whole in ("<title>.*?</title>", "<option.*?</option>", '="[^"]*"'):
        assert not [part for part in re.findall(whole, page, re.DOTALL) if "bdi" in part], name


def test_in_spanish_no_page_says_what_english_says(store: Store, clock: Clock, sealed: Seal) -> None:
    kept = Language.of("en").catalogue
    english = {key: said for key, said in kept.sentences.items() if kept.part_of[key] in OF_THE_WAY}
    source = every_kind()
    there = asked_in(store, clock, source, pseudo_texts(source, "es"), "full")
    ours = {
        part.strip()
        for sentence in english.values()
        for form in ([sentence] if isinstance(sentence, str) else sentence.values())
        for part in re.split(r"\{\w+\}", form)
        if len(part.strip()) > 3
    } - {"Error:", "Barograph"}
    for name, person in pages_of(there, "es", sealed):
        assert '<html lang="es"' in person.page.html, name
        for language, text in Spoken(person.page.html).said:
            if language == "es":
                assert not [
                    part
                    for part in ours
                    if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", NAMES.sub("", text))
                ], (
                    name,
                    text,
                )


def test_a_page_that_speaks_two_languages_marks_the_second(store: Store, clock: Clock) -> None:
    source = every_kind()
    there = asked_in(store, clock, source, pseudo_texts(source, "fr"), "full")
    person = there.respondent().open("?language=fr")
    for page in (person.page.html, person.start().page.html, person.answer(A1="9").go().page.html):
        assert '<html lang="fr"' in page
        body = re.sub("<title>.*</title>", "", page)  # no part of a title can be marked
        assert english_left(body, "fr") == []
        assert [text for language, text in Spoken(page).said if language == "en"]


def test_a_language_from_the_right_needs_no_more(
    store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: Seal
) -> None:
    write_language(tmp_path, "ar", "ar", ARABIC)
    monkeypatch.setenv("BAROGRAPH_LANGUAGES", str(tmp_path))
    source = every_kind()
    there = asked_in(store, clock, source, pseudo_texts(source, "ar", ARABIC), "full")
    for name, person in pages_of(there, "ar", sealed):
        assert '<html lang="ar" dir="rtl">' in person.page.html, name
        assert english_left(person.page.html, "ar") == [], name


def test_what_looks_for_english_finds_it() -> None:
    page = '<html lang="es"><p>Hola <b lang="en">hello</b></p><button aria-label="Next">→</button></html>'
    assert english_left(page, "es") == [("es", "Hola"), ("es", "Next")]
