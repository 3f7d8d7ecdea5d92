"""Who gave which response of a confidential wave: sealed under a key of the wave that is destroyed when it ends."""

import secrets
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, delete, insert, select

from engine.instrument.model import Privacy
from engine.store import schema, way_tables
from engine.store.errors import StoreError
from engine.store.sealing import NONCE_BYTES

KEY_BYTES: Final = 32


def ensure_key(connection: Connection, wave_id: int) -> None:
    """Draw the key of a wave unless it has one."""
    table = way_tables.link_key
    if connection.scalar(select(table.c.wave_id).where(table.c.wave_id == wave_id)) is None:
        values = {"wave_id": wave_id, "privacy": Privacy.CONFIDENTIAL, "key": secrets.token_bytes(KEY_BYTES)}
        connection.execute(insert(table).values(values))


def require_key(connection: Connection, wave_id: int) -> None:
    """Raise `StoreError` where the key of a closed wave was destroyed; while it was open none may have been needed."""
    _cipher(connection, wave_id)


def link(connection: Connection, wave_id: int, response_id: bytes, invitee_id: str) -> None:
    """Keep, sealed, whose response this is."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + _cipher(connection, wave_id).encrypt(nonce, invitee_id.encode(), response_id)
    values = {"wave_id": wave_id, "response_id": response_id, "privacy": Privacy.CONFIDENTIAL}
    connection.execute(insert(schema.response_link).values(sealed=sealed, **values))


def response_of(connection: Connection, wave_id: int, invitee_id: str) -> bytes | None:
    """The response of a person, by opening the links of the wave one after the other; None where there is none."""
    table = schema.response_link
    cipher = _cipher(connection, wave_id)
    query: Any = select(table.c.response_id, table.c.sealed).where(table.c.wave_id == wave_id)
    for row in connection.execute(query):
        opened = cipher.decrypt(row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:], row.response_id)
        if opened.decode() == invitee_id:
            return bytes(row.response_id)
    return None


def unlink(connection: Connection, wave_id: int, invitee_id: str) -> None:
    """Forget whose a person's response is."""
    response_id = response_of(connection, wave_id, invitee_id)
    table = schema.response_link
    if response_id is not None:
        mine = (table.c.wave_id == wave_id) & (table.c.response_id == response_id)
        connection.execute(delete(table).where(mine))


def _cipher(connection: Connection, wave_id: int) -> AESGCM:
    table = way_tables.link_key
    key = connection.scalar(select(table.c.key).where(table.c.wave_id == wave_id))
    if key is None:
        raise StoreError(
            "The key to who gave which answers was destroyed, as it was promised",
            "nobody can find a person's answers any more",
        )
    return AESGCM(key)
