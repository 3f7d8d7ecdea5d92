"""Whom a proven identity lets in: the account that is linked to it, or one made by an invitation or by its claims."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.store import (
    Account,
    Invitation,
    Membership,
    Network,
    NewEntry,
    NewMembership,
    NotFound,
    Role,
    Store,
    StoreError,
)
from engine.store.email_address import is_email, kept_email
from engine.store.names import identity as same_name
from web.account.openid.provider import NotProven, Proven
from web.account.openid.settings import Claims, ProviderSettings, RoleRule, claimed
from web.account.roles import held_for, role_name

LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes in; `told` are sentences about roles that came, went or wait."""

    account: Account
    told: tuple[str, ...] = ()
    made: bool = False


def arrive(
    store: Store, settings: ProviderSettings, proven: Proven, invitation: str | None = None
) -> Arrival:
    """The account of whoever the provider signed in, with the roles they hold now; raises `NotProven`.

    `invitation` is the token of the link they came by. An address never leads to an account that is there already: two
    people may have had it, one after the other.
    """
    found = store.identities.find(proven.identity)
    if found is not None and not found.active:
        raise NotProven("no_role", f"the account {found.email} is no longer active")
    email = _address_let_in(store, settings, proven) if found is None and invitation is None else ""
    with store.together():
        account = found or _made(store, proven, email, invitation)
        if found is not None and invitation is not None:
            _accept(store, account, invitation)
        told = _follow(store, settings, proven, account)
        if found is None and not store.members.memberships(account):
            raise _no_role("no_role", proven)
    return Arrival(account, told, found is None)


def connect(store: Store, settings: ProviderSettings, proven: Proven, account: Account) -> Arrival:
    """Link an identity to an account whose owner is signed in; raises `NotProven` where it is another's."""
    try:
        with store.together():
            store.identities.link(account, proven.identity)
            return Arrival(account, _follow(store, settings, proven, account))
    except StoreError as error:
        raise NotProven("taken_by_other", error.cause) from None


def network_of(store: Store, settings: ProviderSettings) -> Network | None:
    """The network whose members a provider signs in; None while there is none of that name."""
    wanted = same_name(settings.entry.network)
    return next((one for one in store.studies.networks() if same_name(one.name) == wanted), None)


def rule_troubles(store: Store, settings: ProviderSettings) -> Iterable[str]:
    """What a provider's settings name that this database does not hold, for whoever starts the server."""
    network = network_of(store, settings)
    if network is None:
        yield f"there is no network {settings.entry.network!r}, so nobody gets a role through {settings.name}"
        return
    for rule in settings.entry.roles:
        if rule.school_claim is None and _membership(store, network, rule, {}) is None:
            place = rule.school or rule.district
            yield f"{network.name} has no {place!r}, so the claim {rule.value!r} gives no role"
    administrators = {
        one.account.email
        for one in store.members.of(network)
        if one.membership.role is Role.HUB_ADMINISTRATOR
    }
    kept = {kept_email(one) for one in settings.entry.keep_passwords_for}
    if settings.entry.passwords == "off" and not administrators & kept:
        yield (
            f"keep_passwords_for names no hub administrator of {network.name},"
            f" so none comes in while {settings.name} fails"
        )


def _address_let_in(store: Store, settings: ProviderSettings, proven: Proven) -> str:
    """The address of somebody new whom an invitation or a claim lets in; raises `NotProven` where none does.

    What a claim says is opened as an invitation and stays open, so that a leader of the school can confirm it.
    """
    network = network_of(store, settings)
    if network is None:
        raise NotProven("no_role", f"there is no network {settings.entry.network!r}")
    if proven.email is None or not is_email(proven.email):
        raise _no_role("no_address", proven)
    email = kept_email(proven.email)
    invited = {one.membership for one in _invitations(store, network, email)}
    wanted = _claimed_roles(store, network, settings, proven)
    if not invited | wanted:
        raise _no_role("no_role", proven)
    if store.people.by_email(email) is not None:
        raise NotProven("address_taken", f"there is an account for {email}")
    for new in wanted - invited:
        store.invitations.add(email, _name(proven, "", email), new)
    if all(one.waits for one in _invitations(store, network, email)):
        raise _no_role("waits", proven)
    return email


def _made(store: Store, proven: Proven, email: str, token: str | None) -> Account:
    """A new account that is linked to the identity: by an invitation's link, or under an address that was let in."""
    if token is None:
        made = store.people.add(email, _name(proven, "", email))
    else:
        invited = store.invitations.find(token)
        if invited is None:
            raise NotProven("used_up", "the invitation has been used, withdrawn or has expired")
        if store.people.by_email(invited.email) is not None:
            raise NotProven("address_taken", f"there is an account for {invited.email}")
        made = _accepted(store, token, proven, invited)
    store.identities.link(made, proven.identity)
    return made


def _accepted(store: Store, token: str, proven: Proven, invited: Invitation) -> Account:
    try:
        return store.invitations.accept_as_new(token, _name(proven, invited.name, invited.email), "")
    except StoreError as error:  # a leader has yet to confirm it
        raise NotProven("waits", error.cause) from None


def _accept(store: Store, account: Account, token: str) -> None:
    """Add the role of an invitation to an account that is there."""
    try:
        store.invitations.accept_as(token, account)
    except NotFound:
        raise NotProven("used_up", "the invitation has been used, withdrawn or has expired") from None
    except StoreError as error:
        raise NotProven("not_yours", f"{account.email}: {error.cause}") from None


def _follow(store: Store, settings: ProviderSettings, proven: Proven, account: Account) -> tuple[str, ...]:
    """Bring the roles that claims gave to what they say now, and take up what the account was invited to."""
    network = network_of(store, settings)
    if network is None:
        return ()
    issuer = proven.identity.issuer
    wanted = _claimed_roles(store, network, settings, proven)
    told = [*_ended(store, network, account, issuer, wanted)]
    held = {_as_new(one) for one in store.members.memberships(account)}
    missing = wanted - held
    there = {one.membership for one in _invitations(store, network, account.email)}
    refused = [new for new in missing - there if not _invited(store, account, new)]
    by_claim = store.invitations.accept_open(account, network, missing - set(refused))
    store.identities.mark_roles(account, issuer, frozenset(by_claim.given))
    _log(store, account, "role.by_claim", by_claim.given)
    if proven.email is not None and kept_email(proven.email) == account.email:
        _log(store, account, "role.accepted", store.invitations.accept_open(account, network).given)
    told += [
        f"A leader of {held_for(store, one)} has to confirm that you are {_role(one)} there."
        for one in by_claim.waiting
    ]
    told += [
        f"You are not {_role(one)} of {held_for(store, one)}: another role of yours excludes it."
        for one in refused
    ]
    return tuple(told)


def _ended(
    store: Store, network: Network, account: Account, issuer: str, wanted: frozenset[NewMembership]
) -> Iterable[str]:
    """End the roles that a claim gave and no longer says, but never the last administrator's."""
    for id, one in store.identities.roles(account, network, issuer).items():
        if one in wanted:
            continue
        try:
            store.members.remove(network, id)
        except StoreError:
            continue  # the network would have nobody left who runs it
        _log(store, account, "role.ended", [one])
        yield f"You are no longer {_role(one)} of {held_for(store, one)}."


def _invited(store: Store, account: Account, new: NewMembership) -> bool:
    """Open an invitation to what a claim says: a leader's word and roles that exclude one another hold for it too."""
    try:
        store.invitations.add(account.email, account.name, new)
    except StoreError:
        return False
    return True


def _claimed_roles(
    store: Store, network: Network, settings: ProviderSettings, proven: Proven
) -> frozenset[NewMembership]:
    values = claimed(proven.claims, settings.entry.claim)
    rules = (rule for rule in settings.entry.roles if rule.value in values)
    found = (_membership(store, network, rule, proven.claims) for rule in rules)
    return frozenset(one for one in found if one is not None)


def _membership(
    store: Store,
    network: Network,
    rule: RoleRule,
    claims: Claims,
) -> NewMembership | None:
    """What a rule gives; None where there is no school or district of its name."""
    if rule.role is Role.DISTRICT:
        districts = {same_name(one.name): one.id for one in store.members.districts(network)}
        id = districts.get(same_name(rule.district or ""))
        return None if id is None else NewMembership(rule.role, network.id, district_id=id)
    if rule.school is None and rule.school_claim is None:
        return NewMembership(rule.role, network.id)
    names = {rule.school} if rule.school else claimed(claims, rule.school_claim or "")
    schools = {same_name(one.name): one.id for one in store.studies.schools(network)}
    ids = [schools[key] for key in map(same_name, sorted(names)) if key in schools]
    return NewMembership(rule.role, network.id, school_id=ids[0]) if len(ids) == 1 else None


def _invitations(store: Store, network: Network, email: str) -> tuple[Invitation, ...]:
    """The open invitations of a network to an address."""
    return tuple(one for one in store.invitations.of(network) if one.email == email)


def _as_new(held: Membership) -> NewMembership:
    return NewMembership(held.role, held.network_id, held.district_id, held.school_id)


def _log(store: Store, account: Account, action: str, roles: Iterable[NewMembership]) -> None:
    for one in roles:
        what = f"{role_name(one.role)}, {held_for(store, one)}"
        store.audit.record(NewEntry(account.email, action, what, one.network_id, one.school_id))


def _role(one: NewMembership) -> str:
    return role_name(one.role).lower()


def _name(proven: Proven, invited: str, email: str) -> str:
    return (" ".join(proven.name.split()) or invited or email.partition("@")[0])[:LONGEST_NAME]


def _no_role(reason: str, proven: Proven) -> NotProven:
    return NotProven(reason, f"{proven.identity.subject!r} of {proven.identity.issuer}")
