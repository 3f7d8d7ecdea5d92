"""Passwords: what may be one, how it is kept, and a check that takes as long for nobody as for somebody."""

from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 12
LONGEST: Final = 200
FEWEST_SIGNS: Final = 5

HASHER = PasswordHasher()  # argon2id with the library's own parameters, which follow RFC 9106


def problem(password: str, again: str, *, email: str, name: str) -> str | None:
    """What is wrong with a new password; None where nothing is."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    plain = password.casefold()
    own = [part for part in (email.partition("@")[0], *name.split()) if len(part) > 3]
    rest = plain
    for part in own:
        rest = rest.replace(part.casefold(), "")
    if len(rest) < SHORTEST - 4 or len(set(plain)) < FEWEST_SIGNS:
        return "This is easy to guess from your name or address, or repeats itself. Use other words."
    if password != again:
        return "The two passwords differ. Type it once more."
    return None


def kept(password: str) -> str:
    """How a password is stored."""
    return HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; for an account that is not there, as slowly, it never is."""
    try:
        right = HASHER.verify(_nobody() if stored is None else stored, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def wants_renewal(stored: str) -> bool:
    """Whether a password that fits should be kept anew, because it is kept in an older way."""
    return HASHER.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash("nobody has this password")
