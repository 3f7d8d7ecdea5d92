"""Keys with which a person's programs read the API: made, found at each use, ended.

A key is 256 random bits, shown once and kept as its SHA-256. It holds no right of its own: each use asks which
roles its owner has at that moment, in the one network the key was made for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, Select, func, insert, select, update

from engine.store.action_tables import api_token
from engine.store.days import end_of
from engine.store.errors import NotFound, StoreError
from engine.store.members import memberships_of
from engine.store.names import check_name
from engine.store.people import ACCOUNTS, hashed, new_token
from engine.store.people_records import Account, Person
from engine.store.people_tables import account, membership
from engine.store.records import Network
from engine.store.room import Room
from engine.store.rows import day_of_network

PREFIX: Final = "barograph_"  # so that a key in a place where it should not be is known for one
USUAL_DAYS: Final = 90
MOST_DAYS: Final = 366  # a year
LONGEST_NAME: Final = 100
MOST_LIVE: Final = 20  # of one person in one network


class Scope(StrEnum):
    """What a key is for. It narrows its owner's rights and adds none."""

    WAVES = "waves:read"
    SCHOOL_RESULTS = "results:school"
    NETWORK_RESULTS = "results:network"
    RESPONSES = "responses:deidentified"


class TokenState(StrEnum):
    """Whether a key opens anything, and if not, why."""

    LIVE = "live"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NO_ROLE = "no_role"  # its owner's account is closed, or holds no role in the network


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A key without its secret. `seen` is the last day it was used, None before the first."""

    id: int
    account_id: int
    network_id: int
    name: str
    scopes: frozenset[Scope]
    made: datetime  # UTC
    expires: datetime  # UTC
    seen: date | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever uses a key: its owner, with the roles held now in the key's network and no others."""

    token: ApiToken
    person: Person
    state: TokenState


@dataclass(frozen=True, slots=True)
class HeldToken:
    """A row of a list of keys."""

    token: ApiToken
    owner: Account
    state: TokenState


TOKENS: Final[Select[Any]] = select(
    api_token.c.id,
    api_token.c.account_id,
    api_token.c.network_id,
    api_token.c.name,
    api_token.c.scopes,
    api_token.c.made,
    api_token.c.expires,
    api_token.c.seen,
    api_token.c.revoked,
)
HELD: Final = (
    ACCOUNTS.with_only_columns(
        *(column.label(f"owner_{column.name}") for column in ACCOUNTS.selected_columns),
        *TOKENS.selected_columns,
        select(membership.c.id)
        .where(
            membership.c.account_id == api_token.c.account_id,
            membership.c.network_id == api_token.c.network_id,
        )
        .exists()
        .label("has_role"),
    )
    .select_from(api_token)
    .join(account, account.c.id == api_token.c.account_id)
)


class Keys(Room):
    """Makes keys, says whose they are, and ends them."""

    def add(
        self, who: Account, network: Network, name: str, scopes: Iterable[Scope], days: int = USUAL_DAYS
    ) -> tuple[str, ApiToken]:
        """A key of a person for one network, and its secret, which can be had this once only.

        It ends after `days`, 1 to 366. Raises `StoreError` for a name or a number that cannot be, without a
        scope, for a person with no role in the network, and where they have 20 live keys already.
        """
        wanted = frozenset(scopes)
        _check(name, wanted, days)
        secret, now = PREFIX + new_token(), self._now()
        values = {
            "account_id": who.id,
            "network_id": network.id,
            "name": name.strip(),
            "scopes": sorted(wanted),
            "made": now,
            "expires": end_of(network.day_of(now) + timedelta(days=days), network.zone),
            "revoked": False,
        }
        live = (
            select(func.count())
            .select_from(api_token)
            .where(
                api_token.c.account_id == who.id,
                api_token.c.network_id == network.id,
                api_token.c.expires > now,
                api_token.c.revoked.is_(False),
            )
        )
        with self._database.writing() as connection:
            roles = memberships_of(connection, who.id)
            if not any(one.network_id == network.id for one in roles):
                raise StoreError(
                    f"{who.email} holds no role in {network.name}, so a key would open nothing",
                    "give the person a role first",
                )
            if (connection.scalar(live) or 0) >= MOST_LIVE:
                raise StoreError(
                    f"{who.email} has {MOST_LIVE} keys for {network.name} already",
                    "revoke those that are not used any more",
                )
            added = insert(api_token).values(token_hash=hashed(secret), **values).returning(api_token.c.id)
            id = int(connection.execute(added).scalar_one())
            row = connection.execute(TOKENS.where(api_token.c.id == id)).one()
        return secret, _as_token(row)

    def get(self, id: int) -> ApiToken:
        """A key by its number. Raises `NotFound`."""
        with self._database.reading() as connection:
            row = connection.execute(TOKENS.where(api_token.c.id == id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no key {id}", "look at the list of keys")
        return _as_token(row)

    def of(self, of: Account | Network) -> tuple[HeldToken, ...]:
        """The keys of a person, or those of all people in a network, newest first; ended ones as well."""
        column = api_token.c.account_id if isinstance(of, Account) else api_token.c.network_id
        return self._held(HELD.where(column == of.id).order_by(api_token.c.id.desc()))

    def revoke(self, token: ApiToken) -> None:
        """End a key for good."""
        with self._database.writing() as connection:
            connection.execute(update(api_token).where(api_token.c.id == token.id).values(revoked=True))

    def bearer(self, secret: str) -> Bearer | None:
        """Whose key this is, with the rights they have now; None for what never was a key.

        A key that does not live has a person without roles. The day of its last use is kept.
        """
        this = api_token.c.token_hash == hashed(secret)
        found = self._held(HELD.where(this))
        if not found:
            return None
        (held,) = found
        if held.state is not TokenState.LIVE:
            return Bearer(held.token, Person(held.owner, ()), held.state)
        with self._database.reading() as connection:
            today = day_of_network(connection, held.token.network_id, self._now())
            roles = memberships_of(connection, held.owner.id)
        if held.token.seen != today:
            with self._database.writing() as connection:
                connection.execute(update(api_token).where(this).values(seen=today))
        here = tuple(one for one in roles if one.network_id == held.token.network_id)
        return Bearer(held.token, Person(held.owner, here), held.state)

    def _held(self, query: Select[Any]) -> tuple[HeldToken, ...]:
        now = self._now()
        with self._database.reading() as connection:
            return tuple(_as_held(row, now) for row in connection.execute(query))


def _check(name: str, scopes: frozenset[Scope], days: int) -> None:
    check_name("key", name)
    if len(name) > LONGEST_NAME:
        cause = f"The name of the key has {len(name)} characters"
        raise StoreError(cause, f"shorten it to {LONGEST_NAME} or fewer")
    if not scopes:
        raise StoreError("The key would open nothing", "say what it may read")
    if not 1 <= days <= MOST_DAYS:
        raise StoreError(f"A key cannot last {days} days", f"give 1 to {MOST_DAYS}")


def _as_held(row: Row[Any], now: datetime) -> HeldToken:
    owner = Account(
        **{column.name: row._mapping[f"owner_{column.name}"] for column in ACCOUNTS.selected_columns}
    )
    token = _as_token(row)
    state = TokenState.LIVE
    if token.revoked:
        state = TokenState.REVOKED
    elif token.expires <= now:
        state = TokenState.EXPIRED
    elif not (owner.active and row.has_role):
        state = TokenState.NO_ROLE
    return HeldToken(token, owner, state)


def _as_token(row: Row[Any]) -> ApiToken:
    """A scope of a later Barograph that this one does not know is left out: the key reads less, never more."""
    known = set(Scope)
    return ApiToken(
        row.id,
        row.account_id,
        row.network_id,
        row.name,
        frozenset(Scope(one) for one in row.scopes if one in known),
        row.made,
        row.expires,
        row.seen,
        row.revoked,
    )
