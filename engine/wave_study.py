"""The validation study of a closed wave: the same study as of a file, over the schools that may be shown."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.report.html import html
from engine.report.pdf import pdf_bytes
from engine.report.study import study_document
from engine.store import Store, StudyReport, Wave
from engine.validation.data import data_of_blocks
from engine.validation.naming import study_json
from engine.validation.plan import Choices, plan_of
from engine.validation.study import run

SMALLEST_GROUP = 10  # people of a role or another group, below which no group is compared

Told = Callable[[str, int, int], None]


def study_wave(store: Store, wave: Wave, told: Told) -> StudyReport:
    """Study a closed wave and keep the report with its last snapshot.

    Schools with fewer answers than the wave's minimum group are in no number, and schools go by number, not
    by name. `told(step, done, total)` hears what is being done. Raises `NotFound` for a wave without results
    and `StatisticError` where no school may be shown.
    """
    snapshot = store.network_snapshot(wave)
    instrument = store.instrument(wave.instrument_id, wave.version)
    counts = store.counts(wave)
    answers = [counts.get(site.id, 0) for site in store.sites(wave)]
    shown = np.array([n >= wave.minimum_group for n in answers], dtype=bool)
    total = sum(n for n in answers if n >= wave.minimum_group)
    asked = frozenset(instrument.form(wave.form).items)
    groups = tuple(item for item in instrument.validation.groups if item in asked)
    data = data_of_blocks(
        instrument,
        lambda: store.blocks(wave),
        name=f"{wave.title} (wave {wave.id})",
        form=wave.form,
        site_names=[f"School {number}" for number in range(1, len(answers) + 1)],
        shown=shown,
        groups=groups,
    )
    choices = Choices(
        form=wave.form,
        cluster="site",
        groups=groups,
        cluster_noun="school",
        minimum_group=SMALLEST_GROUP,
    )
    plan = plan_of(instrument, choices, data.asked, data.keyed)
    study = run(data, plan, told=lambda done: told("Reading answers", done, total))
    told("Writing the report", total, total)
    document = study_document(study)
    if wave.simulated:
        document = replace(document, tags=(*document.tags, "Simulated data"))
    return store.keep_study_report(
        snapshot,
        html(document),
        json.dumps(study_json(study), ensure_ascii=False, allow_nan=False),
        pdf_bytes(document),
    )
