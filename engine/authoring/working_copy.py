"""A definition that is being written, as its files in memory: checked, compared, taken in from a zip, handed out.

The checks are those of a folder: the files are laid out in one for a moment and read by the one loader.
"""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from engine.authoring.linter import lint_folder
from engine.loading.examples import failing_examples
from engine.loading.folder import COMPANIONS, INSTRUMENT, Definition, read
from engine.loading.format.values import LANGUAGE, NAME
from engine.loading.source import typed_path
from engine.problems import Problem, Refused, did_you_mean, listed

Files = Mapping[str, str]  # text by name

LARGEST_FILE: Final = 300_000  # characters: some ten times the largest instrument we ship
LARGEST_COPY: Final = 1_000_000
MOST_FILES: Final = 40
CONSTRUCTS: Final = "constructs/"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a working copy says: its definition where nothing refuses it, and all that was found."""

    definition: Definition | None
    found: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.found if problem.refuses)

    @property
    def advice(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.found if not problem.refuses)

    @property
    def publishable(self) -> bool:
        return self.definition is not None and not self.problems


def is_file_name(name: str) -> bool:
    """Whether a working copy may hold a file of that name: nothing outside it, and nothing that is not read."""
    if name in (INSTRUMENT, *COMPANIONS):
        return True
    stem, dot, ending = name.removeprefix(CONSTRUCTS).rpartition(".")
    if (dot, ending) != (".", "yaml"):
        return False
    if not name.startswith(CONSTRUCTS):
        return bool(LANGUAGE.fullmatch(stem))
    map_name, dot, language = stem.partition(".")
    return bool(NAME.fullmatch(map_name) and (not dot or LANGUAGE.fullmatch(language)))


def name_problem(name: str) -> Problem | None:
    """What is wrong with the name of a file, or None."""
    if is_file_name(name):
        return None
    known = (INSTRUMENT, *COMPANIONS)
    remedy = did_you_mean(name, known)
    remedy = remedy or f"a file is {listed(known)}, a language such as es.yaml, or constructs/NAME.yaml"
    return Problem("copy_file_name", name[:80], "nothing reads a file of that name", remedy)


def size_problems(files: Files) -> tuple[Problem, ...]:
    """What is too large, so that it is not kept."""
    found = [
        Problem(
            "copy_too_large", name, f"the file has {len(text):,} signs", f"keep it below {LARGEST_FILE:,}"
        )
        for name, text in files.items()
        if len(text) > LARGEST_FILE
    ]
    total = sum(len(text) for text in files.values())
    if total > LARGEST_COPY or len(files) > MOST_FILES:
        cause = f"there are {len(files)} files with {total:,} signs"
        remedy = f"keep to {MOST_FILES} files and {LARGEST_COPY:,} signs"
        found.append(Problem("copy_too_large", "the definition", cause, remedy))
    return tuple(found)


def with_plain_line_ends(text: str) -> str:
    """A text as it is kept: line ends as one character each, one at the end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return text if not text or text.endswith("\n") else text + "\n"


def in_tab_order(names: Iterable[str]) -> list[str]:
    """The names of files as tabs show them: the instrument, its languages, what stands beside it, construct maps."""
    rank = {INSTRUMENT: 0, **dict.fromkeys(COMPANIONS, 2)}
    return sorted(names, key=lambda name: (3 if name.startswith(CONSTRUCTS) else rank.get(name, 1), name))


def check(files: Files) -> Checked:
    """Every problem of the loader and of the examples, and where there is none the linter's advice with the rest.

    A problem's place is `name:line`, the name being that of the file in the copy.
    """
    return _check(tuple(sorted(files.items())))


def from_folder(folder: Path) -> dict[str, str]:
    """The files of a definition's folder, with the crosswalk that stands beside it; construct maps stay shared."""
    places = [path for path in sorted(folder.glob("*.yaml")) if is_file_name(path.name)]
    beside = folder.parent / "crosswalk.yaml"
    if beside.is_file():
        places.append(beside)
    return {path.name: with_plain_line_ends(path.read_text(encoding="utf-8")) for path in places}


@lru_cache(maxsize=32)
def _check(files: tuple[tuple[str, str], ...]) -> Checked:
    with tempfile.TemporaryDirectory(prefix="barograph-") as place:
        # Not named as a version, so that the crosswalk is looked for among the files.
        folder = Path(place) / "copy" / "definition"
        for name, text in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="surrogatepass")
        folder.mkdir(parents=True, exist_ok=True)
        definition, found = _read(folder)
        return Checked(definition, tuple(_within_copy(problem, typed_path(folder)) for problem in found))


def _read(folder: Path) -> tuple[Definition | None, tuple[Problem, ...]]:
    try:
        definition = read(folder)
    except Refused as refused:
        return None, refused.problems
    failing = failing_examples(definition.instrument, definition.examples)
    return definition, (*definition.advice, *failing, *lint_folder(definition))


def _within_copy(problem: Problem, folder: str) -> Problem:
    """The problem at a place within the copy, whatever the folder was called for that moment."""
    if problem.place.startswith(f"{folder}:"):
        return replace(problem, place=f"{INSTRUMENT}:1")
    return replace(problem, place=problem.place.removeprefix(f"{folder}/"))
