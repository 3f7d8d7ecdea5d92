"""One form of an address: whoever was invited in one spelling signs in with another."""

import pytest

from engine.store import NewMembership, Role, Store
from engine.store.email_address import is_email, kept_email

COMPOSED, DECOMPOSED = "ren\u00e9e", "rene\u0301e"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Hub.example ", "ada@hub.example"),
        ("ada@SCHÜLE.example", "ada@xn--schle-mva.example"),
        ("ada@xn--schle-mva.example", "ada@xn--schle-mva.example"),  # what a browser makes of it
        ("ada@schu\u0308le.example", "ada@xn--schle-mva.example"),
        (f"{DECOMPOSED}@hub.example", f"{COMPOSED}@hub.example"),
        ("no address", "no address"),
    ],
)
def test_every_spelling_of_an_address_is_kept_as_one(typed: str, kept: str) -> None:
    assert kept_email(typed) == kept
    assert kept_email(kept) == kept


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("ada@hub.example", True),
        ("ada@schüle.example", True),
        (f"{DECOMPOSED}@hub.example", True),
        ("ada\u200b@hub.example", False),  # a space that nobody sees
        ("ada@hub\u00ad.example", False),  # a hyphen that nobody sees
        ("\u202eada@hub.example", False),  # turns the line round
        ("ada@-hub.example", False),
        ("ada@hub", False),
        (f"{'a' * 250}@hub.example", False),
    ],
)
def test_an_address_that_nobody_could_type_again_is_none(text: str, fine: bool) -> None:
    assert is_email(text) is fine


def test_an_account_is_found_by_any_spelling(store: Store) -> None:
    network = store.studies.add_network("Hub")
    new = NewMembership(Role.HUB_ADMINISTRATOR, network.id, None, None)
    token = store.invitations.add(f"{DECOMPOSED}@schüle.example", "Renée", new)
    account = store.invitations.accept_as_new(token, "Renée", "hash")
    for typed in (f"{COMPOSED}@SCHÜLE.example", f"{DECOMPOSED}@xn--schle-mva.example"):
        assert store.people.by_email(typed) == account
