"""Classes and teams as a list to paste: a row a unit, with every fault at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.instrument.model import Audience
from engine.store import Member, NewUnit, Role, School, Site, Store, Unit, UnitKind, Wave
from engine.store.email_address import kept_email
from engine.store.names import identity
from web.network.sheets import Fault, ReadList, once, people_in, read

COLUMNS = ("unit", "kind", "people", "teacher")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of a list, and whose it is to be, in words."""

    new: NewUnit
    kind: UnitKind
    teacher: str


def usual_kind(store: Store, wave: Wave, there: Sequence[Unit]) -> UnitKind:
    """The kind of a school's units where a list does not say: that of those it has, else by who is asked."""
    if there:
        return there[0].kind
    audience = store.definitions.get(wave.instrument_id, wave.version).audience
    of_school = audience in (Audience.STUDENTS, Audience.FAMILIES)
    return UnitKind.CLASS if of_school else UnitKind.TEAM


def read_units(store: Store, wave: Wave, site: Site, text: str) -> tuple[list[UnitRow], list[Fault]]:
    """Units to be made: the columns unit, kind, people and teacher, of which the first alone has to be there."""
    sheet = read(text, ("unit",), COLUMNS[1:])
    there = store.units.of(site)
    usual = usual_kind(store, wave, there)
    members = {kept_email(one.account.email): one for one in store.members.of(_school(store, site))}
    seen: dict[str, int] = {}
    known = {identity(one.name) for one in there}
    found = []
    for number, cells in sheet.rows:
        name = once(sheet, seen, number, cells["unit"], "unit")
        if identity(name) in known:
            sheet.fault(number, f"{site.school} has “{name}” already", "Leave the row out")
        kind = _kind(sheet, number, cells.get("kind", ""), usual)
        people = people_in(sheet, number, "people", cells.get("people", ""))
        teacher = _teacher(sheet, number, cells.get("teacher", ""), members, kind)
        whose = "" if teacher is None else teacher.account.name
        found.append(UnitRow(NewUnit(name, people, teacher.account.id if teacher else None), kind, whose))
    if len({row.kind for row in found} | {one.kind for one in there}) > 1:
        sheet.fault(None, "A school has units of one kind in a wave", "Take another wave for the others")
    return found, sheet.faults


def _school(store: Store, site: Site) -> School:
    return store.studies.school(site.school_id)


def _kind(sheet: ReadList, number: int, text: str, usual: UnitKind) -> UnitKind:
    if not text:
        return usual
    if text.lower() in set(UnitKind):
        return UnitKind(text.lower())
    sheet.fault(number, f"There is no kind “{text}”", f"The kinds are {', '.join(UnitKind)}")
    return usual


def _teacher(
    sheet: ReadList, number: int, text: str, members: Mapping[str, Member], kind: UnitKind
) -> Member | None:
    if not text:
        return None
    found = members.get(kept_email(text))
    if found is None:
        cause = f"“{text}” has no role at this school"
        sheet.fault(number, cause, "Invite them as a teacher first, or leave the cell empty")
    elif kind == UnitKind.CLASS and found.membership.role is Role.SCHOOL_LEADER:
        cause = f"{found.account.name} leads the school, and a class’s result is for nobody who leads it"
        sheet.fault(number, cause, "Name the teacher of the class")
        return None
    return found
