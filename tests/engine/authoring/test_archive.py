"""Zip archives of definitions: what is taken in, what is refused, and that bytes are bounded."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest

from engine.authoring.archive import read_zip, take_in, write_zip
from engine.problems import Refused
from tests.engine.authoring.definition_files import (
    FILES,
    INSTRUMENT,
    SPANISH,
    bomb,
    encrypted,
    linked,
    lying,
    zipped,
)


def refusal(data: bytes) -> set[str]:
    with pytest.raises(Refused) as error:
        read_zip(data)
    return {problem.code for problem in error.value.problems}


def test_what_is_handed_out_comes_in_as_it_was() -> None:
    files = {**FILES, "constructs/meetings.yaml": "id: meetings\n"}
    data = write_zip(files, "meetings-1.0.0")
    assert read_zip(data).files == files
    assert write_zip(files, "meetings-1.0.0") == data
    assert zipfile.ZipFile(BytesIO(data)).namelist()[0] == "meetings-1.0.0/instrument.yaml"


def test_a_folder_of_instruments_brings_its_crosswalk_and_its_construct_maps() -> None:
    taken = read_zip(
        zipped(
            {
                "mine/meetings/1.0.0/instrument.yaml": INSTRUMENT,
                "mine/meetings/1.0.0/es.yaml": SPANISH,
                "mine/meetings/crosswalk.yaml": "crosswalks: []\n",
                "mine/constructs/meetings.yaml": "id: meetings\n",
                "mine/meetings/notes.txt": "mine",
                "__MACOSX/mine/._es.yaml": "junk",
                "mine/.DS_Store": "junk",
            }
        )
    )
    assert set(taken.files) == {"instrument.yaml", "es.yaml", "crosswalk.yaml", "constructs/meetings.yaml"}
    assert taken.left_out == ("mine/meetings/notes.txt",)


def test_a_crosswalk_beside_the_instrument_goes_before_one_further_up() -> None:
    inside, above = "crosswalks: []\n", "crosswalks: [] # above\n"
    for first in (True, False):
        pairs = [("a/1.0.0/crosswalk.yaml", inside), ("a/crosswalk.yaml", above)]
        contents = dict(pairs if first else reversed(pairs))
        taken = read_zip(zipped({"a/1.0.0/instrument.yaml": INSTRUMENT, **contents}))
        assert taken.files["crosswalk.yaml"] == inside


@pytest.mark.parametrize(
    "name",
    [
        "../instrument.yaml",
        "/instrument.yaml",
        "a/../../instrument.yaml",
        "C:/instrument.yaml",
        "..\\instrument.yaml",
    ],
)
def test_no_path_leads_outside(name: str) -> None:
    assert refusal(zipped({name: INSTRUMENT})) == {"zip_unsafe"}


def test_links_and_encrypted_files_are_refused() -> None:
    assert refusal(linked()) == {"zip_unsafe"}
    assert refusal(encrypted()) == {"zip_unsafe"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", zipped(dict(FILES))[:200], b"\x00" * 1000])
def test_what_is_no_archive_is_said_to_be_none(data: bytes) -> None:
    assert refusal(data) == {"zip_broken"}


def test_a_bomb_is_refused_within_a_few_megabytes() -> None:
    data = bomb()
    tracemalloc.start()
    try:
        assert refusal(data) == {"copy_too_large"}
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()


def test_an_archive_that_lies_about_a_size_is_refused() -> None:
    assert refusal(lying()) <= {"copy_too_large", "zip_broken"}


def test_many_files_are_refused_unread() -> None:
    assert refusal(zipped({f"f{number}.yaml": "a: b" for number in range(201)})) == {"copy_too_large"}


def test_an_archive_without_or_with_several_instruments_says_so() -> None:
    assert refusal(zipped({"es.yaml": SPANISH})) == {"zip_instruments"}
    assert refusal(zipped({"a/instrument.yaml": "", "b/instrument.yaml": ""})) == {"zip_instruments"}


def test_single_files_are_taken_by_their_names_whatever_folder_they_name() -> None:
    taken = take_in(
        {"C/desk/instrument.yaml": INSTRUMENT.replace("\n", "\r\n").encode(), "es.yaml": b"\xef\xbb\xbfa: b"}
    )
    assert taken.files == {"instrument.yaml": INSTRUMENT, "es.yaml": "a: b\n"}


def test_single_files_tell_all_that_is_wrong_at_once() -> None:
    with pytest.raises(Refused) as error:
        take_in({"instrumnt.yaml": b"a: b", "es.yaml": b"a: \xff"})
    assert [(one.code, one.place) for one in error.value.problems] == [
        ("copy_file_name", "instrumnt.yaml"),
        ("not_utf8", "es.yaml:1"),
    ]
    assert "did you mean 'instrument.yaml'" in error.value.problems[0].remedy


def test_a_zip_is_known_by_its_bytes_too() -> None:
    assert take_in({"upload": zipped(dict(FILES))}).files == FILES
