"""How property tests run: with new examples on a desk, with the same ones in CI, nowhere against a clock.

Beside it what rooms of tests share and what takes a while to make: the demonstration and a browser.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from engine.demo.fill import Demo
    from engine.store import Store

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)  # red only by a change
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def quick_slow_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Personal codes cost next to nothing in tests; tests/engine/store/test_code_signs.py holds what they cost."""
    monkeypatch.setattr("engine.store.sealing.DOUBLINGS", 2)


@pytest.fixture(scope="session")
def filled_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the demonstration, filled once a run; nobody writes to it."""
    from tests.demonstration import filled_once

    own = tmp_path_factory.getbasetemp()
    return filled_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="module")
def demo(
    filled_demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple["Store", "Demo"]]:
    """The demonstration in a store of the module's own."""
    from tests.demonstration import opened_copy

    with opened_copy(filled_demonstration, tmp_path_factory.mktemp("demo")) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A real Chromium; a test that asks for it bears the mark `browser`."""
    from playwright.sync_api import sync_playwright

    from tests.programs import needed

    chromium = needed("chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()
