"""Keys for programs: made and revoked by their owners, looked after by the hub of their network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.store import (
    Account,
    ApiToken,
    HeldToken,
    Network,
    Person,
    Scope,
    StoreError,
    TokenState,
)
from web import rights, sessions
from web.account.confirming import unconfirmed
from web.forms import LineField, ManyField, TypedForm, WholeField
from web.rights import Action, Place, needs, signed_in
from web.security import own_address
from web.sessions import store

pages = Blueprint("keys", __name__)

WORDS: Final[Mapping[Scope, tuple[str, str]]] = {
    Scope.WAVES: ("Waves and schools", "which there are, their days, how many have answered"),
    Scope.SCHOOL_RESULTS: ("Results of schools", "of those you can open by name"),
    Scope.NETWORK_RESULTS: ("Results of the network", "all schools together; by name those that agreed"),
    Scope.RESPONSES: ("De-identified responses", "one row a person, nobody’s name; for research"),
}
LASTS: Final = ((30, "30 days"), (90, "90 days"), (180, "Half a year"), (365, "A year"))
USUAL: Final = 90
STATES: Final[Mapping[TokenState, str]] = {
    TokenState.LIVE: "works",
    TokenState.REVOKED: "revoked",
    TokenState.EXPIRED: "expired",
    TokenState.NO_ROLE: "its owner has no role here",
}


class KeyForm(TypedForm):
    name = LineField()
    network, days = WholeField(), WholeField()
    scopes = ManyField()


@dataclass(frozen=True, slots=True)
class TypedKey:
    """What the form holds: as it was sent, or as it begins."""

    name: str = ""
    network: int | None = None
    scopes: frozenset[Scope] = frozenset()
    days: int = USUAL
    problems: Mapping[str, str] = field(default_factory=dict)


@pages.get("/account/keys")
@signed_in
def keys() -> str:
    return _page(TypedKey())


@pages.post("/account/keys")
@signed_in
def make() -> Any:
    """A key for whoever gives the password once more; it is shown on the page that answers, and never again."""
    me = sessions.me()
    typed, network = _read(me)
    if typed.problems or network is None:
        return _page(typed), 400
    wrong = unconfirmed(me)
    if wrong is not None:
        return _page(_with(typed, password=wrong)), 400
    try:
        secret, made = store().keys.add(me.account, network, typed.name, typed.scopes, typed.days)
    except StoreError as error:
        return _page(_with(typed, name=f"{error.cause}: {error.remedy}.")), 400
    place = Place(network.id, name=network.name)
    rights.note("key.made", place, f"“{made.name}”: {', '.join(sorted(made.scopes))}")
    return render_template(
        "account/key_made.html",
        secret=secret,
        key=made,
        network=network,
        words=_words(made),
        base=own_address(),
    )


@pages.get("/account/keys/<int:key>/revoke")
@signed_in
def ask_revoke(key: int) -> str:
    return _ask(_own(key), url_for("keys.keys"))


@pages.post("/account/keys/<int:key>/revoke")
@signed_in
def revoke(key: int) -> Any:
    _revoke(_own(key))
    return redirect(url_for("keys.keys"))


@pages.get("/networks/<int:network>/keys")
@needs(Action.MANAGE_PEOPLE, "network")
def of_network(network: Network) -> str:
    """All keys with which programs read this network, whoever made them."""
    return render_template(
        "people/keys.html", network=network, rows=[_row(one) for one in store().keys.of(network)]
    )


@pages.get("/networks/<int:network>/keys/<int:key>/revoke")
@needs(Action.MANAGE_PEOPLE, "network")
def ask_revoke_of_network(network: Network, key: int) -> str:
    return _ask(_held(network, key), url_for("keys.of_network", network=network.id))


@pages.post("/networks/<int:network>/keys/<int:key>/revoke")
@needs(Action.MANAGE_PEOPLE, "network")
def revoke_of_network(network: Network, key: int) -> Any:
    _revoke(_held(network, key))
    return redirect(url_for("keys.of_network", network=network.id))


def _own(id: int) -> HeldToken:
    """One of one's own keys; somebody else's is not there."""
    return _one(sessions.me().account, id)


def _held(network: Network, id: int) -> HeldToken:
    return _one(network, id)


def _one(of: Account | Network, id: int) -> HeldToken:
    found = next((one for one in store().keys.of(of) if one.token.id == id), None)
    if found is None:
        abort(404)
    return found


def _ask(held: HeldToken, back: str) -> str:
    network = store().studies.network(held.token.network_id)
    mine = held.owner.id == sessions.me().id
    return render_template(
        "account/key_revoke.html", held=held, mine=mine, back=back, network=network, words=_words(held.token)
    )


def _revoke(held: HeldToken) -> None:
    store().keys.revoke(held.token)
    network = store().studies.network(held.token.network_id)
    rights.note(
        "key.revoked", Place(network.id, name=network.name), f"“{held.token.name}” of {held.owner.email}"
    )
    flash(f"The key “{held.token.name}” is revoked. Programs that use it read nothing any more.")


def _networks(me: Person) -> list[Network]:
    return [store().studies.network(id) for id in dict.fromkeys(one.network_id for one in me.memberships)]


def _read(me: Person) -> tuple[TypedKey, Network | None]:
    """What was typed with what is wrong with it, and the network that was meant."""
    there = _networks(me)
    form = KeyForm(request.form)
    asked = form.network.number
    network = next((one for one in there if one.id == asked), there[0] if len(there) == 1 else None)
    known = set(Scope)
    scopes = frozenset(Scope(one) for one in form.scopes.data if one in known)
    days = form.days.number
    typed = TypedKey(
        form.name.data[:200],
        network.id if network is not None else None,
        scopes,
        days if days in dict(LASTS) else USUAL,
    )
    return _checked(me, typed, network), network


def _checked(me: Person, typed: TypedKey, network: Network | None) -> TypedKey:
    problems = {}
    if not typed.name:
        problems["name"] = "Give the key a name by which you know the program again."
    if network is None:
        problems["network"] = "Choose the network that the program reads."
    if not typed.scopes:
        problems["scopes"] = "Choose at least one thing that the program may read."
    elif network is not None and not typed.scopes <= set(rights.scopes_of(me, network.id)):
        problems["scopes"] = f"Your roles in {network.name} do not include all of this. Choose less."
    return _with(typed, **problems)


def _with(typed: TypedKey, **problems: str) -> TypedKey:
    return TypedKey(typed.name, typed.network, typed.scopes, typed.days, problems)


def _words(key: ApiToken) -> list[str]:
    return [WORDS[scope][0] for scope in Scope if scope in key.scopes]


def _row(held: HeldToken) -> tuple[HeldToken, list[str], str, Network]:
    return held, _words(held.token), STATES[held.state], store().studies.network(held.token.network_id)


def _page(typed: TypedKey) -> str:
    me = sessions.me()
    networks = _networks(me)
    possible = {scope for one in networks for scope in rights.scopes_of(me, one.id)}
    return render_template(
        "account/keys.html",
        typed=typed,
        problems=typed.problems,
        networks=networks,
        scopes=[(scope, *WORDS[scope]) for scope in Scope if scope in possible],
        lasts=LASTS,
        rows=[_row(one) for one in store().keys.of(me.account)],
    )
