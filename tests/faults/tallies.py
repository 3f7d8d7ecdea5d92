"""What people were told, held against what the database has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tests.faults.person import Person


@dataclass(frozen=True)
class Tally:
    """`lost`, `doubled` and `mixed` are faults, and so are replies of status 500."""

    people: int
    acknowledged: int
    stored: int
    lost: int  # acknowledged and not stored
    doubled: int  # stored more than once
    mixed: int  # responses that are nobody's
    unsaid: int  # stored, and the person was offered a new form or told that the survey is closed
    handed_back: int  # saved pages that came back with their answers
    forgotten: int  # saved pages that came back without
    given_up: int
    errors: int  # replies of status 500
    mute: int  # pages that turned somebody away and said neither why nor what to do
    wrong: tuple[str, ...] = ()  # whatever else was not as it should be

    @property
    def faultless(self) -> bool:
        wrong = self.lost, self.doubled, self.mixed, self.unsaid, self.forgotten, self.given_up, self.errors
        return not any((*wrong, self.mute, self.wrong))

    @property
    def row(self) -> tuple[int, ...]:
        """The numbers under `HEADINGS`."""
        return tuple(getattr(self, name) for name in HEADINGS)


HEADINGS: Final = {
    "people": "people",
    "acknowledged": "told: in",
    "stored": "stored",
    "lost": "lost",
    "doubled": "twice",
    "mixed": "mixed",
    "unsaid": "not told",
    "handed_back": "pages kept",
    "forgotten": "forgotten",
    "given_up": "gave up",
    "errors": "500s",
    "mute": "mute",
}


def tally(people: Iterable[Person], stored: Counter[int]) -> Tally:
    people = list(people)
    return Tally(
        people=len(people),
        acknowledged=sum(person.acknowledged for person in people),
        stored=stored.total(),
        lost=sum(person.acknowledged and not stored[person.number] for person in people),
        doubled=sum(stored[person.number] > 1 for person in people),
        mixed=stored.total() - sum(stored[person.number] for person in people),
        unsaid=sum(
            (person.offered_start or person.turned_away) and stored[person.number] > 0 for person in people
        ),
        handed_back=sum(person.handed_back for person in people),
        forgotten=sum(person.forgotten for person in people),
        given_up=sum(person.given_up for person in people),
        errors=sum(person.browser.statuses[500] for person in people),
        mute=sum(person.browser.mute for person in people),
    )
