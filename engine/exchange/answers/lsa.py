"""LimeSurvey archives (.lsa): the answers, under the codes of the questions. Lists of people in it are never opened."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from engine.exchange.answers.archives import check_archive
from engine.exchange.answers.blocks import AboutColumn, CellBlock, FileFacts, blocks_of_rows
from engine.exchange.files import whole_file

ANSWERS: Final = ".lsr"
DEFINITION: Final = ".lss"
FIELD: Final = re.compile(r"_?(\d+)X(\d+)X(\d+)(.*)")  # survey, group, question and what of it
WORDS: Final = re.compile(r"<[^>]*>")


def read(path: Path, sheet: str | None, encoding: str | None) -> tuple[FileFacts, Iterator[CellBlock]]:
    """A column a question or part of one, `Q1` or `Q1[SQ001]`, as LimeSurvey's own CSV names them."""
    names = check_archive(path)
    answers = [name for name in names if name.endswith(ANSWERS)]
    definition = [name for name in names if name.endswith(DEFINITION)]
    if len(answers) > 1:
        cause = f"it holds the answers of {len(answers)} surveys"
        raise whole_file(path.name, "not_text", cause, "export one survey alone")
    with zipfile.ZipFile(path) as archive:
        questions = _questions(path.name, archive, definition[0]) if definition else {}
        fields = _fields(path.name, archive, answers[0])
    if len(fields) < 1:
        raise whole_file(path.name, "no_rows", "it holds no answers", "export the answers as CSV")
    header = tuple(_column(field, questions) for field in fields)
    about = {
        name: AboutColumn(questions[found[3]][1])
        for name, field in zip(header, fields, strict=True)
        if (found := FIELD.fullmatch(field)) and found[3] in questions
    }
    return FileFacts(header, about), blocks_of_rows(_rows(path, answers[0], fields))


def _column(field: str, questions: dict[str, tuple[str, str]]) -> str:
    """A field by its question's code, where the archive has the definition."""
    found = FIELD.fullmatch(field)
    if found is None or found[3] not in questions:
        return field
    code, part = questions[found[3]][0], found[4]
    return f"{code}[{part}]" if part else code


def _questions(file: str, archive: zipfile.ZipFile, member: str) -> dict[str, tuple[str, str]]:
    """The code and the text of each question by its number."""
    found: dict[str, tuple[str, str]] = {}
    texts: dict[str, str] = {}
    with archive.open(member) as stream:
        for row in _elements(file, stream, "row"):
            cells = {child.tag: child.text or "" for child in row}
            if "title" in cells and "qid" in cells and cells.get("parent_qid", "0") in ("", "0"):
                found.setdefault(cells["qid"], (cells["title"], cells.get("question", "")))
            elif "question" in cells and "qid" in cells:
                texts.setdefault(cells["qid"], cells["question"])
    return {qid: (code, _plain(text or texts.get(qid, ""))) for qid, (code, text) in found.items()}


def _plain(text: str) -> str:
    return " ".join(WORDS.sub(" ", text).split())


def _fields(file: str, archive: zipfile.ZipFile, member: str) -> list[str]:
    with archive.open(member) as stream:
        for fields in _elements(file, stream, "fields"):
            return [child.text or "" for child in fields]
    return []


def _rows(path: Path, member: str, fields: list[str]) -> Iterator[list[str]]:
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        for row in _elements(path.name, stream, "row"):
            cells = {child.tag.removeprefix("_"): child.text or "" for child in row}
            yield [cells.get(field.removeprefix("_"), "") for field in fields]


def _elements(file: str, stream: IO[bytes], tag: str) -> Iterator[Any]:
    """The elements of a name, one after the other and none kept; no entity and no other file is read."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        parents: list[Any] = []
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                parents.append(element)
                continue
            parents.pop()
            if element.tag == tag:
                yield element
                if parents:
                    parents[-1].remove(element)
    except (ParseError, DefusedXmlException, zipfile.BadZipFile, OSError) as error:
        cause = f"its part {tag!r} can't be read ({type(error).__name__}: {str(error)[:60]})"
        raise whole_file(file, "not_text", cause, "export it anew, or as CSV") from None
