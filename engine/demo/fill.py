"""Fills a store with the demonstration: a simulated network, its closed waves and two that are open.

Beside the waves of the conditions stand two closed ones of another survey (`engine.demo.efficacy`), and of a third,
which has a question of every kind, a closed one and an open one (`engine.demo.meetings`). One more is answered by
personal codes (`engine.demo.by_codes`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from engine.demo import by_codes, meetings
from engine.demo.choices import choose
from engine.demo.comments import review, with_comments
from engine.demo.efficacy import add_efficacy
from engine.demo.network import (
    NETWORK,
    SEED,
    STUDY,
    TIME_ZONE,
    WAVES,
    answers,
    own_phase,
    planted_schools,
    roster_by_role,
)
from engine.demo.new_waves import coded, linked
from engine.demo.planted import PLANTED, first_version
from engine.demo.school_years import opened
from engine.demo.spoken import ENGLISH, LANGUAGES, add_answers, languages
from engine.instrument.model import Crosswalk, Instrument
from engine.loading import catalog
from engine.responses.simulate import SimulatedWave
from engine.store import School, SchoolLevel, Store, Study, Wave
from engine.waves.closing import close

INSTRUMENT = "collective-leadership"
VERSION = "1.0.0"  # what the closed waves of the invented schools were answered on
OPEN_WAVE = "This year"
SELF_CHECK = "Quick check with feedback"
FIRST_WAVE = "Fall, year 1, first version"
WEEKS_OPEN = timedelta(weeks=3)
EFFICACY_BEFORE = timedelta(weeks=9)  # the other survey opens in March, and this one in May
MEETINGS_BEFORE = timedelta(weeks=4)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: the closed waves of the conditions in order of time, and the open ones.

    `first_version` is the wave of the one school that answered the instrument's first version in year 1. `tour` is the
    closed wave of a survey with every kind of question, and the open one; `by_codes` the open one by personal codes. A
    demonstration made by an older Barograph lacks these.
    """

    closed: tuple[Wave, ...]
    first_version: Wave
    survey: Wave
    self_check: Wave
    tour: tuple[Wave, Wave] | None
    by_codes: Wave | None


def fill(store: Store, progress: Progress | None = None) -> Demo:
    """Make the demonstration in an empty store; `progress` is told the steps done, of `steps()`."""
    told = progress or (lambda done: None)
    instrument = catalog.find(INSTRUMENT, VERSION)
    older, walk = first_version(instrument)
    translations = catalog.translations(instrument)
    store.definitions.publish(older, translations)
    store.definitions.publish(instrument, translations)
    network = store.studies.add_network(NETWORK)
    store.installation.remember_demonstration(network)
    made = [store.studies.add_school(network, one.name, SchoolLevel(one.level)) for one in planted_schools()]
    study = store.studies.add(network, STUDY)
    *before_last, last = answers(instrument)
    waves = (*before_last, with_comments(instrument, last, SEED, _spoken(made, last, len(before_last))))
    told(1)
    late = next(at for at, one in enumerate(made) if one.name.startswith(PLANTED["G"][0]))
    old, first = _parted(waves[0], late)
    before = _closed_wave(store, study, older, made, FIRST_WAVE, 0, old, (walk,))
    closed = []
    for number, ((title, _), wave) in enumerate(zip(WAVES, (first, *waves[1:]), strict=True)):
        closed.append(_closed_wave(store, study, instrument, made, title, number, wave, (walk,)))
        told(2 + number)
    review(store, closed[-1])
    choose(store, *closed[-2:])
    springs = [_opened(number, datetime.now(UTC)) - EFFICACY_BEFORE for number in (1, 2)]
    add_efficacy(store, network, made, springs)
    now = datetime.now(UTC)
    tour = meetings.add_meetings(store, network, made, _opened(2, now) - MEETINGS_BEFORE, now)
    survey = _open_wave(store, study, instrument, made, OPEN_WAVE, instrument.main_form.id)
    self_check = _open_wave(store, study, instrument, made[:1], SELF_CHECK, "relationships")
    by_code = by_codes.add_by_codes(store, network, made[:3], now)
    store.studies.set_time_zone(network, TIME_ZONE)
    told(steps())
    return Demo(tuple(closed), before, survey, self_check, tour, by_code)


def _parted(wave: SimulatedWave, school: int) -> tuple[SimulatedWave, SimulatedWave]:
    """One school's answers, and those of all others."""
    theirs = wave.sites == school

    def part(rows: NDArray[np.bool_]) -> SimulatedWave:
        kept = tuple(wave.open_answers[at] for at in np.flatnonzero(rows))
        return SimulatedWave(wave.codes[rows], wave.sites[rows], kept)

    return part(theirs), part(~theirs)


def steps() -> int:
    return len(WAVES) + 2


def found(store: Store) -> Demo | None:
    """The demonstration in a store that was filled before, or None in an empty one."""
    network = next((one for one in store.studies.networks() if one.name == NETWORK), None)
    if network is None:
        return None
    waves = {wave.title: wave for study in store.studies.of(network) for wave in store.waves.of(study)}
    if not {OPEN_WAVE, SELF_CHECK, FIRST_WAVE, *(title for title, _ in WAVES)} <= waves.keys():
        return None
    closed = tuple(waves[title] for title, _ in WAVES)
    tour = (waves[meetings.CLOSED], waves[meetings.OPEN]) if meetings.OPEN in waves else None
    by_code = waves.get(by_codes.TITLE)
    return Demo(closed, waves[FIRST_WAVE], waves[OPEN_WAVE], waves[SELF_CHECK], tour, by_code)


def _closed_wave(
    store: Store,
    study: Study,
    instrument: Instrument,
    made: list[School],
    title: str,
    number: int,
    answers: SimulatedWave,
    crosswalks: tuple[Crosswalk, ...],
) -> Wave:
    """A wave with its answers, closed.

    People had personal codes, so that results of five may be shown. Of the first version, which was asked in English,
    only the schools that answered take part.
    """
    opens = _opened(number, datetime.now(UTC))
    new = coded(instrument, title, opens, opens + WEEKS_OPEN)
    spoken = _spoken(made, answers, number)
    if title == FIRST_WAVE:
        spoken[:] = ENGLISH
    spoken_in = (ENGLISH,) if title == FIRST_WAVE else LANGUAGES
    wave = store.waves.add(study, replace(new, languages=spoken_in, phase=WAVES[number][1]))
    ids = np.full(len(made), -1)
    for at, (school, one) in enumerate(zip(made, planted_schools(), strict=True)):
        if title != FIRST_WAVE or (answers.sites == at).any():
            ids[at] = store.sites.add(wave, school, one.staff, roster_by_role(one), own_phase(one, number)).id
    add_answers(store, wave, answers, ids, spoken)
    close(store, wave, crosswalks)
    return store.waves.get(wave.id)


def _spoken(made: list[School], answers: SimulatedWave, number: int) -> NDArray[np.str_]:
    return languages(answers, [one.name for one in made], SEED, number)


def _open_wave(
    store: Store, study: Study, instrument: Instrument, made: list[School], title: str, form: str
) -> Wave:
    new = linked(instrument, title, datetime.now(UTC))
    languages = store.definitions.languages(instrument.id, instrument.version)
    wave = store.waves.add(study, replace(new, form=form, languages=languages))
    for school, one in zip(made, planted_schools(), strict=False):
        store.sites.add(wave, school, one.staff)
    return wave


def _opened(number: int, now: datetime) -> datetime:
    """When a wave of the conditions was: in October of the first school year, in May of the second and the third."""
    return opened(now, *((1, 10), (2, 5), (3, 5))[number])
