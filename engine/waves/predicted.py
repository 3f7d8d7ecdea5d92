"""What became of a school's predictions: the wave that answers each, the change it found, and the label.

A prediction is answered by the first later wave of its study and instrument that shows a score of the measure at the
school. Whatever that wave finds is the answer; a wave after it is not looked at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.instrument.model import Crosswalk
from engine.loading import catalog
from engine.problems import Refused
from engine.results.answered import JudgedPrediction
from engine.results.model import FrozenMeasure, FrozenResult
from engine.results.model_school import FrozenSchool
from engine.results.model_score import FrozenChange
from engine.results.predictions import Expected, held_against
from engine.store import Prediction, School, Store, Wave, WaveState
from engine.waves.side_by_side import shown_part

MayRead = Callable[[Wave], bool]
Part = tuple[FrozenResult, FrozenSchool]


def answered(
    store: Store,
    school: School,
    predictions: Sequence[Prediction],
    may_read: MayRead = lambda _wave: True,
) -> tuple[JudgedPrediction, ...]:
    """The predictions of a school with what came of each, in their order; those without a result are left out.

    `may_read` says whether the reader may read the school's result of a wave: of another, no label is told.
    """
    results = _Results(store, school)
    found = (_answer(one, results, may_read) for one in predictions)
    return tuple(one for one in found if one is not None)


def answered_by(store: Store, wave: Wave) -> Mapping[int, tuple[JudgedPrediction, ...]]:
    """The predictions that stand and that a wave gives a label, by school; schools without one are left out."""
    sealed: dict[int, list[Prediction]] = {}
    for one in store.predictions.of_study(store.studies.get(wave.study_id)):
        if one.stands and one.wave_id != wave.id:
            sealed.setdefault(one.school_id, []).append(one)
    found = {
        school: tuple(
            one
            for one in answered(store, store.studies.school(school), made)
            if one.by is not None and one.by.id == wave.id and one.outcome is not None
        )
        for school, made in sorted(sealed.items())
    }
    return {school: labelled for school, labelled in found.items() if labelled}


@dataclass(frozen=True, slots=True)
class _Results:
    """A school's parts of results, each read once and only where it is asked for."""

    store: Store
    school: School
    _parts: dict[int, Part | None] = field(default_factory=dict)
    _studies: dict[int, tuple[Wave, ...]] = field(default_factory=dict)

    def part(self, wave: Wave) -> Part | None:
        """What a closed wave shows of the school."""
        if wave.id not in self._parts:
            site = self.store.sites.find(wave, self.school) if wave.state is WaveState.CLOSED else None
            self._parts[wave.id] = None if site is None else shown_part(self.store, wave, site)
        return self._parts[wave.id]

    def after(self, wave: Wave) -> Iterator[Wave]:
        """The waves of the same study and instrument that opened after one."""
        if wave.study_id not in self._studies:
            study = self.store.studies.get(wave.study_id)
            self._studies[wave.study_id] = self.store.waves.of(study)
        waves = self._studies[wave.study_id]
        at = [one.id for one in waves].index(wave.id)
        return (one for one in waves[at + 1 :] if one.instrument_id == wave.instrument_id)


def _answer(one: Prediction, results: _Results, may_read: MayRead) -> JudgedPrediction | None:
    made_on = results.store.waves.get(one.wave_id)
    part = results.part(made_on)
    measure = part and next((found for found in part[0].measures if found.id == one.measure), None)
    if not measure:
        return None
    for wave in results.after(made_on):
        shown = results.part(wave)
        score = shown and shown[1].scores.get(_name_in(one.measure, made_on, wave))
        if not score:
            continue
        if not may_read(wave):
            return JudgedPrediction(one, made_on, measure, wave, reason="hidden")
        return _labelled(one, made_on, measure, wave, score.change)
    return JudgedPrediction(one, made_on, measure)


def _labelled(
    one: Prediction, made_on: Wave, measure: FrozenMeasure, by: Wave, change: FrozenChange | None
) -> JudgedPrediction:
    if change is None:
        return JudgedPrediction(one, made_on, measure, by, reason="not_compared")
    label = held_against(Expected(one.low, one.high), change)
    if label is not None:
        return JudgedPrediction(one, made_on, measure, by, change, label, None)
    cut = change.before_end is not None or change.now_end is not None
    return JudgedPrediction(one, made_on, measure, by, change, reason="end" if cut else "no_interval")


def _name_in(measure: str, made_on: Wave, by: Wave) -> str:
    """What a later version calls a measure, as far as a crosswalk that comes with the instrument says so."""
    if made_on.version == by.version:
        return measure
    walk = next(
        (one for one in _crosswalks(by) if (one.source, one.target) == (made_on.version, by.version)), None
    )
    return walk.subscales.get(measure, measure) if walk else measure


def _crosswalks(wave: Wave) -> tuple[Crosswalk, ...]:
    try:
        return catalog.crosswalks(catalog.find(wave.instrument_id))
    except Refused:
        return ()
