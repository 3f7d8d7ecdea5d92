"""What people wrote in a wave: every open answer in words once, named by the hash of its words.

The same words given twice are one comment, so that nobody counts who agrees with whom. Which answer it stood in
is not kept: a comment leads back to no response.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, Text, cast, insert, or_, select

from engine.instrument.model import Instrument
from engine.store import schema
from engine.store.action_tables import comment

ROWS_AT_ONCE: Final = 20_000

Key = tuple[int, str, bytes]  # site, item, hash of the words


def text_hash(text: str) -> bytes:
    """The name of a comment: SHA-256 of its words as they were answered."""
    return hashlib.sha256(text.encode()).digest()


def words(
    connection: Connection, instrument: Instrument, wave: int, site: int | None = None
) -> dict[Key, str]:
    """The different texts of a wave, or of one of its sites."""
    asked = [item.id for item in instrument.items if item.kind.in_words]
    found: dict[Key, str] = {}
    for number, answers in _open_answers(connection, wave, asked, site) if asked else ():
        for item in asked:
            text = answers.get(item)
            if isinstance(text, str) and text.strip():
                found[number, item, text_hash(text)] = text
    return found


def list_new(connection: Connection, instrument: Instrument, wave: int, number: int) -> None:
    """Enter the comments that are not listed yet as come with the snapshot of this number, waiting for review.

    In the order of their hashes, so that no order of rows tells the order of answers.
    """
    kept = comment.c
    query = select(kept.site_id, kept.item_id, kept.text_hash).where(kept.wave_id == wave)
    listed = {(row.site_id, row.item_id, bytes(row.text_hash)) for row in connection.execute(query)}
    fresh = sorted(words(connection, instrument, wave).keys() - listed)
    blank: dict[str, object] = {
        "state": "waiting",
        "text": "",
        "themes": [],
        "who": "",
        "at": None,
        "earlier": [],
    }
    rows = [
        {"wave_id": wave, "site_id": site, "item_id": item, "text_hash": hash_, "number": number, **blank}
        for site, item, hash_ in fresh
    ]
    if rows:
        connection.execute(insert(comment), rows)


def _open_answers(
    connection: Connection, wave: int, asked: Sequence[str], site: int | None
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Site and open answers of the responses that name these items; read in parts, as a wave may hold a million."""
    response = schema.response.c
    kept = cast(response.open_answers, Text)
    named = or_(*(kept.contains(json.dumps(item), autoescape=True) for item in asked))
    query = select(response.id, response.site_id, response.open_answers).where(
        response.wave_id == wave, named
    )
    if site is not None:
        query = query.where(response.site_id == site)
    last = b""
    while True:
        page = connection.execute(
            query.where(response.id > last).order_by(response.id).limit(ROWS_AT_ONCE)
        ).all()
        if not page:
            return
        yield from ((row.site_id, row.open_answers) for row in page if row.open_answers)
        last = page[-1].id
