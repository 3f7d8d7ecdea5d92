"""A study's method and results as articles print them: signs of statistics in italics, Greek letters, true minus."""

import re
from collections.abc import Iterator

from engine.printed import ABSENT
from engine.report.document import Passage, Run, Symbol
from engine.validation.prose import Prose

# A sign stands before its value: `M = 3.42`, `p < .001`. Greek ones are written out in plain text.
SIGN = re.compile(r"\b(?P<sign>M|SD|SE|N|n|p|r|t|F|d|g|alpha|omega)(?=\s[=<>]\s)|(?P<chi>chi-square)(?=\()")
GREEK = {"alpha": "α", "omega": "ω"}
NO_SPREAD = f", SD = {ABSENT}"  # of one person


def passages(prose: Prose) -> tuple[Passage, Passage]:
    """The method section and the results section, to be pasted."""
    return (
        Passage("Method, to paste and to complete", tuple(paragraph(text) for text in prose.methods)),
        Passage("Results, to paste", tuple(paragraph(text) for text in prose.results)),
    )


def paragraph(text: str) -> tuple[Run, ...]:
    """A paragraph of plain text with its signs set apart; the words stay as they are."""
    return tuple(_runs(text.replace(NO_SPREAD, "")))


def _runs(text: str) -> Iterator[Run]:
    done = 0
    for found in SIGN.finditer(text):
        if found.start() > done:
            yield text[done : found.start()]
        yield "χ²" if found["chi"] else Symbol(GREEK.get(found["sign"], found["sign"]))
        done = found.end()
    if done < len(text):
        yield text[done:]
