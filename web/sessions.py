"""The sign-in of a browser: begun, found at each request, ended.

The signed cookie holds a random token and nothing else about the person; the database holds its hash and
decides how long it counts, so that a sign-in can be ended from elsewhere.
"""

from typing import Final, cast

from flask import current_app, g, request, session

from engine.store import BY_PASSWORD, Account, ApiToken, Bearer, NewEntry, Person, SignInBy, Store

TOKEN: Final = "sign_in"  # noqa: S105 - the name of the cookie's field, not a secret


# What stands in a browser's name for itself, and the family it is of, from the most special to the most general.
FAMILIES: Final = (
    ("iPad", "ipad"),
    ("iPhone", "iphone"),
    ("Android", "android"),
    ("CrOS", "chromebook"),
    ("Windows", "windows"),
    ("Mac OS X", "mac"),
    ("Linux", "linux"),
)


def family(user_agent: str) -> str:
    """The family of device that a browser says it runs on; empty where it says nothing that is known here."""
    return next((name for sign, name in FAMILIES if sign in user_agent), "")


def store() -> Store:
    """The store of the application at work."""
    return cast(Store, current_app.extensions["store"])


def begin(account: Account, *, complete: bool, by: SignInBy = BY_PASSWORD) -> None:
    """Sign the browser in with a fresh session: whatever was in the old one, a planted token too, is gone."""
    end()
    device = family(request.user_agent.string)
    session[TOKEN] = store().sign_ins.begin(account, complete=complete, by=by, device=device)
    g.pop("person", None)


def end() -> None:
    """Sign the browser out, here and in the database."""
    held = token()
    if held is not None:
        store().sign_ins.end(held)
    session.clear()
    g.pop("person", None)


def token() -> str | None:
    held = session.get(TOKEN)
    return held if isinstance(held, str) else None


def half_way() -> Person | None:
    """Whoever has given the password, or came by a provider, and still owes the second factor."""
    found = _found()
    return found if found is not None and not found.complete else None


def begun_by() -> SignInBy:
    """Who said of this browser's sign-in who it is."""
    found = _found()
    return BY_PASSWORD if found is None or found.sign_in is None else found.sign_in.by


def person() -> Person | None:
    """Who makes this request; None for a stranger and before the second factor."""
    found = _found()
    return found if found is not None and found.complete else None


def me() -> Person:
    """Whoever is signed in; for views whose guard lets nobody else in."""
    found = person()
    assert found is not None  # noqa: S101 - the guard has seen to it
    return found


def who() -> str:
    """The address of whoever makes this request, as what they do is kept under; empty for a stranger."""
    found = person()
    return found.account.email if found is not None else ""


def carry(found: Bearer | None) -> None:
    """Make this request by a program's key alone: a cookie that comes along counts for nothing."""
    g.person = None if found is None else found.person
    g.key = None if found is None else found.token


def key() -> ApiToken | None:
    """The key of the program that makes this request; None for a browser."""
    return cast("ApiToken | None", g.get("key"))


def record(who: Account, action: str, what: str = "") -> None:
    """Keep in the log of each of a person's networks what they did to their own account."""
    networks: set[int | None] = {one.network_id for one in store().members.memberships(who)}
    store().audit.record(*(NewEntry(who.email, action, what, network_id=id) for id in networks or {None}))


def _found() -> Person | None:
    if "person" not in g:
        held = token()
        g.person = None if held is None else store().sign_ins.find(held)
    return cast("Person | None", g.person)
