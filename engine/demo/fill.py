"""Fills a store with the demonstration: a simulated network, its closed waves and two that are open.

Beside the waves of the conditions stand two closed ones of another survey (`engine.demo.efficacy`), and of a third,
which has a question of every kind, a closed one and an open one (`engine.demo.meetings`). One more is answered by
personal codes (`engine.demo.by_codes`). Students, families and others were asked too (`engine.demo.audiences`,
`engine.demo.leaders_time`). Each of them has seeds of its own, so that a new one moves no answer of the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.demo import by_codes, classes, meetings, partners, second_version
from engine.demo.audiences import AUDIENCES, DOORS, VOICES, add_audience, add_doors
from engine.demo.board import add_board, add_phases
from engine.demo.check_ins import add_check_ins
from engine.demo.choices import choose
from engine.demo.comments import review, with_comments
from engine.demo.efficacy import add_efficacy
from engine.demo.leaders_time import TITLES as LEADERS_TIME
from engine.demo.leaders_time import add_leaders_time
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
from engine.demo.people import OWN_SCHOOL
from engine.demo.plans import add_plans
from engine.demo.planted import PLANTED, first_version
from engine.demo.predictions import predict
from engine.demo.rubric_meetings import add_rubric_meetings
from engine.demo.school_years import opened
from engine.demo.spoken import ENGLISH, LANGUAGES, add_answers, languages
from engine.instrument.model import Crosswalk, Instrument
from engine.loading import catalog
from engine.responses.simulate import SimulatedWave
from engine.store import School, SchoolLevel, Store, Study, Wave
from engine.waves.closing import close

INSTRUMENT = "collective-leadership"
VERSION = "1.0.0"  # what the closed waves of the invented schools were answered on
OPEN_WAVE = "Collective leadership, year 4"
SELF_CHECK = "Quick check with feedback"
FIRST_WAVE = "Collective leadership, fall, year 1, first version"
WEEKS_OPEN = timedelta(weeks=3)
EFFICACY_BEFORE = timedelta(weeks=9)  # the other survey opens in March, and this one in May
MEETINGS_BEFORE = timedelta(weeks=4)

STEPS = 22  # that `fill` takes

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: the closed waves of the conditions in order of time, and the open ones.

    `first_version` is the wave of the one school that answered the instrument's first version in year 1, and
    `second_version` the closed one in which a few schools tried the next. `tour` is the closed wave of a survey with
    every kind of question, and the open one; `by_codes` the open one by personal codes. `audiences` are the newest
    closed waves of other audiences by instrument, and `doors` those open to try. A demonstration made by an older
    Barograph lacks these.
    """

    closed: tuple[Wave, ...]
    first_version: Wave
    survey: Wave
    self_check: Wave
    tour: tuple[Wave, Wave] | None
    by_codes: Wave | None
    second_version: Wave | None
    audiences: Mapping[str, Wave]
    doors: Mapping[str, Wave]


def fill(store: Store, progress: Progress | None = None) -> Demo:
    """Make the demonstration in an empty store; `progress` is told the steps done of `STEPS`, and the next one."""
    for done, doing in enumerate(_filled(store)):
        if progress is not None:
            progress(done, doing)
    if progress is not None:
        progress(STEPS, "ready")
    demo = found(store)
    assert demo is not None  # noqa: S101 - it was filled a moment ago
    return demo


def _filled(store: Store) -> Iterator[str]:
    """Fills a store step by step; names the next one before it is taken."""
    yield "schools"
    now = datetime.now(UTC)
    network = store.studies.set_time_zone(store.studies.add_network(NETWORK), TIME_ZONE)
    store.installation.remember_demonstration(network)
    made = [store.studies.add_school(network, one.name, SchoolLevel(one.level)) for one in planted_schools()]
    study = store.studies.add(network, STUDY)
    yield from _conditions(store, study, made, now)
    yield "efficacy"
    springs = [_opened(number, now) - EFFICACY_BEFORE for number in (1, 2)]
    add_efficacy(store, network, made, springs)
    yield "team meetings"
    meetings.add_meetings(store, network, made, _opened(2, now) - MEETINGS_BEFORE, now)
    for audience in AUDIENCES:
        yield audience.title
        add_audience(store, network, made, audience, now)
    yield "a school’s classes"
    own = next(school for school in made if school.name.startswith(OWN_SCHOOL))
    voices = next(one for one in store.studies.of(network) if one.title == VOICES)
    classes.add_classes(store, network, own, voices, now)
    yield "two partnerships"
    partners.add_partners(store, made)
    yield "monthly check-ins"
    add_check_ins(store, made, now)
    add_board(store, network, made, now)
    add_phases(store, made, now)
    yield "leaders’ time"
    add_leaders_time(store, network, made, now)
    yield "surveys that are open"
    instrument = catalog.find(INSTRUMENT, VERSION)
    _open_wave(store, study, instrument, made, OPEN_WAVE, instrument.main_form.id)
    _open_wave(store, study, instrument, made[:1], SELF_CHECK, "relationships")
    add_doors(store, network, made, now)
    by_codes.add_by_codes(store, network, made[:3], now)


def _conditions(store: Store, study: Study, made: list[School], now: datetime) -> Iterator[str]:
    """The closed waves of the conditions, with comments and what schools chose to work on."""
    instrument = catalog.find(INSTRUMENT, VERSION)
    older, walk = first_version(instrument)
    translations = catalog.translations(instrument)
    store.definitions.publish(older, translations)
    store.definitions.publish(instrument, translations)
    *before_last, last = answers(instrument)
    waves = (*before_last, with_comments(instrument, last, SEED, _spoken(made, last, len(before_last))))
    late = next(at for at, one in enumerate(made) if one.name.startswith(PLANTED["G"][0]))
    old, first = _parted(waves[0], late)
    yield f"conditions, {FIRST_WAVE}"
    _closed_wave(store, study, older, made, FIRST_WAVE, 0, old, (walk,))
    closed = []
    for number, ((title, _), wave) in enumerate(zip(WAVES, (first, *waves[1:]), strict=True)):
        yield f"conditions, {title}"
        closed.append(_closed_wave(store, study, instrument, made, title, number, wave, (walk,)))
    yield f"conditions, {second_version.TITLE}"
    second_version.add_second_version(store, study, made, instrument, waves[-1], now)
    yield "what schools chose and planned"
    review(store, closed[-1])
    choose(store, *closed[-2:])
    add_plans(store, tuple(closed), now)
    add_rubric_meetings(store, made, now)
    predict(store, *closed[-2:])


def _parted(wave: SimulatedWave, school: int) -> tuple[SimulatedWave, SimulatedWave]:
    """One school's answers, and those of all others."""
    theirs = wave.sites == school

    def part(rows: NDArray[np.bool_]) -> SimulatedWave:
        kept = tuple(wave.open_answers[at] for at in np.flatnonzero(rows))
        return SimulatedWave(wave.codes[rows], wave.sites[rows], kept)

    return part(theirs), part(~theirs)


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
    audiences = (*(one.title for one in AUDIENCES), classes.TITLE, *LEADERS_TIME)
    return Demo(
        closed=closed,
        first_version=waves[FIRST_WAVE],
        survey=waves[OPEN_WAVE],
        self_check=waves[SELF_CHECK],
        tour=tour,
        by_codes=waves.get(by_codes.TITLE),
        second_version=waves.get(second_version.TITLE),
        audiences=_by_instrument(waves, audiences),
        doors=_by_instrument(waves, DOORS),
    )


def _by_instrument(waves: Mapping[str, Wave], titles: Iterable[str]) -> Mapping[str, Wave]:
    """Those of the waves that are there, by instrument: of several the last."""
    return MappingProxyType({waves[one].instrument_id: waves[one] for one in titles if one in waves})


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
