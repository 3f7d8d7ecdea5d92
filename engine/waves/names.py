"""Whom a study's results may name: agreements of schools, and what its frozen results say of how many answered."""

from collections.abc import Mapping, Set
from types import MappingProxyType
from weakref import WeakKeyDictionary

from engine.disclosure.names import unnamed_in_all
from engine.results.reading import respondents_of
from engine.store import Store, Wave, WaveState

Shown = tuple[Mapping[int, int], ...]

# What a close froze never changes, but for the numbers of merged schools: read once by each process.
_known: WeakKeyDictionary[Store, dict[tuple[int, int, bool, int], Shown]] = WeakKeyDictionary()


def unnamed_schools(
    store: Store, wave: Wave, agreed: Set[int], own: Set[int] = frozenset()
) -> frozenset[int]:
    """The schools, by id, that stay without a name in a wave's results, for whoever may name those of `agreed`.

    `own` are schools whose results this reader has anyway. The whole study is looked at, all results of a wave
    that was opened again included.
    """
    study = store.studies.get(wave.study_id)
    kept = [(one.opens, shown) for one in store.waves.of(study) for shown in respondents_shown(store, one)]
    gone = store.deletions.shown_before(study)  # who kept such a result has it beside what is shown now
    results = [shown for _, shown in sorted([*kept, *gone], key=lambda one: one[0])]
    ended = store.studies.names_ended(store.studies.network(study.network_id))
    return unnamed_in_all(results, agreed, own=own, seen=ended, merged=store.merging.merged())


def respondents_shown(store: Store, wave: Wave) -> Shown:
    """For each frozen result of a wave, the oldest first: its shown schools by id, with how many answered."""
    reopened, closed = len(store.closing.reopenings(wave)), wave.state is WaveState.CLOSED
    key = (wave.id, reopened, closed, store.merging.count())
    kept = _known.setdefault(store, {})
    if key not in kept:
        kept[key] = _read(store, wave)
    return kept[key]


def shown_now(store: Store, wave: Wave) -> frozenset[int]:
    """The schools that a wave's last frozen result shows."""
    found = respondents_shown(store, wave)
    return frozenset(found[-1]) if found else frozenset()


def _read(store: Store, wave: Wave) -> Shown:
    schools = store.sites.schools(wave)
    return tuple(
        MappingProxyType({schools[site]: answered for site, answered in respondents_of(snapshot).items()})
        for snapshot in store.results.network_snapshots(wave)
    )
