"""How the waves of the demonstration are made: simulated, of an instrument's main form, in two languages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from engine.demo.spoken import LANGUAGES, add_answers
from engine.disclosure.policy import LINK_MINIMUM
from engine.instrument.model import Crosswalk, Instrument
from engine.responses.simulate import SimulatedWave
from engine.store import NewFamilyNotice, NewWave, School, Store, Study, Wave, WayIn
from engine.waves.closing import close

YEAR = timedelta(days=365)
REFUSED = 2  # families at each school


def coded(instrument: Instrument, title: str, opens: datetime, closes: datetime) -> NewWave:
    """A wave in which people have personal codes, so that results of as few are shown as the instrument says."""
    return NewWave(
        title=title,
        instrument_id=instrument.id,
        version=instrument.version,
        form=instrument.main_form.id,
        languages=LANGUAGES,
        privacy=instrument.privacy,
        way_in=WayIn.CODES,
        minimum_group=instrument.minimum_group,
        opens=opens,
        closes=closes,
        simulated=True,
    )


def linked(instrument: Instrument, title: str, now: datetime) -> NewWave:
    """A wave that people answer by their school's link, open since yesterday; it asks for the higher minimum."""
    new = coded(instrument, title, now - timedelta(days=1), now + YEAR)
    return replace(new, way_in=WayIn.LINK, minimum_group=max(LINK_MINIMUM, instrument.minimum_group))


def add_open(store: Store, study: Study, new: NewWave, asked: Iterable[tuple[School, int]]) -> Wave:
    """A wave that nobody has answered yet, at these schools, which ask so many people each."""
    wave = store.waves.add(study, new)
    for school, people in asked:
        store.sites.add(wave, school, people)
    record_families(store, wave)
    return wave


def record_families(store: Store, wave: Wave) -> None:
    """What each school has told the families of its students, before the wave opened; nothing of other waves."""
    asked, opens = store.notices.needed(wave), wave.opens.date()
    if asked is None:
        return
    told = NewFamilyNotice(asked, "Principal", opens - timedelta(days=20), opens - timedelta(days=3), REFUSED)
    for site in store.sites.of(wave):
        store.notices.record(wave, site, told)


def add_closed(
    store: Store,
    study: Study,
    new: NewWave,
    asked: Iterable[tuple[School, int]],
    given: SimulatedWave,
    spoken: NDArray[np.str_],
    crosswalks: Sequence[Crosswalk] = (),
) -> Wave:
    """A wave with its answers, closed, at these schools, which asked so many people each.

    `given` counts the schools in this order; `spoken` is the language that each person answered in.
    """
    wave = store.waves.add(study, new)
    sites = np.array([store.sites.add(wave, school, people).id for school, people in asked])
    record_families(store, wave)
    add_answers(store, wave, given, sites, spoken)
    close(store, wave, crosswalks)
    return store.waves.get(wave.id)
