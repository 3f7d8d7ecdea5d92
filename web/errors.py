"""Error pages in plain words, each with a next step."""

from typing import Final

from flask import Flask, Response, current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException, SecurityError

from web import sessions
from web.api.problems import is_api, problem
from web.wording import WORDING, say

# Pages of which opening the same address again is the way out.
RETRY: Final = frozenset({400, 405, 413, 429, 500})
# What a shut page means for somebody with an account, who is led home.
WITH_AN_ACCOUNT: Final = {
    403: "None of your roles opens it, or the school has not agreed that you read its results."
    " Ask the administrator of your network if you need it.",
    404: "Perhaps a part of the address is missing, or what it led to belongs to another network.",
}


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
    text, action = say(f"error_{told}"), None
    if told in RETRY:
        action = (say("error_back"), request.path)
    elif told in WITH_AN_ACCOUNT and "home" in current_app.blueprints and sessions.person() is not None:
        text, action = WITH_AN_ACCOUNT[told], ("To your home page", url_for("home.home"))
    page = render_template("respond/shut.html", title=say(f"error_{told}_title"), texts=[text], action=action)
    return page, code
