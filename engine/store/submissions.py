"""The moment a person hands in: one transaction, on disk when it is acknowledged, stored once."""

import hashlib
import secrets
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.instrument.model import Privacy
from engine.responses.answers import Submission
from engine.store import rows, schema, sealing
from engine.store.drafts import gone, read_draft, was_submitted
from engine.store.errors import StoreError, WaveClosed
from engine.store.records import Draft, DraftKey, Receipt, Wave, WaveState
from engine.store.room import Room
from engine.store.waves import lock_wave

CODE_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CODE_LENGTH: Final = 16  # 80 bits: it opens nothing but its own withdrawal, and only until the close
CODE_GROUP: Final = 4
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})

SHORT: Final = 120  # seconds
LONGEST: Final = 7200  # seconds; a longer pause says nothing about answering


class Submissions(Room):
    """Takes submissions, and takes them back."""

    def submit(
        self, key: DraftKey, submission: Submission, seconds: float, person: str | None = None
    ) -> Receipt:
        """Store the response and delete its draft; when this returns, the response is on disk.

        `seconds` is the time taken; it is kept coarsely. `person` names the respondent where the wave is
        confidential (kept apart, deletable) or identified (kept with the response); an anonymous wave takes
        none. A draft that was begun in time may be submitted until the wave is closed by `closing.close`.
        Sent again, nothing changes and the receipt says so. Raises `DraftGone` when no draft is kept under
        the key and none was submitted, and `WaveClosed` when the wave is being closed.
        """
        with self._database.writing() as connection:
            wave_id = connection.scalar(
                select(schema.draft.c.wave_id).where(schema.draft.c.key_hash == sealing.row_key(key))
            )
            # The wave is locked before the draft, in the order in which closing locks them.
            wave = None if wave_id is None else lock_wave(connection, wave_id)
            draft = read_draft(connection, key, lock=True)
            if wave is None or draft is None:
                if was_submitted(connection, key):
                    return Receipt(already_submitted=True, withdrawal_code=None)
                raise gone(connection, key)
            _check(wave, submission, person)
            return self._store(connection, wave, key, draft, submission, coarse(seconds), person)

    def received(self, key: DraftKey) -> bool:
        """Whether the draft of this key was submitted, for someone whom the reply did not reach."""
        with self._database.reading() as connection:
            return was_submitted(connection, key)

    def withdraw(self, code: str) -> bool:
        """Delete the response this code was given for; False when no response goes with it (any more).

        Spaces, hyphens, case and the usual misreadings do not matter. Raises `WaveClosed` while the results
        are being computed.
        """
        code_hash = _code_hash(code)
        kept = schema.withdrawal
        with self._database.writing() as connection:
            row = connection.execute(
                select(kept.c.wave_id, kept.c.response_id).where(kept.c.code_hash == code_hash)
            ).one_or_none()
            if row is None:
                return False
            if lock_wave(connection, row.wave_id).state != WaveState.OPEN:
                raise closing()
            if connection.execute(delete(kept).where(kept.c.code_hash == code_hash)).rowcount == 0:
                return False
            link, response = schema.response_link.c, schema.response.c
            connection.execute(
                delete(schema.response_link).where(
                    link.wave_id == row.wave_id, link.response_id == row.response_id
                )
            )
            connection.execute(
                delete(schema.response).where(response.wave_id == row.wave_id, response.id == row.response_id)
            )
            return True

    def link_of(self, code: str) -> str | None:
        """The link of the survey that holds the response of a code; None where no response goes with it."""
        kept, response, site = schema.withdrawal.c, schema.response, schema.site
        query = (
            select(site.c.link)
            .join(response, response.c.site_id == site.c.id)
            .join(
                schema.withdrawal,
                (kept.wave_id == response.c.wave_id) & (kept.response_id == response.c.id),
            )
            .where(kept.code_hash == _code_hash(code))
        )
        with self._database.reading() as connection:
            return connection.scalar(query)

    def delete_links(self, wave: Wave) -> int:
        """Delete, for good, who gave which response of a confidential wave; gives the number of links."""
        mine = schema.response_link.c.wave_id == wave.id
        with self._database.writing() as connection:
            return int(connection.execute(delete(schema.response_link).where(mine)).rowcount)

    def _store(
        self,
        connection: Connection,
        wave: Any,
        key: DraftKey,
        draft: Draft,
        submission: Submission,
        seconds: int,
        person: str | None,
    ) -> Receipt:
        values = {
            "id": draft.response_id,
            "site_id": draft.site_id,
            "wave_id": wave.id,
            "definition_id": wave.definition_id,
            "privacy": wave.privacy,
            "width": wave.width,
            "form": submission.form,
            "language": submission.language,
            "day": rows.day_of_wave(connection, wave.id, self._now()),
            "seconds": seconds,
            "codes": submission.codes,
            "open_answers": dict(submission.open_answers) or None,
            "person": person if wave.privacy == Privacy.IDENTIFIED else None,
        }
        new = self._insert_once(connection, values)
        row_key = sealing.row_key(key)
        connection.execute(delete(schema.draft).where(schema.draft.c.key_hash == row_key))
        connection.execute(insert(schema.spent).values(key_hash=row_key, wave_id=wave.id))
        if not new:
            return Receipt(already_submitted=True, withdrawal_code=None)
        if person is not None and wave.privacy == Privacy.CONFIDENTIAL:
            connection.execute(
                insert(schema.response_link).values(
                    wave_id=wave.id, response_id=draft.response_id, privacy=wave.privacy, person=person
                )
            )
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        connection.execute(
            insert(schema.withdrawal).values(
                code_hash=_code_hash(code), wave_id=wave.id, response_id=draft.response_id
            )
        )
        return Receipt(already_submitted=False, withdrawal_code=_grouped(code))

    def _insert_once(self, connection: Connection, values: dict[str, Any]) -> bool:
        """Insert a response unless its id is there; False when it was."""
        dialect: Any = sqlite if self._database.sqlite else postgresql
        statement = dialect.insert(schema.response).values(values).on_conflict_do_nothing()
        inserted = connection.scalar(statement.returning(schema.response.c.id))
        return inserted is not None


def coarse(seconds: float) -> int:
    """The time taken as it is kept: to ten seconds under two minutes, to a minute above, at most two hours.

    A finer time could be matched with the times of requests in a server's log.
    """
    step = 10 if seconds < SHORT else 60
    return min(max(0, round(seconds / step) * step), LONGEST)


def closing() -> WaveClosed:
    return WaveClosed("The wave is being closed", "ask the network whether it opens again")


def _check(wave: Any, submission: Submission, person: str | None) -> None:
    if wave.state != WaveState.OPEN:
        raise closing()
    if submission.form != wave.form or len(submission.codes) != wave.width:
        raise StoreError(
            f"The submission is for the form {submission.form!r} with {len(submission.codes)} codes;"
            f" the wave {wave.title!r} takes {wave.form!r} with {wave.width}",
            "read the answers with the definition that the wave names",
        )
    if person is not None and wave.privacy == Privacy.ANONYMOUS:
        raise StoreError(
            f"The wave {wave.title!r} is anonymous and cannot keep who answered", "leave the person out"
        )


def _code_hash(code: str) -> bytes:
    plain = code.upper().translate(MISREAD)
    return hashlib.sha256(f"barograph: withdrawal: {plain}".encode(errors="replace")).digest()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))
