"""Answers under way: saved page by page, readable only with the key in the respondent's cookie."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from engine.store import rows, schema, sealing
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.errors import CodeNeeded, DraftGone, StaleDraft, StoreError, WaveClosed
from engine.store.notices import sites_waiting
from engine.store.prepared import Prepared
from engine.store.records import Door, Draft, DraftKey, Site, SiteAtDoor, WaveState, WayIn
from engine.store.room import Clock, Room
from engine.store.waves import door, lock_wave
from engine.store.way_tables import code

STARTED_STEP: Final = 10  # seconds
RESPONSE_ID_BYTES: Final = 16

KEPT: Final = tuple(schema.draft.c[name] for name in ("site_id", "revision", "payload", "unit_id"))
SAVE: Final = (
    update(schema.draft)
    .where(
        schema.draft.c.key_hash == bindparam("key"),
        schema.draft.c.revision == bindparam("made_from"),
        schema.draft.c.site_id == bindparam("site"),
    )
    .values(revision=bindparam("revision"), day=bindparam("day"), payload=bindparam("payload"))
)


class Drafts(Room):
    """Keeps what a respondent has answered so far."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions
        self._save = Prepared(database, SAVE)

    def start(self, site: Site | SiteAtDoor, key: DraftKey | None = None) -> DraftKey:
        """Open the form for one respondent: the id of their response is drawn here.

        `key` is that of the personal code, in a wave that is answered by codes: `codes.find` gives it. A form that was
        begun with it is left as it is. Raises `CodeNeeded` without one that this school's people can still use, and
        `WaveClosed` when the wave is not open yet, or over, and where families of students have not had their time.
        """
        instrument = self._definitions.of_wave(site.wave_id)
        by_code, key = key is not None, key or sealing.new_key()
        draft = Draft(
            site.id, secrets.token_bytes(RESPONSE_ID_BYTES), coarse_start(self._now()), unit_id=_unit_of(site)
        )
        with self._database.writing() as connection:
            wave = lock_wave(connection, site.wave_id)
            self._require_open_door(wave)
            today = rows.day_of_wave(connection, wave.id, self._now())
            if sites_waiting(connection, instrument, [site.id], today):
                raise families_first(wave)
            if (wave.way_in == WayIn.CODES) != by_code:
                raise CodeNeeded if not by_code else _no_code_needed(wave)
            if key is not None and by_code:
                if _begun(connection, site, key):
                    return key
                draft = replace(draft, unit_id=_unit_of_code(connection, key))
            connection.execute(
                insert(schema.draft).values(
                    key_hash=sealing.row_key(key),
                    site_id=site.id,
                    wave_id=site.wave_id,
                    privacy=wave.privacy,
                    revision=draft.revision,
                    day=self._today(),
                    payload=sealed_draft(key, draft),
                    unit_id=draft.unit_id,
                )
            )
        return key

    def load(self, key: DraftKey) -> Draft | None:
        """The draft of this key; None when there is none (any more)."""
        with self._database.reading() as connection:
            return read_draft(connection, key)

    def save(self, key: DraftKey, draft: Draft) -> Draft:
        """Keep this draft in place of the revision it was made from, and give the new revision.

        Raises `StaleDraft` with the current draft when another tab saved in between, and `DraftGone` when
        there is none to save to.
        """
        saved = replace(draft, revision=draft.revision + 1)
        changed = self._save.change(
            key=sealing.row_key(key),
            made_from=draft.revision,
            site=draft.site_id,
            revision=saved.revision,
            day=self._today(),
            payload=sealed_draft(key, saved),
        )
        if changed == 1:
            return saved
        with self._database.reading() as connection:
            current = read_draft(connection, key)
            if current is None:
                raise gone(connection, key)
        raise StaleDraft(current)

    def expire(self, older_than_days: int) -> int:
        """Delete the drafts last saved more than so many days ago; gives their number.

        So are the spent keys of waves that were closed so long ago: no browser holds one any more.
        """
        limit = self._today() - timedelta(days=older_than_days)
        closed = (
            select(schema.snapshot.c.wave_id)
            .join(schema.wave, schema.wave.c.id == schema.snapshot.c.wave_id)
            .where(schema.wave.c.state == WaveState.CLOSED)
            .group_by(schema.snapshot.c.wave_id)
            .having(func.max(schema.snapshot.c.day) < limit)
        )
        with self._database.writing() as connection:
            connection.execute(delete(schema.spent).where(schema.spent.c.wave_id.in_(closed)))
            return int(connection.execute(delete(schema.draft).where(schema.draft.c.day < limit)).rowcount)

    def _require_open_door(self, wave: Any) -> None:
        met = door(WaveState(wave.state), wave, self._now())
        if met is Door.DRAFT:
            raise WaveClosed(f"The wave {wave.title!r} was not opened yet", "ask the network when it opens")
        if met is Door.NOT_YET:
            raise WaveClosed(
                f"The wave {wave.title!r} is not open yet", f"come back on {wave.opens:%Y-%m-%d}"
            )
        if met is not Door.OPEN:
            raise WaveClosed(f"The wave {wave.title!r} is over", "ask the network whether it opens again")


def families_first(wave: Any) -> WaveClosed:
    return WaveClosed(
        f"The wave {wave.title!r} asks students whose families were not told, or still have time to say no",
        "record what the school has told them: barograph wave families --help",
    )


def _begun(connection: Connection, site: Site | SiteAtDoor, key: DraftKey) -> bool:
    """Whether a form was begun with a code already; raises where the code cannot begin one at this site."""
    name = sealing.row_key(key)
    row = connection.execute(
        select(code.c.state).where(code.c.key_hash == name, code.c.site_id == site.id).with_for_update()
    ).one_or_none()
    if row is None:
        raise CodeNeeded
    if connection.scalar(select(exists().where(schema.draft.c.key_hash == name))):
        return True
    if row.state != "new":
        raise DraftGone(submitted=True)
    return False


def _unit_of(site: Site | SiteAtDoor) -> int | None:
    """The unit whose link was followed."""
    return site.unit.id if isinstance(site, SiteAtDoor) and site.unit else None


def _unit_of_code(connection: Connection, key: DraftKey) -> int | None:
    """The unit that a personal code was given out for, whatever link was followed."""
    unit: int | None = connection.scalar(
        select(code.c.unit_id).where(code.c.key_hash == sealing.row_key(key))
    )
    return unit


def _no_code_needed(wave: Any) -> StoreError:
    return StoreError(f"The wave {wave.title!r} is answered by a link, without a code", "follow the link")


def read_draft(connection: Connection, key: DraftKey, *, lock: bool = False) -> Draft | None:
    """The draft of a key; with `lock`, no other transaction can read it so until this one ends."""
    query = select(*KEPT).where(schema.draft.c.key_hash == sealing.row_key(key))
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else draft_of(key, *row)


def draft_of(key: DraftKey, site_id: int, revision: int, sealed: bytes, unit_id: int | None) -> Draft:
    """A draft of what `KEPT` names, unsealed."""
    payload = json.loads(sealing.unseal(key, sealed, _bound(site_id, revision)))
    return Draft(
        site_id=site_id,
        response_id=bytes.fromhex(payload["response"]),
        started=datetime.fromisoformat(payload["started"]),
        revision=revision,
        page=payload["page"],
        answers=_answers(payload["answers"]),
        unit_id=unit_id,
    )


def was_submitted(connection: Connection, key: DraftKey) -> bool:
    """Whether the draft of this key was submitted; known as long as a browser may hold the key."""
    spent = exists().where(schema.spent.c.key_hash == sealing.row_key(key))
    return bool(connection.scalar(select(spent)))


def gone(connection: Connection, key: DraftKey) -> DraftGone:
    return DraftGone(submitted=was_submitted(connection, key))


def sealed_draft(key: DraftKey, draft: Draft) -> bytes:
    payload = {
        "response": draft.response_id.hex(),
        "started": draft.started.isoformat(),
        "page": draft.page,
        "answers": {item: list(texts) for item, texts in draft.answers.items()},
    }
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return sealing.seal(key, text.encode(errors="surrogatepass"), _bound(draft.site_id, draft.revision))


def _bound(site_id: int, revision: int) -> bytes:
    """What a payload is sealed to, so that an older one cannot be put in its place."""
    return f"{site_id}:{revision}".encode()


def _answers(kept: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({item: tuple(texts) for item, texts in kept.items()})


def coarse_start(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(second=moment.second // STARTED_STEP * STARTED_STEP, microsecond=0)
