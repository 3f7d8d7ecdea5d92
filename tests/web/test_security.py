"""What every page and every post is held to."""

from collections.abc import Callable

import pytest
from flask import Flask, session
from flask_wtf.csrf import generate_csrf, validate_csrf

from engine.store import Store
from tests.small import instrument, likert
from tests.web.conftest import SECRET, Survey
from tests.web.pages import Page
from tests.web.visitor import Office
from web.security import LARGEST_POST, Settings, is_ours, token
from web.security.signing import TokenSigner
from web.whole import create_app

Make = Callable[..., Survey]


def test_every_page_carries_a_strict_policy_and_is_not_kept(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent()
    for path in ("", "1", "review", "thanks", "nowhere"):
        headers = person.client.get(f"/s/{person.link}/{path}").headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; style-src 'self'; script-src 'self'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_pages_need_no_inline_script_or_style(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent().start()
    for page in (person, person.open("review"), person.open()):
        assert "<style" not in page.page.html
        assert " style=" not in page.page.html
        assert "<script>" not in page.page.html
        assert " on" not in {part.partition("=")[0][:3] for part in page.page.html.split("<")}


def test_files_are_kept_for_good_and_named_by_content(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent().open()
    (address,) = {
        part.partition('"')[0] for part in person.page.html.split('href="') if "barograph.css" in part
    }
    assert "?v=" in address
    with person.client.get(address) as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]


def test_cookies_go_over_tls_only_unless_the_server_is_a_loopback_one(store: Store, survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    app = create_app(store, Settings(SECRET))
    headers = app.test_client().get(f"/s/{there.site.link}/", base_url="https://localhost").headers
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert headers["Strict-Transport-Security"]
    plain = there.app.test_client().get(f"/s/{there.site.link}/").headers["Set-Cookie"]
    assert plain.startswith("session=")
    assert "Secure" not in plain


def test_a_browser_that_sends_no_referrer_can_answer_over_tls(store: Store, survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    client = create_app(store, Settings(SECRET)).test_client()
    page = Page(client.get(f"/s/{there.site.link}/", base_url="https://localhost").get_data(as_text=True))
    response = client.post(page.forms[0].action, data=page.forms[0].values, base_url="https://localhost")
    assert response.location.endswith("/1")


def test_a_server_bound_to_names_answers_to_no_other(store: Store, survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    app = create_app(store, Settings(SECRET, secure=False, hosts=("127.0.0.1",)))
    path = f"/s/{there.site.link}/"
    assert app.test_client().get(path, base_url="http://127.0.0.1:8000").status_code == 200
    assert app.test_client().get(path, base_url="http://evil.example").status_code == 400


def test_a_post_from_elsewhere_changes_nothing(survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    person = there.respondent().start()
    for path in ("start", "1", "review", "thanks"):
        data = {"a_A1": "5", "move": "next", "afresh": "yes"}
        person.client.post(f"/s/{person.link}/{path}", data=data)
    assert person.open("1").holds("A1") == []
    assert there.count() == 0
    assert person.client.post("/take-back", data={"code": "x"}).status_code == 400


def test_after_a_long_idle_the_answers_come_back_to_be_sent_again(survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    person = there.respondent().start().answer(A1="4")
    person.client.delete_cookie("session")
    person.go().see("You were away for a while", "What you entered is still here")
    assert person.status == 400
    assert person.holds("A1") == ["4"]
    person.go().see("Ready to send?")
    assert person.open("1").holds("A1") == ["4"]


def test_a_review_left_open_for_long_asks_once_more(survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    person = there.respondent().start().go()
    person.client.delete_cookie("session")
    person.press(person.form("/review"), {}).see("You were away for a while", "Ready to send?")
    person.submit().see("are in")


def test_a_browser_that_keeps_no_cookies_is_told_how(survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    app = there.app
    person = there.respondent().open()
    person.client = app.test_client(use_cookies=False)
    person.press(person.form("/start"), {}).see("does not keep our cookie", "allow cookies for this site")
    assert person.status == 400


def test_answers_survive_a_browser_that_lost_its_cookies(survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    person = there.respondent().start().answer(A1="4")
    person.client = there.app.test_client()
    person.go().see("What you entered on this page is still here")
    assert person.go().see("Ready to send?").open("1").holds("A1") == ["4"]


def test_a_browser_that_loses_them_again_is_told_how(survey: Make) -> None:
    there = survey(instrument(likert("A1")))
    person = there.respondent().start().answer(A1="4")
    for told in ("is still here", "does not keep our cookie"):
        person.client = there.app.test_client()
        person.go().see(told)


def test_too_large_a_post_is_refused_and_what_was_saved_stays(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent().start().answer(A1="4").go()
    person.open("1").answer(A1="4" * LARGEST_POST).go().see("That is too long", "was saved before is safe")
    assert person.status == 413
    assert person.open("1").holds("A1") == ["4"]


def test_a_broken_page_says_so_without_a_trace(survey: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    there = survey(instrument(likert("A1")))
    there.app.testing = False

    def broken(link: str, key: object) -> None:
        raise ZeroDivisionError("a detail for the log")

    monkeypatch.setattr(there.store.visits, "find", broken)
    person = (
        there.respondent().open().see("Something went wrong on our side").not_see("ZeroDivision", "a detail")
    )
    assert person.status == 500


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("get", "/nowhere", 404, "Page not found"),
        ("get", "/s/x/start", 405, "That can’t be done here"),
        ("post", "/take-back", 400, "This request could not be understood"),
    ],
)
def test_errors_are_pages_in_plain_words(
    survey: Make, method: str, path: str, status: int, words: str
) -> None:
    person = survey(instrument(likert("A1"))).respondent()
    response = person.client.open(path, method=method.upper())
    assert response.status_code == status
    assert words in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/nowhere", "/waves/99999999999999999999/", "/schools/4000000000/"])
def test_whoever_has_an_account_is_led_home_from_a_page_that_is_not_there(office: Office, path: str) -> None:
    visitor = office.visitor("hub").open(path).see("Page not found", "To your home page")
    assert visitor.status == 404


@pytest.mark.parametrize("status", [403, 418, 429, 503])
def test_errors_of_other_parts_have_pages_too(store: Store, status: int) -> None:
    from flask import abort

    app: Flask = create_app(store, Settings(SECRET, secure=False))
    app.add_url_rule("/stop", view_func=lambda: abort(status))
    response = app.test_client().get("/stop")
    assert response.status_code == status
    assert "<h1>" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/s/%00/", "/sign-in?next=a%00", "/api/v1/networks?cursor=%00", "/nowhere%00"]
)
def test_null_in_an_address_is_refused(office: Office, path: str) -> None:
    """PostgreSQL keeps no text with it, so that each would end as a failure of ours."""
    assert office.visitor().client.get(path).status_code == 400


def test_null_in_a_form_is_refused(office: Office) -> None:
    leader = office.visitor("leader")
    path = f"/schools/{office.schools[0].id}/results/{office.closed.id}/choice"
    assert leader.post(path, way="need", measures="one", reason="a\0b", agreed_by="all").status == 400
    assert office.visitor().post("/sign-in", email="a\0b@people.example", password="x").status == 400
    assert not office.store.choices.of(office.closed)


def test_tokens_are_those_of_flask_wtf_both_ways(store: Store) -> None:
    app = create_app(store, Settings(SECRET, secure=False))
    with app.test_request_context("/"):
        theirs, held = generate_csrf(), session["csrf_token"]
    with app.test_request_context("/"):
        session["csrf_token"] = held
        ours = token()
        validate_csrf(ours)
    other = TokenSigner("another secret", salt="wtf-csrf-token").dumps(held)
    for sent, known in ((theirs, True), (ours, True), (other, False), (f"{ours}x", False), ("é", False)):
        with app.test_request_context("/", method="POST", data={"csrf_token": sent}):
            session["csrf_token"] = held
            assert is_ours() is known, sent
            session["csrf_token"] = "of another session"
            assert not is_ours()
