"""Starts the server on this computer: bound to the loopback address, on a port that is free."""

import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from web.commands.lanes import Lanes

HOST = "127.0.0.1"
LOCAL = "localhost"  # who asks over a socket that is a file, as waitress calls it
PORTS_TO_TRY = 20
HIGHEST_PORT = 65_535

IDLE: Final = 30  # seconds after which a connection that sends nothing is closed
CLEAN_UP_EVERY: Final = 5  # seconds
WAITING: Final = 1024  # connections that nobody has taken yet
MOST_FILES: Final = 4096
FILES_OF_OUR_OWN: Final = 96  # databases, sockets and whatever requests open
LARGEST_BODY: Final = 64 * 1024 * 1024  # bytes; the application takes less on most pages
TURN: Final = 0.5  # seconds in which a signal is noticed
LAST_WAIT: Final = 30.0  # seconds for the requests that are under way at the end
SWITCH: Final = 0.0005  # seconds: a thread that computes lets others in ten times as often as by default

Command = TypeVar("Command", bound=Callable[..., Any])


def port_option(default: int) -> Callable[[Command], Command]:
    """The option `--port` of a command that serves."""
    kind = click.IntRange(0, HIGHEST_PORT)
    text = "Where to listen; the next free one is taken."
    return click.option("--port", default=default, show_default=True, type=kind, help=text)


def free_port(wanted: int) -> int:
    """The wanted port, or the next that is free; 0 asks the system for any."""
    last = min(wanted + PORTS_TO_TRY - 1, HIGHEST_PORT)
    for port in range(wanted, last + 1) if wanted else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException(f"Ports {wanted} to {last} are all in use. Name another with --port.")


def base_address(port: int) -> str:
    return f"http://{HOST}:{port}"


def run(app: Flask, port: int, *, behind_proxy: bool = False) -> None:
    """Serve until Ctrl+C or SIGTERM; requests that are under way then end first.

    `behind_proxy`: a server on this computer adds TLS and says by X-Forwarded-For whose request it passes on.
    """
    listening = listen(port)
    click.echo("Press Ctrl+C to stop.")
    take(app, listening, trusted=HOST if behind_proxy else None, secure=behind_proxy)
    click.echo("Stopped.")


def listen(port: int) -> socket.socket:
    """A socket on this computer's loopback address on which connections may arrive."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((HOST, port))
    made.listen(WAITING)
    return made


def take(
    app: "WSGIApplication", listening: socket.socket, *, trusted: str | None = None, secure: bool = False
) -> None:
    """Answer what arrives at a socket until a signal says to stop.

    `trusted` is from where the word of a program before this one is taken on whose request it passes on; `secure`, that
    people reach it by TLS.
    """
    from waitress.server import create_server

    from web.commands.compressing import Compressed
    from web.commands.lanes import Lanes
    from web.respondent.quiet_log import quieten

    quieten("waitress")
    behind = {"trusted_proxy": trusted, "trusted_proxy_headers": {"x-forwarded-for"}} if trusted else {}
    lanes = Lanes()
    server = create_server(
        Compressed(app),
        _dispatcher=lanes,
        sockets=[listening],
        ident=None,
        url_scheme="https" if secure else "http",
        clear_untrusted_proxy_headers=True,
        connection_limit=_most_connections(),
        channel_timeout=IDLE,
        cleanup_interval=CLEAN_UP_EVERY,
        asyncore_use_poll=True,  # select() knows 1,024 files at most
        max_request_body_size=LARGEST_BODY,
        **behind,
    )
    serve_until_told(server, lanes)


def serve_until_told(server: Any, lanes: "Lanes") -> None:
    """Serve until a signal says to stop, and let what is under way end."""
    sys.setswitchinterval(SWITCH)
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    with suppress(KeyboardInterrupt):
        while not told.is_set():
            server.asyncore.loop(timeout=TURN, map=server._map, use_poll=True, count=1)
    _end(server)
    lanes.shutdown()


def _end(server: Any) -> None:
    """Take no more connections, and wait a while for the requests that are under way."""
    server.del_channel()
    server.socket.close()
    until = time.monotonic() + LAST_WAIT
    while time.monotonic() < until:
        for channel in list(server.active_channels.values()):
            if not (channel.requests or channel.request or channel.total_outbufs_len):
                channel.handle_close()
        if not server.active_channels:
            return
        server.asyncore.loop(timeout=TURN, map=server._map, use_poll=True, count=1)


def _most_connections() -> int:
    """How many connections are kept at once: as many as the system lets this program have files, less some."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(100, files - FILES_OF_OUR_OWN)
