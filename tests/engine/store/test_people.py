"""Accounts, roles, invitations, the log and running waves, on every database."""

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from engine.store import Account, Network, NewEntry, NewMembership, NotFound, Role, Store, StoreError
from engine.store.people_tables import membership
from tests.engine.store.field import DAY, Clock, Field, nothing

WINDOW = timedelta(minutes=15)


def network_of(field: Field) -> Network:
    return field.store.studies.network(field.study.network_id)


def account(field: Field, email: str = "Ada@North.example", role: Role = Role.RESEARCHER) -> Account:
    token = field.store.invitations.add(email, "Ada", NewMembership(role, field.study.network_id))
    return field.store.invitations.accept_as_new(token, "Ada", "hashed")


def test_an_invitation_is_used_once_and_makes_an_account_with_its_role(field: Field) -> None:
    new = NewMembership(Role.SCHOOL_LEADER, field.study.network_id, school_id=field.schools[0].id)
    token = field.store.invitations.add(" Ada@North.example", "Ada", new)
    made = field.store.invitations.accept_as_new(token, "Ada", "hashed")
    (held,) = field.store.members.memberships(made)
    assert (made.email, held.role, held.schools) == (
        "ada@north.example",
        Role.SCHOOL_LEADER,
        frozenset({field.schools[0].id}),
    )
    with pytest.raises(NotFound, match="used or has expired"):
        field.store.invitations.accept_as_new(token, "Ada", "hashed")


def test_a_second_account_for_an_address_is_refused_and_the_invitation_stays(field: Field) -> None:
    ada = account(field)
    token = field.store.invitations.add(
        ada.email, "", NewMembership(Role.HUB_ADMINISTRATOR, field.study.network_id)
    )
    with pytest.raises(StoreError, match="There is an account for"):
        field.store.invitations.accept_as_new(token, "Eve", "hashed")
    field.store.invitations.accept_as(token, ada)
    assert {one.role for one in field.store.members.memberships(ada)} == {
        Role.RESEARCHER,
        Role.HUB_ADMINISTRATOR,
    }


def test_an_invitation_for_another_address_is_refused_and_stays(field: Field) -> None:
    ada = account(field)
    token = field.store.invitations.add(
        "eve@north.example", "", NewMembership(Role.RESEARCHER, field.study.network_id)
    )
    with pytest.raises(StoreError, match="for another address"):
        field.store.invitations.accept_as(token, ada)
    assert field.store.invitations.find(token) is not None


@pytest.mark.parametrize(
    ("role", "of_school", "of_district"),
    [
        (Role.RESEARCHER, True, False),
        (Role.SCHOOL_TEAM, False, False),
        (Role.SCHOOL_TEAM, True, True),
        (Role.DISTRICT, False, False),
        (Role.DISTRICT, True, True),
    ],
)
def test_a_role_is_held_for_the_right_kind_of_thing_by_rule_and_by_constraint(
    field: Field, role: Role, of_school: bool, of_district: bool
) -> None:
    district = field.store.members.add_district(network_of(field), "County")
    new = NewMembership(
        role,
        field.study.network_id,
        district.id if of_district else None,
        field.schools[0].id if of_school else None,
    )
    with pytest.raises(StoreError, match="This role is held for"):
        field.store.invitations.add("ada@north.example", "", new)
    row = {
        "account_id": account(field).id,
        "role": role,
        "network_id": new.network_id,
        "district_id": new.district_id,
        "school_id": new.school_id,
    }
    with pytest.raises(IntegrityError), field.store._database.engine.begin() as connection:
        connection.execute(insert(membership).values(row))


def test_a_role_for_a_school_of_another_network_is_refused(field: Field) -> None:
    other = field.store.studies.add_network("South")
    far = field.store.studies.add_school(other, "Far")
    with pytest.raises(StoreError, match="a school of the network"):
        field.store.invitations.add(
            "a@b.example", "", NewMembership(Role.SCHOOL_TEAM, field.study.network_id, school_id=far.id)
        )


def test_a_district_reaches_the_schools_that_are_in_it_now(field: Field) -> None:
    district = field.store.members.add_district(network_of(field), "County")
    new = NewMembership(Role.DISTRICT, field.study.network_id, district_id=district.id)
    made = field.store.invitations.accept_as_new(
        field.store.invitations.add("a@b.example", "", new), "Ada", "hashed"
    )
    for reach in ({0, 1}, {1}, set()):
        for number, school in enumerate(field.schools):
            field.store.members.set_district(school, district if number in reach else None)
        (held,) = field.store.members.memberships(made)
        assert held.schools == {field.schools[number].id for number in reach}


def test_a_sign_in_lasts_while_it_is_used_and_at_most_half_a_day(field: Field, clock: Clock) -> None:
    ada = account(field)
    token = field.store.sign_ins.begin(ada, complete=True)
    for _ in range(12):
        clock.move(minutes=55)
        assert field.store.sign_ins.find(token) is not None
    clock.move(minutes=65)
    assert field.store.sign_ins.find(token) is None
    half_way = field.store.sign_ins.begin(ada, complete=False)
    found = field.store.sign_ins.find(half_way)
    assert found is not None
    assert not found.complete
    clock.move(minutes=11)
    assert field.store.sign_ins.find(half_way) is None


def test_a_new_password_ends_other_sign_ins_and_reset_links(field: Field) -> None:
    ada = account(field)
    here, elsewhere = (field.store.sign_ins.begin(ada, complete=True) for _ in range(2))
    link = field.store.people.start_reset(ada)
    field.store.people.set_password(ada, "other", keep=here)
    assert field.store.sign_ins.find(here) is not None
    assert field.store.sign_ins.find(elsewhere) is None
    assert field.store.people.by_reset(link) is None


def test_a_code_and_a_recovery_code_are_taken_once(field: Field) -> None:
    ada = account(field)
    field.store.people.set_second_factor(ada, b"sealed", ["one", "two"])
    assert [field.store.people.take_step(ada, step) for step in (7, 7, 6, 8)] == [True, False, False, True]
    assert [field.store.people.take_recovery_code(ada, code) for code in ("one", "one", "two", "three")] == [
        True,
        False,
        True,
        False,
    ]


def test_attempts_are_counted_within_their_window(field: Field, clock: Clock) -> None:
    assert [field.store.people.count_attempt("key", WINDOW) for _ in range(3)] == [1, 2, 3]
    assert (field.store.people.attempts("key"), field.store.people.attempts("other")) == (3, 0)
    clock.move(minutes=16)
    assert field.store.people.attempts("key") == 0
    assert field.store.people.count_attempt("key", WINDOW) == 1
    field.store.people.forget_attempts("key")
    assert field.store.people.attempts("key") == 0


def test_the_log_is_read_newest_first_by_network_and_by_school(field: Field) -> None:
    here, school = field.study.network_id, field.schools[0]
    field.store.audit.record(
        NewEntry("ada", "sign-in", "", here),
        NewEntry("ada", "result.seen", "Ash", here, school.id),
        NewEntry("", "sign-in.failed", "unknown address"),
    )
    network = network_of(field)
    assert [one.action for one in field.store.audit.entries(network)] == ["result.seen", "sign-in"]
    assert [one.action for one in field.store.audit.entries(school)] == ["result.seen"]
    assert field.store.audit.count(network, action="sign-in") == 1
    assert len(field.store.audit.entries(network, first=1, most=1)) == 1


def test_an_agreement_is_given_and_ended(field: Field) -> None:
    network, school = network_of(field), field.schools[0]
    assert (
        field.store.studies.names_agreed(network) == field.store.studies.names_ended(network) == frozenset()
    )
    for named in (True, True, False):
        field.store.studies.agree(school, named=named)
        assert (school.id in field.store.studies.names_agreed(network)) is named
        assert (school.id in field.store.studies.names_ended(network)) is not named


def test_roles_are_counted_from_the_codes_of_an_open_wave(field: Field, clock: Clock) -> None:
    codes = field.random_codes(40)
    codes[:, 2] = [0] * 23 + [1] * 12 + [253] * 5  # teachers, leaders, and who left it blank
    sites = np.full(40, field.sites[0].id)
    field.store.responses.add(field.wave, sites, codes, "full", "en", field.store.now().date())
    assert dict(field.store.responses.counts_by_role(field.wave)) == {}, "today's answers wait"
    clock.move(days=1)
    assert dict(field.store.responses.counts_by_role(field.wave)) == {"teacher": 20}


def test_a_roster_holds_its_roles(field: Field) -> None:
    site = field.store.sites.set_roster(field.sites[0], 12, {"teacher": 10, "leader": 2})
    assert (site.roster, dict(site.roster_by_role)) == (12, {"teacher": 10, "leader": 2})
    with pytest.raises(StoreError, match="add up to 13, its roster is 12"):
        field.store.sites.set_roster(site, 12, {"teacher": 13})
    with pytest.raises(StoreError, match="below zero"):
        field.store.sites.set_roster(site, -1)


def test_a_wave_is_extended_while_it_is_open_and_says_why_it_was_reopened(field: Field) -> None:
    later = field.wave.closes + 5 * DAY
    assert field.store.waves.extend(field.wave, later).closes == later
    with pytest.raises(StoreError, match="in the past"):
        field.store.waves.extend(field.wave, field.store.now() - DAY)
    field.store.closing.close(field.wave, nothing)
    with pytest.raises(StoreError, match="is closed; reopen it"):
        field.store.waves.extend(field.wave, later + DAY)
    field.store.closing.reopen(field.wave, "Cedar never got its link.")
    assert [(one.number, one.reason) for one in field.store.closing.reopenings(field.wave)] == [
        (1, "Cedar never got its link.")
    ]


def test_published_versions_are_listed(store: Store, field: Field) -> None:
    assert store.definitions.versions() == (("small", "1.0.0"),)
