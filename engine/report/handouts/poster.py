"""A poster for the wall of a staff room: what is asked, until when, what is promised, and the ways in.

One page a school, in one language or in two; its words are large enough to be read from two metres.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from engine.language import direction
from engine.report.document import Paper
from engine.report.handouts.square import square
from engine.report.media.typesetting import typeset
from engine.report.tokens import LIGHT

TEMPLATE: Final = "poster.typ"


@dataclass(frozen=True, slots=True)
class PosterSide:
    """What a poster says in one language; `ways` says how to come in beside the square, a sentence a way."""

    language: str
    title: str
    lead: str
    facts: tuple[str, ...]
    scan: str
    by_code: str  # empty where there is no code to be typed
    own_code: str  # empty where nobody needs a code of their own
    draft: str


@dataclass(frozen=True, slots=True)
class Poster:
    """A school's poster: the address that its square leads to, and the short one with the code to be typed there."""

    school: str
    address: str
    short_address: str
    code: str
    square_label: str
    sides: tuple[PosterSide, ...]


def poster_pdf(posters: Sequence[Poster], paper: Paper, title: str) -> bytes:
    """The posters as one PDF, a page each."""
    return typeset(
        TEMPLATE,
        {
            "title": title,
            "paper": paper,
            "colours": dict(LIGHT),
            "posters": [
                {
                    **asdict(one),
                    "square": square(one.address),
                    "sides": [{**asdict(side), "direction": direction(side.language)} for side in one.sides],
                }
                for one in posters
            ],
        },
    )
