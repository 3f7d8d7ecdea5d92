"""Invitations: how a person gets an account, or another role for the one they have."""

from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from engine.store.email_address import kept_email
from engine.store.errors import NotFound, StoreError
from engine.store.members import check_roles, insert_membership
from engine.store.people import ACCOUNTS, hashed, insert_account, new_token
from engine.store.people_records import NETWORK_ROLES, SCHOOL_ROLES, Account, Invitation, NewMembership, Role
from engine.store.people_tables import account, district, invitation, membership
from engine.store.records import Network, School
from engine.store.room import Room
from engine.store.schema import school as schools

VALID: Final = timedelta(days=14)


def _waits() -> ColumnElement[bool]:
    """That a leader of the school has to confirm an invitation before it can be used.

    A school whose results somebody reads decides who else does; the first leader comes in without. Whoever
    administers the network comes in by a leader alone.
    """
    leader, person = membership.alias(), account.alias()
    led = exists().where(
        leader.c.school_id == invitation.c.school_id,
        leader.c.role == Role.SCHOOL_LEADER,
        person.c.id == leader.c.account_id,
        person.c.active,
    )
    held, own = membership.alias(), account.alias()
    administers = exists().where(
        own.c.email == invitation.c.email,
        held.c.account_id == own.c.id,
        held.c.network_id == invitation.c.network_id,
        held.c.role == Role.HUB_ADMINISTRATOR,
    )
    of_school = invitation.c.school_id.is_not(None)
    return of_school & invitation.c.confirmed.is_(False) & (led | administers)


INVITATIONS: Final = select(*invitation.c, _waits().label("waits"))


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of open invitations: the roles that were given, and those that wait for a leader's word."""

    given: tuple[NewMembership, ...]
    waiting: tuple[NewMembership, ...]


class Invitations(Room):
    """Makes, lists and uses invitations."""

    def add(self, email: str, name: str, new: NewMembership, *, confirmed: bool = False) -> str:
        """The token of an invitation's link; an earlier one of the same person to the same role stops working.

        `confirmed` where nobody has to be asked, as for the people of the demonstration. Raises `StoreError` when the
        role does not fit what it is held for, or another that the person holds.
        """
        token, address = new_token(), kept_email(email)
        with self._database.writing() as connection:
            _check_scope(connection, new)
            known = connection.scalar(select(account.c.id).where(account.c.email == address))
            if known is not None:
                check_roles(connection, known, new)
            connection.execute(delete(invitation).where(invitation.c.expires <= self._now()))
            same = (invitation.c.email == address) & (invitation.c.role == new.role)
            same &= invitation.c.network_id == new.network_id
            same &= invitation.c.district_id.is_not_distinct_from(new.district_id)
            same &= invitation.c.school_id.is_not_distinct_from(new.school_id)
            connection.execute(delete(invitation).where(same))
            connection.execute(
                insert(invitation).values(
                    token_hash=hashed(token),
                    email=address,
                    name=name.strip(),
                    expires=self._now() + VALID,
                    role=new.role,
                    network_id=new.network_id,
                    district_id=new.district_id,
                    school_id=new.school_id,
                    confirmed=confirmed,
                )
            )
        return token

    def find(self, token: str) -> Invitation | None:
        """The invitation of a link; None when it was used, withdrawn or has expired."""
        query = INVITATIONS.where(
            invitation.c.token_hash == hashed(token), invitation.c.expires > self._now()
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _as_invitation(row)

    def of(self, of: Network | School) -> tuple[Invitation, ...]:
        """Those to a network, or to one of its schools, that are not used yet, by address."""
        column = invitation.c.network_id if isinstance(of, Network) else invitation.c.school_id
        query = INVITATIONS.where(column == of.id, invitation.c.expires > self._now())
        with self._database.reading() as connection:
            return tuple(
                _as_invitation(row) for row in connection.execute(query.order_by(invitation.c.email))
            )

    def confirm(self, school: School, id: int) -> None:
        """Let somebody in whom a leader of the school knows."""
        this = (invitation.c.school_id == school.id) & (invitation.c.id == id)
        with self._database.writing() as connection:
            connection.execute(update(invitation).where(this).values(confirmed=True))

    def withdraw(self, of: Network | School, id: int) -> None:
        column = invitation.c.network_id if isinstance(of, Network) else invitation.c.school_id
        this = (column == of.id) & (invitation.c.id == id)
        with self._database.writing() as connection:
            connection.execute(delete(invitation).where(this))

    def accept_as_new(self, token: str, name: str, password: str) -> Account:
        """Use an invitation up and make the account. Raises `NotFound`, or `StoreError` where there is one."""
        with self._database.writing() as connection:
            used = self._use(connection, token)
            id = insert_account(connection, used.email, name, password)
            insert_membership(connection, id, used.membership)
            return Account(**connection.execute(ACCOUNTS.where(account.c.id == id)).one()._mapping)

    def accept_as(self, token: str, who: Account) -> None:
        """Use an invitation up for an account of the same address. Raises `NotFound` or `StoreError`."""
        with self._database.writing() as connection:
            used = self._use(connection, token)
            if used.email != who.email:
                raise StoreError("This invitation is for another address", "sign in with that one")
            insert_membership(connection, who.id, used.membership)

    def accept_open(
        self, who: Account, network: Network, only: Container[NewMembership] | None = None
    ) -> Accepted:
        """Use up a network's invitations to an account's address, without their links: to these roles, or all.

        For somebody whose address is known otherwise. What a leader has yet to confirm stays open, and what another
        role excludes too.
        """
        these = (invitation.c.network_id == network.id) & (invitation.c.email == who.email)
        given, waiting = [], []
        with self._database.writing() as connection:
            query = INVITATIONS.where(these, invitation.c.expires > self._now()).order_by(invitation.c.id)
            for found in [_as_invitation(row) for row in connection.execute(query)]:
                if only is not None and found.membership not in only:
                    continue
                if found.waits:
                    waiting.append(found.membership)
                    continue
                with suppress(StoreError):
                    insert_membership(connection, who.id, found.membership)
                    connection.execute(delete(invitation).where(invitation.c.id == found.id))
                    given.append(found.membership)
        return Accepted(tuple(given), tuple(waiting))

    def _use(self, connection: Connection, token: str) -> Invitation:
        usable = (invitation.c.token_hash == hashed(token)) & (invitation.c.expires > self._now())
        row = connection.execute(INVITATIONS.where(usable)).one_or_none()
        if row is not None and row.waits:
            raise StoreError(
                "A leader of the school has to confirm this invitation", "ask them to do so first"
            )
        if row is None or not connection.execute(delete(invitation).where(usable)).rowcount:
            raise NotFound("This invitation has been used or has expired", "ask for another")
        return _as_invitation(row)


def _check_scope(connection: Connection, new: NewMembership) -> None:
    """The role is held for the right kind of thing, and that lies in the network."""
    if new.role in NETWORK_ROLES and (new.district_id is not None or new.school_id is not None):
        raise StoreError("This role is held for the whole network", "name no school and no district")
    if new.role in SCHOOL_ROLES:
        found = connection.scalar(select(schools.c.network_id).where(schools.c.id == new.school_id))
        if found != new.network_id or new.district_id is not None:
            raise StoreError("This role is held for a school of the network", "name the school")
    if new.role is Role.DISTRICT:
        found = connection.scalar(select(district.c.network_id).where(district.c.id == new.district_id))
        if found != new.network_id or new.school_id is not None:
            raise StoreError("This role is held for a district of the network", "name the district")


def _as_invitation(row: Any) -> Invitation:
    new = NewMembership(Role(row.role), row.network_id, row.district_id, row.school_id)
    return Invitation(row.id, row.email, row.name, new, row.expires, bool(row.waits))
