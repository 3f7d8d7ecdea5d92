"""What a server tells of its requests: a name for each, counts and times by page, and lines for a log.

No address that was asked for, no address of a machine, no person. All pages of respondents count as one, and stand
in no log: a line with its moment would say when somebody answered (docs/decisions/anonymity.md).
"""

import json
import os
import secrets
import sys
import threading
import time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, current_app, g, request

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none looks like another
RESPONDENTS: Final = ("/s/", "/take-back", "/join")
FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of a server keep their counts for each other
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
LOG: Final = "LOG_REQUESTS"
_MAKING: Final = threading.Lock()


def watch(app: Flask) -> None:
    """Have an application name, count and, where that was asked for, log its requests."""
    app.config[LOG] = os.environ.get("BAROGRAPH_LOG_REQUESTS") == "json"
    app.before_request(_begin)
    app.after_request(_done)


def request_id() -> str:
    """The name of this request: for a page that says something went wrong, and for the log."""
    if "request_id" not in g:
        drawn = "".join(secrets.choice(SIGNS) for _ in range(8))
        g.request_id = f"{drawn[:4]}-{drawn[4:]}"
    return str(g.request_id)


def page_name() -> str:
    """What a request is counted under: its page's name in the program, the same for all pages of respondents."""
    if request.path.startswith(RESPONDENTS):
        return "respondents"
    return request.endpoint or "none"


def exposition() -> bytes:
    """The counts of all processes of this server, in the text format of Prometheus."""
    from prometheus_client import REGISTRY, CollectorRegistry, generate_latest

    if FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    from prometheus_client.multiprocess import MultiProcessCollector

    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def _meters() -> "tuple[Counter, Histogram]":
    with _MAKING:  # so that two first requests do not make two of each
        return _made()


@lru_cache(maxsize=1024)
def _count_of(method: str, page: str, status: int) -> "Counter":
    return _meters()[0].labels(method, page, str(status))


@cache
def _times_of(page: str) -> "Histogram":
    return _meters()[1].labels(page)


@cache
def _made() -> "tuple[Counter, Histogram]":
    from prometheus_client import Counter, Histogram

    names = ("method", "page", "status")
    return (
        Counter("barograph_requests", "Requests that were answered.", names),
        Histogram("barograph_request_seconds", "Seconds of a request.", ("page",), buckets=BOUNDS),
    )


def _begin() -> None:
    g.began = time.perf_counter()


def _done(response: Response) -> Response:
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    page = page_name()
    _count_of(request.method, page, response.status_code).inc()
    _times_of(page).observe(seconds)
    if current_app.config[LOG] and page != "respondents":
        line: dict[str, str | int | float] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": request.method,
            "page": page,
            "status": response.status_code,
            "ms": round(1000 * seconds, 1),
            "request": request_id(),
        }
        sys.stderr.write(json.dumps(line) + "\n")
    return response
