"""A survey inside one of our own pages: an application of its own, whose pages may stand in a frame of ours."""

from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import Final
from urllib.parse import urlencode

from flask import Flask, Response, make_response, request

from web.security import CONTENT_SECURITY_POLICY

MOST_PREVIEWS: Final = 8
IN_A_FRAME: Final = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
WITH_A_FRAME: Final = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"


class Previews:
    """The applications that show surveys: one a survey, the last few that were looked at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._apps: OrderedDict[tuple[int, ...], Flask] = OrderedDict()

    def of(self, key: tuple[int, ...], make: Callable[[], Flask]) -> Flask:
        with self._lock:
            if key not in self._apps:
                self._apps[key] = make()
            self._apps.move_to_end(key)
            while len(self._apps) > MOST_PREVIEWS:
                self._apps.popitem(last=False)
            return self._apps[key]


def framed(app: Flask, inside: str, rest: str) -> Response:
    """The answer of a survey's application to this request; `inside` is where its own addresses begin."""
    environ = {**request.environ, "PATH_INFO": f"/{rest}"}
    environ["SCRIPT_NAME"] = f"{request.environ.get('SCRIPT_NAME', '')}{inside}"
    response = make_response(Response.from_app(app, environ | _form_again()))
    response.headers["Content-Security-Policy"] = IN_A_FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _form_again() -> dict[str, str | BytesIO]:
    """The form that was sent, to be read once more: our own application has read it from the line already."""
    body = urlencode(list(request.form.items(multi=True))).encode()
    return {
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }
