"""Identities of a provider and the roles its claims give, on both databases."""

import pytest

from engine.store import Account, NewMembership, ProviderIdentity, Role, SignInBy, StoreError
from tests.engine.store.field import Clock, Field

ISSUER = "https://login.example"
ADA, BEN = ProviderIdentity(ISSUER, "ada"), ProviderIdentity(ISSUER, "ben")


def person(field: Field, name: str) -> Account:
    return field.store.people.add(f"{name}@people.example", name.title())


def test_an_identity_opens_one_account_and_an_account_may_have_several(field: Field) -> None:
    ada, ben, identities = person(field, "ada"), person(field, "ben"), field.store.identities
    other = ProviderIdentity("https://another.example", "ada")
    for identity in (ADA, ADA, other):
        identities.link(ada, identity)
    with pytest.raises(StoreError, match="belongs to another account"):
        identities.link(ben, ADA)
    assert identities.of(ada) == (other, ADA)
    assert (identities.find(ADA), identities.find(BEN)) == (ada, None)
    assert identities.unlink(ada, ISSUER) == 1
    assert identities.of(ada) == (other,)
    assert identities.unlink(ada) == 1


def test_an_account_without_a_password_has_one_address_like_any_other(field: Field) -> None:
    person(field, "ada")
    with pytest.raises(StoreError, match="There is an account"):
        person(field, "Ada")


def test_open_invitations_are_taken_up_but_for_what_waits_or_is_excluded(field: Field) -> None:
    store, network = field.store, field.store.studies.network(field.study.network_id)
    leader = NewMembership(Role.SCHOOL_LEADER, network.id, school_id=field.schools[0].id)
    store.members.add(person(field, "leader"), leader)
    ada = person(field, "ada")
    team, waits = (
        NewMembership(Role.SCHOOL_TEAM, network.id, school_id=field.schools[number].id) for number in (1, 0)
    )
    for new in (team, waits, NewMembership(Role.RESEARCHER, network.id)):
        store.invitations.add(ada.email, "", new)
    accepted = store.invitations.accept_open(ada, network)
    assert (accepted.given, accepted.waiting) == ((team,), (waits,))
    assert {one.role for one in store.members.memberships(ada)} == {Role.SCHOOL_TEAM}
    assert len(store.invitations.of(network)) == 2, "what waits or is excluded stays open"
    store.identities.mark_roles(ada, ISSUER, frozenset({team}))
    assert list(store.identities.roles(ada, network, ISSUER).values()) == [team]
    assert store.identities.roles(ada, network, "https://another.example") == {}


def test_sign_ins_are_told_with_their_way_and_ended_by_their_mark(field: Field, clock: Clock) -> None:
    ada, ben, room = person(field, "ada"), person(field, "ben"), field.store.sign_ins
    first = room.begin(ada, complete=True, by=SignInBy(ISSUER, vouched=True), device="iphone")
    clock.move(minutes=10)
    second = room.begin(ada, complete=True)
    room.begin(ada, complete=False)  # owes a code: it is nowhere yet
    told = room.of(ada)
    assert [(one.device, one.by) for one in told] == [
        ("", SignInBy()),
        ("iphone", SignInBy(ISSUER, vouched=True)),
    ]
    assert room.on([ada, ben]) == {ada.id}
    assert not room.end_one(ben, told[1].mark)
    assert room.end_one(ada, told[1].mark)
    assert not room.end_one(ada, told[1].mark)
    assert room.find(first) is None
    found = room.find(second)
    assert found is not None
    assert found.sign_in == told[0]
    assert room.end_others(ada, None) == 2
    assert room.on([ada]) == frozenset()


def test_a_network_demands_a_second_factor_until_it_does_not(field: Field) -> None:
    studies = field.store.studies
    network = studies.network(field.study.network_id)
    for demanded in (True, False):
        studies.demand_second_factor(network, demanded=demanded)
        assert bool(studies.demand_of_second_factor([network.id, 999])) is demanded
