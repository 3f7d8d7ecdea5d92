"""Many reports as one file, made piece by piece."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from web.network.bulk import Piece, made, make, pack


def _pieces(done: list[int], number: int = 3) -> list[Piece]:
    def maker(place: int) -> Callable[[], bytes]:
        def work() -> bytes:
            done.append(place)
            return f"report {place}".encode()

        return work

    return [Piece(f"school-{place}.pdf", f"{place}.pdf", maker(place)) for place in range(number)]


def test_work_goes_on_where_it_stopped(tmp_path: Path) -> None:
    done: list[int] = []
    told: list[int] = []
    pieces = _pieces(done)
    make(tmp_path, pieces[:2], told.append)
    assert (done, made(tmp_path, pieces)) == ([0, 1], 2)
    make(tmp_path, pieces, told.append)
    assert (done, made(tmp_path, pieces)) == ([0, 1, 2], 3)
    assert told == [0, 1, 0, 1, 2]


def test_a_piece_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise OSError("no space left")

    pieces = [*_pieces([], 1), Piece("b.pdf", "b.pdf", broken)]
    with pytest.raises(OSError, match="no space"):
        make(tmp_path, pieces, lambda made: None)
    assert [path.name for path in tmp_path.iterdir()] == ["0.pdf"]


def test_all_are_packed_under_their_names_with_the_same_bytes_each_time(tmp_path: Path) -> None:
    pieces = _pieces([])
    make(tmp_path, pieces, lambda made: None)
    archive = pack(tmp_path, pieces, "all.zip")
    with zipfile.ZipFile(archive) as box:
        assert box.namelist() == ["school-0.pdf", "school-1.pdf", "school-2.pdf"]
        assert box.read("school-1.pdf") == b"report 1"
        assert box.testzip() is None
    first = archive.read_bytes()
    archive.unlink()
    assert pack(tmp_path, pieces, "all.zip").read_bytes() == first
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".zip"}
