"""Who belongs to a school, who is asked to, and who may read its results: a page for its own people and its hub.

A leader asks people in here. Whom a leader asks is confirmed at once: it is their word that others wait for.
"""

from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from engine.store import Invitation, Network, NewMembership, Role, School, StoreError
from engine.store.email_address import is_email, kept_email
from web import rights, throttle
from web.account import mail
from web.account.questions import ask
from web.forms import LineField, TypedForm
from web.network import lists
from web.rights import Action, Place, needs
from web.school.languages import languages, speak_as_chosen_here
from web.security import own_address
from web.sessions import store
from web.wording import language, say

pages = Blueprint("school_people", __name__)

OWN_PAGES: Final = "/schools"  # where the choice of a language holds for somebody with an account
HERE: Final = "/schools/<int:school>/people"
ASKED_IN: Final = (
    Role.SCHOOL_TEAM,
    Role.TEACHER,
)  # whom a leader may ask in; another leader comes by the hub
MOST_OF_A_NAME: Final = lists.LONGEST_OF_A_PERSON  # signs
MOST_OPEN: Final = 20  # invitations of a school that nobody has used yet
MOST_AT_ONCE: Final = 20  # made by a school in a quarter of an hour: each may send a message


class AskForm(TypedForm):
    email, name, role = LineField(), LineField(most=MOST_OF_A_NAME), LineField()


@pages.get(HERE)
@needs(Action.SEE_WHO_BELONGS, "school")
def people(school: School) -> str:
    return _page(school)


@pages.post(HERE)
@needs(Action.SAY_WHO_JOINS, "school")
def invite(school: School) -> Any:
    """One invitation, confirmed as the leader makes it; its link is shown on the page that answers, and mailed."""
    speak_as_chosen_here(OWN_PAGES)
    typed = AskForm(request.form)
    new, problems = _read(school, typed)
    if new is None or problems:
        return _page(school, typed, problems), 400
    key = f"invite to school {school.id}"
    throttle.admit(key, MOST_AT_ONCE)
    try:
        token = store().invitations.add(typed.email.data, typed.name.data, new, confirmed=True)
    except StoreError:
        return _page(school, typed, {"email": say("home.invite.excluded", email=typed.email.data)}), 400
    throttle.failed(key)
    email = kept_email(typed.email.data)
    role = say(f"account.role.{new.role}")
    rights.note("invitation.made", Place(school.network_id, school.id, name=school.name), f"{email}: {role}")
    address = own_address() + url_for("accounts.invitation", token=token)
    text = say(
        "home.invite.message", name=typed.name.data or email, role=role, school=school.name, address=address
    )
    if mail.can_send():
        mail.send(email, say("home.invite.subject", school=school.name), text)
    return render_template(
        "people/school_link.html",
        **_around(school),
        email=email,
        role=role,
        address=address,
        text=text,
        mailed=mail.can_send(),
    )


@pages.get("/schools/<int:school>/invitations/<int:invitation>/withdraw")
@needs(Action.SAY_WHO_JOINS, "school")
def ask_withdraw(school: School, invitation: int) -> str:
    speak_as_chosen_here(OWN_PAGES)
    found = _open(school, invitation)
    return ask(
        say("home.invite.withdraw_question", email=found.email),
        say("home.invite.withdraw_then"),
        say("home.invite.withdraw_after"),
        say("home.invite.withdraw"),
        back=url_for("school_people.people", school=school.id),
        leave=say("home.invite.leave"),
    )


@pages.post("/schools/<int:school>/invitations/<int:invitation>/withdraw")
@needs(Action.SAY_WHO_JOINS, "school")
def withdraw(school: School, invitation: int) -> Any:
    speak_as_chosen_here(OWN_PAGES)
    found = _open(school, invitation)
    store().invitations.withdraw(school, invitation)
    place = Place(school.network_id, school.id, name=school.name)
    rights.note("invitation.withdrawn", place, found.email)
    flash(say("home.invite.withdrawn", email=found.email))
    return redirect(url_for("school_people.people", school=school.id))


def _open(school: School, id: int) -> Invitation:
    """An invitation that can be used; those that wait for a leader are declined instead."""
    found = next((one for one in store().invitations.of(school) if one.id == id and not one.waits), None)
    if found is None:
        abort(404)
    return found


def _read(school: School, typed: AskForm) -> tuple[NewMembership | None, dict[str, str]]:
    problems = {}
    email = typed.email.data
    if not is_email(email):
        problems["email"] = say("home.invite.no_email")
    if len(typed.name.data) > MOST_OF_A_NAME:
        problems["name"] = say("home.invite.long_name", most=MOST_OF_A_NAME)
    role = next((one for one in ASKED_IN if one == typed.role.data), None)
    if role is None:
        return None, problems | {"role": say("home.invite.no_role")}
    new = NewMembership(role, school.network_id, school_id=school.id)
    if problems:
        return new, problems
    held = lists.roles_held(store(), _network(school))
    same = [
        one
        for one in store().invitations.of(school)
        if (one.email, one.membership) == (kept_email(email), new)
    ]
    if (kept_email(email), new) in held:
        problems["email"] = say("home.invite.held", email=email)
    elif len(store().invitations.of(school)) >= MOST_OPEN and not same:
        problems["email"] = say("home.invite.many", most=MOST_OPEN)
    return new, problems


def _page(school: School, typed: AskForm | None = None, problems: dict[str, str] | None = None) -> str:
    speak_as_chosen_here(OWN_PAGES)
    place = Place(school.network_id, school.id)
    invitations = store().invitations.of(school)
    return render_template(
        "people/school_people.html",
        **_around(school),
        named=school.id in store().studies.names_agreed(_network(school)),
        agrees=rights.allowed(Action.AGREE, place),
        confirms=rights.allowed(Action.SAY_WHO_JOINS, place),
        reads_log=rights.allowed(Action.READ_SCHOOL_LOG, place),
        people=store().members.of(school),
        waiting=[one for one in invitations if one.waits],
        invited=[one for one in invitations if not one.waits],
        roles=[(one.value, say(f"account.role.{one}"), say(f"home.invite.may_{one}")) for one in ASKED_IN],
        typed=(typed or AskForm()).data,
        problems=problems or {},
    )


def _around(school: School) -> dict[str, object]:
    return {
        "school": school,
        "network": _network(school),
        "languages": languages(),
        "drafted": "" if language().reviewed("home") else say("report.draft"),
    }


def _network(school: School) -> Network:
    return store().studies.network(school.network_id)
