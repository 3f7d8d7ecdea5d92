"""The validation study of a closed wave in the browser: computed once, outside the request, with progress."""

import base64
import hashlib
import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from engine.exchange.file_names import file_name
from engine.store import NotFound, Snapshot, Store, StudyReport, Wave, WaveState
from engine.validation.confirmatory.choices import ESTIMATORS, STRUCTURES
from engine.validation.rotations import ROTATION_KINDS
from engine.waves.examined import beside_others
from engine.waves.release import whose_answers_of
from engine.waves.study_choices import WaveStudyChoices, choices_of, turned_by
from psychometrics.contract import StatisticError
from web.attachment import attached
from web.forms import LineField, ManyField, TickField, TypedForm
from web.rights import Action, needs
from web.security import CONTENT_SECURITY_POLICY

pages = Blueprint("studies", __name__)

SECONDS_BETWEEN_LOOKS = 2
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(slots=True)
class StudyProgress:
    """How far the computation of a study has come; `failed` says in words why there will be none.

    `ended` whether it has come to its end, either way.
    """

    step: str = "Waiting for another study to be finished"
    done: int = 0
    total: int = 0
    failed: str | None = None
    ended: bool = False

    @property
    def percent(self) -> int | None:
        return round(100 * self.done / self.total) if self.total else None


@dataclass
class Desk:
    """Computes one study at a time in a thread of its own; the store keeps what comes out."""

    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="study")
    )
    under_way: dict[tuple[int, int], StudyProgress] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def ask(self, store: Store, wave: Wave, snapshot: Snapshot) -> StudyProgress:
        """The progress of a wave's study, begun where it has not been."""
        key = (snapshot.wave_id, snapshot.number)
        with self.lock:
            if key not in self.under_way:
                self.under_way[key] = StudyProgress()
                self.pool.submit(self._compute, store, wave, key)
            return self.under_way[key]

    def ask_anew(self, store: Store, wave: Wave, snapshot: Snapshot, asked: WaveStudyChoices) -> None:
        """Compute a wave's study once more as it is asked for, unless it is being computed now."""
        key = (snapshot.wave_id, snapshot.number)
        with self.lock:
            before = self.under_way.get(key)
            if before is None or before.ended:
                self.under_way[key] = StudyProgress()
                self.pool.submit(self._compute, store, wave, key, asked)

    def under_way_for(self, snapshot: Snapshot) -> StudyProgress | None:
        """The progress of a study that is being computed, or failed; None where nothing is left to say of it."""
        progress = self.under_way.get((snapshot.wave_id, snapshot.number))
        return None if progress is None or (progress.ended and progress.failed is None) else progress

    def again(self, snapshot: Snapshot) -> None:
        """Forget a study that failed, so that it can be asked for again."""
        with self.lock:
            self.under_way.pop((snapshot.wave_id, snapshot.number), None)

    def _compute(
        self, store: Store, wave: Wave, key: tuple[int, int], asked: WaveStudyChoices | None = None
    ) -> None:
        from engine.waves.study import study_wave

        progress = self.under_way[key]

        def told(step: str, done: int, total: int) -> None:
            progress.step, progress.done, progress.total = step, done, total

        try:
            study_wave(store, wave, told, asked)
        except StatisticError as error:
            progress.failed = str(error)
        except Exception:
            logging.getLogger(__name__).exception("The study of wave %s failed", wave.id)
            progress.failed = "something went wrong while computing it; the server's log says what"
        finally:
            progress.ended = True


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


def _desk(app: Flask) -> Desk:
    return cast(Desk, app.extensions.setdefault("studies", Desk()))


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
    desk = _desk(current_app)
    progress = desk.under_way_for(snapshot) if found else desk.ask(store, wave, snapshot)
    study = {} if found is None else json.loads(found.json)
    groupings = study.get("groups") or {}
    page = render_template(
        "study/wave.html",
        wave=wave,
        instrument=instrument,
        report=found,
        progress=progress,
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
    waiting = progress is not None and progress.failed is None
    return Response(page, headers={"Refresh": str(SECONDS_BETWEEN_LOOKS)} if waiting else {})


def _begin_again(wave: Wave) -> ResponseReturnValue:
    """Try once more after a failure, or compute a study that is there with what is asked for beside it."""
    store, snapshot = _closed(wave)
    kept = store.results.study_report(snapshot)
    if kept is None:
        _desk(current_app).again(snapshot)
        return redirect(request.path, 303)
    study = json.loads(kept.json)
    before = choices_of(study)
    asked = _asked(AgainForm(request.form), before)
    if not asked.known(study.get("groups") or {}):
        abort(400)
    if asked != before:
        _desk(current_app).ask_anew(store, wave, snapshot, asked)
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
