"""What went wrong, for a program and the person who reads its log: application/problem+json (RFC 9457)."""

import json
from collections.abc import Mapping
from typing import Final

from flask import Response
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

PREFIX: Final = "/api/"
MIMETYPE: Final = "application/problem+json"
DESCRIPTION: Final = "/api/v1/openapi.json"

# Where the place that stopped the request has nothing more exact to say.
DETAILS: Final[Mapping[int, str]] = {
    400: "This request cannot be understood. Compare it with the description of the API.",
    401: "Send a key in the header, as Authorization: Bearer KEY.",
    403: "The person this key belongs to may not read this: their role does not include it, or the school has "
    "not agreed to be read by its name.",
    404: "Nothing is here for this key: the address is wrong, or it names something of others, or there is no "
    f"result yet. All addresses are in {DESCRIPTION}.",
    405: "This API can be read only: use GET or HEAD.",
    406: "Answers are application/json. Accept that, or leave the header Accept out.",
    429: "Too many requests. Wait 15 minutes.",
    500: "Something failed here, and it is not your request. Try again; if it stays, tell whoever runs this "
    "Barograph the time and the address.",
    503: "The database cannot be read just now. Try again in a moment.",
}


def is_api(path: str) -> bool:
    """Whether a path is the API's, so that its errors are told as problems and not as pages."""
    return path.startswith(PREFIX)


def problem(error: HTTPException) -> Response:
    """The answer for an error; words of the framework are not shown, only our own."""
    status = error.code or 500
    own = error.description if error.description != type(error).description else None
    body = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": own or DETAILS.get(status, DETAILS[500 if status >= 500 else 400]),
    }
    answer = Response(json.dumps(body, ensure_ascii=False) + "\n", status, mimetype=MIMETYPE)
    answer.headers["Cache-Control"] = "private, no-store"
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "WWW-Authenticate"):
            answer.headers.add(name, value)
    told = getattr(error, "www_authenticate", None)
    if told is not None and status == 403:  # of those the framework sends this header with 401 alone
        answer.headers["WWW-Authenticate"] = told.to_header()
    return answer
