"""Bytes on a disk -> text, or the one problem that stands in the way. Nothing is decoded by guess."""

import re
from pathlib import Path
from typing import Final

from engine.loading.source import typed_path
from engine.problems import Problem

LARGEST: Final = 1_000_000  # bytes: some fifty times the largest instrument we ship
SAVE: Final = "save the file as UTF-8 text"
CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def read_text(path: Path) -> str | Problem:
    """The text of a file in UTF-8, its line ends as one character each."""
    file = typed_path(path)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            cause = f"the file has {size:,} bytes"
            return Problem(
                "file_too_large", f"{file}:1", cause, f"keep it below {LARGEST:,}; move data elsewhere"
            )
        raw = path.read_bytes()
    except OSError as error:
        cause = f"the file can't be read ({error.strerror or type(error).__name__})"
        return Problem("unreadable_file", f"{file}:1", cause, "check that it is a file, and its permissions")
    return _decode(file, raw)


def control_character(text: str) -> str | None:
    """The first character that no page can show, named, or None."""
    found = CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def not_utf8(file: str, raw: bytes, error: UnicodeDecodeError) -> Problem:
    """Bytes that are no text, where the first of them stands."""
    line = raw[: error.start].count(b"\n") + 1
    cause = f"byte {raw[error.start]:#04x} is not UTF-8"
    return Problem("not_utf8", f"{file}:{line}", cause, SAVE)


def _decode(file: str, raw: bytes) -> str | Problem:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem("not_utf8", f"{file}:1", "the file is saved as UTF-16", SAVE)
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        return Problem("binary_file", f"{file}:{line}", "the file holds bytes that no text has", SAVE)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return not_utf8(file, raw, error)
    found = CONTROL.search(text)
    if found:
        line = text[: found.start()].count("\n") + 1
        cause = f"the line holds the character U+{ord(found[0]):04X}, which no page can show"
        return Problem(
            "control_character", f"{file}:{line}", cause, "delete it; it may have come with pasted text"
        )
    return text
