"""A file that only a key opens, written and read in pieces, in which every change and every missing byte is noticed.

The first line is readable by anybody: JSON, after which the pieces follow. Each is 64 KiB of content, sealed by
AES-256-GCM under a key of the file's own: HKDF-SHA256 of the master key, with 256 random bits of the first line as salt
and the digest of the line as context, so that a changed line opens nothing. A piece's nonce is its number and a mark on
the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): pieces that are swapped, left
out, repeated or added are refused, and a file that was cut off has no last piece.
"""

import hashlib
import io
import json
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.store.errors import StoreError

MAGIC: Final = b"barograph backup "
PIECE: Final = 64 * 1024  # bytes of content
TAG: Final = 16  # bytes that sealing adds
KEY_BYTES: Final = 32
SALT_BYTES: Final = 32
LONGEST_LINE: Final = 1024 * 1024  # bytes of the first line
SHORTEST_PASSPHRASE: Final = 16  # characters
DOUBLINGS: Final = 17  # of scrypt's work: 128 MiB and about half a second
MOST_DOUBLINGS: Final = (
    20  # that a file may ask for, as it is asked before anything of it is known to be ours
)
FROM_FILE, FROM_PASSPHRASE = "file", "passphrase"


@dataclass(frozen=True, slots=True, repr=False)
class BackupKey:
    """What backups are sealed with: 256 random bits of a file, or a passphrase that people remember."""

    kind: str
    secret: bytes

    @classmethod
    def new(cls) -> "BackupKey":
        return cls(FROM_FILE, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> "BackupKey":
        """The key that a key file holds."""
        try:
            secret = b64decode(text.strip(), validate=True)
        except ValueError:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise StoreError(
                "This is no key of backups", "name the file that `barograph backup --new-key` made"
            )
        return cls(FROM_FILE, secret)

    @classmethod
    def of_passphrase(cls, passphrase: str) -> "BackupKey":
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise StoreError(
                f"The passphrase has fewer than {SHORTEST_PASSPHRASE} characters",
                "take five words or more that do not belong together",
            )
        return cls(FROM_PASSPHRASE, passphrase.encode())

    def __str__(self) -> str:
        """As it stands in a key file."""
        return b64encode(self.secret).decode()


def write_sealed(out: BinaryIO, key: BackupKey, header: Mapping[str, Any], content: Iterator[bytes]) -> None:
    """Write the header in the clear and the content compressed and sealed."""
    way = {"kind": key.kind} | ({"doublings": DOUBLINGS} if key.kind == FROM_PASSPHRASE else {})
    whole = {**header, "key": way, "salt": secrets.token_hex(SALT_BYTES)}
    line = MAGIC + json.dumps(whole, separators=(",", ":")).encode() + b"\n"
    out.write(line)
    seal = _cipher(key, whole, line)
    number, held = 0, bytearray()
    for part in _compressed(content):
        held += part
        while len(held) > PIECE:  # one piece stays, as the last one bears a mark
            out.write(seal.encrypt(_nonce(number, last=False), bytes(held[:PIECE]), None))
            del held[:PIECE]
            number += 1
    out.write(seal.encrypt(_nonce(number, last=True), bytes(held), None))


def read_header(file: BinaryIO) -> dict[str, Any]:
    """The first line of a backup, which nobody has vouched for yet."""
    return _first_line(file)[0]


def read_sealed(file: BinaryIO, key: BackupKey) -> Iterator[bytes]:
    """The content line by line, without the line ends. Raises `StoreError` once something is not as it was written.

    What comes before the error is as it was written; that it is everything is known when the last line has come.
    """
    header, line = _first_line(file)
    yield from _lines(_decompressed(_pieces(file, _opening(key, header, line))))


def _first_line(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    file.seek(0)
    line = file.readline(LONGEST_LINE)
    try:
        if not line.startswith(MAGIC) or not line.endswith(b"\n"):
            raise ValueError("another file")
        header = json.loads(line.removeprefix(MAGIC))
        if not isinstance(header, dict):
            raise TypeError("no header")
    except (ValueError, TypeError, RecursionError):
        raise StoreError(
            "This is no backup of Barograph", "name a file that `barograph backup` wrote"
        ) from None
    return header, line


def _opening(key: BackupKey, header: Mapping[str, Any], line: bytes) -> AESGCM:
    way = header.get("key")
    kind = way.get("kind") if isinstance(way, dict) else None
    if kind != key.kind:
        asked = "a passphrase" if kind == FROM_PASSPHRASE else "a key file"
        given = "a passphrase" if key.kind == FROM_PASSPHRASE else "a key file"
        raise StoreError(f"This backup was made with {asked}, and not with {given}", f"give {asked}")
    try:
        return _cipher(key, header, line)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise _changed() from None


def _cipher(key: BackupKey, header: Mapping[str, Any], line: bytes) -> AESGCM:
    salt = bytes.fromhex(header["salt"])
    master = key.secret
    if key.kind == FROM_PASSPHRASE:
        doublings = header["key"]["doublings"]
        if not DOUBLINGS <= doublings <= MOST_DOUBLINGS:
            raise ValueError(doublings)
        work = 2**doublings
        master = hashlib.scrypt(master, salt=salt, n=work, r=8, p=1, maxmem=2 * 1024 * work, dklen=KEY_BYTES)
    info = b"barograph: a backup " + hashlib.sha256(line).digest()
    return AESGCM(HKDF(SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(master))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _pieces(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number, sealed = 0, file.read(PIECE + TAG)
    while True:
        following = file.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), sealed, None)
        except InvalidTag:
            raise _wrong_key() if number == 0 else _changed() from None
        if not following:
            return
        number, sealed = number + 1, following


def _compressed(content: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(level=3)
    for part in content:
        yield packing.compress(part)
    yield packing.flush()


def _decompressed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    for piece in pieces:
        waiting = piece
        while waiting:
            yield unpacking.decompress(waiting, 16 * PIECE)
            waiting = unpacking.unconsumed_tail
    yield unpacking.flush()
    if not unpacking.eof:
        raise _changed()


def _lines(parts: Iterator[bytes]) -> Iterator[bytes]:
    held = io.BytesIO()
    for part in parts:
        *whole, rest = part.split(b"\n")
        for line in whole:
            held.write(line)
            yield held.getvalue()
            held = io.BytesIO()
        held.write(rest)


def _wrong_key() -> StoreError:
    return StoreError(
        "This backup does not open: the key is another one, or its beginning was changed or cut off",
        "give the key that it was made with; where that is the one, take another backup",
    )


def _changed() -> StoreError:
    return StoreError(
        "This backup is damaged: it was changed or cut off after it was made",
        "take another backup, and look at the disk or the copy that this one came from",
    )
