"""What waits for whoever runs a network, the most pressing first: facts in, lines out.

How many have answered is known here as the network's pages tell it, in steps of ten; nothing finer decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PRESSING: Final = timedelta(days=14)  # before its last day a survey's low rates are told


@dataclass(frozen=True, slots=True)
class HubWave:
    """A wave as its hub sees it. `low` counts schools where, as far as is told, fewer than half have answered."""

    id: int
    title: str
    draft: bool = False
    past: bool = False  # its last day is over, and it waits to be closed
    closes: date | None = None  # of one that takes answers
    low: int = 0
    schools: int = 0
    comments: int = 0  # of a closed one: those that wait for a reader


@dataclass(frozen=True, slots=True)
class HubFacts:
    """What is known of a network on a day. `alone` are its schools where nobody can read a result."""

    network: int
    today: date
    waves: tuple[HubWave, ...] = ()
    schools: int = 0
    alone: tuple[str, ...] = ()
    unconfirmed: int = 0  # invitations that wait for a leader's word
    posts: int = 0  # of the board, that wait for a look


@dataclass(frozen=True, slots=True)
class HubStep:
    """A line: what it says, and the page where it is done."""

    text: str
    endpoint: str
    arguments: dict[str, int]


def hub_steps(facts: HubFacts) -> tuple[HubStep, ...]:
    """What a hub does next, the most pressing first."""
    return tuple(_of_waves(facts)) + tuple(_of_schools(facts))


def _of_waves(facts: HubFacts) -> Iterator[HubStep]:
    for wave in facts.waves:
        if wave.past:
            told = f"“{wave.title}” is past its last day. Close it to make its results."
            yield HubStep(told, "waves.wave", {"wave": wave.id})
    for wave in facts.waves:
        if wave.low and wave.closes is not None and wave.closes - facts.today <= PRESSING:
            where = f"{wave.low} of {wave.schools} schools" if wave.schools > 1 else "its school"
            told = f"“{wave.title}”: at {where} fewer than half have answered, as far as is told. Remind their leaders."
            yield HubStep(told, "sharing.share", {"wave": wave.id})
    for wave in facts.waves:
        if wave.draft:
            told = f"“{wave.title}” is a draft. Look at it, and open it."
            yield HubStep(told, "waves.wave", {"wave": wave.id})
    for wave in facts.waves:
        if wave.comments:
            told = "comment waits" if wave.comments == 1 else "comments wait"
            yield HubStep(
                f"“{wave.title}”: {wave.comments} {told} for a reader.", "comments.schools", {"wave": wave.id}
            )


def _of_schools(facts: HubFacts) -> Iterator[HubStep]:
    here = {"network": facts.network}
    if not facts.schools:
        yield HubStep("Add the schools of your network.", "schools.schools", here)
        return
    if facts.alone:
        several = f"{len(facts.alone)} of {facts.schools} schools have"
        who = several if len(facts.alone) > 1 else f"{facts.alone[0]} has"
        yield HubStep(f"{who} nobody who can read the result. Invite their leaders.", "people.people", here)
    if facts.unconfirmed:
        told = "1 invitation waits" if facts.unconfirmed == 1 else f"{facts.unconfirmed} invitations wait"
        yield HubStep(f"{told} for the word of a school’s leader.", "people.people", here)
    if facts.posts:
        told = "1 post waits" if facts.posts == 1 else f"{facts.posts} posts wait"
        yield HubStep(f"{told} for a look before other schools read it.", "board_review.board", here)
    if not facts.waves:
        yield HubStep("Open your first wave.", "waves.waves", here)
