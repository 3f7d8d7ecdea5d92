"""Keys of programs on every database: what is kept, what they open, and what ends them."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.store import (
    Account,
    ApiToken,
    Network,
    NewMembership,
    NotFound,
    Role,
    Scope,
    Store,
    StoreError,
    TokenState,
)
from engine.store.action_tables import api_token
from engine.store.people_tables import account as accounts
from tests.engine.store.field import Clock, Field

BOTH = (Scope.WAVES, Scope.SCHOOL_RESULTS)


def network_of(field: Field) -> Network:
    return field.store.studies.network(field.study.network_id)


def member(field: Field, *roles: NewMembership, email: str = "ada@north.example") -> Account:
    first = roles[0] if roles else NewMembership(Role.RESEARCHER, field.study.network_id)
    made = field.store.invitations.accept_as_new(
        field.store.invitations.add(email, "Ada", first), "Ada", "hashed"
    )
    for role in roles[1:]:
        field.store.members.add(made, role)
    return made


def key(field: Field, who: Account, name: str = "Nightly import", days: int = 90) -> tuple[str, ApiToken]:
    return field.store.keys.add(who, network_of(field), name, BOTH, days)


def state(store: Store, secret: str) -> TokenState:
    found = store.keys.bearer(secret)
    assert found is not None
    return found.state


def test_a_key_is_256_random_bits_of_which_only_the_hash_is_kept(field: Field) -> None:
    ada = member(field)
    secret, made = key(field, ada)
    prefix, _, random = secret.partition("_")
    assert prefix == "barograph"
    assert len(random) * 6 >= 256
    with field.store._database.reading() as connection:
        (row,) = connection.execute(select(api_token)).all()
    assert row.token_hash == hashlib.sha256(secret.encode()).digest()
    assert random not in str(row)
    assert key(field, ada)[0] != secret
    assert (made.name, made.scopes, made.seen) == ("Nightly import", frozenset(BOTH), None)


def test_a_key_is_its_owner_with_the_roles_of_now_in_its_network_alone(field: Field) -> None:
    home, other = network_of(field), field.store.studies.add_network("Elsewhere")
    ada = member(
        field, NewMembership(Role.RESEARCHER, home.id), NewMembership(Role.HUB_ADMINISTRATOR, other.id)
    )
    secret, made = key(field, ada)
    found = field.store.keys.bearer(secret)
    assert found is not None
    assert (found.person.account, found.state) == (ada, TokenState.LIVE)
    assert [one.role for one in found.person.memberships] == [Role.RESEARCHER]
    field.store.members.add(ada, NewMembership(Role.HUB_ADMINISTRATOR, home.id))
    again = field.store.keys.bearer(secret)
    assert again is not None
    assert [one.role for one in again.person.memberships] == [Role.RESEARCHER, Role.HUB_ADMINISTRATOR]
    assert field.store.keys.get(made.id).network_id == home.id


def test_what_never_was_a_key_is_nobodys(field: Field) -> None:
    secret, _ = key(field, member(field))
    assert field.store.keys.bearer("") is None
    assert field.store.keys.bearer(secret.removeprefix("barograph_")) is None
    assert field.store.keys.bearer(hashlib.sha256(secret.encode()).hexdigest()) is None
    with pytest.raises(NotFound, match="no key 99"):
        field.store.keys.get(99)


def test_the_last_day_of_use_is_kept_and_nothing_finer(field: Field, clock: Clock) -> None:
    secret, made = key(field, member(field))
    field.store.keys.bearer(secret)
    assert field.store.keys.get(made.id).seen == clock.now.date()
    clock.move(days=3)
    field.store.keys.bearer(secret)
    assert field.store.keys.get(made.id).seen == clock.now.date()


def test_a_key_ends_by_itself(field: Field, clock: Clock) -> None:
    secret, made = key(field, member(field), days=7)
    assert made.expires.date() == clock.now.date() + timedelta(days=7)
    clock.now = made.expires - timedelta(seconds=1)
    assert state(field.store, secret) is TokenState.LIVE
    clock.move(seconds=1)
    assert state(field.store, secret) is TokenState.EXPIRED
    assert field.store.keys.get(made.id).seen == made.expires.date()


def test_a_key_ends_with_a_day_of_its_network(field: Field, clock: Clock) -> None:
    home = field.store.studies.set_time_zone(network_of(field), "Pacific/Honolulu")
    _, made = field.store.keys.add(member(field), home, "Board", [Scope.WAVES], 7)
    local = home.local(made.expires)
    assert (local.hour, local.minute, local.date()) == (23, 59, home.day_of(clock.now) + timedelta(days=7))


def test_a_revoked_key_opens_nothing_and_leaves_the_others(field: Field) -> None:
    ada = member(field)
    (first, made), (second, _) = key(field, ada), key(field, ada, "Other")
    field.store.keys.revoke(made)
    found = field.store.keys.bearer(first)
    assert found is not None
    assert (found.state, found.person.memberships) == (TokenState.REVOKED, ())
    assert state(field.store, second) is TokenState.LIVE


def test_losing_the_last_role_ends_the_keys_for_good_and_one_of_two_does_not(field: Field) -> None:
    home = network_of(field)
    ada = member(
        field,
        NewMembership(Role.RESEARCHER, home.id),
        NewMembership(Role.HUB_ADMINISTRATOR, home.id),
    )
    eve = member(field, email="eve@north.example")
    (secret, _), (theirs, _) = key(field, ada), key(field, eve)
    first, second = field.store.members.memberships(ada)
    field.store.members.remove(home, first.id)
    found = field.store.keys.bearer(secret)
    assert found is not None
    assert [one.role for one in found.person.memberships] == [Role.HUB_ADMINISTRATOR]
    member(field, NewMembership(Role.HUB_ADMINISTRATOR, home.id), email="max@north.example")
    field.store.members.remove(home, second.id)
    assert state(field.store, secret) is TokenState.REVOKED
    field.store.members.add(ada, NewMembership(Role.RESEARCHER, home.id))
    assert state(field.store, secret) is TokenState.REVOKED
    assert state(field.store, theirs) is TokenState.LIVE


def test_a_closed_account_has_no_key(field: Field) -> None:
    ada = member(field)
    secret, _ = key(field, ada)
    with field.store._database.writing() as connection:
        connection.execute(update(accounts).where(accounts.c.id == ada.id).values(active=False))
    found = field.store.keys.bearer(secret)
    assert found is not None
    assert (found.state, found.person.memberships) == (TokenState.NO_ROLE, ())


def test_lists_are_a_persons_or_a_networks(field: Field) -> None:
    ada, eve = member(field), member(field, email="eve@north.example")
    key(field, ada, "First")
    _, second = key(field, ada, "Second")
    key(field, eve, "Theirs")
    field.store.keys.revoke(second)
    assert [(one.token.name, one.state) for one in field.store.keys.of(ada)] == [
        ("Second", TokenState.REVOKED),
        ("First", TokenState.LIVE),
    ]
    assert [(one.token.name, one.owner) for one in field.store.keys.of(network_of(field))] == [
        ("Theirs", eve),
        ("Second", ada),
        ("First", ada),
    ]
    assert field.store.keys.of(field.store.studies.add_network("Elsewhere")) == ()


def test_a_scope_of_a_later_program_is_left_out(field: Field) -> None:
    secret, _ = key(field, member(field))
    with field.store._database.writing() as connection:
        connection.execute(update(api_token).values(scopes=["waves:read", "answers:write"]))
    found = field.store.keys.bearer(secret)
    assert found is not None
    assert found.token.scopes == {Scope.WAVES}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "has no name"),
        ({"name": "x" * 101}, "101 characters"),
        ({"scopes": ()}, "open nothing"),
        ({"days": 0}, "cannot last 0 days"),
        ({"days": 367}, "cannot last 367 days"),
    ],
)
def test_what_cannot_be_is_refused(field: Field, changes: dict[str, object], words: str) -> None:
    wanted: dict[str, object] = {"name": "Import", "scopes": BOTH, "days": 90}
    with pytest.raises(StoreError, match=words):
        field.store.keys.add(member(field), network_of(field), **(wanted | changes))


def test_a_key_for_a_network_without_a_role_there_is_refused(field: Field) -> None:
    with pytest.raises(StoreError, match="holds no role in Elsewhere"):
        field.store.keys.add(member(field), field.store.studies.add_network("Elsewhere"), "Import", BOTH)


def test_a_person_has_twenty_live_keys_at_most(field: Field, clock: Clock) -> None:
    ada = member(field)
    for _ in range(19):
        key(field, ada)
    _, last = key(field, ada)
    with pytest.raises(StoreError, match="20 keys"):
        key(field, ada)
    field.store.keys.revoke(last)
    key(field, ada)
    clock.move(days=91)
    key(field, ada)
