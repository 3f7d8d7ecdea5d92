"""Bytes of a table -> text. UTF-8 and UTF-16 say what they are; of all others one is asked, never guessed.

The same byte is é in one old encoding, Ž in the next and a sign of mathematics in a third, and names stay for ever.
"""

import codecs
import contextlib
import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Final

from engine.exchange.tables import SAMPLE_ROWS, delimiter_of
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
    name = encoding or encoding_of(raw)
    refuse_binary(raw, file)
    try:
        text = raw.decode(name).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(name, "replace")
        raise not_in_encoding(
            place_behind(file, lambda: _lines(before)), raw, error.start, name, encoding, remedy
        ) from None
    if "\x00" in text:
        before = text[: text.index("\x00")]
        raise bytes_of_no_text(place_behind(file, lambda: _lines(before)))
    return text


def refuse_binary(raw: bytes, file: str) -> None:
    """Raise `Refused` where the first bytes of a file are those of a format that is no text."""
    if raw.startswith((*BINARY, codecs.BOM_UTF32_LE)):
        cause = "this is no text: a spreadsheet, an SPSS or a compressed file"
        raise _refused(file, cause, 'export the table as "CSV UTF-8"')


def not_in_encoding(
    place: str, near: bytes, at: int, name: str, said: str | None, remedy: str = AS_UTF8
) -> Refused:
    """The refusal of a byte that is no text in the encoding `name`: the byte at this place in bytes `near` it.

    `said` is the encoding that the file's owner named, if any.
    """
    cause = f"{_words_at(near, at)} is not saved as {'UTF-8' if name == 'utf-8' else name}"
    if said is None and (found := readings(near)):
        cause += "; it reads " + ", ".join(f"{words!r} in {name}" for name, words in found.items())
    return _refused(place, cause, remedy)


def bytes_of_no_text(place: str) -> Refused:
    """The refusal of a cell with a byte that no text has."""
    return _refused(place, "the cell holds bytes that no text has", 'export the table as "CSV UTF-8"')


def text_before(raw: bytes, encoding: str | None = None) -> str:
    """The text of the first bytes of a file, as far as they are text."""
    return codecs.getincrementaldecoder(encoding or encoding_of(raw))("replace").decode(raw).lstrip("\ufeff")


def encoding_of(raw: bytes) -> str:
    """The encoding that the first bytes of a text say it is saved in, or look like."""
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


def place_behind(file: str, lines: Callable[[], Iterator[str]]) -> str:
    """The row and column behind a text, as a spreadsheet has them; its lines are gone through twice."""
    delimiter = delimiter_of("".join(itertools.islice(lines(), SAMPLE_ROWS)))
    names: list[str] = []
    last: list[str] = []
    row = 0
    with contextlib.suppress(csv.Error):
        for cells in csv.reader(_with_one_more(lines()), delimiter=delimiter):
            names, last, row = names or cells, cells, row + 1
        column = len(last) - 1
        named = row > 1 and column < len(names) and seen_name(names[column])
        return f"{file}, row {row}, column {named or column + 1}"
    return file


def _with_one_more(lines: Iterator[str]) -> Iterator[str]:
    """Lines with one more sign behind the last, which is in the cell that is meant."""
    held = ""
    for line in lines:
        if held:
            yield held
        held = line
    if held.endswith(("\r", "\n")):
        yield held
        held = ""
    yield held + "?"


def _lines(text: str) -> Iterator[str]:
    return io.StringIO(text, newline="")


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
