"""Bytes of a table -> text. UTF-8 and UTF-16 say what they are; of all others one is asked, never guessed.

The same byte is é in one old encoding, Ž in the next and a sign of mathematics in a third, and names stay for ever.
"""

import codecs
import contextlib
import csv
import io
import re
from typing import Final

from engine.exchange.tables import delimiter_of
from engine.instrument.written_text import seen_name
from engine.problems import Problem, Refused

OLD_ENCODINGS: Final = ("cp1252", "cp1250", "cp1254", "mac_roman")
AS_UTF8: Final = 'save the table as "CSV UTF-8"'
BOMS: Final = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MARKS: Final = re.compile(rb'[,;|\t\r\n"]')
FIRST_BYTES: Final = 1000
FIRST_READ: Final = 1 << 20
LONGEST_SHOWN: Final = 40  # bytes of a cell
MOST_SHOWN: Final = 3  # cells
BINARY: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"$FL2", b"%PDF", b"\x1f\x8b")  # xlsx, xls, sav, pdf, gz


def decoded(raw: bytes, file: str, encoding: str | None = None, *, remedy: str = AS_UTF8) -> str:
    """The text of a file's bytes; raises `Refused`, with the row and column of the first byte that is no text.

    `encoding` is what its owner says it is saved in; `remedy` is what to do where nobody has said it.
    """
    name = encoding or _encoding(raw)
    if raw.startswith((*BINARY, codecs.BOM_UTF32_LE)):
        cause = "this is no text: a spreadsheet, an SPSS or a compressed file"
        raise _refused(file, cause, 'export the table as "CSV UTF-8"')
    try:
        text = raw.decode(name).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        cause = f"{_words_at(raw, error.start)} is not saved as {'UTF-8' if name == 'utf-8' else name}"
        if encoding is None and (found := readings(raw)):
            cause += "; it reads " + ", ".join(f"{words!r} in {name}" for name, words in found.items())
        place = _place(file, raw[: error.start].decode(name, "replace"))
        raise _refused(place, cause, remedy) from None
    if "\x00" in text:
        cause = "the cell holds bytes that no text has"
        raise _refused(_place(file, text[: text.index("\x00")]), cause, 'export the table as "CSV UTF-8"')
    return text


def text_before(raw: bytes, encoding: str | None = None) -> str:
    """The text of the first bytes of a file, as far as they are text."""
    return codecs.getincrementaldecoder(encoding or _encoding(raw))("replace").decode(raw).lstrip("\ufeff")


def _encoding(raw: bytes) -> str:
    for mark, name in BOMS.items():
        if raw.startswith(mark):
            return name
    # Every second byte of a text in Latin letters is 0 in UTF-16, and none is in UTF-8.
    first = raw[:FIRST_BYTES]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if first and first[start::2].count(0) > len(first) // 4:
            return name
    return "utf-8"


def _refused(place: str, cause: str, remedy: str) -> Refused:
    return Refused([Problem("not_text", place, cause, remedy)])


def _place(file: str, before: str) -> str:
    """The row and column behind a text, as a spreadsheet has them."""
    cells = csv.reader(io.StringIO(before + "?", newline=""), delimiter=delimiter_of(before))
    with contextlib.suppress(csv.Error):
        rows = list(cells)
        names, column = rows[0], len(rows[-1]) - 1
        named = len(rows) > 1 and column < len(names) and seen_name(names[column])
        return f"{file}, row {len(rows)}, column {named or column + 1}"
    return file


def _cell(raw: bytes, at: int) -> bytes:
    """The bytes of a cell around a place."""
    before, after = raw[max(0, at - FIRST_BYTES) : at], raw[at : at + FIRST_BYTES]
    return MARKS.split(before)[-1] + MARKS.split(after)[0]


def _words_at(raw: bytes, at: int) -> str:
    return repr(_cell(raw, at)[:LONGEST_SHOWN].decode("ascii", "replace"))


def readings(raw: bytes) -> dict[str, str]:
    """How words that are not UTF-8 read in old encodings: whoever wrote them knows which is right.

    Encodings in which all reads the same are one. None where the bytes are no text, or are UTF-8.
    """
    first = raw[:FIRST_READ]
    if raw.startswith(BINARY) or b"\x00" in raw or first.isascii() or _is_utf8(raw):
        return {}
    found: dict[str, str] = {}
    for name in OLD_ENCODINGS:
        with contextlib.suppress(UnicodeDecodeError):
            text = first.decode(name)
            if text not in found:
                found[text] = name
    cells = [cell[:LONGEST_SHOWN] for cell in dict.fromkeys(MARKS.split(first)) if not cell.isascii()]
    telling = sorted(cells, key=lambda cell: -len({cell.decode(name) for name in found.values()}))[
        :MOST_SHOWN
    ]
    return {name: ", ".join(cell.decode(name) for cell in telling) for name in found.values()}


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
