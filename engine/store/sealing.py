"""How a draft is hidden from everyone but the holder of its key.

A token of 256 bits gives two keys by HKDF-SHA256: one names the row, the other encrypts the payload with AES-256-GCM.
Neither leads to the other or back to the token. A token that was drawn at random needs no slow hash. A code that people
type from paper has 44 bits, so the token is made of it by scrypt, with a salt of the installation
(docs/decisions/ways-in.md).
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
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
SALT_BYTES: Final = 16
DOUBLINGS: Final = 14  # of scrypt's work, for an installation that has no codes yet


@dataclass(frozen=True, slots=True)
class SlowHash:
    """scrypt as one installation uses it, for good: with other numbers its codes would open nothing."""

    doublings: int  # of the work: 14 take 16 MiB and 35 to 70 ms
    blocks: int
    salt: bytes

    @classmethod
    def new(cls) -> "SlowHash":
        return cls(DOUBLINGS, 8, secrets.token_bytes(SALT_BYTES))

    @classmethod
    def parse(cls, kept: str) -> "SlowHash":
        doublings, blocks, salt = kept.split(":")
        return cls(int(doublings), int(blocks), bytes.fromhex(salt))

    def __str__(self) -> str:
        return f"{self.doublings}:{self.blocks}:{self.salt.hex()}"

    def key(self, code: str) -> DraftKey:
        """The key that a plain code stands for."""
        work = 2**self.doublings
        token = hashlib.scrypt(
            code.encode(),
            salt=self.salt,
            n=work,
            r=self.blocks,
            p=1,
            maxmem=2 * 128 * self.blocks * work,
            dklen=TOKEN_BYTES,
        )
        return DraftKey(urlsafe_b64encode(token).decode().rstrip("="))


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
