"""Who must have a second factor: those who see more than one school, if the server says so; a network's people."""

from typing import Any, Final

from flask import abort, current_app, flash, redirect, request, url_for

from engine.printed import listed
from engine.store import SCHOOL_ROLES, Person
from web import sessions
from web.rights import OPEN_BLUEPRINTS
from web.sessions import store

OF_WIDE_ROLES: Final = "SECOND_FACTOR"  # the setting of a server
# Pages that open without one; None: style sheets and the like.
WITHOUT_CODES: Final = OPEN_BLUEPRINTS | {
    "accounts",
    "own_account",
    "connections",
    "openid",
    "sign_ins",
    None,
}


def demand_second_factor() -> Any:
    """Lead whoever owes a second factor to the square to scan, until they have one or a provider vouches for one."""
    if request.blueprint in WITHOUT_CODES:
        return None
    person = sessions.person()
    if person is None or person.account.second_factor is not None or sessions.begun_by().vouched:
        return None
    reason = demand_on(person)
    if reason is None:
        return None
    if sessions.key() is not None:
        abort(
            403,
            f"{reason} Its owner must set up codes before this key works:"
            " sign in, Your account, Codes from your phone.",
        )
    flash(f"{reason} Set up codes first; it takes two minutes.")
    return redirect(url_for("own_account.factor"))


def demand_on(person: Person) -> str | None:
    """Why a person must have a second factor, in words; None where nobody says so."""
    wide = any(one.role not in SCHOOL_ROLES for one in person.memberships)
    if wide and current_app.config[OF_WIDE_ROLES]:
        return "This account opens more than one school."
    networks = {one.network_id for one in person.memberships}
    demanding = store().studies.demand_of_second_factor(networks) if networks else ()
    return f"{listed([one.name for one in demanding])} asks for a second factor." if demanding else None
