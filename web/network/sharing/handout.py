"""What a wave says of itself at a school when it is handed out: what messages, posters and slips are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from engine.instrument.event import with_event
from engine.instrument.model import Audience, Instrument
from engine.instrument.translation import Untranslated
from engine.language import Language
from engine.store import Site, Store, Wave, WaveState, WayIn
from web.network.addresses import survey_address
from web.respondent.sitting import minutes

BEFORE_THE_END: Final = timedelta(days=2)
LEAST_DAYS: Final = 6  # of a wave that has a half-way reminder between the first and the last
EMPTY: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Handout:
    """A wave at one school; `address` is where its people answer, `start` where codes are typed.

    `code` holds the school's six digits in two groups; where `by_codes` says that everybody has a code of their own it
    is empty, as that code alone leads there. `purposes` is what the survey is for, in languages that the definition
    says it in.
    """

    wave: Wave
    school: str
    address: str
    start: str
    audience: Audience
    minutes: int
    code: str = ""
    by_codes: bool = False
    purposes: Mapping[str, str] = field(default_factory=lambda: EMPTY)


def handout_of(store: Store, wave: Wave, site: Site, base: str) -> Handout:
    """How a wave is handed out at a site; `base` is what addresses begin with."""
    instrument = store.definitions.get(wave.instrument_id, wave.version)
    by_codes = wave.way_in is WayIn.CODES
    return Handout(
        wave,
        site.school,
        survey_address(base, site.link),
        f"{base}/join",
        instrument.audience,
        minutes(instrument, wave.form),
        code="" if by_codes else _in_groups(site.join_code or ""),
        by_codes=by_codes,
        purposes=_purposes(store, wave, instrument),
    )


def spoken_in(wave: Wave) -> tuple[Language, ...]:
    """The languages of the wave that we speak, each once; English where it is none of them."""
    found = {one.tag: one for tag in wave.languages if (one := Language.nearest(tag)).speaks(tag)}
    return tuple(found.values()) or (Language.nearest(""),)


def days_of(wave: Wave) -> tuple[date, date | None, date | None]:
    """When the first message goes out, the one half-way, and the last; a short wave has not all of them."""
    first, last = wave.opens.date(), wave.closes.date()
    long = last - first
    half = first + long / 2 if long.days >= LEAST_DAYS else None
    return first, half, last - BEFORE_THE_END if long > BEFORE_THE_END else None


def next_message(wave: Wave, now: datetime) -> tuple[int, date] | None:
    """Which of the three messages comes next, and on which day."""
    if wave.state is WaveState.CLOSED or now >= wave.closes:
        return None
    today = now.astimezone(wave.closes.tzinfo).date()
    days = [(number, day) for number, day in enumerate(days_of(wave)) if day is not None]
    return next(((number, day) for number, day in days if day >= today), None)


def _in_groups(digits: str) -> str:
    """Six digits as they are read aloud."""
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def _purposes(store: Store, wave: Wave, instrument: Instrument) -> Mapping[str, str]:
    found = {}
    known = store.definitions.languages(wave.instrument_id, wave.version)
    for language in spoken_in(wave):
        theirs = instrument
        if not language.speaks(instrument.language):
            tag = next((one for one in known if language.speaks(one)), None)
            if tag is None:
                continue
            theirs = store.definitions.get(wave.instrument_id, wave.version, tag)
        text = with_event(theirs, wave.event).purpose
        if text and not isinstance(text, Untranslated):
            found[language.tag] = " ".join(text.split())
    return found
