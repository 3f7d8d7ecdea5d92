"""What is wrong, where, and what to do about it: one shape for definitions, answers and files.

A code names the kind of problem; `codes.CATALOGUE` explains each once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from engine.language import ENGLISH, Language
from engine.problems.codes import ADVICE
from psychometrics.printed import capital

MOST_PROBLEMS: Final = 100

Blank = str | float | date | tuple[str, ...]  # several are choices, of which one is meant


@dataclass(frozen=True, slots=True)
class Wording:
    """How a problem is said in every language: its key under `problem` in the catalogues, and what fills the blanks."""

    key: str
    blanks: tuple[tuple[str, Blank], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `place` is `file:line` or `row 12, column VS3`; `path` is where in the definition.

    `cause` and `remedy` are in English, for files and programs; what respondents meet has a `wording` beside it.
    """

    code: str
    place: str
    cause: str
    remedy: str
    path: str = ""
    wording: Wording | None = None

    @property
    def refuses(self) -> bool:
        """Whether it keeps a definition from being used; advice is listed by `check` and keeps nothing."""
        return self.code not in ADVICE

    def __str__(self) -> str:
        return f"{self.place}: {self.code}: {self.cause}; {self.remedy}"


QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
OF_A_ROW: Final = re.compile(r"(?:^|, )row \d+")


def alike(problems: Iterable[Problem]) -> list[tuple[Problem, ...]]:
    """Problems that say the same of other rows together, in the order of the first of each.

    What stands in the cell, which causes quote, may differ; a problem that is of no row stands alone.
    """
    found: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        key: tuple[str, ...] = (problem.code, QUOTED.sub("", problem.cause), problem.remedy)
        if not OF_A_ROW.search(problem.place):
            key = (*key, problem.place, problem.cause)
        found.setdefault(key, []).append(problem)
    return [tuple(same) for same in found.values()]


class Refused(Exception):
    """A door stayed shut: everything that is wrong with what was handed in, at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["Refused"], tuple[tuple[Problem, ...]]]:
        """So that it comes whole from another process."""
        return type(self), (self.problems,)


def worded(code: str, place: str, key: str, *, path: str = "", **blanks: Blank) -> Problem:
    """A problem whose words stand in the catalogues, as `problem.<key>.cause` and `problem.<key>.remedy`."""
    english = Language.of(ENGLISH)
    plain = {name: _plain(value) for name, value in blanks.items()}
    cause, remedy = (_said(english, f"problem.{key}.{part}", plain) for part in ("cause", "remedy"))
    return Problem(code, place, cause, remedy, path, Wording(key, tuple(blanks.items())))


def sentence(problem: Problem, language: Language) -> str:
    """Cause and remedy as one sentence in a language, for a reader who never saw a problem code.

    A problem without a wording is told in English.
    """
    if problem.wording is None:
        return f"{capital(problem.cause)}: {problem.remedy}."
    blanks = {name: _written(value, language) for name, value in problem.wording.blanks}
    cause, remedy = (
        _said(language, f"problem.{problem.wording.key}.{part}", blanks) for part in ("cause", "remedy")
    )
    return language.say("problem.sentence", cause=capital(cause), remedy=remedy)


def _said(language: Language, key: str, blanks: Mapping[str, str | int]) -> str:
    if not language.counts(key):
        return language.say(key, **blanks)
    others = {name: value for name, value in blanks.items() if name != "n"}
    return language.count(key, int(blanks["n"]), **others)


def _plain(value: Blank) -> str | int:
    """As a file or a program has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return " or ".join(value)
    return value if isinstance(value, str | int) else f"{value:.15g}"


def _written(value: Blank, language: Language) -> str | int:
    """As people of the language read a day or a choice, and type a number."""
    if isinstance(value, date):
        return language.date(value)
    if isinstance(value, tuple):
        return language.list(value, "or")
    return value if isinstance(value, str | int) else language.digits(value)


def first_problems(found: Iterable[Problem]) -> list[Problem]:
    """As many as are worth reading at once, and a word where more follow; the rest is never looked for."""
    first = list(islice(found, MOST_PROBLEMS + 1))
    if len(first) > MOST_PROBLEMS:
        cause, remedy = "more problems follow", "mend these first, then check again"
        first[-1] = Problem("more_problems", first[-1].place, cause, remedy)
    return first


def did_you_mean(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """`did you mean 'x'?` for the nearest known word, or nothing; `likeness` 1 asks for the word itself."""
    near = nearest_word(word, known, likeness)
    return f"did you mean {near!r}?" if near else ""


def nearest_word(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The known word that is most like one that is not known, or nothing."""
    from difflib import get_close_matches

    words = list(known)
    near = get_close_matches(word[:80], words, n=1, cutoff=likeness)
    if not near:
        near = [one for one in words if one.casefold() == word.casefold()]
    return near[0] if near else ""


def listed(words: Iterable[object], most: int = 12) -> str:
    """Words with commas between, the first few of them where there are many."""
    texts = [str(word) for word in words]
    return ", ".join(texts[:most]) + (f", and {len(texts) - most} more" if len(texts) > most else "")
