"""What is wrong, where, and what to do about it: one shape for definitions, answers and files.

A code names the kind of problem; `CATALOGUE` explains each once. Tests prove that every code is raised by a
broken example and that none goes unused.
"""

from collections.abc import Iterable
from dataclasses import dataclass

CATALOGUE: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `place` is `file:line` or `row 12, column VS3`; `path` is where in the definition."""

    code: str
    place: str
    cause: str
    remedy: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.cause}; {self.remedy}"


class Refused(Exception):
    """A door stayed shut: everything that is wrong with what was handed in, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` for the nearest known word, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""
