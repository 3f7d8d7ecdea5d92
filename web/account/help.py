"""Help inside the application: how to read a result, who sees what, whom to ask.

Who sees what is made of the rules that bind: `rights.ALLOWED` says it to the guard of every page and says it here,
and the smallest numbers are those of `engine.disclosure.policy`.
"""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from engine.disclosure import policy
from engine.language import Language
from engine.store import SCHOOL_ROLES, Role
from web import rights, sessions
from web.respondent.languages import choose, ours
from web.rights import Action, open_to_all, signed_in
from web.sessions import store
from web.wording import say, speak

pages = Blueprint("help", __name__, url_prefix="/help")

READING: Final = ("first", "score", "band", "people", "change", "few", "start", "together", "not")
# The smallest numbers, each under the end of its key in the catalogue.
LEAST: Final = (
    ("whole", policy.FLOOR),
    ("link", policy.LINK_MINIMUM),
    ("items", policy.ITEMS),
    ("part", policy.SUBGROUP),
    ("text", policy.TEXT),
    ("together", policy.LEAST_TOGETHER),
    ("classes", policy.LEAST_CLASSES),
    ("schools", policy.LEAST_SCHOOLS),
    ("peers", policy.LEAST_PEERS),
    ("district", policy.DISTRICT_NAMES),
    ("running", policy.STEP_OF_A_WAVE),
)


@dataclass(frozen=True, slots=True)
class RoleInWords:
    """A role, and what it may do; what it may only where the school agreed stands apart."""

    name: str
    may: tuple[str, ...]
    by_agreement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhoHelps:
    """Whom somebody may ask about a network or a school: names with addresses."""

    place: str
    people: tuple[tuple[str, str], ...]


@pages.get("/reading")
@open_to_all
def reading() -> str:
    offered = _speak()
    parts = [(say(f"help.reading.{one}.title"), say(f"help.reading.{one}.text")) for one in READING]
    return render_template("help/reading.html", parts_of=parts, languages=offered)


@pages.get("/who-sees-what")
@open_to_all
def who_sees_what() -> str:
    offered = _speak()
    least = [say(f"help.least.{key}", n=number) for key, number in LEAST]
    return render_template(
        "help/who.html", roles=[in_words(role) for role in Role], least=least, languages=offered
    )


@pages.get("/whom-to-ask")
@signed_in
def whom_to_ask() -> str:
    """The administrators of one's networks and, for people of a school, its leaders."""
    offered = _speak()
    me = sessions.me()
    networks = dict.fromkeys(one.network_id for one in me.memberships)
    schools = dict.fromkeys(one.school_id for one in me.memberships if one.role in SCHOOL_ROLES)
    found = [_of_network(id) for id in networks]
    found += [_of_school(id) for id in schools if id is not None]
    return render_template("help/ask.html", found=found, languages=offered)


def in_words(role: Role) -> RoleInWords:
    """What a role may do, in the words of the page, in the order of the rules."""
    may = [action for action, roles in rights.ALLOWED.items() if role in roles]
    apart = [action for action in may if action in rights.BY_AGREEMENT and role not in rights.OWN]
    return RoleInWords(
        say(f"account.role.{role}"),
        tuple(_sentence(action) for action in may if action not in apart),
        tuple(_sentence(action) for action in apart),
    )


def _sentence(action: Action) -> str:
    return say(f"help.may.{action.name.lower()}")


def _of_network(id: int) -> WhoHelps:
    network = store().studies.network(id)
    return WhoHelps(
        network.name,
        tuple(
            (one.account.name, one.account.email)
            for one in store().members.of(network)
            if one.membership.role is Role.HUB_ADMINISTRATOR
        ),
    )


def _of_school(id: int) -> WhoHelps:
    school = store().studies.school(id)
    return WhoHelps(
        school.name,
        tuple(
            (one.account.name, one.account.email)
            for one in store().members.of(school)
            if one.membership.role is Role.SCHOOL_LEADER
        ),
    )


def _speak() -> tuple[str, ...]:
    """Speak as the address says, else as was chosen for these pages, else as the browser asks."""
    offered = ours()
    speak(Language.of(choose(offered, lambda: "/help")))
    return offered
