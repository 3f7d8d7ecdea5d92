"""A second form from one device: only on purpose, said plainly, and counted apart."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine.instrument.model import Form, Instrument
from engine.instrument.model import Page as FormPage
from engine.store import Device, WayIn, schema
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey

Make = Callable[..., Survey]


def two_pages() -> Instrument:
    items = likert("A1"), likert("A2")
    return instrument(*items, forms=(Form("full", (FormPage(("A1",)), FormPage(("A2",)))),))


@pytest.fixture
def there(survey: Make) -> Survey:
    return survey(two_pages())


def devices(there: Survey) -> list[str]:
    with there.store._database.reading() as connection:
        return sorted(connection.scalars(select(schema.response.c.device)))


def first(there: Survey) -> Respondent:
    return there.respondent().start().answer(A1="2").submit()


def again(person: Respondent) -> Respondent:
    person.open("?another=yes").see(
        "Answers were sent from this device before.", "Northgate School are shown"
    )
    return person.press(person.form("/start"), {})


def test_the_first_answer_of_a_device_is_its_own(there: Survey) -> None:
    first(there)
    first(there)
    assert devices(there) == [Device.OWN, Device.OWN]


def test_a_second_one_is_begun_on_purpose_and_counted_apart(there: Survey) -> None:
    person = first(there)
    again(person).answer(A1="4").submit().see("Your answers are in")
    assert devices(there) == [Device.AGAIN, Device.OWN]
    there.close()
    with there.store._database.reading() as connection:
        assert connection.scalar(select(schema.site.c.again)) == 1
        assert connection.scalars(select(schema.response.c.device)).all() == [None, None]


def test_not_by_pressing_start_in_another_tab(there: Survey) -> None:
    person = there.respondent()
    waiting = person.tab().open()
    person.start().answer(A1="2").submit()
    waiting.press(waiting.form("/start"), {}).see("You have sent your answers on")
    assert devices(there) == [Device.OWN]


def test_not_by_a_page_that_was_left_open(there: Survey) -> None:
    person = there.respondent().start()
    waiting = person.tab().open("1")
    form = waiting.form()
    person.answer(A1="2").go().submit()
    for cookie in ("receipt", "draft"):
        person.client.delete_cookie(cookie, path=f"/s/{there.site.link}/")
    waiting.press(form, {"a_A1": "5", "move": "next"}).see("You have sent your answers on")
    assert there.count() == 1


def test_clearing_the_thanks_forgets_the_day_and_not_that_there_was_one(there: Survey) -> None:
    person = first(there)
    person.press(person.form("/thanks"), {}).see("Answers were sent from this browser").not_see(
        "You have sent"
    )
    again(person).answer(A1="4").submit()
    assert devices(there) == [Device.AGAIN, Device.OWN]


def test_who_took_the_first_back_answers_for_the_first_time(there: Survey) -> None:
    person = first(there)
    code = person.page.html.partition('class="code">')[2][:19]
    person.visit("/take-back")
    person.press(person.form(), {"code": code})
    person.start().answer(A1="4").submit()
    assert devices(there) == [Device.OWN]


def test_a_reply_that_was_lost_makes_the_next_a_second_one(
    there: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = there.respondent().start().answer(A1="2")
    path = f"/s/{there.site.link}/"
    key = person.client.get_cookie("draft", path=path)
    assert key is not None
    person.submit()
    for cookie in ("sent", "receipt"):
        person.client.delete_cookie(cookie, path=path)
    person.client.set_cookie("draft", key.value, path=path)
    person.open().see("Your answers have been received")
    again(person).answer(A1="4").submit()
    assert devices(there) == [Device.AGAIN, Device.OWN]


def test_a_shared_device_is_told_from_one_that_sends_twice(there: Survey) -> None:
    person = there.respondent().open("shared")
    person.press(person.form("/shared"), {})
    for _ in range(2):
        person.start().answer(A1="2").submit().open("next")
    assert devices(there) == [Device.SHARED, Device.SHARED]


def test_where_each_person_has_a_code_every_device_is_an_own_one(survey: Make) -> None:
    there = survey(two_pages(), way_in=WayIn.CODES)
    person = there.respondent()
    for code in there.store.codes.issue(there.wave, there.site, 2):
        person.open("?another=yes").not_see("Answers were sent from this device before.")
        person.press(person.form("/start"), {"code": code}).answer(A1="2").submit()
    assert devices(there) == [Device.OWN, Device.OWN]
