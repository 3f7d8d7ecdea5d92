"""Text files on a disk: checked to the end first, then read line by line as they are needed, and never held whole.

A file is refused before any of it is used, so it is read twice; it needs no more memory than a block of it.
"""

import codecs
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.exchange.decoding import (
    AS_UTF8,
    bytes_of_no_text,
    encoding_of,
    not_in_encoding,
    place_behind,
    refuse_binary,
    text_before,
)
from engine.exchange.tables import SAMPLE, CsvTable, table_of, table_of_lines
from engine.problems import Problem, Refused

MOST_BYTES: Final = 4 * 1024**3
LONGEST_HEADER: Final = 1 << 20  # bytes
BLOCK: Final = 1 << 20  # bytes
LONGEST_LINE: Final = 1 << 24  # characters
AROUND: Final = 1 << 19  # bytes on either side of one that is no text, which say how the file reads otherwise
MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file all of which is text in this encoding, with the SHA-256 of its bytes."""

    path: Path
    encoding: str
    digest: str

    def table(self, remedy: str = "write item ids in its first row") -> CsvTable:
        """The table in it, of which rows are read as they are taken; raises `Refused` where it has no header.

        `remedy` is what to do then.
        """
        with self.path.open(encoding=self.encoding, newline="") as stream:
            sample = stream.read(SAMPLE).lstrip(MARK)
        name = self.path.name
        try:
            table = table_of_lines(sample, _lines(self.path, self.encoding))
        except csv.Error as error:
            raise broken(name, 1, error) from None
        if not table.header:
            cause = "the file has no header row" if sample.strip() else "the file holds nothing"
            raise whole_file(name, "empty_file", cause, remedy)
        return table


def text_file(path: Path, encoding: str | None = None, *, remedy: str = AS_UTF8) -> TextFile:
    """A file on a disk, read once to its end; raises `Refused` when it is none, or no text.

    `remedy` is what to do where it does not say what it is saved in.
    """
    name = path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise whole_file(
                name, "file_too_large", "the file is larger than 4 GB", "split it into several files"
            )
        return _checked(path, encoding, remedy)
    except IsADirectoryError:
        raise whole_file(name, "not_a_file", "this is a folder", "name the CSV file in it") from None
    except FileNotFoundError:
        raise whole_file(
            name, "no_file", "there is no such file", "check the path and the spelling"
        ) from None
    except OSError as error:
        cause = f"the file can't be read ({error.strerror})"
        raise whole_file(name, "no_file", cause, "check its permissions") from None


def text_of(path: Path, encoding: str | None = None, *, remedy: str = AS_UTF8) -> tuple[str, str]:
    """The whole text of a file and the SHA-256 of its bytes, as `text_file` takes it: for lists, which are short."""
    found = text_file(path, encoding, remedy=remedy)
    with path.open(encoding=found.encoding, newline="") as stream:
        return stream.read().lstrip(MARK), found.digest


def _checked(path: Path, encoding: str | None, remedy: str) -> TextFile:
    digest, ended, characters = hashlib.sha256(), 0, 0
    with path.open("rb") as stream:
        block = stream.read(BLOCK)
        refuse_binary(block, path.name)
        found = encoding or encoding_of(block)
        decoder = codecs.getincrementaldecoder(found)()
        while True:
            digest.update(block)
            ended += len(block)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                place = _place(
                    path, found, characters + len(error.object[: error.start].decode(found, "replace"))
                )
                at = ended - len(error.object) + error.start
                first = max(0, at - AROUND)
                stream.seek(first)
                near = stream.read(2 * AROUND)
                raise not_in_encoding(place, near, at - first, found, encoding, remedy) from None
            if "\x00" in text:
                raise bytes_of_no_text(_place(path, found, characters + text.index("\x00")))
            if not block:
                return TextFile(path, found, digest.hexdigest())
            characters += len(text)
            block = stream.read(BLOCK)


def _place(path: Path, encoding: str, characters: int) -> str:
    """The row and column of what stands behind so many characters of a file."""

    def before() -> Iterator[str]:
        left = characters
        for line in _lines(path, encoding, "replace", mark=MARK):
            yield line[:left].lstrip(MARK)
            left -= len(line)
            if left <= 0:
                return

    return place_behind(path.name, before)


def _lines(path: Path, encoding: str, errors: str = "strict", mark: str = "") -> Iterator[str]:
    """The lines of a file with their ends; `\\r\\r\\n`, which some programs write, is one end."""
    with path.open(encoding=encoding, errors=errors, newline="") as stream:
        line = stream.readline(LONGEST_LINE)
        line = line if mark else line.lstrip(MARK)
        while line:
            if len(line) >= LONGEST_LINE:
                raise csv.Error(f"a line has more than {LONGEST_LINE:,} signs")
            after = stream.readline(LONGEST_LINE)
            if after == "\r\n" and line.endswith("\r"):
                line, after = line[:-1] + after, stream.readline(LONGEST_LINE)
            yield line
            line = after


def column_names(path: Path, encoding: str | None = None) -> tuple[str, ...]:
    """The names in a file's header, without reading the rest; none where they can't be read.

    For defaults that hang on what a file has: the reader of the file tells what is wrong with it.
    """
    try:
        with path.open("rb") as stream:
            return table_of(text_before(stream.read(LONGEST_HEADER), encoding)).header
    except (OSError, csv.Error):
        return ()


def broken(file: str, row: int, error: csv.Error) -> Refused:
    """The refusal of a table that breaks off in a row."""
    cause = f"the table breaks off at row {row} ({error})"
    return whole_file(
        file,
        "broken_csv",
        cause,
        "look for a quotation mark that is not closed, and separate columns by commas, semicolons or tabs",
    )


def whole_file(file: str, code: str, cause: str, remedy: str) -> Refused:
    """The refusal of a file as a whole."""
    return Refused([Problem(code, file, cause, remedy)])
