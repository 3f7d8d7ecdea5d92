"""A working copy seen as the survey it would be, at the width of a phone, on its own author's page.

The survey in the frame is the respondent's own pages, in an application of its own: its answers stay in memory,
its cookies are not those of the sign-in, and only its pages may stand in a frame, and only in one of ours.
"""

import secrets
from threading import Lock
from typing import Final

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from engine.authoring import working_copy
from engine.store import Network, Store
from web.application import application
from web.authoring.frame import around
from web.authoring.framed import WITH_A_FRAME, Previews, framed
from web.authoring.preview import FolderState, Preview
from web.authoring.working_copies import PREFIX, find_copy, require_researcher
from web.forms import LineField, TypedForm
from web.respondent.blueprints import BLUEPRINTS
from web.security import Settings, csrf
from web.sessions import store

pages = Blueprint("authoring_preview", __name__, url_prefix=PREFIX)

EXTENSION: Final = "authoring_previews"


class ShownForm(TypedForm):
    form = LineField()


class SavedCopy:
    """The last save of a copy, read again when it has been saved."""

    def __init__(self, store: Store, network: Network, copy: int) -> None:
        self._store = store
        self._network = network
        self._copy = copy
        self._lock = Lock()
        self._edition = FolderState("", None, ())

    def edition(self) -> FolderState:
        found = self._store.workshop.copy(self._network, self._copy)
        stamp = str(found.last.number)
        with self._lock:
            if stamp != self._edition.stamp:
                checked = working_copy.check(self._store.workshop.files(found))
                instrument = checked.definition.instrument if checked.definition else None
                self._edition = FolderState(stamp, instrument or self._edition.instrument, checked.found)
            return self._edition


@pages.get("/copies/<int:copy>/preview")
@require_researcher()
def preview(network: Network, copy: int) -> Response:
    """The forms of the copy, and one of them in a frame as wide as a phone."""
    found = find_copy(network, copy)
    context = around(network, found)
    definition = context["checked"].definition
    forms = definition.instrument.forms if definition else ()
    chosen = next(
        (form for form in forms if form.id == ShownForm(request.args).form.data), forms[0] if forms else None
    )
    page = render_template("authoring/preview.html", **context, here="preview", forms=forms, chosen=chosen)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = WITH_A_FRAME
    return response


@pages.route("/copies/<int:copy>/survey/", defaults={"rest": ""}, methods=["GET", "POST"])
@pages.route("/copies/<int:copy>/survey/<path:rest>", methods=["GET", "POST"])
@require_researcher()
def survey(network: Network, copy: int, rest: str) -> Response:
    """A page of the survey in the frame."""
    find_copy(network, copy)
    previews: Previews = current_app.extensions.setdefault(EXTENSION, Previews())
    app = previews.of(
        (network.id, copy),
        lambda: _application(store(), network, copy, secure=current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return framed(app, _inside(network, copy), rest)


csrf.exempt(survey)  # its forms carry the token of its own session, and its own application asks for it


def _inside(network: Network, copy: int) -> str:
    """Where the survey's own addresses begin."""
    return f"/networks/{network.id}/instruments/copies/{copy}/survey"


def _application(store: Store, network: Network, copy: int, *, secure: bool) -> Flask:
    settings = Settings(secrets.token_urlsafe(), secure=secure)
    app = application(Preview(SavedCopy(store, network, copy).edition), settings, BLUEPRINTS)
    app.config["SESSION_COOKIE_NAME"] = "preview"
    app.config["SESSION_COOKIE_PATH"] = f"{_inside(network, copy)}/"
    return app
