"""A visit: what somebody meets who follows a link with the key of a draft, read at once."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam

from engine.store import rows, schema, sealing
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.drafts import KEPT, draft_of, read_draft, was_submitted
from engine.store.prepared import Kept, Prepared
from engine.store.records import AtDoor, Door, DraftKey, SiteAtDoor, WaveState
from engine.store.room import Clock, Room
from engine.store.sites import Sites
from engine.store.waves import door

OF_A_DOOR: Final = len(rows.DOORS.selected_columns)
WITH_DRAFT: Final = (
    rows.DOORS.add_columns(
        *(column.label(f"draft_{column.name}") for column in KEPT), schema.spent.c.wave_id.label("spent_in")
    )
    .outerjoin(schema.draft, schema.draft.c.key_hash == bindparam("key"))
    .outerjoin(schema.spent, schema.spent.c.key_hash == bindparam("key"))
    .where(schema.site.c.link == bindparam("link"))
)
NO_KEY: Final = b""  # the name of no row
MOST: Final = 10_000  # sites that are kept read


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site as its row says, kept as long as the row stays the same."""

    row: Kept
    site: SiteAtDoor
    state: WaveState
    asks_families: bool


class Visits(Room):
    """Finds the survey behind a link, with the draft that a browser holds the key of."""

    def __init__(self, database: Database, now: Clock, sites: Sites, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._sites, self._definitions = sites, definitions
        self._with_draft = Prepared(database, WITH_DRAFT)
        self._known: dict[str, KnownSite] = {}

    def find(self, link: str, key: DraftKey | None) -> AtDoor | None:
        """The survey of a link, a site's or that of a unit below it, and what is kept under a key; None without one.

        The draft may be another survey's: whoever asks compares its site. One statement, but for the link of a unit
        and for students, whose families are asked about by another.
        """
        row = self._with_draft.row(link=link, key=sealing.row_key(key) if key else NO_KEY)
        if row is None:
            return self._below(link, key)
        site = self._at_door(link, row[:OF_A_DOOR])
        (*draft, spent_in) = row[OF_A_DOOR:]
        if key is None or draft[0] is None:
            return AtDoor(site, spent=spent_in is not None)
        return AtDoor(site, draft_of(key, *draft), spent_in is not None)

    def _at_door(self, link: str, row: Kept) -> SiteAtDoor:
        """What somebody meets now at the site of a row."""
        known = self._known.get(link)
        if known is None or known.row != row:
            site, state = self._sites.known(self._with_draft.read(row))
            instrument = self._definitions.get(site.instrument_id, site.version)
            if len(self._known) >= MOST:
                self._known.clear()
            known = self._known[link] = KnownSite(row, site, state, instrument.family_form is not None)
        met = door(known.state, known.site, self._now())
        if met is Door.OPEN and not known.asks_families:
            return known.site
        with self._database.reading() as connection:
            return self._sites.as_met(connection, known.site, met)

    def _below(self, link: str, key: DraftKey | None) -> AtDoor | None:
        """The same for the link of a unit below a site."""
        with self._database.reading() as connection:
            site = self._sites.door_of_unit(connection, link)
            if site is None or key is None:
                return None if site is None else AtDoor(site)
            return AtDoor(site, read_draft(connection, key), was_submitted(connection, key))
