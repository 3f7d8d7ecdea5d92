"""A code to go on with elsewhere: made by a press, shown once, with what it opens and how long."""

from collections.abc import Callable

from engine.store import WayIn
from tests.small import instrument, likert
from tests.web.conftest import Survey

Make = Callable[..., Survey]


def test_a_press_saves_the_page_and_makes_a_code_that_opens_the_draft_elsewhere(survey: Make) -> None:
    there = survey(instrument(likert("A1"), likert("A2")))
    person = there.respondent().start().answer(A1="4").go("later")
    person.see("What you have entered so far is saved", "Your answers wait 14 days after the last change")
    page = person.press(person.form("/later"), {}).page
    person.see(
        "Your code to go on with",
        "14 days after your last change",
        "until the survey closes",
        "http://localhost/",
    )
    code = next(
        word for word in page.text.split() if len(word) == 11 and word[5] == "-" and word.upper() == word
    )
    found = there.store.codes.find(code.lower().replace("-", " "))
    assert found is not None
    draft = there.store.drafts.load(found.key)
    assert draft is not None
    assert (found.link, dict(draft.answers)) == (person.link, {"A1": ("4",)})
    assert code not in person.open("later").page.text


def test_nobody_under_way_gets_no_code(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent()
    assert person.open("later").status == 200
    person.see("Start").not_see("Show me a code")


def test_a_page_that_was_open_for_long_asks_once_more(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent().start().open("later")
    form = person.form("/later")
    form.values["csrf_token"] = ["old"]
    person.press(form, {}).see("Please press the button once more", "Show me a code")
    assert person.status == 400


def test_on_a_shared_device_it_does_not_say_that_answers_wait_there(survey: Make) -> None:
    person = survey(instrument(likert("A1"))).respondent()
    person.start(shared="yes").open("later").see("This device is shared", "Show me a code").not_see(
        "Your answers wait"
    )


def test_a_personal_code_is_what_brings_one_back(survey: Make) -> None:
    there = survey(instrument(likert("A1")), way_in=WayIn.CODES)
    (code,) = there.store.codes.issue(there.wave, there.site, 1)
    found = there.store.codes.find(code)
    assert found is not None
    there.store.drafts.start(there.site, found.key)
    person = there.respondent()
    person.client.set_cookie("draft", found.key.token, path=f"/s/{person.link}/")
    person.open("later").see("Your personal code brings you back").not_see("Show me a code")
