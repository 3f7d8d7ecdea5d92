"""Whether two processes would make the same sums: their versions, and the sources that count."""

import hashlib
import platform
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

from engine.problems import Problem, Refused

ROOMS = ("engine", "psychometrics")


@dataclass(frozen=True, slots=True)
class Program:
    """What a process counts with; `sources` is the beginning of a SHA-256 of all modules that count."""

    python: str
    numpy: str
    dask: str
    barograph: str
    sources: str


@cache
def program() -> Program:
    """That of this process."""
    versions = {name: version(name) for name in ("numpy", "dask", "barograph")}
    return Program(python=platform.python_version(), sources=_sources(), **versions)


def _sources() -> str:
    """Of the modules' texts in the order of their paths, so that a checkout is the same on every machine."""
    root, found = Path(__file__).parents[2], hashlib.sha256()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def require_same(here: Program, there: Program, place: str) -> None:
    """Refuse a process whose sums may be others, with the first thing in which it differs."""
    for one in fields(here):
        own, other = getattr(here, one.name), getattr(there, one.name)
        if own != other:
            name = one.name.replace("sources", "source code")
            cause = f"it counts with another program: it has {name} {other}, and the study is run with {own}"
            remedy = (
                "install the same versions (constraints.txt) on every machine, and start the workers again"
            )
            raise Refused([Problem("other_program", place, cause, remedy)])
