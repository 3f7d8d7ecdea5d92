"""Texts to paste: an invitation to answer and two reminders, for everyone alike, since nobody knows who answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.language import Language
from engine.store import Wave

PART: Final = "reminders"  # of the catalogues: what these messages say
TIMES: Final = ("first", "half", "last")


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message: when to send it, its subject and its text, in which language, and whether that is a draft."""

    title: str
    subject: str
    text: str
    language: str
    draft: str


def reminders(wave: Wave, school: str, address: str) -> tuple[Reminder, ...]:
    """Three messages for one school and its link, in each of the wave's languages that Barograph speaks."""
    return tuple(
        _reminder(language, time, wave, school, address) for language in _spoken(wave) for time in TIMES
    )


def _spoken(wave: Wave) -> Iterator[Language]:
    """The languages of the wave that we speak, each once; English where it is none of them."""
    found = {one.tag: one for tag in wave.languages if (one := Language.nearest(tag)).speaks(tag)}
    yield from found.values() if found else (Language.nearest(""),)


def _reminder(language: Language, time: str, wave: Wave, school: str, address: str) -> Reminder:
    privacy = wave.privacy.value
    given = {
        "school": school,
        "wave": wave.title,
        "address": address,
        "last": language.date(wave.closes.date()),
        "promise": language.say(f"reminders.promise_{privacy}"),
        "voluntary": language.say("reminders.voluntary"),
        "thanks": language.say("reminders.thanks"),
    }
    return Reminder(
        language.say(f"reminders.{time}.title"),
        language.say(f"reminders.{time}.subject", **given),
        language.say(f"reminders.{time}.text", **given),
        language.tag,
        "" if language.reviewed(PART) else language.say("report.draft"),
    )
