"""The validation study of a closed wave in the browser: computed once, by a worker, with progress."""

import base64
import hashlib
import json
import re
from dataclasses import asdict, replace
from typing import cast

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from engine.exchange.file_names import file_name
from engine.store import Job, JobTask, NewJob, NotFound, Snapshot, Store, StudyReport, Wave, WaveState
from engine.validation.confirmatory.choices import ESTIMATORS, STRUCTURES
from engine.validation.rotations import ROTATION_KINDS
from engine.waves.examined import beside_others
from engine.waves.release import whose_answers_of
from engine.waves.study_choices import WaveStudyChoices, choices_of, turned_by
from web.attachment import attached
from web.forms import LineField, ManyField, TickField, TypedForm
from web.network.jobs_told import waiting_page
from web.rights import Action, needs
from web.security import CONTENT_SECURITY_POLICY

pages = Blueprint("studies", __name__)

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class AgainForm(TypedForm):
    """What is asked of a study that is there; an empty one begins again.

    Other programs as well, another rotation, other confirmatory models: what the page's other forms ask for stays as it
    is, so `models` says whether this one came with the ticks of models, of which none may be set.
    """

    second_opinion = TickField()
    rotation = LineField()
    models = TickField()
    structures, estimators, invariance = ManyField(), ManyField(), ManyField()


def sign_study(secret: str, wave: int) -> str:
    """The secret part of the link to a wave's study; whoever has it may read the study."""
    return str(_signer(secret).dumps(wave))


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="wave-study")


def _linked(token: str) -> Wave:
    """The wave that a link opens; 404 for a link that opens nothing."""
    store = cast(Store, current_app.extensions["store"])
    try:
        return store.waves.get(_signer(current_app.config["SECRET_KEY"]).loads(token))
    except (BadSignature, NotFound):
        abort(404)


@pages.get("/study/<token>")
def study(token: str) -> ResponseReturnValue:
    return _study(_linked(token))


@pages.post("/study/<token>")
def begin_again(token: str) -> ResponseReturnValue:
    return _begin_again(_linked(token))


@pages.get("/study/<token>/report.html")
def report(token: str) -> ResponseReturnValue:
    return _report(_linked(token))


@pages.get("/study/<token>/study.pdf")
def study_pdf(token: str) -> ResponseReturnValue:
    return _pdf(_linked(token))


@pages.get("/study/<token>/study.json")
def study_json(token: str) -> ResponseReturnValue:
    return _json(_linked(token))


@pages.get("/waves/<int:wave>/study")
@needs(Action.TAKE_RESPONSES, "wave", record="result.seen")
def of_wave(wave: Wave) -> ResponseReturnValue:
    return _study(wave)


@pages.post("/waves/<int:wave>/study")
@needs(Action.TAKE_RESPONSES, "wave")
def begin_again_of_wave(wave: Wave) -> ResponseReturnValue:
    return _begin_again(wave)


@pages.get("/waves/<int:wave>/study/report.html")
@needs(Action.TAKE_RESPONSES, "wave", record="result.seen")
def report_of_wave(wave: Wave) -> ResponseReturnValue:
    return _report(wave)


@pages.get("/waves/<int:wave>/study/study.pdf")
@needs(Action.TAKE_RESPONSES, "wave", record="file.taken")
def pdf_of_wave(wave: Wave) -> ResponseReturnValue:
    return _pdf(wave)


@pages.get("/waves/<int:wave>/study/study.json")
@needs(Action.TAKE_RESPONSES, "wave", record="file.taken")
def json_of_wave(wave: Wave) -> ResponseReturnValue:
    return _json(wave)


def _closed(wave: Wave) -> tuple[Store, Snapshot]:
    """The last close of a wave; 404 while it has none."""
    store = cast(Store, current_app.extensions["store"])
    if wave.state is not WaveState.CLOSED:
        abort(404)
    return store, store.results.network_snapshot(wave)


def _study(wave: Wave) -> ResponseReturnValue:
    """Where the study stands; once it is there, the ways to read it."""
    store, snapshot = _closed(wave)
    instrument = store.definitions.get(wave.instrument_id, wave.version)
    found = store.results.study_report(snapshot)
    job = _job(snapshot)
    if found is None and job is None:
        job = _ask(wave, snapshot)
    study = {} if found is None else json.loads(found.json)
    groupings = study.get("groups") or {}
    page = render_template(
        "study/wave.html",
        wave=wave,
        instrument=instrument,
        report=found,
        job=job,
        worker=store.jobs.workers() > 0,
        simulated=wave.simulated,
        whose=whose_answers_of(store, wave),
        asked=choices_of(study) if study else None,
        rotation=turned_by(study),
        rotations=ROTATION_KINDS.values(),
        structures={name: kind for name, kind in STRUCTURES.items() if name != "model"},
        estimators=ESTIMATORS,
        fitted=[
            STRUCTURES[name].title for name, fits in (study.get("cfa") or {}).items() if any(fits.values())
        ],
        beside=beside_others(found, instrument),
        groupings={item.id: instrument.display(item) for item in instrument.items if item.id in groupings},
    )
    return waiting_page(page, job)


def _job(snapshot: Snapshot) -> Job | None:
    """The study of a close that waits, is being computed or failed; None where nothing is left to say of it."""
    store = cast(Store, current_app.extensions["store"])
    job = store.jobs.newest(_about(snapshot))
    return job if job is not None and job.stands else None


def _ask(wave: Wave, snapshot: Snapshot, asked: WaveStudyChoices | None = None) -> Job:
    """Have a study computed, unless it is being computed now."""
    store = cast(Store, current_app.extensions["store"])
    details = {"snapshot": snapshot.number, "asked": None if asked is None else asdict(asked)}
    return store.jobs.ask(NewJob(JobTask.STUDY, _about(snapshot), wave.id, details=details))


def _about(snapshot: Snapshot) -> str:
    return f"study {snapshot.wave_id} {snapshot.number}"


def _begin_again(wave: Wave) -> ResponseReturnValue:
    """Try once more after a failure, or compute a study that is there with what is asked for beside it."""
    store, snapshot = _closed(wave)
    kept = store.results.study_report(snapshot)
    if kept is None:
        _ask(wave, snapshot)
        return redirect(request.path, 303)
    study = json.loads(kept.json)
    before = choices_of(study)
    asked = _asked(AgainForm(request.form), before)
    if not asked.known(study.get("groups") or {}):
        abort(400)
    if asked != before:
        _ask(wave, snapshot, asked)
    return redirect(request.path, 303)


def _asked(form: AgainForm, before: WaveStudyChoices) -> WaveStudyChoices:
    """What a form asks for, and what was asked for before where it says nothing."""
    asked = replace(
        before,
        second_opinion=form.second_opinion.ticked or before.second_opinion,
        rotation=form.rotation.data or before.rotation,
    )
    if not form.models.ticked:
        return asked
    return replace(
        asked,
        structures=tuple(dict.fromkeys(form.structures.data)),
        estimators=tuple(dict.fromkeys(form.estimators.data)),
        invariance=tuple(dict.fromkeys(form.invariance.data)),
    )


def _report(wave: Wave) -> ResponseReturnValue:
    """The study as the one page that can also be saved."""
    html = _kept(wave).html
    return Response(html, headers={"Content-Security-Policy": _policy_for(html)})


def _pdf(wave: Wave) -> Response:
    return attached(_kept(wave).pdf, "application/pdf", _name(wave, "pdf"))


def _json(wave: Wave) -> Response:
    return attached(_kept(wave).json, "application/json", _name(wave, "json"))


def _kept(wave: Wave) -> StudyReport:
    store, snapshot = _closed(wave)
    found = store.results.study_report(snapshot)
    if found is None:  # the page above says how far it has come
        abort(redirect(request.path.rpartition("/")[0]))
    return found


def _name(wave: Wave, ending: str) -> str:
    return file_name(ending, wave.title, "validation study", wave.instrument_id)


def _policy_for(html: str) -> str:
    """The content security policy with the page's own style sheets let in, by their digests."""
    digests = [
        base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in STYLE.findall(html)
    ]
    allowed = " ".join(["style-src", "'self'", *(f"'sha256-{digest}'" for digest in digests)])
    return CONTENT_SECURITY_POLICY.replace("style-src 'self'", allowed).replace(
        "img-src 'self'", "img-src 'self' data:"
    )
