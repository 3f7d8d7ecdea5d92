"""What a school's surveys say of the conditions that its team's rubric names, from results that are shown anyway."""

from collections.abc import Mapping
from datetime import date

from engine.language import say, speaking
from engine.report.school.agreed import ScoreBeside
from engine.report.school.wording import interval, printed
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.results.reading import of_school
from engine.store import NotFound, School, Site, Store, Wave
from engine.waves.school_result import closed_waves


def scores_beside(store: Store, school: School, day: date, tag: str) -> Mapping[str, ScoreBeside]:
    """By construct the newest score that a wave closed up to a day shows of a school.

    Only what the school's own result prints: a part or a score that stays hidden there is not here either.
    """
    found: dict[str, ScoreBeside] = {}
    with speaking(tag):
        for wave, site in closed_waves(store, school):
            if wave.closes.date() <= day:
                found |= _scores(store, wave, site)
    return found


def _scores(store: Store, wave: Wave, site: Site) -> dict[str, ScoreBeside]:
    result = _shown(store, wave, site)
    if result is None:
        return {}
    frozen, part = result
    instrument = store.definitions.get(wave.instrument_id, wave.version)
    constructs = {scale.id: scale.construct for scale in instrument.subscales}
    return {
        construct: ScoreBeside(
            wave.title,
            say("rubric.score", score=printed(measure, score), interval=interval(measure, score)),
        )
        for measure in frozen.measures
        if (score := part.scores.get(measure.id)) and (construct := constructs.get(measure.id))
    }


def _shown(store: Store, wave: Wave, site: Site) -> tuple[FrozenResult, FrozenSchool] | None:
    try:
        found = of_school(store.results.school_snapshot(wave, site.id), site.id)
    except NotFound:
        return None
    if found is None or isinstance(found[1], HiddenSchool):
        return None
    return found[0], found[1]
