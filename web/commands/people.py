"""user: invite, list, reset and token; how the first administrator of a network comes in."""

import click

from engine.commands.speaking import note, tell_refusals
from engine.printed import counted
from engine.problems import Problem, Refused, did_you_mean
from engine.store import (
    NETWORK_ROLES,
    SCHOOL_ROLES,
    Account,
    Network,
    NewEntry,
    NewMembership,
    Person,
    Role,
    Scope,
    Store,
)
from engine.store.email_address import is_email
from web.account.roles import held_for, role_name
from web.commands.database import database_option, opened
from web.commands.wave_links import base_of, base_option

COMMAND_LINE = "command line"


@click.group()
def user() -> None:
    """Invite people, list them, help them in again, make keys for their programs.

    \b
    Examples:
      barograph user invite ada@hub.example --role hub_administrator --network "My network"
      barograph user invite ben@northgate.example --role school_leader --school "Northgate School"
      barograph user list
      barograph user reset ada@hub.example
      barograph user sign-out ada@hub.example
      barograph user disconnect ada@hub.example
      barograph user token ada@hub.example --name Dashboard --scope results:network
    """


@user.command()
@click.argument("email")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="What they are to it."
)
@click.option("--network", help="The network; made where it is not there. Default: the only one there is.")
@click.option("--school", help="The school, for school_leader, school_team and teacher.")
@click.option("--district", help="The district, for district; made where it is not there.")
@click.option("--name", default="", help="Their name; they can change it when they come.")
@database_option
@base_option
@tell_refusals
def invite(
    email: str,
    role: str,
    network: str | None,
    school: str | None,
    district: str | None,
    name: str,
    database: str,
    base: str | None,
) -> None:
    """Make an invitation and print its link: it works once, for two weeks."""
    if not is_email(email):
        raise Refused(
            [Problem("email", email, "this is no email address", "write one, such as ada@hub.example")]
        )
    with opened(database) as store:
        home = _network(store, network, Role(role))
        new = _membership(store, home, Role(role), school, district)
        token = store.invitations.add(email, name, new)
        store.audit.record(
            NewEntry(
                COMMAND_LINE, "invitation.made", f"{email}: {role_name(new.role)}", home.id, new.school_id
            )
        )
        click.echo(f"{base_of(store, base)}/invitation/{token}")
        if (made := store.invitations.find(token)) is not None and made.waits:
            note(f"A leader of {held_for(store, new)} has to confirm it first, on the page of the school.")
        note(f"For {email}, {role_name(new.role).lower()}, {held_for(store, new)}. Send it to nobody else.")


@user.command(name="list")
@database_option
@tell_refusals
def list_(database: str) -> None:
    """List everyone with a role, and open invitations."""
    with opened(database) as store:
        lines = []
        for network in store.studies.networks():
            for one in store.members.of(network):
                held = f"{role_name(one.membership.role)}, {held_for(store, one.membership)}"
                lines.append(f"{one.account.email}  {one.account.name}: {held}")
            for invitation in store.invitations.of(network):
                held = f"{role_name(invitation.membership.role)}, {held_for(store, invitation.membership)}"
                lines.append(f"{invitation.email}  (invited, not here yet): {held}")
        for line in lines:
            click.echo(line)
        if not lines:
            note(
                "Nobody is here yet. Begin with `barograph serve`: it prints where to make the first account."
            )


@user.command()
@click.argument("email")
@click.option(
    "--second-factor", is_flag=True, help="Switch off their codes too, when phone and codes are lost."
)
@database_option
@base_option
@tell_refusals
def reset(email: str, second_factor: bool, database: str, base: str | None) -> None:
    """Print a link that sets another password: it works once, for a day."""
    with opened(database) as store:
        account = _account(store, email)
        token = store.people.start_reset(account)
        for id in {one.network_id for one in store.members.memberships(account)}:
            store.audit.record(NewEntry(COMMAND_LINE, "password.reset-made", account.email, id))
            if second_factor:
                store.audit.record(NewEntry(COMMAND_LINE, "second-factor.off", account.email, id))
        if second_factor:
            store.people.set_second_factor(account, None)
        click.echo(f"{base_of(store, base)}/reset/{token}")
        note(f"For {account.email}. Send it to nobody else.")


@user.command(name="sign-out")
@click.argument("email")
@database_option
@tell_refusals
def sign_out(email: str, database: str) -> None:
    """End every sign-in of an account, wherever it is signed in."""
    with opened(database) as store:
        account = _account(store, email)
        ended = store.sign_ins.end_others(account, None)
        for id in {one.network_id for one in store.members.memberships(account)}:
            store.audit.record(NewEntry(COMMAND_LINE, "sign-out.by_another", account.email, id))
        click.echo(f"{account.email}: {counted(ended, 'sign-in')} ended.")


@user.command()
@click.argument("email")
@database_option
@tell_refusals
def disconnect(email: str, database: str) -> None:
    """Let no organisation's sign-in open this account any more, and end its sign-ins.

    For an account that was connected with somebody else, or whose organisation's sign-in is gone. A password opens it
    then: print a link that sets one with `barograph user reset`.
    """
    with opened(database) as store:
        account = _account(store, email)
        parted = store.identities.unlink(account)
        store.sign_ins.end_others(account, None)
        for id in {one.network_id for one in store.members.memberships(account)}:
            store.audit.record(NewEntry(COMMAND_LINE, "identity.unlinked", account.email, id))
        click.echo(f"{account.email}: {counted(parted, 'connection')} ended, and signed out everywhere.")


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="What it is for, such as Dashboard; it stands in the log.")
@click.option(
    *("--scope", "scopes"),
    required=True,
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What it may read; may be given several times.",
)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="How long it works.")
@click.option("--network", help="The network it reads. Default: the only one the person belongs to.")
@database_option
@tell_refusals
def token(
    email: str, name: str, scopes: tuple[str, ...], days: int, network: str | None, database: str
) -> None:
    """Print a key with which a program of this person reads the API, this once.

    It reads what the person may read, as far as its scopes go, and nothing more.
    """
    with opened(database) as store:
        account = _account(store, email)
        home = _home(store, account, network)
        wanted = [Scope(scope) for scope in scopes]
        _check_scopes(store, account, home, wanted)
        secret, made = store.keys.add(account, home, name, wanted, days)
        what = f"{home.name} · “{made.name}” of {account.email}: {', '.join(sorted(made.scopes))}"
        store.audit.record(NewEntry(COMMAND_LINE, "key.made", what, home.id))
        click.echo(secret)
        note(
            f"For programs of {account.email} in {home.name}, until {made.expires:%Y-%m-%d}. It is shown only now: "
            "keep it where the program keeps its secrets."
        )


def _account(store: Store, email: str) -> Account:
    found = store.people.by_email(email)
    if found is None:
        cause = "nobody has an account under this address"
        raise Refused([Problem("no_account", email, cause, "look at: barograph user list")])
    return found


def _home(store: Store, account: Account, name: str | None) -> Network:
    """The network of this name that a person belongs to, or the only one."""
    ids = {one.network_id for one in store.members.memberships(account)}
    there = {one.name: one for one in store.studies.networks() if one.id in ids}
    if name is None and len(there) == 1:
        return next(iter(there.values()))
    if name not in there:
        cause = f"{account.email} holds no role in {name!r}" if name else "it is not said which network"
        remedy = did_you_mean(name or "", there) or "add --network NAME, of one the person belongs to"
        raise Refused([Problem("no_network", "--network", cause, remedy)])
    return there[name]


def _check_scopes(store: Store, account: Account, network: Network, wanted: list[Scope]) -> None:
    """Refuse a key for what no role of the person includes: it would open nothing."""
    from web.rights import scopes_of

    possible = scopes_of(Person(account, store.members.memberships(account)), network.id)
    for scope in wanted:
        if scope not in possible:
            cause = f"no role of {account.email} in {network.name} includes it"
            raise Refused([Problem("key_scope", scope, cause, f"choose of {', '.join(possible)}")])


def _network(store: Store, name: str | None, role: Role) -> Network:
    """The network of this name, or the only one; made where it is not there, for a role that needs no school."""
    there = {one.name: one for one in store.studies.networks()}
    if name is None and len(there) == 1:
        return next(iter(there.values()))
    if name is None:
        cause = "it is not said which network"
        raise Refused([Problem("no_network", "--network", cause, "add --network NAME")])
    if name not in there and role in SCHOOL_ROLES:
        remedy = did_you_mean(name, there) or "begin with its administrator and its schools"
        raise Refused([Problem("no_network", "--network", f"there is no network {name!r}", remedy)])
    if name not in there:
        beside = f" beside {', '.join(there)}" if there else ""
        note(f"A new network was made{beside}: {name}.")
    return there.get(name) or store.studies.add_network(name)


def _membership(
    store: Store, network: Network, role: Role, school: str | None, district: str | None
) -> NewMembership:
    if role in NETWORK_ROLES:
        return NewMembership(role, network.id)
    if role in SCHOOL_ROLES:
        there = {one.name: one.id for one in store.studies.schools(network)}
        if school not in there:
            cause = f"{network.name} has no school {school!r}" if school else "this role is held for a school"
            remedy = did_you_mean(school or "", there) or "add --school NAME, as the network's list has it"
            raise Refused([Problem("no_school", "--school", cause, remedy)])
        return NewMembership(role, network.id, school_id=there[school])
    if not district:
        cause = "this role is held for a district"
        raise Refused([Problem("no_district", "--district", cause, "add --district NAME")])
    found = next((one for one in store.members.districts(network) if one.name == district), None)
    return NewMembership(
        role, network.id, district_id=(found or store.members.add_district(network, district)).id
    )
