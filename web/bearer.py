"""A program's key: taken from the header of a request, and from nowhere else, and counted."""

from typing import Final

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from engine.store import Bearer, Scope, TokenState
from web import sessions
from web.throttle import WINDOW

REALM: Final = "Barograph"
MOST: Final = 600  # requests a key and window: a network of 500 schools read once, and some room
IN_ADDRESS: Final = frozenset({"access_token", "api_key", "apikey", "key", "token"})
ENDED: Final = {
    TokenState.REVOKED: "This key was revoked, or its owner lost their last role in the network.",
    TokenState.EXPIRED: "This key has expired.",
    TokenState.NO_ROLE: "The account this key belongs to is closed, or holds no role in the network any more.",
}
ANOTHER: Final = "Make another under Your account, Keys for programs."


class LacksScope(Forbidden):
    """The key is not for this, whatever its owner may do."""

    def __init__(self, wanted: tuple[Scope, ...]) -> None:
        words = " or ".join(wanted)
        super().__init__(
            f"This key was not made for that: it lacks the scope {words}. A key's scopes cannot be changed; "
            "make another under Your account, Keys for programs."
        )
        self.www_authenticate = WWWAuthenticate(
            "bearer", {"realm": REALM, "error": "insufficient_scope", "scope": " ".join(wanted)}
        )


def admit() -> None:
    """Make this request that of the key's owner; stop it with 401 without a live key, with 429 after too many."""
    sessions.carry(None)
    found = _found(_sent())
    n = sessions.store().people.count_attempt(f"key {found.token.id}", WINDOW)
    if n > MOST:
        minutes = int(WINDOW.total_seconds()) // 60
        raise TooManyRequests(
            f"This key has asked more than {MOST} times within {minutes} minutes. Wait {minutes} minutes, and keep "
            "what you have read: closed waves do not change, and If-None-Match saves reading them again.",
            retry_after=int(WINDOW.total_seconds()),
        )
    sessions.carry(found)


def _sent() -> str:
    """The key in the header; the reason where there is none."""
    header = request.headers.get("Authorization", "").strip()
    if not header and IN_ADDRESS & {name.lower() for name in request.args}:
        raise _refused(
            "A key must not stand in an address, where logs and histories keep it: if this one is real, revoke it. "
            "Send another in the header, as Authorization: Bearer KEY."
        )
    if not header:
        raise _refused("No key was sent. Send it in the header, as Authorization: Bearer KEY.", error=None)
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _refused("The header must read Authorization: Bearer KEY. Passwords do not open this door.")
    return secret.strip()


def _found(secret: str) -> Bearer:
    found = sessions.store().keys.bearer(secret)
    if found is None:
        raise _refused(f"This is no key of this Barograph: look whether it was copied as a whole. {ANOTHER}")
    if found.state is not TokenState.LIVE:
        raise _refused(f"{ENDED[found.state]} {ANOTHER}")
    return found


def _refused(detail: str, error: str | None = "invalid_token") -> Unauthorized:
    told: dict[str, str | None] = {"realm": REALM}
    if error is not None:
        told["error"] = error
    return Unauthorized(detail, www_authenticate=WWWAuthenticate("bearer", told))
