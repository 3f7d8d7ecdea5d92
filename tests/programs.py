"""Programs that some tests need and a computer may lack: where they are, or a skip that says what to install.

In CI they are to be expected, so that a missing one is a failure. `BAROGRAPH_TESTS_WITHOUT` names programs,
with blanks between, that are passed over as if they were not there.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

WITHOUT = "BAROGRAPH_TESTS_WITHOUT"


def found(program: str, *folders: str) -> Path | None:
    """The newest of a program's places: on the path, else in folders given as patterns."""
    if program in os.environ.get(WITHOUT, "").split():
        return None
    on_path = shutil.which(program)
    if on_path:
        return Path(on_path)
    places = [place for pattern in folders for place in Path("/").glob(f"{pattern}/{program}")]
    return max(places, key=lambda place: (len(str(place)), place), default=None)  # version 15 is after 9


def missing(reason: str) -> NoReturn:
    """Skip the test that is running, or fail it where nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def needed(program: str, package: str, *folders: str) -> Path:
    """The path of a program that comes with one of Debian's packages."""
    place = found(program, *folders)
    if place is None:
        missing(f"no {program} here: install Debian's package {package}")
    return place
