"""The providers of a server, and whom they leave a password."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask import current_app

from engine.store import Account
from web.account.openid.arrival import network_of
from web.account.openid.provider import Provider
from web.account.openid.settings import ProviderSettings
from web.sessions import store

EXTENSION: Final = "openid"
CONNECTING: Final = "connecting"  # of a session: the account that is to be connected, with which provider


def made(settings: Iterable[ProviderSettings]) -> Mapping[str, Provider]:
    """What an application keeps under `EXTENSION`."""
    return {one.key: Provider(one) for one in settings}


def providers() -> Mapping[str, Provider]:
    """The providers of the application at work, by their keys."""
    found: Mapping[str, Provider] = current_app.extensions.get(EXTENSION, {})
    return found


def provider_called(key: str) -> Provider | None:
    return providers().get(key)


def provider_of(issuer: str | None) -> Provider | None:
    return next((one for one in providers().values() if one.settings.entry.issuer == issuer), None)


def in_place_of_password(account: Account) -> Provider | None:
    """The provider by which alone the members of one of an account's networks sign in; None where a password does."""
    strict = [one for one in providers().values() if not one.settings.may_keep_password(account.email)]
    if not strict:
        return None
    held = {one.network_id for one in store().members.memberships(account)}
    for one in strict:
        network = network_of(store(), one.settings)
        if network is not None and network.id in held:
            return one
    return None


def is_connected(account: Account, provider: Provider) -> bool:
    issuer = provider.settings.entry.issuer
    return any(one.issuer == issuer for one in store().identities.of(account))


def provider_for_network(network_id: int) -> Provider | None:
    """The provider whose people are members of a network."""
    for one in providers().values():
        network = network_of(store(), one.settings)
        if network is not None and network.id == network_id:
            return one
    return None
