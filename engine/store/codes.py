"""Personal codes: each lets one person in once. In clear they are on paper and in people's hands, and not here."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from engine.instrument.model import Privacy
from engine.store import code_signs, rows, schema, sealing, way_tables
from engine.store.code_tries import Tries
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.invitees import add_people, as_invitee, check_person
from engine.store.links import ensure_key
from engine.store.mail_tables import letter
from engine.store.records import DraftKey, Site, Wave, WaveState, WayIn
from engine.store.resumes import opened_by
from engine.store.room import Clock, Room
from engine.store.sites import Sites
from engine.store.slow_codes import slow_hash, slow_keys
from engine.store.unit_records import Unit
from engine.store.way_records import CodeAtDoor, CodeState, CodesUsed, InvitedPerson, Invitee, NewInvitee

MOST_AT_ONCE: Final = 2000  # codes for one school


class Codes(Room):
    """Issues codes to whoever runs a wave, and finds what a typed one opens."""

    def __init__(
        self, database: Database, now: Clock, sites: Sites, erase_traces: Callable[[], None]
    ) -> None:
        super().__init__(database, now)
        self._sites = sites
        self._erase_traces = erase_traces
        self._tries = Tries(database, self._today, "code")

    def issue(
        self, wave: Wave, site: Site, number: int, *, beside: bool = False, unit: Unit | None = None
    ) -> tuple[str, ...]:
        """So many new codes of a school, or of a unit below it, for slips; in clear this once.

        They replace its codes that nobody has used, unless they come `beside` these; one with which somebody has begun
        stays valid. In a confidential wave each is of a numbered slip, in the order given. Raises `StoreError` for an
        identified wave, which needs to know people (`invite`), and for a wave that takes no codes.
        """
        if not 1 <= number <= MOST_AT_ONCE:
            raise StoreError(f"{number} codes cannot be issued at once", f"ask for 1 to {MOST_AT_ONCE}")
        if wave.privacy is Privacy.IDENTIFIED:
            raise StoreError(
                f"The wave {wave.title!r} is identified: each code is of a person", "give a list of people"
            )
        codes = [code_signs.draw() for _ in range(number)]
        keys = slow_keys(self._database, codes)
        slips = [NewInvitee("")] * number if wave.privacy is Privacy.CONFIDENTIAL else []
        with self._database.writing() as connection:
            _require_codes(connection, wave, site)
            unit_id = _unit_id(site, unit)
            if not beside:
                _void(connection, site, way_tables.code.c.unit_id.is_not_distinct_from(unit_id))
            invitees: Sequence[Invitee | None] = add_people(connection, wave, site, slips) or [None] * number
            _insert(connection, wave, site, keys, invitees, [unit_id] * number)
        return tuple(code_signs.grouped(code) for code in codes)

    def invite(
        self, wave: Wave, site: Site, people: Sequence[NewInvitee], unit: Unit | None = None
    ) -> tuple[InvitedPerson, ...]:
        """Put people on a school's list, each with a code; in clear this once. Raises `StoreError` if anonymous.

        With a `unit` their answers are kept with it.
        """
        if wave.privacy is Privacy.ANONYMOUS:
            raise StoreError(
                f"The wave {wave.title!r} is anonymous: no list of people is kept of it",
                "issue codes without names",
            )
        if len(people) > MOST_AT_ONCE:
            raise StoreError(f"A list of {len(people)} people is too long", f"give {MOST_AT_ONCE} at once")
        for person in people:
            check_person(person)
        codes = [code_signs.draw() for _ in people]
        keys = slow_keys(self._database, codes)
        with self._database.writing() as connection:
            _require_codes(connection, wave, site)
            invitees = add_people(connection, wave, site, people)
            _insert(connection, wave, site, keys, invitees, [_unit_id(site, unit)] * len(people))
        return _with_codes(invitees, codes)

    def reissue(
        self,
        wave: Wave,
        site: Site,
        people: Sequence[Invitee] | None = None,
        *,
        spare_begun: bool = False,
    ) -> tuple[InvitedPerson, ...]:
        """New codes in place of those of people on the list; in clear this once.

        Of all who have neither answered nor begun; or of the `people` named, whose begun answers are deleted, as the
        code that opened them is no longer valid, unless `spare_begun` leaves these people their codes. Whoever has
        answered keeps their code and gets no other.
        """
        with self._database.reading() as connection:
            found = connection.execute(_waiting(site, people, spare_begun)).all()
        codes = [code_signs.draw() for _ in found]
        keys = slow_keys(self._database, codes)
        fresh = dict(zip((row.id for row in found), zip(keys, codes, strict=True), strict=True))
        with self._database.writing() as connection:
            _require_codes(connection, wave, site)
            still = [as_invitee(row) for row in connection.execute(_waiting(site, people, spare_begun))]
            still = [person for person in still if person.id in fresh]
            code = way_tables.code.c
            old = code.invitee_id.in_([person.id for person in still])
            of_unit = {
                row.invitee_id: row.unit_id
                for row in connection.execute(select(code.invitee_id, code.unit_id).where(old))
            }
            _delete_with_drafts(connection, select(code.key_hash).where(old))
            keys, units = [fresh[one.id][0] for one in still], [of_unit.get(one.id) for one in still]
            _insert(connection, wave, site, keys, still, units)
        return _with_codes(still, [fresh[person.id][1] for person in still])

    def find(self, typed: str) -> CodeAtDoor | None:
        """What a code opens that somebody types, a personal one or one to go on with; None where nobody has it.

        Spaces, hyphens, case and the usual misreadings do not matter. Raises `TooManyTries` where too many codes that
        begin like this one were tried in vain today.
        """
        plain = code_signs.plain(typed)
        if plain is None:
            return None
        with self._database.reading() as connection:
            self._tries.require(connection, plain)
        key = slow_hash(self._database).key(plain)
        with self._database.reading() as connection:
            found = self._personal(connection, key) or self._to_go_on(connection, key)
        if found is None:
            self._tries.count(plain)
        return found

    def of_key(self, key: DraftKey) -> CodeAtDoor | None:
        """What the personal code opens that this key was made of; None where it was made of none."""
        with self._database.reading() as connection:
            return self._personal(connection, key)

    def counts(self, wave: Wave) -> Mapping[int, CodesUsed]:
        """The codes of each site of a wave, by site id."""
        code = way_tables.code.c
        sent = func.count().filter(code.state == "sent")
        query = select(code.site_id, func.count().label("issued"), sent.label("sent"))
        query = query.where(code.wave_id == wave.id).group_by(code.site_id)
        sites = select(schema.site.c.id).where(schema.site.c.wave_id == wave.id).order_by(schema.site.c.id)
        with self._database.reading() as connection:
            found = {row.site_id: CodesUsed(row.issued, row.sent) for row in connection.execute(query)}
            return MappingProxyType({id: found.get(id, CodesUsed(0, 0)) for id in connection.scalars(sites)})

    def void(self, site: Site) -> int:
        """Make a school's codes invalid that nobody has used; gives their number. People on its list stay on it."""
        with self._database.writing() as connection:
            return _void(connection, site)

    def link_key_kept(self, wave: Wave) -> bool:
        """Whether the key is still there that opens who gave which answers of a confidential wave."""
        table = way_tables.link_key
        with self._database.reading() as connection:
            return connection.scalar(select(table.c.wave_id).where(table.c.wave_id == wave.id)) is not None

    def destroy_link_key(self, wave: Wave) -> int:
        """End a closed confidential wave for good: nobody can find out any more who gave which answers.

        The key goes, and with it the sealed links, the list of people and their codes; answers and results stay. Gives
        the number of links. Raises `StoreError` for a wave of another promise, or one that is not closed.
        """
        links, invited, codes = schema.response_link, way_tables.invitee, way_tables.code
        with self._database.writing() as connection:
            this = schema.wave.c.id == wave.id
            held = rows.one(connection, select(schema.wave).where(this).with_for_update(), "wave", wave.id)
            if held.privacy != Privacy.CONFIDENTIAL:
                raise StoreError(
                    f"The wave {held.title!r} is {held.privacy}: it has no key", "nothing is needed"
                )
            if held.state != WaveState.CLOSED:
                raise StoreError(f"The wave {held.title!r} is not closed", "close it first")
            destroyed = connection.execute(delete(links).where(links.c.wave_id == wave.id)).rowcount
            people = select(invited.c.id).where(invited.c.wave_id == wave.id)
            connection.execute(delete(letter).where(letter.c.recipient.in_(people)))
            for table in (way_tables.link_key, codes, invited, schema.withdrawal):
                connection.execute(delete(table).where(table.c.wave_id == wave.id))
            connection.execute(update(schema.wave).where(this).values(traces_erased=False))
        self._erase_traces()
        return destroyed

    def _personal(self, connection: Connection, key: DraftKey) -> CodeAtDoor | None:
        code, draft, name = way_tables.code.c, schema.draft.c, sealing.row_key(key)
        begun = exists().where(draft.key_hash == code.key_hash).label("begun")
        query = select(code.site_id, code.unit_id, code.state, begun).where(code.key_hash == name)
        row = connection.execute(query).first()
        if row is None:
            return None
        state = CodeState.UNDER_WAY if row.begun else CodeState(row.state)
        return CodeAtDoor(self._sites.at_door(connection, row.site_id, row.unit_id), key, state)

    def _to_go_on(self, connection: Connection, key: DraftKey) -> CodeAtDoor | None:
        opened = opened_by(connection, key)
        if opened is None:
            return None
        site_id, unit_id, draft = opened
        return CodeAtDoor(self._sites.at_door(connection, site_id, unit_id), draft, CodeState.UNDER_WAY)


def _require_codes(connection: Connection, wave: Wave, site: Site) -> None:
    """That codes of this site can be made now; holds the wave, so that it does not begin to close meanwhile."""
    held = connection.execute(
        select(schema.wave).where(schema.wave.c.id == wave.id).with_for_update(read=True)
    ).one()
    if held.way_in != WayIn.CODES:
        raise StoreError(
            f"People answer the wave {wave.title!r} by the link of their school", "make a wave by codes"
        )
    if held.state not in (WaveState.DRAFT, WaveState.OPEN):
        raise StoreError(f"The wave {wave.title!r} is closed", "reopen it with a reason")
    if site.wave_id != wave.id or held.privacy != wave.privacy:
        raise StoreError(f"{site.school} has another place in the wave {wave.title!r}", "look at it anew")
    if wave.privacy is Privacy.CONFIDENTIAL:
        ensure_key(connection, wave.id)


def _unit_id(site: Site, unit: Unit | None) -> int | None:
    if unit is not None and unit.site != site.id:
        raise StoreError(f"{unit.name} is no unit of {site.school}", "look at the units of the school anew")
    return None if unit is None else unit.id


def _void(connection: Connection, site: Site, these: ColumnElement[bool] | None = None) -> int:
    """Delete the codes of a site that were neither used nor begun with, and numbered slips along with theirs."""
    code, invitee = way_tables.code, way_tables.invitee
    begun = exists().where(schema.draft.c.key_hash == code.c.key_hash)
    unused = (code.c.site_id == site.id) & (code.c.state == "new") & ~begun
    unused = unused if these is None else unused & these
    voided = connection.execute(delete(code).where(unused)).rowcount
    has_code = exists().where(code.c.invitee_id == invitee.c.id)
    slips = (invitee.c.site_id == site.id) & (invitee.c.name == "") & invitee.c.answered.is_(False)
    connection.execute(delete(invitee).where(slips & ~has_code))
    return voided


def _insert(
    connection: Connection,
    wave: Wave,
    site: Site,
    keys: Sequence[DraftKey],
    invitees: Sequence[Invitee | None],
    units: Sequence[int | None],
) -> None:
    values = [
        {
            "key_hash": sealing.row_key(key),
            "wave_id": wave.id,
            "site_id": site.id,
            "privacy": wave.privacy,
            "state": "new",
            "invitee_id": None if invitee is None else invitee.id,
            "unit_id": unit_id,
        }
        for key, invitee, unit_id in zip(keys, invitees, units, strict=True)
    ]
    if values:
        connection.execute(insert(way_tables.code), values)


def _waiting(site: Site, people: Sequence[Invitee] | None, spare_begun: bool) -> Select[Any]:
    """Whoever of a site's list gets a new code: those named, or all who have not begun; never who has answered."""
    code, invitee = way_tables.code.c, way_tables.invitee
    query = select(invitee).where(invitee.c.site_id == site.id, invitee.c.answered.is_(False))
    begun = exists().where(code.invitee_id == invitee.c.id, code.key_hash == schema.draft.c.key_hash)
    if people is not None:
        these = invitee.c.id.in_([person.id for person in people])
        return query.where(these, ~begun if spare_begun else true()).order_by(invitee.c.number)
    named = or_(invitee.c.name != "", exists().where(code.invitee_id == invitee.c.id))
    return query.where(named, ~begun).order_by(invitee.c.number)


def _delete_with_drafts(connection: Connection, key_hashes: Select[Any]) -> None:
    names = connection.scalars(key_hashes).all()
    connection.execute(delete(schema.draft).where(schema.draft.c.key_hash.in_(names)))
    connection.execute(delete(way_tables.code).where(way_tables.code.c.key_hash.in_(names)))


def _with_codes(invitees: Sequence[Invitee], codes: Sequence[str]) -> tuple[InvitedPerson, ...]:
    return tuple(
        InvitedPerson(person, code_signs.grouped(code)) for person, code in zip(invitees, codes, strict=True)
    )
