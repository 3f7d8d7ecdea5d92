"""What comes by itself: drafts open on their first day, waves close after their last, keys are destroyed on their day.

`planned` tells it, `run_due` does what is due. It may run in several programs at once and be killed at any moment:
a wave is opened by one statement, closed under a lock that ends with its program, and a close that was broken off is
undone and done again. Days are those of the network.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from engine.instrument.model import Privacy
from engine.store import DatabaseFailure, NewEntry, Store, StoreError, Wave, WaveState
from engine.store.days import start_of
from engine.waves.closing import close
from engine.waves.readiness import findings

WHO: Final = "the clock"  # in the log
GRACE: Final = timedelta(hours=1)  # after the last moment of a wave, for whoever had begun by then

log = logging.getLogger(__name__)


class Deed(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    DESTROY_KEY = "destroy the key"


LOGGED: Final = {
    Deed.OPEN: "wave.opened",
    Deed.CLOSE: "wave.closed",
    Deed.DESTROY_KEY: "wave.key_destroyed",
}


@dataclass(frozen=True, slots=True)
class PlannedDeed:
    """What will be done to a wave from a moment on, in its network's time zone; not while something is in the way."""

    wave: Wave
    deed: Deed
    at: datetime
    hindrances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoneDeed:
    """What was due; `failure` says why it could not be done."""

    wave: Wave
    deed: Deed
    failure: str = ""


def planned(store: Store, wave: Wave) -> tuple[PlannedDeed, ...]:
    """What comes by itself for a wave, the next first."""
    return tuple(_planned(store, wave))


def _planned(store: Store, wave: Wave) -> Iterator[PlannedDeed]:
    if wave.state is WaveState.DRAFT and wave.opens_itself:
        stops = tuple(f"{one.cause} {one.remedy}" for one in findings(store, wave) if one.stops)
        yield PlannedDeed(wave, Deed.OPEN, wave.opens, stops)
    if wave.state is not WaveState.CLOSED and wave.closes_itself:
        yield PlannedDeed(wave, Deed.CLOSE, closes_from(wave), _not_open(wave))
    if wave.privacy is Privacy.CONFIDENTIAL and wave.kept_until and store.codes.link_key_kept(wave):
        network = store.studies.network(store.studies.get(wave.study_id).network_id)
        at = start_of(wave.kept_until, network.zone)
        closed = wave.state is WaveState.CLOSED
        yield PlannedDeed(wave, Deed.DESTROY_KEY, at, () if closed else ("The wave is not closed yet.",))


def _not_open(wave: Wave) -> tuple[str, ...]:
    return ("It is a draft.",) if wave.state is WaveState.DRAFT else ()


def closes_from(wave: Wave) -> datetime:
    """When a wave that closes by itself does: an hour after its last moment, by the clock of the sun."""
    return (wave.closes.astimezone(UTC) + GRACE).astimezone(wave.closes.tzinfo)


def due(store: Store) -> tuple[PlannedDeed, ...]:
    """What could be done now, of all waves."""
    waves = [
        wave
        for network in store.studies.networks()
        for study in store.studies.of(network)
        for wave in store.waves.of(study)
    ]
    now = store.now()
    return tuple(
        one for wave in waves for one in planned(store, wave) if one.at <= now and not one.hindrances
    )


def run_due(store: Store, leave: Collection[int] = ()) -> tuple[DoneDeed, ...]:
    """Do what is due, but for waves whose numbers are in `leave`; one that fails keeps no other from being done."""
    store.closing.undo_broken_off()
    store.closing.erase_traces()  # of a close that a backup or another program stood in the way of
    return tuple(_run(store, one) for one in due(store) if one.wave.id not in leave)


def _run(store: Store, due: PlannedDeed) -> DoneDeed:
    wave = due.wave
    try:
        DOING[due.deed](store, wave)
    except StoreError as error:
        if _done_by_another(store, due):
            return DoneDeed(wave, due.deed)
        return DoneDeed(wave, due.deed, f"{error.cause}: {error.remedy}.")
    except DatabaseFailure:
        raise  # nothing else would go through either
    except Exception:
        log.exception("Wave %s was due to %s", wave.id, due.deed.value)
        return DoneDeed(wave, due.deed, "A fault of the program, told in its log; the wave is as it was.")
    network = store.studies.get(wave.study_id).network_id
    store.audit.record(NewEntry(WHO, LOGGED[due.deed], wave.title, network, wave_id=wave.id))
    return DoneDeed(wave, due.deed)


def _done_by_another(store: Store, due: PlannedDeed) -> bool:
    """Whether somebody else did it in the same moment: a person at a page, or another program's clock."""
    now = store.waves.get(due.wave.id)
    return all(one.deed is not due.deed for one in planned(store, now))


def _open(store: Store, wave: Wave) -> None:
    store.waves.open(wave)


def _close(store: Store, wave: Wave) -> None:
    close(store, wave)


def _destroy_key(store: Store, wave: Wave) -> None:
    store.codes.destroy_link_key(wave)


DOING: Final[dict[Deed, Callable[[Store, Wave], None]]] = {
    Deed.OPEN: _open,
    Deed.CLOSE: _close,
    Deed.DESTROY_KEY: _destroy_key,
}
