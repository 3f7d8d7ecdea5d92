"""The tables of a network's board: what schools pass on to each other, and what readers reported."""

from typing import Final

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table

from engine.store.schema import Moment, metadata

STATES: Final = "state IN ('waiting', 'shown', 'held', 'taken_back')"

board_post = Table(
    "board_post",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("school_id", ForeignKey("school.id"), nullable=False, index=True),
    Column("month", Date, nullable=False),  # of the check-in that it comes from, its first day
    Column("text", String(500), nullable=False),
    Column("named", Boolean, nullable=False),  # whether readers see which school it is from
    Column("state", String(10), nullable=False),
    Column("word", String(500), nullable=False),  # of the hub to the school, about a post that it holds back
    Column("who", String(254), nullable=False),  # the address of the account that offered it
    Column("at", Moment, nullable=False),  # when it was offered
    CheckConstraint(STATES, name="state"),
)
board_report = Table(
    "board_report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("post_id", ForeignKey("board_post.id"), nullable=False, index=True),
    Column("reason", String(500), nullable=False),
    Column("open", Boolean, nullable=False),  # until the hub decides on the post again
    Column("at", Moment, nullable=False),  # who reported is in the log alone
)
