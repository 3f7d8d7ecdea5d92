"""Lists of schools, people and rosters: what a list would do, and every fault in it at once.

Nothing here changes anything: a list is read against what is there, and what it would do is shown first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.exchange.files import text_of
from engine.problems import Refused
from engine.store import (
    NETWORK_ROLES,
    SCHOOL_ROLES,
    District,
    Network,
    NewMembership,
    Role,
    School,
    SchoolLevel,
    Site,
    Store,
    exclude_one_another,
)
from engine.store.email_address import is_email, kept_email
from engine.store.names import alike, identity
from web.account.roles import NAMES
from web.network.sheets import NO_WORD, Fault, ReadList, guess, level_in, once, people_in, read, short

EXCLUDED: Final = "can’t be a researcher and hold a role at a school of the same network"
LONGEST_OF_A_PERSON: Final = 200
EMAIL_REMEDY: Final = "Write one, such as ada@school.example"


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school as the list wants it; `school` is the one that is there already."""

    name: str
    level: SchoolLevel | None
    district: str | None
    school: School | None
    change: str  # in words; empty where nothing would change


@dataclass(frozen=True, slots=True)
class PersonRow:
    email: str
    name: str
    membership: NewMembership
    place: str


@dataclass(frozen=True, slots=True)
class RosterLine:
    school: School
    roster: int
    by_role: Mapping[str, int]
    site: Site | None  # None: the school would join the wave


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A school of a new wave, how many of its people are asked, and its level; the last two may be unknown."""

    school: str
    roster: int | None = None
    level: str | None = None


def read_wave_schools(path: Path) -> tuple[RosterRow, ...]:
    """The schools of a wave in a file: school, roster and level. Raises `Refused` with every fault of it."""
    sheet = read(text_of(path)[0], ("school",), ("roster", "level"))
    seen: dict[str, int] = {}
    found = [
        RosterRow(
            once(sheet, seen, number, cells["school"], "school"),
            _roster(sheet, number, cells.get("roster", "")),
            level_in(sheet, number, cells.get("level", "")),
        )
        for number, cells in sheet.rows
    ]
    if sheet.faults:
        raise Refused(fault.problem(path.name) for fault in sheet.faults)
    return tuple(found)


def _roster(sheet: ReadList, number: int, text: str) -> int | None:
    found = people_in(sheet, number, "roster", text)
    if found == 0:
        sheet.fault(number, "The roster is 0", "Write how many people are asked, or nothing", "roster")
    return found


def read_schools(store: Store, network: Network, text: str) -> tuple[list[SchoolRow], list[Fault]]:
    """Schools to be added or changed: the columns school, level and district."""
    sheet = read(text, ("school",), ("level", "district"))
    known = {identity(one.name): one for one in store.studies.schools(network)}
    districts = store.members.district_of(network)
    found: list[SchoolRow] = []
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        name = once(sheet, seen, number, cells["school"], "school")
        level = level_in(sheet, number, cells.get("level", ""))
        district = short(sheet, number, cells.get("district", ""), "district") or None
        school = known.get(identity(name))
        like = None if school else alike(name, (one.name for one in known.values()))
        if like is not None:
            cause = f"“{name}” is spelled nearly as “{like}”, which is there"
            remedy = (
                "Write it so, or, where it is another school, so that people can tell the two names apart"
            )
            sheet.fault(number, cause, remedy)
        current = districts.get(school.id) if school else None
        found.append(SchoolRow(name, level, district, school, _change(school, level, district, current)))
    return found, sheet.faults


def read_people(store: Store, network: Network, text: str) -> tuple[list[PersonRow], list[Fault]]:
    """People to be invited: the columns email, name, role, and school or district where the role has one."""
    sheet = read(text, ("email", "role"), ("name", "school", "district"))
    schools = {identity(one.name): one for one in store.studies.schools(network)}
    districts = {identity(one.name): one for one in store.members.districts(network)}
    found: list[PersonRow] = []
    seen: set[tuple[str, NewMembership]] = set()
    held = roles_held(store, network)
    for number, cells in sheet.rows:
        email = kept_email(cells["email"])
        if not email:
            sheet.fault(number, "The email address is missing", "Write it, or delete the row")
        elif not is_email(cells["email"]):
            sheet.fault(number, f"“{cells['email']}” is not an email address", EMAIL_REMEDY)
        role = role_named(cells["role"])
        if role is None:
            remedy = f"Roles: {', '.join(NAMES.values()).lower()}"
            sheet.fault(number, f"There is no role “{cells['role']}”", remedy)
            continue
        place = _place(sheet, number, role, cells, schools, districts)
        if place is None:
            continue
        new = NewMembership(role, network.id, *place[1:])
        if (email, new) in seen:
            sheet.fault(
                number, f"{email} stands here a second time for the same role", "Delete one of the rows"
            )
        if (email, new) in held:
            sheet.fault(number, f"{email} holds this role already", "Delete the row")
        if role_excluded(email, new, held | seen):
            sheet.fault(number, f"{email} {EXCLUDED}", "Give one of the two to somebody else")
        seen.add((email, new))
        called = short(sheet, number, cells.get("name", ""), "person", LONGEST_OF_A_PERSON)
        found.append(PersonRow(email, called, new, place[0] or network.name))
    return found, sheet.faults


def read_rosters(
    store: Store, network: Network, sites: Sequence[Site], roles: Mapping[str, str], text: str
) -> tuple[list[RosterLine], list[Fault]]:
    """How many people each school asks: school, roster, and a column a role (by its value or its label)."""
    by_label = {label.lower(): value for value, label in roles.items()} | {
        value.lower(): value for value in roles
    }
    sheet = read(text, ("school",), ("roster", *by_label))
    schools = {identity(one.name): one for one in store.studies.schools(network)}
    there = {one.school_id: one for one in sites}
    found: list[RosterLine] = []
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        name = once(sheet, seen, number, cells["school"], "school")
        school = schools.get(identity(name))
        if name and school is None:
            names = [one.name for one in schools.values()]
            remedy = guess(name, names) or "Add it to the network’s schools first"
            sheet.fault(number, f"The network has no school “{name}”", remedy)
        counts = {
            by_label[column]: people_in(sheet, number, column, cells[column])
            for column in sheet.columns
            if column in by_label
        }
        by_role = {role: count for role, count in counts.items() if count is not None}
        roster = people_in(sheet, number, "roster", cells.get("roster", ""))
        if roster is None and by_role:
            roster = sum(by_role.values())
        if roster is None and cells.get("roster", "").lower() not in NO_WORD:
            pass  # what stands there is named already
        elif roster is None or roster == 0:
            cause = "The row says nothing of how many people are asked"
            sheet.fault(number, cause, "Fill in the roster, above 0", "roster")
        elif sum(by_role.values()) > roster:
            cause = f"The roles add up to {sum(by_role.values())}, more than the roster of {roster}"
            sheet.fault(number, cause, "Correct one of them")
        if school is not None:
            found.append(RosterLine(school, roster or 0, by_role, there.get(school.id)))
    return found, sheet.faults


def roles_held(store: Store, network: Network) -> frozenset[tuple[str, NewMembership]]:
    """Who holds which role in a network, as it would be given: address and role."""
    return frozenset(
        (
            one.account.email,
            NewMembership(
                one.membership.role, network.id, one.membership.district_id, one.membership.school_id
            ),
        )
        for one in store.members.of(network)
    )


def role_excluded(email: str, new: NewMembership, held: Iterable[tuple[str, NewMembership]]) -> bool:
    """Whether somebody holds a role, or is to, beside which a new one can't be held."""
    return any(who == email and exclude_one_another(new.role, one.role) for who, one in held)


def role_named(text: str) -> Role | None:
    """A role by its id or by its name."""
    plain = text.strip().lower().replace("_", " ").replace("-", " ")
    names = {name.lower(): role for role, name in NAMES.items()} | {
        role.replace("_", " "): role for role in Role
    }
    return names.get(plain)


def _change(
    school: School | None, level: SchoolLevel | None, district: str | None, current: District | None
) -> str:
    if school is None:
        return "new"
    changes = []
    if level is not None and level != school.level:
        changes.append(f"level {school.level or 'unknown'} → {level}")
    if district is not None and (current is None or identity(current.name) != identity(district)):
        changes.append(f"district {current.name if current else 'none'} → {district}")
    return ", ".join(changes)


def _place(
    sheet: ReadList,
    number: int,
    role: Role,
    cells: Mapping[str, str],
    schools: Mapping[str, School],
    districts: Mapping[str, District],
) -> tuple[str, int | None, int | None] | None:
    """What a role is held for, as (name, district id, school id); None, with a fault, where that cannot be."""
    school, district = cells.get("school", ""), cells.get("district", "")
    if role in NETWORK_ROLES:
        return "", None, None
    if role in SCHOOL_ROLES:
        found = schools.get(identity(school))
        if found is not None:
            return found.name, None, found.id
        names = [one.name for one in schools.values()]
        known = guess(school, names) if school else None
        cause = f"The network has no school “{school}”" if school else "This role needs a school"
        sheet.fault(number, cause, known or "Fill in the column school as the list of schools has it")
        return None
    home = districts.get(identity(district))
    if home is None:
        cause = f"There is no district “{district}”" if district else "This role needs a district"
        sheet.fault(number, cause, "Districts are named in the list of schools")
        return None
    return home.name, home.id, None
