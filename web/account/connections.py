"""One's own account and a provider: connected once its owner has shown twice that they are who they are."""

from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for

from web import sessions
from web.account.confirming import unconfirmed
from web.account.openid import providers
from web.account.openid.provider import Provider
from web.account.questions import ask
from web.rights import OPEN_BLUEPRINTS, signed_in
from web.sessions import store

pages = Blueprint("connections", __name__, url_prefix="/account/connections/<provider>")

UNCONNECTED: Final = OPEN_BLUEPRINTS | {
    "accounts",
    "connections",
    "openid",
    None,
}  # None: style sheets and the like


def demand_connection() -> Any:
    """Lead whoever came by a password that their network no longer takes to its provider, before anything opens."""
    if request.blueprint in UNCONNECTED or not providers.providers():
        return None
    person = sessions.person()
    if person is None or sessions.key() is not None or sessions.begun_by().issuer is not None:
        return None
    instead = providers.in_place_of_password(person.account)
    if instead is None or providers.is_connected(person.account, instead):
        return None
    flash(
        f"{instead.settings.entry.network} signs in through {instead.settings.name}."
        " Connect your account with it first."
    )
    return redirect(url_for("connections.connect", provider=instead.settings.key))


@pages.get("/")
@signed_in
def connect(provider: str) -> Any:
    there = _found(provider)
    if providers.is_connected(sessions.me().account, there):
        return redirect(url_for("own_account.account"))
    return _page(there)


@pages.post("/")
@signed_in
def go_on(provider: str) -> Any:
    """Remember that the owner of this account asks for it; the browser goes on by a link, which leads elsewhere."""
    there, me = _found(provider), sessions.me()
    problem = unconfirmed(me)
    if problem is not None:
        return _page(there, problem), 400
    session[providers.CONNECTING] = {"provider": provider, "account": me.id, "at": store().now().timestamp()}
    return render_template("account/connect_go_on.html", provider=there.settings)


@pages.get("/end")
@signed_in
def ask_end(provider: str) -> Any:
    there = _found(provider)
    if (refusal := _kept(there)) is not None:
        return refusal
    return ask(
        f"End the connection with {there.settings.name}?",
        f"{there.settings.name} no longer signs you in here, from this moment on; your password does.",
        "You can connect the two again at any time.",
        "End the connection",
        back=url_for("own_account.account"),
    )


@pages.post("/end")
@signed_in
def end(provider: str) -> Any:
    there, me = _found(provider), sessions.me()
    if (refusal := _kept(there)) is not None:
        return refusal
    store().identities.unlink(me.account, there.settings.entry.issuer)
    sessions.record(me.account, "identity.unlinked", there.settings.name)
    flash(f"{there.settings.name} no longer signs you in here.")
    return redirect(url_for("own_account.account"))


def _kept(there: Provider) -> Any:
    """The way back where the connection can't end: the account would have no other way in."""
    account = sessions.me().account
    if account.password and there.settings.may_keep_password(account.email):
        return None
    flash(f"You sign in through {there.settings.name} alone, so this connection stays.")
    return redirect(url_for("own_account.account"))


def _page(there: Provider, problem: str | None = None) -> str:
    return render_template("account/connect.html", provider=there.settings, problem=problem)


def _found(key: str) -> Provider:
    return providers.provider_called(key) or abort(404)
