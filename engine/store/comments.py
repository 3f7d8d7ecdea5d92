"""Reviewed comments: what was decided about each open answer of a closed wave, by whom and when.

Of two decisions the last counts, and the ones before it stay with it. The words as they were answered are kept
in the responses alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update

from engine.store import schema
from engine.store.action_tables import comment
from engine.store.database import Database
from engine.store.definitions import Definitions
from engine.store.errors import NotFound, StoreError
from engine.store.records import Site, Wave, WaveState
from engine.store.room import Clock, Room
from engine.store.written import list_new, words

MOST_THEMES: Final = 5
LONGEST_THEME: Final = 60
MOST_EARLIER: Final = 50


class Review(StrEnum):
    """Where a comment stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided; `text` is what is shown, empty where it is not."""

    state: Review
    text: str
    themes: tuple[str, ...]
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """An open answer: its item, the name of its words, and the words as they were answered.

    `number` is that of the first snapshot it was there for; `last` is None before anybody decided.
    """

    item: str
    key: str
    written: str
    number: int
    last: Decision | None
    earlier: tuple[Decision, ...]

    @property
    def state(self) -> Review:
        return self.last.state if self.last else Review.WAITING


@dataclass(frozen=True, slots=True)
class ReviewedText:
    """A comment that was let through, as it is shown."""

    item: str
    text: str
    themes: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class CommentCount:
    """How many different comments of a site and item came with a snapshot and stand like this."""

    site_id: int
    item: str
    number: int
    state: Review
    comments: int


class Comments(Room):
    """Keeps what was decided about comments; which may be shown at all is for engine/disclosure to say."""

    def __init__(self, database: Database, now: Clock, definitions: Definitions) -> None:
        super().__init__(database, now)
        self._definitions = definitions
        self._looked_for: set[tuple[int, int]] = (
            set()
        )  # waves, with the snapshot after which they were listed

    def to_review(self, wave: Wave, site: Site) -> tuple[Comment, ...]:
        """The different open answers in words of one site, in the order of their hashes.

        Raises `StoreError` while the wave is open.
        """
        self._list_if_closed_before(wave)
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        with self._database.reading() as connection:
            _require_closed(connection, wave)
            texts = words(connection, instrument, wave.id, site.id)
            query = select(comment).where(_of(wave, site)).order_by(comment.c.text_hash, comment.c.item_id)
            return tuple(
                _as_comment(row, written)
                for row in connection.execute(query)
                if (written := texts.get((row.site_id, row.item_id, bytes(row.text_hash)))) is not None
            )

    def to_show(self, wave: Wave, site: Site) -> tuple[ReviewedText, ...]:
        """The comments of one site that were let through, by what is shown of them: order tells nothing."""
        kept = comment.c
        query = select(kept.item_id, kept.text, kept.themes, kept.number).where(
            _of(wave, site), kept.state == Review.SHOWN.value
        )
        with self._database.reading() as connection:
            found = [
                ReviewedText(row.item_id, row.text, tuple(row.themes), row.number)
                for row in connection.execute(query)
            ]
        return tuple(sorted(found, key=lambda one: (one.item, one.text, one.themes)))

    def counts(self, wave: Wave) -> tuple[CommentCount, ...]:
        """How many comments of each site and item stand where; none of a wave that was never closed."""
        self._list_if_closed_before(wave)
        kept = comment.c
        columns = kept.site_id, kept.item_id, kept.number, kept.state
        query = select(*columns, func.count().label("n")).where(kept.wave_id == wave.id).group_by(*columns)
        with self._database.reading() as connection:
            return tuple(
                CommentCount(row.site_id, row.item_id, row.number, Review(row.state), row.n)
                for row in connection.execute(query.order_by(*columns))
            )

    def themes(self, wave: Wave) -> tuple[str, ...]:
        """The themes used for the comments of a wave so far, in alphabetical order."""
        query = select(comment.c.themes).where(
            comment.c.wave_id == wave.id, comment.c.state != Review.WAITING.value
        )
        with self._database.reading() as connection:
            used = {theme for themes in connection.scalars(query) for theme in themes}
        return tuple(sorted(used, key=str.casefold))

    def show(
        self, wave: Wave, site: Site, item: str, key: str, text: str, themes: Iterable[str], who: str
    ) -> Decision | None:
        """Let a comment through in these words, edited or not; gives the decision that stood before.

        Raises `StoreError` for empty words, `NotFound` for a comment that the site does not have.
        """
        shown = text.strip()
        if not shown:
            raise StoreError(
                "Nothing is left of the comment", "hold it back, or leave some of its words standing"
            )
        return self._decide(wave, site, item, key, (Review.SHOWN, shown, cleaned(themes), who))

    def hold(
        self, wave: Wave, site: Site, item: str, key: str, themes: Iterable[str], who: str
    ) -> Decision | None:
        """Keep a comment back; gives the decision that stood before."""
        return self._decide(wave, site, item, key, (Review.HELD, "", cleaned(themes), who))

    def undo(self, wave: Wave, site: Site, item: str, key: str, who: str) -> Decision | None:
        """Let a comment wait again; gives the decision that stood before, which stays among the earlier ones."""
        return self._decide(wave, site, item, key, (Review.WAITING, "", (), who))

    def _decide(
        self,
        wave: Wave,
        site: Site,
        item: str,
        key: str,
        made: tuple[Review, str, tuple[str, ...], str],
    ) -> Decision | None:
        state, text, themes, who = made
        try:
            this = _of(wave, site) & (comment.c.item_id == item) & (comment.c.text_hash == bytes.fromhex(key))
        except ValueError:
            raise _unknown(site) from None
        with self._database.writing() as connection:
            row = connection.execute(select(comment).where(this).with_for_update()).one_or_none()
            if row is None:
                raise _unknown(site)
            before = _last(row)
            earlier = [*row.earlier, _as_json(before)] if before else list(row.earlier)
            connection.execute(
                update(comment)
                .where(this)
                .values(
                    state=state.value,
                    text=text,
                    themes=list(themes),
                    who=who,
                    at=self._now(),
                    earlier=earlier[-MOST_EARLIER:],
                )
            )
        return before

    def _list_if_closed_before(self, wave: Wave) -> None:
        """List the comments of a wave that was closed by a Barograph which kept no list of them.

        All of them count as come with its last snapshot, since nobody can tell which were there before.
        """
        with self._database.reading() as connection:
            if connection.scalar(select(comment.c.wave_id).where(comment.c.wave_id == wave.id).limit(1)):
                return
            numbers = schema.snapshot.c
            last = connection.scalar(select(func.max(numbers.number)).where(numbers.wave_id == wave.id))
            state = connection.scalar(select(schema.wave.c.state).where(schema.wave.c.id == wave.id))
        if last is None or state != WaveState.CLOSED or (wave.id, last) in self._looked_for:
            return
        instrument = self._definitions.get(wave.instrument_id, wave.version)
        with self._database.writing() as connection:
            # Two reviewers may come first at once: the second waits here, and finds the list made.
            connection.execute(select(schema.wave.c.id).where(schema.wave.c.id == wave.id).with_for_update())
            list_new(connection, instrument, wave.id, last)
        self._looked_for.add(
            (wave.id, last)
        )  # a closed wave gets no others: of one without any, once is enough


def cleaned(themes: Iterable[str]) -> tuple[str, ...]:
    """Themes without spaces around them, each once whatever its capitals, in the order given."""
    found: dict[str, str] = {}
    for theme in themes:
        word = " ".join(theme.split())[:LONGEST_THEME].strip()
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())[:MOST_THEMES]


def _of(wave: Wave, site: Site) -> Any:
    return (comment.c.wave_id == wave.id) & (comment.c.site_id == site.id)


def _require_closed(connection: Connection, wave: Wave) -> None:
    state = connection.scalar(select(schema.wave.c.state).where(schema.wave.c.id == wave.id))
    if state != WaveState.CLOSED:
        raise StoreError(
            f"The wave {wave.title!r} is open, and its comments are read once it is closed",
            "wait for the close",
        )


def _unknown(site: Site) -> NotFound:
    return NotFound(f"{site.school} has no such comment", "go back to the list of its comments")


def _as_comment(row: Row[Any], written: str) -> Comment:
    earlier = tuple(_from_json(one) for one in row.earlier)
    return Comment(row.item_id, bytes(row.text_hash).hex(), written, row.number, _last(row), earlier)


def _last(row: Row[Any]) -> Decision | None:
    if row.at is None:
        return None
    return Decision(Review(row.state), row.text, tuple(row.themes), row.who, row.at)


def _as_json(one: Decision) -> Mapping[str, str | Sequence[str]]:
    return {
        "state": one.state.value,
        "text": one.text,
        "themes": list(one.themes),
        "who": one.who,
        "at": one.at.isoformat(),
    }


def _from_json(kept: Mapping[str, Any]) -> Decision:
    return Decision(
        Review(kept["state"]),
        kept["text"],
        tuple(kept["themes"]),
        kept["who"],
        datetime.fromisoformat(kept["at"]),
    )
