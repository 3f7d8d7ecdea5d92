"""Closing a wave: its answers become a frozen result, once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.canonical import digests
from engine.results import SiteFacts, WaveFacts, build
from engine.store import Snapshot, Store, Wave


def close(store: Store, wave: Wave) -> Snapshot:
    """Close a wave and keep its result; all or nothing. Raises `StoreError` when it is closed already."""
    return store.close_wave(wave, _result)


def _result(store: Store, wave: Wave) -> Mapping[str, Any]:
    instrument = store.instrument(wave.instrument_id, wave.version)
    study = store.study(wave.study_id)
    counts = store.counts(wave)
    facts = WaveFacts(
        title=wave.title,
        study=study.title,
        network=store.network(study.network_id).name,
        form=wave.form,
        minimum_group=wave.minimum_group,
        closed=datetime.now(UTC).date().isoformat(),
        simulated=wave.simulated,
        scoring_digest=digests(instrument).scoring,
    )
    sites = [
        SiteFacts(site.id, site.school, counts.get(site.id, 0), site.roster) for site in store.sites(wave)
    ]
    return build(facts, instrument, sites, lambda: store.blocks(wave))
