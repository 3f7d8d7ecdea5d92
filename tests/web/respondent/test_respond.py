"""The respondent's way, told as a person would: open, answer, submit, see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.instrument import kinds
from engine.instrument.kinds import CHOSEN, NOT_CHOSEN
from engine.instrument.model import Form, Instrument, Page, Privacy
from engine.instrument.rules import Is
from engine.responses.layout import BLANK, NOT_REACHED, NOT_SHOWN
from engine.store import Draft, DraftKey, Wave
from engine.store.submissions import SHORT, coarse
from tests.small import choose, instrument, likert
from tests.web.answering import Respondent
from tests.web.conftest import Survey
from tests.web.pages import PageForm
from web.respondent import receipts

Make = Callable[..., Survey]


def two_pages(**changes: Any) -> Instrument:
    """A statement on each of two pages."""
    forms = (Form("full", (Page(("A1",), "First"), Page(("A2",), "Second"))),)
    return instrument(likert("A1"), likert("A2"), **{"forms": forms} | changes)


def with_years() -> Instrument:
    """A statement, a number on the second page, and a text on the third."""
    years = choose("years", kind=kinds.NUMBER, minimum=0, maximum=60, whole=True)
    comment = choose("comment", kind=kinds.LONG_TEXT, maximum_length=20)
    pages = Page(("A1",), "First"), Page(("years",), "Second"), Page(("comment",), "Third")
    return instrument(likert("A1"), years, comment, forms=(Form("full", pages),))


def with_rule(*pages: Page) -> Instrument:
    """Grades are asked of teachers only."""
    role = choose("role", "teacher", "leader")
    grades = choose("grades", "low", "high", kind=kinds.CHOOSE_MANY, show_if=Is("role", ("teacher",)))
    forms = (Form("full", pages or (Page(("role", "grades"), "About you"),)),)
    return instrument(role, grades, likert("A1"), forms=forms)


class TestTheWay:
    def test_a_person_answers_and_the_count_is_one_higher(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().open().see("A small instrument", "Northgate School", "2 questions")
        person.start().see("First", "Statement A1.").answer(A1="4").go()
        person.see("Second").answer(A2="cannot_judge").go()
        person.see("Ready to send?", "You have answered every question.")
        assert there.count() == 0
        person.submit().see("Your answers are in", "Your code for taking them back")
        assert there.count() == 1
        assert there.close() == [[3, 200]]

    def test_nothing_has_to_be_answered(self, survey: Make) -> None:
        there = survey(two_pages())
        there.respondent().start().go().go().see("You have left 2 questions blank.").submit().see("are in")
        assert there.close() == [[BLANK, BLANK]]

    def test_back_loses_nothing(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start().answer(A1="2").go().answer(A2="5").go("back")
        assert person.see("First").holds("A1") == ["2"]
        assert person.go().see("Second").holds("A2") == ["5"]

    def test_back_from_the_first_page_leads_to_the_start(self, survey: Make) -> None:
        survey(two_pages()).respondent().start().go("back").see("Welcome back", "Go on at page 1 of 2")

    def test_back_keeps_even_what_is_not_right(self, survey: Make) -> None:
        person = survey(with_years()).respondent().start().go().answer(years="700").go("back").see("First")
        assert person.go().see("700 is too large").holds("years") == ["700"]

    def test_a_slip_is_undone_by_the_clear_button(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start().answer(A1="2").go().go("back")
        assert person.answer(A1="").go().go("back").holds("A1") == []

    def test_a_question_that_shares_a_stem_shows_it_once(self, survey: Make) -> None:
        asked = instrument(
            likert("A1", stem="now"),
            likert("A2", stem="now", facet="a tag"),
            stems={"now": "How true is it?"},
        )
        person = survey(asked).respondent().start()
        assert person.page.text.count("How true is it?") == 1
        person.not_see("a tag")


class TestErrors:
    def test_a_wrong_answer_is_said_at_the_top_and_at_the_field(self, survey: Make) -> None:
        person = survey(with_years()).respondent().start().go().answer(years="700").go()
        person.see(
            "One answer needs another look", "Which years?", "700 is too large: give a number from 0 to 60."
        )
        assert "#a_years" in person.page.links
        assert 'aria-invalid="true"' in person.page.html
        assert "problem-years" in person.page.ids
        assert "<title>Error: Second" in person.page.html
        assert person.holds("years") == ["700"]
        assert person.answer(years="7").go().see("Third").go("back").holds("years") == ["7"]

    def test_it_may_also_be_cleared(self, survey: Make) -> None:
        survey(with_years()).respondent().start().go().answer(years="many").go().answer(years="").go().see(
            "Third"
        )

    def test_what_is_not_right_cannot_be_sent_and_the_review_says_where_it_is(self, survey: Make) -> None:
        there = survey(with_years())
        person = there.respondent().start().go().answer(years="700").go("back")
        person.open("review").see("have to be changed or cleared", "Which years?").not_see("Send my answers")

    def test_a_hand_made_post_of_it_is_led_to_the_review(self, survey: Make) -> None:
        there = survey(with_years())
        person = there.respondent().start()
        token = person.page.forms[0].values["csrf_token"]
        person.go().answer(years="700").go("back")
        person.press(PageForm(f"/s/{there.site.link}/review", {"csrf_token": token}), {})
        person.see("have to be changed or cleared")
        assert there.count() == 0

    def test_too_long_a_text_is_kept_for_shortening(self, survey: Make) -> None:
        text = "a line\nand a longer line"
        person = survey(with_years()).respondent().start().go().go().answer(comment=text).go()
        person.see("The text has 24 characters: shorten it to 20 or fewer.")
        assert person.holds("comment") == [text]


class TestRules:
    def test_a_question_on_the_same_page_appears_after_saving(self, survey: Make) -> None:
        there = survey(with_rule())
        person = there.respondent().start()
        assert not person.shows("grades")
        person.answer(role="teacher").go().see("there is one more question here")
        assert person.shows("grades")
        person.answer(grades=["low", "high"]).go().see("Ready to send?").submit()
        assert there.close() == [[0, CHOSEN, CHOSEN, 250]]

    def test_a_hidden_answer_is_warned_about_kept_and_not_sent(self, survey: Make) -> None:
        there = survey(with_rule())
        person = there.respondent().start().answer(role="teacher").go().answer(grades=["low"]).go()
        person.go_to("1").answer(role="leader").go().see("a question that you had answered no longer applies")
        person.see("One of your answers no longer applies")
        person.go_to("1").answer(role="teacher").go()
        assert person.holds("grades") == ["low"]
        person.answer(role="leader").go().submit().see("are in")
        assert there.close() == [[1, NOT_SHOWN, NOT_SHOWN, 250]]

    def test_a_page_without_questions_is_skipped(self, survey: Make) -> None:
        pages = Page(("role",), "Role"), Page(("grades",), "Grades"), Page(("A1",), "Last")
        person = survey(with_rule(*pages)).respondent().start().see("Page 1 of 2")
        person.answer(role="leader").go().see("Last", "Page 2 of 2").go("back").see("Role")
        assert person.open("2").see("Last").address == "3"
        person.open("1").answer(role="teacher").go().see("Grades", "Page 2 of 3")

    def test_each_option_is_a_code_of_its_own(self, survey: Make) -> None:
        there = survey(with_rule())
        person = there.respondent().start().answer(role="teacher").go().answer(grades=["high"]).go()
        person.submit()
        assert there.close() == [[0, NOT_CHOSEN, CHOSEN, 250]]


class TestTabs:
    def test_of_two_tabs_the_last_save_of_an_item_wins(self, survey: Make) -> None:
        first = survey(two_pages()).respondent().start()
        second = first.tab().open("1")
        first.answer(A1="1").go()
        second.answer(A1="5").go()
        assert first.open("1").holds("A1") == ["5"]

    def test_a_stale_page_adds_what_it_touched_and_says_so(self, survey: Make) -> None:
        there = survey(instrument(likert("A1"), likert("A2")))
        first = there.respondent().start()
        second = first.tab().open("1")
        first.answer(A1="4").go()
        second.answer(A2="2").go().see("This survey is open in another tab too")
        second.submit()
        assert there.close() == [[3, 1]]

    def test_a_stale_page_that_meets_nothing_new_says_nothing(self, survey: Make) -> None:
        first = survey(two_pages()).respondent().start()
        second = first.tab().open("1")
        first.answer(A1="4").go()
        second.answer(A1="4").go().not_see("another tab")

    def test_a_save_that_meets_another_at_the_same_moment_is_added_to_it(
        self, survey: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = survey(instrument(likert("A1"), likert("A2")))
        person = there.respondent().start()
        save = there.store.drafts.save

        def save_after_another(key: DraftKey, draft: Draft) -> Draft:
            monkeypatch.undo()
            save(key, replace(draft, answers={"A1": ("4",)}))
            return save(key, draft)

        monkeypatch.setattr(there.store.drafts, "save", save_after_another)
        person.answer(A2="2").go().submit()
        assert there.close() == [[3, 1]]


class TestComingBack:
    def test_the_same_browser_goes_on_where_it_stopped(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start().answer(A1="4").go()
        person.open().see("Welcome back", "Go on at page 2 of 2")
        assert person.open("1").holds("A1") == ["4"]

    def test_what_was_before_them_and_left_is_blank(self, survey: Make) -> None:
        there = survey(with_rule(Page(("role",)), Page(("A1",)), Page(("grades",))))
        there.respondent().start().answer(role="leader").go().submit().see("are in")
        assert there.close() == [[1, NOT_SHOWN, NOT_SHOWN, BLANK]]

    def test_what_they_never_saw_is_not_reached(self, survey: Make) -> None:
        there = survey(two_pages())
        there.respondent().start().submit()
        assert there.close() == [[BLANK, NOT_REACHED]]

    def test_someone_else_starts_afresh(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go()
        before = person.client.get_cookie("draft", path=f"/s/{there.site.link}/")
        person.open()
        person.press(person.form("/start"), {}).see("First")
        assert person.holds("A1") == []
        after = person.client.get_cookie("draft", path=f"/s/{there.site.link}/")
        assert before is not None
        assert after is not None
        assert before.value != after.value

    def test_a_shared_device_forgets_when_the_browser_closes(self, survey: Make) -> None:
        there = survey(two_pages())
        path = f"/s/{there.site.link}/"
        for fields, session_only in (({"shared": "yes"}, True), ({}, False)):
            person = there.respondent().start(**fields)
            cookie = person.client.get_cookie("draft", path=path)
            assert cookie is not None
            assert (cookie.max_age is None) is session_only
            assert cookie.http_only
            assert cookie.same_site == "Lax"

    def test_an_expired_draft_leads_to_the_start_and_says_so(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go()
        there.clock.pass_days(3)
        there.store.drafts.expire(1)
        person.open("2").see("Your earlier answers are not here any more", "Start")

    def test_drafts_are_deleted_when_the_consent_page_says(self, survey: Make) -> None:
        there = survey(two_pages(), closes=datetime(2026, 12, 24, tzinfo=UTC))
        person = there.respondent().open().see("deleted after 14 days").start().go()
        there.clock.pass_days(15)
        there.app.extensions.pop("drafts_expired")
        person.open("2").see("Your earlier answers are not here any more")

    def test_what_was_typed_into_a_page_without_a_draft_comes_back(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4")
        there.clock.pass_days(3)
        there.store.drafts.expire(1)
        person.go().see("What you entered on this page is still here")
        assert person.status == 409
        assert person.holds("A1") == ["4"]
        person.go().see("Second").go().submit()
        assert there.close() == [[3, BLANK]]


class TestOnce:
    def test_pressing_send_twice_stores_once(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go().go()
        again = person.form("/review")
        person.submit().see("Your code for taking them back")
        person.press(again, {}).see("Your answers are in", "Your code for taking them back")
        assert there.count() == 1

    def test_a_draft_of_another_survey_is_neither_shown_nor_handed_in(self, survey: Make) -> None:
        there = survey(two_pages())
        elsewhere = there.store.studies.add_school(there.store.studies.networks()[0], "Southgate School")
        other = there.store.sites.add(there.wave, elsewhere).link
        person = there.respondent().start().answer(A1="4").go()
        key = person.client.get_cookie("draft", path=f"/s/{there.site.link}/")
        assert key is not None
        person.client.set_cookie("draft", key.value, path=f"/s/{other}/")
        stranger = Respondent(there.app, other, person.client)
        stranger.open("1").see("Southgate School").not_see("First")
        form = stranger.form("/start")
        stranger.press(PageForm(f"/s/{other}/review", form.values), {})
        assert (there.count(), stranger.status) == (0, 200)
        person.open("1").see("First")
        assert person.holds("A1") == ["4"]

    def test_a_message_that_an_account_has_not_read_is_none_of_the_survey(self, survey: Make) -> None:
        person = survey(two_pages()).respondent()
        left = [("message", "“Spring, year 2” can’t be deleted.")]
        with person.client.session_transaction() as session:
            session["_flashes"] = left
        person.start().go("stay").see("First").not_see("deleted")
        with person.client.session_transaction() as session:
            assert [tuple(message) for message in session["_flashes"]] == left

    def test_answers_whose_reply_was_lost_are_known_as_received(self, survey: Make) -> None:
        """The browser still holds the key, as if the reply to Send had not come."""
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="3").go().answer(A2="4").go()
        (form,) = [form for form in person.page.forms if form.action.endswith("/review")]
        cookies = {cookie.key: cookie.value for cookie in person.client._cookies.values()}
        person.press(form, {})
        lost = there.respondent()
        for name, value in cookies.items():
            lost.client.set_cookie(name, value, path=f"/s/{there.site.link}/")
        lost.open().see("Your answers have been received").not_see("Start")
        lost.open("2").see("Your answers have been received").not_see("not here any more")
        lost.open("review").see("Your answers have been received")
        lost.press(form, {}).see("were already received")
        assert there.count() == 1

    def test_after_the_close_too(self, survey: Make) -> None:
        there = survey(two_pages())
        sent, unsent = there.respondent().start().answer(A1="3").go(), there.respondent().start()
        key = DraftKey(sent.client.get_cookie("draft", path=f"/s/{there.site.link}/").value)
        sent.open("review")
        sent.press(sent.form("/review"), {})
        sent.client.set_cookie("draft", key.token, path=f"/s/{there.site.link}/")
        there.close()
        sent.open().see("This survey has closed", "from this browser were received").not_see("deleted")
        unsent.open().see("This survey has closed", "Answers that were not sent by then have been deleted")

    def test_while_it_is_being_closed_nothing_is_called_deleted(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent()

        def meanwhile(_wave: Wave) -> dict[str, Any]:
            person.open().see("This survey is being closed").not_see("deleted")
            return {}

        there.store.closing.close(there.wave, meanwhile)
        person.open().see("This survey has closed", "have been deleted")

    def test_a_close_that_was_killed_is_undone_at_the_next_visit(self, survey: Make) -> None:
        there = survey(two_pages())
        there.store.closing._begin(there.wave)
        there.respondent().start().see("First")

    def test_the_same_sent_from_another_tab_is_known(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go().go()
        path = f"/s/{there.site.link}/"
        key = person.client.get_cookie("draft", path=path)
        assert key is not None
        form = person.form("/review")
        person.submit()
        person.client.delete_cookie("receipt", path=path)
        person.client.set_cookie("draft", key.value, path=path)
        person.press(form, {}).see("were already received").not_see("Your code for taking")
        assert there.count() == 1

    def test_reloading_the_thanks_shows_the_code_for_a_while_and_clearing_ends_it(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start().submit()
        code = person.page.html.partition('class="code">')[2][:19]
        person.open("thanks").see(code)
        person.press(person.form("/thanks"), {}).see(
            "A small instrument", "Answers were sent from this browser"
        )
        person.open("thanks").not_see(code).see("Nothing is waiting to be sent")

    @pytest.mark.parametrize("draft", [None, "no-draft-has-this-key"])
    def test_sending_nothing_gets_no_thanks_and_begins_anew(self, survey: Make, draft: str | None) -> None:
        there = survey(two_pages())
        person = there.respondent().start().go().go()
        form, path = person.form("/review"), f"/s/{there.site.link}/"
        person.client.delete_cookie("draft", path=path)
        if draft:
            person.client.set_cookie("draft", draft, path=path)
        person.press(form, {}).see("Your earlier answers are not here any more", "Start")
        assert [one.action for one in person.page.forms] == [f"{path}start"]
        assert person.client.get_cookie("draft", path=path) is None
        assert there.count() == 0

    def test_back_after_sending_shows_the_thanks_and_no_empty_form(self, survey: Make) -> None:
        survey(two_pages()).respondent().start().submit().open("1").see("Your answers are in")

    def test_answers_are_taken_back_by_code(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().submit()
        code = person.page.html.partition('class="code">')[2][:19]
        person.visit("/take-back")
        person.press(person.form(), {"code": "1111-2222"}).see("No answers belong to this code")
        person.press(person.form(), {"code": code.lower()}).see("Your answers are deleted")
        assert there.count() == 0


class TestBlank:
    """A form without an answer to anything scored: told before it is sent, kept, and counted nowhere."""

    def test_a_form_that_answers_nothing_is_told_so_and_counts_nowhere(self, survey: Make) -> None:
        there = survey(with_years())
        person = there.respondent().start().go().answer(years="4").go().go()
        person.see("counts nowhere", "Send it blank").submit().see("are in")
        assert there.count() == 0
        assert len(list(there.store.responses.counts(there.wave).values())) == 1
        assert len(there.close()) == 1  # it is kept
        assert [len(block) for block in there.store.responses.blocks(there.wave)] == []

    def test_one_answer_to_a_scored_item_counts(self, survey: Make) -> None:
        there = survey(with_years())
        person = there.respondent().start().answer(A1="4").go().go().go().not_see("counts nowhere")
        person.submit()
        assert there.count() == 1

    def test_it_is_never_sent_without_having_been_told(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go().go()
        form = person.form("/review")
        other = person.tab().open("1").answer(A1="").go()
        assert other.status == 200
        person.press(form, {}).see("Send it blank")


class TestAfterSending:
    def test_the_link_says_on_which_day_answers_were_sent(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").submit()
        person.open().see("You have sent your answers on", "See your code").not_see("Start")
        person.open("?another=yes").see("Start")

    def test_another_person_on_this_device_answers_too(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go().go().submit()
        person.open("?another=yes")
        person.press(person.form("/start"), {}).see("First").answer(A1="2").go().go().submit().see("are in")
        assert there.count() == 2

    def test_a_shared_device_remembers_until_the_browser_is_closed(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start(shared="yes").answer(A1="4").submit()
        kept = person.client.get_cookie("sent", path=f"/s/{person.link}/")
        assert kept is not None
        assert kept.max_age is None

    def test_after_taking_back_no_page_says_that_answers_are_in(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").submit()
        code = person.page.html.partition('class="code">')[2][:19]
        elsewhere = there.respondent().visit("/take-back")
        elsewhere.press(elsewhere.form(), {"code": code}).see("Your answers are deleted")
        person.open("thanks").see("Your answers are deleted").not_see("Your answers are in", code)
        person.open().see("Start")

    def test_taking_back_in_the_same_browser_clears_its_pages(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start().answer(A1="4").submit()
        code = person.page.html.partition('class="code">')[2][:19]
        person.visit("/take-back")
        person.press(person.form(), {"code": code})
        person.open().see("Start").not_see("You have sent")

    def test_the_code_is_said_to_stay_for_as_long_as_it_stays(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start().answer(A1="4").submit()
        person.see(f"for {receipts.SECONDS // 60} minutes").not_see("shown only now")


class TestConsent:
    def test_time_is_kept_as_coarsely_as_is_said(self) -> None:
        assert {coarse(seconds) % 10 for seconds in range(SHORT)} == {0}
        assert {coarse(seconds) % 60 for seconds in range(SHORT, 4000, 7)} == {0}
        assert (SHORT, coarse(1e9)) == (120, 2 * 60 * 60)

    def test_the_questions_are_counted_as_in_the_review(self, survey: Make) -> None:
        person = survey(with_rule()).respondent().open().see("1 question, perhaps one more")
        person.start().go().see("0 of 1 answered")

    def test_who_reads_whom_to_ask_and_how_long_it_is_kept(self, survey: Make) -> None:
        asked = survey(with_years(), contact="Ada Lovelace, 555 0100", kept_until=date(2031, 6, 30))
        page = (
            asked.respondent()
            .open()
            .see(
                "Ada Lovelace, 555 0100",
                "keeps single answers until June 30, 2031",
                "nothing here deletes them on that day",
            )
        )
        page.see("Researchers of Lakeshore network", "Where fewer than 10 people", "Whoever runs the server")
        html = page.page.html
        assert html.index("Who can read what") < html.index(">Start</button>")

    def test_without_these_the_page_says_so(self, survey: Make) -> None:
        survey(two_pages()).respondent().open().see(
            "Lakeshore network has set no day", "Ask Lakeshore network"
        ).not_see("own words")

    def test_where_one_writes_it_says_who_reads_it(self, survey: Make) -> None:
        person = survey(with_years()).respondent().start().go().go()
        person.see("If fewer than 10 people at your school answer, nobody there reads it.")
        assert "told-comment" in person.page.html


class TestDoors:
    def test_a_link_that_leads_nowhere(self, survey: Make) -> None:
        person = survey(two_pages()).respondent()
        person.link = "nothing"
        assert person.open().see("This link does not lead to a survey", "Copy the whole link").status == 404

    def test_a_survey_that_opens_later(self, survey: Make) -> None:
        there = survey(two_pages())
        there.clock.pass_days(-3)
        person = there.respondent().open().see("not open yet", "opens on May 3, 2026")
        assert person.status == 403

    def test_a_survey_that_has_closed(self, survey: Make) -> None:
        there = survey(two_pages())
        there.clock.pass_days(30)
        person = (
            there.respondent()
            .open()
            .see("This survey has closed", "A small instrument at Northgate School no longer accepts answers")
        )
        assert person.status == 410

    def test_who_began_in_time_may_finish_after_the_last_day(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4").go()
        there.clock.pass_days(30)
        person.answer(A2="4").go().submit().see("are in")
        assert there.count() == 1

    def test_a_wave_closed_under_way_is_told_kindly(self, survey: Make) -> None:
        there = survey(two_pages())
        person = there.respondent().start().answer(A1="4")
        there.close()
        assert person.go().see("This survey has closed", "Answers that were not sent by then").status == 410

    def test_a_page_that_the_form_has_not(self, survey: Make) -> None:
        person = survey(two_pages()).respondent().start()
        assert person.open("3").see("Page not found").status == 404


class TestPrivacy:
    @pytest.mark.parametrize(
        ("mode", "words"),
        [
            ("anonymous", "you have to trust the people who run this system"),
            ("confidential", "nothing that is stored says who answered"),
            ("identified", "nothing that is stored says who answered"),
        ],
    )
    def test_the_consent_page_tells_who_sees_what(self, survey: Make, mode: str, words: str) -> None:
        asked = two_pages(not_for=("ranking people",))
        person = (
            survey(asked, privacy=Privacy(mode))
            .respondent()
            .open()
            .see(words, "ranking people", "never shown for fewer than 5")
        )
        assert ("trust the people" in person.page.text) is (mode == "anonymous")

    def test_made_up_data_is_labelled_on_every_page(self, survey: Make) -> None:
        person = survey(two_pages(), simulated=True).respondent().open().see("Simulated data")
        person.start().see("Simulated data").submit().see("Simulated data")


def test_a_save_that_other_tabs_outran_at_every_try_keeps_what_was_typed(
    survey: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.store import Draft, DraftKey, StaleDraft
    from engine.store.drafts import Drafts

    person = survey(with_years()).respondent().start().go().go().answer(comment="Written")

    def outrun(drafts: Drafts, key: DraftKey, draft: Draft) -> Draft:
        raise StaleDraft(draft)

    monkeypatch.setattr(Drafts, "save", outrun)
    person.go()
    assert person.status == 409
    assert person.holds("comment") == ["Written"]


class TestStrangers:
    """Who holds a link and no good will: nothing is kept that a form could not hold, and nobody is shut out."""

    def test_no_more_is_kept_than_an_item_can_take(self, survey: Make) -> None:
        there = survey(with_years())
        person = there.respondent().start()
        for page, item, sent in (("2", "years", "9" * 9000), ("3", "comment", "y" * 9000)):
            person.open(page)
            person.answer(**{item: [sent, sent + "z", "no option"]}).go("stay")
        kept = there.store.drafts.load(person_key(person))
        assert kept is not None
        assert {item: [len(text) for text in texts] for item, texts in kept.answers.items()} == {
            "years": [140],
            "comment": [120],
        }

    def test_a_page_with_a_value_that_is_no_option_is_refused_and_short(self, survey: Make) -> None:
        there = survey(with_rule())
        person = there.respondent().start()
        person.answer(role=["teacher", "x" * 90_000], grades=["low", "low"]).go("stay")
        assert person.status == 400
        person.see("This page was not saved")
        assert len(person.page.html) < 20_000
        kept = there.store.drafts.load(person_key(person))
        assert kept is not None
        assert not kept.answers
        person.answer(role="teacher").go("stay").answer(grades=["low", "low"]).go("stay")
        kept = there.store.drafts.load(person_key(person))
        assert kept is not None
        assert dict(kept.answers) == {"role": ("teacher",), "grades": ("low",)}

    def test_one_address_begins_no_more_than_its_share(
        self, survey: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("web.throttle.BY_ONE_AN_HOUR", 3)
        there = survey(two_pages())
        for _ in range(3):
            there.respondent().start().see("Page 1")
        blocked = there.respondent().start()
        assert blocked.status == 429
        blocked.see("Please wait a little", "within the last hour")
        elsewhere = there.respondent()
        elsewhere.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
        elsewhere.start()
        assert elsewhere.status == 200

    def test_a_page_typed_without_a_draft_is_handed_back_when_the_share_is_used_up(
        self, survey: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = survey(with_years())
        person = there.respondent().start().go().go().answer(comment="Written")
        there.store.drafts.expire(-1)
        monkeypatch.setattr("web.throttle.BY_ONE_AN_HOUR", 0)
        person.go()
        assert person.status == 429
        assert person.holds("comment") == ["Written"]


def person_key(person: Respondent) -> DraftKey:
    cookie = person.client.get_cookie("draft", path=f"/s/{person.link}/")
    assert cookie is not None
    return DraftKey(cookie.value)
