"""Responses by the thousand: stored from arrays, read back as blocks of codes."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, LargeBinary, Select, func, or_, select, true

from engine.disclosure.groups import roles_told
from engine.responses.blank import counting_columns
from engine.responses.layout import FIRST_NON_ANSWER, Block, Codes, layout
from engine.responses.sorting import NO_BAND, banded, bands_of, languages_of, units_of
from engine.store import rows, schema
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.drafts import RESPONSE_ID_BYTES, families_first
from engine.store.errors import StoreError
from engine.store.names import identity
from engine.store.notices import sites_waiting
from engine.store.records import Device, OpenAnswers, Wave, WaveState
from engine.store.room import Clock, Room
from engine.store.sites import Sites
from engine.store.units import places_of_units, require_units_of
from engine.store.waves import lock_wave

ROLE_ITEM: Final = "role"  # the item whose options name the roles of a roster
ROWS_AT_ONCE: Final = 20_000
BEFORE_ALL: Final = b""  # sorts before every id
BULK_COLUMNS: Final = (
    *("wave_id", "definition_id", "privacy", "width", "form", "language", "day"),  # common to all rows
    *("id", "site_id", "codes", "open_answers", "unit_id"),
)


class Responses(Room):
    """Puts many responses in, counts a wave's, and reads them as arrays."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions, sites: Sites) -> None:
        super().__init__(database, now)
        self._definitions = definitions
        self._sites = sites

    def add(
        self,
        wave: Wave,
        sites: NDArray[np.int64],
        codes: Codes,
        form: str,
        language: str,
        day: date,
        open_answers: Sequence[Mapping[str, Any] | None] | None = None,
        units: NDArray[np.int64] | None = None,
    ) -> int:
        """Store responses that were collected elsewhere, or simulated; all of them or none.

        `sites` holds the site id of each person, `codes` is persons x columns (uint8, kinds of missing as
        codes), `open_answers` the others by item id, a person each, `units` the unit id of each, 0 for none. The rows
        are kept in an order that tells nothing about theirs. Gives their number. Raises `StoreError` for a wave that
        is closed, for arrays that do not fit it, and for students of a school that has not recorded what it told
        families.
        """
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        with self._database.writing() as connection:
            row = lock_wave(connection, wave.id)
            _check_arrays(row, form, sites, codes, open_answers)
            _check_sites(connection, wave, sites)
            below = np.zeros(len(codes), dtype=np.int64) if units is None else units
            require_units_of(connection, sites.tolist(), below.tolist())
            today = rows.day_of_wave(connection, wave.id, self._now())
            if sites_waiting(connection, instrument, np.unique(sites).tolist(), today):
                raise families_first(row)
            common = (
                *(row.id, row.definition_id, row.privacy, row.width),
                *(form, language, day.isoformat()),
            )
            ids = np.frombuffer(os.urandom(RESPONSE_ID_BYTES * len(codes)), dtype="V16")
            # In the order of their random ids: quick to insert, and no trace of the order given.
            order = np.argsort(ids.view(">u8")[::2], kind="stable")
            for start in range(0, len(order), ROWS_AT_ONCE):
                part = order[start : start + ROWS_AT_ONCE]
                own = zip(
                    ids[part].tolist(),
                    sites[part].tolist(),
                    _packed(codes[part]),
                    _as_json(open_answers, part),
                    [id or None for id in below[part].tolist()],
                    strict=True,
                )
                connection.exec_driver_sql(self._bulk_insert(), [common + one for one in own])
        return len(codes)

    def counts(self, wave: Wave) -> Mapping[int, int]:
        """The number of responses at each site of the wave, by site id: all that an open wave shows.

        Of those that answer something which results are made of; a blank form counts nowhere.
        """
        response = schema.response.c
        query = (
            select(response.site_id, func.count().label("responses"))
            .where(response.wave_id == wave.id, self._counts(wave))
            .group_by(response.site_id)
        )
        sites = select(schema.site.c.id).where(schema.site.c.wave_id == wave.id).order_by(schema.site.c.id)
        with self._database.reading() as connection:
            found = {row.site_id: row.responses for row in connection.execute(query)}
            return MappingProxyType({id: found.get(id, 0) for id in connection.scalars(sites)})

    def kept(self, wave: Wave) -> Mapping[int, int]:
        """How many of the answers that `counts` counts an earlier close has seen, as they are now, by site id."""
        response = schema.response.c
        query = (
            select(response.site_id, func.count().label("responses"))
            .where(response.wave_id == wave.id, response.day.is_(None), self._counts(wave))
            .group_by(response.site_id)
        )
        with self._database.reading() as connection:
            return MappingProxyType({row.site_id: row.responses for row in connection.execute(query)})

    def again(self, wave: Wave) -> Mapping[int, int]:
        """How many answers of each site came from a device that had sent the survey before, by site id.

        Those of earlier closes, whose devices are forgotten, are counted with the site.
        """
        site, response = schema.site.c, schema.response.c
        now = (
            select(response.site_id, func.count().label("responses"))
            .where(response.wave_id == wave.id, response.device == Device.AGAIN)
            .group_by(response.site_id)
            .subquery()
        )
        query = (
            select(site.id, site.again + func.coalesce(now.c.responses, 0))
            .outerjoin(now, now.c.site_id == site.id)
            .where(site.wave_id == wave.id)
            .order_by(site.id)
        )
        with self._database.reading() as connection:
            return MappingProxyType({id: int(number) for id, number in connection.execute(query)})

    def counts_by_role(self, wave: Wave) -> Mapping[str, int]:
        """How many had answered by role over the whole wave when this day began; {} where it is not asked.

        As far as `roles_told` lets them be told, and never by site. The answers of today wait: a number that moved
        beside that of a school would tell the role of whoever had just answered there.
        """
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        item = instrument.item_by_id.get(ROLE_ITEM)
        if item is None or not item.kind.groups:
            return MappingProxyType({})
        place = layout(instrument).first[item.id]
        code = func.substr(schema.response.c.codes, place + 1, 1)
        day = schema.response.c.day
        with self._database.reading() as connection:
            today = rows.day_of_wave(connection, wave.id, self._now())
            query = (
                select(code.label("code"), func.count().label("n"))
                .where(schema.response.c.wave_id == wave.id, self._counts(wave))
                .where(day.is_(None) | (day < today))  # none has a day that an earlier close has emptied
                .group_by(code)
            )
            found = {bytes(row.code)[0]: row.n for row in connection.execute(query)}
        counted = {str(option.value): found.get(number, 0) for number, option in enumerate(item.options)}
        return MappingProxyType(roles_told(counted, sum(found.values())))

    def blocks(
        self, wave: Wave, rows: int = 65536, *, blanks: bool = False, bands: bool = False
    ) -> Iterator[Block]:
        """The wave's responses, at most `rows` at a time, in an order that is always the same.

        Those that `counts` counts; with `blanks` also forms sent without an answer to anything scored. With `bands`
        each says in which band of numbers people are, and in which of the wave's languages they answered.

        A block is read when it is asked for, in a transaction of its own. Raises `StoreError` while the wave
        is open: until it closes there are only counts.
        """
        counting = true() if blanks else self._counts(wave)
        return self._blocks(wave, rows, counting, bands=bands)

    def are(self, wave: Wave, schools: Sequence[str], codes: Codes) -> bool:
        """Whether a wave's responses are these, of the same schools, in whatever order; asked of an open one too.

        A yes or no about answers that whoever asks has before them.
        """
        counted = schema.response.c.wave_id == wave.id
        with self._database.reading() as connection:
            stored = connection.scalar(select(func.count()).select_from(schema.response).where(counted))
        if stored != len(codes) or not len(codes):
            return False
        known = {identity(site.school): number for number, site in enumerate(self._sites.of(wave))}
        places = [known.get(identity(name), -1) for name in schools]
        blocks = list(self._blocks(wave, ROWS_AT_ONCE, true(), while_open=True))
        kept = np.concatenate([_with_site(block.codes, block.sites) for block in blocks])
        return np.array_equal(np.sort(kept), np.sort(_with_site(codes, np.array(places))))

    def _blocks(
        self,
        wave: Wave,
        rows: int,
        counting: ColumnElement[bool],
        *,
        bands: bool = False,
        while_open: bool = False,
    ) -> Iterator[Block]:
        sites = self._sites.of(wave)
        names, ids = tuple(site.school for site in sites), tuple(site.id for site in sites)
        known = np.array(ids, dtype=np.int64)
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        response = schema.response.c
        banding = bands and bool(banded(instrument))
        by_language = bands and len(wave.languages) > 1
        placed = self._places_of_units(wave) if bands else {}
        columns = [
            *(response.site_id, response.codes),
            *([response.open_answers] if banding else []),
            *([response.language] if by_language else []),
            *([response.unit_id] if placed else []),
        ]
        last = BEFORE_ALL
        while True:
            query = _after(wave, last, rows, *columns).where(counting)
            with self._database.reading() as connection:
                if not while_open:
                    _require_not_open(connection, wave)
                cursor = connection.execute(query).cursor
                page = cursor.fetchall() if cursor else []  # plain tuples: three times as quick as rows
            if not page:
                return
            at = np.fromiter([row[1] for row in page], dtype=np.int64, count=len(page))
            codes = np.frombuffer(b"".join([row[2] for row in page]), dtype=np.uint8)
            shape = len(page), len(page[0][2])
            numbers = bands_of(instrument, [row[3] for row in page]) if banding else None
            spoken = languages_of(wave.languages, [row[3 + banding] for row in page]) if by_language else None
            units = units_of([placed.get(row[-1], NO_BAND) for row in page]) if placed else None
            yield Block(codes.reshape(shape), np.searchsorted(known, at), names, ids, numbers, spoken, units)
            last = page[-1][0]

    def _places_of_units(self, wave: Wave) -> Mapping[int, int]:
        with self._database.reading() as connection:
            return places_of_units(connection, wave.id)

    def open_answers(self, wave: Wave, *, blanks: bool = False) -> Iterator[OpenAnswers]:
        """The responses that hold open answers, in the order of `blocks`, each with its row there.

        Raises `StoreError` while the wave is open.
        """
        counting = true() if blanks else self._counts(wave)
        last, before = BEFORE_ALL, 0
        while True:
            query = _after(
                wave, last, ROWS_AT_ONCE, schema.response.c.site_id, schema.response.c.open_answers
            ).where(counting)
            with self._database.reading() as connection:
                _require_not_open(connection, wave)
                page = connection.execute(query).all()
            if not page:
                return
            for number, row in enumerate(page, before):
                if row.open_answers:
                    yield OpenAnswers(number, row.site_id, MappingProxyType(row.open_answers))
            last, before = page[-1].id, before + len(page)

    def _counts(self, wave: Wave) -> ColumnElement[bool]:
        """That a response of the wave answers something that results are made of (`engine.responses.blank`)."""
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        columns = counting_columns(instrument, wave.form)
        first = bytes([FIRST_NON_ANSWER])
        codes = schema.response.c.codes
        answered = (func.substr(codes, column + 1, 1, type_=LargeBinary) < first for column in columns)
        return or_(*answered) if columns else true()

    def _bulk_insert(self) -> str:
        """An insert in the driver's own terms, which takes rows as tuples: three times as quick as by name."""
        signs = ", ".join(["?" if self._database.sqlite else "%s"] * len(BULK_COLUMNS))
        return f"INSERT INTO response ({', '.join(BULK_COLUMNS)}) VALUES ({signs})"  # noqa: S608 - no input in it


def _after(wave: Wave, last: bytes, rows: int, *columns: Any) -> Select[Any]:
    """The next responses of a wave in the order of their ids, as (id, *columns)."""
    response = schema.response.c
    return (
        select(response.id, *columns)
        .where(response.wave_id == wave.id, response.id > last)
        .order_by(response.id)
        .limit(rows)
    )


def _require_not_open(connection: Connection, wave: Wave) -> None:
    held = rows.one(connection, select(schema.wave).where(schema.wave.c.id == wave.id), "wave", wave.id)
    rows.require_answers(held)
    if held.state == WaveState.OPEN:
        raise StoreError(
            f"The wave {wave.title!r} is open, and answers seen before and after one more would give it away",
            "close the wave first; until then look at the counts",
        )


def _check_arrays(
    row: Any,
    form: str,
    sites: NDArray[np.int64],
    codes: Codes,
    open_answers: Sequence[Mapping[str, Any] | None] | None,
) -> None:
    if row.state != WaveState.OPEN:
        raise StoreError(f"The wave {row.title!r} is closed", "reopen it with a reason, or use another wave")
    if form != row.form:
        raise StoreError(f"The wave {row.title!r} takes the form {row.form!r}, not {form!r}", "use that form")
    if codes.dtype != np.uint8 or codes.ndim != 2 or codes.shape[1] != row.width:
        raise StoreError(
            f"The codes are {codes.dtype} of shape {codes.shape}; the wave {row.title!r} takes persons"
            f" x {row.width} of uint8",
            "encode them with the layout of the definition that the wave names",
        )
    if sites.shape != (len(codes),) or (open_answers is not None and len(open_answers) != len(codes)):
        raise StoreError(
            f"There are {len(codes)} responses, but another number of sites or of open answers",
            "give one of each for every response",
        )


def _check_sites(connection: Connection, wave: Wave, sites: NDArray[np.int64]) -> None:
    known = connection.scalars(select(schema.site.c.id).where(schema.site.c.wave_id == wave.id))
    strangers = set(np.unique(sites).tolist()) - set(known)
    if strangers:
        raise StoreError(
            f"The wave {wave.title!r} has no site {', '.join(map(str, sorted(strangers)[:5]))}",
            "add the sites to the wave first",
        )


def _with_site(codes: Codes, sites: NDArray[np.int64]) -> NDArray[np.void]:
    """Each row of codes with its site as one value, so that rows can be sorted and compared."""
    whole = np.column_stack([sites.astype(">i8").view(np.uint8).reshape(len(sites), 8), codes])
    return np.ascontiguousarray(whole).view(f"V{whole.shape[1]}").ravel()


def _packed(codes: Codes) -> list[bytes]:
    """Each row of codes as bytes."""
    whole, width = codes.tobytes(), codes.shape[1]
    return (
        [whole[start : start + width] for start in range(0, len(whole), width)]
        if width
        else [b""] * len(codes)
    )


def _as_json(
    open_answers: Sequence[Mapping[str, Any] | None] | None, part: NDArray[np.int64]
) -> list[str | None]:
    if open_answers is None:
        return [None] * len(part)
    chosen = [open_answers[at] for at in part]
    return [json.dumps(dict(answers)) if answers else None for answers in chosen]
