"""Where a program is missing, a test skips and says what to install; in CI it fails."""

import re
from pathlib import Path

import pytest

from tests import programs

HERE = Path(__file__).parent


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv(programs.WITHOUT, "chromium sh")
    monkeypatch.delenv("CI", raising=False)
    return monkeypatch


def test_a_program_that_is_there_is_found() -> None:
    assert programs.needed("sh", "dash").name == "sh"


def test_a_missing_program_is_a_skip_that_says_what_to_install(without: pytest.MonkeyPatch) -> None:
    assert programs.found("sh", "bin", "usr/bin") is None
    with pytest.raises(pytest.skip.Exception, match="no sh here: install Debian's package dash"):
        programs.needed("sh", "dash")


def test_in_ci_it_is_a_failure(without: pytest.MonkeyPatch) -> None:
    without.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="install Debian's package dash"):
        programs.needed("sh", "dash")


def test_the_newest_of_several_is_taken(tmp_path: Path) -> None:
    for version in ("9", "15", "11"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "initdb-of-tests").touch()
    place = programs.found("initdb-of-tests", f"{str(tmp_path).removeprefix('/')}/*")
    assert place == tmp_path / "15" / "initdb-of-tests"


def test_no_test_looks_for_a_program_by_itself() -> None:
    looks = re.compile(r"shutil\.which|/usr/(?:local/)?bin/|\.launch\(|\[\"Rscript\"")
    paths = [path.relative_to(HERE) for path in HERE.rglob("*.py") if looks.search(path.read_text())]
    found = {path.as_posix() for path in paths if path.parts[0] != "sameness"}  # a command, and no test
    assert found == {"programs.py", "conftest.py"}


def test_every_test_that_asks_for_a_browser_bears_its_mark(request: pytest.FixtureRequest) -> None:
    asking = [item for item in request.session.items if "browser" in getattr(item, "fixturenames", ())]
    assert [item.nodeid for item in asking if item.get_closest_marker("browser") is None] == []
