"""Zip archives by others (workbooks, LimeSurvey): what they would unpack to is known before anything is unpacked."""

import zipfile
from pathlib import Path
from typing import Final

from engine.exchange.files import whole_file

MOST_UNPACKED: Final = 1024**3  # bytes
MOST_MEMBERS: Final = 10_000
MOST_TIMES: Final = 200  # a sheet of equal rows packs a hundred times; a bomb a thousand times
SMALL: Final = 50 * 1024**2  # bytes that do no harm however well they were packed
ZIP: Final = b"PK\x03\x04"


def check_archive(path: Path) -> tuple[str, ...]:
    """The names in an archive; raises `Refused` where it is none, is a bomb, or is locked."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        cause = "it begins as a workbook or archive, and breaks off or is damaged"
        raise whole_file(
            path.name, "not_text", cause, 'save it anew, or export the table as "CSV UTF-8"'
        ) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        cause = f"it would unpack to {unpacked / 1024**2:,.0f} MB in {len(members):,} parts"
        raise whole_file(path.name, "file_too_large", cause, "save it as CSV UTF-8, or split it")
    if unpacked > SMALL and unpacked > MOST_TIMES * packed:
        cause = f"it would unpack to {unpacked // packed:,} times its size, as no file of answers does"
        raise whole_file(path.name, "file_too_large", cause, "save it anew, or as CSV UTF-8")
    return tuple(member.filename for member in members)
