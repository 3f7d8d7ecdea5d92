"""What an installation holds, as CycloneDX has it, and whether its licences are ones that we may hand on.

`python -m tests.inventory PYTHON FILE` writes the inventory of an environment and refuses what is not allowed.
The licence is the one that a package's own metadata declares; nobody reads the package's files here.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing

ROOT = Path(__file__).parents[1]

NOTICE = "asks for its notice, which its package carries; the GPL takes it in"
FILES = "asks that its own files stay open, which they do, unchanged; the GPL takes it in"
OURS = "the GPL, which is why ours is GPL-3.0-or-later (docs/decisions/pingouin.md, factor-analyzer.md)"

ALLOWED = {  # SPDX's name of a licence, or what a package's classifier calls it, and why it may be handed on
    "0BSD": "asks for nothing",
    "CC0-1.0": "asks for nothing",
    "MIT-0": "asks for nothing",
    "Apache-2.0": NOTICE,
    "BSD-2-Clause": NOTICE,
    "BSD-3-Clause": NOTICE,
    "ISC": NOTICE,
    "MIT": NOTICE,
    "MIT-CMU": NOTICE,
    "PSF-2.0": NOTICE,
    "Python-2.0": NOTICE,
    "Zlib": NOTICE,
    "License :: OSI Approved :: Apache Software License": NOTICE,
    "License :: OSI Approved :: BSD License": NOTICE,
    "License :: OSI Approved :: Zope Public License": NOTICE,
    "LGPL-3.0-only": "asks that it can be exchanged, which a package of its own can; the GPL takes it in",
    "MPL-2.0": FILES,
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": FILES,
    "GPL-2.0-or-later": OURS,
    "GPL-3.0": OURS,
}
SAID_ELSEWHERE = {  # packages whose metadata name no licence, and where it was read
    "axe-playwright-python": ("MIT", "its file LICENSE; the axe-core inside is MPL-2.0"),
    "factor-analyzer": ("GPL-2.0-or-later", "its description: GNU General Public License (>= 2)"),
    "huey": ("MIT", "its file LICENSE"),
    "partd": ("BSD-3-Clause", "its file LICENSE.txt"),
    "pyxform": ("BSD-2-Clause", "its file LICENSE"),
}
COMES_WITH_PYTHON = {"pip", "setuptools"}  # in each new environment of `python -m venv`, in Python's version


@dataclass(frozen=True)
class Package:
    """A package of the inventory; `licences` are expressions of SPDX or names of classifiers."""

    name: str
    version: str
    licences: tuple[str, ...]


def written(python: Path, file: Path) -> None:
    """Write the inventory of an environment, the same for the same packages."""
    program = Path(sys.executable).parent / "cyclonedx-py"
    root = ["--pyproject", str(ROOT / "pyproject.toml")]
    subprocess.run(
        [program, "environment", *root, "--output-reproducible", "--output-file", file, python], check=True
    )


def packages(file: Path) -> list[Package]:
    """The packages of an inventory, without Barograph itself."""
    return [_package(found) for found in json.loads(file.read_text())["components"]]


def _package(found: dict[str, Any]) -> Package:
    name = normal(found["name"])
    said = tuple(_licence(one) for one in found.get("licenses", ()))
    elsewhere = (SAID_ELSEWHERE[name][0],) if not said and name in SAID_ELSEWHERE else ()
    return Package(name, found["version"], said or elsewhere)


def _licence(said: dict[str, Any]) -> str:
    licence = said.get("license", {})
    return str(said.get("expression") or licence.get("id") or licence["name"])


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, str]:
    """The version of each package in constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text().split()
    return dict(line.split("==") for line in lines)


def unfit(installed: Iterable[Package]) -> Iterator[str]:
    """What must not be handed on as it is, each with what to do about it."""
    versions = pinned()
    for package in installed:
        place = f"{package.name} {package.version}"
        if not package.licences:
            yield (
                f"{place} names no licence: read its files, and write what they say in SAID_ELSEWHERE, or leave it"
            )
        for licence in package.licences:
            if not allowed(licence):
                yield f"{place} is under {licence!r}: write it in ALLOWED with the reason, or leave the package"
        wanted = versions.get(package.name)
        if package.name not in COMES_WITH_PYTHON and wanted != package.version:
            beside = "does not name it" if wanted is None else f"has {wanted}"
            yield f"{place} is not what was tested, constraints.txt {beside}: pin it, or install again"


def allowed(licence: str) -> bool:
    """Whether a licence, or what an expression leaves to choose, is in the list."""
    if licence in ALLOWED:
        return True
    spdx = get_spdx_licensing()
    try:
        return _holds(spdx.parse(licence, validate=True))
    except ExpressionError:
        return False


def _holds(expression: LicenseExpression) -> bool:
    """`A OR B` leaves the choice, `A AND B` asks for both."""
    if not expression.args:
        return str(expression) in ALLOWED
    each = (_holds(part) for part in expression.args)
    return any(each) if isinstance(expression, get_spdx_licensing().OR) else all(each)


def main(python: Path, file: Path) -> int:
    """Write and check an inventory; 1 where something is not allowed."""
    written(python, file)
    found = packages(file)
    problems = list(unfit(found))
    for problem in problems:
        sys.stderr.write(problem + "\n")
    sys.stdout.write(
        f"{file}: {len(found)} packages, {len(problems) or 'no'} problems of licence or version.\n"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
