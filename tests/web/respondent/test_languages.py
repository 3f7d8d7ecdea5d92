"""A survey in several languages is chosen at the door; its texts follow, and answers stay."""

from collections.abc import Callable

import pytest

from engine.instrument.translation import Translation
from engine.store import Store
from tests.small import instrument, likert
from tests.web.conftest import Survey

Make = Callable[..., Survey]


@pytest.fixture
def bilingual(store: Store, survey: Make) -> Survey:
    source = instrument(likert("A1"))
    store.definitions.publish(source, [Translation("ar", {"title": "أداة صغيرة"})])
    return survey(source, languages=("en", "ar"))


def test_the_door_offers_the_languages_of_the_wave(bilingual: Survey) -> None:
    person = bilingual.respondent().open().see("A small instrument", "English", "العربية")
    assert "?language=ar" in person.page.links


def test_the_choice_holds_for_all_pages_and_sets_the_direction_of_writing(bilingual: Survey) -> None:
    person = bilingual.respondent().open("?language=ar").see("أداة صغيرة")
    person.start()
    assert '<html lang="ar" dir="rtl">' in person.page.html
    person.answer(A1="4").go().submit().see("are in")
    assert bilingual.close() == [[3]]


def test_changing_it_under_way_keeps_the_answers(bilingual: Survey) -> None:
    person = bilingual.respondent().start().answer(A1="4").go()
    person.open("?language=ar").see("أداة صغيرة")
    assert person.open("1").holds("A1") == ["4"]


def test_a_language_the_wave_has_not_is_left_aside(bilingual: Survey) -> None:
    bilingual.respondent().open("?language=xx").see("A small instrument")


def test_one_language_needs_no_choice(survey: Make) -> None:
    survey(instrument(likert("A1"))).respondent().open().not_see("English")


def test_english_words_on_a_page_of_another_language_are_marked_and_the_page_says_so(
    bilingual: Survey,
) -> None:
    page = bilingual.respondent().open("?language=ar").see("The words around them are in English").page
    assert '<button class="large" lang="en">Start</button>' in page.html
    assert "<h1>أداة صغيرة</h1>" in page.html
    english = bilingual.respondent().open()
    english.not_see("The words around them")
    assert 'lang="en">Start' not in english.page.html


def test_a_translation_that_nobody_reviewed_says_so(store: Store, survey: Make) -> None:
    source = instrument(likert("A1"))
    read, unread = (
        Translation(language, {"title": "Titulo"}, reviewed=language == "es") for language in ("es", "pt")
    )
    store.definitions.publish(source, [read, unread])
    person = survey(source, languages=("en", "es", "pt")).respondent()
    person.open("?language=pt").see("not been read by a second speaker")
    person.open("?language=es").not_see("second speaker")
    person.open("?language=en").not_see("second speaker")
