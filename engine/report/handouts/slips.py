"""Slips with personal codes, to be cut apart and handed out: each opens the survey once, for one person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from engine.language import direction
from engine.report.document import Paper
from engine.report.handouts.square import square
from engine.report.media.typesetting import typeset
from engine.report.tokens import LIGHT

TEMPLATE: Final = "slips.typ"
A_PAGE: Final = {1: 10, 2: 8}  # slips, by the number of languages on each


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What every slip of a school says in one language; `steps` is how to use the code."""

    language: str
    title: str
    steps: tuple[str, ...]
    promise: str
    draft: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One code, as it is read aloud, and whom it is for: a name, or the number of a slip, or nobody in particular."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class SchoolSlips:
    """The slips of a school: the address of its survey for the squares, the short one to be typed, and the codes."""

    school: str
    address: str
    short_address: str
    square_label: str
    words: tuple[SlipWords, ...]
    slips: tuple[Slip, ...]


def with_code(address: str, slip: Slip) -> str:
    """What the square of a slip leads to: the code stands behind the #, which no browser sends to a server."""
    return f"{address}#code={slip.code}"


def slips_pdf(schools: Sequence[SchoolSlips], paper: Paper, title: str) -> bytes:
    """The slips as one PDF; each school begins on a page of its own, so that a stack is one school's."""
    return typeset(
        TEMPLATE,
        {
            "title": title,
            "paper": paper,
            "colours": dict(LIGHT),
            "schools": [
                {
                    **asdict(one),
                    "slips": [
                        {**asdict(slip), "square": square(with_code(one.address, slip))} for slip in one.slips
                    ],
                    "a_page": A_PAGE[min(len(one.words), 2)],
                    "words": [
                        {**asdict(words), "direction": direction(words.language)} for words in one.words
                    ],
                }
                for one in schools
            ],
        },
    )
