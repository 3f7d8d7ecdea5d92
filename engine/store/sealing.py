"""How a draft is hidden from everyone but the holder of its key.

A token of 256 random bits gives two keys by HKDF-SHA256: one names the row, the other encrypts the payload
with AES-256-GCM. Neither leads to the other or back to the token. A token of that length needs no slow
hash; codes that a person types from paper will (docs/decisions/drafts.md).
"""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.errors import StoreError
from engine.store.records import DraftKey

TOKEN_BYTES: Final = 32
NONCE_BYTES: Final = 12
ROW: Final = b"barograph: the row of a draft"
PAYLOAD: Final = b"barograph: the payload of a draft"


def new_key() -> DraftKey:
    return DraftKey(secrets.token_urlsafe(TOKEN_BYTES))


def row_key(key: DraftKey) -> bytes:
    """The name of the draft's row, 32 bytes."""
    return _derive(key, ROW)


def seal(key: DraftKey, payload: bytes, bound: bytes) -> bytes:
    """Encrypt; the result opens only with the same key and the same `bound`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_derive(key, PAYLOAD)).encrypt(nonce, payload, bound)


def unseal(key: DraftKey, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(_derive(key, PAYLOAD)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag as error:
        raise StoreError(
            "A draft in the database was changed by something other than Barograph",
            "restore the database from its last backup, or begin the form again",
        ) from error


def _derive(key: DraftKey, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(key.token.encode())
