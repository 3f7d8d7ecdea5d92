"""A network's board: what a school's team passes on to other schools, read by the hub before anybody else sees it.

A post waits, is shown, is held back with a word to the school, or was taken back by the school. What is reported waits
again at once. Its words never change: a school that wants others takes it back and offers anew.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select, update

from engine.store.board_tables import board_post, board_report
from engine.store.errors import NotFound, StoreError
from engine.store.records import Network, School
from engine.store.room import Room
from engine.store.schema import school as school_table

LONGEST_POST: Final = 500  # characters
LONGEST_WORD: Final = 500
MOST_POSTS: Final = 100  # of a school


class PostState(StrEnum):
    """Where a post stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    HELD = "held"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class BoardPost:
    """A post with its school; `named` is whether others than the hub may see which. `reports` wait for the hub."""

    id: int
    school_id: int
    school: str
    month: date
    text: str
    named: bool
    state: PostState
    word: str
    who: str
    at: datetime
    reports: tuple[str, ...] = ()


class Board(Room):
    """Keeps what schools of a network pass on to each other."""

    def offer(self, school: School, month: date, text: str, who: str, *, named: bool) -> BoardPost:
        """Let a text wait for the hub. Raises `StoreError` for none, for a longer one, and for one post too many.

        The same words of a school that wait, are shown or are held back are not offered twice.
        """
        words = " ".join(text.split())
        if not words:
            raise StoreError("There is nothing to pass on", "write it first")
        if len(words) > LONGEST_POST:
            raise StoreError("The post is too long", f"shorten it to {LONGEST_POST} characters")
        with self._database.writing() as connection:
            own = board_post.c.school_id == school.id
            connection.execute(
                select(school_table.c.id).where(school_table.c.id == school.id).with_for_update()
            )
            for one in self._found(connection, _posts().where(own, board_post.c.text == words)):
                if one.state is not PostState.TAKEN_BACK:
                    return one
            kept = connection.scalar(select(func.count()).select_from(board_post).where(own)) or 0
            if kept >= MOST_POSTS:
                raise StoreError(f"{school.name} has offered {MOST_POSTS} posts", "offer one of them again")
            values = {"month": month, "text": words, "named": named, "who": who}
            state = {"state": PostState.WAITING, "word": "", "at": self._now().replace(microsecond=0)}
            made = connection.execute(
                insert(board_post).values(school_id=school.id, **values, **state).returning(board_post.c.id)
            )
            return self._one(connection, made.scalar_one())

    def take_back(self, school: School, post: int) -> BoardPost:
        """Nobody but the school sees it from now on. Raises `NotFound` for a post that is not the school's."""
        return self._own(school, post, {"state": PostState.TAKEN_BACK}, PostState.TAKEN_BACK)

    def offer_again(self, school: School, post: int, who: str, *, named: bool) -> BoardPost:
        """Let a post that was taken back or held back wait once more; one that waits or is shown stays as it is."""
        values = {"state": PostState.WAITING, "named": named, "who": who, "word": ""}
        return self._own(school, post, values, PostState.WAITING, PostState.SHOWN)

    def decide(self, network: Network, post: int, state: PostState, word: str = "") -> BoardPost:
        """What the hub decides; its reports are settled by it.

        Raises `NotFound` for a post of another network, and `StoreError` for one that was taken back meanwhile, and
        for one that is held back without a word.
        """
        said = " ".join(word.split())
        if state is PostState.TAKEN_BACK:
            raise StoreError("Only its school takes a post back", "hold it back")
        if state is PostState.HELD and not 0 < len(said) <= LONGEST_WORD:
            raise StoreError("The school is not told why", f"write up to {LONGEST_WORD} characters")
        with self._database.writing() as connection:
            found = self._of_network(connection, network, post)
            if found.state is PostState.TAKEN_BACK:
                raise StoreError("The school has taken it back", "leave it")
            kept = said if state is PostState.HELD else ""
            this = board_post.c.id == post
            connection.execute(update(board_post).where(this).values(state=state, word=kept))
            settled = update(board_report).where(board_report.c.post_id == post)
            connection.execute(settled.values(open=state is PostState.WAITING))
            return self._one(connection, post)

    def report(self, network: Network, post: int, reason: str) -> BoardPost:
        """Take a shown post off the board until the hub has looked at it. Raises `NotFound` where none is shown."""
        said = " ".join(reason.split())
        if not 0 < len(said) <= LONGEST_WORD:
            raise StoreError("It is not said what is wrong", f"write up to {LONGEST_WORD} characters")
        with self._database.writing() as connection:
            if self._of_network(connection, network, post).state is not PostState.SHOWN:
                raise NotFound(f"No post {post} is shown", "look at the board again")
            this = board_post.c.id == post
            connection.execute(update(board_post).where(this).values(state=PostState.WAITING))
            at = self._now().replace(microsecond=0)
            connection.execute(insert(board_report).values(post_id=post, reason=said, open=True, at=at))
            return self._one(connection, post)

    def of(self, network: Network) -> tuple[BoardPost, ...]:
        """All posts of a network but those taken back, the newest first: for the hub."""
        here = school_table.c.network_id == network.id, board_post.c.state != PostState.TAKEN_BACK
        with self._database.reading() as connection:
            return self._found(connection, _posts().where(*here))

    def shown(self, network: Network) -> tuple[BoardPost, ...]:
        """What every school of the network may read."""
        return tuple(one for one in self.of(network) if one.state is PostState.SHOWN)

    def of_school(self, school: School) -> tuple[BoardPost, ...]:
        """What a school has offered, the newest first."""
        with self._database.reading() as connection:
            return self._found(connection, _posts().where(board_post.c.school_id == school.id))

    def _own(self, school: School, post: int, values: dict[str, Any], *but: PostState) -> BoardPost:
        with self._database.writing() as connection:
            found = self._one(connection, post)
            if found.school_id != school.id:
                raise _absent(post)
            if found.state not in but:
                connection.execute(update(board_post).where(board_post.c.id == post).values(**values))
            return self._one(connection, post)

    def _of_network(self, connection: Connection, network: Network, post: int) -> BoardPost:
        here = board_post.c.id == post, school_table.c.network_id == network.id
        found = self._found(connection, _posts().where(*here))
        if not found:
            raise _absent(post)
        return found[0]

    def _one(self, connection: Connection, post: int) -> BoardPost:
        found = self._found(connection, _posts().where(board_post.c.id == post))
        if not found:
            raise _absent(post)
        return found[0]

    def _found(self, connection: Connection, query: Select[Any]) -> tuple[BoardPost, ...]:
        rows = connection.execute(query.order_by(board_post.c.id.desc())).all()
        ids = [row.id for row in rows]
        waiting = select(board_report).where(board_report.c.post_id.in_(ids), board_report.c.open)
        reports: dict[int, list[str]] = {}
        for one in connection.execute(waiting.order_by(board_report.c.id)):
            reports.setdefault(one.post_id, []).append(one.reason)
        return tuple(
            BoardPost(
                **{**row._mapping, "state": PostState(row.state)}, reports=tuple(reports.get(row.id, ()))
            )
            for row in rows
        )


def _posts() -> Select[Any]:
    of = school_table.c.id == board_post.c.school_id
    return select(board_post, school_table.c.name.label("school")).join(school_table, of)


def _absent(post: int) -> NotFound:
    return NotFound(f"There is no post {post}", "look at the board again")
