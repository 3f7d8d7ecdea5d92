"""What a file says, with the line of every value; knows nothing of YAML and nothing of instruments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.problems import Problem

Where = tuple[str | int, ...]


def typed_path(path: Path) -> str:
    """The path as a person would type it: from the working folder where it lies below that."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read: plain data, and for each path into it the line on which it stands.

    `spoiled` holds the paths whose value could not be read; their problem has been reported already.
    """

    file: str
    data: Any
    lines: Mapping[Where, int] = field(default_factory=dict)
    spoiled: frozenset[Where] = frozenset()

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest thing around it."""
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines.get(where, 1)

    def at(self, where: Where) -> Any:
        """The value at a path, or None where there is none."""
        value = self.data
        for step in where:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def name(self, where: Where) -> str:
        """A path in words: `items.VS3.text`, with an entry's own id where it has one."""
        words: list[str] = []
        for depth, step in enumerate(where):
            if isinstance(step, str):
                words.append(f".{step}" if words else step)
                continue
            entry = self.at(where[: depth + 1])
            own = entry.get("id", entry.get("value")) if isinstance(entry, dict) else None
            named = isinstance(own, str | int) and not isinstance(own, bool)
            words.append(f".{str(own)[:40]}" if named else f"[{step + 1}]")
        return "".join(words)

    def problem(self, code: str, where: Where, cause: str, remedy: str) -> Problem:
        """A problem at a path; its cause begins with the path in words."""
        name = self.name(where)
        prefix = f"{name}: " if name else ""
        return Problem(code, f"{self.file}:{self.line(where)}", prefix + cause, remedy, path=name)


def texts_in(value: Any, where: Where = ()) -> Iterator[tuple[str, Where]]:
    """Every text in plain data, with its path."""
    if isinstance(value, str):
        yield value, where
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts_in(inner, (*where, step))
