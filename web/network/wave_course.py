"""Where a wave stands on its way from draft to results: its steps, what comes by itself, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.printed import moment_words
from engine.store import AuditEntry, Wave, WaveState
from engine.waves.clock import Deed, PlannedDeed, planned
from web.network.audit import in_words
from web.sessions import store

STEPS: Final = ("Draft", "Opened", "Handed out", "Closed", "Results")
HAPPENED: Final = frozenset(
    {
        *(
            "wave.made",
            "wave.changed",
            "wave.opened",
            "wave.told",
            "wave.extended",
            "wave.closed",
            "wave.reopened",
        ),
        *(
            "wave.key_destroyed",
            "wave.answers_deleted",
            "wave.itself",
            "wave.renamed",
            "rosters.changed",
            "invitees.added",
        ),
    }
)
MOST_TOLD: Final = 200  # entries of the log that are looked through


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A step of a wave: `now` where it stands, `done` what lies behind it."""

    name: str
    now: bool
    done: bool


@dataclass(frozen=True, slots=True)
class DoneToWave:
    at: datetime
    what: str
    who: str


def steps(wave: Wave, now: datetime) -> tuple[CourseStep, ...]:
    """The steps of a wave; a closed one stands at its results."""
    place = {WaveState.DRAFT: 0, WaveState.CLOSING: 3, WaveState.CLOSED: 4}.get(wave.state)
    if place is None:
        place = 3 if wave.closes <= now else 2
    return tuple(CourseStep(name, at == place, at < place) for at, name in enumerate(STEPS))


def by_itself(wave: Wave) -> list[str]:
    """What will be done without anybody's press, and when, a sentence each."""
    return [_told(one) for one in planned(store(), wave)]


def _told(one: PlannedDeed) -> str:
    when = moment_words(one.at)
    sentence = {
        Deed.OPEN: f"It opens by itself on {when}.",
        Deed.CLOSE: f"It closes by itself on {when}, and its results are made.",
        Deed.DESTROY_KEY: f"The key to who gave which answers is destroyed by itself on {when}.",
    }[one.deed]
    ready_now = one.deed is Deed.OPEN or one.at <= store().now()  # the others have time until theirs
    if one.hindrances and ready_now:
        return f"{sentence} So far this stands in the way: {' '.join(one.hindrances)}"
    return sentence


def happened(wave: Wave) -> Sequence[DoneToWave]:
    """What was done to a wave, the newest first, in the time of its network."""
    entries = store().audit.entries(wave, most=MOST_TOLD)
    return [_entry(wave, one) for one in entries if one.action in HAPPENED]


def _entry(wave: Wave, entry: AuditEntry) -> DoneToWave:
    _, _, more = entry.what.partition(" · ")
    what = in_words(entry.action) + (f": {more}" if more else "")
    return DoneToWave(entry.at.astimezone(wave.opens.tzinfo), what, entry.who)
