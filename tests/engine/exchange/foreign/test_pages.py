"""Every command of docs/bringing prints what stands below it, and every format has a page that leads to a study."""

from pathlib import Path

import pytest

from engine.exchange.foreign.table import FORMATS
from tests.engine.exchange.foreign.pages import PAGES, commands, pages, run

STEPS = ("convert", "check", "score", "validate", "wave new")


def test_each_format_has_a_page_from_its_file_to_a_first_study() -> None:
    assert {page.stem for page in pages()} == set(FORMATS)
    index = (PAGES.parent / "bringing-a-survey.md").read_text(encoding="utf-8")
    for page in pages():
        typed = list(commands(page))
        missing = [step for step in STEPS if not any(one.startswith(f"barograph {step} ") for one in typed)]
        assert missing == [], page.name
        assert f"(bringing/{page.name})" in index


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    assert page.read_text(encoding="utf-8") == run(page, tmp_path)
