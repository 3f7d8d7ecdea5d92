"""Lists of the people who may answer a confidential or identified wave: read against what is there, and added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.cells import safe
from engine.store import Invitee, NewInvitee, Site, Store, Wave
from engine.store.email_address import is_email, kept_email
from engine.store.invitees import LONGEST_PERSON
from engine.store.names import identity
from web.network.sheets import NO_WORD, Fault, ReadList, cell, guess, read, short

ADDRESSES: Final = ("address", "email")  # what the column may be called
EMAIL_REMEDY: Final = "Write one, such as ada@school.example, or nothing"


@dataclass(frozen=True, slots=True)
class InviteeRow:
    """A person as the list wants them."""

    site: Site
    name: str
    address: str | None


def read_invitees(store: Store, wave: Wave, text: str) -> tuple[list[InviteeRow], list[Fault]]:
    """People to be listed: the columns school and name, and address where there is one. Every fault at once."""
    sheet = read(text, ("school", "name"), ADDRESSES)
    if all(column in sheet.columns for column in ADDRESSES):
        sheet.fault(None, "There are two columns of addresses, “address” and “email”", "Keep one")
    sites = {identity(one.school): one for one in store.sites.of(wave)}
    seen = _Seen(store.invitees.of(wave), {one.id: one.school for one in sites.values()})
    found = []
    for number, cells in sheet.rows:
        site = _site(sheet, number, _written(cells["school"]), sites)
        name = short(sheet, number, _written(cells["name"]), "person", LONGEST_PERSON)
        if not name:
            sheet.fault(number, "The name is missing", "Write it, or delete the row")
        address = _address(sheet, number, cells)
        if site is not None and name:
            seen.check(sheet, number, site, name, address)
            found.append(InviteeRow(site, name, address))
    return found, sheet.faults


def add_people(store: Store, wave: Wave, rows: Sequence[InviteeRow]) -> None:
    """Put people on the lists of their schools, all or none."""
    with store.together():
        for site in {row.site.id: row.site for row in rows}.values():
            people = [NewInvitee(row.name, row.address) for row in rows if row.site.id == site.id]
            store.invitees.add(wave, site, people)


def as_list(schools: Mapping[int, str], people: Sequence[Invitee]) -> str:
    """People as a list that can be read again, and opened in a spreadsheet; `schools` by the number of their site."""
    lines = [(schools[one.site_id], one.name, one.address or "") for one in people]
    table = [("school", "name", "address"), *lines]
    return "".join(",".join(cell(safe(text)) for text in line) + "\n" for line in table)


def _written(text: str) -> str:
    """A text without the apostrophe that `safe` puts before what looks like a formula."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text


class _Seen:
    """Who is on the list already, here or in the rows above, by address and by name at a school."""

    def __init__(self, people: Sequence[Invitee], schools: Mapping[int, str]) -> None:
        self._addresses: dict[str, str] = {}
        self._names: dict[tuple[int, str], tuple[str, str | None]] = {}
        for one in people:
            self._keep(
                one.site_id, one.name, one.address, f"on the list of {schools.get(one.site_id, 'a school')}"
            )

    def check(self, sheet: ReadList, number: int, site: Site, name: str, address: str | None) -> None:
        """A fault where this person is there already: by address, or by name where one of the two has no address."""
        if address and (place := self._addresses.get(kept_email(address))):
            sheet.fault(number, f"{address} is there already, {place}", "Delete one of the two")
            return
        place, other = self._names.get((site.id, identity(name)), ("", None))
        if place and not (address and other):
            cause = f"“{name}” of {site.school} is there already, {place}"
            sheet.fault(
                number,
                cause,
                "Delete one of the two; of two people, give both an address or a middle initial",
            )
            return
        self._keep(site.id, name, address, f"in row {number}")

    def _keep(self, site: int, name: str, address: str | None, place: str) -> None:
        if address:
            self._addresses.setdefault(kept_email(address), place)
        if name:
            self._names.setdefault((site, identity(name)), (place, address))


def _site(sheet: ReadList, number: int, school: str, sites: Mapping[str, Site]) -> Site | None:
    found = sites.get(identity(school))
    if found is None:
        cause = f"“{school}” takes no part in this wave" if school else "The school is missing"
        remedy = guess(school, [one.school for one in sites.values()]) if school else ""
        sheet.fault(number, cause, remedy or "Write it as the wave has it, or let the school join first")
    return found


def _address(sheet: ReadList, number: int, cells: Mapping[str, str]) -> str | None:
    text = next((cells[name] for name in ADDRESSES if cells.get(name)), "")
    if text.lower() in NO_WORD:
        return None
    if not is_email(text):
        sheet.fault(number, f"“{text[:60]}” is not an email address", EMAIL_REMEDY)
        return None
    return kept_email(text)
