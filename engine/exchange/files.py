"""Table files on a disk: their text, and the names of their columns."""

import csv
import hashlib
from pathlib import Path
from typing import Final

from engine.exchange.decoding import AS_UTF8, decoded, text_before
from engine.exchange.tables import CsvTable, table_of
from engine.problems import Problem, Refused

MOST_BYTES: Final = 4 * 1024**3
LONGEST_HEADER: Final = 1 << 20  # bytes


def text_of(path: Path, encoding: str | None = None, *, remedy: str = AS_UTF8) -> tuple[str, str]:
    """A file's text and the SHA-256 of its bytes; raises `Refused` when it is none, or no text.

    `remedy` is what to do where it does not say what it is saved in.
    """
    name = path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise whole_file(
                name, "file_too_large", "the file is larger than 4 GB", "split it into several files"
            )
        data = path.read_bytes()
    except IsADirectoryError:
        raise whole_file(name, "not_a_file", "this is a folder", "name the CSV file in it") from None
    except FileNotFoundError:
        raise whole_file(
            name, "no_file", "there is no such file", "check the path and the spelling"
        ) from None
    except OSError as error:
        cause = f"the file can't be read ({error.strerror})"
        raise whole_file(name, "no_file", cause, "check its permissions") from None
    return decoded(data, name, encoding, remedy=remedy), hashlib.sha256(data).hexdigest()


def table_in(file: str, text: str) -> CsvTable:
    """The table that the text of a file holds; raises `Refused` where it has no header."""
    try:
        table = table_of(text)
    except csv.Error as error:
        raise broken(file, 1, error) from None
    if not table.header:
        raise whole_file(file, "empty_file", "the file has no header row", "write item ids in its first row")
    return table


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
