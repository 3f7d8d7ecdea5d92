"""Definitions as zip archives: taken in from a browser without trusting a byte, and handed out."""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from engine.authoring.working_copy import (
    CONSTRUCTS,
    LARGEST_COPY,
    MOST_FILES,
    Files,
    in_tab_order,
    is_file_name,
    name_problem,
    size_problems,
    with_plain_line_ends,
)
from engine.loading.folder import INSTRUMENT
from engine.loading.format.values import VERSION
from engine.loading.text_file import not_utf8
from engine.problems import Problem, Refused, listed

MOST_ENTRIES: Final = 200
BYTES_A_SIGN: Final = 4  # the most that UTF-8 takes
EPOCH: Final = (2020, 1, 1, 0, 0, 0)  # so that equal files make equal archives
# What the library raises on archives that are cut off, damaged, or packed in a way it does not know.
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
BESIDE: Final = "crosswalk.yaml"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The files that came in, and the names of those that nothing reads and that were left out."""

    files: dict[str, str]
    left_out: tuple[str, ...] = ()


def take_in(uploads: Mapping[str, bytes]) -> TakenIn:
    """The files of one zip archive, or of single files by name; raises `Refused` with all that is wrong."""
    if len(uploads) == 1:
        ((name, data),) = uploads.items()
        if name.lower().endswith(".zip") or data.startswith(b"PK\x03\x04"):
            return read_zip(data)
    problems = [problem for name in uploads if (problem := name_problem(PurePosixPath(name).name))]
    named = {PurePosixPath(name).name: data for name, data in uploads.items()}
    return TakenIn(_texts(named, problems))


def read_zip(data: bytes) -> TakenIn:
    """The definition in a zip archive: of one version, with its construct maps and crosswalk where it has them.

    Nothing is written anywhere; each file is read no further than the largest that is kept, whatever size the
    archive claims. Raises `Refused` for a broken archive, a path outside it, a link, an encrypted file, several
    instruments, or more than is kept.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _require_safe(entries)
            wanted, left_out = _wanted_entries(entries)
            contents = _contents(archive, wanted)
    except UNREADABLE as error:
        cause = f"the archive can't be read ({type(error).__name__})"
        remedy = "make the zip again, or upload the files one by one"
        raise Refused([Problem("zip_broken", "the archive", cause, remedy)]) from None
    return TakenIn(_texts(contents, []), left_out)


def write_zip(files: Files, folder: str) -> bytes:
    """The files as a zip archive in one folder of that name."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in in_tab_order(files):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _require_safe(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        cause = f"the archive holds {len(entries)} files"
        remedy = f"put one version into it, at most {MOST_FILES} files"
        raise Refused([Problem("copy_too_large", "the archive", cause, remedy)])
    bad = [(entry.filename, what) for entry in entries if (what := _unsafe(entry))]
    if bad:
        remedy = "make a zip of the folder itself, without links and without a password"
        raise Refused([Problem("zip_unsafe", name[:120], what, remedy) for name, what in bad])
    names = [entry.filename for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        cause = "the archive holds two files of that name"
        raise Refused([Problem("copy_file_twice", name[:120], cause, "keep one") for name in twice])


def _unsafe(entry: zipfile.ZipInfo) -> str | None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or ":" in entry.filename:
        return "the path leads outside the archive"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "this is a link, not a file"
    return "the file is encrypted" if entry.flag_bits & 0x1 else None


def _wanted_entries(entries: list[zipfile.ZipInfo]) -> tuple[dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """The entries that make up the definition, by their names in a copy; and those that nothing reads."""
    paths = {PurePosixPath(entry.filename): entry for entry in entries}
    paths = {path: entry for path, entry in paths.items() if not _is_litter(path)}
    homes = [path.parent for path in paths if path.name == INSTRUMENT]
    if len(homes) != 1:
        found = listed(str(home / INSTRUMENT) for home in homes)
        cause = f"the archive holds several: {found}" if homes else f"the archive holds no {INSTRUMENT}"
        remedy = "zip the folder of one version"
        raise Refused([Problem("zip_instruments", "the archive", cause, remedy)])
    wanted: dict[str, zipfile.ZipInfo] = {}
    for path, entry in paths.items():
        name = _name_in_copy(path, homes[0])
        if name is not None and (path.parent == homes[0] or name not in wanted):
            wanted[name] = entry
    kept = {entry.filename for entry in wanted.values()}
    return wanted, tuple(str(path) for path, entry in paths.items() if entry.filename not in kept)


def _is_litter(path: PurePosixPath) -> bool:
    """What operating systems add by themselves."""
    return "__MACOSX" in path.parts or path.name in (".DS_Store", "Thumbs.db", "desktop.ini")


def _name_in_copy(path: PurePosixPath, home: PurePosixPath) -> str | None:
    """What a file of the archive is called in a copy, or None where nothing reads it.

    As in a folder of instruments: beside the instrument's file, the crosswalk one folder up where the version
    has a folder of its own, construct maps in `constructs/` here or up to two folders up.
    """
    around = [home, *home.parents][:3]
    if path.parent == home and is_file_name(path.name):
        return path.name
    if path.name == BESIDE and VERSION.fullmatch(home.name) and path.parent == home.parent:
        return BESIDE
    name = f"{CONSTRUCTS}{path.name}"
    return name if path.parent in [place / "constructs" for place in around] and is_file_name(name) else None


def _contents(archive: zipfile.ZipFile, wanted: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    """The files of the archive, together no further than one byte more than is kept."""
    contents: dict[str, bytes] = {}
    left = LARGEST_COPY * BYTES_A_SIGN
    for name, entry in wanted.items():
        with archive.open(entry) as file:
            contents[name] = file.read(left + 1)
        left -= len(contents[name])
        if left < 0:
            cause = f"the archive unpacks to more than {LARGEST_COPY * BYTES_A_SIGN:,} bytes"
            remedy = "zip the files of one version, without data"
            raise Refused([Problem("copy_too_large", "the archive", cause, remedy)])
    return contents


def _texts(contents: Mapping[str, bytes], problems: list[Problem]) -> dict[str, str]:
    """The contents as texts; raises `Refused` with these problems and with what is no text or too large."""
    texts: dict[str, str] = {}
    for name, data in contents.items():
        try:
            texts[name] = with_plain_line_ends(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            problems.append(not_utf8(name, data, error))
    problems += size_problems(texts)
    if problems:
        raise Refused(problems)
    return texts
