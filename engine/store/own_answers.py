"""Answers that were sent with a personal code, for the person who sent them: corrected or erased until the close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from engine.instrument.model import Privacy
from engine.responses.sent import texts_sent
from engine.store import links, schema, sealing
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.drafts import coarse_start, read_draft, sealed_draft
from engine.store.errors import DraftGone, StoreError
from engine.store.records import Draft, DraftKey, WaveState
from engine.store.room import Clock, Room
from engine.store.submissions import closing, delete_response, give_back
from engine.store.waves import lock_wave
from engine.store.way_tables import code, invitee


@dataclass(frozen=True, slots=True)
class OwnStored:
    """What is stored of a person in an open wave that knows who has answered; `texts` as `texts_sent` gives them.

    Of a confidential wave there is nothing about the answers: they stand apart from the person, sealed.
    """

    name: str
    address: str | None
    number: int
    reminded: date | None
    under_way: bool  # something is typed and not sent
    day: date | None = None
    seconds: int | None = None
    language: str | None = None
    device: str | None = None
    texts: Mapping[str, tuple[str, ...]] | None = None


class OwnAnswers(Room):
    """Opens and erases what one person sent, for whoever types their code."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions

    def reopen(self, key: DraftKey) -> Draft:
        """The answers that were sent with a code of an identified wave, as a draft; sent again, it replaces them.

        Until then they stay as they were. A draft that is open already is given as it is. Raises `DraftGone` where
        nothing was sent with the code, `WaveClosed` while or after the wave is closed, and `StoreError` in a wave that
        does not know whose answers are whose.
        """
        with self._database.reading() as connection:
            named = _version(connection, key)
        instrument = None if named is None else self._definitions.get(*named)
        with self._database.writing() as connection:
            held, row = _sent(connection, key)
            if held.privacy != Privacy.IDENTIFIED:
                raise StoreError(
                    f"Answers to the wave {held.title!r} cannot be seen again: it is {held.privacy}",
                    "take them back with the code that you were shown, and answer again",
                )
            open_already = read_draft(connection, key)
            if open_already is not None:
                return open_already
            response = schema.response
            mine = (response.c.wave_id == held.id) & (response.c.person == row.invitee_id)
            sent = connection.execute(select(response).where(mine)).one_or_none()
            if sent is None or instrument is None:
                raise DraftGone(submitted=False)
            given = texts_sent(instrument, sent.codes, sent.open_answers or {})
            draft = Draft(
                sent.site_id, bytes(sent.id), coarse_start(self._now()), answers=given, unit_id=sent.unit_id
            )
            connection.execute(
                insert(schema.draft).values(
                    key_hash=sealing.row_key(key),
                    site_id=draft.site_id,
                    wave_id=held.id,
                    privacy=held.privacy,
                    revision=draft.revision,
                    day=self._today(),
                    payload=sealed_draft(key, draft),
                    unit_id=draft.unit_id,
                )
            )
            return draft

    def stored(self, key: DraftKey) -> OwnStored:
        """What is stored of whoever sent answers with a code, while the wave is open. Raises as `reopen` does."""
        with self._database.reading() as connection:
            named = _version(connection, key)
        instrument = None if named is None else self._definitions.get(*named)
        with self._database.writing() as connection:  # it holds the wave, so that it does not close meanwhile
            held, row = _sent(connection, key)
            person = connection.execute(select(invitee).where(invitee.c.id == row.invitee_id)).one_or_none()
            if person is None or instrument is None:
                raise DraftGone(submitted=False)
            facts = {name: getattr(person, name) for name in ("name", "address", "number", "reminded")}
            under_way = read_draft(connection, key) is not None
            mine = (schema.response.c.wave_id == held.id) & (schema.response.c.person == person.id)
            sent = connection.execute(select(schema.response).where(mine)).one_or_none()
            if sent is None:
                return OwnStored(**facts, under_way=under_way)
            given = texts_sent(instrument, sent.codes, sent.open_answers or {})
            return OwnStored(
                **facts,
                under_way=under_way,
                day=sent.day,
                seconds=sent.seconds,
                language=sent.language,
                device=sent.device,
                texts=MappingProxyType(given),
            )

    def erase(self, key: DraftKey) -> bool:
        """Delete what was sent with a code of a confidential or identified wave; the code can be used again.

        False where nothing was sent with it. Raises as `reopen` does.
        """
        with self._database.writing() as connection:
            held, row = _sent(connection, key)
            if row.invitee_id is None:
                raise StoreError(
                    f"Nobody can find your answers: the wave {held.title!r} is anonymous",
                    "take them back with the code that you were shown after sending",
                )
            return erase_answers(connection, held, row.invitee_id)


def erase_answers(connection: Connection, wave: Any, invitee_id: str) -> bool:
    """Delete the answers of a person, and what they have begun; their code can be used again. False without any."""
    if wave.privacy == Privacy.CONFIDENTIAL:
        response_id = links.response_of(connection, wave.id, invitee_id)
    else:
        response = schema.response.c
        mine = (response.wave_id == wave.id) & (response.person == invitee_id)
        response_id = connection.scalar(select(response.id).where(mine))
    if response_id is not None:
        delete_response(connection, wave.id, response_id)
    for name in connection.scalars(select(code.c.key_hash).where(code.c.invitee_id == invitee_id)).all():
        connection.execute(delete(schema.draft).where(schema.draft.c.key_hash == name))
        give_back(connection, name)
    return response_id is not None


def _version(connection: Connection, key: DraftKey) -> tuple[str, str] | None:
    """The instrument and version of the wave that a code is of."""
    query = (
        select(schema.definition.c.instrument_id, schema.definition.c.version)
        .join(schema.wave, schema.wave.c.definition_id == schema.definition.c.id)
        .join(code, code.c.wave_id == schema.wave.c.id)
        .where(code.c.key_hash == sealing.row_key(key))
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.instrument_id, row.version)


def _sent(connection: Connection, key: DraftKey) -> tuple[Any, Any]:
    """The open wave and the row of a code with which answers were sent."""
    this = code.c.key_hash == sealing.row_key(key)
    wave_id = connection.scalar(select(code.c.wave_id).where(this))
    if wave_id is None:
        raise DraftGone(submitted=False)
    held = lock_wave(connection, wave_id)
    if held.state != WaveState.OPEN:
        raise closing()
    row = connection.execute(select(code).where(this).with_for_update()).one_or_none()
    if row is None or row.state != "sent":
        raise DraftGone(submitted=False)
    return held, row
