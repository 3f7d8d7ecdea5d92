"""Fills a store with the demonstration: a simulated network, three closed waves and two that are open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from engine import catalog
from engine.closing import close
from engine.definition import Instrument
from engine.demo_network import MODEL, NETWORK, SEED, STUDY, WAVES, respondents, schools
from engine.simulate import SimulatedWave, simulate
from engine.store import NewWave, School, SchoolLevel, Store, Study, Wave

INSTRUMENT = "collective-leadership"
OPEN_WAVE = "Spring, this year"
SELF_CHECK = "Quick check with feedback"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: the closed waves in order of time, and the open ones."""

    closed: tuple[Wave, ...]
    survey: Wave
    self_check: Wave


def fill(store: Store, progress: Progress | None = None) -> Demo:
    """Make the demonstration in an empty store; `progress` is told the steps done, of `steps()`."""
    told = progress or (lambda done: None)
    instrument = catalog.find(INSTRUMENT)
    store.publish(instrument)
    network = store.add_network(NETWORK)
    made = [store.add_school(network, one.name, SchoolLevel(one.level)) for one in schools()]
    study = store.add_study(network, STUDY)
    answers = simulate(instrument, respondents(), model=MODEL, seed=SEED)
    told(1)
    closed = []
    for number, ((title, phase), wave) in enumerate(zip(WAVES, answers, strict=True)):
        closed.append(_closed_wave(store, study, instrument, made, title, phase, wave))
        told(2 + number)
    survey = _open_wave(store, study, instrument, made, OPEN_WAVE, instrument.main_form.id)
    self_check = _open_wave(store, study, instrument, made[:1], SELF_CHECK, "relationships")
    told(steps())
    return Demo(tuple(closed), survey, self_check)


def steps() -> int:
    return len(WAVES) + 2


def found(store: Store) -> Demo | None:
    """The demonstration in a store that was filled before, or None in an empty one."""
    network = next((one for one in store.networks() if one.name == NETWORK), None)
    if network is None:
        return None
    waves = {wave.title: wave for study in store.studies(network) for wave in store.waves(study)}
    if not {OPEN_WAVE, SELF_CHECK, *(title for title, _ in WAVES)} <= waves.keys():
        return None
    return Demo(tuple(waves[title] for title, _ in WAVES), waves[OPEN_WAVE], waves[SELF_CHECK])


def _closed_wave(
    store: Store,
    study: Study,
    instrument: Instrument,
    made: list[School],
    title: str,
    phase: str,
    answers: SimulatedWave,
) -> Wave:
    wave = store.add_wave(study, _new(instrument, title, instrument.main_form.id, phase))
    sites = [store.add_site(wave, school, one.staff) for school, one in zip(made, schools(), strict=True)]
    ids = np.array([site.id for site in sites])
    store.add_responses(
        wave,
        ids[answers.sites],
        answers.codes,
        wave.form,
        instrument.language,
        datetime.now(UTC).date(),
        answers.open_answers,
    )
    close(store, wave)
    return store.wave(wave.id)


def _open_wave(
    store: Store, study: Study, instrument: Instrument, made: list[School], title: str, form: str
) -> Wave:
    wave = store.add_wave(study, _new(instrument, title, form, None))
    for school, one in zip(made, schools(), strict=False):
        store.add_site(wave, school, one.staff)
    return wave


def _new(instrument: Instrument, title: str, form: str, phase: str | None) -> NewWave:
    now = datetime.now(UTC)
    return NewWave(
        title=title,
        instrument_id=instrument.id,
        version=instrument.version,
        form=form,
        languages=(instrument.language,),
        privacy=instrument.privacy,
        minimum_group=instrument.minimum_group,
        opens=now - timedelta(days=1),
        closes=now + timedelta(days=365),
        phase=phase,
        simulated=True,
    )
