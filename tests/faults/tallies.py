"""What people were told, held against what the database has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

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

    @property
    def faultless(self) -> bool:
        wrong = self.lost, self.doubled, self.mixed, self.unsaid, self.forgotten, self.given_up, self.errors
        return not any(wrong)

    def __str__(self) -> str:
        return (
            f"{self.people} people, {self.acknowledged} acknowledged, {self.stored} stored; "
            f"lost {self.lost}, doubled {self.doubled}, mixed {self.mixed}, stored but not said {self.unsaid}; "
            f"saved pages handed back {self.handed_back}, forgotten {self.forgotten}; "
            f"gave up {self.given_up}, replies of status 500 {self.errors}"
        )


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
    )
