"""A shared device: begun on purpose, over to the next person by itself, nothing of anybody left behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.instrument.model import Form, Instrument
from engine.instrument.model import Page as FormPage
from engine.loading import catalog
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey
from tests.web.visitor import Office, Visitor
from web.authoring.preview import create_preview
from web.respondent import shared_device

Make = Callable[..., Survey]
SHIPPED = Path(__file__).parents[3] / "instruments"


def two_pages() -> Instrument:
    items = likert("A1"), likert("A2")
    return instrument(*items, forms=(Form("full", (FormPage(("A1",)), FormPage(("A2",)))),))


@pytest.fixture
def there(survey: Make) -> Survey:
    return survey(two_pages())


def shared(there: Survey) -> Respondent:
    person = there.respondent().open("shared")
    return person.press(person.form("/shared"), {})


def cookies(person: Respondent) -> dict[str, str]:
    """What the browser holds for this survey's pages, but for the session."""
    held = person.client._cookies or {}
    return {cookie.key: cookie.value for cookie in held.values() if cookie.key != "session"}


def refresh(person: Respondent, path: str) -> str:
    """How long a page stays, and where it leads then."""
    return person.client.get(f"/s/{person.link}/{path}").headers.get("Refresh", "")


def test_it_is_begun_on_purpose_from_a_page_that_says_what_it_does(there: Survey) -> None:
    person = there.respondent().open()
    assert any(link.endswith("/shared") for link in person.page.links)
    person.open("shared").see(
        "45 seconds after the thanks page", "for 10 minutes", "Nothing of a person stays in this browser"
    )
    assert cookies(person) == {}
    person.press(person.form("/shared"), {}).see("This device is shared: after each person it starts over.")
    assert cookies(person) == {"kiosk": "on"}


def test_two_people_after_each_other_leave_nothing(there: Survey) -> None:
    first = shared(there).start().answer(A1="2").go().answer(A2="1").go()
    first.press(first.form("/review"), {}).see("In 45 seconds this device starts over")
    code = first.page.html.partition('class="code">')[2][:19]
    assert first.page.links.count(f"/s/{first.link}/next") == 1
    first.open("next").see("Start").not_see(code, "You have sent your answers")
    assert cookies(first) == {"kiosk": "sent"}
    for back in ("thanks", "review", "2", "1", "still"):  # the browser's button
        assert first.open(back).see("Start").not_see(code).address == ""
    second = first.start().answer(A1="4").go().answer(A2="5").go()
    second.press(second.form("/review"), {}).see("Your answers are in").open("next")
    assert cookies(second) == {"kiosk": "sent"}
    assert there.close() == [[1, 0], [3, 4]]


def test_every_page_with_something_of_a_person_is_left_by_itself(there: Survey) -> None:
    person = shared(there)
    assert refresh(person, "") == ""
    person.start()
    for path in ("", "1", "review"):
        seconds, address = refresh(person, path).split("; url=")
        assert (int(seconds), address.partition("?")[0]) == (600, f"/s/{person.link}/still")
    assert refresh(person, "still") == f"60; url=/s/{person.link}/next"
    person.answer(A1="2").go().go("next").submit()
    assert refresh(person, "thanks") == f"45; url=/s/{person.link}/next"
    assert refresh(person, "thanks?longer=yes") == f"480; url=/s/{person.link}/next"


def test_the_longest_stay_is_ten_times_the_shortest() -> None:
    assert shared_device.THANKS_LONGER >= 10 * shared_device.THANKS
    assert shared_device.ASKED.total_seconds() >= 20


def test_whoever_is_still_there_goes_on_where_they_were(there: Survey) -> None:
    person = shared(there).start().answer(A1="3").go()
    address = refresh(person, "1").partition("url=")[2]
    person.visit(address).see("Is somebody still there?", "In 60 seconds")
    assert f"/s/{person.link}/1" in person.page.links
    assert person.open("1").holds("A1") == ["3"]


def test_who_walks_away_leaves_no_answers_to_the_next(there: Survey) -> None:
    shared(there).start().answer(A1="3").go().open("next").see("Start").start()
    person = shared(there).start().answer(A1="3").go().open("next").start()
    assert person.holds("A1") == []


def test_nothing_outlasts_the_browser_but_the_mode(there: Survey) -> None:
    person = shared(there).open()
    form = person.form("/start")
    response = person.client.post(form.action, data=form.values)
    kept = [line for line in response.headers.getlist("Set-Cookie") if "Max-Age=1209600" in line]
    assert kept == []
    assert any(
        line.startswith("draft=") and "Max-Age" not in line for line in response.headers.getlist("Set-Cookie")
    )


def test_no_page_of_it_may_be_kept(there: Survey) -> None:
    person = shared(there).start()
    for path in ("", "1", "review", "shared", "still"):
        response = person.client.get(f"/s/{person.link}/{path}")
        assert response.headers["Cache-Control"] == "no-store"


def test_it_ends_on_purpose_only(there: Survey) -> None:
    person = shared(there).start().answer(A1="3").go().open("next")
    person.open("shared").see("This device is shared", "End sharing")
    person.press(person.form("/shared/end"), {}).see("Start").not_see("This device is shared")
    assert cookies(person) == {}
    assert refresh(person.start(), "1") == ""


def test_sharing_for_a_moment_does_not_make_a_device_pass_for_a_new_one(there: Survey) -> None:
    person = there.respondent().start().answer(A1="2").go().answer(A2="1").submit()
    person.open("shared").press(person.form("/shared"), {})
    assert cookies(person) == {"kiosk": "sent"}
    person.open("shared").press(person.form("/shared/end"), {})
    person.open("?another=yes").see("Answers were sent from this device before.")


def test_after_sharing_the_device_is_one_that_has_sent(there: Survey) -> None:
    person = shared(there).start().answer(A1="2").go().answer(A2="1").go()
    person.press(person.form("/review"), {})
    person.open("shared").press(person.form("/shared/end"), {})
    person.open("?another=yes").see("Answers were sent from this device before.")
    assert cookies(person) == {"sent": "yes"}


def test_a_language_is_one_persons(survey: Make) -> None:
    there = survey(two_pages(), languages=("en",))
    person = shared(there)
    person.client.set_cookie("language", "es", path=f"/s/{there.site.link}/")
    assert "language" not in cookies(person.open("next"))


def test_a_post_of_another_site_shares_nothing(there: Survey) -> None:
    person = there.respondent().open("shared")
    person.press(person.form("/shared"), {"csrf_token": "no"}).see("Please press the button once more")
    assert "kiosk" not in cookies(person)
    held = shared(there).open("shared")
    held.press(held.form("/shared/end"), {"csrf_token": "no"})
    assert "kiosk" in cookies(held)


def test_who_was_signed_in_is_signed_out(office: Office) -> None:
    site = office.store.sites.of(office.open)[0]
    visitor = Visitor(office.app).sign_in(office.people["hub"].email)
    visitor.open(f"/s/{site.link}/shared").press("/shared")
    assert visitor.open("/account").path == "/sign-in"


def test_elsewhere_these_addresses_lead_to_the_survey(there: Survey) -> None:
    person = there.respondent().start().answer(A1="2").go()
    person.open("next").see("Welcome back")
    person.open("still").see("Welcome back")


def test_the_preview_has_it_too() -> None:
    app = create_preview(SHIPPED / "collective-leadership" / "1.0.0")
    person = Respondent(app, catalog.find("collective-leadership@1.0.0").main_form.id).open("shared")
    person.press(person.form("/shared"), {}).see("Start", "This device is shared")
