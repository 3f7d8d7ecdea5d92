"""Waves: when a version of an instrument is asked of whom, in which languages and under which promise."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.disclosure.policy import FLOOR, under_the_floor
from engine.instrument.event import LONGEST_EVENT, asks_for_event
from engine.instrument.model import KEPT_BY_LINK, Instrument, Privacy
from engine.instrument.written_text import unseen_sign
from engine.printed import day_words
from engine.store import rows, schema
from engine.store.database import Database
from engine.store.definitions import Definitions, definition_row
from engine.store.errors import StoreError
from engine.store.in_use import require_kept, require_study_in_use
from engine.store.installation import is_demonstration
from engine.store.keeping_tables import deletion
from engine.store.mailings import forget
from engine.store.names import LONGEST_NAME, check_name, kept_name
from engine.store.notice_tables import family_notice
from engine.store.people_tables import entry
from engine.store.records import Door, NewWave, Study, Wave, WaveState, WayIn
from engine.store.room import Clock, Room
from engine.store.way_tables import code, invitee, link_key

KEPT_OF_A_WAVE: Final = (
    (schema.response, "answers"),
    (schema.draft, "a form that somebody has begun"),
    (schema.spent, "traces of answers that were taken back"),
    (schema.snapshot, "results"),
    (schema.reopening, "the record of a reopening"),
)


COPIED: Final = (
    *("title", "form", "privacy", "minimum_group", "opens", "closes", "phase", "contact", "kept_until"),
    *("way_in", "opens_itself", "closes_itself"),
)


class Waves(Room):
    """Makes waves, finds them, and changes what may be changed of one that is open."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions

    def add(self, study: Study, new: NewWave) -> Wave:
        """A wave of a published version; raises `StoreError` for a setting that cannot be."""
        check_name("wave", new.title)
        _check_numbers(new)
        if new.closes > self._now():
            check_kept(new.privacy, new.way_in)
        self._check_against_instrument(new)
        refusal = StoreError(f"There is no study {study.id}", "add the study first")
        with self._database.writing() as connection:
            require_study_in_use(connection, study.id)
            published = definition_row(connection, new.instrument_id, new.version)
            statement = insert(schema.wave).values(
                study_id=study.id,
                definition_id=published.id,
                width=published.width,
                state=WaveState.DRAFT if new.draft else WaveState.OPEN,
                traces_erased=True,
                simulated=new.simulated or is_demonstration(connection, study.network_id),
                **_settings(new),
            )
            id = rows.add(connection, statement, refusal)
            return rows.as_wave(rows.one(connection, rows.WAVES.where(schema.wave.c.id == id), "wave", id))

    def of(self, study: Study) -> tuple[Wave, ...]:
        """The waves of a study in the order they open."""
        query = rows.WAVES.where(schema.wave.c.study_id == study.id)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(schema.wave.c.opens, schema.wave.c.id))
            return tuple(rows.as_wave(row) for row in found)

    def get(self, id: int) -> Wave:
        query = rows.WAVES.where(schema.wave.c.id == id)
        with self._database.reading() as connection:
            return rows.as_wave(rows.one(connection, query, "wave", id))

    def change(self, wave: Wave, new: NewWave) -> Wave:
        """Other settings for a draft, its version of the instrument too; whether it is simulated stays.

        Where another way in or another promise is chosen, codes that were made for it are no longer valid; a list of
        people stays, and stands in the way of a promise under which there can be none. Raises `StoreError`.
        """
        check_name("wave", new.title)
        _check_numbers(new)
        check_kept(new.privacy, new.way_in)
        self._check_against_instrument(new)
        this = schema.wave.c.id == wave.id
        with self._database.writing() as connection:
            held = rows.one(connection, select(schema.wave).where(this).with_for_update(), "wave", wave.id)
            if held.state != WaveState.DRAFT:
                raise StoreError(
                    f"The wave {held.title!r} is open: people may have answered", "copy it instead"
                )
            published = definition_row(connection, new.instrument_id, new.version)
            values = _settings(new) | {"definition_id": published.id, "width": published.width}
            people = []
            if (held.privacy, held.way_in) != (new.privacy, new.way_in):
                people = _without_codes(connection, held, new.privacy)
            connection.execute(update(schema.wave).where(this).values(values))
            if people:
                connection.execute(insert(invitee), people)
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def open(self, wave: Wave) -> Wave:
        """Open a draft: from now on its days alone decide who gets in. Raises `StoreError` if it is none."""
        this = schema.wave.c.id == wave.id
        draft = schema.wave.c.state == WaveState.DRAFT
        with self._database.writing() as connection:
            held = rows.one(connection, select(schema.wave).where(this).with_for_update(), "wave", wave.id)
            if held.closes <= self._now():
                raise StoreError(f"The wave {held.title!r} would be over at once", "give a later last day")
            check_kept(Privacy(held.privacy), WayIn(held.way_in))
            if held.archived:
                raise StoreError(f"The draft {held.title!r} is archived", "take it out of the archive first")
            require_study_in_use(connection, held.study_id)
            require_kept(connection, wave.id, held.title)
            opened = update(schema.wave).where(this, draft).values(state=WaveState.OPEN)
            if not connection.execute(opened).rowcount:
                raise StoreError(f"The wave {held.title!r} is no draft", "nothing is needed")
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def change_privacy(self, wave: Wave, privacy: Privacy) -> Wave:
        """Another privacy mode for a wave that nobody has begun to answer.

        Raises `StoreError` once there is a response or a draft: people answer under a promise.
        """
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        _check_privacy(privacy, instrument.privacy, instrument.name)
        check_kept(privacy, wave.way_in)
        this = schema.wave.c.id == wave.id
        with self._database.writing() as connection:
            try:
                connection.execute(update(schema.wave).where(this).values(privacy=privacy))
            except IntegrityError as error:
                raise StoreError(
                    f"People have answered the wave {wave.title!r} under the promise {wave.privacy.value!r}",
                    "make another wave for another promise",
                ) from error
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def extend(self, wave: Wave, closes: datetime) -> Wave:
        """Another last moment for an open wave; it must lie ahead. Raises `StoreError` otherwise."""
        if closes <= self._now():
            raise StoreError("A wave cannot be made to close in the past", "give a day that lies ahead")
        if closes <= wave.opens:
            raise StoreError("The wave would close before it opens", "give a later day")
        check_kept(wave.privacy, wave.way_in)
        check_before_kept(wave.kept_until, closes.astimezone(wave.closes.tzinfo))
        this = (schema.wave.c.id == wave.id) & (schema.wave.c.state == WaveState.OPEN)
        with self._database.writing() as connection:
            if not connection.execute(update(schema.wave).where(this).values(closes=closes)).rowcount:
                raise StoreError(f"The wave {wave.title!r} is closed", "reopen it with a reason")
            query = rows.WAVES.where(schema.wave.c.id == wave.id)
            return rows.as_wave(rows.one(connection, query, "wave", wave.id))

    def set_closes_itself(self, wave: Wave, wanted: bool) -> Wave:
        """Whether a wave that is open or a draft closes by itself; raises `StoreError` for one that is closed."""
        this = schema.wave.c.id == wave.id, schema.wave.c.state.in_((WaveState.DRAFT, WaveState.OPEN))
        with self._database.writing() as connection:
            if not connection.execute(update(schema.wave).where(*this).values(closes_itself=wanted)).rowcount:
                raise StoreError(f"The wave {wave.title!r} is closed", "nothing is needed")
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this[0]), "wave", wave.id))

    def tell(self, wave: Wave, contact: str | None, kept_until: date | None) -> Wave:
        """What people are told before they start: whom to ask, and until when single answers are kept.

        Once the wave has opened, people may have answered under the day they were told, so it is only moved forward,
        never back or away. Raises `StoreError` otherwise, and for a day on which people can still answer.
        """
        _check_told(contact, kept_until, wave.closes)
        promised = wave.kept_until if wave.opens <= self._now() else None
        if promised is not None and (kept_until is None or kept_until > promised):
            raise StoreError(
                f"People were told that single answers are kept until {day_words(promised)}",
                "keep that day or give an earlier one",
            )
        this = schema.wave.c.id == wave.id
        with self._database.writing() as connection:
            values = {"contact": contact, "kept_until": kept_until}
            connection.execute(update(schema.wave).where(this).values(values))
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def rename(self, wave: Wave, title: str) -> Wave:
        """Another name for a wave; a result that is frozen keeps the name it was made under."""
        check_name("wave", title)
        this = schema.wave.c.id == wave.id
        with self._database.writing() as connection:
            connection.execute(update(schema.wave).where(this).values(title=kept_name(title)))
            return rows.as_wave(rows.one(connection, rows.WAVES.where(this), "wave", wave.id))

    def remove(self, wave: Wave, *, rehearsed: bool = False) -> None:
        """Delete a wave that nobody has begun to answer; what the log says of it stays, without its number.

        Raises `StoreError` where an answer, a begun form or a result is kept of it; `rehearsed` does no more than that.
        """
        with self._database.writing() as connection:
            for table, use in KEPT_OF_A_WAVE:
                of_it = select(table.c.wave_id).where(table.c.wave_id == wave.id).limit(1)
                if connection.scalar(of_it) is not None:
                    raise StoreError(
                        f"The wave {wave.title!r} holds {use}", "close it instead; what is kept stays"
                    )
            if rehearsed:
                return
            connection.execute(update(entry).where(entry.c.wave_id == wave.id).values(wave_id=None))
            begun = StoreError(
                f"Somebody has just begun to answer {wave.title!r}", "close it instead; results stay"
            )
            forget(connection, wave.id)
            for table in (code, invitee, link_key, family_notice, deletion):
                rows.change(connection, delete(table).where(table.c.wave_id == wave.id), begun)
            rows.change(connection, delete(schema.site).where(schema.site.c.wave_id == wave.id), begun)
            rows.change(connection, delete(schema.wave).where(schema.wave.c.id == wave.id), begun)

    def _check_against_instrument(self, new: NewWave) -> None:
        instrument = self._definitions.get(new.instrument_id, new.version)
        if new.form not in instrument.form_by_id:
            raise StoreError(
                f"{instrument.name} has no form {new.form!r}", f"use {_listed(instrument.form_by_id)}"
            )
        known = self._definitions.languages(new.instrument_id, new.version)
        unknown = [language for language in new.languages if language not in known]
        if unknown or not new.languages:
            raise StoreError(
                f"{instrument.name} was not published in {_listed(unknown)}"
                if unknown
                else "The wave names no language",
                f"use {_listed(known)}, or publish a translation first",
            )
        _check_privacy(new.privacy, instrument.privacy, instrument.name)
        _check_event(new, asked=asks_for_event(instrument, new.form))


def _settings(new: NewWave) -> dict[str, Any]:
    """What is kept of a wave as it was asked for."""
    return {
        "languages": list(new.languages),
        "event": dict(new.event) or None,
        **{name: getattr(new, name) for name in COPIED},
    }


def _without_codes(connection: Connection, held: Any, promise: Privacy) -> list[dict[str, Any]]:
    """Delete a draft's codes and list of people, and give the people as they may be kept under another promise."""
    of_it = invitee.c.wave_id == held.id, invitee.c.name != ""
    people = [dict(row._mapping) for row in connection.execute(select(invitee).where(*of_it))]
    if people and promise is Privacy.ANONYMOUS:
        raise StoreError(
            f"The wave {held.title!r} has a list of {len(people)} people, and an anonymous wave has none",
            "remove the people first",
        )
    for table in (code, invitee, link_key):
        connection.execute(delete(table).where(table.c.wave_id == held.id))
    return [{**person, "privacy": promise} for person in people]


def lock_wave(connection: Connection, wave_id: int) -> Any:
    """The wave's row, held so that it cannot begin to close before this transaction ends."""
    return rows.one(
        connection,
        select(schema.wave).where(schema.wave.c.id == wave_id).with_for_update(read=True),
        "wave",
        wave_id,
    )


def door(state: WaveState, times: Any, now: datetime) -> Door:
    """What a respondent meets at a wave in this state; `times` has its `opens` and `closes`."""
    if state is WaveState.DRAFT:
        return Door.DRAFT
    if state is not WaveState.OPEN:
        return Door.CLOSED if state is WaveState.CLOSED else Door.CLOSING
    if now >= times.closes:
        return Door.OVER
    return Door.OPEN if now >= times.opens else Door.NOT_YET


def leave_traces(connection: Connection, wave: Any) -> None:
    """Have the files cleared of what was deleted, where no close is to come that does it."""
    if wave.state == WaveState.CLOSED:
        this = schema.wave.c.id == wave.id
        connection.execute(update(schema.wave).where(this).values(traces_erased=False))


def looks_back(instrument: Instrument, wave: Any) -> bool:
    """Whether people see their own answers again after the close: where a school has few of them, and by codes."""
    by_codes = WayIn(wave.way_in) is WayIn.CODES
    return instrument.few_at_a_school and by_codes and Privacy(wave.privacy) is Privacy.CONFIDENTIAL


def _check_numbers(new: NewWave) -> None:
    _check_told(new.contact, new.kept_until, new.closes)
    if new.opens.tzinfo is None or new.closes.tzinfo is None:
        raise StoreError(
            "The times of a wave have no time zone", "give them as moments with one, such as UTC"
        )
    if new.opens >= new.closes:
        raise StoreError("The wave closes before it opens", "give a later time of closing")
    if under_the_floor(new.minimum_group):
        raise StoreError(
            f"A minimum group of {new.minimum_group} would show who said what",
            f"use {FLOOR} or more; no setting goes under it",
        )


def _check_told(contact: str | None, kept_until: date | None, closes: datetime) -> None:
    if contact is not None and (len(contact) > LONGEST_NAME or unseen_sign(contact)):
        cause = "The words that say whom people may ask are too long, or hold a sign that can't be shown"
        raise StoreError(cause, f"use one line of {LONGEST_NAME} characters or fewer")
    if kept_until is not None and kept_until <= closes.date():
        raise StoreError("People can still answer on the day given", "give a day after the last one")


def check_before_kept(kept_until: date | None, closes: datetime) -> None:
    """Raise `StoreError` for a last day on which people were told that single answers are kept no longer."""
    if kept_until is not None and kept_until <= closes.date():
        raise StoreError(
            f"People were told that single answers are kept until {day_words(kept_until)}",
            "give a last day before that one",
        )


def _check_privacy(chosen: Privacy, strictest: Privacy, name: str) -> None:
    order = list(Privacy)
    if order.index(chosen) < order.index(strictest):
        raise StoreError(
            f"{name} asks for answers that make it {strictest.value}: a wave cannot promise {chosen.value!r}",
            f"use {_listed(order[order.index(strictest) :])}",
        )


def promises_kept(way_in: WayIn) -> tuple[Privacy, ...]:
    """The promises that a wave of this way in can keep, strictest first.

    By a link nothing says who gave which answers, so it is anonymous. Codes keep all three.
    """
    return tuple(privacy for privacy in Privacy if way_in is WayIn.CODES or privacy in KEPT_BY_LINK)


def check_kept(privacy: Privacy, way_in: WayIn) -> None:
    """Raise `StoreError` for a promise that no wave people answer this way could keep."""
    if privacy not in promises_kept(way_in):
        raise StoreError(
            f"A wave that is {privacy.value} can't be opened by link: everyone at a school answers by one,"
            " so nothing says who gave which answers",
            f"use personal codes, promise {_listed(KEPT_BY_LINK)}, or import answers that were collected elsewhere",
        )


def _check_event(new: NewWave, *, asked: bool) -> None:
    """That the wave has words for {event} in each of its languages, and none where nobody would read them."""
    if not asked and new.event:
        cause = f"No question of the form {new.form!r} speaks of an event"
        raise StoreError(cause, "leave the event out")
    for language in new.languages if asked else ():
        words = new.event.get(language, "")
        if not words.strip():
            cause = f"The questions speak of an event, and the wave does not say in {language} which"
            raise StoreError(cause, "say what happened, in words that fit into the sentences")
        if len(words) > LONGEST_EVENT or unseen_sign(words):
            cause = f"The words for the event in {language} are too long, or more than one line"
            raise StoreError(cause, f"use one line of {LONGEST_EVENT} characters or fewer")


def _listed(names: Any) -> str:
    return " or ".join(str(name) for name in names)
