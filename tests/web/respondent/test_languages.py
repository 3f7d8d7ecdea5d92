"""A survey in several languages is chosen at the door; its texts follow, and answers stay."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.instrument import kinds
from engine.instrument.model import Audience, Item
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


@pytest.fixture
def spanish(store: Store, survey: Make) -> Survey:
    source = instrument(likert("A1"), Item("years", "How many years?", kinds.NUMBER, minimum=0, maximum=60))
    store.definitions.publish(source, [Translation("es", {"title": "Un instrumento pequeño"})])
    return survey(source, languages=("en", "es"))


def test_the_door_offers_the_languages_of_the_wave(bilingual: Survey) -> None:
    person = bilingual.respondent().open().see("A small instrument", "English", "العربية")
    assert person.page.languages == ["ar"]


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
    assert '<button class="large" lang="en" dir="ltr">Start</button>' in page.html
    assert "<h1>أداة صغيرة</h1>" in page.html
    english = bilingual.respondent().open()
    english.not_see("The words around them")
    assert 'lang="en">Start' not in english.page.html


def test_a_translation_that_nobody_reviewed_says_so(store: Store, survey: Make) -> None:
    source = instrument(likert("A1"))
    read, unread = (
        Translation(language, {"title": "Titulo"}, reviewed=language == "fr") for language in ("fr", "pt")
    )
    store.definitions.publish(source, [read, unread])
    person = survey(source, languages=("en", "fr", "pt")).respondent()
    person.open("?language=pt").see("no speaker of this language has reviewed")
    person.open("?language=fr").not_see("has reviewed")
    person.open("?language=en").not_see("has reviewed")


def test_a_page_of_questions_says_it_no_more_once_a_speaker_has_read_them(store: Store, survey: Make) -> None:
    source, unread = instrument(likert("A1")), Translation("pt", {"title": "Titulo"})
    store.definitions.publish(source, [unread])
    person = survey(source, languages=("en", "pt")).respondent().open("?language=pt").start()
    person.see("no speaker of this language has reviewed")
    store.definitions.publish(source, [replace(unread, reviewed=True)])
    person.open("1").see("A1").not_see("has reviewed")


def test_our_own_words_say_that_nobody_reviewed_them(spanish: Survey) -> None:
    spanish.respondent().open("?language=es").see("Borrador: todavía nadie que hable este idioma")


def test_a_spanish_survey_speaks_spanish_from_the_link_to_the_code(spanish: Survey) -> None:
    person = (
        spanish.respondent()
        .open("?language=es")
        .see("Northgate School quiere conocer su opinión", "Comenzar")
    )
    person.start().see("Página 1 de 1", "queda alrededor de un minuto", "Un número de 0 a 60")
    person.answer(years="muchos").go().see("“muchos” no es un número: escriba cifras, como 12 o 12.5.")
    person.see("Error: Página 1 de 1", "Hay una respuesta que necesita otra mirada")
    person.answer(years="12").go().see("¿Todo listo para enviar?", "Ha dejado una pregunta en blanco")
    person.submit().see(
        "Recibimos sus respuestas", "Su código para retirar las respuestas", "8 de mayo de 2026"
    )
    with spanish.store._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT language FROM response").scalars().all() == ["es"]


def test_children_are_addressed_as_children(store: Store, survey: Make) -> None:
    source = instrument(likert("A1"), audience=Audience.STUDENTS, language="es")
    store.definitions.publish(source)
    survey(source, languages=("es",)).respondent().open().see(
        "quiere conocer tu opinión", "omite lo que quieras"
    )


def test_the_menu_keeps_what_was_typed_and_not_yet_saved(spanish: Survey) -> None:
    person = spanish.respondent().start().see("Page 1 of 1")
    person.answer(A1="4", years="many").press(person.form(), {"language": "es"})
    person.see("Página 1 de 1", "“many” no es un número")
    assert person.address == "1"
    assert (person.holds("A1"), person.holds("years")) == (["4"], ["many"])
    person.press(person.form(), {"language": "en"}).see("'many' is not a number")


def test_the_menu_of_the_first_page_keeps_its_box(spanish: Survey) -> None:
    person = spanish.respondent().open()
    person.press(person.form("/start"), {"language": "es", "shared": "yes"}).see("Comenzar")
    assert person.form("/start").values["shared"] == ["yes"]


def test_the_menu_of_taking_back_keeps_the_code_and_deletes_nothing(spanish: Survey) -> None:
    person = spanish.respondent().start().answer(A1="4", years="2").go().submit()
    code = person.page.html.partition('class="code">')[2][:19]
    person.visit("/take-back").press(person.form("/take-back"), {"code": code, "language": "es"})
    person.see("Retirar sus respuestas")
    assert person.form("/take-back").values["code"] == [code]
    person.press(person.form("/take-back"), {}).see("Sus respuestas se han borrado")


def test_every_page_of_the_way_has_a_menu(spanish: Survey) -> None:
    person = spanish.respondent().open().see("English", "Español")
    person.start().see("English", "Español").answer(A1="4", years="2").go().see("English", "Español")
    person.open().see("Welcome back", "English", "Español")
    person.submit().see("English", "Español").open("?language=es").see(
        "Usted envió sus respuestas", "English"
    )
    person.open("99").see("No se encontró la página", "English")


def test_what_belongs_to_no_survey_speaks_as_the_browser_asks(spanish: Survey) -> None:
    person = spanish.respondent()
    person.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es-MX,es;q=0.9,en;q=0.5"
    person.visit("/s/nowhere/").see("Este enlace no lleva a ninguna encuesta", "English")
    person.visit("/s/nowhere/?language=en").see("This link does not lead to a survey")
    person.visit("/take-back").see("Retirar sus respuestas")
    person.open().see("quiere conocer su opinión")


def test_a_survey_begins_in_the_first_language_of_its_wave(store: Store, survey: Make) -> None:
    source = instrument(likert("A1"))
    store.definitions.publish(source, [Translation("es", {"title": "Un instrumento"})])
    person = survey(source, languages=("es", "en")).respondent().open().see("Un instrumento", "Comenzar")
    person.open("?language=en").see("A small instrument")


def test_a_closed_survey_speaks_its_language(spanish: Survey) -> None:
    person = spanish.respondent().open("?language=es")
    spanish.close()
    person.open().see("Esta encuesta se ha cerrado", "English").not_see("This survey")
