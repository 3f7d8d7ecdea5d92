"""What people of whom a school has few say beside others of the network: leaders of schools and of a district."""

from collections.abc import Callable

from engine.loading.construct_labels import construct_labels
from engine.results.model import FrozenResult
from engine.results.reading import result_of
from engine.results.side_by_side import AudienceResult, ConstructSideBySide, side_by_side
from engine.store import NotFound, Store, Wave, WaveState
from engine.waves.school_years import school_year


def beside_pool(
    store: Store, wave: Wave, frozen: FrozenResult, may_read: Callable[[Wave], bool]
) -> tuple[ConstructSideBySide, ...]:
    """The constructs of a wave's pool that another pool of the network has a score of, in the same school year.

    Of each instrument the newest closed wave that `may_read` lets be read. Every number is one that the other wave's
    own page prints: nothing is added or subtracted over two pools, and one that is not shown adds nothing.
    """
    network = store.studies.network(store.studies.get(wave.study_id).network_id)
    waves = [one for study in store.studies.of(network) for one in store.waves.of(study)]
    newest: dict[str, Wave] = {}
    for one in sorted(waves, key=lambda one: (one.closes, one.id)):
        same_year = school_year(one.opens.date()) == school_year(wave.opens.date())
        if one.state is WaveState.CLOSED and one.instrument_id != wave.instrument_id and same_year:
            newest[one.instrument_id] = one
    own = _pool(store, wave, frozen)
    others = [_shown(store, one) for one in newest.values() if may_read(one)]
    if own is None:
        return ()
    labels = construct_labels(own.instrument.language)
    found = side_by_side([own, *(one for one in others if one)], labels)
    return tuple(one for one in found if any(voice.edition == _edition(own) for voice in one.voices))


def _edition(result: AudienceResult) -> tuple[str, str]:
    return result.instrument.id, result.instrument.version


def _shown(store: Store, wave: Wave) -> AudienceResult | None:
    if not store.definitions.get(wave.instrument_id, wave.version).few_at_a_school:
        return None
    try:
        return _pool(store, wave, result_of(store.results.network_snapshot(wave)))
    except NotFound:
        return None


def _pool(store: Store, wave: Wave, frozen: FrozenResult) -> AudienceResult | None:
    if frozen.pool is None:
        return None
    return AudienceResult(store.definitions.get(wave.instrument_id, wave.version), frozen, frozen.pool)
