"""What stands in a file that is no text: the words of a PDF, the cells of a workbook, the members of an archive."""

import io
import shutil
import subprocess
import zipfile
from typing import Final

PROGRAM: Final = "pdftotext"  # of Debian's package poppler-utils; without it no two PDFs are told to be alike


def words_of(data: bytes) -> str | None:
    """The text of a file; None for one that is neither a PDF, an archive nor a workbook."""
    if data.startswith(b"%PDF"):
        return _of_pdf(data)
    if data.startswith(b"PK"):
        return _of_archive(data)
    return None


def _of_pdf(data: bytes) -> str | None:
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    done = subprocess.run([program, "-raw", "-", "-"], input=data, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _of_archive(data: bytes) -> str | None:
    """Each member by its name, in the order of names."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        for name in sorted(box.namelist()):
            held = box.read(name)
            parts.append(f"{name}\n{words_of(held) or held.decode('utf-8', 'replace')}")
    return "\n".join(parts)
