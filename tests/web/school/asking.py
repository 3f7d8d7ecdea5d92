"""Closed waves of shipped instruments at the schools of an office, with simulated answers."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from engine.disclosure.policy import LINK_MINIMUM
from engine.instrument.model import Audience, FamilyForm
from engine.loading import catalog
from engine.responses.simulate import simulate
from engine.store import NewFamilyNotice, Wave, WayIn
from engine.waves.closing import close
from tests.web.visitor import Office, new_wave


def ask(
    office: Office, name: str, people: Sequence[int] = (24, 22, 26), opens: int = -60, title: str = ""
) -> Wave:
    """A closed wave of an instrument, `id` or `id@version`; so many answered at each school."""
    instrument = catalog.find(name)
    office.store.definitions.publish(instrument, catalog.translations(instrument))
    new = new_wave(
        *(office.clock, title or f"{instrument.title}, once", opens, opens + 20),
        instrument_id=instrument.id,
        version=instrument.version,
        form=instrument.main_form.id,
        languages=("en", "es"),
        privacy=instrument.privacy,
        way_in=WayIn.CODES if instrument.few_at_a_school else WayIn.LINK,
        minimum_group=max(LINK_MINIMUM, instrument.minimum_group),
        event={"en": "the grade 7 team", "es": "el equipo de séptimo"} if instrument.event else {},
    )
    study = office.store.studies.add(office.network, f"A study with {new.title}")
    wave = office.store.waves.add(study, new)
    ids = np.array([office.store.sites.add(wave, school, 60).id for school in office.schools])
    if (asked := office.store.notices.needed(wave)) is not None:
        for site in office.store.sites.of(wave):
            office.store.notices.record(wave, site, NewFamilyNotice(asked, "Principal", holder="a test"))
    if instrument.audience is Audience.STUDENTS:
        day = office.clock().date()
        told = NewFamilyNotice(
            FamilyForm.NOTICE,
            "Principal",
            sent=day - timedelta(days=20),
            reply_by=day - timedelta(days=9),
            opted_out=2,
        )
        for site in office.store.sites.of(wave):
            office.store.notices.record(wave, site, told)
    (given,) = simulate(instrument, [list(people)], seed=5)
    office.store.responses.add(
        *(wave, ids[given.sites], given.codes, wave.form, "en", office.clock().date()),
        list(given.open_answers),
    )
    close(office.store, wave, ())
    return office.store.waves.get(wave.id)
