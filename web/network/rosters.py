"""The list of schools a wave is held in: a CSV file with school, roster and level."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from engine.exchange.tables import delimiter_of
from engine.problems import Problem, Refused, did_you_mean
from engine.store import SchoolLevel

COLUMNS = ("school", "roster", "level")
EXTRA = "cells that no column has"
LARGEST_ROSTER = 1_000_000


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A school, how many of its people are asked, and its level; the last two may be unknown."""

    school: str
    roster: int | None = None
    level: str | None = None


def read_roster(path: Path) -> tuple[RosterRow, ...]:
    """Read a list of schools; raises `Refused` with every problem of the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = list(csv.DictReader(io.StringIO(text), delimiter=delimiter_of(text), restkey=EXTRA))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not a CSV file in UTF-8"
        raise Refused(
            [Problem("no_file", str(path), f"the file can't be read: {reason}", "check it")]
        ) from None
    names = set(table[0]) - {EXTRA} if table else set()
    problems = [
        Problem(
            "unknown_column",
            path.name,
            f"there is no column {name!r} in a list of schools",
            did_you_mean(name, COLUMNS) or f"the columns are {', '.join(COLUMNS)}",
        )
        for name in sorted(names - set(COLUMNS))
    ]
    if "school" not in names:
        problems.append(
            Problem("no_column", path.name, "there is no column `school`", "add it, a school a row")
        )
    if problems:
        raise Refused(problems)
    rows = [_row(number, cells, problems) for number, cells in enumerate(table, start=2)]
    problems += _twice(rows)
    if problems:
        raise Refused(problems)
    return tuple(rows)


def _row(number: int, cells: dict[str, str], problems: list[Problem]) -> RosterRow:
    school = (cells.get("school") or "").strip()
    roster = (cells.get("roster") or "").strip()
    level = (cells.get("level") or "").strip().lower()
    if not school:
        problems.append(
            Problem("no_school", f"row {number}", "the school has no name", "name it or delete the row")
        )
    if EXTRA in cells:
        cause, remedy = (
            "the row has more cells than the header",
            "put names that hold a comma in quotation marks",
        )
        problems.append(Problem("cells", f"row {number}", cause, remedy))
    if roster and not _is_roster(roster):
        cause = f"the roster {roster[:40]!r} is not a whole number from 1 to {LARGEST_ROSTER:,}"
        problems.append(
            Problem("roster", f"row {number}", cause, "write how many people are asked, or nothing")
        )
        roster = ""
    if level and level not in set(SchoolLevel):
        known = ", ".join(SchoolLevel)
        problems.append(
            Problem("level", f"row {number}", f"there is no level {level!r}", f"the levels are {known}")
        )
        level = ""
    return RosterRow(school, int(roster) if roster else None, level or None)


def _is_roster(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= LARGEST_ROSTER


def _twice(rows: list[RosterRow]) -> list[Problem]:
    names = [row.school for row in rows]
    return [
        Problem(
            "school_twice", f"row {number}", f"{name!r} stands here a second time", "keep one row a school"
        )
        for number, name in enumerate(names, start=2)
        if name and name in names[: number - 2]
    ]
