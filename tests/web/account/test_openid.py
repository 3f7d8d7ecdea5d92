"""Sign-in through an organisation: whom it lets in, what it gives and takes, and what others are told."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from engine.store import NewMembership, ProviderIdentity, Role
from tests.web.account.fake_provider import ISSUER, FakeProvider, declared, new_key
from tests.web.visitor import PASSWORD, Office, Visitor

ADA = {"sub": "ada-1", "name": "Ada Reyes", "email": "ada@new.example", "email_verified": True}
BEGIN, BACK = "/sign-in/with/lakeshore/", "/sign-in/with/lakeshore/callback"

Declare = Callable[..., None]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    return FakeProvider(person=dict(ADA)).patched(monkeypatch)


@pytest.fixture
def declare(office: Office, fake: FakeProvider) -> Declare:
    def declare(**settings: Any) -> None:
        office.app.extensions["openid"] = {"lakeshore": declared(**settings)}

    declare()
    return declare


def through(fake: FakeProvider, visitor: Visitor, address: str = BEGIN) -> Visitor:
    """A browser that goes to the provider and comes back."""
    sent = visitor.client.get(address)
    assert sent.status_code == 302, sent.text
    back = fake.authorize(sent.location)
    return visitor.open("/sign-in/" + back.partition("/sign-in/")[2])


def invite(office: Office, email: str, role: Role = Role.SCHOOL_TEAM, school: int = 1) -> str:
    id = office.schools[school].id if role in (Role.SCHOOL_TEAM, Role.SCHOOL_LEADER) else None
    return office.store.invitations.add(email, "", NewMembership(role, office.network.id, school_id=id))


def roles(office: Office, email: str) -> set[tuple[Role, int | None]]:
    account = office.store.people.by_email(email)
    assert account is not None
    return {(one.role, one.school_id) for one in office.store.members.memberships(account)}


def test_an_invitation_of_ones_confirmed_address_makes_an_account_that_no_password_opens(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    invite(office, "ada@new.example")
    ada = through(fake, office.visitor().open("/sign-in").see("Sign in with Lakeshore"))
    assert ada.path == f"/schools/{office.schools[1].id}/"
    account = office.store.identities.find(ProviderIdentity(ISSUER, "ada-1"))
    assert account is not None
    assert (account.email, account.name, account.password) == ("ada@new.example", "Ada Reyes", "")
    assert office.visitor().sign_in("ada@new.example", "").status == 400
    again = through(fake, office.visitor())
    assert again.path == ada.path


def test_an_invitations_link_works_whatever_address_the_provider_tells(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    fake.person = {"sub": "ada-1"}
    token = invite(office, "ada@new.example")
    page = office.visitor().open(f"/invitation/{token}").see("Accept with Lakeshore")
    through(fake, page, f"{BEGIN}?next=/invitation/{token}")
    assert roles(office, "ada@new.example") == {(Role.SCHOOL_TEAM, office.schools[1].id)}


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (ADA, "You have no role here yet"),
        (ADA | {"email_verified": False}, "Lakeshore did not confirm your email address"),
        ({"sub": "ada-1"}, "Lakeshore did not confirm your email address"),
        (ADA | {"email": "hub@people.example"}, "You have no role here yet"),
    ],
)
def test_whoever_has_no_role_is_told_whom_to_ask_and_gets_no_account(
    office: Office, fake: FakeProvider, declare: Declare, person: dict[str, Any], words: str
) -> None:
    declare(contact="Write to help@lakeshore.example.")
    fake.person = person
    ada = through(fake, office.visitor())
    ada.see(words, "ask the administrator of Lakeshore network", "help@lakeshore.example")
    assert ada.status == 403
    assert office.store.people.by_email("ada@new.example") is None


def test_an_address_never_opens_an_account_that_is_there(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    fake.person = ADA | {"email": "leader@people.example"}
    invite(office, "leader@people.example", school=2)
    ada = through(fake, office.visitor()).see("There is an account for your address already")
    assert ada.status == 409
    assert office.store.identities.find(ProviderIdentity(ISSUER, "ada-1")) is None


def test_claims_give_roles_and_take_them_at_the_next_sign_in(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    declare(
        roles=[
            {"value": "researchers", "role": "researcher"},
            {"value": "lake", "role": "district", "district": "lake county"},
            {"value": "gone", "role": "district", "district": "No such county"},
        ]
    )
    fake.person = ADA | {"groups": ["researchers", "lake", "gone", "others"]}
    through(fake, office.visitor())
    assert {role for role, _ in roles(office, "ada@new.example")} == {Role.RESEARCHER, Role.DISTRICT}
    fake.person = ADA | {"groups": ["lake"]}
    through(fake, office.visitor()).see("You are no longer researcher")
    assert {role for role, _ in roles(office, "ada@new.example")} == {Role.DISTRICT}


def test_a_role_that_was_given_by_hand_is_not_taken_by_a_claim(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    declare(roles=[{"value": "researchers", "role": "researcher"}])
    invite(office, "ada@new.example", Role.RESEARCHER)
    through(fake, office.visitor())
    through(fake, office.visitor())
    assert roles(office, "ada@new.example") == {(Role.RESEARCHER, None)}


def test_a_school_that_has_a_leader_says_who_joins_it_whatever_a_claim_says(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    declare(roles=[{"value": "team", "role": "school_team", "school_claim": "place.school"}])
    fake.person = ADA | {"groups": "team", "place": {"school": "north school"}}
    through(fake, office.visitor()).see("A leader of your school has to confirm this first")
    assert office.store.people.by_email("ada@new.example") is None
    (waiting,) = (one for one in office.store.invitations.of(office.network) if one.waits)
    office.store.invitations.confirm(office.schools[0], waiting.id)
    ada = through(fake, office.visitor())
    assert ada.path == f"/schools/{office.schools[0].id}/"
    fake.person = ADA
    through(fake, office.visitor())
    assert roles(office, "ada@new.example") == set()


def test_the_last_administrator_stays_whatever_a_claim_says(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    hub = office.people["hub"]
    office.store.identities.link(hub, ProviderIdentity(ISSUER, "ada-1"))
    held = NewMembership(Role.HUB_ADMINISTRATOR, office.network.id)
    office.store.identities.mark_roles(hub, ISSUER, frozenset({held}))
    through(fake, office.visitor())
    assert roles(office, hub.email) == {(Role.HUB_ADMINISTRATOR, None)}


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"aud": "another client"},
        {"aud": ["barograph", "another"], "azp": "another"},
        {"nonce": "of another sign-in"},
        {"exp": int(time.time()) - 600},
        {"iat": int(time.time()) + 600},
        {"sub": 7},
        {"sub": "x" * 300},
        {"sub": ""},
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_opens_nothing(
    office: Office, fake: FakeProvider, declare: Declare, claims: dict[str, Any]
) -> None:
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    fake.claims = claims
    ada = through(fake, office.visitor()).see("What Lakeshore sent could not be checked")
    assert ada.status == 502
    assert ada.open("/home").path == "/sign-in"


def test_a_clock_that_is_a_minute_behind_is_no_trouble(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    fake.claims = {"iat": int(time.time()) + 60, "exp": int(time.time()) - 60}
    assert through(fake, office.visitor()).status == 200


def test_keys_that_were_changed_are_fetched_and_others_open_nothing(
    office: Office, fake: FakeProvider, declare: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.account.openid.provider.QUIET", -1.0)
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    through(fake, office.visitor())
    fake.key = new_key("second")
    assert through(fake, office.visitor()).path == "/home"
    assert fake.asked.count("/jwks") == 2
    fake.signer = new_key("second")
    assert through(fake, office.visitor()).status == 502


def test_an_answer_is_taken_once_by_the_browser_that_asked_and_no_other(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    ada = office.visitor()
    back = fake.authorize(ada.client.get(BEGIN).location).partition("/sign-in/")[2]
    stranger = office.visitor().open(f"/sign-in/{back}").see("This sign-in was not finished")
    assert stranger.status == 400
    assert ada.open(f"/sign-in/{back}").path == "/home"
    assert ada.open(f"/sign-in/{back}").status == 400
    office.clock.pass_days(1)
    late = fake.authorize(office.visitor().client.get(BEGIN).location)
    assert office.visitor().open("/sign-in/" + late.partition("/sign-in/")[2]).status == 400


def test_an_answer_of_another_issuer_or_with_an_error_opens_nothing(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    for change, words in (
        ("iss=https%3A%2F%2Fother.example", "could not be checked"),
        ("iss=", "could not be"),
    ):
        ada = office.visitor()
        back = fake.authorize(ada.client.get(BEGIN).location)
        ada.open("/sign-in/" + back.partition("/sign-in/")[2].partition("iss=")[0] + change).see(words)
    ada = office.visitor()
    state = fake.authorize(ada.client.get(BEGIN).location).partition("state=")[2]
    ada.open(f"{BACK}?error=access_denied&state={state}").see("Lakeshore did not sign you in")
    assert ada.status == 403


def test_a_provider_that_is_down_or_not_itself_is_told_with_what_to_do(
    office: Office, fake: FakeProvider, declare: Declare, caplog: pytest.LogCaptureFixture
) -> None:
    fake.down = True
    page = office.visitor().open(BEGIN).see("Lakeshore does not answer", "Back to signing in", "with it")
    assert page.status == 503
    assert "login.lakeshore.example" in caplog.text
    assert office.visitor().sign_in(office.people["hub"].email).path == "/home"
    declare()
    fake.down, fake.discovery = False, {"issuer": "https://other.example"}
    assert office.visitor().open(BEGIN).status == 503
    declare()
    fake.discovery = {"token_endpoint": "http://login.lakeshore.example/token"}
    ada = office.visitor()
    assert through(fake, ada).status == 503


def test_a_sign_in_leads_on_to_addresses_of_this_host_alone(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    for target, path in (
        ("/account", "/account"),
        ("//evil.example", "/home"),
        ("https://evil.example", "/home"),
    ):
        assert through(fake, office.visitor(), f"{BEGIN}?next={target}").path == path


def test_a_second_factor_of_the_provider_is_asked_for_and_refused_in_words_where_it_is_missing(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    declare(acr=["mfa"], amr=["otp", "hwk"])
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    assert "acr_values=mfa" in office.visitor().client.get(BEGIN).location
    for claims in ({}, {"acr": "mfa", "amr": ["pwd"]}, {"acr": "low", "amr": ["otp"]}):
        fake.claims = claims
        through(fake, office.visitor()).see("A second factor is needed")
    fake.claims = {"acr": "mfa", "amr": ["pwd", "otp"]}
    office.store.people.set_second_factor(office.people["hub"], b"sealed")
    assert through(fake, office.visitor()).path == "/home"
    declare()
    assert through(fake, office.visitor()).path == "/sign-in/code"  # nobody vouched, so ours is asked


def test_an_account_is_connected_by_its_password_and_the_provider_together(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    leader = office.visitor("leader").open("/account").follow("/account/connections/lakeshore/")
    leader.press("/lakeshore/", password="wrong wrong wrong").see("This is not your password")
    leader.press("/lakeshore/", password=PASSWORD)
    through(fake, leader).see("Lakeshore signs you in from now on")
    assert through(fake, office.visitor()).path == f"/schools/{office.schools[0].id}/"
    team = (
        office.visitor("team").open("/account/connections/lakeshore/").press("/lakeshore/", password=PASSWORD)
    )
    through(fake, team).see("This sign-in belongs to another account")
    leader.open("/account/connections/lakeshore/end").press("/end").see("no longer signs you in")
    assert office.store.identities.of(office.people["leader"]) == ()


def test_only_who_asked_with_their_password_is_connected(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    leader = office.visitor("leader")
    assert leader.open(BEGIN).path == f"/schools/{office.schools[0].id}/"
    assert office.store.identities.of(office.people["leader"]) == ()


def test_where_passwords_are_off_members_connect_first_and_then_no_password_opens(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    hub, leader = office.people["hub"], office.people["leader"]
    declare(passwords="off", keep_passwords_for=[hub.email])
    assert office.visitor("hub").path == "/home"
    assert office.visitor("outsider").path == "/home"  # of another network
    page = office.visitor("leader").see("Connect your account with it first")
    assert page.open("/home").path == "/account/connections/lakeshore/"
    through(fake, page.press("/lakeshore/", password=PASSWORD))
    refused = office.visitor("leader").see("Your network signs in through Lakeshore")
    assert refused.status == 403
    assert through(fake, office.visitor()).path == f"/schools/{office.schools[0].id}/"
    page.open("/account/connections/lakeshore/end").see("stays")
    assert len(office.store.identities.of(leader)) == 1
    token = invite(office, "new@new.example")
    invited = (
        office.visitor()
        .open(f"/invitation/{token}")
        .see("Accept with Lakeshore")
        .not_see("Choose a password")
    )
    invited.post(f"/invitation/{token}", name="N", password=PASSWORD, again=PASSWORD)
    assert invited.status == 409


def test_whoever_signs_out_is_led_out_of_the_provider_too(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    office.store.identities.link(office.people["hub"], ProviderIdentity(ISSUER, "ada-1"))
    hub = through(fake, office.visitor())
    hub.press("/sign-out").see("You may still be signed in at Lakeshore")
    (link,) = (one for one in hub.page.links if one.endswith("/sign-out"))
    leave = hub.client.get(link).location
    assert leave.startswith(f"{ISSUER}/end?client_id=barograph&post_logout_redirect_uri=http")
    hub.open("/sign-in").not_see("You may still be signed in")


def test_each_reason_is_told_in_the_language_of_the_browser(
    office: Office, fake: FakeProvider, declare: Declare
) -> None:
    client = office.app.test_client()
    html = client.get(f"{BACK}?state=none", headers={"Accept-Language": "es"}).text
    assert "Este acceso no se completó" in html
    assert "Begin it" not in html


def test_neither_the_log_nor_a_page_holds_a_secret(
    office: Office, fake: FakeProvider, declare: Declare, caplog: pytest.LogCaptureFixture
) -> None:
    fake.claims = {"aud": "another"}
    caplog.set_level("INFO", "web")
    page = through(fake, office.visitor())
    assert "the ID token" in caplog.text
    for text in (caplog.text, page.page.text, repr(office.app.extensions["openid"]["lakeshore"].settings)):
        assert "a secret of the client" not in text
