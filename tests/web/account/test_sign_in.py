"""The way in: invitation, sign-in, second factor, reset; and what it tells a stranger, which is nothing."""

import time
from dataclasses import replace

import pyotp
import pytest

from engine.store import NewMembership, Role
from tests.web.visitor import PASSWORD, Office, Visitor
from web import sessions, throttle
from web.account import passwords, second_factor
from web.security import Settings
from web.whole import create_app

NEW = "nine geese under bridges"

NORTH = "/schools/1/"  # where the only school of a leader or a team leads


def test_an_invitation_becomes_an_account_that_is_signed_in(office: Office) -> None:
    token = office.store.invitations.add(
        "ada@new.example",
        "Ada",
        NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[1].id),
    )
    ada = (
        office.visitor()
        .open(f"/invitation/{token}")
        .see("School team member, South School", "ada@new.example")
    )
    ada.press(token, name="Ada Reyes", password=NEW, again=NEW)
    assert ada.path == f"/schools/{office.schools[1].id}/"
    ada.see("Welcome, Ada Reyes", "South School").not_see("North School")
    again = office.visitor().open(f"/invitation/{token}").see("This link no longer works")
    assert again.status == 410


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "at least 12 characters"),
        ("a" * 14, "a" * 14, "easy to guess"),
        ("ada.reyes ada.reyes", "ada.reyes ada.reyes", "easy to guess"),
        (NEW, NEW + "!", "The two passwords do not match"),
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(
    office: Office, password: str, again: str, words: str
) -> None:
    token = office.store.invitations.add(
        "ada.reyes@new.example", "", NewMembership(Role.RESEARCHER, office.network.id)
    )
    ada = office.visitor().open(f"/invitation/{token}")
    ada.press(token, name="", password=password, again=again).see(words, "Write your name")
    assert ada.status == 400
    assert office.store.people.by_email("ada.reyes@new.example") is None


def test_an_invitation_for_someone_with_an_account_adds_a_role_once_they_sign_in(office: Office) -> None:
    role = NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[2].id)
    token = office.store.invitations.add(office.people["leader"].email, "", role)
    stranger = office.visitor().open(f"/invitation/{token}").see("Sign in with it to accept")
    stranger.post(f"/invitation/{token}")
    assert len(office.store.members.memberships(office.people["leader"])) == 1
    leader = office.visitor("leader").open(f"/invitation/{token}")
    leader.press(token).see("East School", "North School")


def test_an_expired_invitation_opens_nothing(office: Office) -> None:
    token = office.store.invitations.add(
        "ada@new.example", "", NewMembership(Role.RESEARCHER, office.network.id)
    )
    office.clock.pass_days(15)
    assert office.visitor().open(f"/invitation/{token}").status == 410


def test_a_stranger_learns_nothing_about_who_has_an_account(office: Office) -> None:
    known = office.visitor().sign_in(office.people["hub"].email, "wrong wrong wrong")
    unknown = office.visitor().sign_in("nobody@people.example", "wrong wrong wrong")
    assert known.status == unknown.status == 400
    assert known.page.text == unknown.page.text


def test_a_password_is_checked_for_nobody_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time taken would else tell who has an account."""
    seen: list[str | None] = []
    fits = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda kept, given: seen.append(kept) or fits(kept, given))
    office.visitor().sign_in("nobody@people.example")
    assert seen == [None]
    assert passwords.fits(None, "nobody has this password") is False


def test_many_wrong_passwords_stop_the_account_for_a_while_known_or_not(office: Office) -> None:
    for email in (office.people["hub"].email, "nobody@people.example"):
        thief = office.visitor()
        for _ in range(throttle.PASSWORDS):
            assert thief.sign_in(email, "guess guess guess").status == 400
        assert thief.sign_in(email).status == 429
        thief.see("Too many attempts")
    office.clock.pass_days(1 / 24)
    assert office.visitor("hub").path == "/home"


def from_address(visitor: Visitor, address: str) -> Visitor:
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return visitor


def test_nobody_locks_an_owner_out_from_elsewhere(office: Office) -> None:
    email = office.people["hub"].email
    thief = from_address(office.visitor(), "203.0.113.9")
    for _ in range(throttle.PASSWORDS + 1):
        thief.sign_in(email, "guess guess guess")
    assert thief.status == 429
    assert office.visitor("hub").path == "/home"


def test_a_browser_that_signed_in_before_passes_what_stops_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PASSWORDS_IN_ALL", 3)
    monkeypatch.setattr(throttle, "BY_MACHINE", 5)
    owner = office.visitor("hub")
    owner.press("/sign-out")
    for number in range(6):
        from_address(office.visitor(), f"203.0.113.{number}").sign_in(
            office.people["hub"].email, "guess guess"
        )
        office.visitor().sign_in(f"nobody{number}@x.example", "guess guess")
    stranger = office.visitor().sign_in(office.people["hub"].email)
    assert stranger.status == 429, "from the same address, in a browser that nobody knows"
    assert owner.sign_in(office.people["hub"].email).path == "/home"
    owner.press("/sign-out")
    for _ in range(throttle.PASSWORDS):
        owner.sign_in(office.people["hub"].email, "guess guess")
    assert owner.sign_in(office.people["hub"].email).status == 429, "it has its own ten"


def test_a_known_browser_is_known_for_its_own_account_and_not_by_a_made_up_mark(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PASSWORDS_IN_ALL", 0)
    team = office.visitor()
    team.client.set_cookie("known", '{"1": "me"}', path="/sign-in")
    assert team.sign_in(office.people["team"].email).status == 429


def test_whoever_is_signed_in_is_not_stopped_by_strangers(office: Office) -> None:
    hub = office.visitor("hub")
    for _ in range(throttle.PASSWORDS + 1):
        office.visitor().sign_in(office.people["hub"].email, "guess guess guess")
    hub.open("/account").press(
        "/account/password", password=PASSWORD, new="nine geese over ice", again="nine geese over ice"
    ).see("Your password is changed")


def test_a_machine_that_tries_many_accounts_is_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "BY_MACHINE", 3)
    thief = office.visitor()
    for number in range(3):
        assert thief.sign_in(f"no{number}@people.example").status == 400
    assert thief.sign_in("no4@people.example").status == 429


def test_signing_in_throws_a_planted_session_away(office: Office) -> None:
    visitor = office.visitor()
    with visitor.client.session_transaction() as session:
        session["planted"] = "x"
        session[sessions.TOKEN] = "a token that the attacker knows"
    visitor.sign_in(office.people["leader"].email)
    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert session[sessions.TOKEN] != "a token that the attacker knows"


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(office: Office) -> None:
    visitor = office.visitor("leader")
    with visitor.client.session_transaction() as session:
        kept = session[sessions.TOKEN]
    visitor.press("/sign-out").see("You have signed out")
    thief = Visitor(office.app)
    with thief.client.session_transaction() as session:
        session[sessions.TOKEN] = kept
    assert thief.open("/home").path == "/sign-in"


@pytest.mark.parametrize("hours", [1.1, 13])
def test_a_sign_in_ends_by_itself(office: Office, hours: float) -> None:
    visitor = office.visitor("leader")
    office.clock.pass_days(hours / 24)
    assert visitor.open("/home").path == "/sign-in"


def test_a_sign_in_in_use_lasts_and_yet_ends_after_half_a_day(office: Office) -> None:
    visitor = office.visitor("leader")
    for _ in range(14):
        office.clock.pass_days(0.8 / 24)
        assert visitor.open("/home").path == NORTH
    office.clock.pass_days(0.9 / 24)
    assert visitor.open("/home").path == "/sign-in"


def test_after_signing_in_one_is_where_one_wanted_to_be_and_never_elsewhere(office: Office) -> None:
    address = f"/schools/{office.schools[0].id}/"
    visitor = office.visitor().open(address)
    assert visitor.path == "/sign-in"
    assert visitor.press("/sign-in", email=office.people["leader"].email, password=PASSWORD).path == address
    for evil in ("https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"):
        response = office.visitor().client.get("/sign-in")
        assert response.status_code == 200
        other = office.visitor().open("/sign-in")
        fields = {**other.form("/sign-in").values, "email": office.people["team"].email, "password": PASSWORD}
        fields["next"] = evil
        answer = other.client.post("/sign-in", data=fields)
        assert answer.headers["Location"] == "/home", evil


def turned_on(office: Office, who: str) -> tuple[Visitor, str, list[str]]:
    visitor = office.visitor(who).open("/account/second-factor")
    secret = visitor.page.text.partition("type this key into the app: ")[2].partition(" Type the six")[0]
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    visitor.press("/second-factor", code=code, password=PASSWORD).see("Codes are on")
    signs = set(second_factor.SIGNS) | {"-"}
    codes = [word for word in visitor.page.text.split() if len(word) == 19 and set(word) <= signs]
    return visitor, secret.replace(" ", ""), codes


def test_switching_codes_on_asks_for_the_password(office: Office) -> None:
    visitor = office.visitor("hub").open("/account/second-factor")
    secret = visitor.page.text.partition("type this key into the app: ")[2].partition(" Type the six")[0]
    code = pyotp.TOTP(secret.replace(" ", "")).now()
    visitor.press("/second-factor", code=code, password="wrong wrong wrong").see("This is not your password")
    assert visitor.status == 400
    assert office.store.people.get(office.people["hub"].id).second_factor is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-90, "about 2 minutes behind"), (600, "about 10 minutes ahead"), (99_999, "is not right")],
)
def test_a_phone_whose_clock_is_wrong_is_told_so(office: Office, seconds: int, words: str) -> None:
    visitor = office.visitor("hub").open("/account/second-factor")
    secret = visitor.page.text.partition("type this key into the app: ")[2].partition(" Type the six")[0]
    code = pyotp.TOTP(secret.replace(" ", "")).at(int(time.time()) + seconds)
    visitor.press("/second-factor", code=code, password=PASSWORD).see(words)
    assert visitor.status == 400


@pytest.mark.parametrize("known", [False, True])
def test_an_invitation_opened_while_somebody_else_is_signed_in_asks_who(office: Office, known: bool) -> None:
    email = office.people["district"].email if known else "ada.reyes@new.example"
    token = office.store.invitations.add(email, "", NewMembership(Role.RESEARCHER, office.network.id))
    shared = office.visitor("hub").open(f"/invitation/{token}")
    shared.see(f"You are signed in as Hub ({office.people['hub'].email}). This invitation is for {email}.")
    assert shared.post(f"/invitation/{token}", name="Ada", password=NEW, again=NEW).status == 409
    shared.open(f"/invitation/{token}")
    (form,) = [form for form in shared.page.forms if "next" in form.values]
    shared.keep(shared.client.post(form.action, data=form.values, follow_redirects=True)).see(
        "You have signed out"
    )
    assert shared.path == f"/invitation/{token}"
    shared.see("Sign in with it to accept" if known else "Choose a password")


def test_a_password_fits_however_a_keyboard_writes_its_letters() -> None:
    composed, decomposed = "caf\u00e9 au lait vif", "cafe\u0301 au lait vif"
    assert passwords.fits(passwords.kept(composed), decomposed)
    assert passwords.fits(passwords.kept(decomposed), composed)
    assert passwords.fits(passwords.HASHER.hash(decomposed), decomposed), "kept before there was one form"
    assert not passwords.fits(passwords.kept(composed), "cafe au lait vif")
    assert passwords.problem(composed, decomposed, email="a@b.example", name="Ada") is None


def test_codes_from_a_phone_are_asked_for_and_each_works_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret, _ = turned_on(office, "hub")
    later = time.time() + 60
    monkeypatch.setattr(second_factor.time, "time", lambda: later)
    code = pyotp.TOTP(secret).at(int(later))
    visitor = office.visitor("hub")
    assert visitor.path == "/sign-in/code"
    assert visitor.open("/home").path == "/sign-in", "the password alone opens nothing"
    visitor = office.visitor("hub").press("/sign-in/code", code="000000").see("That code is not right")
    assert visitor.press("/sign-in/code", code=code).path == "/home"
    again = office.visitor("hub").press("/sign-in/code", code=code).see("That code is not right")
    assert again.status == 400


def test_a_server_may_ask_for_codes_from_those_who_see_more_than_one_school(office: Office) -> None:
    strict = replace(office, app=create_app(office.store, Settings("s", secure=False, second_factor=True)))
    for who in ("hub", "researcher", "district"):
        assert strict.visitor(who).path == "/account/second-factor", who
    assert strict.visitor("leader").path == f"/schools/{office.schools[0].id}/"
    hub, _, _ = turned_on(strict, "hub")
    assert hub.open("/home").path == "/home"
    hub.open("/account").press("/second-factor/off", password=PASSWORD)
    assert hub.open(f"/networks/{office.network.id}/people").path == "/account/second-factor"
    assert hub.post("/sign-out").status == 302


def test_a_recovery_code_lets_in_once_however_it_is_typed(office: Office) -> None:
    _, _, codes = turned_on(office, "hub")
    assert len(codes) == second_factor.RECOVERY_CODES
    typed = codes[0].lower().replace("-", " ")
    assert office.visitor("hub").press("/sign-in/code", code=typed).path == "/home"
    assert office.visitor("hub").press("/sign-in/code", code=codes[0]).status == 400


def test_guessing_codes_is_stopped(office: Office) -> None:
    turned_on(office, "hub")
    visitor = office.visitor("hub")
    for _ in range(throttle.CODES):
        visitor.open("/sign-in/code").press("/sign-in/code", code="000000")
    assert visitor.open("/sign-in/code").press("/sign-in/code", code="000000").status == 429


def test_a_copy_of_the_database_makes_no_codes(office: Office) -> None:
    _, secret, codes = turned_on(office, "hub")
    account = office.store.people.by_email(office.people["hub"].email)
    assert account is not None
    assert account.second_factor is not None
    assert secret.encode() not in account.second_factor
    raw = b"".join(path.read_bytes() for path in _files(office))
    assert secret.encode() not in raw
    assert codes[0].encode() not in raw
    with office.app.app_context():
        assert second_factor.unseal(account) == secret
        office.app.config["SECRET_KEY"] = "another secret"
        assert second_factor.unseal(account) is None


def test_no_token_of_a_link_or_a_sign_in_is_in_the_database(office: Office) -> None:
    visitor = office.visitor("hub")
    with visitor.client.session_transaction() as session:
        tokens = [session[sessions.TOKEN]]
    tokens.append(office.store.people.start_reset(office.people["team"]))
    tokens.append(
        office.store.invitations.add("a@b.example", "", NewMembership(Role.RESEARCHER, office.network.id))
    )
    raw = b"".join(path.read_bytes() for path in _files(office))
    assert [token for token in tokens if token.encode() in raw] == []
    assert PASSWORD.encode() not in raw


def _files(office: Office) -> list:  # type: ignore[type-arg]
    from pathlib import Path

    name = Path(office.store._database.name)
    return [path for path in name.parent.iterdir() if path.name.startswith(name.name)]


def test_codes_are_switched_off_with_the_password_only(office: Office) -> None:
    visitor, _, _ = turned_on(office, "hub")
    visitor.open("/account").press("/off", password="wrong wrong wrong").see("not your password")
    assert office.store.people.get(office.people["hub"].id).second_factor is not None
    visitor.open("/account").press("/off", password=PASSWORD).see("Codes are turned off")
    assert office.visitor("hub").path == "/home"


def test_a_reset_link_sets_a_password_once_and_ends_every_sign_in(office: Office) -> None:
    elsewhere = office.visitor("team")
    token = office.store.people.start_reset(office.people["team"])
    visitor = office.visitor().open(f"/reset/{token}")
    visitor.press(token, password="short", again="short").see("at least 12")
    visitor.press(token, password=NEW, again=NEW).see("Your password is set")
    assert elsewhere.open("/home").path == "/sign-in"
    assert office.visitor().open(f"/reset/{token}").status == 410
    assert office.visitor().sign_in(office.people["team"].email).status == 400
    assert office.visitor().sign_in(office.people["team"].email, NEW).path == NORTH


def test_a_newer_reset_link_replaces_the_older_and_both_expire(office: Office) -> None:
    old, new = (office.store.people.start_reset(office.people["team"]) for _ in range(2))
    assert office.visitor().open(f"/reset/{old}").status == 410
    assert office.visitor().open(f"/reset/{new}").status == 200
    office.clock.pass_days(1.1)
    assert office.visitor().open(f"/reset/{new}").status == 410


def test_without_mail_a_forgotten_password_says_whom_to_ask(office: Office) -> None:
    visitor = office.visitor().open("/forgotten").see("The administrator of your network can make you a link")
    assert visitor.post("/forgotten", email=office.people["team"].email).status == 404


def test_with_mail_a_link_goes_to_those_who_have_an_account_and_the_page_tells_nobody(office: Office) -> None:
    from threading import enumerate as threads

    sent: list[tuple[str, str, str]] = []
    office.app.extensions["mail"] = lambda *message: sent.append(message)
    pages = []
    for email in (office.people["team"].email, "nobody@people.example"):
        pages.append(office.visitor().open("/forgotten").press("/forgotten", email=email).page.text)
    for thread in threads():
        if thread.name == "aside":
            thread.join(10)
    assert pages[0] == pages[1]
    assert [message[0] for message in sent] == [office.people["team"].email]
    address = next(word for word in sent[0][2].split() if "/reset/" in word)
    assert office.visitor().open(address.partition("localhost")[2]).status == 200


def test_a_mailed_link_has_the_address_of_the_server_whatever_the_request_says(office: Office) -> None:
    from threading import enumerate as threads

    address = "https://surveys.example.org"
    app = create_app(office.store, Settings("s", secure=False, address=address))
    sent: list[tuple[str, str, str]] = []
    app.extensions["mail"] = lambda *message: sent.append(message)
    visitor = replace(office, app=app).visitor().open("/forgotten")
    form = visitor.form("/forgotten")
    data = {**form.values, "email": office.people["team"].email}
    visitor.client.post(form.action, data=data, headers={"Host": "localhost:6666"})
    for thread in threads():
        if thread.name == "aside":
            thread.join(10)
    ((_, _, text),) = sent
    assert f"{address}/reset/" in text
    assert "6666" not in text


def test_changing_the_password_needs_the_old_one_and_ends_other_sign_ins(office: Office) -> None:
    here, elsewhere = office.visitor("team"), office.visitor("team")
    here.open("/account").press("/account/password", password="wrong", new=NEW, again=NEW)
    here.see("not your password")
    here.press("/account/password", password=PASSWORD, new=NEW, again=NEW).see("Your password is changed")
    assert here.open("/home").path == NORTH
    assert elsewhere.open("/home").path == "/sign-in"


def test_one_can_sign_out_everywhere_else(office: Office) -> None:
    here, elsewhere = office.visitor("team"), office.visitor("team")
    here.open("/account/sign-ins/").see("this one").follow("/others/end").see("Here you stay signed in")
    assert elsewhere.open("/home").path == NORTH, "asked, and not done yet"
    here.press("/others/end").see("Signed out in 1 other place")
    assert elsewhere.open("/home").path == "/sign-in"


def test_a_post_from_another_site_changes_nothing(office: Office) -> None:
    visitor = office.visitor("team")
    for path in ("/sign-out", "/account/password", "/account/sign-ins/others/end"):
        assert visitor.client.post(path, data={}).status_code == 400
    assert visitor.open("/home").path == NORTH
