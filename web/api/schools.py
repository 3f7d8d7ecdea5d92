"""Schools that a key's owner may see, and the frozen results of each."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Response, abort, url_for

from engine.report.media.origin import origin_of
from engine.report.media.to_json import json_text, origin_facts
from engine.results.schema import FORMAT
from engine.store import Network, School, Site, Study, Wave
from engine.waves.school_result import closed_waves
from web import rights, sessions
from web.api.answers import answer, listed
from web.rights import Action, Place
from web.school.by_right import part_of, reading_of
from web.sessions import store

# Of a frozen result, what is told beside a school's own part; each name that is not here stays: the salt first.
HEADING: Final = ("instrument", "wave", "policy")
BESIDE: Final = ("measures", "profile", "shrinkage")


def schools() -> Response:
    """The schools that the owner of this key may see."""
    key = sessions.key()
    assert key is not None  # noqa: S101 - the rights let no other request in
    network = store().network(key.network_id)
    seen = [
        one
        for one in store().schools(network)
        if rights.allowed(Action.SEE_SCHOOL, Place(network.id, one.id))
    ]
    told = _telling(network)
    return listed(seen, lambda one: one.id, told)


def school(school: School) -> Response:
    """One school, as the list has it."""
    return answer(_telling(store().network(school.network_id))(school))


def results(school: School) -> Response:
    """The closed waves whose result of this school can be read, each with the address of the result."""
    network = store().network(school.network_id)
    studies = {one.id: one for one in store().studies(network)}
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
    document, part = part_of(school, wave)
    told = HEADING + (BESIDE if part["shown"] else ())  # results of format 2 lack some
    return answer(
        {
            "format": FORMAT,
            "format_version": document["format"],
            "provenance": provenance(document, wave, part),
            **{name: document[name] for name in told if name in document},
            "school": part,
        }
    )


def report(school: School, wave: int) -> Response:
    """The full report in words and numbers, as the page gives it as a JSON file, without comments."""
    reading = reading_of(school, wave)
    if not reading.part["shown"]:
        abort(404, "Too few people answered at this school for a report: nothing is told of it.")
    without = replace(reading, comments=False)
    return answer(json.loads(json_text(without.report(), origin_of(reading.snapshot, reading.part))))


def provenance(
    document: Mapping[str, Any], wave: int, part: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Where the numbers come from, under the names that all files share, and the wave's number."""
    return {"wave_id": wave, **origin_facts(origin_of(document, part))}


def _telling(network: Network) -> Callable[[School], dict[str, Any]]:
    districts = store().district_of(network)

    def told(school: School) -> dict[str, Any]:
        district = districts.get(school.id)
        return {
            "id": school.id,
            "name": school.name,
            "level": school.level,
            "district": None if district is None else {"id": district.id, "name": district.name},
            "results": url_for("api.school_results", school=school.id),
        }

    return told


def _entry(school: School, study: Study, wave: Wave, site: Site) -> dict[str, Any]:
    return {
        "wave": wave.id,
        "title": wave.title,
        "study": {"id": study.id, "title": study.title},
        "instrument": {"id": wave.instrument_id, "version": wave.version},
        "phase": site.phase or wave.phase,
        "simulated": wave.simulated,
        "site": site.id,
        "result": url_for("api.school_result", school=school.id, wave=wave.id),
    }
