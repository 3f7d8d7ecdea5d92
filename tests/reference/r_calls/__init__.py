"""R calls as Barograph prints them, run word for word by `run.R` on files of this folder.

A setup (`bfi.R`, `lq2002.R`, ...) reads a file and names what the calls speak of. One process runs all calls of it.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests import programs

HERE = Path(__file__).parent
PACKAGES = (
    "jsonlite",
    "psych",
    "GPArotation",
    "lavaan",
    "semTools",
    "lme4",
    "multilevel",
    "effectsize",
    "survey",
    "polycor",
)


def packages_needed() -> Path:
    """Rscript, where R has the packages that the calls ask for; else the test skips, or in CI fails."""
    rscript = programs.needed("Rscript", "r-base-core")
    named = ", ".join(json.dumps(package) for package in PACKAGES)
    asked = f"cat(Filter(function(p) !requireNamespace(p, quietly = TRUE), c({named})))"
    done = subprocess.run([rscript, "-e", asked], capture_output=True, text=True, check=True)
    if done.stdout:
        lacking = " ".join(f"r-cran-{package.lower()}" for package in done.stdout.split())
        programs.missing(f"R lacks packages that the printed calls ask for: install Debian's {lacking}")
    return rscript


def given_by(setup: str, calls: Sequence[str]) -> dict[str, Any]:
    """What R gives for each call: a list of the values of its expressions, or a text that says why it gives none."""
    rscript = packages_needed()
    with tempfile.TemporaryDirectory() as folder:
        asked, results = Path(folder, "calls.json"), Path(folder, "results.json")
        asked.write_text(json.dumps(list(calls)), encoding="utf-8")
        environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(
            [rscript, "r_calls/run.R", f"r_calls/{setup}.R", asked, results],
            cwd=HERE.parent,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(results.read_text(encoding="utf-8"))
    return {call: one.get("values", one.get("error")) for call, one in zip(calls, found, strict=True)}


def numbers(value: Any) -> Iterator[float | None]:
    """The numbers of a value as R or a study has it, in order, a matrix row by row; texts are passed over."""
    if isinstance(value, dict) and set(value) == {"rows", "cols", "data"}:
        yield from numbers(value["data"])
    elif isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from numbers(inner)
    elif not isinstance(value, str):
        yield None if value is None else float(value)
