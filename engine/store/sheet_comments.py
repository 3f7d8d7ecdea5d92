"""What the people of a team write to one another about a sheet of their plan: theirs alone, and never printed."""

from typing import Any

from sqlalchemy import insert, select, update

from engine.store.errors import StoreError
from engine.store.people_tables import account
from engine.store.plan_records import LONGEST_COMMENT, MOST_COMMENTS, SheetComment, SheetKey, TeamPlan
from engine.store.plan_tables import sheet_comment
from engine.store.room import Room
from engine.store.sheet_saves import hold_open


class SheetComments(Room):
    """Keeps comments on sheets; whoever wrote one may take it back, and put it back."""

    def add(self, plan: TeamPlan, key: SheetKey, text: str, who: str) -> None:
        """Keep a comment; the same again from the same person adds nothing.

        Raises `StoreError` for an empty one, for one too long, for one too many, and where the plan is closed.
        """
        text = text.strip()
        if not text:
            raise StoreError("There is no comment", "write one")
        if len(text) > LONGEST_COMMENT:
            raise StoreError("The comment is too long", f"shorten it to {LONGEST_COMMENT} characters")
        with self._database.writing() as connection:
            hold_open(connection, plan)
            of_plan = select(sheet_comment).where(sheet_comment.c.plan_id == plan.id)
            kept = connection.execute(of_plan.order_by(sheet_comment.c.id.desc())).all()
            if len(kept) >= MOST_COMMENTS:
                raise StoreError(f"The plan has {MOST_COMMENTS} comments", "talk about it instead")
            values = {"sheet": key.sheet, "number": key.number, "text": text, "who": who, "taken_back": False}
            if kept and all(getattr(kept[0], name) == value for name, value in values.items()):
                return
            at = self._now().replace(microsecond=0)
            connection.execute(insert(sheet_comment).values(plan_id=plan.id, at=at, **values))

    def of(self, plan: TeamPlan, reader: str) -> tuple[SheetComment, ...]:
        """The comments of a plan, the oldest first; those that were taken back for whoever wrote them alone."""
        query = (
            select(sheet_comment, account.c.name)
            .outerjoin(account, account.c.email == sheet_comment.c.who)
            .where(sheet_comment.c.plan_id == plan.id)
            .order_by(sheet_comment.c.id)
        )
        with self._database.reading() as connection:
            found = [_as_comment(row) for row in connection.execute(query)]
        return tuple(one for one in found if not one.taken_back or one.who == reader)

    def take_back(self, plan: TeamPlan, id: int, who: str, *, back: bool = True) -> None:
        """Take a comment back, or put it back (`back=False`); raises `StoreError` where it is not that person's."""
        this = (
            (sheet_comment.c.plan_id == plan.id) & (sheet_comment.c.id == id) & (sheet_comment.c.who == who)
        )
        with self._database.writing() as connection:
            changed = connection.execute(update(sheet_comment).where(this).values(taken_back=back))
            if not changed.rowcount:
                raise StoreError("You wrote no such comment", "look at the comments again")


def _as_comment(row: Any) -> SheetComment:
    values = {
        name: value for name, value in row._mapping.items() if name not in ("plan_id", "sheet", "number")
    }
    return SheetComment(**values | {"key": SheetKey(row.sheet, row.number), "name": row.name or row.who})
