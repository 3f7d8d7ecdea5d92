"""What a script is told of a save, without a browser: no page is drawn, and no answer is lost."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from engine.instrument.model import Form, Page
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey

Make = Callable[..., Survey]
SCRIPT = {"Accept": "application/json"}


def two_pages() -> object:
    items = likert("A1"), likert("A2"), likert("B1")
    return instrument(*items, forms=(Form("full", (Page(("A1", "A2")), Page(("B1",)))),))


def posted(person: Respondent, move: str, **changes: str) -> TestResponse:
    form = person.form()
    data = {**form.values, "move": move, **changes}
    return person.client.post(form.action, data=data, headers=SCRIPT)


def test_a_save_by_a_script_draws_no_page_and_gives_the_new_mark(survey: Make) -> None:
    person = survey(two_pages()).respondent().start()
    answer = posted(person, "keep", a_A1="4")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json is not None
    assert answer.json["fresh"] == []
    assert person.open("1").holds("A1") == ["4"]
    assert answer.json["mark"] == person.form().values["mark"][0]


def test_a_button_pressed_by_a_script_is_told_where_it_leads(survey: Make) -> None:
    person = survey(two_pages()).respondent().start()
    link = person.link
    assert posted(person, "next", a_A1="4", a_A2="4").json == {"to": f"/s/{link}/2"}
    assert posted(person, "next", a_A1="9").status_code == 400
    person.open("review")
    review = person.form("/review")
    sent = person.client.post(review.action, data=review.values, headers=SCRIPT)
    assert sent.json == {"to": f"/s/{link}/thanks"}
    person.open("thanks").see("Your code for taking them back")


def test_an_item_that_another_tab_has_changed_is_named_and_stays(survey: Make) -> None:
    person = survey(two_pages()).respondent().start()
    other = person.tab().open("1")
    posted(other, "keep", a_A2="5")
    answer = posted(person, "keep", a_A1="1")
    assert answer.json is not None
    assert answer.json["fresh"] == ["A2"]
    person.open("1")
    assert (person.holds("A1"), person.holds("A2")) == (["1"], ["5"])


def test_what_is_saved_and_untouched_since_is_no_longer_this_tabs_own(survey: Make) -> None:
    """Without a new mark each save of a tab would put its old answers back over those of another."""
    person = survey(two_pages()).respondent().start()
    first = posted(person, "keep", a_A1="1").json
    assert first is not None
    other = person.tab().open("1")
    posted(other, "keep", a_A1="3")
    posted(person, "keep", a_A1="1", a_A2="2", mark=first["mark"])
    person.open("1")
    assert (person.holds("A1"), person.holds("A2")) == (["3"], ["2"])


@pytest.mark.parametrize("lost", ["draft", "token"])
def test_what_can_not_be_saved_is_told_by_a_status_and_begins_nothing(survey: Make, lost: str) -> None:
    there = survey(two_pages())
    person = there.respondent().start()
    if lost == "draft":
        person.client.delete_cookie("draft", path=f"/s/{person.link}/")
        assert posted(person, "keep", a_A1="1").status_code == 409
        assert person.client.get_cookie("draft", path=f"/s/{person.link}/") is None
    else:
        assert posted(person, "keep", a_A1="1", csrf_token="old").status_code == 400


def test_pages_come_ahead_without_answers_or_tokens_for_whoever_has_begun(survey: Make) -> None:
    there = survey(two_pages())
    person = there.respondent()
    path = f"/s/{person.link}/ahead"
    assert person.client.get(path).status_code == 404
    person.start().answer(A1="4").go("stay")
    ahead = person.client.get(path)
    assert ahead.headers["Cache-Control"] == "private, max-age=86400"
    assert ahead.json is not None
    assert list(ahead.json) == ["1", "2"]
    drawn = "".join(ahead.json.values())
    assert "Statement B1." in drawn
    for secret in (" checked", "csrf", person.link, "data-key"):
        assert secret not in drawn


def test_the_key_for_the_device_is_the_drafts_own_and_not_its_token(survey: Make) -> None:
    there = survey(two_pages())
    one, other = there.respondent().start(), there.respondent().start()
    keys = []
    for person in (one, other):
        html = person.client.get(f"/s/{person.link}/1").get_data(as_text=True)
        key = html.split('data-key="')[1].split('"')[0]
        token = person.client.get_cookie("draft", path=f"/s/{person.link}/")
        assert token is not None
        assert len(key) == 44
        assert token.value not in html
        keys.append(key)
    assert keys[0] != keys[1]


def test_a_shared_device_is_handed_no_key(survey: Make) -> None:
    person = survey(two_pages()).respondent()
    person.start(shared="yes")
    assert 'data-key=""' in person.client.get(f"/s/{person.link}/1").get_data(as_text=True)


def test_a_kiosk_is_handed_no_key(survey: Make) -> None:
    person = survey(two_pages()).respondent()
    person.open("shared").press(person.form("/shared"), {})
    person.start()
    html = person.client.get(f"/s/{person.link}/1").get_data(as_text=True)
    assert 'data-key=""' in html
    assert "Statement A1." in html
