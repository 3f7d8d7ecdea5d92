"""Mail about a wave: looked at first, sent once and on purpose, and what failed sent again; no address in a log."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from engine.instrument.model import Privacy
from engine.language import Language
from engine.store import LetterState, NewInvitee, NewMembership, Role, Wave
from tests.web.network.sharing.test_codes import CODE, coded, sites
from tests.web.smtp_server import Post, mail_server
from tests.web.visitor import Office, Visitor
from web.account.mail import MailServer
from web.network.sharing import letters, sending
from web.network.sharing.sending import start
from web.worker.doing import do_all


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as server:
        yield server


@pytest.fixture
def posting(office: Office, post: Post, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office with a mail server, where letters are on their way before a press is answered."""
    office.app.extensions["mail"] = MailServer(post.address, "hub@hub.example")

    def at_once(*asked: Any) -> None:
        start(*asked)
        do_all(office.app)

    monkeypatch.setattr(sending, "start", at_once)
    office.add("second", NewMembership(Role.SCHOOL_LEADER, office.network.id, school_id=office.schools[1].id))
    return office


def looked_at(office: Office, wave: Wave, kind: str) -> Visitor:
    """The hub's page with each message of a kind."""
    hub = office.visitor("hub").open(f"/waves/{wave.id}/mail").follow(f"/mail/{kind}")
    return hub.press(f"/mail/{kind}", step="look")


def test_leaders_get_the_message_of_their_school_once_it_was_looked_at(posting: Office, post: Post) -> None:
    hub = looked_at(posting, posting.open, "first")
    hub.see("Nothing has been sent yet", "leader@people.example", "second@people.example")
    assert post.taken == []
    hub.press("/mail/first", step="send").see("2 of 2 sent")
    assert sorted(post.to()) == ["leader@people.example", "second@people.example"]
    north = next(one for one in post.taken if one["To"] == "leader@people.example")
    link = next(site.link for site in posting.store.sites.of(posting.open) if site.school == "North School")
    text = north.get_content()
    assert north["Subject"] == "North School: the survey “Spring” is ready to be handed out"
    for words in ("Dear Leader,", f"/s/{link}/", "It takes about 8 minutes.", f"/share/{posting.open.id}"):
        assert words in text
    assert "{" not in text
    assert (north["From"], north["Auto-Submitted"]) == ("hub@hub.example", "auto-generated")


def test_who_is_unticked_gets_nothing(posting: Office, post: Post) -> None:
    hub = looked_at(posting, posting.open, "first")
    (one, _) = hub.form("/mail/first").values["to"]
    hub.press("/mail/first", step="send", to=[one]).see("1 of 1 sent")
    assert len(post.taken) == 1


def test_nothing_is_sent_twice_on_a_reload(posting: Office, post: Post) -> None:
    hub = looked_at(posting, posting.open, "first")
    form = hub.form("/mail/first")
    sent = {**form.values, "step": "send"}
    for _ in range(3):
        hub.keep(hub.client.post(form.action, data=sent, follow_redirects=True)).see("2 of 2 sent")
    hub.open(hub.path)
    assert len(post.taken) == 2
    assert len(posting.store.mailings.of(posting.open)) == 1


def test_own_words_are_filled_in_and_an_unknown_blank_is_told(posting: Office, post: Post) -> None:
    hub = posting.visitor("hub").open(f"/waves/{posting.open.id}/mail/first")
    hub.press("/mail/first", step="look", subject="For {schol}", text="Hello {name}").see(
        "Nothing fills in {schol}. The blanks are {name}, {school},"
    )
    assert hub.status == 400
    hub.press("/mail/first", step="look", subject="For {school}", text="Hello {name}").see("Hello Leader")
    hub.press("/mail/first", step="send")
    assert sorted(str(one["Subject"]) for one in post.taken) == ["For North School", "For South School"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"subject": " ", "text": "x"}, "Write a subject."),
        ({"subject": "x", "text": " \n"}, "Write a text."),
        ({"subject": "x" * 301, "text": "x"}, "Write at most 300 characters here"),
        ({"subject": "x", "text": "x" * 20_001}, "Write at most 20,000 characters"),
    ],
    ids=["no subject", "no text", "long subject", "long text"],
)
def test_words_that_cannot_be_sent_are_told(posting: Office, given: dict[str, str], told: str) -> None:
    hub = posting.visitor("hub").open(f"/waves/{posting.open.id}/mail/first")
    hub.press("/mail/first", step="look", **given).see(told)
    assert hub.status == 400


def test_one_that_failed_is_told_and_can_be_sent_again(
    posting: Office, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    post.refused.add("second@people.example")
    hub = looked_at(posting, posting.open, "first").press("/mail/first", step="send")
    hub.see("1 of 2 sent, 1 failed", "failed: the mail server refused this address")
    post.refused.clear()
    hub.press(hub.path).see("2 of 2 sent")
    assert sorted(post.to()) == ["leader@people.example", "second@people.example"]
    logged = " ".join(one.what for one in posting.store.audit.entries(posting.network))
    assert "first" not in caplog.text
    assert "people.example" not in caplog.text
    assert "people.example" not in logged
    assert "To leaders: the survey is ready to be handed out · 2 messages" in logged


def test_a_server_that_is_away_stops_the_mailing_and_it_goes_on_later(
    posting: Office, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(4):
        who = f"more{number}"
        posting.add(
            who, NewMembership(Role.SCHOOL_LEADER, posting.network.id, school_id=posting.schools[2].id)
        )
    post.down = True
    hub = looked_at(posting, posting.open, "first").press("/mail/first", step="send")
    hub.see("0 of 6 sent, 3 failed", "3 wait: sending was interrupted", "could not be reached")
    assert "a mailing stopped" in caplog.text
    assert "people.example" not in caplog.text
    post.down = False
    hub.press(hub.path).see("6 of 6 sent")
    assert len(post.taken) == 6


def test_many_go_by_few_connections(posting: Office, post: Post) -> None:
    wave = coded(posting, Privacy.CONFIDENTIAL)
    people = [NewInvitee(f"Person {number}", f"p{number}@x.example") for number in range(45)]
    posting.store.codes.invite(wave, sites(posting, wave)["North School"], people)
    looked_at(posting, wave, "invite").press("/mail/invite", step="send").see("45 of 45 sent")
    assert len(set(post.to())) == 45
    assert post.connections == 3


def test_a_letter_whose_sending_broke_off_goes_again_only_where_that_is_wanted(
    posting: Office, post: Post
) -> None:
    hub = looked_at(posting, posting.open, "first").press("/mail/first", step="send")
    (mailing,) = posting.store.mailings.of(posting.open)
    broken = posting.store.mailings.letters(mailing)[0]
    posting.store.mailings.settle(broken, LetterState.SENDING)  # as a server that stopped leaves it
    hub.open(hub.path).see("broken off: it may have gone out", "may come twice")
    hub.press(hub.path)
    assert len(post.taken) == 2
    hub.press(hub.path, unknown="yes").see("2 of 2 sent")
    assert len(post.taken) == 3


def test_results_are_told_after_the_close_to_schools_that_have_one(posting: Office, post: Post) -> None:
    hub = looked_at(posting, posting.closed, "ready").press("/mail/ready", step="send").see("2 of 2 sent")
    text = post.taken[0].get_content()
    assert f"/results/{posting.closed.id}" in text
    hub.open(f"/waves/{posting.closed.id}/mail").see("the results can be read").not_see("half-way")
    assert posting.visitor("hub").open(f"/waves/{posting.open.id}/mail").not_see("the results can be read")


def test_the_count_in_a_reminder_is_the_ten_below(posting: Office) -> None:
    writer = letters.Writer(posting.store, posting.open, letters.KINDS["half"], Language.of("en"), "")
    site = replace(posting.store.sites.of(posting.open)[0], roster=40)
    said = {}
    for n in (0, 9, 10, 19, 20):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(posting.store.responses, "counts", lambda wave, n=n: {site.id: n})
            said[n] = writer._answers(site)
    assert said == {
        0: "",
        9: "",
        10: "So far 10 or more of 40 have answered.",
        19: "So far 10 or more of 40 have answered.",
        20: "So far 20 or more of 40 have answered.",
    }


def invited(office: Office, privacy: Privacy = Privacy.CONFIDENTIAL) -> Wave:
    wave = coded(office, privacy)
    people = [NewInvitee("Ada", "ada@x.example"), NewInvitee("Bo", "bo@x.example"), NewInvitee("Cy")]
    office.store.codes.invite(wave, sites(office, wave)["North School"], people)
    return wave


def test_people_on_the_list_get_a_code_that_opens_their_survey(posting: Office, post: Post) -> None:
    wave = invited(posting)
    hub = looked_at(posting, wave, "invite").see("Ada, ada@x.example").not_see("Cy,")
    assert not CODE.search(hub.page.text), "codes are made when a message goes out"
    hub.press("/mail/invite", step="send").see("2 of 2 sent")
    codes = {str(one["To"]): sorted(set(CODE.findall(one.get_content()))) for one in post.taken}
    assert all(f"/#code={code}" in one.get_content() for one in post.taken for code in codes[str(one["To"])])
    assert set(codes) == {"ada@x.example", "bo@x.example"}
    for (code,) in codes.values():
        found = posting.store.codes.find(code)
        assert found is not None
        assert found.site.school == "North School"
    reminded = {one.name: one.reminded for one in posting.store.invitees.of(wave)}
    assert reminded["Ada"] is not None
    assert reminded["Cy"] is None


def test_a_reminder_goes_to_those_who_have_not_answered_and_spares_what_was_begun(
    posting: Office, post: Post
) -> None:
    wave = invited(posting)
    looked_at(posting, wave, "invite").press("/mail/invite", step="send")
    (code,) = set(CODE.findall(next(one for one in post.taken if one["To"] == "ada@x.example").get_content()))
    door = posting.store.codes.find(code)
    assert door is not None
    posting.store.drafts.start(sites(posting, wave)["North School"], key=door.key)
    post.taken.clear()
    looked_at(posting, wave, "remind").press("/mail/remind", step="send").see("2 of 2 sent")
    texts = {str(one["To"]): one.get_content() for one in post.taken}
    assert "the code that you were given: it is still valid" in texts["ada@x.example"]
    assert not CODE.search(texts["ada@x.example"])
    assert CODE.search(texts["bo@x.example"])
    assert posting.store.codes.find(code) is not None


def test_who_answers_between_look_and_send_gets_no_reminder(
    posting: Office, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = invited(posting)
    monkeypatch.setattr(sending, "start", start)
    hub = (
        looked_at(posting, wave, "remind")
        .press("/mail/remind", step="send")
        .see("0 of 2 sent", "2 still to go")
    )
    of = posting.store.invitees.of

    def answered(where: object) -> object:
        return tuple(replace(one, answered=one.name == "Ada") for one in of(where))  # type: ignore[arg-type]

    monkeypatch.setattr(posting.store.invitees, "of", answered)
    do_all(posting.app)
    assert post.to() == ["bo@x.example"]
    hub.open(hub.path).see("1 of 2 sent, 1 left out", "answered meanwhile")


def test_an_invitation_without_a_code_is_not_sent(posting: Office) -> None:
    wave = invited(posting)
    hub = posting.visitor("hub").open(f"/waves/{wave.id}/mail/invite")
    hub.press("/mail/invite", step="look", text="Hello").see(
        "Without the blank {link} or {code} nobody gets a code"
    )


def test_people_are_only_written_to_where_a_list_is_kept(posting: Office) -> None:
    for wave in (posting.open, coded(posting)):
        hub = posting.visitor("hub").open(f"/waves/{wave.id}/mail").not_see("To the people on the list")
        assert hub.open(f"/waves/{wave.id}/mail/invite").path == f"/waves/{wave.id}/mail"


def test_without_a_mail_server_the_page_says_how_to_set_one_up_and_all_can_be_copied(office: Office) -> None:
    hub = office.visitor("hub").open(f"/waves/{office.open.id}/mail")
    hub.see("No mail server is set up", "BAROGRAPH_SMTP=", "BAROGRAPH_MAIL_FROM=")
    hub.follow("/mail/first").press("/mail/first", step="look").see("Dear Leader,", "Copy the messages")
    form = hub.form("/mail/first")
    sent = {**form.values, "step": "send"}
    hub.keep(hub.client.post(form.action, data=sent, follow_redirects=True)).see("Nothing has been sent yet")
    assert office.store.mailings.of(office.open) == ()


def test_nobody_but_whoever_runs_the_wave_writes_or_sees_what_was_sent(posting: Office, post: Post) -> None:
    looked_at(posting, posting.open, "first").press("/mail/first", step="send")
    (mailing,) = posting.store.mailings.of(posting.open)
    paths = ("mail", "mail/first", f"mailings/{mailing.id}")
    for who in ("leader", "team", "district", "researcher"):
        visitor = posting.visitor(who)
        for path in paths:
            assert visitor.open(f"/waves/{posting.open.id}/{path}").status == 403
        assert visitor.post(f"/waves/{posting.open.id}/mail/first", step="send").status == 403
    assert len(post.taken) == 2


def test_a_subject_cannot_smuggle_a_header_in(posting: Office, post: Post) -> None:
    hub = posting.visitor("hub").open(f"/waves/{posting.open.id}/mail/first")
    hub.press("/mail/first", step="look", subject="Hello\r\nBcc: evil@x.example", text="x")
    hub.press("/mail/first", step="send")
    assert {str(one["Subject"]) for one in post.taken} == {"Hello Bcc: evil@x.example"}
    assert all(one["Bcc"] is None for one in post.taken)
    assert quote("evil") in str(post.taken[0]["Subject"])


def test_without_a_mail_server_a_message_with_a_code_leads_to_the_slips(office: Office) -> None:
    wave = invited(office)
    hub = office.visitor("hub").open(f"/waves/{wave.id}/mail/invite").press("/mail/invite", step="look")
    hub.see("these hold none", "take the codes as slips or as a list").not_see("Copy the messages")
    assert "data-copy" not in hub.page.html
    assert f"/waves/{wave.id}/codes" in hub.page.links
