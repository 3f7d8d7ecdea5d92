"""Codes that were just issued as files: slips to cut, the list of who gets which, or all of it in one ZIP."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.exchange.file_names import file_name
from engine.language import Language
from engine.report.document import Paper
from engine.report.handouts.code_list import code_list_csv, code_list_pdf
from engine.report.handouts.slips import SchoolSlips, Slip, SlipWords, slips_pdf
from web.network.bulk import EARLIEST
from web.network.sharing.handout import Handout
from web.network.sharing.messages import promise
from web.network.sharing.posters import PART, chosen, typed_address

SLIPS: Final = "slips"
LIST: Final = "list"
TABLE: Final = "table"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A file to be handed out once, with its name and what it is."""

    name: str
    mimetype: str
    content: bytes


def school_slips(handout: Handout, key: str, slips: Sequence[Slip]) -> SchoolSlips:
    """The slips of a school in the languages of a choice; the square leads to the school's own page."""
    languages = chosen(handout, key).languages
    return SchoolSlips(
        handout.school,
        handout.address,
        typed_address(handout.start),
        languages[0].say("sharing.wall.square", address=handout.address),
        tuple(_words(language, handout) for language in languages),
        tuple(slips),
    )


def code_file(schools: Sequence[SchoolSlips], wave: str, network: str, paper: Paper, kind: str) -> CodeFile:
    """The file of a kind; an unknown one is that of all."""
    made: dict[str, Callable[[], CodeFile]] = {
        SLIPS: lambda: _slips(schools, wave, paper),
        LIST: lambda: _list(schools, wave, network, paper),
        TABLE: lambda: _table(schools, wave),
    }
    if kind in made:
        return made[kind]()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for make in made.values():
            file = make()
            box.writestr(zipfile.ZipInfo(file.name, EARLIEST), file.content)
    return CodeFile(file_name("zip", wave, _of(schools), "codes"), "application/zip", target.getvalue())


def _slips(schools: Sequence[SchoolSlips], wave: str, paper: Paper) -> CodeFile:
    made = slips_pdf(schools, paper, f"Slips: {wave}")
    return CodeFile(file_name("pdf", wave, _of(schools), "slips"), "application/pdf", made)


def _list(schools: Sequence[SchoolSlips], wave: str, network: str, paper: Paper) -> CodeFile:
    made = code_list_pdf(schools, wave, network, paper)
    return CodeFile(file_name("pdf", wave, _of(schools), "list of codes"), "application/pdf", made)


def _table(schools: Sequence[SchoolSlips], wave: str) -> CodeFile:
    return CodeFile(
        file_name("csv", wave, _of(schools), "list of codes"), "text/csv", code_list_csv(schools).encode()
    )


def _of(schools: Sequence[SchoolSlips]) -> str:
    return schools[0].school if len(schools) == 1 else ""


def _words(language: Language, handout: Handout) -> SlipWords:
    last = handout.wave.closes.date()
    return SlipWords(
        language.tag,
        language.say("sharing.wall.title", school=handout.school),
        (
            language.say("sharing.slip.how"),
            language.say("sharing.slip.once", last=last),
            language.say("sharing.slip.keep"),
        ),
        promise(language, handout),
        "" if language.reviewed(PART) else language.say("report.draft"),
    )
