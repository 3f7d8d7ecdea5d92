"""The moment a person hands in: one transaction, on disk when it is acknowledged, stored once."""

import hashlib
import secrets
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.instrument.model import Privacy
from engine.responses.answers import Submission
from engine.store import links, rows, schema, sealing
from engine.store.database import Database
from engine.store.drafts import gone, read_draft, was_submitted
from engine.store.errors import StoreError, WaveClosed
from engine.store.records import Device, Draft, DraftKey, KeptAnswers, Receipt, WaveState, WayIn
from engine.store.room import Clock, Room
from engine.store.unit_tables import unit
from engine.store.waves import leave_traces, lock_wave
from engine.store.way_tables import code, invitee

CODE_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CODE_LENGTH: Final = 16  # 80 bits: it opens nothing but its own withdrawal, and only until the close
CODE_GROUP: Final = 4
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})

SHORT: Final = 120  # seconds
LONGEST: Final = 7200  # seconds; a longer pause says nothing about answering


class Submissions(Room):
    """Takes submissions, and takes them back."""

    def __init__(self, database: Database, now: Clock, erase_traces: Callable[[], None]) -> None:
        super().__init__(database, now)
        self._erase_traces = erase_traces

    def submit(
        self, key: DraftKey, submission: Submission, seconds: float, device: Device = Device.OWN
    ) -> Receipt:
        """Store the response and delete its draft; when this returns, the response is on disk.

        `seconds` is the time taken; it is kept coarsely. In a wave by codes the code is used up; who it is of is kept
        apart and sealed where the wave is confidential, with the response where it is identified, and is known to
        nobody where it is anonymous. A draft that was begun in time may be submitted until the wave is closed by
        `closing.close`. Sent again, nothing changes and the receipt says so. Raises `DraftGone` when no draft
        is kept under the key and none was submitted, and `WaveClosed` when the wave is being closed.
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
            _check(wave, submission)
            invitee_id = _use_up(connection, wave, sealing.row_key(key))
            values = {
                **_values(wave, draft, submission, invitee_id),
                "day": rows.day_of_wave(connection, wave.id, self._now()),
                "seconds": coarse(seconds),
                "device": device,
            }
            return self._store(connection, wave, key, values, invitee_id)

    def received(self, key: DraftKey) -> bool:
        """Whether the draft of this key was submitted, for someone whom the reply did not reach."""
        with self._database.reading() as connection:
            return was_submitted(connection, key)

    def withdraw(self, code: str) -> bool:
        """Delete the response this code was given for; False when no response goes with it (any more).

        Spaces, hyphens, case and the usual misreadings do not matter. After the close only where people see their own
        answers again; results that are made stay. Raises `WaveClosed` while the results are being computed.
        """
        code_hash = _code_hash(code)
        kept = schema.withdrawal
        with self._database.writing() as connection:
            row = connection.execute(
                select(kept.c.wave_id, kept.c.response_id, kept.c.sealed).where(kept.c.code_hash == code_hash)
            ).one_or_none()
            if row is None:
                return False
            wave = lock_wave(connection, row.wave_id)
            if wave.state not in (WaveState.OPEN, WaveState.CLOSED):
                raise closing()
            if connection.execute(delete(kept).where(kept.c.code_hash == code_hash)).rowcount == 0:
                return False
            delete_response(connection, row.wave_id, row.response_id)
            if row.sealed is not None:
                give_back(connection, sealing.unseal(_withdrawal_key(code), row.sealed, row.response_id))
            leave_traces(connection, wave)
        self._erase_traces()
        return True

    def kept_of(self, code: str) -> KeptAnswers | None:
        """The answers to a closed wave that a code was given for; None where there are none, or not for that."""
        kept, response, wave = schema.withdrawal.c, schema.response, schema.wave.c
        query = (
            select(
                *(response.c[name] for name in ("wave_id", "site_id", "language", "codes", "open_answers"))
            )
            .join(
                schema.withdrawal, (kept.wave_id == response.c.wave_id) & (kept.response_id == response.c.id)
            )
            .join(schema.wave, wave.id == response.c.wave_id)
            .where(kept.code_hash == _code_hash(code), wave.state == WaveState.CLOSED)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        answers = MappingProxyType(row.open_answers or {})
        return KeptAnswers(row.wave_id, row.site_id, row.language, bytes(row.codes), answers)

    def link_of(self, code: str) -> str | None:
        """The link of the survey that holds the response of a code; None where no response goes with it."""
        kept, response, site = schema.withdrawal.c, schema.response, schema.site
        query = (
            select(func.coalesce(unit.c.link, site.c.link))
            .select_from(site)
            .join(response, response.c.site_id == site.c.id)
            .outerjoin(unit, unit.c.id == response.c.unit_id)
            .join(
                schema.withdrawal,
                (kept.wave_id == response.c.wave_id) & (kept.response_id == response.c.id),
            )
            .where(kept.code_hash == _code_hash(code))
        )
        with self._database.reading() as connection:
            link: str | None = connection.scalar(query)
        return link

    def _store(
        self, connection: Connection, wave: Any, key: DraftKey, values: dict[str, Any], invitee_id: str | None
    ) -> Receipt:
        if wave.privacy == Privacy.IDENTIFIED and wave.way_in == WayIn.CODES:
            delete_response(connection, wave.id, values["id"])  # sent before, and corrected since
        new = self._insert_once(connection, values)
        row_key = sealing.row_key(key)
        connection.execute(delete(schema.draft).where(schema.draft.c.key_hash == row_key))
        spent = self._dialect.insert(schema.spent).values(key_hash=row_key, wave_id=wave.id)
        connection.execute(spent.on_conflict_do_nothing())
        if not new:
            return Receipt(already_submitted=True, withdrawal_code=None)
        response_id = values["id"]
        if invitee_id is not None and wave.privacy == Privacy.CONFIDENTIAL:
            links.link(connection, wave.id, response_id, invitee_id)
        back = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        sealed = None
        if wave.way_in == WayIn.CODES:  # so that the code works again for whoever takes their answers back
            sealed = sealing.seal(_withdrawal_key(back), row_key, response_id)
        connection.execute(
            insert(schema.withdrawal).values(
                code_hash=_code_hash(back), wave_id=wave.id, response_id=response_id, sealed=sealed
            )
        )
        return Receipt(already_submitted=False, withdrawal_code=_grouped(back))

    @property
    def _dialect(self) -> Any:
        return sqlite if self._database.sqlite else postgresql

    def _insert_once(self, connection: Connection, values: dict[str, Any]) -> bool:
        """Insert a response unless its id is there; False when it was."""
        statement = self._dialect.insert(schema.response).values(values).on_conflict_do_nothing()
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


def _check(wave: Any, submission: Submission) -> None:
    if wave.state != WaveState.OPEN:
        raise closing()
    if submission.form != wave.form or len(submission.codes) != wave.width:
        raise StoreError(
            f"The submission is for the form {submission.form!r} with {len(submission.codes)} codes;"
            f" the wave {wave.title!r} takes {wave.form!r} with {wave.width}",
            "read the answers with the definition that the wave names",
        )


def _values(wave: Any, draft: Draft, submission: Submission, invitee_id: str | None) -> dict[str, Any]:
    return {
        "id": draft.response_id,
        "site_id": draft.site_id,
        "wave_id": wave.id,
        "definition_id": wave.definition_id,
        "privacy": wave.privacy,
        "width": wave.width,
        "form": submission.form,
        "language": submission.language,
        "codes": submission.codes,
        "open_answers": dict(submission.open_answers) or None,
        "person": invitee_id if wave.privacy == Privacy.IDENTIFIED else None,
        "unit_id": draft.unit_id,
    }


def _use_up(connection: Connection, wave: Any, row_key: bytes) -> str | None:
    """Use up the personal code of a draft; gives whose it is, where the wave knows. Nothing in a wave by link."""
    if wave.way_in != WayIn.CODES:
        return None
    used = update(code).where(code.c.key_hash == row_key).values(state="sent").returning(code.c.invitee_id)
    row = connection.execute(used).one_or_none()
    if row is None:
        raise StoreError("The code of these answers is no longer valid", "ask for another code")
    if row.invitee_id is not None:
        connection.execute(update(invitee).where(invitee.c.id == row.invitee_id).values(answered=True))
    whose: str | None = row.invitee_id
    return whose


def give_back(connection: Connection, row_key: bytes) -> None:
    """Let the personal code of a response that was taken back be used again."""
    again = update(code).where(code.c.key_hash == row_key).values(state="new").returning(code.c.invitee_id)
    invitee_id = connection.scalar(again)
    connection.execute(delete(schema.spent).where(schema.spent.c.key_hash == row_key))
    if invitee_id is not None:
        connection.execute(update(invitee).where(invitee.c.id == invitee_id).values(answered=False))


def delete_response(connection: Connection, wave_id: int, response_id: bytes) -> None:
    """Delete a response with what leads to it."""
    withdrawal, link, response = schema.withdrawal, schema.response_link, schema.response
    for table, id in (
        (withdrawal, withdrawal.c.response_id),
        (link, link.c.response_id),
        (response, response.c.id),
    ):
        connection.execute(delete(table).where(table.c.wave_id == wave_id, id == response_id))


def _withdrawal_key(code: str) -> DraftKey:
    return DraftKey(f"withdrawal: {_plain(code)}")


def _plain(code: str) -> str:
    return code.upper().translate(MISREAD)


def _code_hash(code: str) -> bytes:
    return hashlib.sha256(f"barograph: withdrawal: {_plain(code)}".encode(errors="replace")).digest()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))
