"""What watches a server asks of it: whether it lives, whether it can work, and what it counts. No data of anybody."""

import hmac
import os
from typing import Final

from flask import Blueprint, Response, abort, current_app, request

from engine.store import DatabaseFailure, StoreError
from web.security.watching import exposition
from web.sessions import store

pages = Blueprint("health", __name__)

TEXT: Final = "text/plain; charset=utf-8"
METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"
TOKEN: Final = "BAROGRAPH_METRICS_TOKEN"  # noqa: S105 - the name of the variable
LOOPBACK: Final = ("127.0.0.1", "::1")


@pages.get("/health/live")
def live() -> Response:
    """That this process answers."""
    return Response("live\n", content_type=TEXT)


@pages.get("/health/ready")
def ready() -> Response:
    """Whether its database answers too; 503 where it does not."""
    try:
        store().installation.has_accounts()
    except (DatabaseFailure, StoreError):
        return Response("the database does not answer\n", 503, content_type=TEXT)
    return Response("ready\n", content_type=TEXT)


@pages.get("/metrics")
def metrics() -> Response:
    """Counts and times, for Prometheus: with the token, or from this computer where no proxy passes others on."""
    if not _may_read():
        abort(404)
    return Response(exposition(), content_type=METRICS)


def _may_read() -> bool:
    token = os.environ.get(TOKEN, "")
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    behind_proxy = bool(current_app.config["SESSION_COOKIE_SECURE"])
    return not behind_proxy and request.remote_addr in LOOPBACK
