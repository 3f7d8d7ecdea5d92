"""Sign-ins: begun, found at each request, told to whoever they belong to, and ended."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select, update

from engine.store.errors import DatabaseFailure
from engine.store.members import memberships_of
from engine.store.people import ACCOUNTS, end_sign_ins, hashed, new_token
from engine.store.people_records import BY_PASSWORD, Account, Person, SignIn, SignInBy
from engine.store.people_tables import account, sign_in
from engine.store.room import Room

LONGEST: Final = timedelta(hours=12)  # a sign-in ends then, whatever is done
IDLE: Final = timedelta(hours=1)  # or when nothing is done for so long
HALF_WAY: Final = timedelta(minutes=10)  # between the password and the second factor
NOTED: Final = timedelta(minutes=2)  # how exactly the last request is kept
MARK: Final = 16  # digits of a token's hash by which its sign-in is named to its owner


class SignIns(Room):
    """Lets accounts in and out, and forgets what has expired. Only the hash of a token is kept."""

    def begin(self, who: Account, *, complete: bool, by: SignInBy = BY_PASSWORD, device: str = "") -> str:
        """Begin a sign-in and give its token, which only the person's browser keeps."""
        token, now = new_token(), self._now()
        with self._database.writing() as connection:
            over = or_(sign_in.c.since < now - LONGEST, sign_in.c.seen < now - IDLE)
            connection.execute(delete(sign_in).where(over))
            connection.execute(
                insert(sign_in).values(
                    token_hash=hashed(token),
                    account_id=who.id,
                    since=now,
                    seen=now,
                    complete=complete,
                    device=device,
                    issuer=by.issuer,
                    vouched=by.vouched,
                )
            )
        return token

    def find(self, token: str) -> Person | None:
        """Who signed in with this token; None when it has ended, by itself or otherwise."""
        now = self._now()
        this = sign_in.c.token_hash == hashed(token)
        query = ACCOUNTS.add_columns(*SIGN_INS)
        with self._database.reading() as connection:
            row = connection.execute(
                query.join(sign_in, sign_in.c.account_id == account.c.id).where(this, account.c.active)
            ).one_or_none()
            if row is None or not _still_on(row, now):
                return None
            memberships = memberships_of(connection, row.id)
        if now - row.seen > NOTED:
            with (
                suppress(DatabaseFailure),
                self._database.writing() as connection,
            ):  # one that can be read is enough
                connection.execute(update(sign_in).where(this).values(seen=now))
        found = {column.name: getattr(row, column.name) for column in ACCOUNTS.selected_columns}
        return Person(Account(**found), memberships, row.complete, _as_sign_in(row))

    def of(self, who: Account) -> tuple[SignIn, ...]:
        """The sign-ins of an account that are on, the last used first."""
        query = select(*SIGN_INS).where(sign_in.c.account_id == who.id, sign_in.c.complete)
        now = self._now()
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(sign_in.c.seen.desc(), sign_in.c.token_hash)).all()
        return tuple(_as_sign_in(row) for row in rows if _still_on(row, now))

    def on(self, accounts: Iterable[Account]) -> frozenset[int]:
        """The accounts of these that are signed in somewhere just now, by their number."""
        query = select(sign_in.c.account_id, *SIGN_INS).where(sign_in.c.complete)
        now, wanted = self._now(), {one.id for one in accounts}
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return frozenset(row.account_id for row in rows if row.account_id in wanted and _still_on(row, now))

    def end(self, token: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sign_in).where(sign_in.c.token_hash == hashed(token)))

    def end_one(self, who: Account, mark: str) -> bool:
        """End the sign-in of an account that has this mark; False where it has ended already."""
        query = select(sign_in.c.token_hash).where(sign_in.c.account_id == who.id)
        with self._database.writing() as connection:
            found = [one for one in connection.scalars(query) if one.hex()[:MARK] == mark]
            ended = delete(sign_in).where(sign_in.c.token_hash.in_(found))
            return bool(connection.execute(ended).rowcount)

    def end_others(self, who: Account, keep: str | None) -> int:
        """End every sign-in of an account but the one of this token; gives their number."""
        with self._database.writing() as connection:
            return end_sign_ins(connection, who.id, keep)


SIGN_INS: Final = (
    sign_in.c.token_hash,
    sign_in.c.since,
    sign_in.c.seen,
    sign_in.c.complete,
    sign_in.c.device,
    sign_in.c.issuer,
    sign_in.c.vouched,
)


def _as_sign_in(row: Any) -> SignIn:
    by = SignInBy(row.issuer, row.vouched)
    return SignIn(row.token_hash.hex()[:MARK], row.since, row.seen, row.device, by)


def _still_on(row: Any, now: datetime) -> bool:
    if not row.complete:
        return bool(now - row.since <= HALF_WAY)
    return bool(now - row.since <= LONGEST and now - row.seen <= IDLE)
