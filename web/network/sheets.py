"""Lists that come as CSV or are pasted from a spreadsheet: schools, people, rosters; every fault at once.

Nothing here changes anything: a list is read against what is there, and what it would do is shown first.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.problems import did_you_mean
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
)
from engine.store.email_address import is_email, kept_email
from engine.store.names import alike, identity
from web.account.roles import NAMES

MOST_ROWS: Final = 5000
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
NAMES_OF_MARKS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
NO_WORD: Final = frozenset({"", "-", "none"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row (the header is row 1; None: the list as a whole), and what to do."""

    row: int | None
    text: str


@dataclass(slots=True)
class ReadList:
    """The rows of a list as column -> text, with the faults found so far."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int | None, text: str) -> None:
        self.faults.append(Fault(row, text))


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


def read(text: str, required: Sequence[str], optional: Sequence[str]) -> ReadList:
    """A list with a header; columns are told apart by commas, semicolons or tabs."""
    sheet = ReadList()
    lines = text.removeprefix("\ufeff").strip("\r\n")
    if not lines.strip():
        sheet.fault(
            None, "The list is empty. Choose a file or paste rows, with the names of the columns on top."
        )
        return sheet
    head = lines.partition("\n")[0]
    mark = max("\t;,", key=head.count)
    try:
        table = list(csv.reader(io.StringIO(lines), delimiter=mark, strict=True))
    except csv.Error:
        sheet.fault(
            None,
            "A quotation mark is opened and not closed, so rows run into each other. Write no quotation marks,"
            ' or one on either side of a cell and two for one inside it: "The ""Old"" School".',
        )
        return sheet
    sheet.columns = tuple(" ".join(name.lower().split()) for name in table[0])
    _check_columns(sheet, required, (*required, *optional))
    if len(table) - 1 > MOST_ROWS:
        sheet.fault(None, f"The list has {len(table) - 1:,} rows; take at most {MOST_ROWS:,} at a time.")
    if sheet.faults:
        return sheet
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if CONTROL.search("".join(cells)) or not "".join("".join(cells).split()).isprintable():
            sheet.fault(number, "holds a character that nobody can see. Type the row anew.")
            continue
        if len(cells) > len(sheet.columns):
            sheet.fault(
                number,
                f"has {len(cells)} cells for {len(sheet.columns)} columns. Look for a stray {NAMES_OF_MARKS[mark]}.",
            )
            continue
        padded = [" ".join(cell.split()) for cell in cells] + [""] * (len(sheet.columns) - len(cells))
        sheet.rows.append((number, dict(zip(sheet.columns, padded, strict=True))))
    if not sheet.rows and not sheet.faults:
        sheet.fault(None, "There is a header and no row under it.")
    return sheet


def read_schools(store: Store, network: Network, text: str) -> tuple[list[SchoolRow], list[Fault]]:
    """Schools to be added or changed: the columns school, level and district."""
    sheet = read(text, ("school",), ("level", "district"))
    known = {identity(one.name): one for one in store.studies.schools(network)}
    districts = store.members.district_of(network)
    found: list[SchoolRow] = []
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        name = _once(sheet, seen, number, cells["school"], "school")
        level = _level(sheet, number, cells.get("level", ""))
        district = cells.get("district", "") or None
        school = known.get(identity(name))
        like = None if school else alike(name, (one.name for one in known.values()))
        if like is not None:
            sheet.fault(
                number,
                f"“{name}” is spelled nearly as “{like}”, which is there. Write it so, or, where it is another school, "
                "so that people can tell the two names apart.",
            )
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
            sheet.fault(number, "The email address is missing.")
        elif not is_email(cells["email"]):
            sheet.fault(number, f"“{cells['email']}” is not an email address.")
        role = role_named(cells["role"])
        if role is None:
            sheet.fault(
                number, f"There is no role “{cells['role']}”. Roles: {', '.join(NAMES.values()).lower()}."
            )
            continue
        place = _place(sheet, number, role, cells, schools, districts)
        if place is None:
            continue
        new = NewMembership(role, network.id, *place[1:])
        if (email, new) in seen:
            sheet.fault(number, f"{email} stands here a second time for the same role.")
        if (email, new) in held:
            sheet.fault(number, f"{email} holds this role already. Delete the row.")
        seen.add((email, new))
        found.append(PersonRow(email, cells.get("name", ""), new, place[0] or network.name))
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
        name = _once(sheet, seen, number, cells["school"], "school")
        school = schools.get(identity(name))
        if name and school is None:
            names = [one.name for one in schools.values()]
            guess = _guess(name, names) or "Add it to the network’s schools first."
            sheet.fault(number, f"The network has no school “{name}”. {guess}")
        counts = {
            by_label[column]: _whole(sheet, number, column, cells[column])
            for column in sheet.columns
            if column in by_label
        }
        by_role = {role: count for role, count in counts.items() if count is not None}
        roster = _whole(sheet, number, "roster", cells.get("roster", ""))
        if roster is None and by_role:
            roster = sum(by_role.values())
        if roster is None and cells.get("roster", "").lower() not in NO_WORD:
            pass  # what stands there is named already
        elif roster is None or roster == 0:
            sheet.fault(number, "says nothing of how many people are asked. Fill in the roster, above 0.")
        elif sum(by_role.values()) > roster:
            sheet.fault(
                number, f"The roles add up to {sum(by_role.values())}, more than the roster of {roster}."
            )
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


def role_named(text: str) -> Role | None:
    """A role by its id or by its name."""
    plain = text.strip().lower().replace("_", " ").replace("-", " ")
    names = {name.lower(): role for role, name in NAMES.items()} | {
        role.replace("_", " "): role for role in Role
    }
    return names.get(plain)


def _check_columns(sheet: ReadList, required: Sequence[str], known: Sequence[str]) -> None:
    for name in required:
        if name not in sheet.columns:
            sheet.fault(None, f"There is no column “{name}”. The first row holds the names of the columns.")
    for name in sheet.columns:
        if name not in known:
            guess = _guess(name, known) or f"The columns are {', '.join(known)}."
            sheet.fault(None, f"There is no use for a column “{name}”. {guess}")
    for name in {one for one in sheet.columns if sheet.columns.count(one) > 1}:
        sheet.fault(None, f"The column “{name}” is there twice. Keep one.")


def _guess(word: str, known: Sequence[str]) -> str:
    """`Did you mean 'x'?` as a sentence of its own, or nothing."""
    return did_you_mean(word, known).replace("did", "Did", 1)


def _once(sheet: ReadList, seen: dict[str, int], number: int, name: str, noun: str) -> str:
    """A name that may stand in the list only once, and not be empty."""
    if not name:
        sheet.fault(number, f"The {noun} has no name. Name it or delete the row.")
    elif identity(name) in seen:
        sheet.fault(number, f"“{name}” stands in row {seen[identity(name)]} already. Keep one row a {noun}.")
    elif len(name) > 300:
        sheet.fault(number, f"The name of the {noun} has more than 300 characters.")
    seen.setdefault(identity(name), number)
    return name


def _level(sheet: ReadList, number: int, text: str) -> SchoolLevel | None:
    if text.lower() in NO_WORD:
        return None
    if text.lower() not in set(SchoolLevel):
        sheet.fault(number, f"There is no level “{text}”. Levels: {', '.join(SchoolLevel)}.")
        return None
    return SchoolLevel(text.lower())


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
        known = _guess(school, names) if school else None
        cause = f"The network has no school “{school}”." if school else "This role needs a school."
        sheet.fault(number, f"{cause} {known or 'Fill in the column school as the list of schools has it.'}")
        return None
    home = districts.get(identity(district))
    if home is None:
        cause = f"There is no district “{district}”." if district else "This role needs a district."
        sheet.fault(number, f"{cause} Districts are named in the list of schools.")
        return None
    return home.name, home.id, None


def _whole(sheet: ReadList, number: int, column: str, text: str) -> int | None:
    if text.lower() in NO_WORD:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        sheet.fault(number, f"“{text}” under {column} is not a whole number of people.")
        return None
    return int(text)


def cell(text: str) -> str:
    """A text as one cell of a list that is pasted back."""
    if any(sign in text for sign in ',;"\t'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
