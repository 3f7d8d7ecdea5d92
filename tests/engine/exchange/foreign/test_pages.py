"""Every command of docs/bringing prints what stands below it, and every format has a page that leads to a study."""

from pathlib import Path

import pytest

from engine.exchange.column_matching import match_columns
from engine.exchange.file_profile import profile_of
from engine.exchange.foreign.table import FORMATS
from engine.loading.folder import load
from tests.engine.exchange.foreign.pages import PAGES, commands, pages, run
from tests.engine.exchange.foreign.real_files import draft

ANEW = "tests.engine.exchange.foreign.pages"
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
    written = run(page, tmp_path)
    assert page.read_text(encoding="utf-8") == written, f"python -m {ANEW} writes it anew"


def test_the_columns_of_an_xlsforms_data_are_found_behind_their_groups(tmp_path: Path) -> None:
    files = PAGES / "files" / "xlsform"
    draft(files / "form.csv", tmp_path)
    profile = profile_of(files / "answers.csv", remedy="")
    found = {
        one.column.name: one.target for one in match_columns(profile.columns, load(tmp_path)) if one.counts
    }
    options = {f"place/{option}": f"place.{option}" for option in ("room", "online", "outdoors")}
    items = {f"meetings-t{number}": f"t{number}" for number in range(1, 5)}
    assert found == {"role": "role", "why": "why", "place": "place"} | items | options
