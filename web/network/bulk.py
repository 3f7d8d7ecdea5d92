"""Many reports as one ZIP file, made piece by piece: what was made stays, so that the work can go on at any time."""

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name: the same bytes every time


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the archive: its name there, the name it is kept under, and how it is made."""

    name: str
    kept: str
    make: Callable[[], bytes]


def made(folder: Path, pieces: Iterable[Piece]) -> int:
    """How many of the pieces are made already."""
    return sum((folder / piece.kept).exists() for piece in pieces)


def make(folder: Path, pieces: Sequence[Piece], told: Callable[[int], None]) -> None:
    """Make pieces that are not there yet, one after the other; `told(n)` hears how many are there.

    A piece appears whole or not at all; two who make the same piece at once do no harm.
    """
    for done, piece in enumerate(pieces):
        told(done)
        target = folder / piece.kept
        if not target.exists():
            _put(target, piece.make())


def pack(folder: Path, pieces: Sequence[Piece], target: str) -> Path:
    """All pieces as one ZIP file under the name `target`; each must be made. The same pieces give the same bytes."""
    archive = folder / target
    if archive.exists():
        return archive
    number, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(number, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as box:
        for piece in pieces:
            box.writestr(zipfile.ZipInfo(piece.name, EARLIEST), (folder / piece.kept).read_bytes())
    Path(name).replace(archive)
    return archive


def _put(target: Path, data: bytes) -> None:
    number, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(number, "wb") as file:
        file.write(data)
    Path(name).replace(target)
