"""Frozen results as they are kept: one text for the network, and one for each school.

The network's text holds everything but the schools' parts; in place of each of them it holds the part's digest and
its line, the few facts that are told of a school among others. So one school's page reads two short texts, however
large the network, and finds any change in either.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, delete, func, insert, select

from engine.store.errors import NotFound, StoreError
from engine.store.records import Snapshot, StudyReport, Wave
from engine.store.room import Room
from engine.store.rows import day_of_wave
from engine.store.schema import snapshot, snapshot_part, study_report
from engine.store.units import keep_parts

SITES: Final = "sites"  # the document's list of schools; each entry names its site as "site"
UNITS: Final = "units"  # the document's classes and teams; each names itself as "unit"
LINE: Final = (
    *("site", "school", "shown", "level", "phase"),
    *("responses", "roster", "rate", "verdict", "overall", "as_of"),
)
AsJson = Callable[[Any], object]  # what is kept of an object that JSON does not know


@dataclass(frozen=True, slots=True)
class Texts:
    """A document as it is kept: the network's text, each school's by site id, and each unit's by its id."""

    network: str
    schools: Mapping[int, str]
    units: Mapping[int, str]  # apart: no part of a school's result

    @property
    def digest(self) -> str:
        """The digest of the network's text, and through the digests in it of every school's."""
        return _digest(self.network)


class Results(Room):
    """Reads frozen results: whole, as one school sees them, or as far as they speak of the network.

    Beside them it keeps the reports of validation studies, which are computed elsewhere, once.
    """

    def snapshot(self, wave: Wave, number: int | None = None) -> Snapshot:
        """The frozen results of a close: the last one, or the one of this number. Raises `NotFound`.

        It takes as long, and as much memory, as the wave has schools: a page asks for less.
        """
        with self._database.reading() as connection:
            return _whole(connection, _row(connection, wave, number))

    def snapshots(self, wave: Wave) -> tuple[Snapshot, ...]:
        """All frozen results of a wave, the first close first."""
        with self._database.reading() as connection:
            return tuple(_whole(connection, row) for row in _rows(connection, wave))

    def school_parts(self, wave: Wave, number: int | None = None) -> Iterator[Mapping[str, Any]]:
        """Every school's part of frozen results, one at a time, in their order. Raises `NotFound`."""
        with self._database.reading() as connection:
            row = _row(connection, wave, number)
            texts = _texts(connection, row)
        for entry in _network(row).get(SITES, ()):
            yield _part(row, entry, texts)

    def school_snapshot(self, wave: Wave, site: int, number: int | None = None) -> Snapshot:
        """The frozen results with the part of one school alone under `sites`; none where it has no part.

        Quick, however many schools the wave has. Raises `NotFound` before the first close.
        """
        with self._database.reading() as connection:
            return _of_school(connection, _row(connection, wave, number), site)

    def network_snapshot(self, wave: Wave, number: int | None = None) -> Snapshot:
        """The frozen results with each school's line (`LINE`) alone under `sites`: no scores, items or groups.

        Raises `NotFound` before the first close.
        """
        with self._database.reading() as connection:
            return _of_network(_row(connection, wave, number))

    def network_snapshots(self, wave: Wave) -> tuple[Snapshot, ...]:
        """All frozen results of a wave, each with the schools' lines alone, the first close first."""
        with self._database.reading() as connection:
            return tuple(_of_network(row) for row in _rows(connection, wave))

    def count(self, wave: Wave) -> int:
        """How often a wave was closed."""
        with self._database.reading() as connection:
            query = select(func.count()).select_from(snapshot).where(snapshot.c.wave_id == wave.id)
            return connection.scalar(query) or 0

    def keep_study_report(
        self, snapshot: Snapshot, html: str, json: str, pdf: bytes, *, anew: bool = False
    ) -> StudyReport:
        """Keep the study of a wave's answers as they were at a snapshot.

        One that is there already stays, unless it is made `anew`, with more in it.
        """
        kept = self.study_report(snapshot)
        if kept is not None and not anew:
            return kept
        with self._database.writing() as connection:
            day = day_of_wave(connection, snapshot.wave_id, self._now())
            report = StudyReport(snapshot.wave_id, snapshot.number, day, html, json, pdf)
            of = study_report.c
            connection.execute(
                delete(study_report).where(of.wave_id == snapshot.wave_id, of.number == snapshot.number)
            )
            connection.execute(
                insert(study_report).values(
                    wave_id=report.wave_id,
                    number=report.number,
                    day=report.day,
                    html=html,
                    json=json,
                    pdf=pdf,
                )
            )
        return report

    def study_report(self, snapshot: Snapshot) -> StudyReport | None:
        """The kept study of a snapshot's answers, or None where it has not been computed."""
        kept = study_report.c
        query = select(study_report).where(kept.wave_id == snapshot.wave_id, kept.number == snapshot.number)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return StudyReport(row.wave_id, row.number, row.day, row.html, row.json, bytes(row.pdf))


def only_json(value: object) -> object:
    """Of a document that holds nothing but JSON, whatever else is in it is refused."""
    raise TypeError(f"JSON holds no {type(value).__name__}")


def taken_apart(results: Mapping[str, Any], as_json: AsJson = only_json) -> Texts:
    """The texts that are kept of a document. Raises `StoreError` for what JSON cannot hold.

    The schools are gone through once and not held: they may be made while they are kept.
    """
    schools: dict[int, str] = {}
    network = dict(results)
    below = network.pop(UNITS, ())
    if SITES in results:
        entries = []
        for part in results[SITES]:
            text = _text(part, as_json)
            schools[part["site"]] = text
            line = {name: part[name] for name in LINE if name in part}
            entries.append({"digest": _digest(text), "line": line})
        network[SITES] = entries
    units = {part["unit"]: _text(part, as_json) for part in below}
    return Texts(_text(network, as_json), schools, units)


def keep(connection: Connection, wave: Wave, number: int, day: date, texts: Texts) -> None:
    """Keep the results of a close."""
    common = {"wave_id": wave.id, "number": number}
    connection.execute(
        insert(snapshot).values(**common, day=day, digest=texts.digest, document=texts.network)
    )
    parts = [common | {"site_id": site, "document": text} for site, text in texts.schools.items()]
    if parts:
        connection.execute(insert(snapshot_part), parts)
    keep_parts(connection, number, texts.units)


def _of(wave: Wave) -> Select[Any]:
    return select(snapshot).where(snapshot.c.wave_id == wave.id)


def _row(connection: Connection, wave: Wave, number: int | None) -> Row[Any]:
    """The network's text of the last close, or of the one with this number."""
    query = _of(wave) if number is None else _of(wave).where(snapshot.c.number == number)
    row = connection.execute(query.order_by(snapshot.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound(f"The wave {wave.title!r} has no such results", "close the wave first")
    return row


def _rows(connection: Connection, wave: Wave) -> Sequence[Row[Any]]:
    """The network's texts of all closes."""
    return connection.execute(_of(wave).order_by(snapshot.c.number)).all()


def _network(row: Row[Any]) -> dict[str, Any]:
    """The network's text, read; it is the one that was kept."""
    if _digest(row.document) != row.digest:
        raise _changed(row)
    document: dict[str, Any] = json.loads(row.document)
    return document


def _texts(connection: Connection, row: Row[Any], *which: Any) -> dict[int, str]:
    """The schools' texts of a close, by site id."""
    query = select(snapshot_part.c.site_id, snapshot_part.c.document).where(
        snapshot_part.c.wave_id == row.wave_id, snapshot_part.c.number == row.number, *which
    )
    return {row.site_id: row.document for row in connection.execute(query)}


def _part(row: Row[Any], entry: Mapping[str, Any], texts: Mapping[int, str]) -> Any:
    """A school's text, read; it is there, and the one that was kept."""
    text = texts.get(entry["line"]["site"])
    if text is None or _digest(text) != entry["digest"]:
        raise _changed(row)
    return json.loads(text)


def _whole(connection: Connection, row: Row[Any]) -> Snapshot:
    document = _network(row)
    if SITES in document:
        texts = _texts(connection, row)
        document[SITES] = [_part(row, entry, texts) for entry in document[SITES]]
    return _snapshot(row, document)


def _of_school(connection: Connection, row: Row[Any], site: int) -> Snapshot:
    document = _network(row)
    if SITES in document:
        own = [entry for entry in document[SITES] if entry["line"]["site"] == site]
        texts = _texts(connection, row, snapshot_part.c.site_id == site) if own else {}
        document[SITES] = [_part(row, entry, texts) for entry in own]
    return _snapshot(row, document)


def _of_network(row: Row[Any]) -> Snapshot:
    document = _network(row)
    if SITES in document:
        document[SITES] = [entry["line"] for entry in document[SITES]]
    return _snapshot(row, document)


def _snapshot(row: Row[Any], document: dict[str, Any]) -> Snapshot:
    return Snapshot(row.wave_id, row.number, row.day, row.digest, MappingProxyType(document))


def _changed(row: Row[Any]) -> StoreError:
    return StoreError(
        f"The results {row.number} of wave {row.wave_id} were changed in the database after the close",
        "restore the database from a backup; do not use these numbers",
    )


def _text(value: Mapping[str, Any], as_json: AsJson) -> str:
    try:
        return json.dumps(
            value,
            default=as_json,
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
    except (TypeError, ValueError) as error:
        raise StoreError(
            f"The results cannot be kept as JSON ({error})", "use texts, finite numbers, lists and mappings"
        ) from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
