"""Text files are read line by line: what is wrong far down is told as exactly as in a file that was held whole."""

import codecs
from pathlib import Path

import pytest

from engine.exchange import files
from engine.exchange.files import text_file
from engine.exchange.response_csv import read_responses
from engine.problems import Refused
from tests.small import instrument, likert

ROWS = 60_000  # more than a block
TWO = instrument(likert("A"), likert("B"))


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        text_file(path).table()
    return str(refused.value)


@pytest.fixture(scope="module")
def long() -> bytes:
    return b"school,A,comment\r\n" + b'Oak,3,"several words,\r\nand a second line"\r\n' * ROWS


def test_a_byte_that_is_no_text_is_placed_behind_blocks_of_text(long: bytes, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(long + b"M\xfcller,4,x\r\n")
    said = refusal(path)
    assert f"long.csv, row {ROWS + 2}, column school" in said
    assert "'Müller' in cp1252" in said
    path.write_bytes(long + b"Elm,4,a\x00b\r\n")
    assert f"row {ROWS + 2}, column comment" in refusal(path)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", b"")],
)
def test_rows_are_the_same_whatever_the_letters_and_ends(encoding: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    for end in ("\n", "\r\n", "\r", "\r\r\n"):
        path.write_bytes(mark + end.join(["sep=;", "A;B", '"two', ' lines";Ö', "1;2"]).encode(encoding))
        table = text_file(path).table()
        assert (table.header, table.first) == (("A", "B"), 2)
        inner = "\r\n" if end == "\r\r\n" else end
        assert list(table.rows) == [[f"two{inner} lines", "Ö"], ["1", "2"]]


def test_a_line_without_an_end_is_refused_before_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_LINE", 100)
    path = tmp_path / "endless.csv"
    path.write_text("A,B\n" + "1," * 200)
    with pytest.raises(Refused, match=r"breaks off at row 2 .*a line has more than 100 signs"):
        read_responses(path, TWO)


def test_totals_are_found_above_however_many_empty_rows(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("school,A,B\n" + "Oak,1,2\n" * 3 + "Total,3,5\n" + ",,\n" * 25_000)
    read = read_responses(path, TWO)
    assert len(read) == 3
    assert any("1 row (5) left out: totals below the answers" in note for note in read.notes)
