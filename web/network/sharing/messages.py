"""Messages to paste: an invitation to answer and two reminders, for everyone alike, since nobody knows who answered."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from engine.instrument.model import Audience
from engine.language import Language
from web.network.sharing.handout import Handout, days_of, spoken_in

PART: Final = "reminders"  # of the catalogues: what these messages say
TIMES: Final = ("first", "half", "last")
STAFF: Final = frozenset({Audience.STAFF, Audience.CLASSIFIED_STAFF})
OTHERS: Final = frozenset({Audience.STUDENTS, Audience.FAMILIES})


@dataclass(frozen=True, slots=True)
class Message:
    """A message: when to send it, its subject and its text, in which language, and whether that is a draft.

    `day` is the day on which it is due; a short wave has none for some.
    """

    title: str
    subject: str
    text: str
    language: str
    draft: str
    day: date | None = None

    @property
    def by_mail(self) -> str:
        """The address that opens the message in a mail program, to whomever its sender chooses."""
        text = self.text.replace("\n", "\r\n")
        return f"mailto:?subject={quote(self.subject, safe='')}&body={quote(text, safe='')}"


def messages(handout: Handout) -> tuple[Message, ...]:
    """Three messages for one school and its link, in each of the wave's languages that Barograph speaks."""
    return tuple(
        _message(language, time, day, handout)
        for language in spoken_in(handout.wave)
        for time, day in zip(TIMES, days_of(handout.wave), strict=True)
    )


def promise(language: Language, handout: Handout) -> str:
    """What the wave promises those who answer, in a sentence."""
    return language.say(f"reminders.promise_{handout.wave.privacy.value}_{handout.wave.way_in.value}")


def ways_in(language: Language, handout: Handout) -> str:
    """Where to answer: the address, where there are digits to type these too, and who needs a code of their own."""
    ways = [handout.address]
    if handout.code:
        ways.append(language.say("reminders.by_digits", start=handout.start, code=handout.code))
    if handout.by_codes:
        ways.append(language.say("reminders.own_code", start=handout.start))
    return "\n".join(ways)


def _message(language: Language, time: str, day: date | None, handout: Handout) -> Message:
    given = {
        "greeting": language.say(f"reminders.greeting_{_addressed(handout.audience)}"),
        "school": handout.school,
        "wave": handout.wave.title,
        "about": _joined(
            language.count("reminders.takes", handout.minutes), handout.purposes.get(language.tag, "")
        ),
        "ways": ways_in(language, handout),
        "last": language.date(handout.wave.closes.date()),
        "promise": promise(language, handout),
        "voluntary": language.say("reminders.voluntary"),
        "thanks": language.say("reminders.thanks"),
    }
    return Message(
        language.say(f"reminders.{time}.title"),
        language.say(f"reminders.{time}.subject", **given),
        language.say(f"reminders.{time}.text", **given),
        language.tag,
        "" if language.reviewed(PART) else language.say("report.draft"),
        day,
    )


def _addressed(audience: Audience) -> str:
    if audience in STAFF:
        return "staff"
    return audience.value if audience in OTHERS else "anybody"


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
