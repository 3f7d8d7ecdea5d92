"""Who an account is to providers of OpenID Connect, and the roles that a provider's claims give and take."""

from collections.abc import Set
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.store.errors import StoreError
from engine.store.people import ACCOUNTS
from engine.store.people_records import Account, NewMembership, ProviderIdentity, Role
from engine.store.people_tables import account, membership, provider_identity
from engine.store.records import Network
from engine.store.room import Room

TAKEN: Final = "This sign-in belongs to another account already"


class Identities(Room):
    """Links accounts to identities, each identity to one account. An address never links anybody."""

    def find(self, identity: ProviderIdentity) -> Account | None:
        """The account of an identity, active or not."""
        query = ACCOUNTS.join(provider_identity, provider_identity.c.account_id == account.c.id)
        with self._database.reading() as connection:
            row = connection.execute(query.where(*_this(identity))).one_or_none()
        return None if row is None else Account(**row._mapping)

    def of(self, who: Account) -> tuple[ProviderIdentity, ...]:
        columns = (provider_identity.c.issuer, provider_identity.c.subject)
        query = select(*columns).where(provider_identity.c.account_id == who.id).order_by(*columns)
        with self._database.reading() as connection:
            return tuple(ProviderIdentity(*row) for row in connection.execute(query))

    def link(self, who: Account, identity: ProviderIdentity) -> None:
        """Let an identity sign in to an account; raises `StoreError` where it signs in to another."""
        held = select(provider_identity.c.account_id).where(*_this(identity))
        values = {"issuer": identity.issuer, "subject": identity.subject, "account_id": who.id}
        with self._database.writing() as connection:
            found = connection.scalar(held)
            if found is None:
                try:
                    with connection.begin_nested():
                        connection.execute(
                            insert(provider_identity).values(values | {"since": self._today()})
                        )
                    return
                except IntegrityError:  # another request was first
                    found = connection.scalar(held)
            if found != who.id:
                raise StoreError(TAKEN, "sign in with it, or ask whoever runs the server to part the two")

    def unlink(self, who: Account, issuer: str | None = None) -> int:
        """Let no identity of a provider, or of any, sign in to an account any more; gives their number."""
        these = provider_identity.c.account_id == who.id
        if issuer is not None:
            these &= provider_identity.c.issuer == issuer
        with self._database.writing() as connection:
            return connection.execute(delete(provider_identity).where(these)).rowcount

    def roles(self, who: Account, network: Network, issuer: str) -> dict[int, NewMembership]:
        """The roles in a network that a provider's claims gave, by the number of the membership."""
        query = select(membership).where(
            membership.c.account_id == who.id,
            membership.c.network_id == network.id,
            membership.c.issuer == issuer,
        )
        with self._database.reading() as connection:
            return {
                row.id: NewMembership(Role(row.role), row.network_id, row.district_id, row.school_id)
                for row in connection.execute(query)
            }

    def mark_roles(self, who: Account, issuer: str, roles: Set[NewMembership]) -> None:
        """Say of roles that an account has just been given that a provider's claims gave them, and may take them."""
        with self._database.writing() as connection:
            for one in roles:
                this = (membership.c.account_id == who.id) & (membership.c.role == one.role)
                this &= membership.c.network_id == one.network_id
                this &= membership.c.district_id.is_not_distinct_from(one.district_id)
                this &= membership.c.school_id.is_not_distinct_from(one.school_id)
                connection.execute(update(membership).where(this).values(issuer=issuer))


def _this(identity: ProviderIdentity) -> tuple[ColumnElement[bool], ...]:
    return provider_identity.c.issuer == identity.issuer, provider_identity.c.subject == identity.subject
