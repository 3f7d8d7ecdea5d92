"""Accounts: passwords, second factors, resets, and how often each was tried."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from engine.store.email_address import kept_email
from engine.store.errors import NotFound, StoreError
from engine.store.people_records import Account
from engine.store.people_tables import account, attempt, password_reset, recovery_code, sign_in
from engine.store.room import Room

TOKEN_BYTES: Final = 32
NO_PASSWORD: Final = ""  # in place of a hash, which it never is
RESET: Final = timedelta(hours=24)

ACCOUNTS: Final = select(
    account.c.id,
    account.c.email,
    account.c.name,
    account.c.password,
    account.c.second_factor,
    account.c.active,
)


class People(Room):
    """Finds accounts, makes them, and changes how they are let in. Passwords arrive hashed."""

    def get(self, id: int) -> Account:
        with self._database.reading() as connection:
            row = connection.execute(ACCOUNTS.where(account.c.id == id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no account {id}", "look at the list of people")
        return Account(**row._mapping)

    def by_email(self, email: str) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(ACCOUNTS.where(account.c.email == kept_email(email))).one_or_none()
        return None if row is None else Account(**row._mapping)

    def add(self, email: str, name: str) -> Account:
        """An account that no password opens, for somebody whom a provider signs in; raises `StoreError` as it may."""
        with self._database.writing() as connection:
            id = insert_account(connection, email, name, NO_PASSWORD)
            return Account(**connection.execute(ACCOUNTS.where(account.c.id == id)).one()._mapping)

    def set_password(self, who: Account, password: str, keep: str | None = None) -> None:
        """Another password; every other sign-in of the account ends, and so do its reset links."""
        with self._database.writing() as connection:
            _set_password(connection, who.id, password)
            end_sign_ins(connection, who.id, keep)

    def set_second_factor(self, who: Account, sealed: bytes | None, codes: Iterable[str] = ()) -> None:
        """Ask for codes from now on, with recovery codes for a lost phone; or no longer, where it is None."""
        with self._database.writing() as connection:
            connection.execute(
                update(account)
                .where(account.c.id == who.id)
                .values(second_factor=sealed, second_factor_step=None)
            )
            connection.execute(delete(recovery_code).where(recovery_code.c.account_id == who.id))
            rows = [{"account_id": who.id, "code_hash": hashed(code)} for code in codes]
            if rows:
                connection.execute(insert(recovery_code), rows)

    def take_step(self, who: Account, step: int) -> bool:
        """Use up the code of a time step; False where it, or a later one, was used before."""
        unused = or_(account.c.second_factor_step.is_(None), account.c.second_factor_step < step)
        statement = update(account).where(account.c.id == who.id, unused).values(second_factor_step=step)
        with self._database.writing() as connection:
            return bool(connection.execute(statement).rowcount)

    def take_recovery_code(self, who: Account, code: str) -> bool:
        """Use up a recovery code; False where it is none of the account's."""
        this = (recovery_code.c.account_id == who.id) & (recovery_code.c.code_hash == hashed(code))
        with self._database.writing() as connection:
            return bool(connection.execute(delete(recovery_code).where(this)).rowcount)

    def start_reset(self, who: Account) -> str:
        """The token of a link that sets another password, once, within a day; earlier links stop working."""
        token = new_token()
        with self._database.writing() as connection:
            connection.execute(delete(password_reset).where(password_reset.c.account_id == who.id))
            connection.execute(
                insert(password_reset).values(
                    token_hash=hashed(token), account_id=who.id, expires=self._now() + RESET
                )
            )
        return token

    def by_reset(self, token: str) -> Account | None:
        """Whose password this link sets; None when it was used, replaced or has expired."""
        query = ACCOUNTS.join(password_reset, password_reset.c.account_id == account.c.id)
        usable = (password_reset.c.token_hash == hashed(token)) & (password_reset.c.expires > self._now())
        with self._database.reading() as connection:
            row = connection.execute(query.where(usable, account.c.active)).one_or_none()
        return None if row is None else Account(**row._mapping)

    def finish_reset(self, token: str, password: str) -> bool:
        """Set the password of a reset link and end every sign-in; False when the link is used up."""
        usable = (password_reset.c.token_hash == hashed(token)) & (password_reset.c.expires > self._now())
        with self._database.writing() as connection:
            used = delete(password_reset).where(usable).returning(password_reset.c.account_id)
            id = connection.scalar(used)
            if id is None:
                return False
            _set_password(connection, id, password)
            end_sign_ins(connection, id, None)
        return True

    def attempts(self, key: str) -> int:
        """How often something was tried in vain of late."""
        query = select(attempt.c.count).where(
            attempt.c.key_hash == hashed(key), attempt.c.until > self._now()
        )
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def count_attempt(self, key: str, window: timedelta) -> int:
        """Count one more; the window begins with the first. Gives the number so far."""
        now = self._now()
        with self._database.writing() as connection:
            connection.execute(delete(attempt).where(attempt.c.until <= now))
            this = attempt.c.key_hash == hashed(key)
            more = update(attempt).where(this).values(count=attempt.c.count + 1).returning(attempt.c.count)
            count = connection.scalar(more)
            if count is None:
                try:
                    with connection.begin_nested():
                        first = {"key_hash": hashed(key), "count": 1, "until": now + window}
                        connection.execute(insert(attempt).values(first))
                    count = 1
                except IntegrityError:  # another try of this moment was the first
                    count = connection.scalar(more)
        return int(count or 1)

    def forget_attempts(self, key: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(attempt).where(attempt.c.key_hash == hashed(key)))


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> bytes:
    """How tokens and codes are kept. They are random, so that a quick hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def insert_account(connection: Connection, email: str, name: str, password: str) -> int:
    """A new account; raises `StoreError` where the address has one."""
    values = {"email": kept_email(email), "name": name, "password": password, "active": True}
    try:
        id = connection.scalar(insert(account).values(values).returning(account.c.id))
    except IntegrityError as error:
        raise StoreError(f"There is an account for {email} already", "sign in with it") from error
    return int(id or 0)


def _set_password(connection: Connection, id: int, password: str) -> None:
    connection.execute(update(account).where(account.c.id == id).values(password=password))
    connection.execute(delete(password_reset).where(password_reset.c.account_id == id))


def end_sign_ins(connection: Connection, id: int, keep: str | None) -> int:
    """End every sign-in of an account but the one to `keep`; gives their number."""
    others = sign_in.c.account_id == id
    if keep is not None:
        others &= sign_in.c.token_hash != hashed(keep)
    return connection.execute(delete(sign_in).where(others)).rowcount
