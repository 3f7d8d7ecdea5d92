"""The disk with the database is lost while people answer; the last backup is put in its place, and they go on."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from engine.store import backup
from engine.store.backup import BackupKey
from tests.faults.crowd import Crowd
from tests.faults.program import Program
from tests.faults.survey import lay_out, stored
from tests.faults.tallies import tally

ENOUGH: Final = 4  # people who are thanked before the drill goes on
SOON: Final = 90.0  # seconds that this may take


@dataclass(frozen=True)
class Restored:
    """Counts of people, and seconds. `lost` were acknowledged before the backup began and are not in it: a fault."""

    people: int
    before: int  # acknowledged before the backup began
    after: int  # acknowledged after that, until the disk was lost
    lost: int
    later: int  # acknowledged after the restore
    lost_later: int
    same: bool  # every table as the backup says
    backup_seconds: float
    down_seconds: float

    @property
    def faultless(self) -> bool:
        return self.same and not self.lost and not self.lost_later

    def __str__(self) -> str:
        return (
            f"{self.people} people; {self.before} acknowledged before the backup, of whom {self.lost} were lost;"
            f" {self.after} acknowledged after it went with the disk, as a backup can't hold them;"
            f" tables {'the same' if self.same else 'NOT the same'} as in the backup; {self.later} acknowledged since"
            f" the restore, of whom {self.lost_later} were lost; backup {self.backup_seconds:.1f} s,"
            f" from the loss to the first page {self.down_seconds:.1f} s"
        )


def restore_drill(database: str, other: str, folder: Path, seconds: float = 6) -> Restored:
    """People answer at `database`, which is then lost; the backup goes to the empty database `other`."""
    place, key = lay_out(database), BackupKey.new()
    program = Program(database, folder / "server.log")
    program.start()
    crowd = Crowd(place, program.port)
    sealed = folder / "drill.backup"
    try:
        with crowd.answering():
            time.sleep(seconds)
            until_thanked(crowd, ENOUGH)
            before = {person.number for person in crowd.people if person.acknowledged}
            started = time.perf_counter()
            with sealed.open("w+b") as out:
                manifest = backup.write(database, out, key, now=datetime.now(UTC))
            backup_seconds = time.perf_counter() - started
            time.sleep(seconds / 3)
        program.end()
        lost_at = time.perf_counter()
        everyone = {person.number for person in crowd.people if person.acknowledged}
        with sealed.open("rb") as file:
            backup.restore(file, key, other)
        same = backup.tables_of(other) == manifest.tables
        here = stored(type(place)(other, place.wave, place.link))
        program.database = other
        program.start()
        down = time.perf_counter() - lost_at
        second = Crowd(place, program.port)
        second.people += crowd.people
        known, known_thanked = len(second.people), len(everyone)
        with second.answering():
            time.sleep(seconds / 2)
            until_thanked(second, known_thanked + ENOUGH)
    finally:
        program.end()
    later = tally(second.people[known:], stored(type(place)(other, place.wave, place.link)))
    return Restored(
        people=len(second.people),
        before=len(before),
        after=len(everyone) - sum(here[number] > 0 for number in everyone),
        lost=sum(not here[number] for number in before),
        later=later.acknowledged,
        lost_later=later.lost,
        same=same,
        backup_seconds=backup_seconds,
        down_seconds=down,
    )


def until_thanked(crowd: Crowd, people: int) -> None:
    """Wait until so many have been thanked: on a machine that others use too this takes a while."""
    until = time.monotonic() + SOON
    while sum(person.acknowledged for person in crowd.people) < people and time.monotonic() < until:
        time.sleep(0.05)
