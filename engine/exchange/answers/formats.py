"""The table of formats that answers come in, told apart by what is in a file and never by its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from engine.exchange.answers.archives import ZIP, check_archive
from engine.exchange.answers.blocks import CellBlock, FileFacts
from engine.exchange.files import whole_file

FIRST_BYTES: Final = 64
OLE: Final = b"\xd0\xcf\x11\xe0"  # the container of .xls, and of workbooks with a password
STATA_8_TO_12: Final = frozenset({0x6C, 0x6E, 0x6F, 0x70, 0x71, 0x72, 0x73})

Reader = Callable[[Path, str | None, str | None], tuple[FileFacts, Iterator[CellBlock]]]


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """A format by its first bytes, and the module beside this one that reads it."""

    name: str
    module: str
    fits: Callable[[bytes], bool]
    by_column: bool = True  # names and codes of variables; else a sheet, whose first rows may be titles
    members: tuple[str, ...] = ()  # how the names of parts end by which an archive is known


FORMATS: Final = (
    AnswerFormat("SPSS file", "sav", lambda raw: raw.startswith((b"$FL2", b"$FL3"))),
    AnswerFormat("Stata file", "dta", lambda raw: raw.startswith(b"<stata_dta>") or _is_old_stata(raw)),
    AnswerFormat("Parquet file", "parquet", lambda raw: raw.startswith(b"PAR1")),
    AnswerFormat("LimeSurvey archive", "lsa", lambda raw: raw.startswith(ZIP), members=(".lsr",)),
    AnswerFormat(
        "workbook",
        "sheets",
        lambda raw: raw.startswith(ZIP),
        by_column=False,
        members=("xl/workbook.xml", "xl/workbook.bin", "content.xml"),
    ),
    AnswerFormat("workbook", "sheets", lambda raw: raw.startswith(OLE), by_column=False),
)


def format_of(path: Path) -> AnswerFormat | None:
    """The format of a file, None where it is a text or nothing that is known. Raises `Refused` for hostile archives."""
    try:
        with path.open("rb") as stream:
            first = stream.read(FIRST_BYTES)
    except OSError:
        return None  # whoever reads it as a text tells what is wrong
    fitting = [one for one in FORMATS if one.fits(first)]
    if not fitting or not fitting[0].members:
        return fitting[0] if fitting else None
    names = check_archive(path)
    for one in fitting:
        if any(name.endswith(one.members) for name in names):
            return one
    cause = "this archive holds no workbook and no answers of LimeSurvey"
    raise whole_file(
        path.name, "not_text", cause, "unpack it, and name the file in it that holds the answers"
    )


def reader(module: str) -> Reader:
    """What reads the format of a module of this folder; its libraries are imported now."""
    return cast(Reader, import_module(f"{__package__}.{module}").read)


def _is_old_stata(raw: bytes) -> bool:
    return len(raw) > 3 and raw[0] in STATA_8_TO_12 and raw[1] in (1, 2) and raw[2] == 1 and raw[3] == 0
