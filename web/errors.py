"""Error pages in plain words, each with a next step."""

from typing import Final

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from web.api.problems import is_api, problem
from web.wording import WORDING, say

# Pages of which opening the same address again is the way out.
RETRY: Final = frozenset({400, 405, 413, 429, 500})


def register_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, error_page)


def error_page(error: HTTPException) -> tuple[str, int] | Response:
    """The page for an error; one we have no words for is told as the nearest we have. Programs get JSON."""
    code = error.code or 500
    if is_api(request.path):
        return problem(error)
    if isinstance(error, SecurityError):  # asked for by a name that is not ours: no address can be built
        return say("error_400"), code
    told = code if f"error_{code}" in WORDING else 400 if code < 500 else 500
    page = render_template(
        "respond/shut.html",
        title=say(f"error_{told}_title"),
        texts=[say(f"error_{told}")],
        action=(say("error_back"), request.path) if told in RETRY else None,
    )
    return page, code
