"""A foreign file, opened without trusting a byte: sheets, XML, JSON or text, by what it holds and not by its name.

Nothing is fetched from any address in a file, no entity is resolved, no macro runs. Sizes, depths and times
are bounded; what goes beyond is refused in words.
"""

import csv
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from engine.exchange.decoding import decoded
from engine.exchange.foreign.workbooks import FormSheet, WorkbookError, sheets_of
from engine.exchange.tables import delimiter_of
from engine.problems import Problem, Refused

MOST_BYTES: Final = 30 * 1024**2  # of one file; the largest seen has 3 MB
MOST_FILES: Final = 2_000  # of a folder
MOST_ROWS: Final = 50_000
DEEPEST: Final = 200  # levels of JSON or XML
MOST_ELEMENTS: Final = 2_000_000
ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0"


def refused(name: str, code: str, cause: str, remedy: str) -> Refused:
    """The refusal of a foreign file."""
    return Refused([Problem(code, name, cause, remedy)])


@dataclass(frozen=True)
class OpenedFile:
    """A file or a folder: each view of it is made when it is asked for, and is None where it is nothing of the kind."""

    path: Path
    data: bytes  # of a folder none

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_folder(self) -> bool:
        return self.path.is_dir()

    @property
    def is_workbook(self) -> bool:
        """Whether it may be a workbook: a zip archive, or the older container of Office."""
        return self.data.startswith((ZIP, OLE))

    @cached_property
    def sheets(self) -> tuple[FormSheet, ...] | None:
        """The sheets of a workbook. Raises `Refused` where it is one and can't be read."""
        if not self.is_workbook:
            return None
        try:
            return sheets_of(self.data)
        except WorkbookError as error:
            remedy = "save it anew in the program that wrote it"
            raise refused(
                self.name, "foreign_unreadable", f"the workbook can't be read: {error}", remedy
            ) from None

    @cached_property
    def text(self) -> str | None:
        """The text of a file that is one; UTF-8, UTF-16, or the letters of western Windows."""
        if self.is_folder or self.is_workbook or b"\x00\x00\x00" in self.data[:1000]:
            return None
        try:
            return decoded(self.data, self.name)
        except Refused:
            try:
                return decoded(self.data, self.name, "cp1252")
            except Refused:
                return None

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...] | None:
        """The rows of a table in CSV."""
        if self.text is None or self.text.lstrip()[:1] in ("<", "{", "["):
            return None
        table = csv.reader(io.StringIO(self.text, newline=""), delimiter=delimiter_of(self.text))
        rows: list[tuple[str, ...]] = []
        try:
            for row in table:
                rows.append(tuple(row))
                if len(rows) > MOST_ROWS:
                    cause = f"the table has more than {MOST_ROWS:,} rows; a survey has fewer"
                    raise refused(self.name, "foreign_too_large", cause, "is it a file of answers?")
        except csv.Error as error:
            cause = f"the table breaks off in row {len(rows) + 1} ({error})"
            raise refused(self.name, "foreign_unreadable", cause, "export it again as CSV UTF-8") from None
        return tuple(rows)

    @cached_property
    def xml(self) -> Element | None:
        """The root of an XML file, without entities and doctypes. Raises `Refused` where there are some."""
        if self.text is None or not self.text.lstrip().startswith("<"):
            return None
        return xml_of(self.name, self.data)

    def member(self, ending: str) -> bytes | None:
        """The first file with this ending in a zip archive, read no further than a file may be long; None without.

        Raises `Refused` where the archive is damaged or unpacks to more.
        """
        if not self.data.startswith(ZIP):
            return None
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                named = (one for one in archive.infolist() if one.filename.lower().endswith(ending))
                entry = next(named, None)
                if entry is None:
                    return None
                with archive.open(entry) as stream:
                    found = stream.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            cause = f"the archive can't be read ({type(error).__name__})"
            raise refused(self.name, "foreign_unreadable", cause, "export it again from your tool") from None
        if len(found) > MOST_BYTES:
            cause = f"it unpacks to more than {MOST_BYTES // 1024**2} MB"
            raise refused(self.name, "foreign_too_large", cause, "export the survey alone")
        return found

    @cached_property
    def json(self) -> Any:
        """What a JSON file holds. Raises `Refused` where it begins as JSON and is none."""
        if self.text is None or self.text.lstrip()[:1] not in ("{", "["):
            return None
        try:
            found = json.loads(self.text)
        except RecursionError:
            raise refused(self.name, "foreign_unsafe", "it is nested too deeply", "export it again") from None
        except ValueError as error:
            cause = f"it begins as JSON and is none ({error})"
            raise refused(self.name, "foreign_unreadable", cause, "export it again from your tool") from None
        if _depth_over(found, DEEPEST):
            raise refused(self.name, "foreign_unsafe", "it is nested too deeply", "export it again")
        return found

    def beside(self, relative: str) -> "OpenedFile | None":
        """Another file of the folder, by a path from this one; None where there is none or it leads out.

        Of a folder, the path is from the folder; of a file, from where the file lies. It may lead up as far as the
        folder that was named, or for a file named by itself two folders up (an item's list may lie there).
        """
        here = self.path if self.is_folder else self.path.parent
        root = here if self.is_folder else here.parent.parent
        target = here / relative
        try:
            whole = target.resolve()
            if not whole.is_relative_to(root.resolve()) or not whole.is_file():
                return None
        except (OSError, ValueError):
            return None
        return open_foreign(target)


def xml_of(name: str, data: bytes) -> Element:
    """The root of XML without entities and doctypes. Raises `Refused` where it is none, or has some."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        cause = "it defines entities or names files elsewhere, which no survey needs and which can do harm"
        raise refused(name, "foreign_unsafe", cause, "export it again from your tool") from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        cause = f"it begins as XML and is none ({error})"
        raise refused(name, "foreign_unreadable", cause, "export it again from your tool") from None
    return root


def open_foreign(path: Path) -> OpenedFile:
    """A file or folder to convert; raises `Refused` where there is none or it is too large."""
    name = path.name
    try:
        if path.is_dir():
            return OpenedFile(path, b"")
        if path.stat().st_size > MOST_BYTES:
            cause = f"it is larger than {MOST_BYTES // 1024**2} MB"
            raise refused(
                name, "foreign_too_large", cause, "is it a file of answers? Export the survey alone"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise refused(name, "no_file", "there is no such file", "check the path and the spelling") from None
    except (OSError, ValueError) as error:
        cause = f"it can't be read ({getattr(error, 'strerror', None) or error})"
        raise refused(name, "no_file", cause, "check its permissions") from None
    if not data.strip():
        raise refused(name, "foreign_unreadable", "the file is empty", "export the survey again")
    return OpenedFile(path, data)


def _depth_over(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True
