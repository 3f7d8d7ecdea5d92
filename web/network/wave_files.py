"""Files of a whole wave: for researchers de-identified responses and codebooks, for the hub its schools' reports.

The reports are made piece by piece while their page is open, as many as fit into a few seconds, and the page
asks for itself until all are there. What is made is kept, so that the work goes on where it stopped. Each holds what
the school's own page tells this person, but for what people wrote: that is for whoever reads it there.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, update_wrapper
from pathlib import Path
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)

from engine.exchange.file_names import unlike
from engine.problems import Refused
from engine.report.document import Document, Paper
from engine.report.hub import hub_document, pool_document
from engine.report.media.origin import origin_of
from engine.report.media.to_pdf import pdf_bytes
from engine.report.school.chosen import chosen_section, placed
from engine.results import hub_result
from engine.results.model import FrozenResult, HubResult
from engine.results.reading import line_of, lines_of, of_school, result_of
from engine.store import Choice, Prediction, Role, Site, Snapshot, Wave, WaveState
from engine.waves.pools import beside_pool
from engine.waves.release import FORMATS, release, whose_answers_of
from engine.waves.school_result import Reading, paper_of
from web import rights, sessions
from web.attachment import attached, disposition
from web.forms import TypedForm, WholeField
from web.network import bulk
from web.network.predicted import predictions_told
from web.network.school_card import closed_waves
from web.rights import Action, Place, needs
from web.school.files import NETWORK_KINDS, FileKind, download
from web.sessions import store
from web.wording import say

pages = Blueprint("wave_files", __name__)

AT_ONCE: Final = 3.0  # seconds of making reports before the page is shown again
KEPT: Final = 24 * 60 * 60  # seconds that made reports stay
MIMETYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv",
    "sav": "application/x-spss-sav",
    "html": "text/html",
    "xml": "application/xml",
}
LABELS: Final[Mapping[str, str]] = {
    "responses.csv": "Responses, CSV in words: values as answered, a word for each kind of missing",
    "responses-numbers.csv": "Responses, CSV in numbers for R, jamovi, Excel, with columns for kinds of missing",
    "responses.sav": "Responses, SPSS: with labels and kinds of missing",
    "codebook.html": "Codebook, a page",
    "codebook.xml": "Codebook, DDI 2.5 for data archives",
}


class MakeForm(TypedForm):
    make = WholeField()


@pages.get("/waves/<int:wave>/files")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def files(wave: Wave) -> Any:
    """What there is to take of a wave, for this person."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    making = MakeForm(request.args).make.number == 1
    pieces = _pieces(wave)
    if making:
        until = time.monotonic() + AT_ONCE
        bulk.make(_folder(), pieces, lambda: time.monotonic() > until)
    done = bulk.made(_folder(), pieces)
    return render_template(
        "wave_files/files.html",
        network=network,
        wave=wave,
        research=rights.allowed(Action.TAKE_RESPONSES, Place(network.id, wave_id=wave.id)),
        whose=whose_answers_of(store(), wave),
        formats=[(_endpoint(name), LABELS[name]) for name in FORMATS],
        kinds=[(_endpoint(kind.name), say(kind.label)) for kind in NETWORK_KINDS],
        pieces=len(pieces),
        done=done,
        making=making and done < len(pieces),
    )


@pages.get("/waves/<int:wave>/reports.zip")
@needs(Action.SEE_NETWORK_RESULT, "wave")
def reports(wave: Wave) -> Any:
    """All reports of schools that this person may see by name; a broken download goes on where it stopped."""
    if wave.state is not WaveState.CLOSED:
        return _not_yet(wave)
    pieces = _pieces(wave)
    if not pieces or bulk.made(_folder(), pieces) < len(pieces):
        return redirect(url_for("wave_files.files", wave=wave.id, make=1 if pieces else None))
    names = hashlib.sha256("\n".join(piece.kept + piece.name for piece in pieces).encode()).hexdigest()
    archive = bulk.pack(_folder(), pieces, f"{names}.zip")
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
    return frozen, hub_result(frozen, lines_of(snapshot), _agreed(wave), district=district)


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
    return attached(data, MIMETYPES[ending], taken.origin.file_name(ending, stem))


def _endpoint(name: str) -> str:
    return name.replace(".", "_")


def drawing_key() -> bytes:
    """The secret that schools' numbers are drawn with: the same for every file of this installation."""
    return hashlib.sha256(b"numbers of schools\0" + str(current_app.config["SECRET_KEY"]).encode()).digest()


def _not_yet(wave: Wave) -> Response:
    flash(f"“{wave.title}” is not closed yet. Its files are there once it is.")
    network = store().studies.get(wave.study_id).network_id
    answer: Response = redirect(url_for("waves.waves", network=network))  # type: ignore[assignment]
    return answer


def _agreed(wave: Wave) -> frozenset[int]:
    """The sites whose results this person may see."""
    person = sessions.person()
    seen = rights.named_schools(store(), person, wave) if person is not None else frozenset()
    return frozenset(site.id for site in store().sites.of(wave) if site.school_id in seen)


def _named(wave: Wave) -> list[Site]:
    """The schools that the network's result names to this person."""
    snapshot = store().results.network_snapshot(wave)
    view = hub_result(result_of(snapshot), lines_of(snapshot), _agreed(wave))
    named = {school.site for school in view.schools}
    return [site for site in store().sites.of(wave) if site.id in named]


@dataclass(frozen=True, slots=True)
class _Readable:
    """A closed wave's result as far as this person may read it: of these schools, by id."""

    schools: frozenset[int]
    digest: str


def _readable(wave: Wave) -> dict[int, _Readable]:
    """What this person may read of the network's closed waves, by wave id: told once for all reports."""
    person = sessions.person()
    if person is None:
        return {}
    network = store().studies.network(store().studies.get(wave.study_id).network_id)
    return {
        one.id: _Readable(
            rights.named_schools(store(), person, one), store().results.network_snapshot(one).digest
        )
        for one in closed_waves(store(), network)
    }


def _pieces(wave: Wave) -> list[bulk.Piece]:
    """A report a school, under a name of its own, kept under one that tells nothing."""
    snapshot = store().results.network_snapshot(wave)
    frozen = result_of(snapshot)
    readable, choices, paper = _readable(wave), store().choices.of(wave), paper_of(store(), wave)
    sealed = store().predictions.of_study(store().studies.get(wave.study_id))
    pieces: list[bulk.Piece] = []
    taken: set[str] = set()
    for site in _named(wave):
        line = line_of(snapshot, site.id)
        if line is None:
            abort(404)
        name = unlike(origin_of(frozen, line).file_name("pdf", "full report"), taken)
        taken.add(name.casefold())
        seen = {id: one.digest for id, one in readable.items() if site.school_id in one.schools}
        chosen = choices.get(site.id)
        predicted = [one for one in sealed if one.school_id == site.school_id]
        kept = _kept_as(snapshot, site, seen, chosen, predicted, paper)
        pieces.append(bulk.Piece(name, kept, partial(_report, wave, site, snapshot.number, seen)))
    return pieces


def _report(wave: Wave, site: Site, number: int, seen: Container[int]) -> bytes:
    """The report of a school as its page gives it, without comments; `seen` are the waves this person may read."""
    found = of_school(store().results.school_snapshot(wave, site.id, number), site.id)
    if found is None:
        abort(404)
    reading = Reading(
        store(), wave, found[0], found[1], by_name=True, others=lambda one: one.id in seen, comments=False
    )
    return pdf_bytes(reading.report())


def _kept_as(
    snapshot: Snapshot,
    site: Site,
    seen: Mapping[int, str],
    chosen: Choice | None,
    predicted: Sequence[Prediction],
    paper: Paper,
) -> str:
    """A name that no one can guess and that changes with all that the report holds."""
    others = " ".join(f"{id}:{digest}" for id, digest in sorted(seen.items()))
    sealed = " ".join(f"{one.id}:{one.stands}" for one in predicted)
    words = f"{snapshot.digest} {site.id} {others} {chosen.id if chosen else ''} {sealed} {paper}".encode()
    return hashlib.blake2b(words, key=drawing_key(), digest_size=16).hexdigest() + ".pdf"


def _note_reports(wave: Wave) -> None:
    """In the log once for the hub, and once for each school, so that it can see who took its report."""
    network = store().studies.get(wave.study_id).network_id
    whole = Place(network, wave_id=wave.id, name=wave.title)
    schools = [
        Place(network, site.school_id, wave.id, f"{site.school} · {wave.title}") for site in _named(wave)
    ]
    rights.note_each("file.taken", [whole, *schools], "reports")


def _folder() -> Path:
    """Where made reports are kept, readable by this program's user alone; what is a day old goes."""
    folder = Path(tempfile.gettempdir()) / f"barograph-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.stat()
    if about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise PermissionError(f"{folder} can be read by others: remove it, and it is made anew")
    part = folder / hashlib.sha256(drawing_key()).hexdigest()[:16]
    part.mkdir(mode=0o700, exist_ok=True)
    for path in part.iterdir():
        if path.stat().st_mtime < time.time() - KEPT:
            path.unlink(missing_ok=True)
    return part


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
