"""Who joins a school: its leader confirms or declines whom the hub has invited."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for

from engine.store import Invitation, Role, School
from web import rights
from web.account.questions import ask
from web.account.roles import role_name
from web.rights import Action, Place, needs
from web.sessions import store

pages = Blueprint("joining", __name__)


@pages.get("/schools/<int:school>/invitations/<int:invitation>/confirm")
@needs(Action.SAY_WHO_JOINS, "school")
def ask_confirm(school: School, invitation: int) -> str:
    found = _waiting(school, invitation)
    return ask(
        f"Let {found.email} join {school.name}?",
        f"Once they open their link they are {role_name(found.membership.role).lower()} of {school.name} and read"
        f" {'what their own class said' if found.membership.role is Role.TEACHER else 'its results'}.",
        "Ask them first whether this address is theirs. Whoever administers the network can end the role again.",
        "Let them join",
        back=url_for("school_people.people", school=school.id),
    )


@pages.post("/schools/<int:school>/invitations/<int:invitation>/confirm")
@needs(Action.SAY_WHO_JOINS, "school")
def confirm(school: School, invitation: int) -> Any:
    found = _waiting(school, invitation)
    store().invitations.confirm(school, invitation)
    return _done(school, found, "invitation.confirmed", f"{found.email} can open their link now, and join.")


@pages.get("/schools/<int:school>/invitations/<int:invitation>/decline")
@needs(Action.SAY_WHO_JOINS, "school")
def ask_decline(school: School, invitation: int) -> str:
    found = _waiting(school, invitation)
    return ask(
        f"Decline that {found.email} joins {school.name}?",
        "Their link stops working, and they read nothing.",
        "Whoever administers the network sees in the log that you declined, and can invite them once more.",
        "Decline",
        back=url_for("school_people.people", school=school.id),
    )


@pages.post("/schools/<int:school>/invitations/<int:invitation>/decline")
@needs(Action.SAY_WHO_JOINS, "school")
def decline(school: School, invitation: int) -> Any:
    found = _waiting(school, invitation)
    store().invitations.withdraw(school, invitation)
    return _done(school, found, "invitation.declined", f"The invitation of {found.email} no longer works.")


def _waiting(school: School, id: int) -> Invitation:
    found = next((one for one in store().invitations.of(school) if one.id == id and one.waits), None)
    if found is None:
        abort(404)
    return found


def _done(school: School, found: Invitation, action: str, told: str) -> Any:
    what = f"{found.email}: {role_name(found.membership.role)}"
    rights.note(action, Place(school.network_id, school.id, name=school.name), what)
    flash(told)
    return redirect(url_for("school_people.people", school=school.id))
