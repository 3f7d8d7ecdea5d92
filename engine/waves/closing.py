"""Closing a wave: its answers become a frozen result, once."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from engine.instrument.canonical import digests
from engine.instrument.event import as_reported
from engine.instrument.model import Crosswalk
from engine.loading import catalog
from engine.problems import Refused
from engine.responses.layout import Block
from engine.results import EarlierWave, SiteFacts, UnitFacts, WaveFacts, school_by_school
from engine.results.facts import EarlierSchool
from engine.results.model import FrozenResult, WholeResult
from engine.results.pool import POOL, pooled
from engine.results.reading import earlier_schools, result_of, whole_of
from engine.results.writing import keys_of
from engine.store import NotFound, Snapshot, Store, Wave, WaveState

LARGE_SCHOOLS: Final = 100  # a close of so many schools, or of so many answers, takes about a second
LARGE_ANSWERS: Final = 10_000

Told = Callable[[str, int, int], None]
One = TypeVar("One")


def is_large(store: Store, wave: Wave) -> bool:
    """Whether closing a wave takes longer than a page should: then it is done beside the pages."""
    counts = store.responses.counts(wave)
    return len(store.sites.of(wave)) > LARGE_SCHOOLS or sum(counts.values()) > LARGE_ANSWERS


def close(
    store: Store,
    wave: Wave,
    crosswalks: Sequence[Crosswalk] | None = None,
    told: Told = lambda step, done, total: None,
) -> Snapshot:
    """Close a wave and keep its result; all or nothing. Raises `StoreError` when it is closed already.

    `crosswalks` lead from other versions of the instrument to the wave's; when None, those shipped beside it.
    `told(step, done, total)` hears what is being done.
    """
    build = partial(_result, store, crosswalks=crosswalks, told=told)
    return store.closing.close(wave, build, as_json=keys_of)


def _counted(
    parts: Iterable[One], step: str, size: Callable[[One], int], total: int, told: Told
) -> Iterator[One]:
    """The same parts, telling of how many people or schools they were before each."""
    done = 0
    for part in parts:
        told(step, done, total)
        yield part
        done += size(part)


def _result(
    store: Store, wave: Wave, crosswalks: Sequence[Crosswalk] | None, told: Told
) -> Mapping[str, object]:
    instrument = as_reported(store.definitions.get(wave.instrument_id, wave.version), wave.event)
    study = store.studies.get(wave.study_id)
    network = store.studies.network(study.network_id)
    facts = WaveFacts(
        title=wave.title,
        study=study.title,
        network=network.name,
        form=wave.form,
        minimum_group=wave.minimum_group,
        closed=network.day_of(min(store.now(), wave.closes)).isoformat(),
        simulated=wave.simulated,
        scoring_digest=digests(instrument).scoring,
        phase=wave.phase,
        salt=secrets.token_bytes(16),
        languages=wave.languages,
    )
    walks = _shipped_crosswalks(wave) if crosswalks is None else crosswalks
    build = pooled if instrument.few_at_a_school else school_by_school
    sites = _sites(store, wave)
    answers = sum(site.responses for site in sites)

    def blocks() -> Iterator[Block]:
        found = store.responses.blocks(wave, bands=True)
        return _counted(found, "Reading answers", lambda block: len(block.codes), answers, told)

    built = build(
        facts,
        instrument,
        sites,
        blocks,
        earlier=_earlier(store, wave, walks),
        previous=_previous(store, wave),
    )
    return {
        **keys_of(built.result),
        "sites": map(keys_of, _counted(built.schools, "Making results", lambda _: 1, len(sites), told)),
        "units": map(keys_of, built.units),
    }


def _sites(store: Store, wave: Wave) -> list[SiteFacts]:
    counts, again = store.responses.counts(wave), store.responses.again(wave)
    kept, units = store.responses.kept(wave), _units(store, wave)
    return [
        SiteFacts(
            id=site.id,
            school=site.school,
            responses=counts.get(site.id, 0),
            roster=site.roster,
            school_id=site.school_id,
            level=site.level.value if site.level else None,
            phase=site.phase or wave.phase,
            roster_by_role=site.roster_by_role,
            again=again[site.id],
            kept=kept.get(site.id, 0),
            units=units.get(site.id, ()),
        )
        for site in store.sites.of(wave)
    ]


def _units(store: Store, wave: Wave) -> Mapping[int, tuple[UnitFacts, ...]]:
    """The units of each school, by site id, in the order that gives them their places."""
    found: dict[int, tuple[UnitFacts, ...]] = {}
    for one in store.units.of(wave):
        found[one.site] = (
            *found.get(one.site, ()),
            UnitFacts(one.id, one.kind.value, one.name, one.expected),
        )
    return found


def _earlier(store: Store, wave: Wave, crosswalks: Sequence[Crosswalk]) -> list[EarlierWave]:
    """The study's closed waves of the same instrument from before this one, newest first.

    A wave of another version takes part where a crosswalk leads from it to this one's.
    """
    waves = store.waves.of(store.studies.get(wave.study_id))
    before = waves[: [one.id for one in waves].index(wave.id)]
    walks = {walk.source: walk for walk in crosswalks if walk.target == wave.version}
    found = []
    for one in reversed(before):
        if one.state is not WaveState.CLOSED or one.instrument_id != wave.instrument_id:
            continue
        if one.version.split(".")[0] != wave.version.split(".")[0] and one.version not in walks:
            continue
        frozen = result_of(store.results.network_snapshot(one))
        found.append(
            EarlierWave(
                title=one.title,
                form=one.form,
                # with this wave's event, so that an item counts as the same whatever happened before
                instrument=as_reported(store.definitions.get(one.instrument_id, one.version), wave.event),
                sites=_sites(store, one),
                blocks=partial(store.responses.blocks, one),
                network=frozen.network,
                schools=_shown_before(frozen) or earlier_schools(store.results.school_parts(one)),
                crosswalk=walks.get(one.version),
            )
        )
    return found


def _shown_before(frozen: FrozenResult) -> dict[int, EarlierSchool]:
    """What an earlier result says of the pool, where it has one."""
    pool = frozen.pool
    return {} if pool is None else {POOL: EarlierSchool(frozenset(pool.shown_measures), not pool.as_of)}


def _previous(store: Store, wave: Wave) -> WholeResult | None:
    """The last frozen result of this wave, whole; None before its first close."""
    try:
        return whole_of(store.results.snapshot(wave))
    except NotFound:
        return None


def _shipped_crosswalks(wave: Wave) -> tuple[Crosswalk, ...]:
    try:
        return catalog.crosswalks(catalog.find(wave.instrument_id))
    except Refused:
        return ()
