"""What the thanks page shows: kept for minutes in the respondent's own browser, and nowhere else.

A withdrawal code and one's own scores have to survive the redirection after sending, and a reload on a phone that
dropped the page; the server must not keep either. So they travel in a signed cookie of that page.
"""

import base64
from dataclasses import dataclass
from typing import Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from web.respondent.cookies import cookie

COOKIE: Final = "receipt"
SECONDS: Final = 15 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """The code to take the answers back by, and, where the form gives feedback, the codes of the answers."""

    code: str | None
    codes: bytes = b""


def hand_over(response: Response, path: str, kept: Kept) -> None:
    text = _signer().dumps([kept.code, base64.b85encode(kept.codes).decode()])
    response.set_cookie(COOKIE, str(text), max_age=SECONDS, **cookie(path))


def read() -> Kept | None:
    """What this browser was handed within the last minutes."""
    try:
        code, codes = _signer().loads(request.cookies.get(COOKIE, ""), max_age=SECONDS)
    except BadSignature:
        return None
    return Kept(code, base64.b85decode(codes))


def forget(response: Response, path: str) -> None:
    response.delete_cookie(COOKIE, **cookie(path))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="receipt")
