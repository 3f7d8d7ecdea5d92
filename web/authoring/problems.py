"""Problems and advice as the author's pages tell them: of which file, at which line, with the lines around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.authoring import working_copy
from engine.loading.folder import INSTRUMENT
from engine.problems import Problem

AROUND: Final = 1  # lines shown before and after a faulty one
MOST_SHOWN: Final = 200  # signs of a line


@dataclass(frozen=True, slots=True)
class Told:
    """A problem or a piece of advice as its page tells it; `lines` are the faulty one and those around it."""

    problem: Problem
    line: int | None
    lines: tuple[tuple[int, str, bool], ...]


def about(problems: Iterable[Problem], name: str) -> list[Problem]:
    """Those that are about a file; what is about an example, without a line, is about the examples."""
    return [problem for problem in problems if _where(problem)[0] == name]


def _where(problem: Problem) -> tuple[str, int | None]:
    name, _, line = problem.place.rpartition(":")
    if line.isdigit() and working_copy.is_file_name(name):
        return name, int(line)
    return ("examples.yaml" if problem.code.startswith("example_") else INSTRUMENT), None


def told(problems: Iterable[Problem], text: str) -> list[Told]:
    """Problems of a file of this text, in the order of their lines, each with the lines around it."""
    lines = text.split("\n")
    found = []
    for problem in problems:
        line = _where(problem)[1]
        near = range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1) if line else range(0)
        shown = tuple((number, lines[number - 1][:MOST_SHOWN], number == line) for number in near)
        found.append(Told(problem, line, shown))
    return sorted(found, key=lambda one: one.line or 0)
