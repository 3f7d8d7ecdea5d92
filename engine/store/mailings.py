"""What is sent by mail: made once, then letter by letter, so that no letter goes out twice whatever is reloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from engine.store.mail_tables import letter, mailing
from engine.store.records import Wave
from engine.store.room import Room


class LetterState(StrEnum):
    """Where a letter stands. One that is `sending` for long was broken off: nobody knows whether it went out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"  # its recipient had answered, or was gone, when its turn came


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to somebody of a site: to a leader's account or to somebody on the list, by number."""

    site_id: int
    recipient: str


@dataclass(frozen=True, slots=True)
class Letter:
    mailing_id: str
    number: int
    site_id: int
    recipient: str
    state: LetterState
    reason: str | None


@dataclass(frozen=True, slots=True)
class Mailing:
    """Letters that were sent on purpose together; subject and text have blanks for what differs between them."""

    id: str
    wave_id: int
    kind: str
    language: str
    subject: str
    text: str
    day: date


AGAIN: Final = (LetterState.FAILED, LetterState.SENDING)


class Mailings(Room):
    """Keeps what is to be sent and what came of it."""

    def add(self, made: Mailing, letters: Sequence[NewLetter]) -> bool:
        """Keep a mailing with its letters, which wait; False where one of this id is there already, as on a reload."""
        with self._database.writing() as connection:
            if connection.scalar(select(mailing.c.id).where(mailing.c.id == made.id)) is not None:
                return False
            connection.execute(
                insert(mailing).values({name: getattr(made, name) for name in Mailing.__slots__})
            )
            rows = [
                {
                    "mailing_id": made.id,
                    "number": number,
                    "wave_id": made.wave_id,
                    "site_id": one.site_id,
                    "recipient": one.recipient,
                    "state": LetterState.WAITING,
                }
                for number, one in enumerate(letters, start=1)
            ]
            if rows:
                connection.execute(insert(letter), rows)
        return True

    def of(self, wave: Wave) -> tuple[Mailing, ...]:
        """The mailings of a wave, the newest day first."""
        query = (
            select(mailing).where(mailing.c.wave_id == wave.id).order_by(mailing.c.day.desc(), mailing.c.id)
        )
        with self._database.reading() as connection:
            return tuple(Mailing(**row._mapping) for row in connection.execute(query))

    def find(self, wave: Wave, id: str) -> Mailing | None:
        query = select(mailing).where(mailing.c.id == id, mailing.c.wave_id == wave.id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Mailing(**row._mapping)

    def letters(self, of: Mailing) -> tuple[Letter, ...]:
        with self._database.reading() as connection:
            return _letters(connection, letter.c.mailing_id == of.id)

    def claim(self, of: Mailing) -> Letter | None:
        """The next letter that waits, which from now on nobody else gets to send; None once all are taken."""
        waits = (letter.c.mailing_id == of.id) & (letter.c.state == LetterState.WAITING)
        with self._database.writing() as connection:
            query = select(letter.c.number).where(waits).order_by(letter.c.number).limit(1)
            number = connection.scalar(query.with_for_update(skip_locked=True))
            if number is None:
                return None
            this = (letter.c.mailing_id == of.id) & (letter.c.number == number)
            connection.execute(update(letter).where(this).values(state=LetterState.SENDING, reason=None))
            (found,) = _letters(connection, this)
        return found

    def settle(self, one: Letter, state: LetterState, reason: str | None = None) -> None:
        """Keep what came of a letter."""
        this = (letter.c.mailing_id == one.mailing_id) & (letter.c.number == one.number)
        with self._database.writing() as connection:
            connection.execute(update(letter).where(this).values(state=state, reason=reason))

    def again(self, of: Mailing, numbers: Sequence[int]) -> int:
        """Let letters wait once more that failed or were broken off; gives how many do."""
        these = (letter.c.mailing_id == of.id) & letter.c.number.in_(list(numbers))
        these &= letter.c.state.in_(AGAIN)
        with self._database.writing() as connection:
            changed = update(letter).where(these).values(state=LetterState.WAITING, reason=None)
            return connection.execute(changed).rowcount


def forget(connection: Connection, wave_id: int) -> None:
    """Delete what was sent for a wave so far."""
    for table in (letter, mailing):
        connection.execute(delete(table).where(table.c.wave_id == wave_id))


def _letters(connection: Connection, which: Any) -> tuple[Letter, ...]:
    query = select(letter).where(which).order_by(letter.c.number)
    return tuple(
        Letter(row.mailing_id, row.number, row.site_id, row.recipient, LetterState(row.state), row.reason)
        for row in connection.execute(query)
    )
