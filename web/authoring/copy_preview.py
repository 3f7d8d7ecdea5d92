"""A working copy seen as the survey it would be, at the width of a phone, on its own author's page.

The survey in the frame is the respondent's own pages, in an application of its own: its answers stay in memory,
its cookies are not those of the sign-in, and only its pages may stand in a frame, and only in one of ours.
"""

import secrets
from collections import OrderedDict
from io import BytesIO
from threading import Lock
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from engine.authoring import working_copy
from engine.store import Network, Store
from web.application import application
from web.authoring.frame import around
from web.authoring.preview import FolderState, Preview
from web.authoring.working_copies import PREFIX, find_copy, require_researcher
from web.forms import LineField, TypedForm
from web.respondent.blueprints import BLUEPRINTS
from web.security import CONTENT_SECURITY_POLICY, Settings, csrf
from web.sessions import store

pages = Blueprint("authoring_preview", __name__, url_prefix=PREFIX)

MOST_PREVIEWS: Final = 8
EXTENSION: Final = "authoring_previews"
IN_A_FRAME: Final = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
WITH_A_FRAME: Final = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"


class ShownForm(TypedForm):
    form = LineField()


class Previews:
    """The applications that show copies: one a copy, the last few that were looked at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._apps: OrderedDict[tuple[int, int], Flask] = OrderedDict()

    def of(self, network: Network, copy: int, *, secure: bool) -> Flask:
        key = (network.id, copy)
        with self._lock:
            if key not in self._apps:
                self._apps[key] = _application(store(), network, copy, secure=secure)
            self._apps.move_to_end(key)
            while len(self._apps) > MOST_PREVIEWS:
                self._apps.popitem(last=False)
            return self._apps[key]


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
    app = previews.of(network, copy, secure=current_app.config["SESSION_COOKIE_SECURE"])
    inside = f"/networks/{network.id}/instruments/copies/{copy}/survey"
    environ = {**request.environ, "PATH_INFO": f"/{rest}"}
    environ["SCRIPT_NAME"] = f"{request.environ.get('SCRIPT_NAME', '')}{inside}"
    response = make_response(Response.from_app(app, environ | _form_again()))
    response.headers["Content-Security-Policy"] = IN_A_FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


csrf.exempt(survey)  # its forms carry the token of its own session, and its own application asks for it


def _form_again() -> dict[str, str | BytesIO]:
    """The form that was sent, to be read once more: our own application has read it from the line already."""
    body = urlencode(list(request.form.items(multi=True))).encode()
    return {
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }


def _application(store: Store, network: Network, copy: int, *, secure: bool) -> Flask:
    settings = Settings(secrets.token_urlsafe(), secure=secure)
    app = application(Preview(SavedCopy(store, network, copy).edition), settings, BLUEPRINTS)
    app.config["SESSION_COOKIE_NAME"] = "preview"
    app.config["SESSION_COOKIE_PATH"] = f"/networks/{network.id}/instruments/copies/{copy}/survey/"
    return app
