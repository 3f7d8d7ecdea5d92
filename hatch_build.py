"""Maps the folders of the checkout under `barograph/` when a wheel is built.

`engine`, `web`, `psychometrics` and `instruments` are good names for folders and bad ones for packages that everybody
installs side by side. In the wheel they are `barograph.engine` and so on: this hook copies each module with its
imports of our own rooms renamed, on the line where they stand. Nothing else in a module changes. A module that
names one of ours otherwise is refused, so that a wheel is not built which would fail when it runs.
"""

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = "barograph"
ROOMS = ("engine", "instruments", "psychometrics", "web")
BY_ITS_ROOT = {"web/cli.py"}  # modules whose names of modules are looked up beside their own root
NAME = re.compile(rf"(?:{'|'.join(ROOMS)})(?:\.\w+)+\.?")
CODE = re.compile(rf"\b(?:from|import) (?:{'|'.join(ROOMS)})\.\w+")  # in a text that another process runs

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # read by the tests, without the builder
    BuildHookInterface = object


class Unmappable(Exception):
    """A module names one of ours in a way that the wheel's names would break."""


class WheelHook(BuildHookInterface):
    """Hatchling's door; an editable installation stays as the checkout is."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        self.folder = Path(tempfile.mkdtemp())
        for module in modules(root):
            target = self.folder / module
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                mapped((root / module).read_text(encoding="utf-8"), module, root), encoding="utf-8"
            )
        (self.folder / "__init__.py").write_text('"""A survey instrument engine with psychometrics."""\n')
        build_data["force_include"].update({str(path): path.name for path in sorted(self.folder.iterdir())})
        scripts = self.metadata.core.scripts
        scripts.update({name: f"{PACKAGE}.{place}" for name, place in scripts.items()})

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            shutil.rmtree(self.folder)


def modules(root: Path) -> list[str]:
    """Every module of the rooms, as its path from the top of the project."""
    return sorted(path.relative_to(root).as_posix() for room in ROOMS for path in (root / room).rglob("*.py"))


def mapped(text: str, module: str, root: Path) -> str:
    """A module's text with its imports of our rooms renamed; lines stay where they are."""
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        for line, name in _ours(node, module):
            lines[line - 1] = re.sub(
                rf"\b((?:from|import|,)\s+){re.escape(name)}\b",
                rf"\1{PACKAGE}.{name}",
                lines[line - 1],
                count=1,
            )
        if module not in BY_ITS_ROOT and isinstance(node, ast.Constant) and _names_a_module(node.value, root):
            raise Unmappable(
                f"{module}, line {node.lineno}: {node.value!r} names a module as the checkout has it, and otherwise in "
                "the wheel: make it of __name__ or __package__"
            )
    return "".join(lines)


def _ours(node: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """The line and the name of each of our modules that a statement imports."""
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        if node.module.split(".")[0] in ROOMS:
            yield node.lineno, node.module
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name.split(".")[0] in ROOMS:
                if alias.asname is None:
                    raise Unmappable(
                        f"{module}, line {node.lineno}: `import {alias.name}` binds another name in the wheel: "
                        "write `from ... import ...` or `import ... as ...`"
                    )
                yield alias.lineno, alias.name


def _names_a_module(value: object, root: Path) -> bool:
    if not isinstance(value, str):
        return False
    if CODE.search(value):
        return True
    if not NAME.fullmatch(value):
        return False
    path = root.joinpath(*value.rstrip(".").split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()
