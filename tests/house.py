"""The house's numbers: `python -m tests.house` prints them, and tests/test_house.py holds the code to them.

A line is a line of a Python file. The steps of the database's history (`engine/store/migrations/versions`)
are left out: they are written once and never changed. A function's lines are counted without its docstring.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
FOLDERS = ("engine", "web", "psychometrics")
HISTORY = "engine/store/migrations/versions"

LOOSE = {"engine": 3, "web": 12}  # files in a folder's root
LONGEST_MODULE = 400
MEDIAN_MODULE = 130
LONGEST_FUNCTION = 50
ALL_LINES = 55_017  # 1,500 fewer than before the house was planned anew


@dataclass(frozen=True)
class Module:
    """A Python file, named by its path from the top of the project."""

    name: str
    text: str

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[tuple[str, int]]:
        """The name of each function, and its lines from `def` to the last."""
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                docstring = _length(node.body[0]) if ast.get_docstring(node) else 0
                yield f"{self.name}:{node.lineno} {node.name}", _length(node) - docstring


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@dataclass(frozen=True)
class House:
    """All modules of the three folders that are installed."""

    modules: tuple[Module, ...]

    @property
    def lines(self) -> int:
        return sum(module.lines for module in self.modules)

    @property
    def median(self) -> float:
        """Half of the modules that hold anything are shorter."""
        return statistics.median(module.lines for module in self.modules if module.lines)

    @property
    def long_modules(self) -> dict[str, int]:
        return {module.name: module.lines for module in self.modules if module.lines > LONGEST_MODULE}

    @cached_property
    def functions(self) -> dict[str, int]:
        return dict(pair for module in self.modules for pair in module.functions())

    @property
    def long_functions(self) -> dict[str, int]:
        return {name: lines for name, lines in self.functions.items() if lines > LONGEST_FUNCTION}

    def loose(self, folder: str) -> list[str]:
        """The files in a folder's root."""
        return [module.name for module in self.modules if Path(module.name).parent == Path(folder)]


def house(root: Path = ROOT) -> House:
    paths = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py"))
    names = [path.relative_to(root).as_posix() for path in paths]
    return House(
        tuple(
            Module(name, path.read_text(encoding="utf-8"))
            for name, path in zip(names, paths, strict=True)
            if not name.startswith(HISTORY)
        )
    )


def numbers(house: House) -> Iterator[tuple[str, str, str]]:
    """What is counted, how much of it there is, and what may be."""
    for folder, most in LOOSE.items():
        yield f"files in the root of {folder}/", f"{len(house.loose(folder))}", f"at most {most}"
    lengths = [module.lines for module in house.modules]
    yield "modules", f"{len(lengths)}", ""
    yield "lines of the longest module", f"{max(lengths)}", f"at most {LONGEST_MODULE}"
    yield "lines of a module, median", f"{house.median:.0f}", f"at most {MEDIAN_MODULE}"
    yield "functions", f"{len(house.functions)}", ""
    yield "lines of the longest function", f"{max(house.functions.values())}", f"at most {LONGEST_FUNCTION}"
    for folder in FOLDERS:
        own = sum(module.lines for module in house.modules if module.name.startswith(f"{folder}/"))
        yield f"lines of {folder}/", f"{own:,}", ""
    yield "lines of all three", f"{house.lines:,}", f"at most {ALL_LINES:,}"


def main() -> int:
    here = house()
    for what, is_so, may_be in numbers(here):
        sys.stdout.write(f"{what:32} {is_so:>7}   {may_be}".rstrip() + "\n")
    for name, lines in (here.long_modules | here.long_functions).items():
        sys.stdout.write(f"too long: {name}, {lines} lines\n")
    sys.stdout.write("\nCircles, and imports that run against the layers:\n")
    return int(lint_imports())


if __name__ == "__main__":
    sys.exit(main())
