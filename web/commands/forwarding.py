"""What the respondents' processes pass on to the office: the one process for everything else.

Previews, files that are made, tries at passwords: all that is kept in memory is in one process and so right, and what
computes there keeps nobody from answering. A respondents' process passes a request on as a proxy does, over a socket
that only this server can open (docs/decisions/serving.md).
"""

import http.client
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from web.commands.lanes import RESPONDENTS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST: Final = 3600.0  # seconds for a reply: a close, or the files of a large wave
PIECE: Final = 64 * 1024
OF_THE_CONNECTION: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date"})
OF_US: Final = "health", "metrics"  # what each process says of itself


class _Connection(http.client.HTTPConnection):
    """HTTP over a socket that is a file."""

    def __init__(self, path: str) -> None:
        super().__init__("office", timeout=LONGEST)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.sock.settimeout(self.timeout)
            self.sock.connect(self._path)
        except OSError:
            self.sock.close()
            raise


class Forwarding:
    """An application that answers respondents itself and passes on everything else."""

    def __init__(
        self, app: "WSGIApplication", path: str, away: Callable[["WSGIEnvironment"], "WSGIApplication"]
    ) -> None:
        """`path` is the office's socket; `away` gives what answers a request while the office is not there."""
        self._app, self._path, self._away = app, path, away

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if is_ours(environ["PATH_INFO"]):
            return self._app(environ, start_response)
        connection = _Connection(self._path)
        try:
            reply = _passed_on(connection, environ)
        except (OSError, http.client.HTTPException):
            connection.close()
            return self._away(environ)(environ, start_response)
        headers = [(n, v) for n, v in reply.getheaders() if n.lower() not in OF_THE_CONNECTION]
        start_response(f"{reply.status} {reply.reason}", headers)
        return _pieces(connection, reply)


def is_ours(path: str) -> bool:
    """Whether a respondents' process answers the requests of a path itself."""
    return bool(RESPONDENTS.fullmatch(path)) or path.split("/")[1:2] in ([one] for one in OF_US)


def _passed_on(connection: _Connection, environ: "WSGIEnvironment") -> http.client.HTTPResponse:
    from werkzeug.wsgi import get_path_info

    path = _quoted(get_path_info(environ), environ.get("QUERY_STRING", ""))
    connection.putrequest(environ["REQUEST_METHOD"], path, skip_host=True, skip_accept_encoding=True)
    for name, value in _headers(environ):
        connection.putheader(name, value)
    connection.putheader("X-Forwarded-For", environ.get("REMOTE_ADDR", ""))
    connection.endheaders()
    body = environ["wsgi.input"]
    while piece := body.read(PIECE):
        connection.send(piece)
    body.seek(0)  # waitress has all of it; what was typed stands on the page that says that nobody answers
    return connection.getresponse()


def _quoted(path: str, query: str) -> str:
    quoted = quote(path, safe="/:@!$&'()*+,;=-._~")
    return f"{quoted}?{query}" if query else quoted


def _headers(environ: "WSGIEnvironment") -> Iterator[tuple[str, str]]:
    for name, value in environ.items():
        plain = name.removeprefix("HTTP_").replace("_", "-")
        own = name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value
        if own or (name.startswith("HTTP_") and plain.lower() not in {*OF_THE_CONNECTION, "x-forwarded-for"}):
            yield plain.title(), value


def _pieces(connection: _Connection, reply: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := reply.read(PIECE):
            yield piece
    finally:
        connection.close()
