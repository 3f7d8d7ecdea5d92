"""Passwords: what may be one, how it is kept, and a check that takes as long for nobody as for somebody."""

import unicodedata
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web.wording import say

SHORTEST: Final = 12
LONGEST: Final = 200
FEWEST_SIGNS: Final = 5

HASHER = PasswordHasher()  # argon2id with the library's own parameters, which follow RFC 9106


def problem(password: str, again: str, *, email: str, name: str) -> str | None:
    """What is wrong with a new password; None where nothing is."""
    password, again = _one_form(password), _one_form(again)
    if len(password) < SHORTEST:
        return say("account.bad_password.short", least=SHORTEST)
    if len(password) > LONGEST:
        return say("account.bad_password.long", most=LONGEST)
    plain = password.casefold()
    own = [part for part in (email.partition("@")[0], *name.split()) if len(part) > 3]
    rest = plain
    for part in own:
        rest = rest.replace(part.casefold(), "")
    if len(rest) < SHORTEST - 4 or len(set(plain)) < FEWEST_SIGNS:
        return say("account.bad_password.easy")
    if password != again:
        return say("account.bad_password.differ")
    return None


def kept(password: str) -> str:
    """How a password is stored."""
    return HASHER.hash(_one_form(password))


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; where there is none, as slowly, it never is."""
    kept_as = stored or _nobody()  # an account that a provider signs in has none either
    # As typed, too: so it was kept before passwords were brought to one form.
    fitting = [_verified(kept_as, way) for way in dict.fromkeys((_one_form(password), password))]
    return any(fitting) and bool(stored)


def wants_renewal(stored: str) -> bool:
    """Whether a password that fits should be kept anew, because it is kept in an older way."""
    return HASHER.check_needs_rehash(stored)


def _verified(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def _one_form(password: str) -> str:
    """One form of what keyboards write in several: an é of one sign or two, digits of full width (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash("nobody has this password")
