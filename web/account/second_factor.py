"""Time-based one-time codes (RFC 6238) as a second factor, and recovery codes for a lost phone.

The shared secret has to be read back to check a code, so it is kept encrypted under the application's secret:
a copy of the database alone makes no codes.
"""

import hmac
import secrets
import time
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from engine.store import Account

ISSUER: Final = "Barograph"
NONCE_BYTES: Final = 12
STEP: Final = 30  # seconds
STEPS_ASIDE: Final = 1  # a phone's clock may be so many steps ahead or behind
FARTHEST: Final = 60  # steps in which the code of a wrong clock is looked for, half an hour each way
RECOVERY_CODES: Final = 8
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_secret() -> str:
    import pyotp

    return pyotp.random_base32()


def address(secret: str, account: Account) -> str:
    """What an authenticator app reads from the square."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)


def drawing(secret: str, account: Account) -> str:
    """The square as SVG; dark on white by night too, for cameras want it so."""
    import segno

    code = segno.make(address(secret, account), error="m")
    return str(
        code.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="square", omitsize=True)
    )


def step_of(secret: str, code: str) -> int | None:
    """The time step that a code belongs to; None where it is wrong or too old."""
    import pyotp

    given = "".join(code.split())
    now = int(time.time()) // STEP
    made = pyotp.TOTP(secret)
    found = None
    for step in range(now - STEPS_ASIDE, now + STEPS_ASIDE + 1):
        if hmac.compare_digest(made.generate_otp(step), given.encode("ascii", "replace").decode()):
            found = step
    return found


def seconds_off(secret: str, code: str) -> int | None:
    """How far the clock is ahead (or behind, below zero) that shows this code; None where it is of no time near."""
    import pyotp

    given, now, made = "".join(code.split()), int(time.time()), pyotp.TOTP(secret)
    for aside in sorted(range(-FARTHEST, FARTHEST + 1), key=abs):
        if hmac.compare_digest(
            made.generate_otp(now // STEP + aside), given.encode("ascii", "replace").decode()
        ):
            return aside * STEP
    return None


def recovery_codes() -> list[str]:
    """Codes of 78 bits, in groups of four."""
    return ["-".join(_group() for _ in range(4)) for _ in range(RECOVERY_CODES)]


def tidy_recovery(code: str) -> str:
    """A recovery code as it was shown, however it was typed."""
    signs = "".join(sign for sign in code.upper() if sign in SIGNS)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def seal(secret: str, account: Account) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key()).encrypt(nonce, secret.encode(), str(account.id).encode())


def unseal(account: Account) -> str | None:
    """The secret of an account; None where it was sealed under another secret of the application."""
    sealed = account.second_factor or b""
    try:
        secret = AESGCM(_key()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], str(account.id).encode())
    except (InvalidTag, ValueError):
        return None
    return secret.decode()


def _group() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(4))


def _key() -> bytes:
    secret: str = current_app.config["SECRET_KEY"]
    return HKDF(SHA256(), length=32, salt=None, info=b"barograph: second factors").derive(secret.encode())
