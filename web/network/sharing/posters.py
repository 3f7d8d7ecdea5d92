"""Posters as files: which languages and papers there are, and the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.language import Language
from engine.report.document import Paper
from engine.report.handouts.poster import Poster, PosterSide, poster_pdf
from web.network.sharing.handout import Handout, spoken_in
from web.network.sharing.messages import promise

PART: Final = "sharing"  # of the catalogues: what a poster says
BOTH: Final = "both"
PAPERS: Final[tuple[Paper, ...]] = ("letter", "a4")


@dataclass(frozen=True, slots=True)
class PosterChoice:
    """What a poster can be had in: a language or the first two together; `key` is what its address says."""

    key: str
    languages: tuple[Language, ...]


def choices(handout: Handout) -> tuple[PosterChoice, ...]:
    """The languages that a wave's poster is offered in, both together where it has two."""
    spoken = spoken_in(handout.wave)
    single = tuple(PosterChoice(one.tag, (one,)) for one in spoken)
    return (*single, PosterChoice(BOTH, spoken[:2])) if len(spoken) > 1 else single


def chosen(handout: Handout, key: str) -> PosterChoice:
    """The choice of that key; the first where there is none."""
    offered = choices(handout)
    return next((one for one in offered if one.key == key), offered[0])


def posters_file(handouts: Sequence[Handout], key: str, paper: Paper) -> bytes:
    """The posters of schools in one wave as a PDF, a page a school."""
    first = chosen(handouts[0], key).languages[0]
    title = first.say("sharing.wall.document", wave=handouts[0].wave.title)
    return poster_pdf([_poster(one, chosen(one, key)) for one in handouts], paper, title)


def _poster(handout: Handout, choice: PosterChoice) -> Poster:
    first = choice.languages[0]
    return Poster(
        handout.school,
        handout.address,
        typed_address(handout.start if handout.code or handout.by_codes else handout.address),
        handout.code,
        first.say("sharing.wall.square", address=handout.address),
        tuple(_side(language, handout) for language in choice.languages),
    )


def _side(language: Language, handout: Handout) -> PosterSide:
    last = handout.wave.closes.date()
    time = language.count("about_minutes", handout.minutes)
    return PosterSide(
        language.tag,
        language.say("sharing.wall.title", school=handout.school),
        handout.purposes.get(language.tag, ""),
        (
            language.say("sharing.wall.until", minutes=time, last=last),
            promise(language, handout),
            f"{language.say('voluntary_lead')}: {language.say('voluntary_fact')}.",
        ),
        language.say("sharing.wall.scan"),
        _typed(language, handout),
        language.say("sharing.wall.own_code") if handout.by_codes else "",
        "" if language.reviewed(PART) else language.say("report.draft"),
    )


def typed_address(address: str) -> str:
    """An address as people type it: without what browsers add."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


def _typed(language: Language, handout: Handout) -> str:
    """The way in for those who have no camera."""
    if handout.by_codes:
        return language.say("sharing.wall.by_own_code")
    return language.say("sharing.wall.by_digits" if handout.code else "sharing.wall.by_address")
