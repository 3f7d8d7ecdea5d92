"""Texts to paste: an invitation to answer and two reminders, for everyone alike, since nobody knows who answered."""

from dataclasses import dataclass

from engine.instrument.model import Privacy
from engine.printed import day_words
from engine.store import Wave

PROMISES = {
    Privacy.ANONYMOUS: "It is anonymous: there is no account, and nobody is told who said what.",
    Privacy.CONFIDENTIAL: "No names are stored: nothing that is kept says who answered.",
    Privacy.IDENTIFIED: "No names are stored: nothing that is kept says who answered.",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message: when to send it, its subject and its text."""

    title: str
    subject: str
    text: str


def reminders(wave: Wave, school: str, address: str) -> tuple[Reminder, ...]:
    """Three messages for one school and its link."""
    last = day_words(wave.closes.date())
    promise = PROMISES[wave.privacy]
    thanks = "If you have answered already: thank you, and please ignore this."
    voluntary = "Taking part is voluntary, and you can skip any question."
    return (
        Reminder(
            "On the first day",
            f"How we work together at {school}: your view",
            f"Dear colleagues,\n\nfrom today on you can answer “{wave.title}”. {promise} {voluntary}\n\n"
            f"{address}\n\nIt is open until {last}. Then we will look at the results together.\n",
        ),
        Reminder(
            "Half-way",
            f"A reminder: your view of {school}",
            f"Dear colleagues,\n\n“{wave.title}” is open until {last}. Every answer makes the picture clearer.\n\n"
            f"{address}\n\n{promise} {thanks}\n",
        ),
        Reminder(
            "Two days before it closes",
            f"Closing on {last}: your view of {school}",
            f"Dear colleagues,\n\n“{wave.title}” closes on {last}. This is the last reminder.\n\n{address}\n\n"
            f"{voluntary} {thanks}\n",
        ),
    )
