"""Keys for programs on their pages: made with the password, shown once, listed, revoked, looked after by the hub."""

import re
from typing import Any

import pytest
from click.testing import CliRunner, Result

from engine.store import NewMembership, Role
from tests.web.visitor import PASSWORD, Office, Visitor
from web.cli import main

USUAL: dict[str, Any] = {
    "name": "Dashboard",
    "scopes": ["results:school"],
    "days": "30",
    "password": PASSWORD,
}


def make(office: Office, who: str = "leader", **changes: Any) -> tuple[Visitor, str]:
    """A key that one of the people makes on the page, and its secret as the page shows it."""
    visitor = office.visitor(who).open("/account/keys")
    visitor.press("/account/keys", **(USUAL | changes))
    assert visitor.status == 200, visitor.page.text
    (secret,) = re.findall(r"\n(barograph_[\w-]{43})</textarea>", visitor.page.html)
    return visitor, secret


def reads(office: Office, secret: str) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return office.app.test_client().get("/api/v1/me", headers=headers).status_code


def log(office: Office, action: str) -> list[tuple[str, str]]:
    return [(one.who, one.what) for one in office.store.audit.entries(office.network, action=action)]


def test_a_key_is_made_with_the_password_and_shown_once(office: Office) -> None:
    visitor, secret = make(office)
    visitor.see("The key is made", "shown only this once", "Reads: Results of schools")
    assert reads(office, secret) == 200
    visitor.open("/account/keys").see("Dashboard", "Results of schools", "June 3, 2026")
    assert secret not in visitor.page.html
    visitor.open("/account").see("Programs read with a key of yours")


def test_making_a_key_is_in_the_log_without_its_secret(office: Office) -> None:
    _, secret = make(office)
    email = office.people["leader"].email
    assert log(office, "key.made") == [
        (email, "Lakeshore network · “Dashboard”: results:school"),
    ]
    assert secret not in str(log(office, "key.made"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Give the key a name"),
        ({"name": "x" * 150}, "150 characters"),
        ({"scopes": []}, "Choose at least one thing"),
        ({"scopes": ["everything"]}, "Choose at least one thing"),
        ({"scopes": ["responses:deidentified"]}, "do not include all of this"),
        ({"scopes": ["results:school", "waves:read"]}, "do not include all of this"),
        ({"password": "not this one"}, "This is not your password"),
        ({"password": ""}, "This is not your password"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: Office, changes: dict[str, Any], words: str
) -> None:
    visitor = office.visitor("leader").open("/account/keys")
    visitor.press("/account/keys", **(USUAL | changes))
    visitor.see(words)
    assert visitor.status == 400
    assert office.store.keys.of(office.people["leader"]) == ()
    form = visitor.form("/account/keys")
    assert form.values["days"] == ["30"]
    if "name" not in changes:
        assert form.values["name"] == ["Dashboard"]
    assert form.values["password"] == [""]


def test_wrong_passwords_are_counted_as_at_the_sign_in(office: Office) -> None:
    visitor = office.visitor("leader").open("/account/keys")
    for _ in range(10):
        visitor.open("/account/keys").press("/account/keys", **(USUAL | {"password": "guess"}))
    visitor.open("/account/keys").press("/account/keys", **USUAL)
    assert visitor.status == 429


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("leader", {"results:school"}),
        ("researcher", {"waves:read", "results:network", "responses:deidentified"}),
        ("hub", {"waves:read", "results:school", "results:network"}),
        ("district", {"waves:read", "results:school", "results:network"}),
    ],
)
def test_only_what_a_persons_roles_include_is_offered(office: Office, who: str, offered: set[str]) -> None:
    visitor = office.visitor(who).open("/account/keys")
    assert set(re.findall(r'name="scopes" value="([\w:]+)"', visitor.page.html)) == offered


def test_of_two_networks_one_is_chosen(office: Office) -> None:
    office.add(
        "both",
        NewMembership(Role.HUB_ADMINISTRATOR, office.other.id),
        NewMembership(Role.SCHOOL_TEAM, office.network.id, school_id=office.schools[0].id),
    )
    visitor = office.visitor("both").open("/account/keys")
    visitor.press("/account/keys", **USUAL).see("Choose the network")
    wanted = {"network": str(office.network.id), "scopes": ["results:network"]}
    visitor.press("/account/keys", **(USUAL | wanted)).see("Your roles in Lakeshore network do not include")
    visitor.press("/account/keys", **(USUAL | wanted | {"scopes": ["results:school"]}))
    visitor.see("The key is made").open("/account/keys").see("Lakeshore network")


def test_a_key_is_revoked_after_a_question(office: Office) -> None:
    visitor, secret = make(office)
    (held,) = office.store.keys.of(office.people["leader"])
    path = f"/account/keys/{held.token.id}/revoke"
    visitor.open(path).see("Revoke “Dashboard”?", "can't be undone", "Keep it")
    assert reads(office, secret) == 200
    visitor.press(path).see("The key “Dashboard” is revoked")
    assert reads(office, secret) == 401
    visitor.see("revoked").not_see("Works until June 3")
    assert f'href="{path}"' not in visitor.page.html
    email = office.people["leader"].email
    assert log(office, "key.revoked") == [(email, f"Lakeshore network · “Dashboard” of {email}")]


def test_somebody_elses_key_is_not_there(office: Office) -> None:
    make(office)
    (held,) = office.store.keys.of(office.people["leader"])
    path = f"/account/keys/{held.token.id}/revoke"
    other = office.visitor("team")
    assert other.open(path).status == 404
    assert other.post(path).status == 404
    assert office.store.keys.get(held.token.id).revoked is False
    other.open("/account/keys").not_see("Dashboard")


def test_the_hub_sees_all_keys_of_its_network_and_ends_them(office: Office) -> None:
    _, secret = make(office)
    reads(office, secret)
    (held,) = office.store.keys.of(office.people["leader"])
    hub = office.visitor("hub").open(f"/networks/{office.network.id}/people")
    hub.open(f"/networks/{office.network.id}/keys")
    hub.see("Dashboard", "leader@people.example", "May 4, 2026").not_see(secret)
    path = f"/networks/{office.network.id}/keys/{held.token.id}/revoke"
    hub.open(path).see("Owner: Leader, leader@people.example").press(path).see("is revoked")
    assert reads(office, secret) == 401
    hub_email, email = office.people["hub"].email, office.people["leader"].email
    assert log(office, "key.revoked") == [(hub_email, f"Lakeshore network · “Dashboard” of {email}")]


def test_a_key_of_another_network_is_not_there_for_a_hub(office: Office) -> None:
    make(office, "outsider", scopes=["results:network"])
    (held,) = office.store.keys.of(office.people["outsider"])
    hub = office.visitor("hub")
    path = f"/networks/{office.network.id}/keys/{held.token.id}/revoke"
    assert hub.open(path).status == 404
    assert hub.post(path).status == 404
    assert office.store.keys.get(held.token.id).revoked is False


def test_an_ended_role_shows_in_the_list(office: Office) -> None:
    make(office)
    (role,) = office.store.members.memberships(office.people["leader"])
    office.store.members.remove(office.network, role.id)
    office.visitor("hub").open(f"/networks/{office.network.id}/keys").see("Dashboard", "revoked")
    office.visitor("leader").open("/account/keys").see("You have no role right now")


def command(office: Office, *words: str, code: int = 0) -> Result:
    place = office.store._database.name
    result = CliRunner().invoke(main, ["user", "token", *words, "--database", place])
    assert result.exit_code == code, result.output
    return result


def test_the_command_line_prints_a_key_once(office: Office) -> None:
    email = office.people["leader"].email
    made = command(office, email, "--name", "Import", "--scope", "results:school", "--days", "7")
    secret = made.stdout.strip()
    assert reads(office, secret) == 200
    assert "until 2" in made.stderr
    assert log(office, "key.made") == [
        ("command line", f"Lakeshore network · “Import” of {email}: results:school"),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody@x.example",), "nobody has an account"),
        (("team@people.example", "--network", "Other network"), "holds no role in 'Other network'"),
        (("team@people.example", "--scope", "results:network"), "no role of team@people.example"),
    ],
)
def test_the_command_line_refuses_keys_that_would_open_nothing(
    office: Office, words: tuple[str, ...], told: str
) -> None:
    made = command(office, *words, "--name", "Import", "--scope", "results:school", code=1)
    assert told in made.stderr
    assert office.store.keys.of(office.people["team"]) == ()
