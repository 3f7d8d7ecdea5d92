"""The key of a draft in a respondent's browser: the one cookie that leads to what somebody has answered."""

from typing import Final

from flask import request
from werkzeug.wrappers import Response

from engine.store import DraftKey
from web.respondent import shared_device
from web.respondent.cookies import cookie

COOKIE: Final = "draft"
DAYS: Final = 14  # that it is held, as long as what it leads to
SHARED_COOKIE: Final = "shared"  # of a browser that several people use: nothing outlasts it


def held_key() -> DraftKey | None:
    token = request.cookies.get(COOKIE)
    return DraftKey(token) if token else None


def keep_key(response: Response, path: str, key: DraftKey, *, for_now: bool = False) -> None:
    """Keep a key in the browser; `for_now`, and on a shared device, only until that is closed."""
    response.set_cookie(
        COOKIE, key.token, max_age=age(DAYS, for_now or shared_device.is_shared()), **cookie(path)
    )
    if for_now:
        response.set_cookie(SHARED_COOKIE, "yes", **cookie(path))
    else:
        response.delete_cookie(SHARED_COOKIE, **cookie(path))


def forget_key(response: Response, path: str) -> None:
    response.delete_cookie(COOKIE, **cookie(path))


def age(days: int, until_closed: bool) -> int | None:
    """How long a cookie lasts, in seconds; None is until the browser is closed."""
    return None if until_closed else days * 24 * 60 * 60
