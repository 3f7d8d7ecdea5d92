"""The network's result as a page: what changed over all schools, for hub, researchers and districts.

A wave that takes answers shows counts alone: results are made when it closes. Whom the page names is settled in
`wave_files.network_view`, as for the files.
"""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, url_for

from engine.report.media.images import figures_of
from engine.report.media.origin import origin_of
from engine.results.model import HubResult
from engine.store import Network, Wave, WaveState
from web import rights
from web.attachment import attached
from web.network.answered import answered, people_asked
from web.network.school_card import all_waves, closed_waves
from web.network.wave_files import network_document, network_view
from web.network.wave_form import last_day
from web.rights import Action, Place, needs
from web.school.files import NETWORK_KINDS, PICTURES
from web.school.pages import Drawing
from web.sessions import store

pages = Blueprint("network_results", __name__)

MOST_ROWS: Final = 200  # of the table of schools on the page, and of names that lead to their results
MOST_WAVES: Final = 8  # to switch among on the page; the list of waves has all


@pages.get("/networks/<int:network>/result")
@needs(Action.SEE_NETWORK_RESULT, "network")
def newest(network: Network) -> Any:
    """The result of the wave that was closed last, or when the first one comes."""
    closed = closed_waves(store(), network)
    if closed:
        return redirect(url_for("network_results.result", wave=closed[0].id))
    running = [
        wave for wave in all_waves(store(), network) if wave.state in (WaveState.OPEN, WaveState.CLOSING)
    ]
    return render_template(
        "result/network.html", network=network, wave=None, running=running, waves=(), others=()
    )


@pages.get("/waves/<int:wave>/result")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def result(wave: Wave) -> str:
    """The result of a closed wave; of one that takes answers, how many have come."""
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    closed = closed_waves(store(), network)
    page = partial(
        render_template,
        "result/network.html",
        network=network,
        wave=wave,
        waves=[one for one in closed if one.instrument_id == wave.instrument_id][:MOST_WAVES],
        others=_others(closed, wave),
    )
    if wave.state is not WaveState.CLOSED:
        return _counted(page, wave)
    frozen, view = network_view(wave)
    rights.note("result.seen", Place(network.id, wave_id=wave.id, name=wave.title))
    document = network_document(wave, frozen, view, most_rows=MOST_ROWS)
    shown = view.network is not None or view.pool is not None
    return page(
        document=document,
        simulated=frozen.wave.simulated,
        draw=Drawing(document),
        named=_named(wave, view),
        most_named=MOST_ROWS,
        files=NETWORK_KINDS if shown else (),
        pictures=[one.title for one in figures_of(document)],
    )


def _others(closed: list[Wave], here: Wave) -> list[tuple[str, int]]:
    """Of each other instrument the newest wave, under its title."""
    newest: dict[str, Wave] = {}
    for one in closed:
        newest.setdefault(one.instrument_id, one)
    others = [one for id, one in newest.items() if id != here.instrument_id]
    return sorted((store().definitions.get(one.instrument_id, one.version).title, one.id) for one in others)


def _counted(page: Callable[..., str], wave: Wave) -> str:
    """The page of how many have answered so far: all that is told of a wave before its close."""
    now = store().now()
    return page(
        document=None,
        answers=answered(wave),
        asked=people_asked(wave, store().sites.of(wave)),
        planned=wave.opens > now,
        over=wave.closes <= now,
        last_day=last_day(wave),
    )


def _named(wave: Wave, view: HubResult) -> list[tuple[int, str]]:
    """The schools that the result names, by id: whoever may see a name may see that school's own result."""
    schools = store().sites.schools(wave)
    return [(schools[school.site], school.school) for school in view.schools]


def _picture(ending: str, wave: Wave, figure: int) -> Response:
    """The figure of this number, from 1 on, as a file; 404 where there is none."""
    if wave.state is not WaveState.CLOSED:
        abort(404)
    frozen, view = network_view(wave)
    document, origin = network_document(wave, frozen, view), origin_of(frozen)
    figures = figures_of(document)
    if not 1 <= figure <= len(figures):
        abort(404)
    network = store().studies.get(wave.study_id).network_id
    rights.note("file.taken", Place(network, wave_id=wave.id, name=wave.title), f"figure-{figure}.{ending}")
    mimetype, make = PICTURES[ending]
    name = origin.file_name(ending, f"figure {figure}")
    return attached(make(document, figures[figure - 1], origin), mimetype, name)


for _ending in PICTURES:
    pages.add_url_rule(
        f"/waves/<int:wave>/figure-<int:figure>.{_ending}",
        endpoint=f"figure_{_ending}",
        view_func=needs(Action.SEE_NETWORK_RESULT, "wave")(
            update_wrapper(partial(_picture, _ending), _picture)
        ),
    )
