"""Closing a wave: its answers become a frozen result, once."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from engine import catalog
from engine.canonical import digests
from engine.definition import Crosswalk
from engine.problems import Refused
from engine.results import EarlierWave, SiteFacts, WaveFacts, build
from engine.store import NotFound, Snapshot, Store, Wave, WaveState


def close(store: Store, wave: Wave, crosswalks: Sequence[Crosswalk] | None = None) -> Snapshot:
    """Close a wave and keep its result; all or nothing. Raises `StoreError` when it is closed already.

    `crosswalks` lead from other versions of the instrument to the wave's; when None, those shipped beside it.
    """
    return store.close_wave(wave, partial(_result, crosswalks=crosswalks))


def _result(store: Store, wave: Wave, crosswalks: Sequence[Crosswalk] | None) -> Mapping[str, Any]:
    instrument = store.instrument(wave.instrument_id, wave.version)
    study = store.study(wave.study_id)
    facts = WaveFacts(
        title=wave.title,
        study=study.title,
        network=store.network(study.network_id).name,
        form=wave.form,
        minimum_group=wave.minimum_group,
        closed=datetime.now(UTC).date().isoformat(),
        simulated=wave.simulated,
        scoring_digest=digests(instrument).scoring,
        phase=wave.phase,
        salt=secrets.token_bytes(16),
    )
    walks = _shipped_crosswalks(wave) if crosswalks is None else crosswalks
    return build(
        facts,
        instrument,
        _sites(store, wave),
        lambda: store.blocks(wave),
        earlier=_earlier(store, wave, walks),
        previous=_document(store, wave),
    )


def _sites(store: Store, wave: Wave) -> list[SiteFacts]:
    counts = store.counts(wave)
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
        )
        for site in store.sites(wave)
    ]


def _earlier(store: Store, wave: Wave, crosswalks: Sequence[Crosswalk]) -> list[EarlierWave]:
    """The study's closed waves of the same instrument from before this one, newest first.

    A wave of another version takes part where a crosswalk leads from it to this one's.
    """
    waves = store.waves(store.study(wave.study_id))
    before = waves[: [one.id for one in waves].index(wave.id)]
    walks = {walk.source: walk for walk in crosswalks if walk.target == wave.version}
    found = []
    for one in reversed(before):
        document = _document(store, one) if one.state is WaveState.CLOSED else None
        if document is None or one.instrument_id != wave.instrument_id:
            continue
        if one.version.split(".")[0] != wave.version.split(".")[0] and one.version not in walks:
            continue
        found.append(
            EarlierWave(
                title=one.title,
                form=one.form,
                instrument=store.instrument(one.instrument_id, one.version),
                sites=_sites(store, one),
                blocks=partial(store.blocks, one),
                document=document,
                crosswalk=walks.get(one.version),
            )
        )
    return found


def _document(store: Store, wave: Wave) -> Mapping[str, Any] | None:
    """The last frozen result of a wave; None before its first close."""
    try:
        return store.snapshot(wave).document
    except NotFound:
        return None


def _shipped_crosswalks(wave: Wave) -> tuple[Crosswalk, ...]:
    try:
        return catalog.crosswalks(catalog.find(wave.instrument_id))
    except Refused:
        return ()
