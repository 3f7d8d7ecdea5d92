"""A survey that each person opens with a code: at its link's door, on a shared device, and after it was used."""

from collections.abc import Callable
from datetime import date

import pytest

from engine.instrument.model import Form, Instrument, Privacy
from engine.instrument.model import Page as FormPage
from engine.store import NewInvitee, WayIn, code_signs
from tests.small import instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey

Make = Callable[..., Survey]
CONTACT = "Ms. Rivera, 555 0100"


def two_pages() -> Instrument:
    items = likert("A1"), likert("A2")
    return instrument(*items, forms=(Form("full", (FormPage(("A1",)), FormPage(("A2",)))),))


@pytest.fixture
def coded(survey: Make) -> Survey:
    return survey(two_pages(), way_in=WayIn.CODES, contact=CONTACT)


@pytest.fixture
def identified(survey: Make) -> Survey:
    return survey(two_pages(), way_in=WayIn.CODES, privacy=Privacy.IDENTIFIED, kept_until=date(2031, 6, 30))


def codes(there: Survey, number: int) -> tuple[str, ...]:
    return there.store.codes.issue(there.wave, there.site, number)


def invited(there: Survey, *names: str) -> list[str]:
    people = there.store.codes.invite(there.wave, there.site, [NewInvitee(name) for name in names])
    return [person.code for person in people]


def enter(person: Respondent, code: str) -> Respondent:
    person.open()
    return person.press(person.form("/start"), {"code": code})


def held(person: Respondent) -> set[str]:
    return {cookie.key for cookie in (person.client._cookies or {}).values()} - {"session"}


def sent(there: Survey, code: str, A1: str = "2") -> Respondent:
    person = enter(there.respondent(), code).answer(A1=A1).go().go()
    return person.press(person.form("/review"), {}).see("Your answers are in")


class TestTheDoor:
    def test_the_link_asks_for_the_code_and_a_right_one_begins(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        person = coded.respondent().open().see("Your personal code", "Anonymous")
        enter(person, code.lower()).answer(A1="4").go().answer(A2="2").go()
        person.press(person.form("/review"), {}).see("Your answers are in")
        assert coded.close() == [[3, 1]]

    def test_the_code_is_in_no_cookie_and_no_address(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        person = enter(coded.respondent(), code)
        values = [cookie.value for cookie in (person.client._cookies or {}).values()]
        assert all(form not in value for form in (code, code.replace("-", "")) for value in values)
        assert code not in person.page.html

    @pytest.mark.parametrize(
        ("typed", "status", "heading"),
        [
            ("", 422, "No code was typed"),
            ("123456", 422, "This is not a whole code"),
            ("wrong", 404, "Nobody has this code"),
        ],
        ids=["nothing", "six digits", "nobody's"],
    )
    def test_each_wrong_code_has_its_page_with_whom_to_ask(
        self, coded: Survey, typed: str, status: int, heading: str
    ) -> None:
        person = enter(coded.respondent(), code_signs.draw() if typed == "wrong" else typed)
        assert person.status == status
        person.see(heading, CONTACT)
        assert "draft" not in held(person)
        (code,) = codes(coded, 1)
        person.press(person.form("/start"), {"code": code}).answer(A1="1")

    def test_a_code_works_once(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        sent(coded, code)
        person = enter(coded.respondent(), code)
        assert person.status == 410
        person.see("This code has been used", CONTACT)
        assert coded.count() == 1

    def test_in_a_browser_that_has_sent_another_code_begins_all_the_same(self, coded: Survey) -> None:
        first, second = codes(coded, 2)
        person = sent(coded, first).open().see("You have sent your answers on", "with a code of their own")
        person.open("?another=yes")
        person.press(person.form("/start"), {"code": second}).answer(A1="1").go().submit()
        assert coded.count() == 2

    def test_the_code_resumes_on_another_device(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        enter(coded.respondent(), code).answer(A1="5").go()
        elsewhere = enter(coded.respondent(), code).see("Welcome back", "Go on at page 2 of 2")
        assert elsewhere.open("1").holds("A1") == ["5"]

    def test_another_person_in_this_browser_uses_another_code_and_deletes_nothing(
        self, coded: Survey
    ) -> None:
        first, second = codes(coded, 2)
        person = enter(coded.respondent(), first).answer(A1="5").go().open().see("Use another code")
        person.press(person.form("/start"), {"afresh": "yes"}).see("Your personal code")
        enter(person, second)
        assert person.holds("A1") == []
        assert enter(coded.respondent(), first).open("1").holds("A1") == ["5"]

    def test_a_code_of_another_school_leads_there(self, coded: Survey) -> None:
        school = coded.store.studies.add_school(
            coded.store.studies.network(coded.store.studies.get(coded.wave.study_id).network_id),
            "South School",
        )
        south = coded.store.sites.add(coded.wave, school)
        (code,) = coded.store.codes.issue(coded.wave, south, 1)
        person = enter(coded.respondent(), code).see("South School", "Your personal code is accepted.")
        assert person.page.forms[0].action == f"/s/{south.link}/start"

    def test_a_language_is_chosen_before_the_code_is_typed(self, survey: Make) -> None:
        there = survey(two_pages(), way_in=WayIn.CODES)
        person = there.respondent().open()
        person.press(person.form("/start"), {"language": "en", "code": ""}).see("Your personal code")

    def test_a_code_that_was_replaced_meanwhile_begins_nothing(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        person = coded.respondent().open()
        person.client.post("/join", data={})
        found = coded.store.codes.find(code)
        assert found is not None
        person.client.set_cookie("draft", found.key.token, path=f"/s/{coded.site.link}/")
        person.open().see("Your personal code is accepted.")
        form = person.form("/start")
        codes(coded, 1)  # in its place
        person.press(form, {}).see("No code was typed")
        assert person.status == 422

    def test_who_took_answers_back_may_use_the_code_again(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        person = sent(coded, code)
        back = person.page.html.partition('class="code">')[2][:19]
        person.visit("/take-back")
        person.press(person.form(), {"code": back}).see("Your answers are deleted")
        sent(coded, code, "5")
        assert coded.close() == [[4, 253]]


class TestAPageWithoutItsDraft:
    def test_it_comes_back_with_what_was_typed_and_asks_for_the_code(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        person = enter(coded.respondent(), code).answer(A1="3")
        form = person.form()
        person.client.delete_cookie("draft", path=f"/s/{coded.site.link}/")
        person.press(form, {"move": "next"}).see("Type your code once more")
        assert person.status == 409
        assert person.holds("A1") == ["3"]
        person.press(person.form(), {"code": "wrong", "move": "next"}).see("You typed 5 letters and digits")
        assert person.holds("A1") == ["3"]
        person.press(person.form(), {"code": code, "move": "next"})
        assert person.address == "2"
        assert person.open("1").holds("A1") == ["3"]


class TestASharedDevice:
    def test_each_person_types_their_own_code(self, coded: Survey) -> None:
        person = coded.respondent().open("shared")
        person.press(person.form("/shared"), {})
        for code in codes(coded, 2):
            enter(person, code).answer(A1="2").go().go()
            person.press(person.form("/review"), {}).see("Your answers are in").open("next")
            assert held(person) == {"kiosk"}
            person.see("Your personal code").not_see("accepted")
        assert coded.count() == 2

    def test_a_code_of_another_school_does_not_lead_away(self, coded: Survey) -> None:
        network = coded.store.studies.network(coded.store.studies.get(coded.wave.study_id).network_id)
        south = coded.store.sites.add(coded.wave, coded.store.studies.add_school(network, "South School"))
        (code,) = coded.store.codes.issue(coded.wave, south, 1)
        person = coded.respondent().open("shared")
        person.press(person.form("/shared"), {})
        enter(person, code).see("This code is for another survey").not_see("South School")

    def test_whoever_walks_away_can_go_on_elsewhere_with_the_code(self, coded: Survey) -> None:
        (code,) = codes(coded, 1)
        person = coded.respondent().open("shared")
        person.press(person.form("/shared"), {})
        enter(person, code).answer(A1="4").go().open("next")
        assert enter(coded.respondent(), code).open("1").holds("A1") == ["4"]


class TestOwnAnswers:
    def test_they_are_seen_and_changed_and_sent_again(self, identified: Survey) -> None:
        (code,) = invited(identified, "Ada")
        sent(identified, code).see("see, change or erase your answers")
        elsewhere = enter(identified.respondent(), code).see("Your answers have been sent", "May 8, 2026")
        elsewhere.press(elsewhere.form("/own/change"), {})
        assert elsewhere.open("1").holds("A1") == ["2"]
        elsewhere.answer(A1="5").go().open().see("Go on with my changes")
        assert identified.count() == 1
        elsewhere.press(elsewhere.form("/own/change"), {}).see("come back with your code and change them")
        elsewhere.press(elsewhere.form("/review"), {}).see("Your answers are in")
        assert identified.count() == 1
        assert identified.close() == [[4, 253]]

    def test_what_was_not_sent_again_changes_nothing(self, identified: Survey) -> None:
        (code,) = invited(identified, "Ada")
        person = sent(identified, code).open()
        person.press(person.form("/own/change"), {}).open("1").answer(A1="5").go()
        assert identified.close() == [[1, 253]]

    def test_what_is_stored_of_a_person_is_theirs_to_read_and_take(self, identified: Survey) -> None:
        (code,) = invited(identified, "Ada")
        person = sent(identified, code).open("own/stored").see("What is stored of you", "Ada", "Number 1")
        taken = person.client.get(f"/s/{person.link}/own/stored.json").get_json()
        assert taken["person"]["name"] == "Ada"
        assert taken["answers"]["A1"]["answer"] != []
        assert taken["sent"]["device"] == "own"
        stranger = identified.respondent()
        for ending in ("", ".json"):
            answer = stranger.client.get(f"/s/{person.link}/own/stored{ending}", follow_redirects=True)
            assert "Ada" not in answer.get_data(as_text=True)

    def test_they_are_erased_after_a_question(self, identified: Survey) -> None:
        (code,) = invited(identified, "Ada")
        person = sent(identified, code).open()
        person.open("own/erase").see("Erase your answers?")
        assert identified.count() == 1
        person.press(person.form("/own/erase"), {}).see("Your answers are erased")
        assert identified.count() == 0
        assert not identified.store.invitees.of(identified.site)[0].answered
        assert held(person) <= {"sent"}
        sent(identified, code, "3")
        assert identified.count() == 1

    def test_in_the_browser_that_sent_them_no_code_is_asked_for_until_one_leaves(
        self, identified: Survey
    ) -> None:
        person = sent(identified, invited(identified, "Ada")[0]).open().see("Your answers have been sent")
        person.press(person.form("/thanks"), {}).see("Your personal code")
        assert "draft" not in held(person)

    def test_on_a_shared_device_nothing_stays_and_the_code_opens_them_again(self, identified: Survey) -> None:
        (code,) = invited(identified, "Ada")
        person = identified.respondent().open("shared")
        person.press(person.form("/shared"), {})
        enter(person, code).answer(A1="2").go().go()
        person.press(person.form("/review"), {}).open("next")
        assert held(person) == {"kiosk"}
        enter(person, code).see("Your answers have been sent").open("next").see("Your personal code")

    def test_after_the_close_nobody_gets_at_them_here(self, identified: Survey) -> None:
        (code,) = invited(identified, "Ada")
        person = sent(identified, code)
        identified.close()
        for path in ("", "own/erase"):
            assert person.open(path).status == 410

    def test_until_results_are_made_they_can_be_changed_though_the_last_day_is_over(
        self, identified: Survey
    ) -> None:
        person = sent(identified, invited(identified, "Ada")[0])
        identified.clock.pass_days(6)
        person.open().see("Your answers have been sent")
        person.press(person.form("/own/change"), {}).open("1").answer(A1="5").go().submit()
        assert identified.close() == [[4, 253]]

    def test_confidential_ones_are_erased_by_their_code_and_shown_to_nobody(self, survey: Make) -> None:
        there = survey(two_pages(), way_in=WayIn.CODES, privacy=Privacy.CONFIDENTIAL)
        (code,) = invited(there, "Ada")
        assert "draft" not in held(sent(there, code))
        person = enter(there.respondent(), code).see("they are not shown here, not to you either")
        token = person.form("/thanks").values["csrf_token"][0]
        person.client.post(f"/s/{person.link}/own/change", data={"csrf_token": token})
        assert person.open("review").address == ""
        person.open("own/stored").see("Your answers stand apart from it, and are not shown")
        taken = person.client.get(f"/s/{person.link}/own/stored.json").get_json()
        assert (taken["person"]["name"], taken["answers"], taken["sent"]) == ("Ada", None, None)
        person.open("own/erase").press(person.form("/own/erase"), {}).see("Your answers are erased")
        assert there.count() == 0
        sent(there, code, "3")

    @pytest.mark.parametrize("privacy", [Privacy.ANONYMOUS, Privacy.CONFIDENTIAL])
    def test_no_other_promise_opens_them(self, survey: Make, privacy: Privacy) -> None:
        there = survey(two_pages(), way_in=WayIn.CODES, privacy=privacy, kept_until=date(2031, 6, 30))
        (code,) = codes(there, 1) if privacy is Privacy.ANONYMOUS else invited(there, "Ada")
        person = sent(there, code)
        person.open()
        form = person.page.forms[0] if person.page.forms else None
        token = form.values["csrf_token"] if form else [""]
        for path in ("change", "erase"):
            person.client.post(f"/s/{person.link}/own/{path}", data={"csrf_token": token})
        assert person.open("own/erase").page.forms == []
        assert there.count() == 1

    def test_a_post_from_elsewhere_changes_nothing(self, identified: Survey) -> None:
        person = sent(identified, invited(identified, "Ada")[0]).open()
        for path in ("change", "erase"):
            person.keep(person.client.post(f"/s/{person.link}/own/{path}", follow_redirects=True))
            person.see("Please press the button once more", "Show my answers")
        assert identified.count() == 1
