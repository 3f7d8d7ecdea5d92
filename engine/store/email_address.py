"""An email address as it is kept and looked up: one form, however it was typed."""

import re
import unicodedata
from typing import Final

import idna

LONGEST: Final = 254  # RFC 5321
ADDRESS: Final = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")


def kept_email(text: str) -> str:
    """The form that accounts and invitations are kept and found by.

    Small letters, composed (NFC); the domain in its ASCII form (IDNA with the mapping of UTS 46), because that is
    what a browser makes of an umlaut domain when the field is sent, and what a mail server takes. A text that is no
    address comes back as small letters, and is nobody's.
    """
    plain = unicodedata.normalize("NFC", text.strip()).lower()
    name, at, domain = plain.rpartition("@")
    return f"{name}{at}{_ascii_domain(domain) or domain}"


def is_email(text: str) -> bool:
    """Whether a text is an address that somebody could type again, with a domain that there can be."""
    plain = unicodedata.normalize("NFC", text.strip())
    if len(plain) > LONGEST or ADDRESS.fullmatch(plain) is None:
        return False
    if any(unicodedata.category(sign)[0] == "C" for sign in plain):
        return False
    return _ascii_domain(plain.rpartition("@")[2]) is not None


def _ascii_domain(domain: str) -> str | None:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None
