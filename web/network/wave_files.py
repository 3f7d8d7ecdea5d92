"""Files of a whole wave: for researchers de-identified responses and codebooks, for the hub its schools' reports.

The reports are made by a worker, and their page asks for itself until all are there (`school_reports`).
"""

import hashlib
from dataclasses import replace
from functools import partial, update_wrapper
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)

from engine.problems import Refused
from engine.report.document import Document
from engine.report.hub import hub_document, pool_document
from engine.report.media.origin import origin_of
from engine.report.school.chosen import chosen_section, placed
from engine.results import hub_result
from engine.results.model import FrozenResult, HubResult
from engine.results.reading import lines_of, result_of
from engine.store import JobTask, NewJob, Role, Wave, WaveState
from engine.waves.pools import beside_pool
from engine.waves.release import FORMATS, release, whose_answers_of
from engine.waves.school_result import paper_of
from web import rights, sessions
from web.attachment import attached, disposition
from web.network import bulk
from web.network.jobs_told import waiting_page
from web.network.predicted import predictions_told
from web.network.school_reports import agreed, drawing_key, folder, named, pieces
from web.rights import Action, Place, needs
from web.school.files import NETWORK_KINDS, FileKind, download
from web.sessions import store
from web.wording import say

pages = Blueprint("wave_files", __name__)


@pages.get("/waves/<int:wave>/files")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def files(wave: Wave) -> Any:
    """What there is to take of a wave, for this person."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    wanted = pieces(wave, sessions.me())
    done, job = bulk.made(folder(), wanted), store().jobs.newest(_about(wave))
    page = render_template(
        "wave_files/files.html",
        network=network,
        wave=wave,
        research=rights.allowed(Action.TAKE_RESPONSES, Place(network.id, wave_id=wave.id)),
        whose=whose_answers_of(store(), wave),
        formats=[(_endpoint(name), one.label) for name, one in FORMATS.items()],
        kinds=[(_endpoint(kind.name), say(kind.label)) for kind in NETWORK_KINDS],
        pieces=len(wanted),
        done=done,
        job=job if done < len(wanted) else None,
        worker=bool(job and job.live and store().jobs.workers()),
    )
    return waiting_page(page, job if done < len(wanted) else None)


@pages.post("/waves/<int:wave>/files")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def make_reports(wave: Wave) -> Any:
    """Have the reports made that are not there yet, beside the pages."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    store().jobs.ask(NewJob(JobTask.REPORTS, _about(wave), wave.id, sessions.me().id))
    return redirect(url_for("wave_files.files", wave=wave.id), 303)


def _about(wave: Wave) -> str:
    """What is made for each person by itself: they may read other schools than others."""
    return f"reports {wave.id} {sessions.me().id}"


@pages.get("/waves/<int:wave>/reports.zip")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def reports(wave: Wave) -> Any:
    """All reports of schools that this person may see by name; a broken download goes on where it stopped."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    wanted = pieces(wave, sessions.me())
    if not wanted or bulk.made(folder(), wanted) < len(wanted):
        return redirect(url_for("wave_files.files", wave=wave.id))
    names = hashlib.sha256("\n".join(piece.kept + piece.name for piece in wanted).encode()).hexdigest()
    archive = bulk.pack(folder(), wanted, f"{names}.zip")
    if (
        request.range is None or request.if_range.etag != names
    ):  # only a download that was noted has this mark
        _note_reports(wave)
    name = origin_of(result_of(store().results.network_snapshot(wave))).file_name("zip", "reports")
    answer = send_file(
        archive, "application/zip", as_attachment=True, download_name=name, conditional=True, etag=names
    )
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["Cache-Control"] = (
        "private, no-store"  # or caches on the way may keep it, like a style sheet
    )
    answer.headers.pop("Expires", None)
    return answer


def _network_file(kind: FileKind, wave: Wave) -> Any:
    """The network's result as one file."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    frozen, view = network_view(wave)
    network = store().studies.get(wave.study_id).network_id
    rights.note("file.taken", Place(network, wave_id=wave.id, name=wave.title), kind.name)
    return download(network_document(wave, frozen, view), origin_of(frozen), kind)


def network_view(wave: Wave) -> tuple[FrozenResult, HubResult]:
    """A closed wave's frozen result, and what of it this person may see: for pages, files and programs alike."""
    snapshot = store().results.network_snapshot(wave)
    frozen, district = result_of(snapshot), not _is_administrator(wave)
    return frozen, hub_result(frozen, lines_of(snapshot), agreed(wave, sessions.person()), district=district)


def network_document(
    wave: Wave, frozen: FrozenResult, view: HubResult, *, most_rows: int | None = None
) -> Document:
    """The view as a document, with what schools chose to work on; of few people a school, all schools together."""
    if store().definitions.get(wave.instrument_id, wave.version).few_at_a_school:
        beside = beside_pool(store(), wave, frozen, _may_read)
        return replace(pool_document(frozen, beside), paper=paper_of(store(), wave))
    named = {school.site: school.school for school in view.schools}
    chosen = chosen_section(store().choices.of(wave), view.measures, named, most_rows=most_rows)
    document = replace(hub_document(view, most_rows=most_rows), paper=paper_of(store(), wave))
    if not document.sections:
        return document
    predicted = predictions_told(wave, named)
    with_chosen = placed(document, chosen, after="schools")
    return with_chosen if predicted is None else placed(with_chosen, predicted, after="chosen")


def _may_read(wave: Wave) -> bool:
    network = store().studies.get(wave.study_id).network_id
    return rights.allowed(Action.SEE_NETWORK_RESULT, Place(network, wave_id=wave.id))


def _is_administrator(wave: Wave) -> bool:
    person, network = sessions.person(), store().studies.get(wave.study_id).network_id
    return person is not None and Role.HUB_ADMINISTRATOR in person.roles(network)


def _take(name: str, wave: Wave) -> Any:
    """One file of de-identified responses, or their codebook."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    try:
        taken = release(store(), wave, drawing_key())
        data = taken.file(name)
    except Refused as refused:
        flash(" ".join(f"{one.cause}; {one.remedy}" for one in refused.problems))
        return redirect(url_for("wave_files.files", wave=wave.id))
    network = store().studies.get(wave.study_id).network_id
    rights.note("responses.taken", Place(network, wave_id=wave.id, name=wave.title), name)
    stem, _, ending = name.rpartition(".")
    return attached(data, FORMATS[name].mimetype, taken.origin.file_name(ending, stem))


def _endpoint(name: str) -> str:
    return name.replace(".", "_")


def _not_yet(wave: Wave) -> Response:
    flash(f"“{wave.title}” is not closed yet. Its files are there once it is.")
    network = store().studies.get(wave.study_id).network_id
    answer: Response = redirect(url_for("waves.waves", network=network))  # type: ignore[assignment]
    return answer


def _note_reports(wave: Wave) -> None:
    """In the log once for the hub, and once for each school, so that it can see who took its report."""
    network = store().studies.get(wave.study_id).network_id
    whole = Place(network, wave_id=wave.id, name=wave.title)
    schools = [
        Place(network, site.school_id, wave.id, f"{site.school} · {wave.title}")
        for site in named(wave, sessions.person())
    ]
    rights.note_each("file.taken", [whole, *schools], "reports")


for _kind in NETWORK_KINDS:
    pages.add_url_rule(
        f"/waves/<int:wave>/{_kind.name}",
        endpoint=_endpoint(_kind.name),
        view_func=needs(Action.SEE_NETWORK_RESULT, "wave")(
            update_wrapper(partial(_network_file, _kind), _network_file)
        ),
    )
for _name in FORMATS:
    pages.add_url_rule(
        f"/waves/<int:wave>/{_name}",
        endpoint=_endpoint(_name),
        view_func=needs(Action.TAKE_RESPONSES, "wave")(update_wrapper(partial(_take, _name), _take)),
    )
