"""Schools that a key's owner may see, and the frozen results of each."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace

from flask import Response, abort, url_for

from engine.report.media.origin import origin_of
from engine.report.media.to_json import json_text
from engine.results.model import FrozenResult
from engine.results.model_school import FrozenSchool, HiddenSchool
from engine.store import Network, School, Site, Study, Wave
from engine.waves.school_result import closed_waves
from web import rights, sessions
from web.api.answers import answer, listed
from web.api.plan import edition_of, title_of
from web.api.shapes import (
    FORMAT,
    HiddenSchoolResult,
    Named,
    Provenance,
    SchoolEntry,
    SchoolResultEntry,
    ShownSchoolResult,
)
from web.rights import Action, Place
from web.school.by_right import part_of, reading_of
from web.sessions import store


def schools() -> Response:
    """The schools that the owner of this key may see."""
    key = sessions.key()
    assert key is not None  # noqa: S101 - the rights let no other request in
    network = store().studies.network(key.network_id)
    seen = [
        one
        for one in store().studies.schools(network)
        if rights.allowed(Action.SEE_SCHOOL, Place(network.id, one.id))
    ]
    told = _telling(network)
    return listed(seen, lambda one: one.id, told)


def school(school: School) -> Response:
    """One school, as the list has it."""
    return answer(_telling(store().studies.network(school.network_id))(school))


def results(school: School) -> Response:
    """The closed waves whose result of this school can be read, each with the address of the result."""
    network = store().studies.network(school.network_id)
    studies = {one.id: one for one in store().studies.of(network)}
    found = [
        (wave, site)
        for wave, site in closed_waves(store(), school)
        if rights.allowed(Action.SEE_SCHOOL_RESULT, Place(network.id, school.id, wave.id))
    ]
    return listed(
        found, lambda pair: pair[0].id, lambda pair: _entry(school, studies[pair[0].study_id], *pair)
    )


def result(school: School, wave: int) -> Response:
    """The school's part of the frozen result of a wave; of a school with too few answers, that it is not shown."""
    frozen, part = part_of(school, wave)
    return answer(_result(frozen, part, provenance(frozen, wave, part)), frozen.format)


def _result(
    frozen: FrozenResult, part: FrozenSchool | HiddenSchool, origin: Provenance
) -> ShownSchoolResult | HiddenSchoolResult:
    """What is told of a school; each key of the result that is not here stays: the salt first."""
    if isinstance(part, HiddenSchool):
        return HiddenSchoolResult(
            format=FORMAT,
            format_version=frozen.format,
            provenance=origin,
            instrument=frozen.instrument,
            wave=frozen.wave,
            policy=frozen.policy,
            school=part,
        )
    return ShownSchoolResult(
        format=FORMAT,
        format_version=frozen.format,
        provenance=origin,
        instrument=frozen.instrument,
        wave=frozen.wave,
        policy=frozen.policy,
        measures=frozen.measures,
        profile=frozen.profile,
        shrinkage=frozen.shrinkage,
        school=part,
    )


def report(school: School, wave: int) -> Response:
    """The full report in words and numbers, as the page gives it as a JSON file, without comments."""
    reading = reading_of(school, wave)
    if not reading.part.shown:
        abort(404, "Too few people answered at this school for a report: nothing is told of it.")
    without = replace(reading, comments=False)
    return answer(json.loads(json_text(without.report(), origin_of(reading.frozen, reading.part))))


def provenance(
    frozen: FrozenResult, wave: int, part: FrozenSchool | HiddenSchool | None = None
) -> Provenance:
    """Where the numbers come from, under the names that all files share, and the wave's number."""
    return Provenance(wave_id=wave, **asdict(origin_of(frozen, part).facts()))


def _telling(network: Network) -> Callable[[School], SchoolEntry]:
    districts = store().members.district_of(network)

    def told(school: School) -> SchoolEntry:
        district = districts.get(school.id)
        return SchoolEntry(
            id=school.id,
            name=school.name,
            level=school.level,
            district=None if district is None else Named(id=district.id, name=district.name),
            archived=school.archived is not None,
            results=url_for("api.school_results", school=school.id),
        )

    return told


def _entry(school: School, study: Study, wave: Wave, site: Site) -> SchoolResultEntry:
    return SchoolResultEntry(
        wave=wave.id,
        title=wave.title,
        study=title_of(study),
        instrument=edition_of(wave),
        phase=site.phase or wave.phase,
        simulated=wave.simulated,
        site=site.id,
        result=url_for("api.school_result", school=school.id, wave=wave.id),
    )
