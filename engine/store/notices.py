"""What schools have told the families of students: without it a wave takes no answer of theirs."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from engine.instrument.model import FamilyForm, Instrument
from engine.instrument.written_text import unseen_sign
from engine.store import rows, schema
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.errors import StoreError
from engine.store.notice_records import FamilyNotice, NewFamilyNotice
from engine.store.notice_tables import family_notice
from engine.store.records import Site, Wave, WaveState
from engine.store.room import Clock, Room

LONGEST_ROLE: Final = 200
LONGEST_HOLDER: Final = 1000
DIGEST_SIGNS: Final = 12


class Notices(Room):
    """Keeps what schools have told families, and says which schools may begin."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions

    def needed(self, wave: Wave) -> FamilyForm | None:
        """What each school has to send to families before its students answer; None of a wave for others."""
        return self._definitions.get(wave.instrument_id, wave.version).family_form

    def record(self, wave: Wave, site: Site, new: NewFamilyNotice) -> FamilyNotice:
        """Keep what a school has told families, in place of what was recorded of it before.

        Raises `StoreError` for a wave that asks no students or is closed, and for a record that cannot be.
        """
        asked = self.needed(wave)
        if asked is None:
            raise StoreError(f"The wave {wave.title!r} asks no students", "nothing has to be recorded")
        _check(new, asked)
        with self._database.writing() as connection:
            today = self._require_going_on(connection, wave)
            if new.sent is not None and new.sent > today:
                raise StoreError(
                    "The notices would go out on a day to come", "record them once they are sent"
                )
            kept = FamilyNotice(
                site_id=site.id,
                wave_id=wave.id,
                form=new.form,
                role=new.role.strip(),
                sent=new.sent,
                reply_by=new.reply_by,
                opted_out=new.opted_out,
                text_version=self.text_version(wave),
                holder=(new.holder or "").strip() or None,
                recorded=today,
            )
            connection.execute(delete(family_notice).where(family_notice.c.site_id == site.id))
            connection.execute(
                insert(family_notice).values(**{name: getattr(kept, name) for name in FamilyNotice.__slots__})
            )
        return kept

    def withdraw(self, wave: Wave, site: Site) -> bool:
        """Take a school's record back, so that its students can't answer any more; False where there is none."""
        with self._database.writing() as connection:
            self._require_going_on(connection, wave)
            this = family_notice.c.site_id == site.id
            return bool(connection.execute(delete(family_notice).where(this)).rowcount)

    def of(self, wave: Wave) -> Mapping[int, FamilyNotice]:
        """The records of a wave, by site id."""
        query = select(family_notice).where(family_notice.c.wave_id == wave.id)
        with self._database.reading() as connection:
            found = [_as_notice(row) for row in connection.execute(query)]
        return MappingProxyType({one.site_id: one for one in found})

    def text_version(self, wave: Wave) -> str:
        """Which letter families get: the instrument, its version, the languages and a digest of the texts."""
        languages = dict.fromkeys([self._definitions.get(wave.instrument_id, wave.version).language])
        languages |= dict.fromkeys(wave.languages)
        letters = [self._letter(wave, language) for language in languages]
        digest = hashlib.sha256("\0".join(letters).encode()).hexdigest()[:DIGEST_SIGNS]
        return f"{wave.instrument_id} {wave.version} ({', '.join(languages)}) {digest}"

    def _letter(self, wave: Wave, language: str) -> str:
        source = self._definitions.get(wave.instrument_id, wave.version)
        tag = None if language == source.language else language
        return self._definitions.get(wave.instrument_id, wave.version, tag).notice or ""

    def _require_going_on(self, connection: Connection, wave: Wave) -> date:
        """Today, of a wave that is not closed."""
        this = select(schema.wave.c.state).where(schema.wave.c.id == wave.id)
        if connection.scalar(this) not in (WaveState.DRAFT, WaveState.OPEN):
            raise StoreError(f"The wave {wave.title!r} is closed", "what was recorded of it stays as it is")
        return rows.day_of_wave(connection, wave.id, self._now())


def sites_waiting(
    connection: Connection, instrument: Instrument, sites: Iterable[int], today: date
) -> frozenset[int]:
    """Those of these sites where students may not be asked yet; none where the instrument asks others."""
    asked, wanted = instrument.family_form, frozenset(sites)
    if asked is None:
        return frozenset()
    query = select(family_notice).where(family_notice.c.site_id.in_(wanted))
    kept = [_as_notice(row) for row in connection.execute(query)]
    return wanted - {one.site_id for one in kept if one.lets_in(asked, today)}


def _check(new: NewFamilyNotice, asked: FamilyForm) -> None:
    if asked is FamilyForm.CONSENT and new.form is not FamilyForm.CONSENT:
        cause = "It asks about what the law protects, so a notice that families may refuse is not enough"
        raise StoreError(cause, "get the written consent of families, and record that")
    role, holder = new.role.strip(), (new.holder or "").strip()
    if not role or len(role) > LONGEST_ROLE or unseen_sign(role):
        raise StoreError("Nobody vouches for the record", "write the role of whoever does, such as Principal")
    if len(holder) > LONGEST_HOLDER or unseen_sign(holder.replace("\n", " ")):
        raise StoreError("The words on who holds the record can't be kept", "use plain text, a few lines")
    if new.opted_out is not None and new.opted_out < 0:
        raise StoreError("The number of families that said no is below zero", "count them, or leave it out")
    if holder:
        return
    if new.sent is None or new.reply_by is None:
        raise StoreError(
            "It is not said when the letters went out and until when families could answer",
            "give both days, or say which other body holds the record",
        )
    if new.reply_by < new.sent:
        raise StoreError("Families could answer before the letters went out", "give a later day for answers")


def _as_notice(row: Any) -> FamilyNotice:
    values = {name: getattr(row, name) for name in FamilyNotice.__slots__}
    return FamilyNotice(**{**values, "form": FamilyForm(row.form)})
