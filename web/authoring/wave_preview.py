"""A wave seen as people will see it: the same pages, languages, promises and school, and nothing is stored."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from engine.store import CodeAtDoor, CodeState, Door, Draft, DraftKey, SiteAtDoor, Store, Wave, code_signs
from web.application import application
from web.authoring.framed import WITH_A_FRAME, Previews, framed
from web.authoring.preview import Closing, Drafts, OwnSubmissions, PreviewVisits, Resumes, Submissions
from web.forms import TypedForm, WholeField
from web.respondent.blueprints import BLUEPRINTS
from web.rights import Action, needs
from web.security import Settings, csrf
from web.sessions import store

pages = Blueprint("wave_preview", __name__)

EXTENSION: Final = "wave_previews"
STAYS_OPEN: Final = timedelta(days=14)  # for a look at a wave that is over


class SchoolForm(TypedForm):
    site = WholeField()


class WaveLinks:
    """The links of one wave, each open."""

    def __init__(self, store: Store, wave: int) -> None:
        self._store = store
        self._wave = wave

    def by_link(self, link: str) -> SiteAtDoor | None:
        found = self._store.sites.by_link(link)
        if found is None or found.wave_id != self._wave:
            return None
        now = self._store.now()
        closes = found.closes if found.closes > now else now + STAYS_OPEN
        return replace(found, door=Door.OPEN, closes=closes)

    def by_join_code(self, typed: str) -> SiteAtDoor | None:
        return None


class WholeDrafts(Drafts):
    """Drafts of a definition that does not change, so that none loses an answer."""

    def __init__(self) -> None:
        super().__init__(_no_folder)

    def load(self, key: DraftKey) -> Draft | None:
        return self._drafts.get(key.token)


class AnyCode:
    """Every code that is typed opens the survey of the school that is looked at, for one more person."""

    def __init__(self, links: WaveLinks, sent: Submissions) -> None:
        self._links = links
        self._sent = sent

    def find(self, typed: str) -> CodeAtDoor | None:
        return self.of_key(DraftKey(secrets.token_urlsafe()))

    def of_key(self, key: DraftKey) -> CodeAtDoor | None:
        door = self._links.by_link((request.view_args or {}).get("link", ""))
        state = CodeState.SENT if self._sent.received(key) else CodeState.NEW
        return CodeAtDoor(door, key, state) if door else None


class WavePreview:
    """The rooms of a store that the respondent's pages need, for one wave: it reads the store and keeps nothing."""

    def __init__(self, store: Store, wave: int) -> None:
        self.now = store.now
        self.sites = WaveLinks(store, wave)
        self.definitions = store.definitions
        self.drafts = WholeDrafts()
        self.resumes = Resumes()
        self.submissions = Submissions(self.drafts)
        self.visits = PreviewVisits(self.sites, self.drafts, self.submissions)
        self.codes = AnyCode(self.sites, self.submissions)
        self.own_answers = OwnSubmissions()
        self.closing = Closing()


@pages.get("/waves/<int:wave>/preview")
@needs(Action.RUN_WAVES, "wave")
def preview(wave: Wave) -> Response:
    """The survey of one of the schools in a frame as wide as a phone."""
    sites = sorted(store().sites.of(wave), key=lambda one: one.school)
    asked = SchoolForm(request.args).site.number
    chosen = next((one for one in sites if one.id == asked), sites[0] if sites else None)
    page = render_template(
        "waves/preview.html",
        wave=wave,
        network=store().studies.network(store().studies.get(wave.study_id).network_id),
        sites=sites,
        chosen=chosen,
        any_code=code_signs.grouped(code_signs.draw()),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = WITH_A_FRAME
    return response


@pages.route("/waves/<int:wave>/survey/", defaults={"rest": ""}, methods=["GET", "POST"])
@pages.route("/waves/<int:wave>/survey/<path:rest>", methods=["GET", "POST"])
@needs(Action.RUN_WAVES, "wave")
def survey(wave: Wave, rest: str) -> Response:
    """A page of the survey in the frame."""
    previews: Previews = current_app.extensions.setdefault(EXTENSION, Previews())
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    app = previews.of((wave.id,), lambda: _application(store(), wave.id, secure=secure))
    return framed(app, _inside(wave.id), rest)


csrf.exempt(survey)  # its forms carry the token of its own session, and its own application asks for it


def _inside(wave: int) -> str:
    """Where the survey's own addresses begin."""
    return f"/waves/{wave}/survey"


def _no_folder() -> Any:
    raise LookupError("a wave's definition is in the store")


def _application(store: Store, wave: int, *, secure: bool) -> Flask:
    app = application(WavePreview(store, wave), Settings(secrets.token_urlsafe(), secure=secure), BLUEPRINTS)
    app.config["SESSION_COOKIE_NAME"] = "wave_preview"
    app.config["SESSION_COOKIE_PATH"] = f"{_inside(wave)}/"
    app.context_processor(lambda: {"previewed_wave": wave})
    return app
