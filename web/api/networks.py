"""The network's result of a closed wave, and the responses that a researcher may take of it."""

import json
from collections.abc import Set

from flask import Response, abort

from engine.problems import Refused
from engine.report.media.origin import origin_of
from engine.report.media.to_json import json_text
from engine.results.reading import schools_of
from engine.store import Wave, WaveState
from engine.waves.release import NUMBERS, release
from web import rights
from web.api.answers import CSV, answer, sent
from web.api.schools import provenance
from web.api.shapes import FORMAT, NetworkResult
from web.network.school_reports import drawing_key
from web.network.wave_files import network_document, network_view
from web.rights import Place
from web.sessions import store

RESPONSES = "responses.csv"


def result(wave: Wave) -> Response:
    """The network's result: all schools together, by name those that agreed, the others as dots."""
    _only_closed(wave)
    frozen, view = network_view(wave)
    named = {school.site for school in view.schools}
    _note_named(wave, named)
    told = NetworkResult(
        format=FORMAT,
        format_version=frozen.format,
        provenance=provenance(frozen, wave.id),
        instrument=view.instrument,
        wave=view.wave,
        data=view.data,
        measures=view.measures,
        profile=view.profile,
        pool=view.pool,
        network=view.network,
        verdicts=view.verdicts,
        schools=tuple(schools_of(store().results.school_parts(wave), named)),
        dots=view.dots,
        withheld=view.withheld,
        school_ids={str(site.id): site.school_id for site in store().sites.of(wave) if site.id in named},
    )
    return answer(told, frozen.format)


def report(wave: Wave) -> Response:
    """The network's report in words and numbers, as its page gives it as a JSON file."""
    _only_closed(wave)
    frozen, view = network_view(wave)
    _note_named(wave, {school.site for school in view.schools})
    return answer(json.loads(json_text(network_document(wave, frozen, view), origin_of(frozen))))


def responses(wave: Wave) -> Response:
    """De-identified responses as CSV, the file that a researcher takes from the wave's page."""
    return _responses(wave, RESPONSES)


def numbers(wave: Wave) -> Response:
    """The same responses as numbers."""
    return _responses(wave, NUMBERS)


def _responses(wave: Wave, name: str) -> Response:
    _only_closed(wave)
    try:
        return sent(release(store(), wave, drawing_key()).file(name), CSV)
    except Refused as refused:
        abort(404, " ".join(f"{one.cause}: {one.remedy}." for one in refused.problems))


def _only_closed(wave: Wave) -> None:
    if wave.state is not WaveState.CLOSED:
        abort(404, f"“{wave.title}” is not closed. Results are made when a wave is closed, and not before.")


def _note_named(wave: Wave, named: Set[int]) -> None:
    """In the log once for each school that is told by name, so that it can see who read its result."""
    network = store().studies.get(wave.study_id).network_id
    rights.note_each(
        "result.read",
        [
            Place(network, site.school_id, wave.id, f"{site.school} · {wave.title}")
            for site in store().sites.of(wave)
            if site.id in named
        ],
    )
