"""People of the demonstration, one for each role, and which schools let the hub see their result by name.

Nobody of them is real, and none has a password: they are let in by the demonstration's own page alone.
"""

from dataclasses import dataclass
from typing import Final

from engine.demo.planted import PLANTED
from engine.store import SCHOOL_ROLES, Account, Network, NewMembership, Role, Store

NO_PASSWORD: Final = "none"  # noqa: S105 - no password has this hash
DISTRICTS: Final = ("Riverbend East", "Riverbend West")
OWN_SCHOOL: Final = PLANTED["A"][0]
# Did not agree to be named; all of one cohort, where three of them hide each other, so that phases have curves.
UNNAMED: Final = tuple(PLANTED[letter][0] for letter in ("E", "H", "J"))


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to look around as: what they are, who, and what they come for."""

    role: Role
    name: str
    purpose: str

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@riverbend.example"


PEOPLE: Final = (
    DemoPerson(
        Role.SCHOOL_LEADER, "Rosa Lindqvist", "reads one school’s results, and decides who may see them"
    ),
    DemoPerson(Role.SCHOOL_TEAM, "Theo Abara", "reads them with the leader, and records what the team chose"),
    DemoPerson(
        Role.TEACHER, "Noor Haddad", "reads what their own class said, and their own answers beside it"
    ),
    DemoPerson(Role.DISTRICT, "Joan Whitaker", "sees the whole, and schools that agreed to be named"),
    DemoPerson(
        Role.HUB_ADMINISTRATOR, "Maya Castellan", "runs waves, invites people, sees the network’s result"
    ),
    DemoPerson(
        Role.RESEARCHER, "Ilse Fontaine", "writes instruments, takes de-identified responses, reads the study"
    ),
)


def settle(store: Store, network: Network) -> None:
    """Give the demonstration's people their accounts, and schools their agreements; done once, then left alone."""
    store.installation.remember_demonstration(network)  # one made by an older Barograph does not say so yet
    if store.people.by_email(PEOPLE[0].email) is not None:
        return
    schools = store.studies.schools(network)
    districts = [store.members.add_district(network, name) for name in DISTRICTS]
    for number, school in enumerate(schools):
        store.members.set_district(school, districts[2 * number // len(schools)])
        if not school.name.startswith(UNNAMED):
            store.studies.agree(school, named=True)
    own = next(school for school in schools if school.name.startswith(OWN_SCHOOL))
    for one in PEOPLE:
        district = districts[0].id if one.role is Role.DISTRICT else None
        let_in(store, network, one.role, district, own.id if one.role in SCHOOL_ROLES else None)


def let_in(
    store: Store, network: Network, role: Role, district_id: int | None = None, school_id: int | None = None
) -> None:
    """Give the demonstration's person of a role an account, unless there is one."""
    person = next(one for one in PEOPLE if one.role is role)
    if store.people.by_email(person.email) is None:
        new = NewMembership(role, network.id, district_id=district_id, school_id=school_id)
        invitation = store.invitations.add(person.email, person.name, new, confirmed=True)
        store.invitations.accept_as_new(invitation, person.name, NO_PASSWORD)


def account(store: Store, role: Role) -> Account | None:
    """The account of the demonstration's person of a role."""
    return next((store.people.by_email(one.email) for one in PEOPLE if one.role is role), None)
