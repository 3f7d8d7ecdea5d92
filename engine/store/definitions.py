"""Published definitions: kept as canonical text in the database, and decoded from there only."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, insert, select, update

from engine.instrument.canonical import (
    Digests,
    canonical_text,
    canonical_translations,
    digests,
    from_canonical,
)
from engine.instrument.model import Instrument
from engine.instrument.translation import Translation
from engine.responses.layout import layout
from engine.store.database import Database
from engine.store.errors import NotFound, StoreError
from engine.store.room import Clock, Room
from engine.store.schema import definition, definition_text, wave

LOOKED_AT_AGAIN: Final = timedelta(
    minutes=1
)  # whether a speaker has read a translation, which may come later

Named = tuple[str, str, str | None]  # id, version, language


class Definitions(Room):
    """Publishes definitions and gives them back."""

    def __init__(self, database: Database, now: Clock) -> None:
        super().__init__(database, now)
        self._decoded: dict[Named, Instrument] = {}
        self._reviewed: dict[Named, tuple[bool, datetime]] = {}
        self._decoding = Lock()

    def publish(
        self, instrument: Instrument, translations: Iterable[Translation] = (), day: date | None = None
    ) -> None:
        """Keep this version for good, under the day of the network that publishes it, else of UTC.

        A language may be added later; so may norms and construct texts.

        Raises `StoreError` when the version was published with other items, scores or texts.
        """
        others = tuple(translations)
        prints = digests(instrument, others)
        texts = {instrument.language: canonical_text(instrument)}
        texts |= {other.language: canonical_text(instrument, [other]) for other in others}
        with self._database.writing() as connection:
            number = _published_as(connection, instrument, prints)
            if number is None:
                number = self._insert(connection, instrument, prints, day or self._today())
            for language, text in texts.items():
                _keep_text(connection, instrument, number, language, prints.text[language], text)
        with self._decoding:
            for known in [None, *texts]:
                self._decoded.pop((instrument.id, instrument.version, known), None)
            for known in texts:
                self._reviewed.pop((instrument.id, instrument.version, known), None)

    def get(self, id: str, version: str, language: str | None = None) -> Instrument:
        """A published version, in its source language or in a translation; decoded once, then kept.

        Raises `NotFound` when it was never published here, or not in that language.
        """
        key = (id, version, language)
        found = self._decoded.get(key)
        if found is None:
            with self._decoding:  # so that two requests do not build two of one version
                found = self._decoded.get(key) or self._decode(id, version, language)
                self._decoded[key] = found
        return found

    def of_wave(self, wave_id: int) -> Instrument:
        """The version that a wave asks, in its source language."""
        query = (
            select(definition.c.instrument_id, definition.c.version)
            .join(wave, wave.c.definition_id == definition.c.id)
            .where(wave.c.id == wave_id)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"There is no wave {wave_id} here", "check the number")
        return self.get(row.instrument_id, row.version)

    def reviewed(self, id: str, version: str, language: str) -> bool:
        """Whether a second speaker has read the texts of this language; those of the source need none.

        What another process publishes is known here after a minute.
        """
        key = (id, version, language)
        kept, now = self._reviewed.get(key), self._now()
        if kept is None or not now - LOOKED_AT_AGAIN < kept[1] <= now:
            kept = self._reviewed[key] = self._read_by_a_speaker(id, version, language), now
        return kept[0]

    def _read_by_a_speaker(self, id: str, version: str, language: str) -> bool:
        translation = self.translation(id, version, language)
        constructs = self.get(id, version, language).construct_map
        theirs = constructs.translation(language) if constructs and translation else None
        return (translation is None or translation.reviewed) and (theirs is None or theirs.reviewed)

    def translation(self, id: str, version: str, language: str) -> Translation | None:
        """The texts of a language as they were published; None for the source language."""
        return canonical_translations(self._text(id, version, language)).get(language)

    def languages(self, id: str, version: str) -> tuple[str, ...]:
        """The languages a version was published in, the source language first."""
        query = (
            select(definition_text.c.language)
            .join(definition)
            .where(definition.c.instrument_id == id, definition.c.version == version)
            .order_by(definition_text.c.language != definition.c.language, definition_text.c.language)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Every published version as (instrument id, version), by id, the first published first."""
        kept = definition.c
        query = select(kept.instrument_id, kept.version).order_by(kept.instrument_id, kept.id)
        with self._database.reading() as connection:
            return tuple((row.instrument_id, row.version) for row in connection.execute(query))

    def _insert(self, connection: Connection, instrument: Instrument, prints: Digests, day: date) -> int:
        statement = insert(definition).values(
            instrument_id=instrument.id,
            version=instrument.version,
            language=instrument.language,
            width=layout(instrument).width,
            structure_digest=prints.structure,
            scoring_digest=prints.scoring,
            published=day,
        )
        return int(connection.execute(statement.returning(definition.c.id)).scalar_one())

    def _decode(self, id: str, version: str, language: str | None) -> Instrument:
        return from_canonical(self._text(id, version, language), language)

    def _text(self, id: str, version: str, language: str | None) -> str:
        query = (
            select(definition_text.c.canonical)
            .join(definition)
            .where(
                definition.c.instrument_id == id,
                definition.c.version == version,
                definition_text.c.language == (language or definition.c.language),
            )
        )
        with self._database.reading() as connection:
            text = connection.scalar(query)
        if text is None:
            where = f" in the language {language!r}" if language else ""
            raise NotFound(f"{id} {version} was not published here{where}", "publish it first")
        return str(text)


def definition_row(connection: Connection, id: str, version: str) -> Any:
    """Number (`id`) and `width` of a published version; raises `NotFound`."""
    row = connection.execute(
        select(definition.c.id, definition.c.width).where(
            definition.c.instrument_id == id, definition.c.version == version
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"{id} {version} was not published here", "publish it first")
    return row


def _published_as(connection: Connection, instrument: Instrument, prints: Digests) -> int | None:
    """The number of the version where it is published with this content, None where it is new."""
    row = connection.execute(
        select(definition).where(
            definition.c.instrument_id == instrument.id, definition.c.version == instrument.version
        )
    ).one_or_none()
    if row is None:
        return None
    if row.language != instrument.language:
        _refuse_change(instrument, "source language was another")
    if row.structure_digest != prints.structure:
        _refuse_change(instrument, "items, options, forms or rules were others")
    if row.scoring_digest != prints.scoring:
        _refuse_change(instrument, "keys, subscales or scores were others")
    return int(row.id)


def _keep_text(
    connection: Connection, instrument: Instrument, number: int, language: str, digest: str, text: str
) -> None:
    this = (definition_text.c.definition_id == number) & (definition_text.c.language == language)
    kept = connection.execute(select(definition_text).where(this)).one_or_none()
    if kept is None:
        connection.execute(
            insert(definition_text).values(
                definition_id=number, language=language, text_digest=digest, canonical=text
            )
        )
    elif kept.text_digest != digest:
        _refuse_change(instrument, f"texts in the language {language!r} were others")
    elif kept.canonical != text:  # reference material that no answer, score or text depends on has grown
        connection.execute(update(definition_text).where(this).values(canonical=text))


def _refuse_change(instrument: Instrument, what: str) -> NoReturn:
    raise StoreError(
        f"{instrument.name} is published, and its {what}",
        "bump the version: answers are decoded by the definition they were given to",
    )
