"""Finding instruments: by id, by version, by folder; kept until a file changes."""

import os
import shutil
from pathlib import Path

import pytest

from engine.instrument.model import Audience
from engine.loading import catalog
from engine.loading.places import instruments_folder
from engine.problems import Refused
from tests.engine.loading.small_files import SMALL

KINDS = Path(__file__).parents[1] / "kinds"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of instruments: `small` in three versions, the second without being named so; and `other`."""
    for id, version in (("small", "1.9.0"), ("small", "1.10.0"), ("small", "0.1.0"), ("other", "1.0.0")):
        folder = tmp_path / "shelf" / id / version
        folder.mkdir(parents=True)
        text = SMALL.replace("id: small", f"id: {id}", 1).replace("1.0.0", version, 1)
        (folder / "instrument.yaml").write_text(text.replace("Small", f"{id} {version}"), encoding="utf-8")
    (tmp_path / "shelf" / "constructs").mkdir()
    (tmp_path / "shelf" / "small" / "drafts").mkdir()
    (tmp_path / "shelf" / "small" / "2.0.0").mkdir()
    monkeypatch.setenv("BAROGRAPH_INSTRUMENTS", str(tmp_path / "shelf"))
    return tmp_path / "shelf"


def codes(name: str | Path, version: str | None = None) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        catalog.find(name, version)
    return [(problem.code, problem.remedy) for problem in refused.value.problems]


def test_an_id_finds_the_highest_version(shelf: Path) -> None:
    assert catalog.find("small").version == "1.10.0"
    assert catalog.folder("small") == shelf / "small" / "1.10.0"


def test_a_version_can_be_named_in_two_ways(shelf: Path) -> None:
    assert catalog.find("small@0.1.0").version == "0.1.0"
    assert catalog.find("small", "1.9.0").version == "1.9.0"


@pytest.mark.usefixtures("shelf")
def test_an_id_that_there_is_not_gets_the_nearest_and_the_list() -> None:
    ((code, remedy),) = codes("smal")
    assert code == "unknown_instrument"
    assert "did you mean 'small'?" in remedy
    assert "other, small" in remedy
    assert codes("small@3.0.0")[0][0] == "unknown_version"
    assert "1.10.0, 1.9.0, 0.1.0" in codes("small", "3.0.0")[0][1]
    assert codes("small@latest")[0][0] == "unknown_version"
    assert codes("constructs")[0][0] == "unknown_instrument"


@pytest.mark.usefixtures("shelf")
def test_a_folder_is_found_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert catalog.find(KINDS).id == "kinds"
    assert catalog.find(str(KINDS)).id == "kinds"
    monkeypatch.chdir(KINDS.parent)
    assert catalog.find("kinds").id == "kinds"
    assert catalog.find("kinds/").id == "kinds"
    assert catalog.find("./kinds").id == "kinds"


def test_a_folder_without_a_definition_says_so_rather_than_asking_for_an_id(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    assert codes("empty")[0][0] == "no_instrument_file"
    assert codes(tmp_path / "nowhere")[0][0] == "no_folder"
    assert codes("../nowhere")[0][0] == "no_folder"
    monkeypatch.chdir(shelf)
    assert catalog.find("small").version == "1.10.0"  # the folder `small` holds versions, and none itself


@pytest.mark.parametrize("name", ["", "/", "..", "a\0b", "x" * 3000, "Small", "@", "small@", "~", "日本"])
@pytest.mark.usefixtures("shelf")
def test_an_odd_name_is_refused_in_one_line(name: str) -> None:
    if name == "small@":
        assert catalog.find(name).version == "1.10.0"
    else:
        assert len(codes(name)) == 1


def test_the_same_object_comes_back_until_a_file_changes(shelf: Path) -> None:
    first = catalog.find("small")
    assert catalog.find("small") is first
    assert catalog.find(shelf / "small" / "1.10.0") is first
    path = shelf / "small" / "1.10.0" / "instrument.yaml"
    path.write_text(path.read_text().replace("small 1.10.0", "Changed"))
    second = catalog.find("small")
    assert second is not first
    assert second.title == "Changed"
    (shelf / "small" / "1.10.0" / "es.yaml").write_text("language: es\ntitle: Otro\n")
    assert catalog.find("small") is not second


def test_a_change_of_the_construct_map_counts_too(tmp_path: Path) -> None:
    shutil.copytree(KINDS, tmp_path / "kinds")
    first = catalog.find(tmp_path / "kinds")
    path = tmp_path / "kinds" / "constructs" / "trying.yaml"
    path.write_text(path.read_text().replace("Nobody would miss them.", "Nobody would."))
    second = catalog.find(tmp_path / "kinds")
    assert first is not second
    assert second.construct_map is not None
    assert second.construct_map.constructs[0].low == "Nobody would."


def test_languages_and_translations_of_what_was_found() -> None:
    found = catalog.find(KINDS)
    assert catalog.languages(found) == ("en", "es")
    assert [one.language for one in catalog.translations(found)] == ["es"]
    assert catalog.in_language(found, "en") is found
    assert catalog.in_language(found, "es").title == "Toda clase de preguntas"
    with pytest.raises(Refused) as refused:
        catalog.in_language(found, "fr")
    assert [(one.code, one.remedy) for one in refused.value.problems] == [
        ("unknown_language", "the languages are en, es")
    ]


@pytest.mark.usefixtures("shelf")
def test_the_list_has_every_version() -> None:
    listed = catalog.list_instruments()
    assert [(one.id, one.version) for one in listed] == [
        ("other", "1.0.0"),
        ("small", "1.10.0"),
        ("small", "1.9.0"),
        ("small", "0.1.0"),
    ]
    entry = listed[1]
    assert (entry.title, entry.audience, entry.minutes) == ("small 1.10.0", Audience.STAFF, None)
    assert (entry.items, entry.languages, entry.licence) == (2, ("en",), "CC-BY-4.0")
    assert entry.problems == ()


def test_a_broken_instrument_is_listed_as_such_and_hides_no_other(shelf: Path) -> None:
    (shelf / "other" / "1.0.0" / "instrument.yaml").write_text("id: other\n")
    listed = catalog.list_instruments()
    assert len(listed) == 4
    assert {problem.code for problem in listed[0].problems} == {"missing_key"}
    assert (listed[0].id, listed[0].title) == ("other", "")


def test_without_a_shelf_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_INSTRUMENTS", str(tmp_path / "none"))
    assert catalog.list_instruments() == ()
    ((code, remedy),) = codes("small")
    assert code == "unknown_instrument"
    assert str(tmp_path / "none") in remedy


def test_the_shipped_instruments_stand_beside_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BAROGRAPH_INSTRUMENTS", raising=False)
    assert instruments_folder() == Path(catalog.__file__).parents[2] / "instruments"
    shipped = {entry.id for entry in catalog.list_instruments()}
    assert {"collective-leadership", "educator-efficacy", "big-five-25", "school-wellbeing"} <= shipped


def test_a_file_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "instrument.yaml").write_text(SMALL)
    os.chmod(tmp_path / "instrument.yaml", 0)  # noqa: PTH101
    if os.access(tmp_path / "instrument.yaml", os.R_OK):
        pytest.skip("this user may read every file")
    assert codes(tmp_path)[0][0] == "unreadable_file"


def test_a_copy_elsewhere_finds_the_construct_map_that_is_shipped(tmp_path: Path) -> None:
    folder = tmp_path / "somewhere" / "draft"
    shutil.copytree(catalog.folder("collective-leadership@1.0.0"), folder)
    found = catalog.find(folder).construct_map
    assert found is not None
    assert found.id == "system-conditions"
