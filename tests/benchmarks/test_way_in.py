"""The way in stays light: the first page at most 60 kB with everything that it loads, each later one at most 15 kB."""

from pathlib import Path

from benchmarks.page import opened
from benchmarks.way_in import FIRST_PAGE, LATER_PAGE, SHIPPED, loads
from engine.loading.folder import load
from engine.store import Store
from tests.new_database import new_database


def test_each_page_of_the_shipped_survey_is_light_with_its_files(tmp_path: Path) -> None:
    asked = load(SHIPPED)
    with Store.open(new_database(tmp_path / "survey.db")) as store:
        first, *later = loads(store, opened(store, asked), asked)
    assert first.bytes <= FIRST_PAGE
    assert {page.name: page.bytes for page in later if page.bytes > LATER_PAGE} == {}
    assert len(later) > 3
    assert max(page.bytes_of_saves / page.saves for page in later if page.saves) < 1500
