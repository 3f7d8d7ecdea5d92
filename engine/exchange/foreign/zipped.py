"""A survey in a zip archive: the folder of an activity, or one file. Unpacked within bounds, and gone afterwards."""

import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from engine.exchange.foreign.opening import MOST_BYTES, MOST_FILES, ZIP, refused

FORMATS_IN_ZIP: Final = ("[Content_Types].xml", "content.xml", ".lss", ".lsr", ".xml.rels")  # these are files
LITTER: Final = ("__MACOSX", ".DS_Store", "Thumbs.db")
DEEPEST: Final = 8  # folders
SCHEMA: Final = "schema"
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # a password, or a way of packing that is not known
)


@contextmanager
def unzipped(path: Path) -> Iterator[Path]:
    """What is to be converted: the folder or the file in an archive as long as the context, or else the path itself.

    Raises `Refused` for an archive that is damaged, leads outside itself, unpacks to too much, or holds several.
    """
    contents = _contents(path) if _begins_as_zip(path) else {}
    if not contents:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="barograph-") as place:
        home = Path(place) / "a" / "b"  # a file may look two folders up
        for name, data in contents.items():
            target = home.joinpath(*name.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield home.joinpath(*_survey_in(path.name, contents).parts)


def _contents(path: Path) -> dict[PurePosixPath, bytes]:
    """What an archive holds; nothing where it is itself the file of a format."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir() and not _is_litter(one.filename)]
            if any(one.filename.endswith(FORMATS_IN_ZIP) for one in entries):
                return {}
            _require_safe(path.name, entries)
            return _unpacked(path.name, archive, entries)
    except BROKEN as error:
        cause = f"the archive can't be read ({type(error).__name__})"
        raise refused(path.name, "foreign_unreadable", cause, "make it again") from None


def _begins_as_zip(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(ZIP)) == ZIP
    except OSError:
        return False  # whoever opens it tells what is wrong


def _is_litter(name: str) -> bool:
    return any(part in LITTER for part in PurePosixPath(name).parts)


def _require_safe(name: str, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        outside = (
            entry.filename.startswith("/") or ".." in parts or "\\" in entry.filename or ":" in entry.filename
        )
        if outside or len(parts) > DEEPEST or entry.external_attr >> 28 == 0xA:  # a link
            cause = f"it holds {entry.filename[:80]!r}, which leads outside it"
            raise refused(name, "foreign_unsafe", cause, "make a zip of the folder itself, without links")
    if len(entries) > MOST_FILES:
        cause = f"it holds {len(entries):,} files; an activity has fewer"
        raise refused(name, "foreign_too_large", cause, "make a zip of the folder of one activity")


def _unpacked(
    name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> dict[PurePosixPath, bytes]:
    found: dict[PurePosixPath, bytes] = {}
    left = MOST_BYTES
    for entry in entries:
        with archive.open(entry) as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            cause = f"it unpacks to more than {MOST_BYTES // 1024**2} MB"
            raise refused(name, "foreign_too_large", cause, "make a zip of the folder of one activity")
        found[PurePosixPath(entry.filename)] = data
    return found


def _survey_in(name: str, contents: Collection[PurePosixPath]) -> PurePosixPath:
    """The one file there is, or the one folder in which a schema lies."""
    if len(contents) == 1:
        return next(iter(contents))
    folders = {one.parent for one in contents if SCHEMA in one.name.lower()}
    if len(folders) == 1:
        return folders.pop()
    holds = f"{len(folders)} folders with a schema" if folders else "several files, and none is a schema"
    remedy = "make a zip of one survey's file, or of one activity's folder"
    raise refused(name, "foreign_format", f"it holds {holds}", remedy)
