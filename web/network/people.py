"""The people of a network: invited one by one or by a list, given a new password link, sent off."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.printed import counted
from engine.store import (
    SCHOOL_ROLES,
    Account,
    Invitation,
    Member,
    Network,
    NewMembership,
    NotFound,
    Role,
    StoreError,
)
from engine.store.email_address import is_email, kept_email
from web import rights
from web.account import mail
from web.account.questions import ask
from web.account.roles import MEANINGS, NAMES, held_for, role_name
from web.forms import LineField, TypedForm, whole_number
from web.network import lists
from web.network.uploads import confirmed, sent_text
from web.rights import Action, Place, needs
from web.security import own_address
from web.sessions import store

pages = Blueprint("people", __name__)


class InviteForm(TypedForm):
    email, name = LineField(), LineField(most=lists.LONGEST_OF_A_PERSON)
    role, place = LineField(), LineField()


class FindForm(TypedForm):
    find = LineField()


@dataclass(frozen=True, slots=True)
class Link:
    """A way in to be handed on: shown once, for only its hash is kept."""

    name: str
    email: str
    role: str
    place: str
    address: str
    waits: bool  # until a leader of the school confirms


@pages.get("/networks/<int:network>/people")
@needs(Action.MANAGE_PEOPLE, "network")
def people(network: Network) -> str:
    return _page(network)


@pages.post("/networks/<int:network>/people")
@needs(Action.MANAGE_PEOPLE, "network")
def invite(network: Network) -> Any:
    """One invitation; its link is shown on the page that answers, and mailed where mail is set up."""
    typed = InviteForm(request.form)
    row, problems = _read_form(network, typed)
    if row is None:
        return _page(network, typed, problems), 400
    return _links_page(network, _invite(network, [row]))


@pages.get("/networks/<int:network>/people/list")
@needs(Action.MANAGE_PEOPLE, "network")
def list_form(network: Network) -> str:
    return render_template("people/people_list.html", network=network, text="", faults=[], rows=None)


@pages.post("/networks/<int:network>/people/list")
@needs(Action.MANAGE_PEOPLE, "network")
def invite_list(network: Network) -> Any:
    text, trouble = sent_text()
    rows, faults = lists.read_people(store(), network, text)
    if trouble:
        rows, faults = [], [trouble]
    if faults or not confirmed():
        page = render_template(
            "people/people_list.html", network=network, text=text, faults=faults, rows=rows
        )
        return page, 400 if faults else 200
    return _links_page(network, _invite(network, rows))


@pages.get("/networks/<int:network>/people/roles/<int:membership>/end")
@needs(Action.MANAGE_PEOPLE, "network")
def ask_end_role(network: Network, membership: int) -> str:
    found = _held(network, membership)
    role, place = role_name(found.membership.role).lower(), held_for(store(), found.membership)
    return ask(
        f"End the role of {found.account.name}?",
        f"{found.account.name} ({found.account.email}) is no longer {role} of {place}, from this moment on.",
        "The role does not come back by itself: they need another invitation. Their other roles, and what they"
        " did, stay.",
        "End this role",
        back=url_for("people.people", network=network.id),
        network=network,
    )


@pages.post("/networks/<int:network>/people/roles/<int:membership>/end")
@needs(Action.MANAGE_PEOPLE, "network")
def end_role(network: Network, membership: int) -> Any:
    """Take a role away; an account that holds no other keeps existing, and opens nothing."""
    found = _held(network, membership)
    try:
        store().members.remove(network, membership)
    except StoreError as error:
        flash(f"{error.cause}: {error.remedy}.")
        return redirect(url_for("people.people", network=network.id))
    what = f"{found.account.email}: {role_name(found.membership.role)}"
    rights.note("role.ended", Place(network.id, found.membership.school_id, name=network.name), what)
    flash(f"{found.account.name} no longer has the role {role_name(found.membership.role).lower()}.")
    return redirect(url_for("people.people", network=network.id))


@pages.get("/networks/<int:network>/people/invitations/<int:invitation>/withdraw")
@needs(Action.MANAGE_PEOPLE, "network")
def ask_withdraw(network: Network, invitation: int) -> str:
    found = _invited(network, invitation)
    return ask(
        f"Withdraw the invitation of {found.email}?",
        "The link they were sent stops working, from this moment on.",
        "The same link never works again. You can invite them once more, with another link.",
        "Withdraw the invitation",
        back=url_for("people.people", network=network.id),
        network=network,
    )


@pages.post("/networks/<int:network>/people/invitations/<int:invitation>/withdraw")
@needs(Action.MANAGE_PEOPLE, "network")
def withdraw(network: Network, invitation: int) -> Any:
    found = _invited(network, invitation)
    store().invitations.withdraw(network, invitation)
    rights.note("invitation.withdrawn", Place(network.id, name=network.name), found.email)
    flash(f"The invitation of {found.email} no longer works.")
    return redirect(url_for("people.people", network=network.id))


@pages.get("/networks/<int:network>/people/<int:account>/reset")
@needs(Action.MANAGE_PEOPLE, "network")
def ask_reset(network: Network, account: int) -> Any:
    found = _member(network, account)
    if not _look_after(found):
        return _not_ours(network, found)
    return ask(
        f"Make a link for another password for {found.name}?",
        f"Whoever opens the link within a day sets the password of {found.email}. A link made earlier stops working.",
        "The password they have stays until the link is used. The log says that you made it.",
        "Make the link",
        back=url_for("people.people", network=network.id),
        network=network,
    )


@pages.post("/networks/<int:network>/people/<int:account>/reset")
@needs(Action.MANAGE_PEOPLE, "network")
def reset(network: Network, account: int) -> Any:
    """A link for another password: only for people all of whose roles this administrator looks after."""
    found = _member(network, account)
    if not _look_after(found):
        return _not_ours(network, found)
    address = own_address() + url_for("accounts.reset", token=store().people.start_reset(found))
    rights.note("password.reset-made", Place(network.id, name=network.name), found.email)
    if mail.can_send():
        mail.send(
            found.email,
            "New password for Barograph",
            f"Set another password within a day:\n\n{address}\n",
        )
    return render_template("people/reset_link.html", network=network, account=found, address=address)


@pages.get("/networks/<int:network>/people/<int:account>/sign-out")
@needs(Action.MANAGE_PEOPLE, "network")
def ask_sign_out(network: Network, account: int) -> Any:
    found = _member(network, account)
    if not _look_after(found):
        return _not_ours(network, found)
    return ask(
        f"Sign {found.name} out everywhere?",
        f"Wherever {found.email} is signed in, that ends from this moment on; what is not kept there is lost.",
        "They can sign in again, and keys of their programs go on working. To shut them out, end their roles.",
        "Sign them out",
        back=url_for("people.people", network=network.id),
        network=network,
    )


@pages.post("/networks/<int:network>/people/<int:account>/sign-out")
@needs(Action.MANAGE_PEOPLE, "network")
def sign_out(network: Network, account: int) -> Any:
    """End every sign-in of a person whom this administrator looks after."""
    found = _member(network, account)
    if not _look_after(found):
        return _not_ours(network, found)
    ended = store().sign_ins.end_others(found, None)
    rights.note("sign-out.by_another", Place(network.id, name=network.name), found.email)
    flash(f"{found.name} is signed out everywhere: {counted(ended, 'sign-in')} ended.")
    return redirect(url_for("people.people", network=network.id))


def _look_after(account: Account) -> bool:
    """Whether whoever makes this request administers every network that a person has a role in."""
    held = store().members.memberships(account)
    return all(rights.allowed(Action.MANAGE_PEOPLE, Place(one.network_id)) for one in held)


def _not_ours(network: Network, account: Account) -> Any:
    flash(f"{account.name} also works in another network, so only who administers both can do this.")
    return redirect(url_for("people.people", network=network.id))


def _held(network: Network, membership: int) -> Member:
    found = next((one for one in store().members.of(network) if one.membership.id == membership), None)
    if found is None:
        abort(404)
    return found


def _invited(network: Network, invitation: int) -> Invitation:
    found = next((one for one in store().invitations.of(network) if one.id == invitation), None)
    if found is None:
        abort(404)
    return found


def _member(network: Network, account: int) -> Account:
    try:
        found = store().people.get(account)
    except NotFound:
        abort(404)
    if not any(one.network_id == network.id for one in store().members.memberships(found)):
        abort(404)
    return found


def _read_form(network: Network, typed: InviteForm) -> tuple[lists.PersonRow | None, dict[str, str]]:
    typed.validate()
    problems = typed.problems
    email, asked = typed.email.data, typed.role.data
    if not is_email(email):
        problems["email"] = "Write an email address, such as ada@school.example."
    role = Role(asked) if asked in set(Role) else None
    if role is None:
        problems["role"] = "Choose a role."
        return None, problems
    kind, _, number = typed.place.data.partition("-")
    id = whole_number(number)
    new = NewMembership(
        role, network.id, id if kind == "district" else None, id if kind == "school" else None
    )
    place = _place_of(network, new)
    if place is None:
        problems["place"] = _wanted_place(role)
    elif (kept_email(email), new) in lists.roles_held(store(), network):
        problems["email"] = f"{email} holds this role already."
    elif lists.role_excluded(kept_email(email), new, lists.roles_held(store(), network)):
        problems["role"] = f"{email} {lists.EXCLUDED}."
    if problems or place is None:
        return None, problems
    return lists.PersonRow(kept_email(email), typed.name.data, new, place), {}


def _place_of(network: Network, new: NewMembership) -> str | None:
    """The name of what a role is held for, where the two go together and lie in the network."""
    of_school = new.role in SCHOOL_ROLES
    if of_school != (new.school_id is not None) or (new.role is Role.DISTRICT) != (
        new.district_id is not None
    ):
        return None
    try:
        name = held_for(store(), new)
    except NotFound:
        return None
    schools = {one.id for one in store().studies.schools(network)} | {None}
    districts = {one.id for one in store().members.districts(network)} | {None}
    return name if new.school_id in schools and new.district_id in districts else None


def _wanted_place(role: Role) -> str:
    if role is Role.DISTRICT:
        return "This role is held for a district. Choose one."
    if role in SCHOOL_ROLES:
        return "This role is held for a school. Choose one."
    return "This role is held for the whole network. Choose that."


def _invite(network: Network, rows: list[lists.PersonRow]) -> list[Link]:
    with store().together():
        links = [_invitation(network, row) for row in rows]
    if mail.can_send():
        for link in links:
            mail.send(link.email, f"Your way in to {network.name}", invitation_text(network, link))
    return links


def _invitation(network: Network, row: lists.PersonRow) -> Link:
    token = store().invitations.add(row.email, row.name, row.membership)
    address = own_address() + url_for("accounts.invitation", token=token)
    role, made = role_name(row.membership.role), store().invitations.find(token)
    place = Place(network.id, row.membership.school_id, name=network.name)
    rights.note("invitation.made", place, f"{row.email}: {role}")
    return Link(row.name, row.email, role, row.place, address, waits=made is not None and made.waits)


def invitation_text(network: Network, link: Link) -> str:
    """A message to send along with an invitation's link."""
    return (
        f"Hello{' ' + link.name if link.name else ''},\n\nyou are invited to Barograph as"
        f" {link.role.lower()} ({link.place}), in {network.name}. Open this link within two weeks"
        f" and choose a password:\n\n{link.address}\n"
    )


def _links_page(network: Network, links: list[Link]) -> str:
    texts = [invitation_text(network, link) for link in links]
    return render_template(
        "people/links.html", network=network, links=links, texts=texts, mailed=mail.can_send()
    )


def _page(network: Network, typed: InviteForm | None = None, problems: dict[str, str] | None = None) -> str:
    members = store().members.of(network)
    find = FindForm(request.args).find.data
    asked = find.casefold()
    rows = [
        (one.account, one.membership, role_name(one.membership.role), held_for(store(), one.membership))
        for one in members
    ]
    if asked:
        rows = [row for row in rows if asked in f"{row[0].name} {row[0].email} {row[2]} {row[3]}".casefold()]
    return render_template(
        "people/people.html",
        network=network,
        rows=rows,
        find=find,
        signed_in=store().sign_ins.on(one.account for one in members),
        invitations=[
            (one, role_name(one.membership.role), held_for(store(), one.membership))
            for one in store().invitations.of(network)
        ],
        roles=[(role, NAMES[role], MEANINGS[role]) for role in Role],
        schools=store().studies.schools(network),
        districts=store().members.districts(network),
        typed=(typed or InviteForm()).data,
        problems=problems or {},
    )
