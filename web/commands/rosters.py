"""The list of schools a wave is held in: a CSV file with school, roster and level."""

import csv
from dataclasses import dataclass
from pathlib import Path

from engine.problems import Problem, Refused, did_you_mean
from engine.store import SchoolLevel

COLUMNS = ("school", "roster", "level")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A school, how many of its people are asked, and its level; the last two may be unknown."""

    school: str
    roster: int | None = None
    level: str | None = None


def read_roster(path: Path) -> tuple[RosterRow, ...]:
    """Read a list of schools; raises `Refused` with every problem of the file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not a CSV file in UTF-8"
        raise Refused(
            [Problem("no_file", str(path), f"the file can't be read: {reason}", "check it")]
        ) from None
    names = set(table[0]) - {None} if table else set()
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
    if roster and not (roster.isascii() and roster.isdigit() and int(roster) > 0):
        cause = f"the roster {roster!r} is not a whole number above 0"
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


def _twice(rows: list[RosterRow]) -> list[Problem]:
    names = [row.school for row in rows]
    return [
        Problem(
            "school_twice", f"row {number}", f"{name!r} stands here a second time", "keep one row a school"
        )
        for number, name in enumerate(names, start=2)
        if name and name in names[: number - 2]
    ]
