"""The code that is looked at, and the few of its names that are used."""

import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

OWN: Final = Path(__file__).parents[2]  # the tree that this script is part of

# What is used of the project, each with the places where it may be: the new one first, then the old.
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "command line": ("web.cli:main",),
    "schema of instruments": ("engine.loading.json_schema:schema_text", "engine.schema:schema_text"),
}


def look_at(code: Path) -> None:
    """Take the project's packages from a folder, ahead of any that is installed; says so if others come."""
    folder = code.resolve()
    sys.path.insert(0, str(folder))
    for name in ("engine", "psychometrics", "web"):
        found = Path(str(importlib.import_module(name).__file__)).resolve()
        if not found.is_relative_to(folder):
            raise SystemExit(f"{name} came from {found.parent}, not from {folder}.")


def looked_at() -> Path:
    """The tree whose packages were taken."""
    return Path(str(importlib.import_module("web").__file__)).parents[1]


def place(name: str) -> Callable[..., Any]:
    """What stands under a name of the table, wherever it is now."""
    for where in PLACES[name]:
        module, _, member = where.partition(":")
        try:
            found: Callable[..., Any] = getattr(importlib.import_module(module), member)
        except (ImportError, AttributeError):
            continue
        return found
    raise SystemExit(f"The {name} is in none of {', '.join(PLACES[name])}: add its place to {__file__}.")
