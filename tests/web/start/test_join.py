"""The field for a code on the start page: six digits or a personal code; a page of its own for each wrong one."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.store import DraftKey, TooManyTries, WayIn, code_signs
from tests.small import instrument, likert
from tests.web.conftest import Clock, Survey
from tests.web.pages import Page
from web import throttle

Make = Callable[..., Survey]
SHORT = instrument(likert("A1"), likert("A2"))
CONTACT = "Ms. Rivera, 555 0100"


@pytest.fixture
def there(survey: Make) -> Survey:
    return survey(SHORT, contact=CONTACT)


@pytest.fixture
def coded(survey: Make) -> Survey:
    return survey(SHORT, way_in=WayIn.CODES, contact=CONTACT)


class Browser:
    """Somebody on the start page."""

    def __init__(self, app: Flask, client: FlaskClient | None = None) -> None:
        self.client = client or app.test_client()

    def type(self, code: str, path: str = "/join", **more: str) -> TestResponse:
        page = Page(self.client.get(path).get_data(as_text=True))
        (form,) = page.forms
        return self.client.post(form.action, data={**form.values, "code": code, **more})

    def told(self, code: str) -> tuple[int, str]:
        """The status and the heading of the page that a code leads to, redirections followed."""
        response = self.type(code)
        if response.status_code == 303:
            response = self.client.get(response.headers["Location"])
        page = response.get_data(as_text=True)
        return response.status_code, page.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]


def issued(there: Survey, number: int = 1) -> tuple[str, ...]:
    return there.store.codes.issue(there.wave, there.site, number)


@pytest.mark.parametrize("path", ["/", "/join"])
def test_six_digits_lead_to_the_school(there: Survey, path: str) -> None:
    code = there.site.join_code or ""
    for typed in (code, f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        response = Browser(there.app).type(typed, path)
        assert (response.status_code, response.headers["Location"]) == (303, f"/s/{there.site.link}/")


def test_the_same_field_takes_a_personal_code_however_it_is_written(coded: Survey) -> None:
    (code,) = issued(coded)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "").replace("0", "o")):
        browser = Browser(coded.app)
        response = browser.type(typed)
        assert (response.status_code, response.headers["Location"]) == (303, f"/s/{coded.site.link}/")
        page = Page(browser.client.get(response.headers["Location"]).get_data(as_text=True))
        assert "Your personal code is accepted." in page.text
        assert code not in page.html


def test_a_wrong_sign_is_told_before_the_store_is_asked(
    coded: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    (code,) = issued(coded)
    monkeypatch.setattr(type(coded.store.codes), "find", None)
    wrong = code[:-1] + ("7" if code[-1] != "7" else "8")
    swapped = next(
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in (0, 1, 2, 3, 6, 7, 8)
        if code[at] != code[at + 1]
    )
    for typed in (wrong, swapped):
        assert Browser(coded.app).told(typed) == (422, "One sign of this code is wrong")


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("", "No code was typed"),
        (" - ", "No code was typed"),
        ("12345", "This is not a whole code"),
        ("ABC", "This is not a whole code"),
        ("1" * 300, "This is not a whole code"),
        ("½½½½½½", "This is not a whole code"),
    ],
    ids=["nothing", "a hyphen", "five digits", "three letters", "three hundred", "no digits"],
)
def test_what_no_code_can_be_says_what_a_code_is(there: Survey, typed: str, heading: str) -> None:
    assert Browser(there.app).told(typed) == (422, heading)


def test_codes_that_nobody_has(there: Survey) -> None:
    taken = there.site.join_code
    other = "111111" if taken != "111111" else "222222"
    assert Browser(there.app).told(other) == (404, "No survey has these six digits")
    assert Browser(there.app).told(code_signs.draw()) == (404, "Nobody has this code")


def send_with(there: Survey, code: str) -> None:
    person = there.respondent().open()
    person.press(person.form("/start"), {"code": code}).answer(A1="2").submit().see("Your answers are in")


def test_a_spent_code_says_so_and_whom_to_ask_and_neither_school_nor_survey(coded: Survey) -> None:
    (code,) = issued(coded)
    send_with(coded, code)
    response = Browser(coded.app).type(code)
    page = Page(response.get_data(as_text=True))
    assert (response.status_code, "This code has been used" in page.text) == (410, True)
    assert CONTACT in page.text
    for name in ("Northgate", "A small instrument", "Lakeshore", "Leading together"):
        assert name not in page.html


@pytest.mark.parametrize(
    ("days", "status", "heading"),
    [
        (-30, 403, "The survey of this code opens later"),
        (30, 410, "The survey of this code has closed"),
    ],
    ids=["not yet", "over"],
)
def test_a_code_whose_survey_is_not_open(
    coded: Survey, clock: Clock, days: int, status: int, heading: str
) -> None:
    (code,) = issued(coded)
    clock.pass_days(days)
    assert Browser(coded.app).told(code) == (status, heading)


def test_a_code_of_a_closed_survey(coded: Survey) -> None:
    (code,) = issued(coded)
    coded.close()
    assert Browser(coded.app).told(code) == (410, "The survey of this code has closed")


def test_six_digits_end_with_the_survey(there: Survey) -> None:
    code = there.site.join_code or ""
    there.close()
    assert Browser(there.app).told(code) == (404, "No survey has these six digits")


def test_a_draft_lets_nobody_in_and_tells_nobody_what_it_is(survey: Make) -> None:
    there = survey(SHORT, draft=True, way_in=WayIn.CODES, contact=CONTACT)
    (code,) = issued(there)
    assert Browser(there.app).told(code) == (403, "The survey of this code is not open yet")
    assert Browser(there.app).told(there.site.join_code or "") == (403, "This survey is not open yet")
    person = there.respondent().open()
    assert person.status == 403
    person.see("It is still being prepared", CONTACT).not_see("Northgate", "A small instrument")


def test_somebody_under_way_is_led_back_to_where_they_were(coded: Survey) -> None:
    (code,) = issued(coded)
    person = coded.respondent().open()
    person.press(person.form("/start"), {"code": code}).answer(A1="2").go()
    assert Browser(coded.app).told(code) == (200, "Welcome back")


def test_a_code_to_go_on_with_leads_to_the_draft(there: Survey) -> None:
    person = there.respondent().start().answer(A1="4").go()
    cookie = person.client.get_cookie("draft", path=f"/s/{there.site.link}/")
    assert cookie is not None
    code = there.store.resumes.issue(DraftKey(cookie.value))
    browser = Browser(there.app)
    assert browser.told(code) == (200, "Welcome back")
    assert 'value="4" checked' in browser.client.get(f"/s/{there.site.link}/1").get_data(as_text=True)


def test_the_field_speaks_the_language_that_was_chosen_and_keeps_what_was_typed(there: Survey) -> None:
    browser = Browser(there.app)
    response = browser.type("12 34", language="es")
    page = response.get_data(as_text=True)
    assert (response.status_code, '<html lang="es"' in page, 'value="12 34"' in page) == (200, True, True)
    assert "Este código no está completo" in browser.type("12 34").get_data(as_text=True)
    assert '<html lang="es"' in browser.client.get("/?language=es").get_data(as_text=True)


def test_without_cookies_it_says_what_is_missing(there: Survey) -> None:
    client = there.app.test_client(use_cookies=False)
    response = client.post("/join", data={"code": there.site.join_code})
    assert (response.status_code, "cookie" in response.get_data(as_text=True)) == (400, True)


def test_a_page_from_elsewhere_is_asked_once_more(there: Survey) -> None:
    browser = Browser(there.app)
    response = browser.type(there.site.join_code or "", csrf_token="no")
    page = response.get_data(as_text=True)
    assert (response.status_code, "Please press the button once more" in page) == (400, True)
    assert f'value="{there.site.join_code}"' in page


def test_who_guesses_is_stopped_and_told_so(there: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "IN_VAIN", 3)
    browser = Browser(there.app)
    for guess in ("111111", "222222", "333333"):
        assert browser.told(guess)[0] == 404
    response = browser.type(there.site.join_code or "")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "900")
    assert "Too many codes have been tried" in response.get_data(as_text=True)
    assert browser.told(code_signs.draw())[0] == 429


def test_what_the_store_does_not_look_up_today_is_told(
    there: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(typed: str) -> None:
        raise TooManyTries

    monkeypatch.setattr(there.store.sites, "by_join_code", stopped)
    assert Browser(there.app).told("123456") == (429, "This code can’t be tried today")
